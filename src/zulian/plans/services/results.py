"""Results of plans (年终结果): read as they were frozen, compared with those of the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zulian.foundation import clock
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Indicator, known, named
from zulian.indicators.rules import Light, Pair, Show, light, value
from zulian.indicators.services import POLICY as LIGHTS
from zulian.indicators.tables import COUNT_WORDS, LIGHT_WORDS, NO_GOAL
from zulian.plans.indicators import ALL as OWN_MEASURES
from zulian.plans.models import Circular, Clause, Result, TaskTarget
from zulian.plans.services.measured import TargetReading, amount_words
from zulian.plans.services.progress import result_key, times_of
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.supervision import own_rates
from zulian.plans.targets import target_words
from zulian.regions.models import Children, Region

TARGET = "target:"
# How many rows behind a result are listed at once; of more, the divisions below are looked at one by one.
MOST_ROWS = 5000


@dataclass(frozen=True)
class Reached:
    """What a measure says of a division: a number to compare, and the same as people read it."""

    key: str
    name: str
    shown: str
    number: float | None
    light: str
    is_rate: bool
    met: float = 0
    of: float = 0
    pk: int | None = None
    # Of a number that a task asks for: whether its time is over, and in what it is counted.
    is_over: bool = True
    unit: str = ""
    # What the clause itself asks for, however many units carry it.
    asked: tuple[object, ...] = ()

    @property
    def light_words(self) -> str:
        if self.key.startswith(TARGET):
            return target_words(Light(self.light), self.is_over)
        if self.light == Light.NONE and self.number is not None:
            return str(NO_GOAL)
        return str((LIGHT_WORDS if self.is_rate else COUNT_WORDS)[Light(self.light)])

    @property
    def missing(self) -> int:
        """Rows that counted and did not meet the measure."""
        return int(self.of - self.met)

    @property
    def has_rows(self) -> bool:
        """Whether rows of a register stand behind it."""
        return self.pk is not None and not self.key.startswith(TARGET)


def frozen_at(key: str) -> tuple[str, int | None]:
    """The code of a measure and the clause at which it was frozen, None for the whole plan."""
    code, _colon, clause = key.partition(":")
    return code, int(clause) if clause.isdigit() else None


def frozen(plan: Circular, regions: Iterable[Region]) -> dict[str, dict[str, Result]]:
    """The results of a closed plan in some divisions, without their rows: by division and key, in one statement."""
    rows = Result.objects.filter(circular=plan, region__in=[region.pk for region in regions])
    found: dict[str, dict[str, Result]] = defaultdict(dict)
    for result in rows.defer("reached", "missed"):
        found[result.region_id][result.key] = result
    return found


def of_whole(results: dict[str, Result]) -> list[Reached]:
    """What the plan's own measures say of all its tasks."""
    return [_reached(i, results[i.code]) for i in OWN_MEASURES if i.code in results]


def by_clause(plan: Circular, region: Region) -> dict[int, list[Reached]]:
    """What a closed plan froze for a division, clause by clause of the plan and its supplements."""
    circulars = [plan.pk, *plan.supplements.values_list("pk", flat=True)]
    clauses = list(Clause.objects.filter(circular__in=circulars))
    targets = TaskTarget.objects.filter(task__circular__in=circulars).select_related(
        "task__circular"
    )
    return arrange(clauses, list(targets), frozen(plan, [region]).get(region.pk, {}), region)


def arrange(
    clauses: Sequence[Clause],
    targets: Sequence[TaskTarget],
    results: dict[str, Result],
    region: Region,
) -> dict[int, list[Reached]]:
    """Results of a division by the clause at which they stand: targets first, then indicators in the order of the register.

    What lies in greater divisions alone is left out.
    """
    found: dict[int, list[Reached]] = defaultdict(list)
    shares = {
        (target.task.clause_id, target.measure): target for target in targets if target.is_rate
    }
    for target in targets:
        if (result := results.get(result_key(target))) is not None:
            found[target.task.clause_id].append(_of_target(target, result))
    for clause in clauses:
        for indicator in known():
            if indicator.code in clause.indicators and indicator.measures(region.level):
                key = f"{indicator.code}:{clause.pk}" if indicator.clause_field else indicator.code
                one = _reached(indicator, results.get(key))
                share = shares.get((clause.pk, indicator.code))
                found[clause.pk].append(_against(indicator, one, share) if share else one)
    return found


