"""The filters of a register's list: by the kind of the column that each narrows."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.foundation.addresses import IdFilter
from zulian.foundation.filters import DayFilter, FilterSet
from zulian.registers.shown import field_at

if TYPE_CHECKING:
    from zulian.registers.register import Register

ALL = _("全部")


class EmptyFilter(django_filters.BooleanFilter):
    """Yes where a column is empty, no where it is filled.

    >>> EmptyFilter("fulfilled_on", "running").lookup_expr
    'isnull'
    """

    def __init__(self, name: str, label: Any) -> None:
        super().__init__(field_name=name, lookup_expr="isnull", label=label)


def filters_of(register: Register) -> type[django_filters.FilterSet] | None:
    """The filter set of what a register declares; None where it declares nothing.

    A child register is narrowed to the rows of one parent as well, whose page leads here.
    """
    filters = dict(_in_order(register, given) for given in register.filters)
    if register.parent:
        filters[register.parent] = parent_filter(register.parent)
    if not filters:
        return None
    meta = type("Meta", (), {"model": register.model, "fields": []})
    return type(f"{register.model.__name__}Filter", (FilterSet,), {**filters, "Meta": meta})


def _in_order(
    register: Register, given: str | django_filters.Filter
) -> tuple[str, django_filters.Filter]:
    """The name and the filter of one thing declared. A filter set sorts filters by when they were made: now, in their order."""
    if isinstance(given, str):
        return given, _filter(register.model, given)
    own = copy(given)
    own.creation_counter = django_filters.Filter.creation_counter
    django_filters.Filter.creation_counter += 1
    return given.field_name, own


def parent_filter(name: str) -> django_filters.Filter:
    """The filter by which the page of a row leads to all rows of a child register that belong to it; it is not shown.

    A register has one for its `parent`; one whose rows stand on pages of several registers declares the others.
    """
    return hidden(IdFilter(field_name=name))


def hidden(given: django_filters.Filter) -> django_filters.Filter:
    """A filter by which links narrow the list, and which nobody fills in."""
    given.extra["widget"] = django_filters.widgets.forms.HiddenInput
    return given


def _filter(model: type[models.Model], name: str) -> django_filters.Filter:
    """The filter of a column: one of its choices, yes or no, a day, whether there is a value, or a part of a text."""
    field: Any = field_at(model, name)
    if field is None:
        raise LookupError(f"{model.__name__}: {name} is no field")
    options: dict[str, Any] = {"label": field.verbose_name, "field_name": name}
    if field.choices:
        # Those that a policy says are asked for anew whenever they are shown.
        return django_filters.ChoiceFilter(
            choices=lambda: field.flatchoices, empty_label=ALL, **options
        )
    if isinstance(field, models.BooleanField):
        return django_filters.BooleanFilter(**options)
    if isinstance(field, models.DateField):
        return DayFilter(**options)
    if isinstance(field, models.IntegerField):
        return django_filters.NumberFilter(**options)
    if isinstance(field, models.ForeignKey):
        return IdFilter(**options | {"field_name": field.attname})
    return django_filters.CharFilter(lookup_expr="contains", **options)


def narrowed_url(register: Register, parent: models.Model) -> str:
    """The address of a register's list with the rows of a parent alone; "" where the list is not narrowed so."""
    filters: dict[str, Any] = {}
    if register.has_list and register.filter_set is not None:
        filters = register.filter_set.base_filters
    for field in register.model._meta.concrete_fields:
        if field.related_model is type(parent) and field.name in filters:
            return f"{register.url('list')}?{field.name}={parent.pk}"
    return ""
