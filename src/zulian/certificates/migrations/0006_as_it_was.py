"""What earlier rows say of the new columns: what a card was made out for, and the days of finding and telling."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

MADE = ("handover", "closed")  # the states of a case whose card was made out
PRINTING = ("first", "renewal", "replacement", "regrade", "details")


def fill(apps: Any, schema_editor: Any) -> None:
    """Until now the day of the finding stood where the day of telling stands; of running cases nobody was told yet."""
    card, case = (apps.get_model("certificates", name) for name in ("Certificate", "Case"))
    makers = case._base_manager.filter(
        certificate=OuterRef("pk"), state__in=MADE, kind__in=PRINTING
    ).order_by("pk")
    cards = card._base_manager.filter(
        pk__in=case._base_manager.filter(state__in=MADE, kind__in=PRINTING).values("certificate")
    )
    cards.update(made_for=Subquery(makers.values("kind")[:1]))
    told = case._base_manager.exclude(told_on=None)
    told.update(found_on=F("told_on"))
    told.filter(ended_on=None).update(told_on=None)
    # Who holds the card was told when it was handed over, at the latest.
    told.filter(state="closed").exclude(handed_how="").update(
        told_on=F("ended_on"), told_how="handed"
    )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_by_the_letter")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
