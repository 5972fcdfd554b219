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
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Association",
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
                        ("kind", models.CharField(max_length=12)),
                        ("set_up_on", models.DateField(null=True)),
                        ("office", models.CharField(blank=True, max_length=100)),
                        ("area", models.PositiveIntegerField(default=0)),
                        ("equipment", models.CharField(blank=True, max_length=100)),
                        ("phone", models.TextField(blank=True)),
                        ("contact", models.CharField(blank=True, max_length=100)),
                        ("about", models.TextField(blank=True, max_length=1000)),
                        ("easy", models.TextField(blank=True, max_length=300)),
                        ("staff_count", models.PositiveSmallIntegerField(default=0)),
                        ("member_count", models.PositiveIntegerField(default=0)),
                        ("term_until", models.DateField(null=True)),
                        ("chair_tied", models.BooleanField(default=False)),
                        ("active_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "kind"), name="association_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Staff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="staff",
                                to="associations.association",
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
                        ("full_time", models.BooleanField(default=True)),
                        ("duty", models.CharField(blank=True, max_length=60)),
                        ("since", models.DateField()),
                        ("until", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until", None),
                                    ("until__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="association_staff_order",
                            ),
                            models.UniqueConstraint(
                                fields=("association", "name", "since"),
                                name="association_staff_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="associations.association",
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
                        ("kind", models.CharField(max_length=14)),
                        ("title", models.CharField(max_length=80)),
                        ("adopted_on", models.DateField()),
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
                ),
                migrations.CreateModel(
                    name="Budget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="budgets",
                                to="associations.association",
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
                        ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("source", models.CharField(max_length=60)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("association", "year"), name="association_budget_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Spending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spendings",
                                to="associations.association",
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
                        ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                        ("purpose", models.CharField(max_length=100)),
                        (
                            "activity",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spending",
                                to="associations.activity",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="association_spending_positive",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Committee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="committees",
                                to="associations.association",
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
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("association", "ordinal"), name="association_committee_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("since"))),
                                name="association_committee_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
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
                        ("tie", models.CharField(max_length=8)),
                        (
                            "through",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="associations.committee",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="associations.association",
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
                        ("office", models.CharField(max_length=8)),
                        ("how", models.CharField(default="elected", max_length=8)),
                        ("since", models.DateField()),
                        ("left_on", models.DateField(null=True)),
                        ("left_why", models.CharField(blank=True, max_length=60)),
                        ("contacts", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None)),
                                fields=("committee", "person"),
                                name="association_seat_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None), ("office", "chair")),
                                fields=("committee",),
                                name="association_one_chair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("office", "chair"), _negated=True),
                                    ("tie__in", ["self", "relative"]),
                                    _connector="OR",
                                ),
                                name="association_chair_tied",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
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
                        ("tie", models.CharField(max_length=8)),
                        (
                            "through",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="associations.association",
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
                        ("joined_on", models.DateField()),
                        ("left_on", models.DateField(null=True)),
                        ("took_part_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None)),
                                fields=("association", "person"),
                                name="association_member_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tie", "none"), _negated=True),
                                name="association_member_tied",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="associations.association",
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
                        ("kind", models.CharField(max_length=8)),
                        ("occasion", models.CharField(max_length=10)),
                        ("brand", models.CharField(blank=True, max_length=40)),
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=100)),
                        ("text", models.TextField(max_length=3000)),
                        ("easy", models.CharField(max_length=200)),
                        ("access", models.CharField(max_length=300)),
                        (
                            "budget",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=9
                            ),
                        ),
                        ("state", models.CharField(default="draft", max_length=10)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("guests", models.JSONField(default=dict)),
                        ("reached", models.PositiveIntegerField(default=0)),
                        (
                            "cost",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=9
                            ),
                        ),
                        ("effect", models.TextField(blank=True, max_length=3000)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "on"], name="association_activity_list")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("association", "title", "on"),
                                name="association_activity_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turnout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="turnouts",
                                to="associations.activity",
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
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="turnouts",
                                to="associations.member",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("activity", "member"), name="association_turnout_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="associations.activity",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("caption", models.CharField(max_length=80)),
                        ("consent", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Award",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="awards",
                                to="associations.association",
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
                        ("title", models.CharField(max_length=80)),
                        ("whom", models.CharField(max_length=60)),
                        ("level", models.CharField(max_length=10)),
                        ("by", models.CharField(max_length=80)),
                        (
                            "activity",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="associations.activity",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("association", "title", "whom", "on"),
                                name="association_award_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="associations.association",
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
                        ("own", models.JSONField(default=dict)),
                        ("given", models.JSONField(default=dict)),
                        ("words", models.TextField(blank=True, max_length=2000)),
                        ("opinion", models.CharField(blank=True, max_length=500)),
                        ("points", models.PositiveSmallIntegerField(null=True)),
                        ("grade", models.CharField(blank=True, max_length=10)),
                        ("state", models.CharField(default="draft", max_length=10)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("association", "year"), name="association_review_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "reviewed"), _negated=True),
                                    ("points__isnull", False),
                                    _connector="OR",
                                ),
                                name="association_review_points",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RightsCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="associations.association",
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
                        ("matter", models.CharField(max_length=10)),
                        ("source", models.CharField(max_length=8)),
                        ("name", models.TextField()),
                        ("reply_to", models.TextField(blank=True)),
                        ("text", models.TextField()),
                        ("on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("state", models.CharField(default="new", max_length=10)),
                        (
                            "handler",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("outcome", models.TextField(blank=True)),
                        ("done_on", models.DateField(null=True)),
                        ("mark", models.PositiveSmallIntegerField(null=True)),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                        ("circle", models.ManyToManyField(related_name="+", to="accounts.post")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "state"], name="association_case_list")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="associations.rightscase",
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
                        ("text", models.TextField()),
                        ("shared", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="associations.seat",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="associations.association",
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
                        ("since", models.DateField()),
                        ("ended_on", models.DateField(null=True)),
                        ("visited_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("seat", "person"),
                                name="association_contact_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visits",
                                to="associations.contact",
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="associations.association",
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
                        ("how", models.CharField(max_length=6)),
                        ("text", models.CharField(max_length=500)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contact", "on", "how"), name="association_visit_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="associations.association",
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
                            "contact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="associations.contact",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("text", models.CharField(max_length=300)),
                        ("state", models.CharField(default="open", max_length=10)),
                        ("answered_by", models.CharField(blank=True, max_length=60)),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        ("answered_on", models.DateField(null=True)),
                        ("change", models.CharField(blank=True, max_length=300)),
                        ("changed_on", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=80)),
                        ("subject", models.CharField(max_length=100)),
                        ("agenda", models.TextField(max_length=2000)),
                        ("state", models.CharField(default="planned", max_length=8)),
                        ("minutes", models.TextField(blank=True, max_length=5000)),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="associations.association",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("due_on", models.DateField(null=True)),
                        ("number", models.PositiveSmallIntegerField(null=True)),
                        ("called", models.PositiveSmallIntegerField(default=0)),
                        (
                            "present",
                            models.ManyToManyField(related_name="+", to="associations.seat"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["region", "due_on"], name="association_meeting_due"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("due_on__isnull", False)),
                                fields=("association", "kind", "due_on"),
                                name="association_meeting_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                        ("text", models.CharField(max_length=200)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("due", models.DateField()),
                        ("url", models.CharField(blank=True, max_length=200)),
                        ("done_on", models.DateField(null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="associations.meeting",
                            ),
                        ),
                        ("outcome", models.CharField(blank=True, max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="Research",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "association",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="research",
                                to="associations.association",
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
                        ("topic", models.CharField(max_length=100)),
                        ("question", models.TextField(max_length=1000)),
                        ("due_on", models.DateField()),
                        ("state", models.CharField(default="field", max_length=10)),
                        ("report", models.TextField(blank=True, max_length=8000)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("reported_on", models.DateField(null=True)),
                        ("proposal", models.CharField(blank=True, max_length=1000)),
                        ("proposed_to", models.CharField(blank=True, max_length=80)),
                        ("proposed_on", models.DateField(null=True)),
                        ("verdict_by", models.CharField(blank=True, max_length=80)),
                        ("verdict", models.CharField(blank=True, max_length=500)),
                        ("verdict_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("association", "topic", "due_on"),
                                name="association_research_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fieldwork",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "research",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fieldwork",
                                to="associations.research",
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
                        ("place", models.CharField(max_length=80)),
                        ("people", models.PositiveIntegerField()),
                        ("notes", models.TextField(max_length=3000)),
                    ],
                ),
                migrations.CreateModel(
                    name="Survey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "research",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="surveys",
                                to="associations.research",
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
                        ("intro", models.CharField(max_length=300)),
                        ("easy", models.CharField(max_length=200)),
                        ("anonymous", models.BooleanField(default=True)),
                        ("until", models.DateField()),
                        ("state", models.CharField(default="draft", max_length=8)),
                        ("code", models.CharField(max_length=32, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "survey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="associations.survey",
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
                        ("order", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(max_length=6)),
                        ("text", models.CharField(max_length=200)),
                        ("easy", models.CharField(blank=True, max_length=100)),
                        ("options", models.JSONField(default=list)),
                        ("required", models.BooleanField(default=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("survey", "order"), name="association_question_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "survey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="associations.survey",
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
                        ("token", models.CharField(max_length=32, unique=True)),
                        ("given", models.JSONField(default=dict)),
                        ("name", models.TextField(blank=True)),
                        ("at", models.DateTimeField(null=True)),
                    ],
                ),
            ],
        ),
    ]
