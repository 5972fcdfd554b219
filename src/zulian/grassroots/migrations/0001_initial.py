"""The tables of version 0.2.0."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("established_on", models.DateField(null=True)),
                        ("basis", models.CharField(blank=True, max_length=80)),
                        ("head", models.CharField(blank=True, max_length=40)),
                        ("contact", models.CharField(blank=True, max_length=40)),
                        ("contact_phone", models.TextField(blank=True)),
                        ("posts", models.PositiveSmallIntegerField(default=0)),
                        ("staff", models.PositiveSmallIntegerField(default=0)),
                        ("office", models.CharField(blank=True, max_length=100)),
                        ("office_area", models.PositiveIntegerField(default=0)),
                        ("activity_area", models.PositiveIntegerField(default=0)),
                        ("computers", models.PositiveSmallIntegerField(default=0)),
                        ("equipment", models.CharField(blank=True, max_length=200)),
                        ("funds", models.PositiveIntegerField(default=0)),
                        ("sign", models.BooleanField(default=False)),
                        ("accessible", models.BooleanField(default=False)),
                        ("wall_charter", models.BooleanField(default=False)),
                        ("wall_duties", models.BooleanField(default=False)),
                        ("wall_rules", models.BooleanField(default=False)),
                        ("wall_people", models.BooleanField(default=False)),
                        ("wall_services", models.BooleanField(default=False)),
                        ("verified_on", models.DateField(null=True)),
                        ("grade", models.CharField(blank=True, max_length=8)),
                        ("reached_until", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Standing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="standings",
                                to="grassroots.organisation",
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
                            "assessment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standing",
                                to="grassroots.assessment",
                            ),
                        ),
                        ("grade", models.CharField(max_length=8)),
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                        ("ended_on", models.DateField(null=True)),
                        ("ended_why", models.CharField(blank=True, max_length=200)),
                        ("veto_key", models.CharField(blank=True, max_length=16)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("organisation",),
                                name="standing_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("since"))),
                                name="standing_period",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Standard",
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
                        ("family", models.CharField(db_index=True, max_length=16)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        (
                            "replaces",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="grassroots.standard",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("level", models.PositiveSmallIntegerField()),
                        ("state", models.CharField(default="draft", max_length=8)),
                        ("source", models.CharField(blank=True, max_length=120)),
                        ("is_example", models.BooleanField(default=False)),
                        ("pass_mark", models.DecimalField(decimal_places=2, max_digits=5)),
                        ("good_mark", models.DecimalField(decimal_places=2, max_digits=5)),
                        ("valid_from", models.DateField(null=True)),
                        ("valid_to", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("family", "version"), name="standard_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "force")),
                                fields=("family",),
                                name="standard_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("good_mark__gte", models.F("pass_mark")),
                                    ("good_mark__lte", 100),
                                ),
                                name="standard_marks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "standard",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="grassroots.standard",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="grassroots.item",
                            ),
                        ),
                        ("key", models.CharField(max_length=16)),
                        ("order", models.PositiveIntegerField()),
                        ("title", models.CharField(blank=True, max_length=80)),
                        ("asked", models.TextField(blank=True)),
                        ("rule", models.TextField(blank=True)),
                        ("kind", models.CharField(default="score", max_length=6)),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=6
                            ),
                        ),
                        (
                            "weight",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("1"), max_digits=5
                            ),
                        ),
                        ("veto", models.BooleanField(default=False)),
                        ("evidence", models.CharField(blank=True, max_length=200)),
                        ("checker", models.CharField(blank=True, max_length=80)),
                        ("method", models.CharField(default="records", max_length=8)),
                        ("indicator", models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("standard", "key"), name="item_key"),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gt", 0), ("points__gte", 0)),
                                name="item_weight",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("veto", False), ("kind", "pass"), _connector="OR"
                                ),
                                name="item_veto_passes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
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
                        ("name", models.CharField(max_length=80)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("starts_on", models.DateField()),
                        ("self_due", models.DateField()),
                        ("review_due", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("state", models.CharField(default="open", max_length=8)),
                        ("seed", models.PositiveIntegerField(null=True)),
                        ("sample_percent", models.PositiveSmallIntegerField(null=True)),
                        ("sample_least", models.PositiveSmallIntegerField(null=True)),
                        ("drawn_on", models.DateField(null=True)),
                        (
                            "standards",
                            models.ManyToManyField(
                                related_name="campaigns", to="grassroots.standard"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "name"), name="campaign_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__gte", models.F("review_due")),
                                    ("review_due__gte", models.F("self_due")),
                                    ("self_due__gte", models.F("starts_on")),
                                ),
                                name="campaign_dates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessments",
                                to="grassroots.campaign",
                            ),
                        ),
                        (
                            "standard",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="grassroots.standard",
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
                        ("state", models.CharField(default="filling", max_length=10)),
                        ("submitted_on", models.DateField(null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("returned_why", models.CharField(blank=True, max_length=300)),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("sampled", models.BooleanField(default=False)),
                        (
                            "visitor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("visit_on", models.DateField(null=True)),
                        ("told_on", models.DateField(null=True)),
                        ("accepted_on", models.DateField(null=True)),
                        ("settled_on", models.DateField(null=True)),
                        (
                            "own_percent",
                            models.DecimalField(decimal_places=2, max_digits=5, null=True),
                        ),
                        ("percent", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("grade", models.CharField(blank=True, max_length=8)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["campaign", "region"], name="assessment_place")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "region"), name="assessment_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                        ("title", models.CharField(max_length=80)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("link", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
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
                            models.CheckConstraint(
                                condition=models.Q(("file", None), ("link", ""), _connector="XOR"),
                                name="evidence_file_or_link",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="grassroots.assessment",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="grassroots.item",
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
                        ("own", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ("not_applicable", models.BooleanField(default=False)),
                        ("own_note", models.CharField(blank=True, max_length=300)),
                        ("measured", models.CharField(blank=True, max_length=40)),
                        ("review", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ("review_note", models.CharField(blank=True, max_length=300)),
                        ("visit", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ("visit_note", models.CharField(blank=True, max_length=300)),
                        ("decided", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ("share", models.DecimalField(decimal_places=5, max_digits=6, null=True)),
                        ("wants_evidence", models.BooleanField(default=False)),
                        ("pieces", models.PositiveSmallIntegerField(default=0)),
                        (
                            "evidence",
                            models.ManyToManyField(related_name="marks", to="grassroots.evidence"),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["region", "item"], name="mark_place")],
                        "constraints": [
                            models.UniqueConstraint(fields=("assessment", "item"), name="mark_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "mark",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objections",
                                to="grassroots.mark",
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
                        ("text", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("outcome", models.CharField(blank=True, max_length=8)),
                        ("reply", models.CharField(blank=True, max_length=300)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "decided_by",
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
                                condition=models.Q(("outcome", "")),
                                fields=("mark",),
                                name="objection_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Problem",
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
                        (
                            "assessment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="grassroots.assessment",
                            ),
                        ),
                        ("item_key", models.CharField(blank=True, max_length=16)),
                        ("subject", models.CharField(max_length=120)),
                        ("text", models.CharField(max_length=300)),
                        ("source", models.CharField(max_length=8)),
                        ("veto", models.BooleanField(default=False)),
                        ("found_on", models.DateField()),
                        ("state", models.CharField(default="found", max_length=8)),
                        ("cause", models.CharField(blank=True, max_length=300)),
                        ("measure", models.CharField(blank=True, max_length=300)),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("due", models.DateField()),
                        ("done", models.CharField(blank=True, max_length=300)),
                        ("done_on", models.DateField(null=True)),
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
                        ("verdict", models.CharField(blank=True, max_length=300)),
                        ("returns", models.PositiveSmallIntegerField(default=0)),
                        ("reopened", models.PositiveSmallIntegerField(default=0)),
                        (
                            "repeats",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="again",
                                to="grassroots.problem",
                            ),
                        ),
                        (
                            "evidence",
                            models.ManyToManyField(related_name="+", to="grassroots.evidence"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "state", "due"], name="problem_list")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(("item_key", ""), _negated=True),
                                ),
                                fields=("region", "item_key"),
                                name="problem_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due__gte", models.F("found_on"))),
                                name="problem_due",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
