"""How a card stood before it ended, the name on it, and where the person of a case that is over lives now."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef

STATES = [
    ("valid", "有效"),
    ("frozen", "已冻结"),
    ("lost", "已挂失"),
    ("replaced", "已换发"),
    ("cancelled", "已注销"),
]


def fill(apps: Any, schema_editor: Any) -> None:
    """A card in whose place one was made out for its loss was lost."""
    card = apps.get_model("certificates", "Certificate")
    after = card._base_manager.filter(before=OuterRef("pk"), made_for="replacement")
    card._base_manager.filter(Exists(after), state="replaced").update(ended_from="lost")


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0010_collect_there"),
        ("regions", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            model_name="certificate",
            name="ended_from",
            field=models.CharField(
                blank=True, choices=STATES, default="", max_length=10, verbose_name="失效前状态"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="certificate",
            name="printed_name",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="证上姓名"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="moved_to",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="现户籍所在地",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["moved_to"],
                name="case_moved",
                condition=models.Q(moved_to__isnull=False),
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
