"""A supervision notice lists the tasks that it is on: one goes to a county for all of its late ones."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def copy(apps: Any, _editor: Any) -> None:
    """What a notice was on, as the one task that it lists."""
    notices = apps.get_model("plans", "Notice")._base_manager
    listed = apps.get_model("plans", "NoticeTask")
    rows = notices.order_by("pk").values_list("pk", "assignment_id", "assignment__region_id")
    listed._base_manager.bulk_create(
        [listed(notice_id=pk, assignment_id=task, region_id=region) for pk, task, region in rows],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_goes_with"), ("regions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            "NoticeTask",
            [
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="plans.assignment",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="plans.notice",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "assignment"), name="notice_task_once"
                    )
                ],
            },
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RemoveField("notice", "assignment"),
    ]
