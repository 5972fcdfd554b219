"""The list at the door of a congress."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.congress.models import Delegate
from zulian.foundation.filters import FilterSet
from zulian.people.tables import name_filter


class CheckInFilter(FilterSet):
    """At the door: by name, and who is not there yet."""

    words = name_filter()
    here = django_filters.ChoiceFilter(
        label=_("签到"),
        choices=[("no", _("未签到")), ("yes", _("已签到"))],
        method="by_here",
        empty_label=_("全部"),
    )

    def by_here(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(checked_in_at__isnull=value == "no")


class PresenceTable(tables.Table):
    """Who is there, one line for each delegate."""

    person = tables.Column(accessor="person__name", verbose_name=_("姓名"))
    unit = tables.Column(accessor="unit__name", order_by="unit_id", verbose_name=_("选举单位"))
    needs = tables.Column(accessor="need_words", verbose_name=_("无障碍需求"), orderable=False)

    class Meta:
        model = Delegate
        fields = ("person", "unit", "seat", "needs", "checked_in_at")


class CheckInTable(PresenceTable):
    """The same with a button in each line; all of them belong to one form of the page."""

    act = tables.Column(
        accessor="pk", verbose_name=_("操作"), orderable=False, exclude_from_export=True
    )

    def render_act(self, record: Delegate) -> SafeString:
        side, label = ("out", _("撤销签到")) if record.checked_in_at else ("in", _("签到"))
        return format_html(
            '<button class="btn" form="check" name="{}" value="{}" aria-label="{} {}">{}</button>',
            side,
            record.pk,
            label,
            record.person.name,
            label,
        )
