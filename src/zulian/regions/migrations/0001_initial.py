"""The tables of version 0.2.0."""

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.fields
import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Region",
                    fields=[
                        (
                            "code",
                            zulian.foundation.fields.PlainField(
                                max_length=12, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("level", models.PositiveSmallIntegerField()),
                        ("initials", models.CharField(db_index=True, max_length=60)),
                        ("valid_from", models.DateField()),
                        ("valid_to", models.DateField(blank=True, null=True)),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="regions.region",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["level", "code"], name="region_level")],
                    },
                ),
                migrations.CreateModel(
                    name="RegionEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="regions.region",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("on", models.DateField()),
                        ("name_before", models.CharField(max_length=60)),
                        ("name_after", models.CharField(blank=True, max_length=60)),
                        (
                            "into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gains",
                                to="regions.region",
                            ),
                        ),
                        ("basis", models.CharField(max_length=120)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "kind", "on"), name="region_event_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "region",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="place",
                                serialize=False,
                                to="regions.region",
                            ),
                        ),
                        ("latitude", models.FloatField()),
                        ("longitude", models.FloatField()),
                        ("source", models.CharField(max_length=60)),
                    ],
                ),
                migrations.CreateModel(
                    name="Road",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("kilometres", models.FloatField()),
                        ("minutes", models.FloatField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("origin", "target"), name="road_once")
                        ],
                    },
                ),
            ],
        ),
    ]
