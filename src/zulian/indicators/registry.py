"""The register of indicators: each room above declares its own when the site starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import django_tables2
from django.db.models import Model, Q, QuerySet

from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.rules import Show

SHARED = 2
# From rows of another model to the keys (or a query of them) of the register's rows that they bear upon; None: all.
Bearing = Callable[[Sequence[Any]], QuerySet[Any] | list[Any] | None]


@dataclass(frozen=True)
class Indicator:
    """A live measure: a pair of numbers over rows of one register, and the rows that fail it.

    rows(day) are the register's rows, scoped; `of(day)` says which of them count and `met(day)` which of
    those meet it. `table` lists the failing rows. `words` are words of clauses that the indicator measures;
    without any it suits every clause. `clause_field` names the column of the clause where rows have one.
    `touched` are other models whose changes bear on the rows: from them to the keys of the rows, None for all rows.
    """

    code: str
    name: Any
    meaning: Any
    rows: Callable[[date], ScopedQuerySet[Any]]
    of: Callable[[date], Q]
    met: Callable[[date], Q]
    table: type[django_tables2.Table]
    show: Show = Show.RATE
    words: tuple[str, ...] = ()
    section: str = ""
    clause_field: str = ""
    touched: Mapping[type[Model], Bearing] = field(default_factory=dict)


_known: dict[str, Indicator] = {}


def register(*indicators: Indicator) -> None:
    """Add indicators; a code stands once."""
    for indicator in indicators:
        if indicator.code in _known:
            raise ValueError(f"There are two indicators {indicator.code}")
        _known[indicator.code] = indicator


def known() -> list[Indicator]:
    """All indicators in the order in which they were declared."""
    return list(_known.values())


def named(code: str) -> Indicator | None:
    """The indicator of a code, None when there is none."""
    return _known.get(code)


def suggested(text: str) -> list[Indicator]:
    """Indicators that may measure a clause: those whose words it uses, the most used first, then the general ones."""
    hits = [(sum(text.count(word) for word in i.words), i) for i in _known.values()]
    fitting = sorted((pair for pair in hits if pair[0]), key=lambda pair: -pair[0])
    return [i for _n, i in fitting] + [i for i in _known.values() if not i.words]


def fitting_codes(text: str) -> list[str]:
    """The indicators whose words a clause uses."""
    return [i.code for i in suggested(text) if i.words]


def default_codes(text: str) -> list[str]:
    """What a clause is bound to before anybody chose: the fitting indicators, else the first general ones."""
    return fitting_codes(text) or [i.code for i in suggested(text)][:SHARED]
