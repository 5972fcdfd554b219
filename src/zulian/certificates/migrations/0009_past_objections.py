"""Objections to an earlier finding of a case are past; those of a doubted transfer belong to the new home."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """A case that was ordered to be assessed again after an objection has another finding since, or will have one."""
    names = ("Objection", "Step", "Case")
    objection, step, case = (apps.get_model("certificates", name) for name in names)
    again = step._base_manager.filter(
        case=OuterRef("case"), state="order", entered_on__gt=OuterRef("filed_on")
    )
    objection._base_manager.filter(Exists(again)).update(is_past=True)
    doubted = case._base_manager.filter(doubted_on__isnull=False, to_region__isnull=False)
    moved = objection._base_manager.filter(case__in=doubted.values("pk"))
    home = doubted.filter(pk=OuterRef("case")).annotate(home=F("to_region")).values("home")
    moved.update(region=Subquery(home[:1]))


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_national")]
    operations = [
        migrations.AddField(
            model_name="objection",
            name="is_past",
            field=models.BooleanField(default=False, verbose_name="结论已重新评定"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
