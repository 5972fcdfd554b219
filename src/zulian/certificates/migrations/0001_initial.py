"""The tables of version 0.2.0."""

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.fields
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
                    name="Certificate",
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
                                related_name="certificates",
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
                        ("number", models.TextField()),
                        ("number_index", zulian.foundation.fields.PlainField(max_length=32)),
                        ("base_index", zulian.foundation.fields.PlainField(max_length=32)),
                        ("state", models.CharField(default="valid", max_length=10)),
                        ("category", models.PositiveSmallIntegerField()),
                        ("grade", models.PositiveSmallIntegerField()),
                        ("parts", models.JSONField(default=dict)),
                        ("issued_on", models.DateField()),
                        ("valid_until", models.DateField()),
                        ("ended_on", models.DateField(null=True)),
                        ("ended_why", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["region", "state", "category", "grade"], name="card_counts"
                            ),
                            models.Index(
                                fields=["region", "id"],
                                include=("state", "category", "grade"),
                                name="card_list",
                            ),
                            models.Index(fields=["base_index"], name="card_base"),
                            models.Index(
                                condition=models.Q(("state__in", ("valid", "frozen", "lost"))),
                                fields=["region", "valid_until"],
                                name="card_expiry",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("number_index",), name="card_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("valid", "frozen", "lost"))),
                                fields=("person",),
                                name="one_live_card",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("issued_on"))),
                                name="card_span",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("category__range", (1, 7)), ("grade__range", (1, 4))
                                ),
                                name="card_grading",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_on", None),
                                        ("state__in", ("valid", "frozen", "lost")),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ("valid", "frozen", "lost")),
                                            _negated=True,
                                        ),
                                        ("ended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="card_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        (
                            "to_region",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="people.person",
                            ),
                        ),
                        (
                            "certificate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="certificates.certificate",
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("state", models.CharField(default="materials", max_length=12)),
                        ("arrived_on", models.DateField()),
                        ("accepted_on", models.DateField(null=True)),
                        ("due", models.DateField(null=True)),
                        ("provisional", models.BooleanField(default=False)),
                        ("late", models.BooleanField(default=False)),
                        ("paused_on", models.DateField(null=True)),
                        ("pause_reason", models.CharField(blank=True, max_length=60)),
                        ("ended_on", models.DateField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("details", models.TextField(blank=True)),
                        ("at_home", models.BooleanField(default=False)),
                        ("returns_to", models.CharField(blank=True, max_length=12)),
                        ("wanted", models.JSONField(default=list)),
                        ("parts", models.JSONField(default=dict)),
                        ("category", models.PositiveSmallIntegerField(null=True)),
                        ("grade", models.PositiveSmallIntegerField(null=True)),
                        ("told_on", models.DateField(null=True)),
                        ("publish_from", models.DateField(null=True)),
                        ("publish_until", models.DateField(null=True)),
                        ("verdict", models.CharField(blank=True, max_length=300)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("signers", models.JSONField(default=list)),
                        ("handed_how", models.CharField(blank=True, max_length=8)),
                        ("handed_to", models.CharField(blank=True, max_length=40)),
                        (
                            "origin",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offspring",
                                to="certificates.case",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "state", "due"], name="case_queue"),
                            models.Index(fields=["to_region", "state"], name="case_incoming"),
                            models.Index(fields=["arrived_on"], name="case_year"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("person",),
                                name="one_running_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("due", None),
                                        ("ended_on__isnull", False),
                                        ("state__in", ("closed", "unqualified", "withdrawn")),
                                    ),
                                    models.Q(
                                        ("ended_on", None),
                                        (
                                            "state__in",
                                            (
                                                "materials",
                                                "order",
                                                "assess",
                                                "publish",
                                                "review",
                                                "approve",
                                                "produce",
                                                "handover",
                                                "release",
                                                "receive",
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_ended",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "transfer"), ("to_region__isnull", False)),
                                    models.Q(
                                        models.Q(("kind", "transfer"), _negated=True),
                                        ("to_region", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_transfer",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="history",
                                to="certificates.case",
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
                        ("state", models.CharField(max_length=12)),
                        ("entered_on", models.DateField()),
                        ("due", models.DateField()),
                        ("provisional", models.BooleanField(default=False)),
                        ("paused_days", models.PositiveSmallIntegerField(default=0)),
                        ("left_on", models.DateField(null=True)),
                        ("days", models.PositiveSmallIntegerField(null=True)),
                        ("late", models.BooleanField(default=False)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "state", "days"], name="step_days")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None)),
                                fields=("case",),
                                name="one_open_step",
                            )
                        ],
                    },
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="materials",
                                to="certificates.case",
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
                        ("name", models.CharField(max_length=60)),
                        ("required", models.BooleanField(default=True)),
                        ("received_on", models.DateField(null=True)),
                        (
                            "scan",
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
                            models.UniqueConstraint(fields=("case", "key"), name="material_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hospital",
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
                        ("categories", models.JSONField(default=list)),
                        ("basis", models.CharField(blank=True, max_length=120)),
                        ("since", models.DateField()),
                        ("until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("region", "name"), name="hospital_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "hospital",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessors",
                                to="certificates.hospital",
                            ),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessor",
                                to="accounts.post",
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
                        ("categories", models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name="Order",
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
                                related_name="orders",
                                to="certificates.case",
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
                            "hospital",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="certificates.hospital",
                            ),
                        ),
                        ("categories", models.JSONField(default=list)),
                        ("at_home", models.BooleanField(default=False)),
                        ("ordered_on", models.DateField()),
                        ("due", models.DateField()),
                        ("done_on", models.DateField(null=True)),
                        ("cancelled", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="certificates.order",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="certificates.case",
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
                        ("category", models.PositiveSmallIntegerField()),
                        ("grade", models.PositiveSmallIntegerField(null=True)),
                        ("measures", models.JSONField(default=dict)),
                        ("warnings", models.JSONField(default=list)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "category"), name="finding_once"
                            )
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objections",
                                to="certificates.case",
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
                        ("level", models.PositiveSmallIntegerField(default=1)),
                        (
                            "previous",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="certificates.objection",
                            ),
                        ),
                        ("by_whom", models.CharField(default="applicant", max_length=10)),
                        ("ground", models.CharField(max_length=300)),
                        ("state", models.CharField(default="filed", max_length=10)),
                        ("filed_on", models.DateField()),
                        ("due", models.DateField()),
                        ("decided_on", models.DateField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=300)),
                        ("parts", models.JSONField(default=dict)),
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
                                condition=models.Q(("state", "filed")),
                                fields=("case",),
                                name="one_open_objection",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromiseText",
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
                        ("kind", models.CharField(max_length=16)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("since", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "kind", "version"), name="promise_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="certificates.promisetext",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="accounts.post",
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
                        ("method", models.CharField(max_length=8)),
                        ("typed_name", models.CharField(max_length=40)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "scan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("signed_on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("expires_on", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("text", "post", "signed_on"), name="signature_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("method", "system"), ("scan", None)),
                                    models.Q(("method", "paper"), ("scan__isnull", False)),
                                    _connector="OR",
                                ),
                                name="paper_has_scan",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="people.person",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="certificates.case",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=8)),
                        ("source", models.CharField(max_length=8)),
                        ("why", models.CharField(max_length=200)),
                        ("eligible", models.BooleanField(default=False)),
                        ("basis", models.CharField(blank=True, max_length=120)),
                        ("categories", models.JSONField(default=list)),
                        ("equipment", models.JSONField(default=list)),
                        ("load", models.PositiveSmallIntegerField(default=1)),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("from_time", models.TimeField()),
                        ("to_time", models.TimeField()),
                        ("must_by", models.DateField(blank=True, null=True)),
                        ("state", models.CharField(default="asked", max_length=10)),
                        ("asked_on", models.DateField()),
                        ("done_on", models.DateField(null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
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
                        "indexes": [models.Index(fields=["region", "state"], name="visit_queue")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["asked", "waiting", "planned"])),
                                fields=("person", "purpose"),
                                name="one_open_visit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("to_time__gt", models.F("from_time"))),
                                name="visit_window",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
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
                        ("name", models.CharField(max_length=40)),
                        ("members", models.CharField(max_length=120)),
                        (
                            "assessor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="certificates.assessor",
                            ),
                        ),
                        ("equipment", models.JSONField(default=list)),
                        ("starts", models.TimeField()),
                        ("ends", models.TimeField()),
                        ("capacity", models.PositiveSmallIntegerField(default=10)),
                        ("active", models.BooleanField(default=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("region", "name"), name="team_once"),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gt", models.F("starts"))),
                                name="team_hours",
                            ),
                        ],
                    },
                ),
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
                        ("day", models.DateField()),
                        ("status", models.CharField(default="draft", max_length=10)),
                        ("kilometres", models.FloatField(default=0)),
                        ("left_out", models.JSONField(default=list)),
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
                            models.UniqueConstraint(fields=("region", "day"), name="round_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stop",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="certificates.round",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="certificates.team",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stops",
                                to="certificates.request",
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
                        ("arrive", models.TimeField()),
                        ("kilometres", models.FloatField()),
                        ("outcome", models.CharField(blank=True, max_length=10)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("reported_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("key", models.UUIDField(null=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "request"), name="stop_once")
                        ],
                    },
                ),
            ],
        ),
    ]
