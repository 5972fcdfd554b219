"""Filters that lists share."""

from __future__ import annotations

import django_filters

from zulian.foundation.days import DayField


class DayFilter(django_filters.DateFilter):
    """A filter by a day; one that no register could be asked for filters nothing."""

    field_class = DayField
