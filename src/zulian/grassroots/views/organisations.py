"""What organisations lack, level by level."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.grassroots.models import Organisation
from zulian.grassroots.models.standards import LEVELS
from zulian.grassroots.room import READ, ROOM, up
from zulian.grassroots.services.organisations import held, needs
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Children, Level, Region


@page(READ)
def gaps(request: PostRequest) -> HttpResponseBase:
    """What is missing, level by level, in the divisions below."""
    region = region_looked_at(request)
    children = Children.of(region)
    tables = [table for level, name in LEVELS if (table := _table(region, children, level, name))]
    deeper = [child for child in children.regions if child.level < Level.VILLAGE]
    return ROOM.detail_page(
        request,
        "gaps",
        template="grassroots/gaps.html",
        title=_("缺项统计"),
        intro=_("%(r)s：按规范化要求逐项统计缺项单位数，点数字看名单。") % {"r": region.name},
        acts=up(region, request.post),
        region=region,
        tables=tables,
        deeper=deeper,
    )


def _table(region: Region, children: Children, level: Level, name: Any) -> dict[str, Any] | None:
    """How many organisations of a level lack what they should have, by division; None where there are none."""
    wanted = needs(level, today(), region.code)
    rows = Organisation.objects.within(region).filter(region__level=level).order_by()
    counts = {
        f"n{n}": Count("pk", filter=~held(level, need, today())) for n, need in enumerate(wanted)
    }
    by_place = rows.annotate(place=Substr("region_id", 1, children.length)).values("place")
    counted: dict[Any, Any] = {
        children.place(row["place"]): row for row in by_place.annotate(total=Count("pk"), **counts)
    }
    places = [place for place in [region, *children.regions] if place in counted]
    if not places:
        return None
    sums = {f"n{n}": sum(counted[place][f"n{n}"] for place in places) for n in range(len(wanted))}
    lacking = [(f"n{n}", need) for n, need in enumerate(wanted) if sums[f"n{n}"]]
    return {
        "level": level,
        "name": name,
        "heads": [need for _key, need in lacking],
        "total": sum(counted[place]["total"] for place in places),
        "lines": [
            (place, counted[place]["total"], [(need, counted[place][key]) for key, need in lacking])
            for place in places
        ],
        "sums": [sums[key] for key, _need in lacking],
        "met": [need for n, need in enumerate(wanted) if not sums[f"n{n}"]],
    }
