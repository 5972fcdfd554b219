"""How far the targets of a plan are: what registers count and reports say, credited to the units that carry the task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Length

from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet, home_field
from zulian.indicators.counting import code_part, count_in
from zulian.indicators.registry import Countable, Indicator, countable
from zulian.plans.measures import end_of
from zulian.plans.models import (
    Assignment,
    Circular,
    Report,
    ReportFigure,
    Result,
    State,
    TaskTarget,
)
from zulian.plans.targets import Progress, Window, progress, windows
from zulian.regions.models import Region, ancestors

POLICY = "plans/supervision"
ZERO = Decimal(0)
# What was counted, by target and unit, in each of the target's times.
Counts = dict[tuple[int, str], list[Decimal]]


@dataclass(frozen=True)
class Carried:
    """A target with the units that carry its task inside a jurisdiction, and how far each is."""

    target: TaskTarget
    by_unit: Mapping[str, Progress]
    # What all of the jurisdiction reached together, whoever carries it.
    together: Progress | None = None


# What such a report says is not counted.
NOT_STANDING = (Report.Outcome.RETURNED, Report.Outcome.FAULTED)


def result_key(target: TaskTarget) -> str:
    """Under which key a closed plan keeps what a target had reached."""
    return f"target:{target.pk}"


def own_key(target: TaskTarget) -> str:
    """Under which key it keeps what a unit reached itself, where others below it carry the task too."""
    return f"{result_key(target)}:own"


def counted_targets(circular: Circular) -> list[TaskTarget]:
    """The numbers that a plan asks for, in its order; shares that an indicator measures are read with the indicators."""
    rows = (
        TaskTarget.objects.filter(task__circular=circular)
        .select_related("task")
        .order_by("task__order", "order")
    )
    return [target for target in rows if not target.is_rate]


def times_of(target: TaskTarget, circular: Circular) -> list[Window]:
    """The times within which a target is to be reached: its spans, or from the plan's first day to its own deadline."""
    end = circular.ends_on
    if not target.span and target.task.due and not target.task.rhythm:
        end = min(max(target.task.due, circular.starts_on), end)
    return windows(target.span, circular.starts_on, end)


def amounts(
    circular: Circular, region: Region, day: date, targets: Sequence[TaskTarget] | None = None
) -> list[Carried]:
    """How far each target is inside `region` as of `day`: one statement for each register, one for all reports.

    A closed plan gives what was frozen, as of its last day; of days before the rows are counted by their own dates.
    """
    asked = counted_targets(circular) if targets is None else list(targets)
    if not asked:
        return []
    units = _units(asked, circular, region, day)
    times = {target.pk: times_of(target, circular) for target in asked}
    is_frozen = circular.is_closed and day >= circular.ends_on
    if is_frozen:
        counts = _frozen(asked, circular, region)
        times = {
            pk: [Window("", all_of[0].since, all_of[-1].until)] for pk, all_of in times.items()
        }
    else:
        credit = _Credit(units)
        counts = _counted(asked, times, region, day, credit) | _reported(
            asked, times, circular, region, day, credit
        )
    slack = int(policy(POLICY, day, circular.region_id)["pace_slack"])
    numbers = {
        t.pk: t.number * len(times_of(t, circular)) if is_frozen else t.number for t in asked
    }
    return [
        _carried(
            t, circular, region, units[t.task_id], counts, times[t.pk], day, numbers[t.pk], slack
        )
        for t in asked
    ]


def _carried(
    target: TaskTarget,
    circular: Circular,
    region: Region,
    units: Iterable[str],
    counts: Counts,
    times: list[Window],
    day: date,
    number: Decimal,
    slack: int,
) -> Carried:
    nothing = [ZERO] * len(times)
    mine = {code: counts.get((target.pk, code), nothing) for code in units}
    if target.is_each:
        return Carried(
            target,
            {code: progress(number, found, times, day, slack) for code, found in mine.items()},
        )
    if region.code != circular.region_id:
        # A part of a number that all reach together has no measure of its own.
        return Carried(target, {}, None)
    shares = [column for (pk, _code), column in counts.items() if pk == target.pk]
    summed = [sum(column, ZERO) for column in zip(*shares, strict=True)] if shares else nothing
    return Carried(target, {}, progress(number, summed, times, day, slack))


@dataclass(frozen=True)
class Listed:
    """The rows behind a target's number in a division, each with the amount it brings (`amount`), and their sum."""

    rows: QuerySet[Any]
    total: Decimal
    # What the number shows, and what of it was asked for; less than the sum where one time has more than it asks.
    reached: Decimal | None
    needed: Decimal | None


