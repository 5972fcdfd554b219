"""What counts as done has changed: the kept counts are of the old conditions, so that pages count until the day's work has."""

from django.db import migrations


def forget_counts(apps, schema_editor):
    """No count stands until everything is counted anew."""
    apps.get_model("indicators", "Built")._base_manager.all().delete()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunPython(forget_counts, migrations.RunPython.noop)]
