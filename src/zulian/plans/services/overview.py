"""How a plan's year goes in a division (总览): its clauses, its units, what changed this week, beside last year's same day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from statistics import mean

from django.db.models import Count, Q

from zulian.foundation.dates import end_of
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import Indicator
from zulian.indicators.rules import Light as MeasureLight
from zulian.indicators.rules import Pair
from zulian.plans.cells import cells
from zulian.plans.clauses import carried_over, clause_of_each, counted_clauses
from zulian.plans.models import WAITING, Assignment, Circular, Clause
from zulian.plans.rules import Cell, Light, Score, same_day
from zulian.plans.services import highlights, receiving
from zulian.plans.services.highlights import Change
from zulian.plans.services.measured import ClauseReading
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.supervision import URGENCY, MatrixRow, matrix, ranking
from zulian.regions.models import Children, Level, Region, ancestors

WEEK = timedelta(days=7)
# So many of the first and of the last are named, and so many of what rose and fell most.
ENDS, MOVED = 3, 3
# So many units are all named.
FEW = 2 * ENDS + 2


class Pace(StrEnum):
    """How a clause stands: 已完成, 跟上进度, 落后."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"


@dataclass(frozen=True)
class ClauseState:
    """A clause as people count them, with the matrix rows of its duties and how it stands."""

    clause: Clause
    rows: tuple[MatrixRow, ...]
    # Whether a register says that it is not done, by far.
    is_missed: bool = False

    @cached_property
    def total(self) -> Cell:
        """Its tasks and measures altogether."""
        return _together([row.total for row in self.rows])

    @property
    def light(self) -> Light:
        """The most pressing light of its rows."""
        lights = [row.total.light for row in self.rows]
        return next((light for light in URGENCY if light in lights), Light.DONE)

    @property
    def pace(self) -> Pace:
        """Behind where something is overdue, or a measure is far under what is asked by now."""
        if all(row.total.is_done for row in self.rows):
            return Pace.DONE
        return Pace.BEHIND if self.total.overdue or self.is_missed else Pace.ON_PACE

    def cells(self, head: Sequence[Region]) -> list[Cell]:
        """What it says in each division of the head."""
        by_place = [dict(row.cells) for row in self.rows]
        return [_together([row[place] for row in by_place if place in row]) for place in head]


def _together(parts: Sequence[Cell]) -> Cell:
    """Cells of several duties of one clause as one."""
    whole = sum(parts, Cell())
    measured = sum((part.measured for part in parts), Pair())
    return Cell(**(vars(whole) | {"measured": measured}))


@dataclass(frozen=True)
class Week:
    """What happened in the last seven days: tasks reported, closed, and those that became overdue."""

    since: date
    reported: int
    closed: int
    overdue: int


@dataclass(frozen=True)
class Standing:
    """A unit in the ranking."""

    place: int
    region: Region
    score: Score

    @property
    def rates(self) -> dict[str, float]:
        """Its rates in per cent, by code, of what was asked of it."""
        pairs = {code: self.score.pairs[code] for code in self.score.weights}
        return {code: 100 * pair.met / pair.of for code, pair in pairs.items() if pair.of}

    def apart_from(self, others: Sequence[Standing]) -> tuple[str, float, float] | None:
        """What sets it apart from all units: the code, its rate and by how much it differs from their mean; None where nothing does."""
        means = defaultdict(list)
        for other in others:
            for code, rate in other.rates.items():
                means[code].append(rate)
        apart = [
            (self.score.weights[code] * abs(gap), code, rate, gap)
            for code, rate in self.rates.items()
            if round(gap := rate - mean(means[code]))
        ]
        return max(apart)[1:] if apart else None


def plan_in_force(region: Region, today: date) -> Circular | None:
    """The plan that a division works on today: its own, else that of the nearest organisation above."""
    running = Circular.objects.filter(
        status=Circular.Status.ADOPTED,
        kind=Circular.Kind.PLAN,
        starts_on__lte=today,
        ends_on__gte=today,
    )
    line = running.filter(region_id__in=[region.code, *ancestors(region.code)])
    return line.select_related("region").order_by("-region_id", "-pk").first()