def rows_of(target: TaskTarget, region: Region, day: date) -> Listed:
    """The rows that a target counts inside `region` as of `day`: those credited to units that carry its task there.

    Rows of the register that counts it, or figures of standing reports where none does. A closed plan's number was frozen;
    its rows are what the registers say of the last day now.
    """
    circular = target.task.circular
    (carried,) = amounts(circular, region, day, [target])
    units = _units([target], circular, region, day)
    times = times_of(target, circular)
    measure = countable(target.measure)
    rows: QuerySet[Any]
    if measure is None:
        said = _standing_figures([target.pk], circular, region, day)
        # What those say to whom a unit handed it down is the unit's.
        rows = _credited(target, said, _Credit(units)) if target.is_each else said
        rows = rows.annotate(amount=F("number"))
    else:
        inside = measure.rows(day).within(region)
        in_time = [
            measure.within(time.since, min(time.until, day)) for time in times if time.since <= day
        ]
        inside = inside.filter(reduce(or_, in_time)) if in_time else inside.none()
        rows = _credited(target, inside, _Credit(units)) if target.is_each else inside
        rows = rows.annotate(amount=F(measure.total) if measure.total else Value(1))
    total = Decimal(rows.order_by().aggregate(n=Sum("amount"))["n"] or 0)
    progresses = (
        list(carried.by_unit.values()) if target.is_each else [p for p in [carried.together] if p]
    )
    if not progresses:
        return Listed(rows, total, None, None)
    reached = sum((p.reached for p in progresses), ZERO)
    needed = sum((p.needed for p in progresses), ZERO)
    if target.kind != TaskTarget.Kind.SHARE:
        return Listed(rows, total, reached, needed)
    # Shares that reports say are told as their mean.
    total, reached, needed = (
        mean_of(number, len(progresses)) for number in (total, reached, needed)
    )
    return Listed(rows, total, reached, needed)


def mean_of(number: Decimal, count: int) -> Decimal:
    """What was added up over some units, for one of them."""
    return (number / count).quantize(Decimal("0.1"))


def counted_between(
    target: TaskTarget, region: Region, since: date, until: date, *, is_own: bool = False
) -> Decimal | None:
    """What a register counted for a target inside a division from one day to another; None where no register knows.

    `is_own`: without what is credited to units below that carry the task themselves.
    """
    measure = countable(target.measure)
    if measure is None:
        return None
    inside = measure.rows(until).within(region)
    inside = own_rows(target, inside, region, until) if is_own else inside
    counted = count_in([(measure, since, until)], inside, code_part(inside, 1))
    return sum((numbers[0] for numbers in counted.values()), ZERO)


def own_alone_of(listed: Listed, target: TaskTarget, region: Region, day: date) -> Listed:
    """Of the rows behind a number those that are credited to the division's own organisation, with their sum."""
    rows = own_rows(target, listed.rows, region, day)  # type: ignore[arg-type]
    total = Decimal(rows.order_by().aggregate(n=Sum("amount"))["n"] or 0)
    return Listed(rows, total, None, None)


def own_rows(
    target: TaskTarget, rows: ScopedQuerySet[Any], region: Region, day: date
) -> ScopedQuerySet[Any]:
    """Of some rows within a division those that are credited to its own organisation."""
    credit = _Credit(_units([target], target.task.circular, region, day))
    home = home_field(rows.model)
    places = rows.order_by().values_list(home, flat=True).distinct()
    others = [code for code in places if credit.unit(target.task_id, code) != region.code]
    return rows.exclude(**{f"{home}__in": others}) if others else rows


def _credited(
    target: TaskTarget, rows: ScopedQuerySet[Any], credit: _Credit
) -> ScopedQuerySet[Any]:
    """Of some rows those that lie at or below a unit that carries the task."""
    home = home_field(rows.model)
    places = rows.order_by().values_list(home, flat=True).distinct()
    nobodys = [code for code in places if credit.unit(target.task_id, code) is None]
    return rows.exclude(**{f"{home}__in": nobodys}) if nobodys else rows


def _units(
    targets: Sequence[TaskTarget], circular: Circular, region: Region, day: date
) -> dict[int, set[str]]:
    """The units inside a jurisdiction to which the circular had given each task by a day.

    Those to which one of them broke it down are parts of it: what they reach is its own, and nothing is asked twice.
    """
    tasks = {target.task_id for target in targets}
    whole = Q(parent=None) | Q(parent__state=State.DROPPED)
    rows = (
        Assignment.objects.filter(whole, circular=circular, task__in=tasks)
        .within(region)
        .counted()
        .given_by(day)
    )
    found: dict[int, set[str]] = {task: set() for task in tasks}
    for task, code in rows.order_by().values_list("task_id", "region_id").distinct():
        found[task].add(code)
    return found


class _Credit:
    """To which carrying unit a row of a division is credited: the nearest at or above it, where its place went to."""

    def __init__(self, units: Mapping[int, set[str]]) -> None:
        self.units = units
        gone = Region.objects.exclude(successor=None).order_by()
        self.moved: dict[str, str] = dict(gone.values_list("code", "successor_id"))
        self.known: dict[tuple[int, str], str | None] = {}

    def unit(self, task: int, code: str) -> str | None:
        """The unit, None where nobody above carries the task."""
        key = (task, code)
        if key not in self.known:
            self.known[key] = next((c for c in self._lineage(code) if c in self.units[task]), None)
        return self.known[key]

    def _lineage(self, code: str) -> Iterator[str]:
        for place in (code, *ancestors(code)):
            yield place
            if place in self.moved:
                yield from self._lineage(self.moved[place])
                return


