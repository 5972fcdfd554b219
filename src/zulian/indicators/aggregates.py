"""Counts kept current (汇总): every indicator's pair and every aggregate, for each division, as of one day.

The day's work counts all rows once; from then on each write adds what it changed, in its own transaction. Pages read
these rows and never the registers. `zulian counts verify` compares both.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import transaction
from django.db.models import Count, F, Model, QuerySet

from zulian.foundation import bulk, clock
from zulian.foundation.fields import begins
from zulian.foundation.recall import recall
from zulian.foundation.registry import Registry
from zulian.foundation.replicas import from_replica
from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, home_field, prefix_length, scope
from zulian.foundation.work import COUNTS, current_work
from zulian.indicators.counting import code_part, count, statement
from zulian.indicators.locks import alone
from zulian.indicators.models import Built, Tally
from zulian.indicators.registry import Bearing, Indicator, known
from zulian.indicators.rules import Pair
from zulian.regions.models import Level, ancestors

Counts = dict[tuple[str, str], Pair]
NONE = Pair()
CODE_LENGTH = 12
# So many definitions are remembered: those of all sources on some days.
FINGERPRINTS = 2000


@dataclass(frozen=True)
class Aggregate:
    """Rows of a register counted by some headings, down to divisions of a level.

    rows(day): the rows, scoped. heads(day): heading → expression. touched: other models whose changes bear on the rows.
    """

    code: str
    rows: Callable[[date], ScopedQuerySet[Any]]
    heads: Callable[[date], dict[str, Any]]
    depth: Level = Level.COUNTY
    touched: Mapping[type[Model], Bearing] = field(default_factory=dict, hash=False)

    def key(self, values: Sequence[Any]) -> str:
        """The key of one combination of headings."""
        return "|".join([self.code, *map(str, values)])

    def count(self, rows: QuerySet[Any], day: date) -> Counts:
        """Pairs by (key, division) of some rows."""
        names = [f"head_{n}" for n in range(len(self.heads(day)))]
        return {
            (self.key([row[n] for n in names]), row["place"]): Pair(0, row["n"])
            for row in self.statement(rows, day)
        }

    def statement(self, rows: QuerySet[Any], day: date) -> Any:
        """The query by which it counts."""
        named = {f"head_{n}": head for n, head in enumerate(self.heads(day).values())}
        grouped = (
            rows.order_by()
            .annotate(place=F(home_field(rows.model)), **named)
            .values("place", *named)
        )
        return grouped.annotate(n=Count("pk"))


class Group:
    """Indicators over the same rows, counted in one statement."""

    depth = Level.VILLAGE

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self.indicators, self.rows = indicators, indicators[0].rows
        self.code = indicators[0].code
        self.touched = {model: bearing for i in indicators for model, bearing in i.touched.items()}

    def count(self, rows: QuerySet[Any], day: date) -> Counts:
        """Pairs by (indicator, division) of some rows."""
        return self._by(rows, day, F(home_field(rows.model)))

    def statement(self, rows: QuerySet[Any], day: date) -> Any:
        """The query by which it counts."""
        return statement(self.indicators, rows, day, F(home_field(rows.model)))

    def count_to(self, level: Level, day: date) -> Counts:
        """Pairs by (indicator, division) of all rows, those of divisions below a level counted for the one they lie in."""
        rows = self.rows(day)
        pairs = self._by(rows, day, code_part(rows, level))
        return {
            (code, prefix.ljust(CODE_LENGTH, "0")): pair for (code, prefix), pair in pairs.items()
        }

    def _by(self, rows: Any, day: date, place: Any) -> Counts:
        found = count(self.indicators, rows, day, place)
        return {
            (code, place): pair
            for place, pairs in found.items()
            for code, pair in pairs.items()
            if pair.of
        }


Source = Aggregate | Group


_aggregates: Registry[Aggregate] = Registry("aggregates", key=lambda aggregate: aggregate.code)


def register_aggregate(aggregate: Aggregate) -> Aggregate:
    """Add an aggregate; raises ImproperlyConfigured where a code stands twice, and once all are kept (`keep_all`)."""
    return _aggregates.add(aggregate)


def sources() -> list[Source]:
    """Everything that is counted."""
    groups: dict[Any, list[Indicator]] = defaultdict(list)
    for indicator in known():
        groups[indicator.rows].append(indicator)
    return [*(Group(sharing) for sharing in groups.values()), *_aggregates]


def standing(day: date, marks: Iterable[tuple[str, date, str]] | None = None) -> set[str]:
    """The sources whose counts stand for `day`; those of the day before do until the day's work is done.

    `marks` are the rows of `near` (code, day, fingerprint), where they were looked up already.
    """
    return recall(
        ("standing", day),
        lambda: set(_valid(near(day)) if marks is None else _valid_of(marks)),
    )


def near(day: date) -> QuerySet[Built]:
    """What says which counts may stand for `day`."""
    return Built.objects.filter(day__in=[day, day - timedelta(days=1)])


def built_on(code: str, day: date) -> bool:
    """Whether the counts of a source stand for exactly this day."""
    return code in _valid(Built.objects.filter(code=code, day=day))


def _valid(rows: QuerySet[Built]) -> dict[str, date]:
    """The day of each source whose counts are of its present definition."""
    return _valid_of(rows.values_list("code", "day", "fingerprint"))


def _valid_of(kept: Iterable[tuple[str, date, str]]) -> dict[str, date]:
    """As `_valid`, of codes, days and fingerprints: after a change of what is counted it is counted anew."""
    return {code: day for code, day, mark in kept if mark == fingerprint(code, day)}


@lru_cache(maxsize=FINGERPRINTS)
def fingerprint(code: str, day: date) -> str:
    """What a source counts as of `day`, in short: it changes with every condition and every figure of a policy in them.

    Made from the statement that counts, which is not asked, or from the versions that its indicators state; "" for a source
    that there is no more.
    """
    source = next((source for source in sources() if source.code == code), None)
    if source is None:
        return ""
    if isinstance(source, Group) and any(indicator.version for indicator in source.indicators):
        return _digest(
            *(f"{indicator.code} {indicator.version}" for indicator in source.indicators)
        )
    with scope(EVERYTHING):
        try:
            sql, values = source.statement(source.rows(day), day).query.sql_with_params()
        except EmptyResultSet:
            sql, values = "", ()
    # What is asked for as one of a set comes in whatever order.
    return _digest(code, sql, *sorted(map(repr, values)))


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def built(code: str, day: date) -> bool:
    """Whether the counts of a source stand for `day`."""
    return code in standing(day)


# Rebuilding and verifying


def rebuild(day: date, wanted: Iterable[Source] | None = None) -> dict[str, Counts]:
    """Count everything anew as of `day` and keep it, unless what is kept is of a later day. Returns what was counted.

    Runs under the scope of everything; writers wait for one source at a time.
    """
    found = {}
    if work := current_work():
        # What this unit changed is in the rows that are counted now, and must not be added to them again.
        work.left[COUNTS].clear()
        work.known.clear()
    for source in sources() if wanted is None else wanted:
        with transaction.atomic(savepoint=False), alone():
            counts = found[source.code] = _spread(source.count(source.rows(day), day), source.depth)
            built_before = Built.objects.filter(code=source.code).first()
            if (
                built_before
                and built_before.day > day
                and _valid(Built.objects.filter(code=source.code))
            ):
                continue
            # Counts may be there without a day: a change of what counts leaves none standing.
            Tally.objects.filter(source=source.code)._raw_delete("default")
            _write_all(source, counts)
            state = built_before or Built(code=source.code)
            state.day, state.at, state.fingerprint = day, clock.now(), fingerprint(source.code, day)
            state.save(force_insert=built_before is None)
    return found


def counted(day: date, level: Level) -> dict[str, Counts]:
    """What every indicator counts as of `day`, down to a level, by its register's code; nothing is kept.

    Runs under the scope of everything.
    """
    groups = [source for source in sources() if isinstance(source, Group)]
    return {group.code: _spread(group.count_to(level, day), level) for group in groups}


def _write_all(source: Source, counts: Counts) -> None:
    keys = list(counts)
    columns: dict[str, list[Any]] = {
        "source": [source.code] * len(keys),
        "key": [k for k, _p in keys],
        "region_id": [p for _k, p in keys],
        "met": [counts[k].met for k in keys],
        "of": [counts[k].of for k in keys],
    }
    bulk.insert_columns(Tally, columns, len(keys))


def verify() -> list[str]:
    """What differs between the counts and the rows, one line each; empty when all agree."""
    faults = []
    with scope(EVERYTHING), transaction.atomic():
        for source in sources():
            state = Built.objects.filter(code=source.code).first()
            if state is None or state.fingerprint != fingerprint(source.code, state.day):
                continue
            fresh = _spread(source.count(source.rows(state.day), state.day), source.depth)
            kept = {
                (t.key, t.region_id): Pair(t.met, t.of)
                for t in Tally.objects.filter(source=source.code).iterator(2000)
                if t.met or t.of
            }
            for place in sorted(fresh.keys() | kept.keys()):
                if fresh.get(place, Pair()) != kept.get(place, Pair()):
                    faults.append(
                        f"{place[0]} {place[1]}: {kept.get(place, Pair())} instead of {fresh.get(place, Pair())}"
                    )
    return faults


def _spread(counts: Counts, depth: Level) -> Counts:
    """Pairs by division added up the tree, down to `depth`."""
    met: dict[tuple[str, str], int] = defaultdict(int)
    of: dict[tuple[str, str], int] = defaultdict(int)
    for (key, place), pair in counts.items():
        for code in (place, *ancestors(place)):
            if prefix_length(code) <= depth:
                met[key, code] += pair.met
                of[key, code] += pair.of
    return {where: Pair(met[where], of[where]) for where in of}


# Kept current by writes


def each(keys: Sequence[str], codes: Sequence[str]) -> Iterator[tuple[str, str, Pair]]:
    """Key, division and pair of some keys, whatever their source, in some divisions."""
    with from_replica():
        rows = Tally.objects.filter(region_id__in=codes, key__in=keys)
        found = list(rows.values_list("key", "region_id", "met", "of"))
    for key, place, met, of in found:
        yield key, place, Pair(met, of)


def totals(region_codes: Sequence[str], keys: Sequence[str]) -> dict[str, Pair]:
    """The kept pairs of some keys, whatever their source, added up over some divisions."""
    found: dict[str, Pair] = defaultdict(Pair)
    for key, _place, pair in each(keys, region_codes):
        found[key] += pair
    return found


def pairs_of(source: str, keys: Sequence[str], codes: Sequence[str]) -> dict[tuple[str, str], Pair]:
    """The kept pairs of some keys of an indicator's or an aggregate's, all of the aggregate's without keys, in some divisions."""
    rows = Tally.objects.filter(region_id__in=codes)
    rows = rows.filter(key__in=keys) if keys else rows.filter(begins("key", f"{source}|"))
    with from_replica():
        found = list(rows.values_list("key", "region_id", "met", "of"))
    return {(key, place): Pair(met, of) for key, place, met, of in found}
