"""What is shown of a row: names and values of its fields, in lists and on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Choices, Field, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zulian.foundation.scopes import is_in_reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

SEPARATOR = "__"
F = TypeVar("F", bound="Callable[..., Any]")


@dataclass(frozen=True)
class Shown:
    """One thing shown of a row.

    `path` leads to it from the row, with `__` between the steps; the last step may be a property. `label` is the name of
    the model's field unless told. `value` makes it of the row instead. `leads` is the path of the row to whose page it
    leads in a list. `is_figure`: a number that no column holds; it goes into workbooks as one, however the page shows it.

    >>> Shown("organisation__leader", label="Leader")
    Shown(path='organisation__leader', label='Leader', value=None, leads='', is_figure=False)
    """

    path: str
    label: StrOrPromise = ""
    value: Callable[[Any], Any] | None = None
    leads: str = ""
    is_figure: bool = False

    @classmethod
    def of(cls, given: str | Shown) -> Shown:
        """What is declared by its path alone is shown as the model says."""
        return cls(given) if isinstance(given, str) else given

    def label_for(self, model: type[Model]) -> StrOrPromise:
        """Its name; raises LookupError where neither the declaration nor the model gives one."""
        if self.label:
            return self.label
        field = field_at(model, self.path)
        if field is None:
            raise LookupError(f"{model.__name__}: {self.path} is no field, so it needs a label")
        return field.verbose_name

    def value_of(self, row: Any) -> Any:
        """The value of a row as a page shows it, "" for none."""
        if self.value is not None:
            return self.value(row)
        *steps, name = self.path.split(SEPARATOR)
        for step in steps:
            row = getattr(row, step, None)
        if row is None:
            return ""
        display = getattr(row, f"get_{name}_display", None)
        return display() if display else in_words(getattr(row, name))

    def linked(self, row: Any) -> Any:
        """The same as a link to the page of the row that it leads to, where the jurisdiction reaches it."""
        value, target = self.value_of(row), row
        for step in filter(None, self.leads.split(SEPARATOR)):
            target = getattr(target, step, None)
        is_link = self.leads and target is not None and value != "" and is_in_reach(target)
        return (
            format_html('<a href="{}">{}</a>', target.get_absolute_url(), value)
            if is_link
            else value
        )


@cache
def field_at(model: type[Model], path: str) -> Field[Any, Any] | None:
    """The field at the end of a path, None where it ends in something else."""
    field: Any = None
    here: Any = model
    for name in path.split(SEPARATOR):
        if here is None:
            return None
        try:
            field = here._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        here = field.related_model
    return field if isinstance(field, Field) else None


def in_words(value: Any) -> Any:
    """A value as an office writes it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, int):
        return value
    return "" if value is None else str(value)


@cache
def colors_of(model: type[Model], name: str) -> dict[Any, str]:
    """The colours of a field's choices, by value: those of the enumeration in the model, in one that it is made of, or in its module."""
    field = field_at(model, name)
    values = {value for value, _label in getattr(field, "flatchoices", ())}
    places = (*model.__mro__, import_module(model.__module__))
    for kind in (each for place in places for each in vars(place).values()):
        if (
            isinstance(kind, type)
            and issubclass(kind, Choices)
            and values
            and set(kind.values) == values
        ):
            return {member.value: getattr(member, "color", "") for member in kind}
    return {}


def by_value(method: F) -> F:
    """Mark what a register says of a row by the value of one column alone: a page asks it once for each value."""
    method.by_value = True  # type: ignore[attr-defined]
    return method


def state_of(row: Model, name: str) -> tuple[str, str] | None:
    """The colour and the words of a row's state, None where it has no such field."""
    return None if field_at(type(row), name) is None else choice_of(row, name)


def choice_of(row: Model, name: str = "state") -> tuple[str, str]:
    """The colour and the words of what a row holds in a column of choices."""
    value = getattr(row, name)
    # The words of the other choices need not be translated.
    choices = getattr(field_at(type(row), name), "flatchoices", ())
    words = next((label for key, label in choices if key == value), value)
    return colors_of(type(row), name).get(value, ""), "" if words is None else str(words)
