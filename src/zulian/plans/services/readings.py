"""What a plan's clauses have reached by their registers: one reading for the clause page, the matrix, ranking, bulletin and home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.policy import policy
from zulian.indicators.counting import Pairs
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import Indicator, countable, known
from zulian.indicators.rules import Light, Pair, Show
from zulian.indicators.services import Goal, closing_values, goals, overview, overview_below
from zulian.indicators.tables import LIGHT_WORDS, Reading
from zulian.plans.models import Circular, Clause, Result, TaskTarget
from zulian.plans.rules import period_name
from zulian.plans.services.progress import Carried, amounts, times_of
from zulian.plans.targets import FIRST_HALF, Progress, light_of_units, pace_goal
from zulian.regions.models import Children, Region

POLICY = "plans/supervision"
NONE = Pair()
# Of a target the progress of the units that a division stands for.
Units = Callable[[Carried], Iterable[Progress]]


@dataclass(frozen=True)
class ClauseReading(Reading):
    """An indicator for a clause: against what the clause itself asks, a yearly one by the pace of its year."""

    pace: float | None = None

    @property
    def light(self) -> Light:
        if self.pace is None or self.indicator.show is Show.MISSING:
            return super().light
        by_pace = Reading(self.indicator, self.region, self.pair, Goal(self.pace, self.goal.slack, self.goal.source))
        return by_pace.light

    @property
    def said(self) -> str:
        """The value beside what it should be by now, and beside what last year ended with in the first months of a year."""
        words = self.shown
        if self.pace is not None and self.pair.of and self.indicator.show is not Show.MISSING:
            words = _("%(shown)s，按进度应达 %(pace).1f%%") % {"shown": words, "pace": self.pace}
        return words + (_("（上年末 %(closing)s）") % {"closing": self.closing_shown} if self.closing else "")

    @property
    def percent(self) -> int | None:
        """How long its bar is."""
        return None if self.pair.percent is None or self.indicator.show is Show.MISSING else round(self.pair.percent)


@dataclass(frozen=True)
class TargetReading:
    """A number that a clause asks for, for one division: its own when it carries the task, else of the units below."""

    target: TaskTarget
    region: Region
    units: tuple[Progress, ...]
    slack: int

    @property
    def name(self) -> str:
        """What is counted, by the register's own name where one counts it."""
        measure = countable(self.target.measure)
        return str(measure.name) if measure else self.target.what

    @property
    def pair(self) -> Pair:
        """How many of the units keep pace."""
        return Pair(sum(u.light is Light.GREEN for u in self.units), len(self.units))

    @property
    def light(self) -> Light:
        return light_of_units(self.units, self.slack)

    @property
    def light_words(self) -> str:
        if len(self.units) == 1 and self.units[0].is_met:
            return _("已完成")
        words = {
            Light.GREEN: _("按进度"),
            Light.YELLOW: _("略慢于进度"),
            Light.RED: _("落后于进度"),
            Light.NONE: LIGHT_WORDS[Light.NONE],
        }
        return str(words[self.light])

    @property
    def reached(self) -> Decimal:
        return self._together([u.reached for u in self.units])

    @property
    def needed(self) -> Decimal:
        return self._together([u.needed for u in self.units])

    @property
    def expected(self) -> Decimal:
        return self._together([u.expected for u in self.units])

    def _together(self, numbers: list[Decimal]) -> Decimal:
        """Numbers add up; shares that reports say are told as their mean."""
        total = sum(numbers, Decimal(0))
        is_mean = self.target.kind == TaskTarget.Kind.SHARE and numbers
        return (total / len(numbers)).quantize(Decimal("0.1")) if is_mean else total

    @property
    def shown(self) -> str:
        """63／100 名."""
        if not self.units:
            return "—"
        return f"{_plain(self.reached)}／{_plain(self.needed)} {self.target.unit}"

    @property
    def said(self) -> str:
        """The number beside what it should be by now, and how many units keep pace."""
        if not self.units:
            return self.shown
        words = _("%(shown)s，按进度应达 %(expected)s") % {"shown": self.shown, "expected": _plain(self.expected)}
        if len(self.units) == 1:
            return words + self._now(self.units[0])
        return words + _("；%(of)d个单位中%(met)d个跟上进度") % {"of": self.pair.of, "met": self.pair.met}

    def _now(self, unit: Progress) -> str:
        if unit.now is None:
            return ""
        facts = {"time": unit.now.name, "reached": _plain(unit.reached_now), "number": _plain(self.target.number)}
        return _("；%(time)s %(reached)s／%(number)s") % facts

    @property
    def percent(self) -> int | None:
        """How long its bar is."""
        return min(100, int(100 * self.reached / self.needed)) if self.needed else None

    @property
    def url(self) -> str:
        address = reverse("plans:target-rows", args=[self.target.pk])
        return f"{address}?{urlencode({'under': self.region.code})}"


