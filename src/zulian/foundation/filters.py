"""Filters that lists share."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from typing import Any

import django_filters
from django import forms

from zulian.foundation.days import DayField


class Filters(OrderedDict[str, django_filters.Filter]):
    """The filters of a class, each of which a page gets for its own."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> Filters:
        return Filters((name, _own(each)) for name, each in self.items())


def _own(given: django_filters.Filter) -> django_filters.Filter:
    own = copy(given)
    # Some pages say there what may be chosen on them.
    own.extra = dict(given.extra)
    if own.method is not None:
        # It is called for the filter that it was given to.
        own.method = own.method
    return own


class Fields(dict[str, forms.Field]):
    """The fields of one page's filters: they were made for it, and its form need not copy them."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class FilterSet(django_filters.FilterSet):
    """The filters of a list.

    django-filter copies all filters for each page, and Django all fields once more, down to the words of their choices;
    that took longer than asking for the rows. A page binds its own filters and changes nothing else of them.
    """

    @classmethod
    def get_filters(cls) -> OrderedDict[str, django_filters.Filter]:
        return Filters(super().get_filters())

    def get_form_class(self) -> type[forms.Form]:
        form: Any = super().get_form_class()
        form.base_fields = Fields(form.base_fields)
        return form  # type: ignore[no-any-return]


class DayFilter(django_filters.DateFilter):
    """A filter by a day; one that no register could be asked for filters nothing."""

    field_class = DayField
