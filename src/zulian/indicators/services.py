"""Measuring: pairs by child division in one statement, failing rows, daily snapshots, targets and trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Max

from zulian.foundation import bulk
from zulian.foundation.audit import record
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet
from zulian.foundation.work import unit_of_work
from zulian.indicators.aggregates import (
    CODE_LENGTH,
    Counts,
    built,
    counted,
    each,
    pairs_of,
    rebuild,
    standing,
    totals,
)
from zulian.indicators.counting import Pairs, code_part, count
from zulian.indicators.models import Built, Snapshot, Tally
from zulian.indicators.registry import Indicator, known
from zulian.indicators.rules import Pair
from zulian.regions.models import Children, Level, Region

POLICY = "indicators/lights"
T = TypeVar("T")
TREND_DAYS = 366
# A small chart shows so many days of them.
SHOWN_DAYS = 24
BATCH = 2000


def by_child(indicator: Indicator, region: Region, day: date) -> list[tuple[Region, Pair]]:
    """The pair of each division one level below `region`; rows of `region` itself come first under its own name."""
    children = Children.of(region)
    found: dict[Region, Pair] = defaultdict(Pair)
    for child, pair in _pairs_below(indicator, region, children, day):
        found[child] += pair
    own = [region] if found.get(region, Pair()).of else []
    return [(child, found[child]) for child in [*own, *children.regions]]


def by_child_remembered(
    indicator: Indicator, region: Region, day: date
) -> list[tuple[Region, Pair]] | None:
    """As `by_child`, as the snapshot of a day gone by tells; None where none was taken of that day or of such small divisions."""
    if region.level >= Level.TOWNSHIP:
        return None
    children = Children.of(region)
    codes = [region.code, *(prefix.ljust(CODE_LENGTH, "0") for prefix in children.moved)]
    rows = Snapshot.objects.filter(day=day, region__in=codes, indicator=indicator.code)
    pairs = {code: Pair(met, of) for code, met, of in rows.values_list("region_id", "met", "of")}
    if region.code not in pairs:
        return None
    found: dict[Region, Pair] = defaultdict(Pair)
    left = pairs.pop(region.code)
    for code, pair in pairs.items():
        found[children.place(code[: children.length])] += pair
        left = Pair(left.met - pair.met, left.of - pair.of)
    own = [(region, left)] if left.of > 0 else []
    return [*own, *((child, found[child]) for child in children.regions)]


def _pairs_below(
    indicator: Indicator, region: Region, children: Children, day: date
) -> Iterable[tuple[Region, Pair]]:
    """Pairs by child: from the kept counts, or counted where none are kept. What is no child's is the region's own."""
    source = source_of(indicator)
    if not built(source, day):
        rows = indicator.rows(day).within(region)
        for prefix, pairs in count(
            [indicator], rows, day, code_part(rows, children.length)
        ).items():
            yield children.place(prefix), pairs[indicator.code]
        return
    own = roots(region)
    below = [prefix.ljust(12, "0") for prefix in children.moved]
    kept = pairs_of(source, [indicator.code], [*own, *below])
    left = Pair()
    for code in own:
        left += kept.get((indicator.code, code), Pair())
    for code in below:
        pair = kept.get((indicator.code, code), Pair())
        left = Pair(left.met - pair.met, left.of - pair.of)
        yield children.place(code[: children.length]), pair
    yield region, left


def roots(region: Region) -> list[str]:
    """The codes whose counts add up to a jurisdiction: its own, and those that were merged into it from elsewhere."""
    return [low for low, _high in region.scope().ranges]


def source_of(indicator: Indicator) -> str:
    """The code under which the counts of an indicator's register are kept."""
    return next(i.code for i in known() if i.rows == indicator.rows)


def overview(region: Region, day: date, indicators: Iterable[Indicator] | None = None) -> Pairs:
    """The pair of every indicator for `region` as a whole: kept counts in one statement, or one for each register."""
    wanted = list(known() if indicators is None else indicators)
    kept = standing(day)
    ready = {i.code for i in wanted if source_of(i) in kept}
    found: Pairs = dict(totals(roots(region), sorted(ready))) if ready else {}
    found |= counted_within(region, day, [i for i in wanted if i.code not in ready])
    return {code: pair for code, pair in found.items() if pair.of}


