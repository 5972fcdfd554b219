"""Jurisdiction (管辖范围) in the manager: a query on a scoped model without an open scope is an error.

A scope is a set of half-open ranges of 12-digit division codes, plus the codes above them, whose
published rows may be read downwards. The middleware opens the scope of the signed-in post; commands and
tests open theirs with `scope(...)`. Forgetting a filter is then an error, not a leak.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import attrgetter, or_
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class ScopeError(RuntimeError):
    """A scoped model was queried while no scope was open."""


@dataclass(frozen=True)
class Scope:
    """Which rows may be seen.

    ranges: pairs (low, high) of 12-digit codes, low included, high excluded.
    ancestors: codes of the regions above, whose published rows are readable.
    everything: no restriction (commands, migrations of data).
    """

    ranges: tuple[tuple[str, str], ...] = ()
    ancestors: tuple[str, ...] = ()
    everything: bool = False

    def condition(self, field: str) -> Q:
        """The filter on `field` (a column of division codes) that keeps the rows inside the ranges."""
        inside = Q(pk__in=[])
        for low, high in self.ranges:
            inside |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
        return inside

    def holds(self, code: str) -> bool:
        """Whether the division `code` lies inside."""
        return self.everything or any(low <= code < high for low, high in self.ranges)


EVERYTHING = Scope(everything=True)
_active: ContextVar[Scope | None] = ContextVar("zulian_scope", default=None)


def active_scope() -> Scope:
    """The open scope; raises ScopeError when there is none."""
    current = _active.get()
    if current is None:
        raise ScopeError("No scope is open: wrap the call in zulian.foundation.scopes.scope(...)")
    return current


@contextmanager
def scope(of: Scope) -> Iterator[Scope]:
    """Open `of` for the block; scopes nest, the innermost one counts."""
    token = _active.set(of)
    try:
        yield of
    finally:
        _active.reset(token)


class HasScope(Protocol):
    """Anything that spans a jurisdiction, as a division does."""

    def scope(self) -> Scope: ...


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset of rows that have a region; its verbs narrow further, never widen."""

    def under(self, code: str) -> Self:
        """Rows of the division `code` and everything below it."""
        low, high = code_range(code)
        field = home_field(self.model)
        return self.filter(**{f"{field}__gte": low, f"{field}__lt": high})

    def within(self, region: HasScope) -> Self:
        """Rows of a division's jurisdiction: everything under it and under what was merged into it."""
        return self.filter(region.scope().condition(home_field(self.model)))


def scope_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of division codes by which a row is seen; most models have one."""
    named = getattr(model, "scope_field", "region_id")
    return (named,) if isinstance(named, str) else tuple(named)


def home_field(model: type[models.Model]) -> str:
    """The column of the division that a row belongs to and is counted under."""
    return scope_fields(model)[0]


class Stays(str):
    """A parent that gives a new row its division once (`scope_parent`): what was done or paid there stays there."""


# Unevaluated rows of a model within a jurisdiction, by manager: some five on a page, each some five hundred calls to make.
_seen: dict[tuple[type[Any], type[models.Model], Scope], models.QuerySet[Any]] = {}
MOST_SEEN = 2000


class ScopedManager(models.Manager[M]):
    """The default manager of every model with a region.

    The model may set `scope_field` (column of the code, `region_id` unless told; several where a row lies
    between two divisions, its home first) and `scope_published`, a dict of lookups: rows of a region above that meet it are readable below.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        current = active_scope()
        if current.everything or self._hints or self._db is not None:  # type: ignore[attr-defined]
            return self._seen_in(current)
        # The condition is the same for whoever has the jurisdiction; each caller gets rows of its own.
        key = type(self), self.model, current
        rows = _seen.get(key)
        if rows is None:
            if len(_seen) >= MOST_SEEN:
                _seen.clear()
            rows = _seen[key] = self._seen_in(current)
        return rows.all()

    def _seen_in(self, current: Scope) -> models.QuerySet[M]:
        rows = super().get_queryset()
        if current.everything:
            return rows
        fields = scope_fields(self.model)
        visible = reduce(or_, (current.condition(field) for field in fields))
        published: dict[str, Any] | None = getattr(self.model, "scope_published", None)
        if published is not None and current.ancestors:
            visible |= Q(**{f"{fields[0]}__in": current.ancestors}, **published)
        return rows.filter(visible)


def is_in_reach(row: models.Model) -> bool:
    """Whether the open scope reaches a row that was come to through another: its page opens then."""
    current = active_scope()
    if current.everything or not isinstance(type(row)._default_manager, ScopedManager):
        return True
    paths = (field.replace("__", ".") for field in scope_fields(type(row)))
    codes = [attrgetter(path)(row) for path in paths]
    reach_up = current.ancestors if hasattr(row, "scope_published") else ()
    return any(code and (current.holds(code) or code in reach_up) for code in codes)


def code_range(code: str) -> tuple[str, str]:
    """The half-open range of 12-digit codes at and under `code`.

    >>> code_range("210921000000")
    ('210921000000', '210922000000')
    """
    prefix = code[: prefix_length(code)]
    if not prefix:
        return "0", ":"
    return code, f"{int(prefix) + 1:0{len(prefix)}d}".ljust(12, "0")


@lru_cache(maxsize=65_536)
def prefix_length(code: str) -> int:
    """How many digits of a 12-digit division code carry meaning: 0, 2, 4, 6, 9 or 12."""
    for length, rest in ((0, code), (2, code[2:]), (4, code[4:]), (6, code[6:]), (9, code[9:])):
        if not rest.strip("0"):
            return length
    return 12
