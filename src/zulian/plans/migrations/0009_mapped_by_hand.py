"""Whether somebody has said what a clause carries out: then its likeness to others decides nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_goes_along")]

    operations = [
        migrations.AddField(
            "clause",
            "is_mapped",
            models.BooleanField(default=False, verbose_name="承接已人工核定"),
        ),
    ]
