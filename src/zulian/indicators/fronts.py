"""The measures of an app on its first page: value, light and year of each, the worst first."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zulian.foundation import clock
from zulian.foundation.fronts import register_front
from zulian.indicators import services
from zulian.indicators.registry import known
from zulian.indicators.rules import Light, Pair, value
from zulian.indicators.sections import app_of
from zulian.indicators.small_charts import sparkline
from zulian.indicators.tables import Reading

# A row of a wide screen holds so many; the others stand on the page of all measures.
MOST = 4
PRESSING = (Light.RED, Light.YELLOW, Light.GREEN, Light.NONE)


@register_front
def measures(app: str, post: Any) -> SafeString:
    """The measures of an app in the division of a post; nothing for who reads none, or where there is nothing to measure."""
    indicators = [indicator for indicator in known() if app_of(indicator.code) == app]
    if not indicators or not post.may("indicator.read"):
        return SafeString()
    region, today = post.region, clock.today()
    pairs = services.overview(region, today, indicators)
    goals = services.goals(region, today)
    readings = [
        Reading(one, region, pairs.get(one.code, Pair()), goals[one.code]) for one in indicators
    ]
    measured = sorted(
        (reading for reading in readings if reading.pair.of),
        key=lambda reading: PRESSING.index(reading.light),
    )
    if not measured:
        return SafeString()
    lines = services.lines(region, today, [one.indicator.code for one in measured[:MOST]])
    shown = [(reading, sparkline(_points(reading, lines))) for reading in measured[:MOST]]
    context = {"shown": shown, "rest": len(measured) - len(shown), "region": region}
    return SafeString(render_to_string("indicators/front.html", context))


def _points(reading: Reading, lines: Any) -> list[Any]:
    """The days and values of a measure's year."""
    show = reading.indicator.show
    return [
        (day, number)
        for day, pair in lines.get(reading.indicator.code, [])
        if (number := value(pair, show)) is not None
    ]
