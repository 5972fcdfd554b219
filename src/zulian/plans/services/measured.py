"""What measures a clause for one division: a number that it asks for, or an indicator; one place names both and their lights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.numbers import plain
from zulian.indicators.goals import Goal
from zulian.indicators.rules import Light, Pair, Show
from zulian.indicators.tables import Reading, under
from zulian.plans.models import TaskTarget
from zulian.plans.services.progress import mean_of
from zulian.plans.short_names import counter_of
from zulian.plans.targets import Progress, Window, light_of_units, progress, target_words
from zulian.regions.models import Region


@dataclass(frozen=True)
class ClauseReading(Reading):
    """An indicator for a clause: against what the clause itself asks, a yearly one by the pace of its year."""

    pace: float | None = None
    # Where its rows are listed, where that is not the indicator's own page.
    rows_url: str = ""
    # Whose figure it is, where units below carry the same task: the unit's own, or that of all together.
    whose: str = ""

    @property
    def name(self) -> str:
        return named_with(super().name, self.whose)

    @property
    def light(self) -> Light:
        if self.pace is None or self.indicator.show is Show.MISSING:
            return super().light
        by_pace = Reading(
            self.indicator,
            self.region,
            self.pair,
            Goal(self.pace, self.goal.slack, self.goal.source),
        )
        return by_pace.light

    @property
    def counted(self) -> str:
        """The value with the measure word of what is counted: 8个, 93.5%."""
        is_number = self.pair.of and self.indicator.show is Show.MISSING
        return f"{self.shown}{counter_of(self.name)}" if is_number else self.shown

    @property
    def said(self) -> str:
        """The value beside what it should be by now, and beside what last year ended with in the first months of a year."""
        words = self.counted
        if self.pace is not None and self.pair.of and self.indicator.show is not Show.MISSING:
            words = _("%(shown)s，按进度应达 %(pace).1f%%") % {"shown": words, "pace": self.pace}
        return words + (
            _("（上年末 %(closing)s）") % {"closing": self.closing_shown} if self.closing else ""
        )

    @property
    def url(self) -> str:
        return self.rows_url or super().url

    @property
    def percent(self) -> int | None:
        """How long its bar is."""
        return (
            None
            if self.pair.percent is None or self.indicator.show is Show.MISSING
            else round(self.pair.percent)
        )

    @property
    def closed_light(self) -> Light:
        """Its light once the task is closed: a measure of the whole clause goes on by its pace."""
        return self.light


@dataclass(frozen=True)
class TargetReading:
    """A number that a clause asks for, for one division: its own when it carries the task, else of the units below."""

    target: TaskTarget
    region: Region
    units: tuple[Progress, ...]
    slack: int
    # Whether its time is over: then it is reached or not, and no pace is asked after.
    is_over: bool = False
    # The day gone by of which it tells, None for today.
    on: date | None = None
    # Whose figure it is, where units below carry the same task: the unit's own, or that of all together.
    whose: str = ""

    @property
    def name(self) -> str:
        return named_with(self.target.name, self.whose)

    @property
    def is_reported(self) -> bool:
        """Whether reports say it, for no register counts it."""
        return not self.target.measure

    @property
    def pair(self) -> Pair:
        """How many of the units keep pace, of those of which that can be said yet."""
        lights = [unit.light for unit in self.units if unit.light is not Light.NONE]
        return Pair(sum(light is Light.GREEN for light in lights), len(lights))

    @property
    def light(self) -> Light:
        return light_of_units(self.units, self.slack)

    @property
    def closed_light(self) -> Light:
        """Its light once the task is closed: the number is there or not, whatever the pace."""
        if not self.units:
            return Light.NONE
        return Light.GREEN if all(unit.is_met for unit in self.units) else Light.YELLOW

    @property
    def is_final(self) -> bool:
        """Whether it is reached or not for good, whatever the pace."""
        return self.is_over or (bool(self.units) and all(unit.is_met for unit in self.units))

    @property
    def light_words(self) -> str:
        if self.units and self.light is Light.NONE:
            return _("未到进度节点")
        return target_words(self.light, self.is_final)

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
        return mean_of(total, len(numbers)) if is_mean else total

    @property
    def shown(self) -> str:
        """63／100 名."""
        if not self.units:
            return "—"
        return amount_words(self.target, self.reached, self.needed)

    @property
    def said(self) -> str:
        """The number beside what it should be by now, and how many units keep pace."""
        if not self.units:
            return self.shown
        words = self.shown
        if not self.is_final:
            words = _("%(shown)s，按进度应达 %(expected)s") % {
                "shown": words,
                "expected": plain(self.expected),
            }
        if len(self.units) == 1:
            return words + self._now(self.units[0])
        counts = {"of": self.pair.of, "met": self.pair.met}
        if not self.pair.of:
            return words
        if self.is_final:
            return words + _("；%(of)d个单位中%(met)d个完成") % counts
        return words + _("；%(of)d个单位中%(met)d个跟上进度") % counts

    @property
    def reported(self) -> str:
        """The same as a report says it: 已完成 63 名，任务 100 名，按进度应达 75 名."""
        if not self.units or type(self) is not TargetReading:
            return self.said
        facts = {
            "reached": plain(self.reached),
            "needed": plain(self.needed),
            "expected": plain(self.expected),
            "unit": self.target.unit,
        }
        words = _("已完成 %(reached)s %(unit)s，任务 %(needed)s %(unit)s") % facts
        return words if self.is_final else words + _("，按进度应达 %(expected)s %(unit)s") % facts

    def _now(self, unit: Progress) -> str:
        if unit.now is None:
            return ""
        facts = {
            "time": unit.now.name,
            "reached": plain(unit.reached_now),
            "number": plain(self.target.number),
        }
        return _("；%(time)s %(reached)s／%(number)s") % facts

    @property
    def percent(self) -> int | None:
        """How long its bar is."""
        return min(100, int(100 * self.reached / self.needed)) if self.needed else None

    @property
    def url(self) -> str:
        return under(reverse("plans:target-rows", args=[self.target.pk]), self.region, self.on)


@dataclass(frozen=True)
class PeriodReading(TargetReading):
    """A number that is asked for period by period, for one of them; the whole year's stands behind it."""

    window: Window | None = None
    whole: TargetReading | None = None

    @classmethod
    def of(cls, whole: TargetReading, due: date, day: date) -> PeriodReading | None:
        """What `whole` says, as of `day`, of the period that falls due on `due`; None where its units or times are not told apart."""
        counted = whole.units[0].counted if len(whole.units) == 1 else ()
        if len(counted) < 2:
            return None
        found = next(
            ((time, count) for time, count in counted if time.since <= due <= time.until), None
        )
        if found is None:
            return None
        window, count = found
        own = progress(whole.target.number, [count], [window], day, whole.slack)
        is_over = window.until < day or whole.is_over
        return cls(
            whole.target,
            whole.region,
            (own,),
            whole.slack,
            is_over,
            whole.on,
            whole.whose,
            window=window,
            whole=whole,
        )

    @property
    def name(self) -> str:
        return _named_in(self, self.window)

    @property
    def said(self) -> str:
        """The period's number, then that of the whole year."""
        words = super().said
        return words + (_("；全年 %(shown)s") % {"shown": self.whole.shown} if self.whole else "")