def _against(indicator: Indicator, one: Reached, share: TaskTarget) -> Reached:
    """A frozen rate against what the clause itself asked for."""
    slack = policy(LIGHTS, share.task.circular.ends_on)["slack"]
    return replace(
        one,
        light=light(Pair(int(one.met), int(one.of)), indicator.show, float(share.number), slack),
    )


def _reached(indicator: Indicator, result: Result | None) -> Reached:
    """One indicator's result; nothing to measure where none was frozen."""
    if result is None:
        return Reached(
            indicator.code, str(indicator.name), "—", None, Light.NONE, indicator.show is Show.RATE
        )
    pair = Pair(int(result.met), int(result.of))
    return _of_pair(indicator, pair, result.light, result.key, result.pk)


def _of_pair(
    indicator: Indicator, pair: Pair, light: str, key: str, pk: int | None = None
) -> Reached:
    number = value(pair, indicator.show) if pair.of else None
    is_rate = indicator.show is Show.RATE
    shown = "—" if number is None else f"{number:g}%" if is_rate else f"{number:g}"
    return Reached(key, str(indicator.name), shown, number, light, is_rate, pair.met, pair.of, pk)


def _of_target(target: TaskTarget, result: Result) -> Reached:
    met, of = result.met, result.of
    if target.kind == TaskTarget.Kind.SHARE and of:
        # What units reached of a share was added up: it is told as their mean.
        needed = target.number * len(times_of(target, target.task.circular))
        met, of = (met * needed / of).quantize(Decimal("0.1")), needed
    shown = amount_words(target, met, of)
    return Reached(
        result.key,
        target.name,
        shown,
        float(met),
        result.light,
        False,
        float(met),
        float(of),
        result.pk,
        unit=target.unit,
        asked=_asked(target),
    )


def live(plan: Circular, region: Region, day: date) -> dict[int, list[Reached]]:
    """What the measures of a plan say on a day, clause by clause, in the form of results."""
    readings = PlanReadings(plan, region, day, clock.today())
    found: dict[int, list[Reached]] = defaultdict(list)
    for pk, measured in readings.whole.items():
        for one in measured:
            if isinstance(one, TargetReading):
                found[pk].append(_of_number(one))
            else:
                found[pk].append(_of_pair(one.indicator, one.pair, one.light, one.indicator.code))
    for pk, paper in own_rates(readings).items():
        found[pk] += [_of_pair(r.indicator, r.pair, r.light, r.indicator.code) for r in paper]
    return found


def _of_number(one: TargetReading) -> Reached:
    met, of = float(one.reached), float(one.needed)
    number = met if one.units else None
    target = one.target
    return Reached(
        result_key(target),
        one.name,
        one.shown,
        number,
        one.light,
        False,
        met,
        of,
        is_over=one.is_final,
        unit=target.unit,
        asked=_asked(target),
    )


def _asked(target: TaskTarget) -> tuple[object, ...]:
    """What the words of a clause ask for in numbers: the same in two years if its words are."""
    return target.number, target.unit, target.span, target.is_each


def measures_asked(plan: Circular) -> dict[int, set[tuple[str, str]]]:
    """By clause what measures it, as `paired` tells measures apart: known before there is anything to read."""
    found = {clause.pk: {(code, "") for code in clause.indicators} for clause in plan.clauses.all()}
    for target in TaskTarget.objects.filter(task__circular=plan).select_related("task"):
        found[target.task.clause_id].add(
            (target.measure, "") if target.is_rate else (TARGET, target.name)
        )
    return found


