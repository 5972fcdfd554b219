"""What a plan's clauses have reached by their registers: one reading for the clause page, the matrix, ranking, bulletin and home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.policy import policy
from zulian.indicators.counting import Pairs
from zulian.indicators.goals import Goal, goals
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import Indicator, known
from zulian.indicators.rules import Light, Pair
from zulian.indicators.services import closing_values, counted_places, overview, overview_below
from zulian.indicators.tables import under
from zulian.plans.models import Circular, Clause, Result, TaskTarget
from zulian.plans.rules import period_name
from zulian.plans.services.measured import ClauseReading, Measured, TargetReading
from zulian.plans.services.progress import Carried, amounts, times_of
from zulian.plans.targets import FIRST_HALF, Progress, pace_goal
from zulian.regions.models import Children, Level, Region

POLICY = "plans/supervision"
NONE = Pair()
# Of a target the progress of the units that a division stands for.
Units = Callable[[Carried], Iterable[Progress]]


def _share_words(share: TaskTarget) -> str:
    """What the clause says, and by when where that is not the year's end."""
    words, half = share.phrase or str(share), period_name("half", 1)
    return f"{half} {words}" if share.span == FIRST_HALF and half not in words else words


@dataclass
class PlanReadings:
    """All that measures a plan says of a division and of those one level below it, as of a day; read once, in few statements."""

    circular: Circular
    region: Region
    day: date
    today: date
    children: Children = field(init=False)

    def __post_init__(self) -> None:
        self.children = Children.of(self.region)

    @cached_property
    def clauses(self) -> list[Clause]:
        return list(self.circular.clauses.all())

    @cached_property
    def duties(self) -> dict[int, list[str]]:
        """The titles of the tasks of each clause in their order, by the key of the clause."""
        found: dict[int, list[str]] = {}
        for clause, name in self.circular.tasks.order_by("order").values_list("clause_id", "name"):
            found.setdefault(clause, []).append(name)
        return found

    @cached_property
    def wholes(self) -> dict[int, set[int]]:
        """The clauses that are measured as a whole and share their tasks out among items, by key, with all below them."""
        above = {clause.parent_id for clause in self.clauses}
        asked = [c for c in self.clauses if c.pk in above and c.pk in self.whole]
        asked = [clause for clause in asked if clause.pk not in self.duties]
        found = {clause.pk: {clause.pk} for clause in asked}
        for clause in self.clauses:
            for below in found.values():
                if clause.parent_id in below:
                    below.add(clause.pk)
        return {pk: below - {pk} for pk, below in found.items()}

    def with_wholes(self, clauses: Iterable[int]) -> set[int]:
        """Some clauses, and those measured as a whole whose items they are: who carries one of these answers for the whole."""
        own = set(clauses)
        return own | {pk for pk, below in self.wholes.items() if own & below}

    @cached_property
    def whole(self) -> dict[int, list[Measured]]:
        """By clause, for the division as a whole."""
        pairs = self._pairs_whole
        return self._by_clause(self.region, pairs, self._units_within)

    @cached_property
    def below(self) -> dict[Region, dict[int, list[Measured]]]:
        """By division below and clause; the division itself stands for what is its own alone."""
        found = {}
        for child in self.children.regions:
            pairs = self._pairs_below.get(child, {})
            found[child] = self._by_clause(child, pairs, partial(self._units_within, child=child))
        own = {code: self._left(code) for code in self._pairs_whole}
        found[self.region] = self._by_clause(self.region, own, self._own_unit)
        return found

    def measured_of(
        self, place: Region, clauses: Iterable[int], *, is_closed: bool = False
    ) -> Pair:
        """How many measures of some clauses a division below has reached: the one rule of matrix and ranking.

        Only clauses whose tasks it carries are its own to answer for. `is_closed`: its tasks are, so that pace is no answer.
        """
        below = self.below[place]
        readings = (measured for clause in clauses for measured in below.get(clause, []))
        return lights(readings, is_closed=is_closed)

    def _left(self, code: str) -> Pair:
        """What is no child's."""
        below = [pairs.get(code, NONE) for pairs in self._pairs_below.values()]
        whole = self._pairs_whole.get(code, NONE)
        return Pair(
            max(0, whole.met - sum(p.met for p in below)),
            max(0, whole.of - sum(p.of for p in below)),
        )

    # Where pairs come from: frozen results, kept counts of today, the snapshot of a day gone by, or the rows as of it.

    @cached_property
    def _pairs_whole(self) -> Pairs:
        if self._is_now:
            return overview(self.region, self.day, self.used)
        if self._is_frozen or self.snapshot_day:
            return self._kept([self.region.code]).get(self.region.code, {})
        found: Pairs = defaultdict(Pair)
        for pairs in self._counted.values():
            for code, pair in pairs.items():
                found[code] += pair
        return found

    @cached_property
    def _pairs_below(self) -> Mapping[Region, Pairs]:
        if self._is_now:
            return overview_below(self.region, self.day)
        if not (self._is_frozen or self.snapshot_day):
            return {place: pairs for place, pairs in self._counted.items() if place != self.region}
        codes = [prefix.ljust(12, "0") for prefix in self.children.moved]
        found: dict[Region, Pairs] = defaultdict(dict)
        for code, pairs in self._kept(codes).items():
            place = self.children.place(code[: self.children.length])
            for key, pair in pairs.items():
                found[place][key] = found[place].get(key, NONE) + pair
        return found

    @cached_property
    def _counted(self) -> dict[Region, Pairs]:
        """By division below, and of the division's own, as the rows of a day gone by say: a statement for each register."""
        return counted_places(self.children, self.day, self.used)

    @property
    def _is_now(self) -> bool:
        return not self._is_frozen and self.day >= self.today

    @property
    def _is_frozen(self) -> bool:
        return self.circular.is_closed and self.day >= self.circular.ends_on

    @property
    def has_data(self) -> bool:
        """Whether the registers tell of the day: now, by a snapshot, by what was frozen, or by their rows at the plan's end.

        Of a plan whose period has not begun they tell nothing.
        """
        if self.circular.is_ahead(self.today):
            return False
        is_known = self._is_now or self._is_frozen or self.day >= self.circular.ends_on
        return is_known or self.snapshot_day is not None or self.region.level >= Level.TOWNSHIP

    @property
    def on(self) -> date | None:
        """The day gone by of which it tells, None for today."""
        return None if self.day >= self.today else self.day

    def _kept(self, codes: Sequence[str]) -> dict[str, Pairs]:
        """By division what was frozen, or what the snapshot says."""
        found: dict[str, Pairs] = defaultdict(dict)
        if self._is_frozen:
            for (code, key), result in self._results.items():
                if code in codes:
                    found[code][key] = Pair(int(result.met), int(result.of))
            return found
        snapshots = Snapshot.objects.filter(region__in=codes, day=self.snapshot_day or self.day)
        for key, code, met, of in snapshots.values_list("indicator", "region_id", "met", "of"):
            found[code][key] = Pair(met, of)
        return found

    @cached_property
    def _results(self) -> dict[tuple[str, str], Result]:
        """What was frozen of the indicators, by division and code; of targets `amounts` tells."""
        plan = self.circular.amends_id or self.circular.pk
        codes = [self.region.code, *(prefix.ljust(12, "0") for prefix in self.children.moved)]
        rows = Result.objects.filter(circular=plan, region__in=codes).exclude(
            key__startswith="target:"
        )
        return {(row.region_id, row.key): row for row in rows.defer("reached", "missed")}

    @cached_property
    def snapshot_day(self) -> date | None:
        """The day of the last snapshot in the plan's time until the day asked for; None where the rows or results tell.

        At the end of the plan the rows do, as they will when it is closed; of villages there are no snapshots.
        """
        if (
            self.day >= min(self.today, self.circular.ends_on)
            or self.region.level >= Level.TOWNSHIP
        ):
            return None
        rows = Snapshot.objects.filter(
            region=self.region, day__range=(self.circular.starts_on, self.day)
        )
        last: date | None = rows.order_by("-day").values_list("day", flat=True).first()
        return last

    # What measures a clause

    @cached_property
    def used(self) -> list[Indicator]:
        """The registers' indicators to which clauses are bound, by their numbers too; the plan's own are paper."""
        codes = {code for clause in self.clauses for code in clause.indicators}
        codes |= {target.measure for asked in self._shares.values() for target in asked}
        return [i for i in known() if i.code in codes and not i.clause_field]

    @cached_property
    def _targets(self) -> list[Carried]:
        return amounts(self.circular, self.region, self.day)

    @cached_property
    def _shares(self) -> dict[tuple[int, str], list[TaskTarget]]:
        """Shares that clauses ask for, by clause and indicator: more than one where one is asked by the middle of the year."""
        rows = TaskTarget.objects.filter(
            task__circular=self.circular, kind=TaskTarget.Kind.SHARE
        ).exclude(measure="")
        found: dict[tuple[int, str], list[TaskTarget]] = defaultdict(list)
        for target in rows.select_related("task").order_by("task__order", "order"):
            found[target.task.clause_id, target.measure].append(target)
        return dict(found)

    @cached_property
    def _goals(self) -> dict[str, Goal]:
        return goals(self.region, self.day)

    @cached_property
    def _closing(self) -> dict[str, Pairs]:
        """What last year ended with, to stand beside the new values of the division as a whole."""
        return closing_values([self.region.code], self.day) if self._is_now else {}

    @cached_property
    def slack(self) -> int:
        return int(policy(POLICY, self.day, self.circular.region_id)["pace_slack"])

    def goal(self, indicator: Indicator, share: TaskTarget | None) -> Goal:
        """What the clause itself asks, else the target in force."""
        usual = self._goals[indicator.code]
        return (
            Goal(
                float(share.number),
                usual.slack,
                _("文件要求：%(words)s") % {"words": _share_words(share)},
                is_asked=True,
            )
            if share
            else usual
        )

    def _by_clause(
        self, region: Region, pairs: Mapping[str, Pair], units: Units
    ) -> dict[int, list[Measured]]:
        found: dict[int, list[Measured]] = {}
        if self.circular.is_ahead(self.today):
            # What the registers hold is of this year, not of the plan's.
            return found
        for clause in self.clauses:
            numbers: list[Measured] = [
                self._number(c, region, units)
                for c in self._targets
                if c.target.task.clause_id == clause.pk
            ]
            rates: list[Measured] = [
                self._rate(indicator, region, pairs, share)
                for indicator in self._bound(clause, region)
                for share in self._shares.get((clause.pk, indicator.code), [None])
            ]
            if numbers or rates:
                found[clause.pk] = [*numbers, *rates]
        return found

    def _number(self, carried: Carried, region: Region, units: Units) -> TargetReading:
        until = times_of(carried.target, self.circular)[-1].until
        is_over = until < self.today and self.day >= until
        return TargetReading(
            carried.target, region, tuple(units(carried)), self.slack, is_over, self.on
        )

    def _bound(self, clause: Clause, region: Region) -> list[Indicator]:
        """What measures a clause in a division: nothing that lies in greater ones alone."""
        bound = [
            i
            for i in self.used
            if i.code in clause.indicators or (clause.pk, i.code) in self._shares
        ]
        return [i for i in bound if i.measures(region.level)]

    def _rate(
        self,
        indicator: Indicator,
        region: Region,
        pairs: Mapping[str, Pair],
        share: TaskTarget | None,
    ) -> ClauseReading:
        goal = self.goal(indicator, share)
        pace = None
        since, until = self.circular.starts_on, self.circular.ends_on
        if share is not None and share.span == FIRST_HALF:
            until = times_of(share, self.circular)[-1].until
        if indicator.yearly and self.day < until:
            pace = pace_goal(goal.value, since, until, self.day)
        closing = self._closing.get(region.code, {}).get(indicator.code)
        pair = pairs.get(indicator.code, NONE)
        return ClauseReading(
            indicator.as_rate() if share is not None else indicator,
            region,
            pair,
            goal,
            closing,
            self.snapshot_day or self.on,
            pace=pace,
            rows_url=self._rows_url(indicator, region),
        )

    def _rows_url(self, indicator: Indicator, region: Region) -> str:
        """Where the rows behind a figure are listed that the indicator's own page does not tell: frozen, or of the plan's end."""
        if self._is_now or self.snapshot_day:
            return ""
        if not self._is_frozen:
            return under(reverse("indicators:failing", args=[indicator.code]), region, self.day)
        result = self._results.get((region.code, indicator.code))
        plan = self.circular.amends_id or self.circular.pk
        if result is None:
            return under(reverse("plans:results", args=[plan]), region)
        return reverse("plans:result-rows", args=[plan, result.pk])

    def _units_within(self, carried: Carried, child: Region | None = None) -> Iterable[Progress]:
        if not carried.target.is_each:
            return [carried.together] if carried.together and child is None else []
        if child is None:
            return carried.by_unit.values()
        return [p for code, p in carried.by_unit.items() if self._place(code) == child]

    def _own_unit(self, carried: Carried) -> Iterable[Progress]:
        own = carried.by_unit.get(self.region.code)
        return [own] if own else []

    def _place(self, code: str) -> Region:
        return self.children.place(code[: self.children.length])


def lights(measured: Iterable[Measured], *, is_closed: bool = False) -> Pair:
    """How many of what can be measured is reached: the side of the registers in a cell or a score."""
    told = (m.closed_light if is_closed else m.light for m in measured)
    seen = [light for light in told if light is not Light.NONE]
    return Pair(sum(light is Light.GREEN for light in seen), len(seen))