def _share_words(share: TaskTarget) -> str:
    """What the clause says, and by when where that is not the year's end."""
    words, half = share.phrase or str(share), period_name("half", 1)
    return f"{half} {words}" if share.span == FIRST_HALF and half not in words else words


Measured = ClauseReading | TargetReading


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


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

    def _left(self, code: str) -> Pair:
        """What is no child's."""
        below = [pairs.get(code, NONE) for pairs in self._pairs_below.values()]
        whole = self._pairs_whole.get(code, NONE)
        return Pair(
            max(0, whole.met - sum(p.met for p in below)),
            max(0, whole.of - sum(p.of for p in below)),
        )

    # Where pairs come from: frozen results, the snapshot of a day gone by, or what is kept now.

    @cached_property
    def _pairs_whole(self) -> Pairs:
        if self._is_now:
            return overview(self.region, self.day, self.used)
        return self._past([self.region.code]).get(self.region.code, {})

    @cached_property
    def _pairs_below(self) -> Mapping[Region, Pairs]:
        if self._is_now:
            return overview_below(self.region, self.day)
        codes = [prefix.ljust(12, "0") for prefix in self.children.moved]
        found: dict[Region, Pairs] = defaultdict(dict)
        for code, pairs in self._past(codes).items():
            place = self.children.place(code[: self.children.length])
            for key, pair in pairs.items():
                found[place][key] = found[place].get(key, NONE) + pair
        return found

    @property
    def _is_now(self) -> bool:
        return not self._is_frozen and self.day >= self.today

    @property
    def _is_frozen(self) -> bool:
        return self.circular.is_closed and self.day >= self.circular.ends_on

    def _past(self, codes: Sequence[str]) -> dict[str, Pairs]:
        found: dict[str, Pairs] = defaultdict(dict)
        if self._is_frozen:
            rows = Result.objects.filter(circular=self.circular, region__in=codes).exclude(key__startswith="target:")
            for key, code, reached, of_all in rows.values_list("key", "region_id", "met", "of"):
                found[code][key] = Pair(int(reached), int(of_all))
            return found
        if self.snapshot_day is not None:
            snapshots = Snapshot.objects.filter(region__in=codes, day=self.snapshot_day)
            for key, code, met, of in snapshots.values_list("indicator", "region_id", "met", "of"):
                found[code][key] = Pair(met, of)
        return found

    @cached_property
    def snapshot_day(self) -> date | None:
        """The day of the last snapshot until the day asked for; None for today and for what is frozen."""
        if self._is_now or self._is_frozen:
            return None
        rows = Snapshot.objects.filter(region=self.region, day__lte=self.day)
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
        rows = TaskTarget.objects.filter(task__circular=self.circular, kind=TaskTarget.Kind.SHARE).exclude(measure="")
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
        return int(policy(POLICY, self.day)["pace_slack"])

    def goal(self, indicator: Indicator, share: TaskTarget | None) -> Goal:
        """What the clause itself asks, else the target in force."""
        usual = self._goals[indicator.code]
        return (
            Goal(float(share.number), usual.slack, _("文件要求：%(words)s") % {"words": _share_words(share)})
            if share
            else usual
        )

    def _by_clause(self, region: Region, pairs: Mapping[str, Pair], units: Units) -> dict[int, list[Measured]]:
        found: dict[int, list[Measured]] = {}
        for clause in self.clauses:
            numbers: list[Measured] = [
                TargetReading(c.target, region, tuple(units(c)), self.slack)
                for c in self._targets
                if c.target.task.clause_id == clause.pk
            ]
            rates: list[Measured] = [
                self._rate(indicator, region, pairs, share)
                for indicator in self._bound(clause)
                for share in self._shares.get((clause.pk, indicator.code), [None])
            ]
            if numbers or rates:
                found[clause.pk] = [*numbers, *rates]
        return found

    def _bound(self, clause: Clause) -> list[Indicator]:
        return [i for i in self.used if i.code in clause.indicators or (clause.pk, i.code) in self._shares]

    def _rate(
        self, indicator: Indicator, region: Region, pairs: Mapping[str, Pair], share: TaskTarget | None
    ) -> ClauseReading:
        goal = self.goal(indicator, share)
        pace = None
        since, until = self.circular.starts_on, self.circular.ends_on
        if share is not None and share.span == FIRST_HALF:
            until = times_of(share, self.circular)[-1].until
        if indicator.yearly and self.day < until:
            pace = pace_goal(goal.value, since, until, self.day)
        closing = self._closing.get(region.code, {}).get(indicator.code)
        return ClauseReading(indicator, region, pairs.get(indicator.code, NONE), goal, closing, pace)

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


def lights(measured: Iterable[Measured]) -> Pair:
    """How many of what can be measured is reached: the side of the registers in a cell or a score."""
    seen = [m.light for m in measured if m.light is not Light.NONE]
    return Pair(sum(light is Light.GREEN for light in seen), len(seen))
