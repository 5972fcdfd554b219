"""With which task from above one goes along, where the clause that is carried out has several."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_places")]

    operations = [
        migrations.AddField(
            "task",
            "goes_with",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="plans.task",
                verbose_name="随上级哪一项任务",
            ),
        ),
    ]
