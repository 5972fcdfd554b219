"""When somebody put the beginning (开始使用) away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_views")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="begun_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
