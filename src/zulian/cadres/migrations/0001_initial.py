"""The tables of version 0.2.0."""

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Cadre",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cadre",
                                to="people.person",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("status", models.CharField(default="serving", max_length=8)),
                        ("tie", models.CharField(default="none", max_length=8)),
                        ("unit", models.CharField(blank=True, max_length=60)),
                        ("position", models.CharField(blank=True, max_length=60)),
                        ("grade", models.CharField(blank=True, max_length=30)),
                        ("since", models.DateField(null=True)),
                        ("education", models.CharField(blank=True, max_length=10)),
                        ("school", models.CharField(blank=True, max_length=80)),
                        ("party", models.CharField(blank=True, max_length=8)),
                        ("party_since", models.DateField(null=True)),
                        ("work_since", models.DateField(null=True)),
                        ("native_place", models.CharField(blank=True, max_length=40)),
                        ("profession", models.CharField(blank=True, max_length=40)),
                        ("languages", models.CharField(blank=True, max_length=80)),
                        ("sign", models.CharField(default="none", max_length=8)),
                        ("strengths", models.CharField(blank=True, max_length=200)),
                        (
                            "keeper",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("verified_on", models.DateField(null=True)),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["region", "id"], name="cadre_list")],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="cadres.cadre",
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
                        ("kind", models.CharField(max_length=10)),
                        ("since", models.DateField(null=True)),
                        ("until", models.DateField(null=True)),
                        ("text", models.CharField(max_length=200)),
                        ("result", models.CharField(blank=True, max_length=60)),
                    ],
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="trainings",
                                to="cadres.cadre",
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
                        ("year", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(max_length=10)),
                        ("subject", models.CharField(max_length=100)),
                        ("planned_on", models.DateField()),
                        ("done_on", models.DateField(null=True)),
                        ("hours", models.PositiveSmallIntegerField(default=0)),
                        ("result", models.CharField(blank=True, max_length=100)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cadre", "year", "subject"), name="training_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_on", None), ("hours__gt", 0), _connector="OR"
                                ),
                                name="training_hours",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reserve",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reserves",
                                to="cadres.cadre",
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
                        ("level", models.CharField(max_length=8)),
                        ("first_year", models.PositiveSmallIntegerField()),
                        ("last_year", models.PositiveSmallIntegerField()),
                        ("direction", models.CharField(max_length=60)),
                        ("reason", models.CharField(max_length=300)),
                        ("state", models.CharField(default="nominated", max_length=12)),
                        ("nominated_on", models.DateField()),
                        ("reviewed_on", models.DateField(null=True)),
                        ("review_note", models.CharField(blank=True, max_length=200)),
                        ("confirmed_on", models.DateField(null=True)),
                        ("basis", models.CharField(blank=True, max_length=60)),
                        ("recommended_on", models.DateField(null=True)),
                        ("recommended_to", models.CharField(blank=True, max_length=100)),
                        ("appointed_on", models.DateField(null=True)),
                        ("appointed_to", models.CharField(blank=True, max_length=100)),
                        ("ended_on", models.DateField(null=True)),
                        ("ended_why", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ("nominated", "reviewed", "confirmed", "recommended"),
                                    )
                                ),
                                fields=("cadre",),
                                name="reserve_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_year__gte", models.F("first_year"))),
                                name="reserve_period",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "reserve",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="cadres.reserve",
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
                        ("year", models.PositiveSmallIntegerField()),
                        ("verdict", models.CharField(max_length=8)),
                        ("reason", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reserve", "year"), name="evaluation_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
