"""Why a position was left is kept as for every other seat: `ended_why`."""

from __future__ import annotations

from typing import Any

from django.db import migrations

LABEL, NAMES = "commissioners.tenure", {"why": "ended_why"}


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
    dependencies = [("commissioners", "0003_photo"), ("people", "0003_deaths")]

    operations = [
        migrations.RenameField("tenure", "why", "ended_why"),
        migrations.RunPython(rename_in_deaths, migrations.RunPython.noop),
    ]
