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
        ("regions", "0001_initial"),
    ]

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Person",
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
                            "residence",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("status", models.CharField(default="open", max_length=8)),
                        ("name", zulian.foundation.fields.PlainField(max_length=60)),
                        ("initials", zulian.foundation.fields.PlainField(max_length=60)),
                        ("pinyin", zulian.foundation.fields.PlainField(default="", max_length=120)),
                        ("sex", models.CharField(max_length=6)),
                        ("birth", models.DateField()),
                        ("ethnicity", models.CharField(default="01", max_length=2)),
                        ("id_number", models.TextField(blank=True)),
                        (
                            "id_index",
                            zulian.foundation.fields.PlainField(blank=True, max_length=32),
                        ),
                        ("no_number", models.CharField(blank=True, max_length=8)),
                        ("phone", models.TextField(blank=True)),
                        (
                            "phone_index",
                            zulian.foundation.fields.PlainField(blank=True, max_length=32),
                        ),
                        ("address", models.TextField(blank=True)),
                        (
                            "address_index",
                            zulian.foundation.fields.PlainField(blank=True, max_length=32),
                        ),
                        ("residence_address", models.TextField(blank=True)),
                        (
                            "photo",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("photo_note", models.CharField(blank=True, max_length=200)),
                        ("closed_on", models.DateField(null=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="people.person",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["id_index"], name="person_number"),
                            models.Index(fields=["name", "region", "id"], name="person_name"),
                            models.Index(fields=["pinyin", "region", "id"], name="person_pinyin"),
                            models.Index(
                                fields=["initials", "region", "id"], name="person_initials"
                            ),
                            models.Index(fields=["region", "id"], name="person_list"),
                            models.Index(
                                condition=models.Q(("phone_index", ""), _negated=True),
                                fields=["phone_index"],
                                name="person_phone",
                            ),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", False)),
                                fields=["merged_into"],
                                name="person_merged_from",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("status", "open"), models.Q(("id_index", ""), _negated=True)
                                ),
                                fields=("id_index",),
                                name="person_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("id_index", ""), ("no_number", ""), _connector="XOR"
                                ),
                                name="person_number_or_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                                    models.Q(
                                        models.Q(("status", "merged"), _negated=True),
                                        ("merged_into", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="person_merged",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relative",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relatives",
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
                        ("kind", models.CharField(max_length=8)),
                        ("relation", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=60)),
                        ("id_number", models.TextField(blank=True)),
                        ("phone", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Consent",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
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
                        ("given", models.BooleanField()),
                        ("by_guardian", models.BooleanField(default=False)),
                        ("purpose", models.CharField(max_length=120)),
                        ("at", models.DateTimeField()),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Merge",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="merges",
                                to="people.person",
                            ),
                        ),
                        (
                            "into",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
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
                        ("reason", models.CharField(max_length=200)),
                        ("moved", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                    ],
                ),
            ],
        ),
    ]
