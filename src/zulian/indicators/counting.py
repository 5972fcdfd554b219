"""Counting pairs of indicators over rows, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Substr

from zulian.foundation.scopes import ScopedQuerySet, home_field
from zulian.indicators.registry import Countable, Indicator
from zulian.indicators.rules import Pair

Pairs = dict[str, Pair]
# The name of the column that rows are grouped by; no model has one of this name.
KEY = "grouped_by"


def count(
    indicators: Sequence[Indicator], rows: ScopedQuerySet[Any], day: date, by: Any
) -> dict[Any, Pairs]:
    """The pairs of indicators that share `rows`, grouped by the column or expression `by`, in one statement."""
    return {
        row[KEY]: {i.code: Pair(row[f"met_{n}"], row[f"of_{n}"]) for n, i in enumerate(indicators)}
        for row in statement(indicators, rows, day, by)
    }


def statement(indicators: Sequence[Indicator], rows: QuerySet[Any], day: date, by: Any) -> Any:
    """The query by which `count` counts: its SQL says all that defines the pairs."""
    counts = {}
    for n, indicator in enumerate(indicators):
        of = indicator.of(day)
        counts[f"of_{n}"] = Count("pk", filter=of) if of else Count("pk")
        counts[f"met_{n}"] = Count("pk", filter=of & indicator.met(day))
    return rows.order_by().annotate(**{KEY: by}).values(KEY).annotate(**counts)


def count_in(
    asked: Sequence[tuple[Countable, date, date]], rows: ScopedQuerySet[Any], by: Any
) -> dict[Any, list[Decimal]]:
    """How much countables that share `rows` counted in their times, grouped by `by`, in one statement; in the order asked."""
    counts = {
        f"n_{n}": _amount(countable, since, until)
        for n, (countable, since, until) in enumerate(asked)
    }
    grouped = rows.order_by().annotate(**{KEY: by}).values(KEY).annotate(**counts)
    return {row[KEY]: [Decimal(row[name]) for name in counts] for row in grouped}


def _amount(countable: Countable, since: date, until: date) -> Any:
    which: Q = countable.within(since, until)
    if countable.total is None:
        return Count("pk", filter=which)
    return Sum(countable.total, filter=which, default=0)


def code_part(rows: ScopedQuerySet[Any], length: int) -> Substr:
    """The first `length` digits of the rows' division code."""
    return Substr(home_field(rows.model), 1, length)
