"""Bulletins are drafted, edited and issued: a draft has neither number nor time of issue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_guesses")]

    operations = [
        migrations.RemoveConstraint("issuedbulletin", "issued_bulletin_number"),
        migrations.AddField(
            "issuedbulletin", "addressees", models.CharField(blank=True, max_length=300)
        ),
        migrations.AddField(
            "issuedbulletin", "signer", models.CharField(blank=True, max_length=80)
        ),
        migrations.AlterField(
            "issuedbulletin", "number", models.CharField(blank=True, max_length=60)
        ),
        migrations.AlterField("issuedbulletin", "issued_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "issuedbulletin",
            models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("region", "number"),
                name="issued_bulletin_number",
            ),
        ),
        migrations.AddConstraint(
            "issuedbulletin",
            models.UniqueConstraint(
                condition=models.Q(("issued_at", None)),
                fields=("circular", "region", "kind"),
                name="issued_bulletin_one_draft",
            ),
        ),
    ]
