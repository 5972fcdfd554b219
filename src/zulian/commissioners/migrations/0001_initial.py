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
                    name="Position",
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
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        ("since", models.DateField()),
                        ("abolished_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "number"), name="position_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commissioner",
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
                                related_name="commissioner",
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
                        ("education", models.CharField(blank=True, max_length=10)),
                        ("party", models.BooleanField(default=False)),
                        ("skills", models.CharField(blank=True, max_length=100)),
                        ("pension", models.BooleanField(default=False)),
                        ("medical", models.BooleanField(default=False)),
                        ("injury", models.BooleanField(default=False)),
                        (
                            "account",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="commissioner",
                                to="accounts.post",
                            ),
                        ),
                        ("verified_on", models.DateField(null=True)),
                        (
                            "pay_factor",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("1"), max_digits=3
                            ),
                        ),
                        ("last_log_on", models.DateField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "id"], name="commissioner_list")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tenure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "position",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tenures",
                                to="commissioners.position",
                            ),
                        ),
                        (
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tenures",
                                to="commissioners.commissioner",
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
                        ("how", models.CharField(max_length=12)),
                        ("since", models.DateField()),
                        ("ended_on", models.DateField(null=True)),
                        ("why", models.CharField(blank=True, max_length=10)),
                        ("handover", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("position",),
                                name="tenure_one_holder",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("commissioner",),
                                name="tenure_one_post",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("ended_on__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="tenure_period",
                            ),
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
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contracts",
                                to="commissioners.commissioner",
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
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("since"))),
                                name="contract_period",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Record",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="records",
                                to="commissioners.commissioner",
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
                        ("on", models.DateField()),
                        ("text", models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name="Period",
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
                        ("name", models.CharField(max_length=60)),
                        ("first", models.DateField()),
                        ("last", models.DateField()),
                        ("state", models.CharField(default="open", max_length=8)),
                        ("settled_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("region", "name"), name="period_once"),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="period_days",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appraisal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appraisals",
                                to="commissioners.period",
                            ),
                        ),
                        (
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisals",
                                to="commissioners.commissioner",
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
                        ("own", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("own_text", models.CharField(blank=True, max_length=500)),
                        ("own_items", models.JSONField(default=list)),
                        ("town", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("town_note", models.CharField(blank=True, max_length=300)),
                        ("town_items", models.JSONField(default=list)),
                        ("served", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("facts", models.JSONField(default=dict)),
                        ("total", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("grade", models.CharField(blank=True, max_length=10)),
                        (
                            "factor",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("1"), max_digits=3
                            ),
                        ),
                        ("appeal", models.CharField(blank=True, max_length=300)),
                        ("appealed_on", models.DateField(null=True)),
                        ("reply", models.CharField(blank=True, max_length=300)),
                        ("replied_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "commissioner"), name="appraisal_once"
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
                            "appraisal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="commissioners.appraisal",
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
                        ("mark", models.PositiveSmallIntegerField()),
                        ("note", models.CharField(blank=True, max_length=200)),
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
                            models.UniqueConstraint(
                                fields=("appraisal", "person"), name="opinion_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mark__gte", 1), ("mark__lte", 5)),
                                name="opinion_mark",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rate",
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
                        ("level", models.PositiveSmallIntegerField()),
                        ("since", models.DateField()),
                        ("monthly", models.DecimalField(decimal_places=2, max_digits=8)),
                        ("basis", models.CharField(max_length=100)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "level", "since"), name="rate_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="commissioners.commissioner",
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
                        ("month", models.DateField()),
                        ("due", models.DecimalField(decimal_places=2, max_digits=8)),
                        (
                            "paid",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=8
                            ),
                        ),
                        ("paid_on", models.DateField(null=True)),
                        ("proof", models.CharField(blank=True, max_length=80)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
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
                        "indexes": [models.Index(fields=["region", "month"], name="payment_list")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("commissioner", "month"), name="payment_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due__gte", 0), ("paid__gte", 0)),
                                name="payment_amounts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recruitment",
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
                        ("conditions", models.TextField()),
                        ("opens_on", models.DateField()),
                        ("closes_on", models.DateField()),
                        ("state", models.CharField(default="open", max_length=8)),
                        (
                            "positions",
                            models.ManyToManyField(
                                related_name="recruitments", to="commissioners.position"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                                name="recruitment_days",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Applicant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "recruitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="applicants",
                                to="commissioners.recruitment",
                            ),
                        ),
                        (
                            "position",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="commissioners.position",
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
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("tie", models.CharField(max_length=8)),
                        ("applied_on", models.DateField()),
                        ("score", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("state", models.CharField(default="applied", max_length=10)),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recruitment", "person"), name="applicant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Course",
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
                        ("year", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=80)),
                        ("hours", models.PositiveSmallIntegerField()),
                        ("planned_on", models.DateField()),
                        ("aim", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "year", "title"), name="course_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0)), name="course_hours"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="commissioners.course",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=80)),
                        ("code", models.CharField(max_length=32, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="commissioners.session",
                            ),
                        ),
                        (
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendances",
                                to="commissioners.commissioner",
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
                        ("at", models.DateTimeField()),
                        ("by_code", models.BooleanField(default=False)),
                        ("score", models.PositiveSmallIntegerField(null=True)),
                        ("hours", models.PositiveSmallIntegerField(default=0)),
                        ("number", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "year"], name="attendance_year")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "commissioner"), name="attendance_once"
                            )
                        ],
                    },
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
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="commissioners.course",
                            ),
                        ),
                        ("text", models.CharField(max_length=300)),
                        ("options", models.JSONField()),
                        ("answer", models.PositiveSmallIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Material",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="materials",
                                to="commissioners.course",
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
                        ("text", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("link", ""),
                                    models.Q(("text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="material_captions",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Log",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "commissioner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="logs",
                                to="commissioners.commissioner",
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
                        ("day", models.DateField()),
                        ("kind", models.CharField(max_length=8)),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        ("key", models.CharField(max_length=36)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["region", "day"], name="log_list")],
                        "constraints": [
                            models.UniqueConstraint(fields=("commissioner", "key"), name="log_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "log",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="commissioners.log",
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("kind", models.CharField(max_length=8)),
                        ("text", models.CharField(blank=True, max_length=200)),
                        ("state", models.CharField(default="open", max_length=8)),
                        ("url", models.CharField(blank=True, max_length=200)),
                        ("reply", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "taken"), _negated=True),
                                    models.Q(("url", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="need_taken_where",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