def _counted(
    targets: Sequence[TaskTarget],
    times: Mapping[int, list[Window]],
    region: Region,
    day: date,
    credit: _Credit,
) -> Counts:
    by_rows: dict[Any, list[tuple[TaskTarget, Countable]]] = defaultdict(list)
    for target in targets:
        if measure := countable(target.measure):
            by_rows[measure.rows].append((target, measure))
    found: Counts = {}
    for rows, sharing in by_rows.items():
        inside = rows(day).within(region)
        asked = [
            (measure, time.since, min(time.until, day))
            for t, measure in sharing
            for time in times[t.pk]
        ]
        for code, numbers in count_in(asked, inside, F(home_field(inside.model))).items():
            left = iter(numbers)
            for target, _measure in sharing:
                column = [next(left) for _time in times[target.pk]]
                unit = credit.unit(target.task_id, code)
                if unit or not target.is_each:
                    _add(found, target, unit or region.code, column)
    return found


def _add(found: Counts, target: TaskTarget, unit: str, column: list[Decimal]) -> None:
    have = found.get((target.pk, unit), [ZERO] * len(column))
    found[target.pk, unit] = [a + b for a, b in zip(have, column, strict=True)]


def _reported(
    targets: Sequence[TaskTarget],
    times: Mapping[int, list[Window]],
    circular: Circular,
    region: Region,
    day: date,
    credit: _Credit,
) -> Counts:
    """What standing reports say of targets that no register knows, in the time for which they were due, however late they came.

    A task that was broken down is reported by those below alone. Numbers add up; of shares the mean is taken.
    """
    asked = {target.pk: target for target in targets if not target.measure}
    if not asked:
        return {}
    standing = _standing_figures(asked, circular, region, day)
    grouped = standing.order_by().values_list("target_id", "region_id", "report__assignment__due")
    found: Counts = {}
    reports: Counts = {}
    for pk, code, due, number, count in grouped.annotate(n=Sum("number"), k=Count("pk")):
        target, size = asked[pk], len(times[pk])
        own = next((n for n, time in enumerate(times[pk]) if due <= time.until), size - 1)
        unit = (credit.unit(target.task_id, code) or region.code) if target.is_each else region.code
        _add(found, target, unit, [number if n == own else ZERO for n in range(size)])
        _add(reports, target, unit, [Decimal(count) if n == own else ZERO for n in range(size)])
    shares = {key for key in found if asked[key[0]].kind == TaskTarget.Kind.SHARE}
    means = {
        key: [n / (k or 1) for n, k in zip(found[key], reports[key], strict=True)] for key in shares
    }
    return found | means


def frozen_keys(
    circular: Circular, region: Region, indicator: Indicator, *, is_own: bool = False
) -> tuple[list[Any], list[Any]]:
    """The keys of the rows that failed an indicator and that met it when a plan was closed, in a division with all below it.

    `is_own`: in the division itself alone.
    """
    plan = circular.amends_id or circular.pk
    results = Result.objects.under(region.code).filter(circular=plan, key=indicator.code)
    results = results.filter(region=region) if is_own else results
    kept = list(results.values_list("missed", "reached"))
    return [key for missed, _reached in kept for key in missed], [
        key for _missed, reached in kept for key in reached
    ]


def _standing_figures(
    targets: Iterable[int], circular: Circular, region: Region, day: date
) -> ScopedQuerySet[ReportFigure]:
    """Figures of reports that had not been sent back or found untrue, for some targets of a plan; of a task broken down those of its parts alone.

    As of the plan's last day those count as well that came late, before it was closed.
    """
    said = ReportFigure.objects.within(region).filter(target__in=list(targets))
    if day < circular.ends_on:
        said = said.filter(report__at__lt=end_of(day))
    parts = Assignment.objects.filter(parent=OuterRef("report__assignment")).counted().given_by(day)
    return said.exclude(report__outcome__in=NOT_STANDING).exclude(Exists(parts))


def _frozen(targets: Sequence[TaskTarget], circular: Circular, region: Region) -> Counts:
    keys = {result_key(target): target.pk for target in targets}
    keys |= {own_key(target): target.pk for target in targets}
    # A supplement is closed with its plan.
    plan = circular.amends_id or circular.pk
    rows = Result.objects.within(region).filter(circular=plan, key__in=keys)
    # What a unit reached itself comes after what it reached with those below it, and is what stands.
    ordered = rows.order_by(Length("key")).values_list("key", "region_id", "met")
    return {(keys[key], code): [met] for key, code, met in ordered}
