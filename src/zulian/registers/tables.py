"""The list of a register: what it shows of each row, as a table of django-tables2."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any, cast

import django_tables2
from django.db.models import BooleanField, ForeignKey, TextField
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django_tables2.columns import library

from zulian.foundation.cells import badge
from zulian.foundation.choices import in_order_of_choices
from zulian.foundation.columns import NumberColumn
from zulian.registers.shown import SEPARATOR, Shown, colors_of, field_at

if TYPE_CHECKING:
    from zulian.registers.register import Register

YES_NO = "✔,—"
# So much of a long text stands in a list; its page and the workbook have all of it.
LONGEST_TEXT = 60


def table_of(register: Register) -> type[django_tables2.Table]:
    """The table of a register's columns. The first leads to the row's page, one that holds another row to that row's."""
    attributes: dict[str, Any] = {}
    names: list[str] = []
    for shown in map(Shown.of, register.columns):
        name = shown.path.replace(SEPARATOR, "_")
        attributes[name] = _column(register.model, shown, leads=not names and register.has_page)
        attributes |= _rendering(register, shown, name) | _order(register, shown, name)
        names.append(name)
    attributes["row_state"] = register.state.replace(SEPARATOR, "_")
    attributes["Meta"] = type("Meta", (), {"sequence": names})
    table: Any = type(f"{register.model.__name__}Table", (django_tables2.Table,), attributes)
    table.base_columns = Columns(table.base_columns)
    return cast(type[django_tables2.Table], table)


class Columns(OrderedDict[str, django_tables2.Column]):
    """The columns of a table, which is made anew for each page: a page hides columns of its own, and changes nothing else of them."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> Columns:
        return Columns((name, copy(column)) for name, column in self.items())


def _column(model: Any, shown: Shown, *, leads: bool) -> django_tables2.Column:
    """One column; where `leads`, to the page of the row itself."""
    field = field_at(model, shown.path)
    options: dict[str, Any] = {"verbose_name": shown.label_for(model), "accessor": shown.path}
    if field is None:
        options["orderable"] = False
    if field is None and shown.value is not None:
        # It is made of the row, whatever stands at its path.
        options["empty_values"] = ()
    if leads:
        options["linkify"] = lambda record: record.get_absolute_url()
    elif shown.leads:
        options["linkify"] = _to_related(shown.leads)
    elif isinstance(field, ForeignKey) and hasattr(field.related_model, "get_absolute_url"):
        options["linkify"] = _to_related(shown.path)
    if isinstance(field, BooleanField):
        options["yesno"] = YES_NO
    if field is None or isinstance(field, ForeignKey):
        return NumberColumn(**options) if shown.is_figure else django_tables2.Column(**options)
    column: django_tables2.Column = library.column_for_field(field, **options)
    column.verbose_name = options["verbose_name"]
    return column


def _order(register: Register, shown: Shown, name: str) -> dict[str, Callable[..., Any]]:
    """The order of a column of choices: as they are given, which for states is as the work goes on."""
    field = field_at(register.model, shown.path)
    if field is None or field.choices is None:
        return {}

    def order(self: Any, rows: Any, is_descending: bool) -> tuple[Any, bool]:
        # Some choices are those of the day.
        values = [value for value, _label in field.flatchoices]
        return in_order_of_choices(rows, shown.path, values, is_descending=is_descending), True

    return {f"order_{name}": order}


def _to_related(path: str) -> Callable[[Any], str]:
    """The address of the row that a column holds."""

    def url(record: Any) -> str:
        for name in path.split(SEPARATOR):
            record = getattr(record, name)
        return str(record.get_absolute_url())

    return url


def _without_tags(value: Any) -> Any:
    """A value as a workbook holds it."""
    return strip_tags(value) if isinstance(value, SafeString) else value


def _rendering(register: Register, shown: Shown, name: str) -> dict[str, Callable[..., Any]]:
    """The render methods of a column that says it in a way of its own."""
    if shown.value is not None and shown.is_figure:
        return {
            f"render_{name}": lambda self, record: shown.value_of(record),
            f"value_{name}": lambda self, value: value,
        }
    if shown.value is not None:
        return {
            f"render_{name}": lambda self, record: shown.value_of(record),
            f"value_{name}": lambda self, record: _without_tags(shown.value_of(record)),
        }
    if shown.path == register.state:

        def state(record: Any) -> Any:
            return badge(*(register.state_of(record) or ("", "")))

        is_by_value = getattr(register.state_of, "by_value", False)
        return {
            f"render_{name}": _once_for_a_value(shown.path, state)
            if is_by_value
            else lambda self, record: state(record),
            f"value_{name}": lambda self, record: str(shown.value_of(record)),
        }
    if isinstance(field_at(register.model, shown.path), TextField):
        return {
            f"render_{name}": lambda self, value: Truncator(value).chars(LONGEST_TEXT),
            f"value_{name}": lambda self, value: value,
        }
    colors = colors_of(register.model, shown.path)
    if not any(colors.values()):
        return {}
    return {
        f"render_{name}": _once_for_a_value(
            shown.path,
            lambda record: badge(
                colors.get(getattr(record, shown.path), ""), shown.value_of(record)
            ),
        ),
        f"value_{name}": lambda self, record: str(shown.value_of(record)),
    }


def _once_for_a_value(path: str, told: Callable[[Any], Any]) -> Callable[..., Any]:
    """A render method that is asked once for each value on a page: rows are many, their states few."""

    def render(self: Any, record: Any) -> Any:
        known = vars(self).setdefault(f"_told_{path}", {})
        value = getattr(record, path)
        if value not in known:
            known[value] = told(record)
        return known[value]

    return render
