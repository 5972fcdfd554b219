"""How the list of divisions, and its ledger, are filtered."""

import django_filters
from django.utils.translation import gettext_lazy

from zulian.regions.models import Level

# Levels that have a federation of their own.
LEVELS = ((4, gettext_lazy("市")), (6, gettext_lazy("县（区）")), (9, gettext_lazy("乡镇（街道）")))


class RegionFilter(django_filters.FilterSet):
    """By name, code or initials, and by level."""

    words = django_filters.CharFilter(
        label=gettext_lazy("名称、代码或拼音首字母"), method="by_words"
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("级别"), choices=Level.choices, empty_label=gettext_lazy("全部")
    )

    def by_words(self, rows, name, value):  # type: ignore[no-untyped-def]
        return rows.matching(value)
