"""The tables of version 0.2.0."""

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.fields
import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("kind", models.CharField(max_length=10)),
                        ("nature", models.CharField(max_length=4)),
                        ("state", models.CharField(default="found", max_length=10)),
                        (
                            "credit_code",
                            zulian.foundation.fields.PlainField(blank=True, max_length=18),
                        ),
                        ("registered_on", models.DateField(null=True)),
                        ("authority", models.CharField(blank=True, max_length=60)),
                        ("supervisor", models.CharField(blank=True, max_length=60)),
                        ("leader", models.CharField(max_length=40)),
                        ("people", models.CharField(blank=True, max_length=200)),
                        ("phone", models.TextField(blank=True)),
                        ("contact", models.CharField(blank=True, max_length=100)),
                        ("place", models.CharField(blank=True, max_length=100)),
                        ("services", models.CharField(max_length=300)),
                        ("easy", models.CharField(blank=True, max_length=200)),
                        ("staff", models.PositiveIntegerField(default=0)),
                        ("capacity", models.PositiveIntegerField(default=0)),
                        ("listed", models.BooleanField(default=False)),
                        ("inspected_year", models.PositiveSmallIntegerField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("credit_code", ""), _negated=True),
                                fields=("credit_code",),
                                name="social_credit_code_once",
                            ),
                            models.UniqueConstraint(
                                fields=("region", "name"), name="social_name_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "registered"), _negated=True),
                                    models.Q(
                                        models.Q(("credit_code", ""), _negated=True),
                                        ("registered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="social_registered_code",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="social.organisation",
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
                        ("key", models.CharField(max_length=10)),
                        ("done_on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "key"), name="social_step_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Support",
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
                                related_name="supports",
                                to="social.organisation",
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
                        ("on", models.DateField()),
                        ("kind", models.CharField(max_length=10)),
                        ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=10)),
                        ("text", models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="AnnualInspection",
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
                                related_name="inspections",
                                to="social.organisation",
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
                        ("on", models.DateField()),
                        ("result", models.CharField(max_length=8)),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "year"), name="social_inspection_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Purchase",
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
                        ("need", models.TextField(max_length=3000)),
                        ("easy", models.CharField(max_length=200)),
                        ("people", models.PositiveIntegerField()),
                        ("budget", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("state", models.CharField(default="draft", max_length=12)),
                        ("called_on", models.DateField(null=True)),
                        ("closes_on", models.DateField(null=True)),
                        ("decided_on", models.DateField(null=True)),
                        (
                            "winner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="social.bid",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("budget__gt", 0), ("people__gt", 0)),
                                name="social_purchase_positive",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "purchase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="social.purchase",
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
                        ("words", models.CharField(max_length=60)),
                        ("points", models.PositiveSmallIntegerField()),
                        ("by_price", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purchase", "words"), name="social_criterion_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bid",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "purchase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bids",
                                to="social.purchase",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bids",
                                to="social.organisation",
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
                        ("price", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("plan", models.TextField(max_length=5000)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("score", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ("place", models.PositiveSmallIntegerField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purchase", "organisation"), name="social_bid_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("price__gt", 0)), name="social_bid_price"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Judge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "purchase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="judges",
                                to="social.purchase",
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
                        ("name", models.CharField(max_length=40)),
                        ("employer", models.CharField(max_length=80)),
                        ("own_house", models.BooleanField(default=False)),
                        ("declared", models.BooleanField(null=True)),
                        ("declared_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purchase", "name", "employer"), name="social_judge_once"
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
                            "judge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="social.judge",
                            ),
                        ),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="social.bid",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="social.criterion",
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
                        ("points", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("judge", "bid", "criterion"), name="social_mark_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "purchase",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contract",
                                to="social.purchase",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="social.organisation",
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
                        ("number", models.CharField(max_length=40)),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("people", models.PositiveIntegerField()),
                        ("signed_on", models.DateField()),
                        ("until", models.DateField()),
                        ("served", models.PositiveIntegerField(default=0)),
                        ("fulfilled_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "number"), name="social_contract_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__gt", 0), ("until__gte", models.F("signed_on"))
                                ),
                                name="social_contract_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="milestones",
                                to="social.contract",
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
                        ("words", models.CharField(max_length=100)),
                        ("due_on", models.DateField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("state", models.CharField(default="due", max_length=10)),
                        ("report", models.CharField(blank=True, max_length=500)),
                        ("verdict", models.CharField(blank=True, max_length=300)),
                        ("accepted_on", models.DateField(null=True)),
                        ("paid_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "words"), name="social_milestone_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paid_on", None),
                                    models.Q(
                                        ("accepted_on__isnull", False),
                                        ("paid_on__gte", models.F("accepted_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="social_paid_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Served",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people_served",
                                to="social.contract",
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
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("mark", models.PositiveSmallIntegerField(null=True)),
                        ("words", models.CharField(blank=True, max_length=300)),
                        ("marked_at", models.DateTimeField(null=True)),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "person"), name="social_served_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("mark", None),
                                    models.Q(("mark__gte", 1), ("mark__lte", 5)),
                                    _connector="OR",
                                ),
                                name="social_served_mark",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
