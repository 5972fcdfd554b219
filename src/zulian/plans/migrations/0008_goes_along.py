"""Whether a task goes along with one from above, where its issuer has said so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_bulletin_drafts")]

    operations = [
        migrations.AddField(
            "task",
            "goes_along",
            models.BooleanField(blank=True, null=True, verbose_name="随上级任务一并办理"),
        ),
    ]