@dataclass
class Overview:
    """A plan in a division as of today, read once."""

    circular: Circular
    region: Region
    today: date

    @cached_property
    def readings(self) -> PlanReadings:
        return PlanReadings(self.circular, self.region, self.today, self.today)

    @cached_property
    def _matrix(self) -> tuple[list[Region], list[MatrixRow]]:
        return matrix(self.readings)

    @property
    def head(self) -> list[Region]:
        """The divisions side by side, the division itself first where it has tasks of its own."""
        return self._matrix[0]

    @cached_property
    def clauses(self) -> list[ClauseState]:
        """The clauses that ask for anything, in the order of the paper."""
        return self._states(counted_clauses(self.readings.clauses))

    @property
    def carried(self) -> list[ClauseState]:
        """What is carried over from the year before: no clause that is counted, but its tasks are in the total."""
        return self._states(carried_over(self.readings.clauses))

    @cached_property
    def _rows(self) -> Mapping[int, list[MatrixRow]]:
        """The matrix rows by the key of the clause that they count with."""
        counts_with = clause_of_each(self.readings.clauses)
        rows: dict[int, list[MatrixRow]] = {}
        for row in self._matrix[1]:
            rows.setdefault(counts_with.get(row.clause.pk, row.clause.pk), []).append(row)
        return rows

    def _states(self, clauses: Sequence[Clause]) -> list[ClauseState]:
        return [
            ClauseState(clause, tuple(rows), self._is_missed(rows))
            for clause in clauses
            if (rows := self._rows.get(clause.pk))
        ]

    def _is_missed(self, rows: Sequence[MatrixRow]) -> bool:
        """Whether a measure of these duties is far under what is asked by now."""
        whole = self.readings.whole
        return any(
            one.light is MeasureLight.RED for row in rows for one in whole.get(row.clause.pk, [])
        )

    @property
    def paces(self) -> Mapping[Pace, int]:
        """How many clauses stand how."""
        paces = [state.pace for state in self.clauses]
        return {pace: paces.count(pace) for pace in Pace}

    @cached_property
    def total(self) -> Cell:
        """All tasks of the plan here, those carried over too."""
        return sum((row.total for row in self._matrix[1]), Cell())

    @cached_property
    def measured(self) -> Pair:
        """How many of the plan's measures are reached, each counted for its clause."""
        return sum((row.total.measured for row in self._matrix[1]), Pair())

    @cached_property
    def ranking(self) -> list[Standing]:
        """The units below by their scores."""
        return [Standing(*one) for one in ranking(self.readings) if one[0]]

    @property
    def first(self) -> list[Standing]:
        return self.ranking if self._are_few else self.ranking[:ENDS]

    @property
    def _are_few(self) -> bool:
        """Whether all units stand on the page: with one or two left out, the reader would only wonder where they are."""
        return len(self.ranking) <= FEW

    @property
    def last(self) -> list[Standing]:
        """The last ones, the very last first; nobody who is among the first as well."""
        rest = [] if self._are_few else self.ranking[ENDS:]
        return rest[: -ENDS - 1 : -1]

    @cached_property
    def last_year(self) -> Pair | None:
        """Of the tasks of last year's plan how many were closed on the same day of it; None where there was no plan."""
        before = receiving.previous(self.circular)
        if before is None or before.year != self.circular.year - 1:
            return None
        day = same_day(self.today, self.today.year - 1)
        children = Children.of(self.region)
        clauses = list(before.clauses.values_list("pk", flat=True))
        found = cells(before, children, clauses, day, self.today)
        whole = sum(found.values(), Cell())
        return Pair(whole.closed, whole.total) if whole.total else None

    @cached_property
    def week(self) -> Week:
        """What happened in the last seven days."""
        since = self.today - WEEK
        rows = Assignment.objects.filter(circular=self.circular).within(self.region).counted()
        late = Q(due__gte=since, due__lt=self.today, state__in=WAITING)
        counted = rows.aggregate(
            reported=Count("pk", filter=Q(reported_at__gte=end_of(since))),
            closed=Count("pk", filter=Q(closed_at__gte=end_of(since))),
            overdue=Count("pk", filter=late),
        )
        return Week(since, **counted)

    @cached_property
    def moved(self) -> list[Change]:
        """The measures that rose and fell most since the snapshot of a week ago, the greatest rise first."""
        if self.region.level >= Level.TOWNSHIP:
            return []
        days = Snapshot.objects.filter(region=self.region, day__lte=self.today - WEEK)
        since = days.order_by("-day").values_list("day", flat=True).first()
        changes = highlights.changes(self.readings, since) if since else []
        rose = [change for change in changes if change.points > 0][:MOVED]
        fell = [change for change in changes if change.points < 0][-MOVED:]
        return [*rose, *fell]

    @cached_property
    def colours(self) -> list[Indicator]:
        """The measures by which the map can be coloured."""
        return [indicator for indicator in self.readings.used if indicator.measures(self.below)]

    @property
    def below(self) -> Level:
        """The level of the units on the map."""
        return Level(self.readings.children.length)

    def reading(self, indicator: Indicator, place: Region) -> ClauseReading | None:
        """What a measure says of a unit, for the first clause that it measures; None where nothing is to be measured there."""
        for readings in self.readings.below.get(place, {}).values():
            for one in readings:
                if isinstance(one, ClauseReading) and one.indicator.code == indicator.code:
                    return one if one.pair.of else None
        return None
