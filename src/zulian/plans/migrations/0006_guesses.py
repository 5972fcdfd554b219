"""What the reading of a circular assumed is kept with each task."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_chain")]

    operations = [
        migrations.AddField("task", "guesses", models.JSONField(blank=True, default=list)),
    ]
