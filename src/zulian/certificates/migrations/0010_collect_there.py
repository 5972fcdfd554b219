from django.db import migrations, models


class Migration(migrations.Migration):
    """A card of a case taken in elsewhere is handed over there where its holder asks for that."""

    dependencies = [("certificates", "0009_past_objections")]

    operations = [
        migrations.AddField(
            model_name="case", name="collect_there", field=models.BooleanField(default=False)
        ),
    ]