def counted_within(region: Region, day: date, indicators: Iterable[Indicator]) -> Pairs:
    """The pair of some indicators for `region` as a whole, counted from the rows as of `day`: a statement for each register."""
    found: Pairs = {}
    for rows, sharing in _by_rows(indicators):
        inside = rows(day).within(region)
        for pairs in count(sharing, inside, day, code_part(inside, 1)).values():
            for code, pair in pairs.items():
                found[code] = found.get(code, Pair()) + pair
    return found


def remembered(region: Region, day: date) -> tuple[date | None, Pairs]:
    """The pairs of all indicators for `region` as they stood on `day`: those of the last snapshot until then, and its day.

    A plan of the past is so measured from the snapshot of its last day; that of a year's last day was counted after it
    (`close_year`).
    """
    rows = Snapshot.objects.filter(region=region, day__lte=day)
    last = rows.order_by("-day").values_list("day", flat=True).first()
    if last is None:
        return None, {}
    return last, {row.indicator: Pair(row.met, row.of) for row in rows.filter(day=last) if row.of}


def closing_values(codes: Iterable[str], day: date) -> dict[str, Pairs]:
    """By division what the indicators that begin anew had reached when the last year ended, in one statement.

    To stand beside the new figures in the first months of a year (policy). Later nothing does; it is asked all the same,
    so that a page takes as many statements on any day.
    """
    wanted = [indicator.code for indicator in known() if indicator.begins_anew]
    rows = Snapshot.objects.filter(
        day=date(day.year - 1, 12, 31), region__in=list(codes), indicator__in=wanted
    )
    kept = list(rows.values_list("indicator", "region_id", "met", "of"))
    if day.month > policy(POLICY, day)["beside_until_month"]:
        return {}
    found: dict[str, Pairs] = defaultdict(dict)
    for code, place, met, of in kept:
        if of:
            found[place][code] = Pair(met, of)
    return dict(found)


def overview_below(region: Region, day: date) -> dict[Region, Pairs]:
    """The pair of every indicator in every division one level below `region`: kept counts in one statement.

    Registers without kept counts are counted; what is no child's is left out.
    """
    children, kept = Children.of(region), standing(day)
    below = [prefix.ljust(12, "0") for prefix in children.moved]
    found: dict[Region, Pairs] = {child: {} for child in children.regions}
    ready = {i.code for i in known() if source_of(i) in kept}
    for key, place, pair in each(sorted(ready), below):
        child = children.place(place[: children.length])
        found[child][key] = found[child].get(key, Pair()) + pair
    for division, counts in counted_places(
        children, day, [i for i in known() if i.code not in ready]
    ).items():
        if division in found:
            found[division] |= counts
    return found


def counted_places(
    children: Children, day: date, indicators: Iterable[Indicator]
) -> dict[Region, Pairs]:
    """As `counted_within` for every division one level below; what is no child's is the division's own."""
    found: dict[Region, Pairs] = {child: {} for child in (*children.regions, children.parent)}
    for rows, sharing in _by_rows(indicators):
        inside = rows(day).within(children.parent)
        for prefix, pairs in count(
            sharing, inside, day, code_part(inside, children.length)
        ).items():
            here = found[children.place(prefix)]
            here.update({code: here.get(code, Pair()) + pair for code, pair in pairs.items()})
    return found


def failing(indicator: Indicator, region: Region, day: date) -> ScopedQuerySet[Any]:
    """The rows of `region` that count but do not meet the indicator."""
    return indicator.rows(day).within(region).filter(indicator.of(day)).exclude(indicator.met(day))


def take_snapshots(day: date) -> int:
    """Count everything as of `day` and keep its pairs for every division down to townships; repeated, it only refreshes them.

    Runs under the scope of everything. Returns how many pairs were kept.
    """
    return _keep(day, _snapshots(day, rebuild(day)))


def close_year(today: date) -> int:
    """On the first run of a year: count the last day of the year before, now that it is over. Returns how many pairs were kept.

    Its own snapshot was taken at its beginning. Runs under the scope of everything.
    """
    counted_on = Built.objects.aggregate(last=Max("day"))["last"]
    if counted_on is None or counted_on.year >= today.year:
        return 0
    last_day = date(today.year - 1, 12, 31)
    rows = _snapshots(last_day, counted(last_day, Level.TOWNSHIP))
    fresh = {(row["indicator"], row["region_id"]) for row in rows}
    kept = Snapshot.objects.filter(day=last_day).values_list("indicator", "region_id")
    gone = [
        {"indicator": i, "region_id": r, "day": last_day, "met": 0, "of": 0}
        for i, r in kept
        if (i, r) not in fresh
    ]
    return _keep(last_day, [*rows, *gone])


