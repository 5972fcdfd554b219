"""A dispute (争议): all objections to one finding, from the case in which it was found to those that a decision opened.

An objection that is upheld after the card is out opens another case; the dispute goes on there, and at one level at a time.
"""

from __future__ import annotations

from zulian.certificates.models import Case, Objection, State
from zulian.certificates.models.assessment import ObjectionQuerySet
from zulian.foundation.scopes import EVERYTHING, scope


def cases_of(case: Case) -> list[int]:
    """The keys of the cases of a dispute: the one that it began with, and what decisions on objections opened from it."""
    with scope(EVERYTHING):
        root = case
        while root.origin_id is not None:
            root = Case.objects.get(pk=root.origin_id)
        keys, newest = [root.pk], [root.pk]
        while newest:
            newest = list(Case.objects.filter(origin__in=newest).values_list("pk", flat=True))
            keys += newest
    return keys


def objections_of(case: Case) -> ObjectionQuerySet:
    """All objections of a dispute that count still, the oldest first."""
    keys = cases_of(case)
    with scope(EVERYTHING):
        rows: ObjectionQuerySet = Objection.objects.filter(case__in=keys, is_past=False)
    return rows.order_by("pk")


def goes_on_in(case: Case) -> Case | None:
    """The case in which a dispute goes on, once a decision changed the finding of this one; None where none did."""
    later = [key for key in cases_of(case) if key > case.pk]
    if not later:
        return None
    with scope(EVERYTHING):
        rows = Case.objects.filter(pk__in=later).exclude(state=State.WITHDRAWN)
        return rows.order_by("-pk").first()
