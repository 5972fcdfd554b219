"""The body of a list: what django-tables2 would render, with what is the same for a whole column found once.

django-tables2 inspects signatures, compiles a template for a date and translates every choice again for each cell; on a
page of 25 rows that cost more than everything else together. Columns, links and `render_…` methods stay those of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_tables2 import A, Table
from django_tables2.columns import BoundColumn, Column, DateColumn, DateTimeColumn, TimeColumn
from django_tables2.columns.base import LinkTransform
from django_tables2.utils import signature

from zulian.foundation.columns import Kinds, money
from zulian.foundation.escaping import escaped

MOST_BADGES, MOST_METHODS = 1000, 4000
ARGUMENTS = {"value", "record", "column", "bound_column", "table"}
TIMES = DateColumn | DateTimeColumn | TimeColumn
Cell = Callable[[Any], Any]
# What columns of telephone numbers are called, and a number that nothing of is hidden.
PHONE, WHOLE_PHONE = "phone", re.compile(r"[0-9+][0-9 -]{6,19}")


def badge(color: str, words: Any) -> SafeString:
    """A state in words with its colour."""
    return _badge(str(color), conditional_escape(words))


@lru_cache(MOST_BADGES)
def _badge(color: str, words: SafeString) -> SafeString:
    return format_html('<span class="state s-{}">{}</span>', color, words)


def body(table: Table, records: Sequence[Any]) -> SafeString:
    """The rows of a table as HTML; all records are of one kind."""
    kind = type(records[0]) if records else None
    kinds: Kinds = getattr(table, "kinds", None) or Kinds()
    columns = [
        (_opening(bound, kinds), _cell(table, bound, kind, kinds)) for bound in table.columns
    ]
    if getattr(table, "many", None):
        columns.insert(0, (mark_safe('<td class="pick">'), _box))
    rows = (
        "".join([f"{opening}{escaped(cell(record))}</td>" for opening, cell in columns])
        for record in records
    )
    return mark_safe("\n".join([f"<tr>{row}</tr>" for row in rows]))  # noqa: S308  (cells are escaped above)


def _box(record: Any) -> SafeString:
    """A box by which a row is chosen, for the form that does one step for many."""
    words = _("选择：%(row)s") % {"row": record}
    box = '<input class="form-check-input" type="checkbox" name="row" form="many" value="{}" aria-label="{}">'
    return format_html(box, record.pk, words)


def _opening(bound: BoundColumn, kinds: Kinds) -> SafeString:
    return format_html('<td class="{}" data-label="{}">', kinds.css(bound.name), bound.header)


def _cell(table: Table, bound: BoundColumn, kind: type[Any] | None, kinds: Kinds) -> Cell:
    """How a record's cell in a column is made."""
    plain = _plain_cell(table, bound, kind, kinds)
    code_of, places = kinds.places.get(bound.name), getattr(table, "places", None)
    if code_of is not None and places is not None:
        return lambda record: places.written(code_of(record), plain(record))
    return plain


def _plain_cell(table: Table, bound: BoundColumn, kind: type[Any] | None, kinds: Kinds) -> Cell:
    value_of, render = _value(bound, kind), _render(bound, bound.name in kinds.money)
    # A date column of django-tables2 has its template deal with empty values.
    empty = (None, "") if isinstance(bound.column, TIMES) else bound.column.empty_values
    more = {"column": bound.column, "bound_column": bound, "table": table}
    link = _link(bound.link)
    if link is None and PHONE in bound.name:
        render = _callable(render)
    written = _times()

    def cell(record: Any) -> Any:
        value = value_of(record)
        if value in empty:
            return bound.default
        content = render(value=value, record=record, **more)
        if isinstance(content, datetime):
            # Of a column that was not declared as one of moments.
            content = written(content)
        return link(content, value=value, record=record, **more) if link else content

    return cell


def _link(link: Any) -> Callable[..., Any] | None:
    """What puts a link around the content of a cell; made at once where it has no attributes but its address."""
    if link is None or link.attrs or type(link) is not LinkTransform:
        return link  # type: ignore[no-any-return]
    url_of = link.url if callable(link.url) and _takes(link.url) == (("record",), None) else None

    def linked(content: Any, *, record: Any, **more: Any) -> Any:
        url = url_of(record=record) if url_of else link.compose_url(record=record, **more)
        if url is None:
            return content
        return mark_safe(f'<a href="{escaped(url)}">{escaped(content)}</a>')  # noqa: S308  (both are escaped)

    return linked


def _callable(render: Callable[..., Any]) -> Callable[..., Any]:
    """A telephone number that is shown whole can be called."""

    def call(**given: Any) -> Any:
        content = render(**given)
        if isinstance(content, str) and WHOLE_PHONE.fullmatch(content):
            return format_html('<a href="tel:{}">{}</a>', content.replace(" ", ""), content)
        return content

    return call


def _render(bound: BoundColumn, is_money: bool = False) -> Callable[..., Any]:
    """The column's render method, which takes what it names of ARGUMENTS."""
    if isinstance(bound.column, TIMES) and bound.render == bound.column.render:
        return _times()
    if is_money and type(bound.column) is Column and bound.render == bound.column.render:
        return lambda value, **_more: money(value)
    names, rest = _takes(bound.render)
    if rest:
        return bound.render  # type: ignore[no-any-return]
    if unknown := set(names) - ARGUMENTS:
        raise TypeError(f"{bound.name}: a cell has no {unknown}")
    if names == ("value",):
        return lambda value, **_more: bound.render(value)
    return lambda **given: bound.render(**{name: given[name] for name in names})


def _takes(call: Callable[..., Any]) -> tuple[tuple[str, ...], str | None]:
    """The names that a function takes, and that of what takes all others; a method is looked at once for all its tables."""
    method = getattr(call, "__func__", None)
    if method is None:
        return _signature_of(call)
    names, rest = _signature_of(method)
    return names[1:], rest


@lru_cache(MOST_METHODS)
def _signature_of(function: Callable[..., Any]) -> tuple[tuple[str, ...], str | None]:
    return signature(function)  # type: ignore[no-any-return]


def _times() -> Callable[..., str]:
    """How moments, times and days are written, as in all templates; the formats of the language are looked up once for a column."""
    moment, clock, day = (
        get_format(name) for name in ("SHORT_DATETIME_FORMAT", "TIME_FORMAT", "SHORT_DATE_FORMAT")
    )

    def written(value: Any, **_more: Any) -> str:
        if isinstance(value, datetime):
            return dateformat.format(timezone.localtime(value), moment)
        if isinstance(value, time):
            return dateformat.time_format(value, clock)
        return dateformat.format(value, day)

    return written


def _value(bound: BoundColumn, kind: type[Any] | None) -> Cell:
    """How a record's value is found; a choice is given in words."""
    accessor = A(bound.accessor)
    if kind is None or not issubclass(kind, Model):
        return lambda record: accessor.resolve(record, quiet=True)
    names, labels = accessor.bits, _words(kind, accessor)
    if not labels:
        return lambda record: _walk(record, names)
    return lambda record: labels.get(found := _walk(record, names), found)


def _walk(record: Any, names: Iterable[str]) -> Any:
    for name in names:
        if record is None:
            return None
        # A column may show what its render method alone knows.
        record = getattr(record, name, None)
        if callable(record) and not isinstance(record, Model):
            record = record()
    return record


def _words(model: type[Model], accessor: Any) -> dict[Any, str]:
    """The words of a field with choices, by value, translated once for the page."""
    field: Any = accessor.get_field(model)
    return {value: str(word) for value, word in getattr(field, "flatchoices", ())}
