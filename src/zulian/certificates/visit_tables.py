"""Lists of home service."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.certificates.models import Request, Round, Team
from zulian.certificates.models.visits import RequestState
from zulian.foundation.cells import badge
from zulian.foundation.columns import NumberColumn

VISIT_TONES = {
    "asked": "issued",
    "waiting": "signed",
    "planned": "reported",
    "done": "closed",
    "refused": "dropped",
    "cancelled": "dropped",
}


class RequestTable(tables.Table):
    """Requests for visits at home."""

    person = tables.LinkColumn(
        "certificates:visit", args=[tables.A("pk")], accessor="person__name", verbose_name=_("申请人")
    )
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("上门地点"))
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Request
        fields = ("person", "purpose", "eligible", "state", "must_by", "asked_on", "region")

    def render_state(self, record: Request) -> SafeString:
        return badge(VISIT_TONES[record.state], record.get_state_display())

    def value_state(self, record: Request) -> str:
        return str(record.get_state_display())


class RequestFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RequestState.choices, empty_label=_("全部"))
    purpose = django_filters.ChoiceFilter(label=_("上门事项"), choices=Request.Purpose.choices, empty_label=_("全部"))


class RoundTable(tables.Table):
    """Rounds, the latest day first."""

    day = tables.LinkColumn("certificates:round", args=[tables.A("pk")], verbose_name=_("日期"))
    stops = NumberColumn(accessor="stop_count", verbose_name=_("上门数"))
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("县（区）"))

    class Meta:
        model = Round
        fields = ("day", "region", "status", "stops", "kilometres")
        order_by = "-day"


class TeamTable(tables.Table):
    """Teams that make visits."""

    name = tables.LinkColumn("certificates:team-edit", args=[tables.A("pk")], verbose_name=_("小组"))
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("县（区）"))

    class Meta:
        model = Team
        fields = ("name", "members", "assessor", "starts", "ends", "capacity", "active", "region")
