"""How the list of divisions, and its ledger, are filtered."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from zulian.foundation.filters import FilterSet
from zulian.regions.models import Level
from zulian.regions.naming import organisation_named

# Levels that have a federation of their own.
LEVELS = ((4, gettext_lazy("市")), (6, gettext_lazy("县（区）")), (9, gettext_lazy("乡镇（街道）")))


class UnitFilter(django_filters.CharFilter):
    """By a part of the name of a row's division, or of its organisation as pages show it.

    `field_name` names the filter in addresses; the row's division stands in its column `region`.
    """

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that are called so; all of them where nothing was asked."""
        return rows.filter(organisation_named("region", value)) if value else rows


class RegionFilter(FilterSet):
    """By name, code or initials, and by level."""

    words = django_filters.CharFilter(
        label=gettext_lazy("名称、代码或拼音首字母"), method="by_words"
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("级别"), choices=Level.choices, empty_label=gettext_lazy("全部")
    )

    def by_words(self, rows, name, value):  # type: ignore[no-untyped-def]
        return rows.matching(value)
