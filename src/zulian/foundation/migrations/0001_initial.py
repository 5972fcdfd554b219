"""The tables of version 0.2.0."""

from django.db import migrations, models

import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("user_id", models.BigIntegerField(null=True)),
                        ("post_id", models.BigIntegerField(null=True)),
                        ("actor", models.CharField(max_length=120)),
                        ("address", models.CharField(blank=True, max_length=45)),
                        ("action", models.CharField(db_index=True, max_length=60)),
                        ("model", models.CharField(max_length=60)),
                        ("object_id", models.CharField(max_length=40)),
                        ("label", models.CharField(max_length=200)),
                        ("region_id", models.CharField(blank=True, db_index=True, max_length=12)),
                        ("changes", models.JSONField(default=dict)),
                        ("previous", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["model", "object_id"], name="audit_object")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditHead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        ("digest", models.CharField(default="", max_length=64)),
                        ("count", models.BigIntegerField(default=0)),
                    ],
                ),
            ],
        ),
    ]
