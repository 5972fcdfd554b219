"""What a front shows of an app's measures (value, target, year), looked up in one statement.

The same as `services.overview`, `goals` and `lines` say, which ask for each by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, Value
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext as _

from zulian.foundation.replicas import from_replica
from zulian.indicators import aggregates, goals, services
from zulian.indicators.counting import Pairs
from zulian.indicators.goals import Goal
from zulian.indicators.models import Snapshot, Tally
from zulian.indicators.registry import Indicator
from zulian.indicators.rules import Pair
from zulian.regions.models import Region

BUILT, TALLY, TARGET, LINE = "built", "tally", "target", "line"
# Targets have one decimal, and whole numbers stand in the columns that they share with counts.
TENTHS = 10
# What stands in one row, whatever it tells of: measure, division, day, two numbers, mark.
Row = tuple[str, str, date, int, int, str]


@dataclass(frozen=True)
class AtOnce:
    """Pairs, targets and years of some measures in a division."""

    pairs: Pairs
    goals: dict[str, Goal]
    lines: dict[str, list[tuple[date, Pair]]]


def at_once(region: Region, day: date, indicators: Sequence[Indicator]) -> AtOnce:
    """Look up some measures; those whose counts are not kept as of `day` are counted, a statement for each register."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for kind, *row in _asked(region, day, [one.code for one in indicators]):
        rows[kind].append(tuple(row))
    marks = [(code, when, mark) for code, _place, when, _met, _of, mark in rows[BUILT]]
    kept = aggregates.standing(day, marks)
    ready = {one.code for one in indicators if services.source_of(one) in kept}
    pairs: Pairs = {}
    for code, _place, _day, met, of, _mark in rows[TALLY]:
        if code in ready:
            pairs[code] = pairs.get(code, Pair()) + Pair(met, of)
    rest = [one for one in indicators if one.code not in ready]
    pairs |= services.counted_within(region, day, rest)
    return AtOnce(
        {code: pair for code, pair in pairs.items() if pair.of},
        dict(_goals(indicators, rows[TARGET], day)),
        _lines(rows[LINE]),
    )


def _asked(region: Region, day: date, codes: list[str]) -> list[Any]:
    """All rows, each with its kind."""
    built = _columns(aggregates.near(day), BUILT, "code", None, F("day"), 0, 0, F("fingerprint"))
    kept = Tally.objects.filter(region_id__in=services.roots(region), key__in=codes)
    tallies = _columns(kept, TALLY, "key", "region", day, F("met"), F("of"), "")
    aims = goals.targets(region, day).filter(indicator__in=codes)
    tenths = Cast(Round(F("value") * TENTHS), BigIntegerField())
    targets = _columns(aims, TARGET, "indicator", "region", day, tenths, 0, "")
    year = Snapshot.objects.filter(
        region=region,
        indicator__in=codes,
        day__gt=day - timedelta(days=services.TREND_DAYS),
        day__lte=day,
    )
    lines = _columns(year, LINE, "indicator", "region", F("day"), F("met"), F("of"), "")
    with from_replica():
        return list(built.union(tallies, targets, lines, all=True))


def _columns(
    rows: Any, kind: str, code: str, place: str | None, day: Any, first: Any, second: Any, mark: Any
) -> Any:
    """Rows of one kind in the columns that all share."""
    words, number = CharField(), BigIntegerField()
    return rows.order_by().values_list(
        Cast(Value(kind), words),
        Cast(F(code), words),
        Cast(F(place) if place else Value(""), words),
        Cast(Value(day) if isinstance(day, date) else day, DateField()),
        Cast(Value(first) if isinstance(first, int) else first, number),
        Cast(Value(second) if isinstance(second, int) else second, number),
        Cast(Value(mark) if isinstance(mark, str) else mark, words),
    )


def _goals(
    indicators: Sequence[Indicator], rows: list[Row], day: date
) -> Iterator[tuple[str, Goal]]:
    """The target of each measure: that of the nearest federation, else the usual one."""
    own: dict[str, tuple[str, int]] = {}
    for code, place, _day, tenths, _none, _mark in rows:
        own[code] = max(own.get(code, ("", 0)), (place, tenths))
    for one in indicators:
        if one.code in own:
            yield one.code, goals.own_goal(own[one.code][1] / TENTHS, _("已设定"), day)
        else:
            yield one.code, goals.usual_goal(one, day)


def _lines(rows: list[Row]) -> dict[str, list[tuple[date, Pair]]]:
    """The years of measures, thinned as small charts show them."""
    found: dict[str, list[tuple[date, Pair]]] = defaultdict(list)
    for code, _place, when, met, of, _mark in sorted(rows, key=lambda row: row[2], reverse=True):
        found[code].append((when, Pair(met, of)))
    return {code: services.thinned(points)[::-1] for code, points in found.items()}
