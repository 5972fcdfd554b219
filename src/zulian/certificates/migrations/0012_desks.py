"""Where applicants go (办证窗口)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0011_nothing_is_dropped"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=100)),
                ("phone", models.CharField(max_length=40)),
                ("hours", models.CharField(blank=True, max_length=60)),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
        ),
    ]
