"""The measures of an app on its first page: value, light and year of each, the worst first; and as bars of what is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation import clock
from zulian.foundation.fronts import register_front
from zulian.foundation.pictures import Line, Look, Part, Picture
from zulian.foundation.recall import recall
from zulian.indicators.at_once import AtOnce, at_once
from zulian.indicators.registry import known
from zulian.indicators.rules import Light, Pair, value
from zulian.indicators.sections import app_of
from zulian.indicators.small_charts import sparkline
from zulian.indicators.tables import Reading
from zulian.regions.models import Region

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# A row of a wide screen holds so many; the others stand on the page of all measures.
MOST = 4
PRESSING = (Light.RED, Light.YELLOW, Light.GREEN, Light.NONE)
REACHED = (Part(_("已达到"), Look.FULL), Part(_("未达到"), Look.EMPTY))


@register_front
def measures(app: str, post: Any) -> SafeString:
    """The measures of an app in the division of a post; nothing for who reads none, or where there is nothing to measure."""
    if not post.may("indicator.read"):
        return SafeString()
    region, looked_up = post.region, looked_up_of(app, post.region)
    measured = sorted(
        (one for one in _readings(app, region, looked_up) if one.pair.of),
        key=lambda one: PRESSING.index(one.light),
    )
    if not measured:
        return SafeString()
    shown = [(one, sparkline(_points(one, looked_up))) for one in measured[:MOST]]
    context = {"shown": shown, "rest": len(measured) - len(shown), "region": region}
    return SafeString(render_to_string("indicators/front.html", context))


def looked_up_of(app: str, region: Region) -> AtOnce:
    """The measures of an app in a division, looked up once for a page."""
    day = clock.today()
    indicators = [indicator for indicator in known() if app_of(indicator.code) == app]
    if not indicators:
        return AtOnce({}, {}, {})
    return recall(("front", app, region.pk, day), lambda: at_once(region, day, indicators))


def reached(
    post: Any, title: StrOrPromise, named: Sequence[tuple[str, StrOrPromise]]
) -> list[Picture]:
    """A picture of how much of some measures of one app is reached, each by its code and words; none for who reads no measures."""
    if not post.may("indicator.read"):
        return []
    app = app_of(named[0][0])
    readings = {
        one.indicator.code: one
        for one in _readings(app, post.region, looked_up_of(app, post.region))
    }
    lines = [
        Line(label, (one.pair.met, one.pair.missing), one.failing_url)
        for code, label in named
        if (one := readings[code]).pair.of
    ]
    return [Picture(title, REACHED, lines, is_share=True)] if lines else []


def _readings(app: str, region: Region, looked_up: AtOnce) -> list[Reading]:
    return [
        Reading(one, region, looked_up.pairs.get(one.code, Pair()), looked_up.goals[one.code])
        for one in known()
        if app_of(one.code) == app
    ]


def _points(reading: Reading, looked_up: AtOnce) -> list[Any]:
    """The days and values of a measure's year."""
    show = reading.indicator.show
    return [
        (day, number)
        for day, pair in looked_up.lines.get(reading.indicator.code, [])
        if (number := value(pair, show)) is not None
    ]
