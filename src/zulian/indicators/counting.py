"""Counting pairs of indicators over rows, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr

from zulian.foundation.scopes import ScopedQuerySet, home_field
from zulian.indicators.registry import Indicator
from zulian.indicators.rules import Pair

Pairs = dict[str, Pair]


def count(indicators: Sequence[Indicator], rows: ScopedQuerySet[Any], day: date, by: Any) -> dict[Any, Pairs]:
    """The pairs of indicators that share `rows`, grouped by the column or expression `by`, in one statement."""
    counts = {}
    for n, indicator in enumerate(indicators):
        of = indicator.of(day)
        counts[f"of_{n}"] = Count("pk", filter=of) if of else Count("pk")
        counts[f"met_{n}"] = Count("pk", filter=of & indicator.met(day))
    grouped = rows.order_by().annotate(key=by).values("key").annotate(**counts)
    return {
        row["key"]: {i.code: Pair(row[f"met_{n}"], row[f"of_{n}"]) for n, i in enumerate(indicators)} for row in grouped
    }


def code_part(rows: ScopedQuerySet[Any], length: int) -> Substr:
    """The first `length` digits of the rows' division code."""
    return Substr(home_field(rows.model), 1, length)
