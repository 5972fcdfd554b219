"""Papers from above, notes, spot checks, issued bulletins; who judges an assignment, who handles it, what serves it."""

import django.db.models.deletion
from django.db import migrations, models

LEVELS = {9: 6, 6: 4, 4: 2}


def above(code):
    """The code one level above; a village's is its township's."""
    length = len(code.rstrip("0"))
    own = next((level for level in (2, 4, 6, 9) if length <= level), 12)
    return code[: LEVELS.get(own, 9)].ljust(12, "0") if own > 2 else ""


def judge_just_above(apps, schema_editor):
    """Until now the issuer judged all: from here on the organisation just above who carries the task."""
    assignments = apps.get_model("plans", "Assignment")._base_manager
    known = set(apps.get_model("regions", "Region")._base_manager.values_list("code", flat=True))
    pairs = assignments.order_by().values_list("region_id", "issued_by_id").distinct()
    for region, issuer in pairs.iterator():
        code = region
        while code and code != issuer:
            code = above(code)
            if code in known:
                break
        judge = code if code in known else issuer
        assignments.filter(region_id=region, issued_by_id=issuer).update(judged_by_id=judge)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("plans", "0004_quantity"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("entry", models.CharField(max_length=30)),
                ("received_on", models.DateField()),
                ("issuer", models.CharField(max_length=60)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("published", models.BooleanField(default=False)),
                ("paper", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="IssuedBulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("number", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("on", models.DateField()),
                ("blocks", models.JSONField(default=list)),
                ("issued_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SpotCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("seed", models.CharField(max_length=20)),
                ("drawn_from", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SpotCheckItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("outcome", models.CharField(blank=True, max_length=8)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="assignment",
            name="assignment_verify",
        ),
        migrations.AddField(
            model_name="assignment",
            name="handler",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="judged_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.RunPython(judge_just_above, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="assignment",
            name="judged_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="served_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="serves",
                to="plans.assignment",
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="carries_out",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="carried_out_by",
                to="plans.clause",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["judged_by", "state"], name="assignment_verify"),
        ),
        migrations.AddField(
            model_name="incomingpaper",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
            ),
        ),
        migrations.AddField(
            model_name="incomingpaper",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
            ),
        ),
        migrations.AddField(
            model_name="incomingpaper",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.attachment",
            ),
        ),
        migrations.AddField(
            model_name="issuedbulletin",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
            ),
        ),
        migrations.AddField(
            model_name="issuedbulletin",
            name="circular",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bulletins",
                to="plans.circular",
            ),
        ),
        migrations.AddField(
            model_name="issuedbulletin",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
            ),
        ),
        migrations.AddField(
            model_name="issuedbulletin",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.attachment",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="plans.assignment",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.post"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="circular",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spot_checks",
                to="plans.circular",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
            ),
        ),
        migrations.AddField(
            model_name="spotcheckitem",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spot_checks",
                to="plans.assignment",
            ),
        ),
        migrations.AddField(
            model_name="spotcheckitem",
            name="check_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="plans.spotcheck",
            ),
        ),
        migrations.AddField(
            model_name="spotcheckitem",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingpaper",
            constraint=models.UniqueConstraint(
                fields=("region", "entry"), name="incoming_paper_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedbulletin",
            constraint=models.UniqueConstraint(
                fields=("region", "number"), name="issued_bulletin_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="spotcheckitem",
            constraint=models.UniqueConstraint(
                fields=("check_of", "assignment"), name="spot_check_once"
            ),
        ),
    ]
