"""Pages of the indicators room: all indicators, one by child division with its trend, failing rows, the target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.excel import excel_response
from zulian.foundation.inputs import read_day
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.foundation.scopes import active_scope, home_field
from zulian.indicators import goals, services
from zulian.indicators.counting import Pairs
from zulian.indicators.forms import TargetForm
from zulian.indicators.goals import Goal
from zulian.indicators.registry import Indicator, goals_of_clauses, known, named
from zulian.indicators.rules import Pair, Show, value
from zulian.indicators.sections import in_sections
from zulian.indicators.small_charts import bars, sparkline
from zulian.indicators.tables import LIGHT_WORDS, OWN, ChildTable, Reading, badge, under
from zulian.regions.models import Region

# So many signs of a name are looked for.
MAX_WORDS = 60


def region_looked_at(request: PostRequest) -> Region:
    """The division of a page: my own, or the one below it that `?under=` drills into."""
    code = request.GET.get("under", request.post.region_id)
    if code != request.post.region_id and len(code) == 12 and active_scope().holds(code):
        return get_object_or_404(Region, code=code)
    return request.post.region


def day_looked_at(request: PostRequest) -> date:
    """The day of a page: today, or the one before it that `?on=` asks for."""
    today = clock.today()
    return min(read_day(request.GET.get("on", "")) or today, today)


def is_own_looked_at(request: PostRequest) -> bool:
    """Whether a page is of the rows of its division itself (本级), without those below: `?own=yes`."""
    return request.GET.get(OWN) == "yes"


def who_words(region: Region, *, is_own: bool) -> str:
    """Whose rows a list shows."""
    if is_own:
        return _("%(who)s（本级，不含下级）") % {"who": region.organisation}
    return region.organisation


def as_of_words(day: date) -> str:
    """What stands above figures of a day gone by, "" for today."""
    return "" if day >= clock.today() else _("截至 %(day)s。") % {"day": day}


def _indicator(code: str) -> Indicator:
    indicator = named(code)
    if indicator is None:
        raise Http404
    return indicator


def _reading(
    indicator: Indicator,
    region: Region,
    pair: Pair,
    goal: Goal,
    closing: Mapping[str, Pairs],
    on: date | None = None,
) -> Reading:
    """An indicator of a division, with its closing value of last year where one is to stand beside it."""
    return Reading(
        indicator, region, pair, goal, closing.get(region.code, {}).get(indicator.code), on
    )


def _unless(closing: Mapping[str, Pairs]) -> tuple[str, ...]:
    """The column of closing values, to be left out where there are none."""
    return () if closing else ("closing_shown",)


def _home() -> list[tuple[str, str]]:
    return [(_("指标"), reverse("indicators:list"))]


@page("indicator.read")
def index(request: PostRequest) -> HttpResponseBase:
    """All indicators of my division by the sections of the work, with their year and their units in small."""
    region, today = region_looked_at(request), clock.today()
    pairs, aims = services.overview(region, today), goals.goals(region, today)
    closing = services.closing_values([region.code], today)
    readings = [
        _reading(i, region, pairs.get(i.code, Pair()), aims[i.code], closing) for i in known()
    ]
    if request.GET.get("export") == "xlsx":
        return _index_xlsx(region, readings)
    counts = Counter(reading.light for reading in readings)
    asked = request.GET.get("light", "")
    words = request.GET.get("q", "").strip()[:MAX_WORDS]
    shown = [
        reading
        for reading in readings
        if (not asked or reading.light == asked) and words in reading.name
    ]
    with_data = [reading for reading in shown if reading.pair.of]
    # What nothing is known of stands apart, once something is known: most of it where the register is another level's.
    is_folded = bool(with_data) and not asked and not words
    lines = services.lines(region, today)
    below = services.overview_below(region, today)
    context = {
        "title": _("指标"),
        "region": region,
        "intro": _("%(name)s，%(day)s。数字由台账实时算出，点开可看到下级和具体哪几项没有达到。")
        % {"name": region.organisation, "day": today},
        "sections": [
            (name, [_with_charts(reading, lines, below, aims) for reading in group])
            for name, group in in_sections(
                with_data if is_folded else shown, lambda reading: reading.indicator.code
            )
        ],
        "lights": [(light, word, counts[light]) for light, word in LIGHT_WORDS.items()],
        "asked": asked if asked in counts else "",
        "words": words,
        "has_closing": bool(closing),
        "has_below": bool(below),
        "folded": len(shown) - len(with_data) if is_folded else 0,
    }
    return render(request, "indicators/index.html", context)


def _with_charts(
    reading: Reading,
    lines: Mapping[str, list[tuple[date, Pair]]],
    below: Mapping[Region, Pairs],
    aims: Mapping[str, Goal],
) -> tuple[Reading, SafeString, SafeString]:
    """A reading with the line of its year and the bars of the units below."""
    indicator = reading.indicator
    points = [
        (day, number)
        for day, pair in lines.get(indicator.code, [])
        if (number := value(pair, indicator.show)) is not None
    ]
    units = []
    for place, pairs in below.items():
        one = Reading(indicator, place, pairs.get(indicator.code, Pair()), aims[indicator.code])
        number = one.pair.percent if one.pair.of else None
        units.append((place.name, number, f"l-{one.light}"))
    is_measured = any(number is not None for _name, number, _light in units)
    return reading, sparkline(points), bars(units if is_measured else ())


def _index_xlsx(region: Region, readings: Sequence[Reading]) -> HttpResponseBase:
    """The same as a workbook."""
    head = [
        _("业务"),
        _("指标"),
        _("现值"),
        _("目标"),
        _("状态"),
        _("达到"),
        _("总数"),
        _("计算办法"),
    ]
    body = [
        [
            name,
            one.name,
            one.shown,
            one.target,
            one.light_words,
            one.pair.met,
            one.pair.of,
            str(one.indicator.meaning),
        ]
        for name, group in in_sections(readings, lambda reading: reading.indicator.code)
        for one in group
    ]
    return excel_response(_("指标（%(name)s）") % {"name": region.name}, head, body)


@page("indicator.read")
def places(request: PostRequest) -> HttpResponseBase:
    """All indicators side by side for the divisions below mine."""
    region, today = region_looked_at(request), clock.today()
    below, whole, aims = (
        services.overview_below(region, today),
        services.overview(region, today),
        goals.goals(region, today),
    )
    closing = services.closing_values([region.code, *(place.code for place in below)], today)
    rows = [
        [
            _reading(i, place, pairs.get(i.code, Pair()), aims[i.code], closing)
            for place, pairs in [*below.items(), (region, whole)]
        ]
        for i in known()
    ]
    title = _("指标各地对照")
    if request.GET.get("export") == "xlsx":
        body = [[line[-1].name, *(reading.shown for reading in line)] for line in rows]
        return excel_response(
            f"{title}（{region.name}）", [_("指标"), *(p.name for p in below), _("合计")], body
        )
    context = {
        "title": title,
        "region": region,
        "head": list(below),
        "rows": rows,
        "crumbs": _home(),
        "legend": LIGHT_WORDS.items(),
        "intro": _("%(name)s，%(day)s。点数字看该地的明细，点地名看再下一级。")
        % {"name": region.organisation, "day": today},
    }
    return render(request, "indicators/places.html", context)


@page("indicator.read")
def detail(request: PostRequest, code: str) -> HttpResponseBase:
    """One indicator by child division, with its trend; `?on=` as of a day gone by."""
    indicator, region, day = _indicator(code), region_looked_at(request), day_looked_at(request)
    goal = goals.goals(region, day)[code]
    is_now = day == clock.today()
    remembered = None if is_now else services.by_child_remembered(indicator, region, day)
    pairs = remembered or services.by_child(indicator, region, day)
    closing = services.closing_values([region.code, *(child.code for child, _pair in pairs)], day)
    on = None if is_now else day
    # What stands under its own name is a part of the division, while its closing value is that of the whole.
    rows = [
        _reading(indicator, child, pair, goal, closing if child != region else {}, on)
        for child, pair in pairs
    ]
    whole = _reading(
        indicator, region, sum((pair for _child, pair in pairs), Pair()), goal, closing, on
    )
    beside = closing if indicator.begins_anew else {}
    trend = services.trend(indicator, region, day)
    return list_page(
        request,
        title=str(indicator.name),
        intro=f"{region.organisation} · {as_of_words(day)}{indicator.meaning}",
        rows=rows,
        table=partial(ChildTable, parent=region, exclude=_unless(beside)),  # type: ignore[arg-type]
        template="indicators/detail.html",
        looked_at=region,
        parameters=("on",),
        crumbs=_home(),
        whole=whole,
        badge=badge(whole),
        asked=goals_of_clauses(indicator, region, day),
        trend=[(when, value(pair, indicator.show), pair) for when, pair in trend],
        unit="" if indicator.show is Show.MISSING else "%",
    )


@page("indicator.read")
def failing(request: PostRequest, code: str) -> HttpResponseBase:
    """The rows that count but do not meet the indicator; `?on=` as of a day gone by, `?own=` of the division itself."""
    indicator, region, day = _indicator(code), region_looked_at(request), day_looked_at(request)
    title = _("%(name)s：未达到的明细") % {"name": indicator.name}
    back = under(
        reverse("indicators:detail", args=[code]), region, day if day < clock.today() else None
    )
    rows, is_own = services.failing(indicator, region, day), is_own_looked_at(request)
    if is_own:
        rows = rows.filter(**{home_field(rows.model): region.code})
    return list_page(
        request,
        title=title,
        intro=" · ".join(filter(None, (who_words(region, is_own=is_own), as_of_words(day)))),
        rows=rows,
        table=indicator.table,
        placed=not is_own,
        looked_at=region,
        parameters=("on", OWN),
        crumbs=[*_home(), (str(indicator.name), back)],
    )


@page("indicator.target")
def target(request: PostRequest, code: str) -> HttpResponseBase:
    """Set my federation's target of this year."""
    indicator, region, today = _indicator(code), request.post.region, clock.today()
    goal = goals.goals(region, today)[code]
    form = TargetForm(
        request.POST or None, initial={"value": f"{goal.value:g}"} if goal.is_set else None
    )
    unit = _("不超过多少项") if indicator.show is Show.MISSING else _("至少百分之几")
    back = reverse("indicators:detail", args=[code])
    return form_page(
        request,
        form,
        lambda data: goals.set_target(indicator, region, today.year, data["value"]),
        title=_("%(year)d年目标：%(name)s") % {"year": today.year, "name": indicator.name},
        intro=f"{indicator.meaning}。{unit}。",
        button=_("保存目标"),
        to=back,
        back=back,
        done=_("目标已保存，本单位和下级都按它显示状态。"),
        crumbs=[*_home(), (str(indicator.name), back)],
    )
