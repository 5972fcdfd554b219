"""The tables of version 0.2.0."""

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
                    name="Circular",
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
                        ("status", models.CharField(default="draft", max_length=10)),
                        ("kind", models.CharField(default="plan", max_length=12)),
                        (
                            "amends",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supplements",
                                to="plans.circular",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=60)),
                        ("issuer", models.CharField(blank=True, max_length=60)),
                        ("addressees", models.CharField(blank=True, max_length=300)),
                        ("title", models.CharField(max_length=200)),
                        ("preamble", models.TextField(blank=True)),
                        ("issued_on", models.DateField(blank=True, null=True)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("default_due", models.DateField()),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("paper", models.JSONField(default=list)),
                        ("reading", models.JSONField(default=dict)),
                        ("adopted_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Clause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "circular",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clauses",
                                to="plans.circular",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="plans.clause",
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        ("depth", models.PositiveSmallIntegerField()),
                        ("label", models.CharField(blank=True, max_length=20)),
                        ("path", models.CharField(max_length=60)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("indicators", models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "circular",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="plans.circular",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="plans.clause",
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("text", models.TextField(blank=True)),
                        ("levels", models.JSONField(default=list)),
                        ("partners", models.CharField(blank=True, max_length=200)),
                        ("due", models.DateField(blank=True, null=True)),
                        ("rhythm", models.CharField(blank=True, max_length=8)),
                        ("month_day", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("quantity", models.CharField(blank=True, max_length=200)),
                        ("needs_evidence", models.BooleanField(default=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "circular",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="plans.circular",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="plans.clause",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="plans.task",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="plans.assignment",
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
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("period", models.CharField(blank=True, max_length=12)),
                        ("due", models.DateField()),
                        ("state", models.CharField(default="issued", max_length=10)),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("reported_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("on_time", models.BooleanField(null=True)),
                        ("evidence_count", models.PositiveSmallIntegerField(default=0)),
                        ("returns", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["circular", "clause", "region", "state", "due"],
                                name="assignment_matrix",
                            ),
                            models.Index(fields=["region", "state", "due"], name="assignment_desk"),
                            models.Index(fields=["issued_by", "state"], name="assignment_verify"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "region", "period"), name="assignment_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "dropped"),
                                    models.Q(
                                        ("reported_at", None),
                                        ("state__in", ("issued", "signed", "returned")),
                                    ),
                                    models.Q(
                                        ("reported_at__isnull", False),
                                        ("state__in", ["reported", "closed"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="assignment_reported",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="plans.assignment",
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
                        ("text", models.TextField()),
                        (
                            "quantity",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True
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
                        ("outcome", models.CharField(blank=True, max_length=10)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("judged_at", models.DateTimeField(null=True)),
                        (
                            "evidence",
                            models.ManyToManyField(related_name="+", to="documents.attachment"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ChangeRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="plans.assignment",
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
                        ("reason", models.CharField(max_length=300)),
                        ("new_due", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        ("outcome", models.CharField(blank=True, max_length=10)),
                        ("reply", models.CharField(blank=True, max_length=300)),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("assignment",),
                                name="one_open_request",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="plans.assignment",
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
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("number", models.CharField(max_length=40)),
                        ("text", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        ("reply_due", models.DateField()),
                        ("reply", models.TextField(blank=True)),
                        ("replied_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issued_by", "number"), name="notice_number"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
