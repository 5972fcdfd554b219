"""Several queries counted in one statement: how many rows each has, how many are late, and the day of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from zulian.foundation.clock import today
from zulian.foundation.unions import ask_together

# One select of the statement: the place of the query, and what is told of its rows.
SELECT = (
    "SELECT %s AS place, COUNT(*), COUNT(CASE WHEN waiting_day < %s THEN 1 END), MIN(waiting_day),"
    " COUNT(CASE WHEN waiting_day = %s THEN 1 END),"
    " COUNT(CASE WHEN waiting_day > %s AND waiting_day <= %s THEN 1 END) FROM ({}) AS asked_{}"
)
# What falls due within so many days is soon.
SOON_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Summary:
    """How many rows a query has, of how many the day is past, the earliest day, and how many fall due today and soon."""

    count: int = 0
    late: int = 0
    first: date | None = None
    today: int = 0
    soon: int = 0


def summaries(asked: Sequence[tuple[QuerySet[Any], str]]) -> list[Summary]:
    """What there is of each query, given with the path of its day ("" for none), in one statement for all of them.

    >>> summaries([])
    []
    """
    # PostgreSQL asks for one type in all selects of a column.
    queries = [
        rows.order_by()
        .annotate(waiting_day=Cast(F(day) if day else Value(None), DateField()))
        .values("pk", "waiting_day")
        for rows, day in asked
    ]
    day = today()
    told = ask_together(SELECT, queries, day, day, day, day + SOON_DAYS)
    told_of = {
        place: Summary(count, late, as_day(first), due_today, soon)
        for place, count, late, first, due_today, soon in told
    }
    return [told_of.get(place, Summary()) for place in range(len(asked))]


def as_day(value: Any) -> date | None:
    """A day as the database gives it: SQLite keeps it as text."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value
