"""Whoever hands in an application with somebody's number keeps nobody from handing in theirs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0003_departments")]
    operations = [
        migrations.RemoveConstraint(model_name="registration", name="registration_once"),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["id_index"], name="registration_number"),
        ),
    ]
