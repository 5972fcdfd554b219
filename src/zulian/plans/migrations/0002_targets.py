"""Targets of tasks, the plan's period, the year's frozen results, what is carried over."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models

WAITING = ["issued", "signed", "returned", "carried"]


def set_periods(apps, schema_editor):
    """A plan of before runs through its calendar year."""
    circulars = apps.get_model("plans", "Circular")._base_manager
    for pk, year in circulars.values_list("pk", "year"):
        circulars.filter(pk=pk).update(starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


def keep_quantities(apps, schema_editor):
    """A number that was reported without saying of what stays, in words."""
    reports = apps.get_model("plans", "Report")._base_manager
    for report in reports.exclude(quantity=None).only("pk", "text", "quantity").iterator():
        words = f"{report.text}\n完成数量：{report.quantity.normalize():f}"
        reports.filter(pk=report.pk).update(text=words)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TaskTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("kind", models.CharField(default="count", max_length=6)),
                ("measure", models.CharField(blank=True, max_length=60)),
                ("what", models.CharField(blank=True, max_length=60)),
                ("number", models.DecimalField(decimal_places=2, max_digits=12)),
                ("unit", models.CharField(blank=True, max_length=10)),
                ("span", models.CharField(blank=True, max_length=8)),
                ("is_each", models.BooleanField(default=True)),
                ("phrase", models.CharField(blank=True, max_length=200)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("task", "order"), name="task_target_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="plans.report",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="plans.tasktarget",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                ("number", models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "target"), name="report_figure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60)),
                ("met", models.DecimalField(decimal_places=2, max_digits=14)),
                ("of", models.DecimalField(decimal_places=2, max_digits=14)),
                ("light", models.CharField(max_length=8)),
                ("reached", models.JSONField(default=list)),
                ("missed", models.JSONField(default=list)),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="plans.circular",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("circular", "region", "key"), name="result_once"
                    )
                ],
            },
        ),
        migrations.AddField("circular", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("circular", "starts_on", models.DateField(null=True)),
        migrations.AddField("circular", "ends_on", models.DateField(null=True)),
        migrations.RunPython(set_periods, migrations.RunPython.noop),
        migrations.AlterField("circular", "starts_on", models.DateField()),
        migrations.AlterField("circular", "ends_on", models.DateField()),
        migrations.RunPython(keep_quantities, migrations.RunPython.noop),
        migrations.RemoveField("report", "quantity"),
        migrations.AddField(
            "assignment",
            "carried_from",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="plans.assignment",
            ),
        ),
        migrations.RemoveConstraint("assignment", "assignment_reported"),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=models.Q(
                    ("state", "dropped"),
                    models.Q(("reported_at", None), ("state__in", WAITING)),
                    models.Q(("reported_at__isnull", False), ("state__in", ["reported", "closed"])),
                    _connector="OR",
                ),
                name="assignment_reported",
            ),
        ),
    ]
