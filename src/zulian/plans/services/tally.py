"""Counts of assignments by measure, as a bulletin tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from zulian.plans.measures import MEASURES, measures_on


@dataclass(frozen=True)
class Tally:
    """Counts of assignments by measure; see `zulian.plans.measures`."""

    counts: dict[str, int]

    def __getitem__(self, measure: str) -> int:
        return self.counts.get(measure, 0)

    def __add__(self, other: Tally) -> Tally:
        return Tally({name: self[name] + other[name] for name in MEASURES})


EMPTY = Tally({})


def tally(rows: QuerySet[Any], day: date, by: Any, today: date) -> dict[Any, Tally]:
    """All measures of `rows` as of `day`, grouped by a column or expression, in one statement."""
    known = measures_on(day, today)
    counts = {
        f"n_{name}": Count("pk", filter=of(day) or None) for name, (_name, of) in known.items()
    }
    grouped = rows.order_by().annotate(key=by).values("key").annotate(**counts)
    return {row["key"]: Tally({name: row[f"n_{name}"] for name in MEASURES}) for row in grouped}