@dataclass(frozen=True)
class StepReading(TargetReading):
    """A number of the whole year in a task that is reported step by step: what this step added stands first."""

    period: str = ""
    added: Decimal = Decimal(0)

    @property
    def said(self) -> str:
        facts = {
            "period": self.period,
            "added": plain(self.added),
            "unit": self.target.unit,
            "year": super().said,
        }
        return _("%(period)s %(added)s %(unit)s；全年 %(year)s") % facts


@dataclass(frozen=True)
class PartReading(TargetReading):
    """What a unit brings to a number that was handed down to it as a part of another's: it has no light of its own."""

    brought: Decimal = Decimal(0)
    # What its parts add up to: 全县（区）合计.
    total: str = ""
    # Of a number asked for period by period the one that it is for.
    window: Window | None = None

    @property
    def name(self) -> str:
        return _named_in(self, self.window)

    @property
    def said(self) -> str:
        facts = {"brought": plain(self.brought), "unit": self.target.unit, "total": self.total}
        return _("%(brought)s %(unit)s（计入%(total)s）") % facts

    @property
    def light_words(self) -> str:
        return ""


Measured = ClauseReading | TargetReading


def key_of(measured: Measured) -> str | int:
    """What a measure is told apart by, whoever's figure it is."""
    return measured.target.pk if isinstance(measured, TargetReading) else measured.indicator.code


def _named_in(reading: TargetReading, window: Window | None) -> str:
    """The name of a number with whose it is and for which time."""
    told = filter(None, (reading.whose, window.name if window else ""))
    return named_with(reading.target.name, "，".join(told))


def named_with(name: str, whose: str) -> str:
    """The name of a measure with whose figure it is."""
    return _("%(name)s（%(whose)s）") % {"name": name, "whose": whose} if whose else name


def amount_words(target: TaskTarget, reached: Decimal, needed: Decimal) -> str:
    """How much of a target is reached, as people read it: 63／100 名."""
    return f"{plain(reached)}／{plain(needed)} {target.unit}".rstrip()
