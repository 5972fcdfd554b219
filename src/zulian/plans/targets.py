"""Pure rules of targets: the times in which a number is asked for, the even pace within them, the light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from zulian.foundation.dates import months_before
from zulian.indicators.rules import Light
from zulian.plans.reading.targets import GROWTH
from zulian.plans.rules import MONTHS_OF, period_name

FIRST_HALF = "first"
PERCENT, WHOLE = "%", Decimal(100)


@dataclass(frozen=True)
class Window:
    """A time within which a number is asked for, both days included; the whole plan has no name."""

    name: str
    since: date
    until: date

    def share(self, day: date) -> Decimal:
        """How much of it is over at the end of `day`, from 0 to 1."""
        if day < self.since:
            return Decimal(0)
        days = (min(day, self.until) - self.since).days + 1
        return Decimal(days) / ((self.until - self.since).days + 1)


def windows(span: str, since: date, until: date) -> list[Window]:
    """The times of `span` in a plan: half, quarter, month, the first half alone; without one the plan as a whole."""
    if not span:
        return [Window("", since, until)]
    if span == FIRST_HALF:
        middle = months_before(since, -MONTHS_OF["half"]) - timedelta(days=1)
        return [Window(period_name("half", 1), since, min(middle, until))]
    months = MONTHS_OF[span]
    first, windows = since, list[Window]()
    while first <= until:
        last = min(months_before(first, -months) - timedelta(days=1), until)
        windows.append(Window(period_name(span, len(windows) + 1), first, last))
        first = last + timedelta(days=1)
    return windows


@dataclass(frozen=True)
class Progress:
    """How far a number is: reached of needed, what an even pace asks by the day, and the light by that pace.

    With several times (每季度) what is too much in one does not make up for another. `now` is the time that runs.
    """

    reached: Decimal
    needed: Decimal
    expected: Decimal
    light: Light
    now: Window | None = None
    reached_now: Decimal = Decimal(0)
    # What was counted in each time.
    counted: tuple[tuple[Window, Decimal], ...] = ()

    @property
    def is_met(self) -> bool:
        return self.reached >= self.needed


def progress(
    number: Decimal, counts: Sequence[Decimal], times: Sequence[Window], day: date, slack: int
) -> Progress:
    """The progress of a unit that counted `counts` in `times` towards `number` in each, as of `day`.

    Behind the pace by at most `slack` per cent is yellow, by more red. Before the first whole unit is due nothing is late.
    """
    reached = (
        sum((min(count, number) for count in counts), Decimal(0)) if len(times) > 1 else counts[0]
    )
    expected = sum((_whole(number * time.share(day)) for time in times), Decimal(0))
    running = [n for n, time in enumerate(times) if time.since <= day <= time.until]
    now = times[running[0]] if running and len(times) > 1 else None
    needed = number * len(times)
    # Nothing done where an even pace asks for nothing yet is neither good nor bad.
    is_early = day < times[0].since or not (reached or expected)
    light = Light.NONE if is_early else _light(reached, expected, slack)
    counted = tuple(zip(times, counts, strict=True))
    return Progress(
        reached, needed, expected, light, now, counts[running[0]] if now else Decimal(0), counted
    )


def _whole(amount: Decimal) -> Decimal:
    return amount.to_integral_value(ROUND_FLOOR)


def _light(reached: Decimal, expected: Decimal, slack: int) -> Light:
    if reached >= expected:
        return Light.GREEN
    return Light.YELLOW if 100 * reached >= (100 - slack) * expected else Light.RED


def target_faults(is_share: bool, number: Decimal, unit: str, what: str) -> dict[str, str]:
    """Why kind, number and unit of a target do not fit each other, by the field at which it is said."""
    if not is_share:
        return (
            {"unit": _("单位是 %，类别应选“比例”；按数量算的，请填名、次、个等单位。")}
            if unit == PERCENT
            else {}
        )
    faults = {}
    if unit != PERCENT:
        faults["unit"] = _("类别是“比例”，单位应填 %；按数量算的，类别请选“数量”。")
    if number > WHOLE:
        faults["number"] = _(
            "比例应在 0 到 100 之间。超过 100% 的多是增长幅度，请改填要达到的数量或比例。"
        )
    if GROWTH.search(what):
        faults["what"] = _("比上年增长、提高多少不是要达到的数，请改填要达到的比例或数量。")
    return faults


def pace_goal(goal: float, since: date, until: date, day: date) -> float:
    """What a yearly rate that is to reach `goal` should have reached by `day` at an even pace."""
    return float(Decimal(str(goal)) * Window("", since, until).share(day))


def target_words(light: Light, is_final: bool) -> str:
    """The light of a number that is asked for, in words: reached or not once that can be said, until then by its pace."""
    if light is Light.NONE:
        return _("暂无数据")
    if is_final:
        labels = {Light.GREEN: _("已完成"), Light.YELLOW: _("接近完成"), Light.RED: _("未完成")}
    else:
        labels = {
            Light.GREEN: _("按进度"),
            Light.YELLOW: _("略慢于进度"),
            Light.RED: _("落后于进度"),
        }
    return labels[light]


def light_of_units(units: Sequence[Progress], slack: int) -> Light:
    """The light of several units: green when all keep pace, yellow when at most `slack` per cent do not; one has its own.

    Units of which nothing can be said yet are left out.
    """
    lights = [unit.light for unit in units if unit.light is not Light.NONE]
    if len(lights) <= 1:
        return lights[0] if lights else Light.NONE
    behind = sum(light is not Light.GREEN for light in lights)
    if not behind:
        return Light.GREEN
    return Light.YELLOW if 100 * behind <= slack * len(lights) else Light.RED
