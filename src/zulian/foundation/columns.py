"""The columns of a list: which are shown, which are figures, which are places, and which come first on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DecimalField, FloatField, ForeignKey, IntegerField, Model, QuerySet
from django_tables2 import A, Table
from django_tables2.columns import BoundColumn, Column, DateColumn, DateTimeColumn

from zulian.foundation.places import is_place

COLUMNS = "cols"
# Numbers that name something: nobody adds them up.
NAMING = {"year", "level", "version", "order", "ordinal", "entry"}
# What a cell of a place column shows of its division.
PLACE_WORDS = {"name", "organisation", "official_name"}
# So many columns of a row stand on a phone where the table does not say which.
ON_PHONE = 5
# What is looked for first in a row, whichever column it is.
TELLING = ("due", "region", "phone")
# What the column of a row's state is called where the table does not name another one as its `row_state`.
STATES = ("state", "status")
NUMBERS = (IntegerField, DecimalField, FloatField)
Finder = Callable[[Any], Any]


class NumberColumn(Column):
    """A figure that no column of the database holds."""

    is_figure = True


@dataclass(frozen=True)
class Kinds:
    """What the columns of a table are, by their names. `places` find the code of a record's division."""

    figures: frozenset[str] = frozenset()
    money: frozenset[str] = frozenset()
    places: dict[str, Finder] = field(default_factory=dict)
    head: str = ""
    state: str = ""
    phone: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()

    def css(self, name: str) -> str:
        """The classes of a column's cells."""
        return " ".join(filter(None, (f"c-{name}", self._kind(name), self._on_phone(name))))

    def _kind(self, name: str) -> str:
        """What a column holds, as the styles call it: figures, moments, names of divisions."""
        held = (("num", self.figures), ("when", self.times), ("named", self.places))
        return next((kind for kind, names in held if name in names), "")

    def _on_phone(self, name: str) -> str:
        """What a column is in the card of a row on a phone: its name, its state, left out, or a line."""
        if name == self.head:
            return "m-head"
        if name == self.state:
            return "m-state"
        return "" if name in self.phone else "m-rest"


def kinds_of(
    table: Table, model: type[Model] | None, annotations: dict[str, Any], every: bool
) -> Kinds:
    """What the shown columns of a table are. `every`: all of them stand on a phone, as where they were chosen by hand."""
    figures, money, places = set(), set(), {}
    shown = list(table.columns)
    for bound in shown:
        names = tuple(A(bound.accessor).bits)
        is_figure, is_money, place = _kind(model, names)
        output: Any = (
            getattr(annotations.get(names[0]), "output_field", None) if len(names) == 1 else None
        )
        if _declares_figure(bound) or is_figure or (output is not None and _is_number(output)):
            figures.add(bound.name)
        if is_money:
            money.add(bound.name)
        if place:
            places[bound.name] = _finder(place)
    head = next((b.name for b in shown if b.link), shown[0].name if shown else "")
    times = frozenset(
        bound.name for bound in shown if isinstance(bound.column, DateColumn | DateTimeColumn)
    )
    state = _state(table, shown)
    phone = _phone(table, shown, [head, state], every)
    return Kinds(frozenset(figures), frozenset(money), places, head, state, phone, times)


def _state(table: Table, shown: Sequence[BoundColumn]) -> str:
    """The shown column that tells a row's state, "" for none."""
    told = (getattr(table, "row_state", ""), *STATES)
    names = {bound.name for bound in shown}
    return next((name for name in told if name in names), "")


def _declares_figure(bound: BoundColumn) -> bool:
    return bool(getattr(bound.column, "is_figure", False))


@lru_cache(maxsize=4096)
def _kind(model: type[Model] | None, names: tuple[str, ...]) -> tuple[bool, bool, tuple[str, ...]]:
    """Whether what an accessor leads to is a figure, is money, and the way to its division's code ("" for none)."""
    here: Any = model
    column: Any = None
    for place, name in enumerate(names):
        if here is None:
            return False, False, ()
        if is_place(here) and place == len(names) - 1 and name in PLACE_WORDS:
            return False, False, (*names[: place - 1], column.attname) if place else ("pk",)
        try:
            column = here._meta.get_field(name)
        except FieldDoesNotExist:
            return False, False, ()
        here = getattr(column, "related_model", None)
    if isinstance(column, ForeignKey) and names[-1] == column.name and is_place(here):
        return False, False, (*names[:-1], column.attname)
    number = _is_number(column) and names[-1] not in NAMING
    return number, number and isinstance(column, DecimalField) and column.decimal_places == 2, ()


def _is_number(column: Any) -> bool:
    return (
        isinstance(column, NUMBERS)
        and not column.choices
        and not getattr(column, "primary_key", False)
    )


def _finder(names: Sequence[str]) -> Finder:
    def find(record: Any) -> Any:
        for name in names:
            record = getattr(record, name, None)
        return record or ""

    return find


def _phone(
    table: Table, shown: Sequence[BoundColumn], always: Sequence[str], every: bool
) -> frozenset[str]:
    """The columns of a row that stand on a phone: `always` those, whatever else the table says."""
    names = [bound.name for bound in shown]
    if every:
        return frozenset(names)
    declared: Sequence[str] = getattr(table, "phone", ())
    controls = [bound.name for bound in shown if bound.column.exclude_from_export]
    first = [*always, *controls, *(declared or (*TELLING, *names))]
    kept = dict.fromkeys(name for name in first if name in names)
    return frozenset(list(kept)[: max(ON_PHONE, len(declared) + len(always))])


@dataclass(frozen=True)
class Box:
    """One column in the panel where columns are chosen."""

    name: str
    words: str
    shown: bool


def choose(table: Table, wanted: Sequence[str]) -> bool:
    """Show the columns named in `wanted`; whether that was a choice. Unknown names say nothing, and none at all changes nothing."""
    offered = [bound for bound in table.columns.iterall() if not bound.column.exclude_from_export]
    chosen = {bound.name for bound in offered} & set(wanted)
    if not chosen:
        return False
    for bound in offered:
        (table.columns.show if bound.name in chosen else table.columns.hide)(bound.name)
    return True


def boxes(table: Table) -> list[Box]:
    """All columns that can be shown; controls of a row (a box to tick) always are, and are not offered."""
    offered = (bound for bound in table.columns.iterall() if not bound.column.exclude_from_export)
    return [Box(bound.name, str(bound.header), bound.visible) for bound in offered]


def asked_columns(values: Iterable[str]) -> list[str]:
    """The names in `?cols=a,b&cols=c`, bounded."""
    return [name for value in list(values)[:60] for name in value[:600].split(",")][:60]


def hidden(table: Table) -> list[str]:
    """The columns that are not shown, which an export leaves out."""
    return [bound.name for bound in table.columns.iterall() if not bound.visible]


def model_of(rows: Any) -> tuple[type[Model] | None, dict[str, Any]]:
    """The model of rows, and what they are annotated with."""
    if isinstance(rows, QuerySet):
        return rows.model, rows.query.annotations
    return None, {}


def money(value: Any) -> str:
    """An amount with two places."""
    return f"{Decimal(value):.2f}"
