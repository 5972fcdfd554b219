"""Filters that a link brought and no field of the page shows: each is said in words, and can be cleared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.db.models.constants import LOOKUP_SEP
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zulian.foundation.list_query import ListQuery
from zulian.foundation.places import is_place

# What django-filters calls a filter without label or column.
INVALID = "[invalid name]"


@dataclass(frozen=True)
class Chip:
    """A filter in words, and the query of the list without it."""

    words: str
    clear: str


def chips_of(chosen: Any, query: ListQuery) -> list[Chip]:
    """The filters of a drill-down."""
    return [Chip(words, query.encoded(name)) for name, words in _told(chosen)]


def _told(chosen: Any) -> Iterator[tuple[str, str]]:
    if not chosen.is_bound or not chosen.form.is_valid():
        return
    for bound in chosen.form.hidden_fields():
        value = chosen.form.cleaned_data.get(bound.name)
        if value not in (None, ""):
            each = chosen.filters[bound.name]
            yield bound.name, _words(chosen.queryset.model, each, bound.field, value)


def _words(model: type[Model], each: Any, field: Any, value: Any) -> str:
    column = _column(model, each.field_name)
    name = _name(each, column)
    choices = dict(getattr(field, "choices", ()) or ())
    if value in choices:
        return f"{name}：{choices[value]}" if name != str(choices[value]) else name
    if isinstance(value, date):
        return f"{name}：{date_format(value, 'SHORT_DATE_FORMAT')}"
    target = _target(column) or getattr(each, "of", None)
    if target is not None:
        row = target._default_manager.filter(pk=value).first()
        return f"{name}：{row}" if row is not None else name
    return f"{name}：{value}"


def _name(each: Any, column: Any) -> str:
    """What a filter is called: by its own label, by the rows that it asks for, or as its column."""
    own = str(each.extra.get("label") or each._label or INVALID)
    # Where nobody named it, django-filters makes words of the column's own name.
    if own != INVALID and not own.isascii():
        return own
    if isinstance(column, ForeignKey):
        return str(column.related_model._meta.verbose_name)
    return str(getattr(column, "verbose_name", "") or _("筛选"))


def _target(column: Any) -> Any:
    if isinstance(column, ForeignKey):
        return column.related_model
    return (
        column.model
        if column is not None and column.primary_key and is_place(column.model)
        else None
    )


def _column(model: type[Model], path: str | None) -> Any:
    """The column that a filter asks; None where a method of its own answers."""
    here: Any = model
    column: Any = None
    for name in (path or "").split(LOOKUP_SEP):
        if here is None:
            return None
        try:
            column = here._meta.get_field(name)
        except FieldDoesNotExist:
            # Its attribute names a key as well: clause_id.
            column = next((f for f in here._meta.concrete_fields if f.attname == name), None)
        here = getattr(column, "related_model", None)
    return column


def words_of(form: Any, places: Any) -> Iterator[str]:
    """The place that was chosen in a list, and each field of its filters that holds a value, with its name.

    form: that of the filters; "" where a list has none.
    """
    yield from (
        choice.words.strip() for choice in places.choices if choice.selected and choice.code
    )
    for bound in form.visible_fields() if form else ():
        value = bound.value()
        if value not in (None, "") and isinstance(value, str):
            choices = {str(key): words for key, words in getattr(bound.field, "choices", ())}
            yield f"{bound.label}：{choices.get(value, value)}"
