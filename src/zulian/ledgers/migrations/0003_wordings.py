"""Headings and words that an office had read by hand stand in one table."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def take_over(apps: Any, _schema: Any) -> None:
    """Headings matched by hand so far stay known."""
    wording = apps.get_model("ledgers", "Wording")
    rows = apps.get_model("ledgers", "Heading")._base_manager.values_list(
        "region_id", "ledger", "heading", "column"
    )
    wording._base_manager.bulk_create(
        wording(region_id=region, ledger=ledger, text=heading, meaning=column)
        for region, ledger, heading, column in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0002_answers"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("ledger", models.CharField(max_length=40)),
                ("of", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(max_length=80)),
                ("meaning", models.CharField(blank=True, max_length=200)),
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
                        fields=("region", "ledger", "of", "text"), name="ledger_wording_once"
                    )
                ],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="Heading"),
    ]
