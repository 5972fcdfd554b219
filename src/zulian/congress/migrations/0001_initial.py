"""The tables of version 0.2.0."""

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Round",
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
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("ordinal", models.PositiveSmallIntegerField()),
                        ("basis", models.CharField(blank=True, max_length=120)),
                        ("opened_on", models.DateField()),
                        ("township_due", models.DateField()),
                        ("county_due", models.DateField()),
                        ("city_due", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "ordinal"), name="round_of_congresses_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("county_due__lte", models.F("city_due")),
                                    ("township_due__lte", models.F("county_due")),
                                ),
                                name="round_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Congress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="congresses",
                                to="congress.round",
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
                        ("ordinal", models.PositiveSmallIntegerField()),
                        ("state", models.CharField(default="preparing", max_length=10)),
                        ("due", models.DateField(null=True)),
                        ("day", models.DateField(null=True)),
                        ("place", models.CharField(blank=True, max_length=80)),
                        ("held_on", models.DateField(null=True)),
                        ("filed_on", models.DateField(null=True)),
                        ("size", models.PositiveSmallIntegerField(default=0)),
                        ("attended", models.PositiveSmallIntegerField(default=0)),
                        ("composition_met", models.BooleanField(default=False)),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "ordinal"), name="congress_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("held_on__isnull", False), ("state__in", ["held", "filed"])
                                    ),
                                    models.Q(
                                        ("held_on", None), ("state__in", ["preparing", "exempt"])
                                    ),
                                    _connector="OR",
                                ),
                                name="congress_held",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "congress",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="congress.congress",
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
                        ("key", models.CharField(max_length=20)),
                        ("order", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=60)),
                        ("days", models.SmallIntegerField()),
                        ("due", models.DateField(null=True)),
                        ("approve", models.BooleanField(default=False)),
                        ("state", models.CharField(default="todo", max_length=10)),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("verdict", models.CharField(blank=True, max_length=300)),
                        (
                            "files",
                            models.ManyToManyField(related_name="+", to="documents.attachment"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("congress", "key"), name="step_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "congress",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contests",
                                to="congress.congress",
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
                        (
                            "after",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeats",
                                to="congress.contest",
                            ),
                        ),
                        ("what", models.CharField(max_length=20)),
                        ("by_election", models.BooleanField(default=False)),
                        ("seats", models.PositiveSmallIntegerField()),
                        ("surplus", models.CharField(default="0", max_length=12)),
                        ("electorate", models.CharField(default="congress", max_length=10)),
                        ("voters", models.PositiveSmallIntegerField(default=0)),
                        ("quorum", models.CharField(max_length=12)),
                        ("majority", models.CharField(max_length=12)),
                        ("on", models.DateField(null=True)),
                        ("public_from", models.DateField(null=True)),
                        ("public_until", models.DateField(null=True)),
                        ("state", models.CharField(default="nominating", max_length=10)),
                        ("outcome", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("seats__gt", 0)), name="contest_seats"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Nominee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="nominees",
                                to="congress.contest",
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
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nominations",
                                to="people.person",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("tie", models.CharField(default="none", max_length=8)),
                        ("work", models.CharField(blank=True, max_length=80)),
                        ("nominated_by", models.CharField(blank=True, max_length=60)),
                        ("write_in", models.BooleanField(default=False)),
                        ("favour", models.PositiveSmallIntegerField(default=0)),
                        ("against", models.PositiveSmallIntegerField(default=0)),
                        ("abstain", models.PositiveSmallIntegerField(default=0)),
                        ("result", models.CharField(blank=True, max_length=8)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contest", "person"), name="nominee_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TellerSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "contest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sheets",
                                to="congress.contest",
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
                        ("seat", models.CharField(max_length=1)),
                        ("teller", models.CharField(max_length=40)),
                        ("present", models.PositiveSmallIntegerField()),
                        ("issued", models.PositiveSmallIntegerField()),
                        ("back", models.PositiveSmallIntegerField()),
                        ("invalid", models.PositiveSmallIntegerField()),
                        ("votes", models.JSONField(default=dict)),
                        ("write_ins", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contest", "seat"), name="teller_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "congress",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="units",
                                to="congress.congress",
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
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("weight", models.PositiveIntegerField(default=0)),
                        ("seats", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("congress", "name"), name="unit_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "congress",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="congress.congress",
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
                        ("trait", models.CharField(max_length=12)),
                        ("percent", models.PositiveSmallIntegerField(default=0)),
                        ("number", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("congress", "trait"), name="target_of_congress_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("percent__lte", 100)), name="target_percent"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "congress",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delegates",
                                to="congress.congress",
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
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegates",
                                to="congress.unit",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegates",
                                to="people.person",
                            ),
                        ),
                        ("how", models.CharField(default="recommended", max_length=12)),
                        ("tie", models.CharField(default="none", max_length=8)),
                        ("category", models.PositiveSmallIntegerField(null=True)),
                        ("party", models.BooleanField(default=False)),
                        ("grassroots", models.BooleanField(default=False)),
                        ("work", models.CharField(blank=True, max_length=80)),
                        ("needs", models.JSONField(default=list)),
                        ("listed", models.BooleanField(default=True)),
                        ("state", models.CharField(default="proposed", max_length=10)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("seat", models.CharField(blank=True, max_length=8)),
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("checked_in_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("congress", "person"), name="delegate_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
