"""Counting the cells of a table from the registers, as of its cut-off day: kept snapshots where there are some, else the rows.

A snapshot keeps the whole pair of an indicator in a division; what is narrowed to a category and what is counted over a period is
counted from the rows as they stand now, and the table says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Field, Model, Q, Sum

from zulian.foundation.scopes import EVERYTHING, home_field, scope
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import Countable, Indicator, countable, named
from zulian.indicators.services import by_child_remembered
from zulian.regions.models import Level, Region
from zulian.statistics.rules import Place, Source

MET, OF = "met", "of"
LEVEL = "level"
LEVELS = {level.name.lower(): level for level in Level}
# Columns of choices that say how far a row has come, and not what kind it is.
STEPS = frozenset({"state", "status"})


@dataclass(frozen=True)
class Amount:
    """What a cell was counted as, and whether a snapshot of the day says so."""

    number: Decimal
    is_snapshot: bool = False


@dataclass(frozen=True)
class Period:
    """From which day to which a table counts; the last one is its cut-off."""

    since: date
    until: date


def measure_of(source: Source) -> Indicator | Countable | None:
    """The measure of a cell; None where the registry has none of its code."""
    return named(source.measure) or countable(source.measure)


def part_words(measure: Indicator | Countable, part: str) -> str:
    """What a part of a measure counts, in words: an indicator's meaning is 分子 ÷ 分母, a countable's is one."""
    met, _sign, of = str(measure.meaning).partition(" ÷ ")
    return (of if part == OF and of else met).strip()


def categories(measure: Indicator | Countable, day: date) -> dict[str, dict[str, str]]:
    """By which categories a measure can be narrowed: the choices of its rows, and the level of their division."""
    with scope(EVERYTHING):
        model = measure.rows(day).model
    found = {LEVEL: {key: str(level.label) for key, level in LEVELS.items()}}
    for column in model._meta.concrete_fields:
        if column.choices and column.name not in STEPS:
            found[column.name] = _choices(column)
    return found


def _choices(column: Field[Any, Any]) -> dict[str, str]:
    words = {str(value): str(label) for value, label in column.flatchoices}
    return words | {"": ""} if column.blank else words


def counted(
    region: Region, period: Period, sources: Mapping[Place, Source], *, is_own: bool = False
) -> dict[Place, Amount]:
    """The cells that measures fill, for a division with all below it, or for its own rows alone; one statement for each register.

    Cells whose measure is not there any more are left out.
    """
    found = _remembered(region, period.until, sources, is_own=is_own)
    left = {place: source for place, source in sources.items() if place not in found}
    for rows, cells in _by_rows(left).items():
        inside = rows(period.until).within(region)
        if is_own:
            inside = inside.filter(**{home_field(inside.model): region.code})
        columns = {
            f"n_{n}": _amount(measure, source, period, inside.model)
            for n, (_place, source, measure) in enumerate(cells)
        }
        told = inside.order_by().aggregate(**columns)
        found |= {
            place: Amount(Decimal(told[f"n_{n}"] or 0))
            for n, (place, _source, _measure) in enumerate(cells)
        }
    return found


def _remembered(
    region: Region, day: date, sources: Mapping[Place, Source], *, is_own: bool
) -> dict[Place, Amount]:
    """What the snapshot of a day says: whole pairs of indicators."""
    wanted = {
        place: (source, indicator)
        for place, source in sources.items()
        if not source.where and (indicator := named(source.measure)) is not None
    }
    pairs = (_own_pairs if is_own else _pairs)(region, day, [i for _s, i in wanted.values()])
    return {
        place: Amount(Decimal(pairs[indicator.code][source.part == MET]), is_snapshot=True)
        for place, (source, indicator) in wanted.items()
        if indicator.code in pairs
    }


def _pairs(
    region: Region, day: date, indicators: Iterable[Indicator]
) -> dict[str, tuple[int, int]]:
    """Of and met by indicator as the snapshot of a day holds them; a snapshot keeps no pair of nothing."""
    kept = Snapshot.objects.filter(region=region, day=day)
    pairs = {code: (of, met) for code, met, of in kept.values_list("indicator", "met", "of")}
    return {i.code: pairs.get(i.code, (0, 0)) for i in indicators} if pairs else {}


def _own_pairs(
    region: Region, day: date, indicators: Iterable[Indicator]
) -> dict[str, tuple[int, int]]:
    """The same of the division's own rows: what is left of it without the divisions below."""
    found = {}
    for indicator in {i.code: i for i in indicators}.values():
        pairs = by_child_remembered(indicator, region, day)
        if pairs is not None:
            own = [pair for division, pair in pairs if division == region]
            found[indicator.code] = (own[0].of, own[0].met) if own else (0, 0)
    return found


def _by_rows(
    sources: Mapping[Place, Source],
) -> dict[Any, list[tuple[Place, Source, Indicator | Countable]]]:
    groups: dict[Any, list[tuple[Place, Source, Indicator | Countable]]] = defaultdict(list)
    for place, source in sources.items():
        measure = measure_of(source)
        if measure is not None:
            groups[measure.rows].append((place, source, measure))
    return groups


def _amount(
    measure: Indicator | Countable, source: Source, period: Period, model: type[Model]
) -> Any:
    """What a cell asks of the rows of its register."""
    which = narrowed(source, model)
    if isinstance(measure, Countable):
        which &= measure.within(period.since, period.until)
        if measure.total is not None:
            return Sum(measure.total, filter=which, default=0)
        return Count("pk", filter=which)
    which &= measure.of(period.until)
    if source.part == MET:
        which &= measure.met(period.until)
    return Count("pk", filter=which) if which else Count("pk")


def narrowed(source: Source, model: type[Model]) -> Q:
    """The condition that narrows a measure to the categories of a cell."""
    which = Q()
    for name, value in source.where:
        if name == LEVEL:
            path = f"{home_field(model).removesuffix('_id')}__level"
            which &= Q(**{path: LEVELS[value]})
        else:
            which &= Q(**{name: value})
    return which
