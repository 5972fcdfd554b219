"""Rows that are due (应建未建的台账行): what each division ought to have stands in the registers from its first day on.

Each room above declares what it wants of a division. It is made when a division is founded, and by the day's work
wherever something due is missing: when a year begins, or when a policy asks for more than before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from zulian.foundation.audit import record
from zulian.foundation.registry import Registry
from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, home_field, scope
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region

# From divisions in use, by their code, and a day to the new rows that were due on it and missing, in bulk.
DueRows = Callable[[Sequence[Region], date], Iterable[Model]]
_declared: Registry[DueRows] = Registry("rows that are due")


def due_rows(make: DueRows) -> DueRows:
    """Declare what a room wants of divisions; `make` leaves alone what is there, so that it may be repeated."""
    return _declared.add(make)


@unit_of_work
def make_due(regions: Sequence[Region], day: date) -> list[Model]:
    """Make what is due in these divisions and missing; closed divisions get nothing. Returns the new rows."""
    current = sorted(
        (region for region in regions if region.valid_to is None), key=lambda region: region.code
    )
    if not current:
        return []
    with scope(EVERYTHING):
        # Of two that make rows of the same divisions, the second sees what the first made.
        Region.objects.select_for_update(no_key=True).get(pk=current[0].pk)
        rows = [row for make in _declared for row in make(current, day)]
        if rows:
            record(
                "region.due", current[0], {"day": day, "divisions": len(current), "rows": len(rows)}
            )
    return rows


def make_due_everywhere(day: date) -> list[Model]:
    """Make what is due and missing in all divisions in use."""
    return make_due(list(Region.objects.current()), day)


def among(rows: ScopedQuerySet[Any], regions: Sequence[Region]) -> ScopedQuerySet[Any]:
    """The rows of divisions that are ordered by code, and of those between them: one range, however many there are."""
    field = home_field(rows.model)
    return rows.filter(**{f"{field}__gte": regions[0].code, f"{field}__lte": regions[-1].code})
