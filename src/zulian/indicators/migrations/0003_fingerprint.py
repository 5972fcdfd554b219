"""What kept counts were counted by: whatever was counted before is counted anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_count_anew")]

    operations = [
        migrations.AddField("built", "fingerprint", models.CharField(default="", max_length=64))
    ]
