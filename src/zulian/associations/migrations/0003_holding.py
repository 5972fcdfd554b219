"""Who held a seat is kept as for every other seat: `ended_on`, `ended_why`."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

LABEL, NAMES = "associations.seat", {"left_on": "ended_on", "left_why": "ended_why"}


def rename_in_deaths(apps: Any, _schema: Any) -> None:
    """What ended with a death is kept by the names of columns, so that it can be taken back."""
    for death in apps.get_model("people", "Death").objects.filter(ended__has_key=LABEL):
        rows = death.ended[LABEL]
        death.ended[LABEL] = {
            key: {NAMES.get(name, name): value for name, value in columns.items()}
            for key, columns in rows.items()
        }
        death.save()


class Migration(migrations.Migration):
    dependencies = [("associations", "0002_unsaid"), ("people", "0003_deaths")]

    operations = [
        migrations.RemoveConstraint("seat", "association_seat_person"),
        migrations.RemoveConstraint("seat", "association_one_chair"),
        migrations.RenameField("seat", "left_on", "ended_on"),
        migrations.RenameField("seat", "left_why", "ended_why"),
        migrations.AddConstraint(
            "seat",
            models.UniqueConstraint(
                fields=["committee", "person"],
                condition=Q(ended_on=None),
                name="association_seat_person",
            ),
        ),
        migrations.AddConstraint(
            "seat",
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(ended_on=None, office="chair"),
                name="association_one_chair",
            ),
        ),
        migrations.AddConstraint(
            "seat",
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="association_seat_ended",
            ),
        ),
        migrations.RunPython(rename_in_deaths, migrations.RunPython.noop),
    ]