def _keep(day: date, rows: list[dict[str, Any]]) -> int:
    """Keep the pairs of a day, in place of those that are kept of it."""
    snapshots = [Snapshot(**row) for row in rows]
    with unit_of_work():
        Snapshot.objects.bulk_create(
            snapshots,
            batch_size=BATCH,
            update_conflicts=True,
            update_fields=["met", "of"],
            unique_fields=["indicator", "region", "day"],
        )
        _tell(day, snapshots[:1], len(snapshots))
    return len(snapshots)


def remember(day: date) -> int:
    """Keep the pairs of a day gone by that has no snapshot yet, counted from the rows as they are now.

    The kept counts are left alone. Runs under the scope of everything. Returns how many pairs were kept.
    """
    rows = _snapshots(day, counted(day, Level.TOWNSHIP))
    return _remember(day, rows)


def remember_kept(day: date) -> int:
    """As `remember` for the day as of which everything is counted and kept: nothing is counted again."""
    codes = {indicator.code for indicator in known()}
    kept = Tally.objects.filter(region__level__lte=Level.TOWNSHIP, key__in=codes, of__gt=0)
    names = ("indicator", "region_id", "met", "of", "day")
    pairs = kept.values_list("key", "region_id", "met", "of")
    return _remember(day, [dict(zip(names, (*pair, day), strict=True)) for pair in pairs])


def _remember(day: date, rows: list[dict[str, Any]]) -> int:
    with unit_of_work():
        keys = bulk.insert(Snapshot, rows)
        _tell(
            day,
            [Snapshot(pk=key, **row) for key, row in zip(keys[:1], rows[:1], strict=True)],
            len(keys),
        )
    return len(keys)


def _snapshots(day: date, counts: Mapping[str, Counts]) -> list[dict[str, Any]]:
    """The pairs of indicators, for divisions down to townships, as columns."""
    codes = {indicator.code for indicator in known()}
    regions = set(Region.objects.filter(level__lte=Level.TOWNSHIP).values_list("code", flat=True))
    return [
        {"indicator": key, "region_id": place, "day": day, "met": pair.met, "of": pair.of}
        for pairs in counts.values()
        for (key, place), pair in pairs.items()
        if key in codes and place in regions
    ]


def _tell(day: date, first: Sequence[Snapshot], count: int) -> None:
    for row in first:
        record("indicator.snapshot", row, {"day": day, "count": count})


def lines(
    region: Region, day: date, codes: Sequence[str] | None = None
) -> dict[str, list[tuple[date, Pair]]]:
    """By indicator the snapshots of the year until `day`, oldest first: so many of them that a small chart can show them.

    Of a few indicators (`codes`) they are read in one statement, of all in two.
    """
    rows = Snapshot.objects.filter(
        region=region, day__gt=day - timedelta(days=TREND_DAYS), day__lte=day
    )
    if codes is not None:
        rows = rows.filter(indicator__in=codes)
    else:
        days = rows.order_by("-day").values_list("day", flat=True).distinct()
        rows = rows.filter(day__in=thinned(list(days)))
    found: dict[str, list[tuple[date, Pair]]] = defaultdict(list)
    for code, when, met, of in rows.order_by("-day").values_list("indicator", "day", "met", "of"):
        found[code].append((when, Pair(met, of)))
    return {code: thinned(points)[::-1] for code, points in found.items()}


def thinned(latest_first: Sequence[T]) -> list[T]:
    """So many of a row as a small chart shows, the first among them."""
    step = max(1, len(latest_first) // SHOWN_DAYS)
    return list(latest_first[::step][: SHOWN_DAYS + 1])


def trend(indicator: Indicator, region: Region, day: date) -> list[tuple[date, Pair]]:
    """Snapshots of the year before `day`, oldest first."""
    rows = Snapshot.objects.filter(
        indicator=indicator.code,
        region=region,
        day__gt=day - timedelta(days=TREND_DAYS),
        day__lte=day,
    )
    return [(s.day, Pair(s.met, s.of)) for s in rows.order_by("day")]


def _by_rows(indicators: Iterable[Indicator]) -> Iterable[tuple[Any, list[Indicator]]]:
    """Indicators grouped by the register they count over."""
    groups: dict[Any, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        groups[indicator.rows].append(indicator)
    return groups.items()
