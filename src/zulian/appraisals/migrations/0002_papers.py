"""What a unit shows for a mark."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appraisals", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="score",
            name="papers",
            field=models.ManyToManyField(related_name="+", to="documents.attachment"),
        ),
    ]
