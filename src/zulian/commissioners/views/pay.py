"""Arrears by division and by month."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners.models import Payment
from zulian.commissioners.models.pay import ripe_before
from zulian.commissioners.registers.pay import PAYMENTS
from zulian.commissioners.room import ROOM
from zulian.commissioners.services.pay import months_back
from zulian.foundation.clock import today
from zulian.foundation.detail import Button
from zulian.indicators.counting import code_part
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Children, Level, Region

MONTHS = 12


@page("commissioner.read")
def arrears(request: PostRequest) -> HttpResponseBase:
    """How many months were not paid in full, of how many, and what is owed."""
    region, day = region_looked_at(request), today()
    children, months = (
        Children.of(region),
        [m for m in months_back(day, MONTHS) if m <= ripe_before(day)],
    )
    cells = _cells(region, children, months)
    places = [place for place in [region, *children.regions] if place in cells]
    lines = [
        (
            place,
            [(m, cells[place].get(m)) for m in months],
            sum(c["owed"] or 0 for c in cells[place].values()),
        )
        for place in places
    ]
    back = (
        [Button(_("返回本级"), ROOM.url("arrears"), "arrow-back-up")]
        if region.pk != request.post.region_id
        else []
    )
    return ROOM.detail_page(
        request,
        "pay",
        template="commissioners/arrears.html",
        title=_("欠发统计"),
        intro=_("%(region)s：按月统计应发未足额的人数，红色为欠发。") % {"region": region.name},
        acts=back,
        months=months,
        rows=lines,
        sums=[_summed(month, cells) for month in months],
        all_owed=sum(owed for _place, _cells, owed in lines),
        deeper=[place for place in children.regions if place.level < Level.VILLAGE],
        crumbs=PAYMENTS.crumbs(),
    )


def _summed(month: Any, cells: dict[Region, dict[Any, Any]]) -> tuple[Any, int, int]:
    """A month of all divisions: how many were not paid in full, of how many."""
    counted = [place[month] for place in cells.values() if month in place]
    return month, sum(c["late"] for c in counted), sum(c["total"] for c in counted)


def _cells(region: Region, children: Children, months: list[Any]) -> dict[Region, dict[Any, Any]]:
    """Counts by division and month."""
    rows: Any = Payment.objects.within(region).filter(month__in=months).order_by()
    late = Q(paid__lt=F("due"))
    counted = (
        rows.annotate(place=code_part(rows, children.length))
        .values("place", "month")
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=late),
            owed=Sum(F("due") - F("paid"), filter=late),
        )
    )
    cells: dict[Region, dict[Any, Any]] = {}
    for row in counted:
        cells.setdefault(children.place(row["place"]), {})[row["month"]] = row
    return cells
