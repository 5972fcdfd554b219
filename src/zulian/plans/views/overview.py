"""The overview (总览): one look at how the year goes, each number leading to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.templatetags.zulian import warmth
from zulian.indicators.registry import Indicator, named
from zulian.indicators.sections import grouped
from zulian.indicators.views import region_looked_at
from zulian.plans.rules import Cell, Light
from zulian.plans.services import supervision
from zulian.plans.services.overview import ClauseState, Overview, Pace, Standing, plan_in_force
from zulian.plans.views.supervision import light_words
from zulian.regions.models import Level, Region
from zulian.regions.tiles import tiles_of


def pace_words() -> dict[Pace, str]:
    """How a clause stands, in words."""
    return {Pace.DONE: _("已完成"), Pace.ON_PACE: _("跟上进度"), Pace.BEHIND: _("落后")}


def signs() -> dict[str, str]:
    """A sign for each light, so that a small square tells without its colour."""
    return {
        Light.OVERDUE: _("逾"),
        Light.RETURNED: _("退"),
        Light.WAITING: _("签"),
        Light.REPORTED: _("审"),
        Light.CARRIED: _("转"),
        Light.WORKING: _("办"),
        Light.AGAINST: _("未"),
        Light.DONE: "✓",
        Light.NONE: "",
    }


@dataclass(frozen=True)
class ShownTile:
    """A unit on the map: where it stands, what it says, how it is coloured, and where a click leads."""

    region: Region
    row: int
    column: int
    shown: str
    color: str
    url: str


@dataclass(frozen=True)
class Square:
    """A clause in a unit: the sign of its light, all of it in words, and the tasks behind it."""

    light: str
    sign: str
    words: str
    url: str


@page("plan.read")
def overview(request: PostRequest) -> HttpResponseBase:
    """How the year goes in my division, or in one below it."""
    region, today = region_looked_at(request), clock.today()
    context = {"title": _("总览"), "region": region, "today": today}
    plan = plan_in_force(region, today)
    if plan is None:
        return render(request, "plans/no_overview.html", context)
    whole = Overview(plan, region, today)
    by = named(request.GET.get("by", ""))
    by = by if by in whole.colours else None
    context |= {
        "plan": plan,
        "overview": whole,
        "days": _days(whole),
        "paces": [(pace, word, whole.paces[pace]) for pace, word in pace_words().items()],
        "tiles": _tiles(whole, by),
        "by": by,
        "colours": grouped(whole.colours, lambda indicator: str(indicator.name)),
        "clauses": [_clause(whole, state) for state in (*whole.clauses, *whole.carried)],
        "legend": [(light, sign, light_words()[light]) for light, sign in signs().items() if sign],
        "first": [_standing(one, whole.ranking) for one in whole.first],
        "last": [_standing(one, whole.ranking) for one in whole.last],
        "is_own": region == request.post.region,
        "tasks": f"{reverse('plans:assignment-list')}?circular={plan.pk}&under={region.code}",
        "crumbs": _crumbs(request, region),
    }
    return render(request, "plans/overview.html", context)


def _crumbs(request: PostRequest, region: Region) -> list[tuple[str, str]]:
    """The way back from a division below to one's own."""
    if region == request.post.region:
        return []
    return [(request.post.region.name, reverse("plans:overview"))]


def _days(whole: Overview) -> tuple[int, int]:
    """How much of the plan's time is over, in per cent, and how many days are left."""
    plan = whole.circular
    length = (plan.ends_on - plan.starts_on).days + 1
    gone = (whole.today - plan.starts_on).days + 1
    return round(100 * gone / length), (plan.ends_on - whole.today).days


def _tiles(whole: Overview, by: Indicator | None) -> list[ShownTile]:
    """The units below as the map shows them: by a measure, or by their scores."""
    scores = {one.region: one.score.value for one in whole.ranking}
    shown = []
    for tile in tiles_of(whole.readings.children.regions):
        if by is not None:
            reading = whole.reading(by, tile.region)
            words, color = (reading.shown, f"l-{reading.light}") if reading else ("—", "")
        else:
            value = scores.get(tile.region)
            words = "—" if value is None else _("%(value)g分") % {"value": value}
            color = warmth(None if value is None else value / 100)
        url = _place_url(whole, tile.region)
        shown.append(ShownTile(tile.region, tile.row, tile.column, words, color, url))
    return shown


def _place_url(whole: Overview, place: Region) -> str:
    """One floor down; of a village its tasks, for nothing lies below it."""
    if place.level < Level.VILLAGE:
        return f"?under={place.code}"
    query = {"circular": whole.circular.pk, "under": place.code}
    return f"{reverse('plans:assignment-list')}?{urlencode(query)}"


def _clause(whole: Overview, state: ClauseState) -> tuple[ClauseState, str, list[Square | None]]:
    """A clause with how it stands in words and its squares."""
    labels = light_words()
    squares = [
        _square(whole, state, place, cell, labels)
        for place, cell in zip(whole.head, state.cells(whole.head), strict=True)
    ]
    return state, pace_words()[state.pace], squares


def _square(
    whole: Overview, state: ClauseState, place: Region, cell: Cell, labels: dict[str, str]
) -> Square | None:
    if not cell.total:
        return None
    where = "unit" if place == whole.region else "under"
    query: dict[str, str | int] = {"circular": whole.circular.pk, "measure": "all"}
    query |= {where: place.code}
    said = _("%(place)s %(light)s，任务办结 %(closed)d／%(total)d") % {
        "place": place.name,
        "light": labels[cell.light],
        "closed": cell.closed,
        "total": cell.total,
    }
    if cell.measured.of:
        said += _("，台账达标 %(met)d／%(of)d") % {
            "met": cell.measured.met,
            "of": cell.measured.of,
        }
    query |= {"section": state.clause.pk}
    url = f"{reverse('plans:assignment-list')}?{urlencode(query)}"
    return Square(cell.light, signs()[cell.light], said, url)


def _standing(one: Standing, others: Sequence[Standing]) -> tuple[Standing, str]:
    """A unit of the ranking with what sets it apart from the others, in words."""
    names = {code: name for code, (name, _meaning) in supervision.weighed_names().items()}
    apart = one.apart_from(others)
    if apart is None:
        return one, _("各项与各地平均相当")
    code, rate, gap = apart
    words = _("%(name)s%(rate).0f%%，比各地平均高 %(gap).0f 个百分点")
    if gap < 0:
        words = _("%(name)s%(rate).0f%%，比各地平均低 %(gap).0f 个百分点")
    return one, words % {"name": names[code], "rate": rate, "gap": abs(gap)}
