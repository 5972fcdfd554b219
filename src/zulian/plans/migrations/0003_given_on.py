"""The day of issue of each assignment: of those there already the day of adoption, of breaking down or of carrying over."""

from datetime import date, datetime

from django.db import migrations, models
from django.utils.timezone import localdate

BREAK_DOWN = "assignment.break_down"


def fill(apps, schema_editor):
    """The best that is known of each assignment; never later than its plan's last day."""
    assignments = apps.get_model("plans", "Assignment")._base_manager
    broken_down = _days_of_breaking_down(apps)
    for circular in apps.get_model("plans", "Circular")._base_manager.only(
        "adopted_at", "ends_on", "reading"
    ):
        own = assignments.filter(circular=circular)
        adopted = localdate(circular.adopted_at) if circular.adopted_at else circular.ends_on
        own.update(given_on=min(adopted, circular.ends_on))
        for task, note in circular.reading.get("carried", {}).items():
            carried = localdate(datetime.fromisoformat(note["at"]))
            day = min(max(adopted, carried), circular.ends_on)
            own.filter(task=int(task), carried_from__isnull=False).update(given_on=day)
        for parent in own.filter(pk__in=list(broken_down)).values_list("pk", flat=True):
            parts = own.filter(parent=parent, carried_from=None)
            parts.update(given_on=min(broken_down[parent], circular.ends_on))


def _days_of_breaking_down(apps) -> dict[int, date]:
    """By assignment the first day on which its unit handed it down, as the trail tells."""
    entries = apps.get_model("foundation", "AuditEntry")._base_manager.filter(action=BREAK_DOWN)
    days = {}
    for key, at in entries.order_by("id").values_list("object_id", "at"):
        days.setdefault(int(key), localdate(at))
    return days


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_targets"), ("foundation", "0001_initial")]

    operations = [
        migrations.AddField("assignment", "given_on", models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("assignment", "given_on", models.DateField()),
    ]
