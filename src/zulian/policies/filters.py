"""By what the list of figures is narrowed: the policy, words of the name, and what the own level may set."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from zulian.foundation.filters import FilterSet
from zulian.foundation.policy import figures, names, title_of
from zulian.policies.services import InForce, may_choose


class Listed(list[InForce]):
    """Figures as a list of the house takes rows: those of no model."""

    model = None

    def all(self) -> Listed:
        return self


def policies() -> list[tuple[str, str]]:
    """The policies that have figures."""
    return [(name, title_of(name)) for name in names() if figures(name)]


class FiguresFilter(FilterSet):
    """Narrows figures, which stand in no table."""

    policy = django_filters.ChoiceFilter(label=_("政策"), choices=policies, empty_label=_("全部"))
    words = django_filters.CharFilter(label=_("项目"))
    own = django_filters.ChoiceFilter(
        label=_("范围"),
        choices=[("own", _("本级可以设定的")), ("set", _("各级另有设定的"))],
        empty_label=_("全部"),
    )

    def filter_queryset(self, queryset: Any) -> Listed:
        asked = self.form.cleaned_data
        name, words, own = (asked.get(key) or "" for key in ("policy", "words", "own"))
        region = self.request.post.region
        return Listed(
            found
            for found in queryset
            if name in ("", found.figure.policy)
            and words in found.figure.title
            and (own != "own" or (not found.is_fixed and may_choose(region, found.figure)))
            and (own != "set" or found.setting is not None)
        )