def reached(plan: Circular, region: Region) -> dict[int, list[Reached]]:
    """What a plan had reached when it was closed, or has reached by now."""
    if plan.is_closed:
        return by_clause(plan, region)
    return live(plan, region, plan.as_of(clock.today()))


@dataclass(frozen=True)
class Pairing:
    """One measure of two years: what the year before ended with, what this one has, the difference in words."""

    name: str
    before: Reached | None
    now: Reached | None
    # Why this year, which asks for it, has nothing to tell yet; empty where it has, or does not ask for it.
    not_yet: str = ""

    @property
    def has_number(self) -> bool:
        """Whether either year has anything to tell."""
        return any(one is not None and one.number is not None for one in (self.before, self.now))

    @property
    def unlike(self) -> str:
        """Why the two years cannot be compared, in words; empty where they can."""
        before, now = self.before, self.now
        if self.not_yet:
            return self.not_yet
        if before is None:
            return _("上年没有这一项，不能比较")
        if now is None:
            return _("本年没有这一项，不能比较")
        if before.number is None:
            return _("上年没有数据，不能比较")
        if now.number is None:
            return _("本年没有数据，不能比较")
        if before.key.startswith(TARGET) and before.asked != now.asked:
            return _("两年目标不同，不比增减")
        return ""

    @property
    def words(self) -> str:
        """The difference, e.g. 比上年末高 3.2 个百分点; where there is none to tell, why."""
        if self.unlike or self.before is None or self.now is None:
            return self.unlike
        step = round((self.now.number or 0) - (self.before.number or 0), 1)
        if not step:
            return _("与上年末持平")
        facts = {"n": abs(step)}
        if self.now.is_rate:
            return (
                _("比上年末高 %(n)g 个百分点") if step > 0 else _("比上年末低 %(n)g 个百分点")
            ) % facts
        return (_("比上年末多 %(n)g") if step > 0 else _("比上年末少 %(n)g")) % facts


def paired(
    now: Sequence[Reached],
    before: Sequence[Reached],
    ahead: Collection[tuple[str, str]] = (),
    not_yet: str = "",
) -> list[Pairing]:
    """The measures of two clauses that have numbers, side by side: this year's, then those that only the year before had.

    `ahead` are the measures (`measures_asked`) of a clause of which there is nothing to tell yet, `not_yet` why.
    """
    old = {_same(one): one for one in before}
    pairings = [Pairing(one.name, old.pop(_same(one), None), one) for one in now]
    pairings += [
        Pairing(one.name, one, None, not_yet if _same(one) in ahead else "") for one in old.values()
    ]
    return [pairing for pairing in pairings if pairing.has_number]


def _same(one: Reached) -> tuple[str, str]:
    """What two years' readings of one measure have in common: the indicator, or what a target counts."""
    if one.key.startswith(TARGET):
        return TARGET, one.name
    return frozen_at(one.key)[0], ""


@dataclass(frozen=True)
class Behind:
    """The rows that failed a measure when the plan was closed: those still in the register, and how many are gone."""

    rows: ScopedQuerySet[Any]
    count: int
    vanished: int

    @property
    def too_many(self) -> bool:
        return self.count > MOST_ROWS


def behind(plan: Circular, result: Result, indicator: Indicator) -> Behind:
    """The failing rows of a frozen result, of its division and all below it."""
    lists = (
        Result.objects.filter(circular=plan, key=result.key)
        .under(result.region_id)
        .values_list("missed", flat=True)
    )
    keys = [key for keys in lists for key in keys]
    rows = indicator.rows(plan.ends_on)
    if len(keys) > MOST_ROWS:
        return Behind(rows.none(), len(keys), 0)
    there = rows.filter(pk__in=keys)
    return Behind(there, len(keys), len(keys) - there.count())


def measure_of(result: Result) -> Indicator | None:
    """The indicator that a result was frozen for; None for a target, and for one that is no longer declared."""
    return named(frozen_at(result.key)[0])


def below(plan: Circular, region: Region) -> list[Region]:
    """The divisions one level below that have results of their own to look at."""
    return list(Children.of(region).regions)
