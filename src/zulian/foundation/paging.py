"""Pages by key (游标翻页): the next page begins after the last row shown, so that page 10 000 costs what page 1 does.

An order is a list of columns, the row's key last. The place of a row is its values in them, carried in the address; nobody
is trusted for it: what does not fit is the first page.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, ForeignKey, OrderBy, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

from zulian.foundation.bounds import fault_of

COUNTED = 20_000


class NoOrder(ValueError):
    """The rows are ordered by what is no column: they can only be counted off."""


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: cut to milliseconds, the place of a row would lie before the row itself."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


@dataclass(frozen=True)
class Term:
    """One column of an order; where it may be empty, empty ones stand at one end."""

    path: str
    descending: bool
    nullable: bool
    field: Any
    nulls_first: bool = False

    @property
    def expression(self) -> OrderBy:
        """As the database is asked."""
        column = F(self.path)
        more = {"nulls_first" if self.nulls_first else "nulls_last": True} if self.nullable else {}
        return column.desc(**more) if self.descending else column.asc(**more)

    @property
    def turned(self) -> Term:
        """The same the other way round."""
        return replace(self, descending=not self.descending, nulls_first=not self.nulls_first)


@dataclass(frozen=True)
class KeyPage:
    """One page of rows and the addresses of its neighbours; empty where there is none."""

    rows: list[Any]
    before: str
    after: str


def terms_of(rows: QuerySet[Any]) -> list[Term]:
    """The order of a queryset as columns; raises NoOrder where it has another kind of order."""
    named = list(rows.query.order_by) or (
        list(rows.model._meta.ordering or ()) if rows.query.default_ordering else []
    )
    terms = [_term(rows, name) for name in named]
    key = rows.model._meta.pk.name
    if not any(term.path in {"pk", key} for term in terms):
        terms.append(_term(rows, f"-{key}" if terms and all(t.descending for t in terms) else key))
    return terms


def _term(rows: QuerySet[Any], name: Any) -> Term:
    if isinstance(name, OrderBy) and isinstance(name.expression, F):
        path, nullable, field = _column(rows, name.expression.name)  # type: ignore[attr-defined]
        return Term(path, name.descending, nullable, field, bool(name.nulls_first))
    if not isinstance(name, str) or name == "?":
        raise NoOrder(str(name))
    path, nullable, field = _column(rows, name.lstrip("-"))
    return Term(path, name.startswith("-"), nullable, field)


def _column(rows: QuerySet[Any], path: str) -> tuple[str, bool, Any]:
    """The path of a plain column, whether it may be empty, and the field that reads its values."""
    if path in rows.query.annotations:
        return path, False, rows.query.annotations[path].output_field
    here: Any = rows.model
    nullable, field, last = False, None, ""
    for last in path.split(LOOKUP_SEP):
        try:
            field = here._meta.pk if last == "pk" else here._meta.get_field(last)
        except FieldDoesNotExist as error:
            raise NoOrder(path) from error
        if not isinstance(field, Field):
            raise NoOrder(path)
        nullable = nullable or field.null
        here = field.related_model if isinstance(field, ForeignKey) and last == field.name else here
    if isinstance(field, ForeignKey):
        # A relation is ordered by its key, not by the order of what it points to.
        return (path if last == field.attname else f"{path}_id"), nullable, field.target_field
    return path, nullable, field


def key_page(
    rows: QuerySet[Any], size: int, after: str = "", before: str = "", last: bool = False
) -> KeyPage:
    """The page that begins after, or ends before, a place; the first one without either. Raises NoOrder.

    The last page is the first one of the order turned round.
    """
    terms = terms_of(rows)
    back = last or bool(before)
    place = None if last else _read(before or after, terms)
    ordered = rows.order_by(*(t.turned.expression if back else t.expression for t in terms))
    if place is not None:
        ordered = ordered.filter(_beyond(terms, place, back))
    found = first(ordered, size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_before, has_after = (more, place is not None) if back else (place is not None, more)
    if not found:
        return KeyPage([], "", "")
    return KeyPage(
        found,
        _write(found[0], terms) if has_before else "",
        _write(found[-1], terms) if has_after else "",
    )


def first(rows: QuerySet[Any], size: int) -> list[Any]:
    """The first rows of an ordered queryset. Asked for alone, their keys come from the index of the order, whatever is joined."""
    keys = list(rows.select_related(None).values_list("pk", flat=True)[:size])
    if not keys:
        return []
    by_key = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def _beyond(terms: Sequence[Term], place: list[Any], back: bool) -> Q:
    """Rows behind a place. The first column is also bounded plainly, so that its index is used."""
    found, same = Q(), Q()
    turned = [term.turned if back else term for term in terms]
    for term, value in zip(turned, place, strict=True):
        found |= same & _past(term, value)
        same &= Q(**{f"{term.path}__isnull": True}) if value is None else Q(**{term.path: value})
    first, value = turned[0], place[0]
    if first.nullable or value is None:
        return found
    sign = "lte" if first.descending else "gte"
    return Q(**{f"{first.path}__{sign}": value}) & found


def _past(term: Term, value: Any) -> Q:
    """Rows past a value in one column."""
    filled = Q(**{f"{term.path}__isnull": False})
    if value is None:
        return filled if term.nulls_first else Q(pk__in=[])
    past = Q(**{f"{term.path}__{'lt' if term.descending else 'gt'}": value})
    return past | ~filled if term.nullable and not term.nulls_first else past


def _write(row: Any, terms: Sequence[Term]) -> str:
    values = []
    for term in terms:
        value = row
        for part in term.path.split(LOOKUP_SEP):
            value = getattr(value, part) if value is not None else None
        values.append(value)
    text = json.dumps(values, cls=_Exact, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str, terms: Sequence[Term]) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(terms):
            return None
        place = [
            None if v is None else t.field.to_python(v) for t, v in zip(terms, values, strict=True)
        ]
    except (ValueError, TypeError, ValidationError, OverflowError, ArithmeticError, RecursionError):
        return None
    return place if all(map(_can_stand, terms, place)) else None


def _can_stand(term: Term, value: Any) -> bool:
    """Whether a column could hold the value: the database is asked for nothing else."""
    fault = fault_of(term.field)
    return fault is None or not fault(value)


def bounded_count(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows there are, counted up to a bound, and whether there are more."""
    found = rows.order_by()[: COUNTED + 1].count()
    return min(found, COUNTED), found > COUNTED
