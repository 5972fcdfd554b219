"""The day on which an organisation was first noted; of those noted before nobody has said it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("social", "0002_unsaid")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="found_on",
            field=models.DateField(null=True),
        ),
    ]
