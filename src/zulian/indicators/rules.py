"""Pure rules of indicators (指标): pairs of numbers, how they are shown, and their light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Pair:
    """`met` of `of` rows meet the indicator; pairs add up the tree of divisions."""

    met: int = 0
    of: int = 0

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.met + other.met, self.of + other.of)

    @property
    def missing(self) -> int:
        """Rows that fail."""
        return self.of - self.met

    @property
    def percent(self) -> float | None:
        """met ÷ of in per cent with one decimal, None over nothing."""
        return round(100 * self.met / self.of, 1) if self.of else None


class Show(StrEnum):
    """How an indicator is read: as a rate to be high, or as a number of failing rows to be low."""

    RATE = "rate"
    MISSING = "missing"


class Light(StrEnum):
    """达标, 接近, 未达标, or nothing to measure."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


def light(pair: Pair, show: Show, target: float, slack: float) -> Light:
    """The light of a pair against `target`.

    A rate is green from `target` per cent on and yellow down to `slack` points below it. A number of failing
    rows is green up to `target` rows and yellow while at most `slack` per cent of all rows fail.
    """
    if not pair.of or pair.percent is None:
        return Light.NONE
    if show is Show.RATE:
        # Compared exactly, not by the rounded figure: 89.96 % does not reach 90 %.
        reached = 100 * pair.met
        if reached >= target * pair.of:
            return Light.GREEN
        return Light.YELLOW if reached >= (target - slack) * pair.of else Light.RED
    if pair.missing <= target:
        return Light.GREEN
    return Light.YELLOW if 100 * pair.missing <= slack * pair.of else Light.RED


def value(pair: Pair, show: Show) -> float | None:
    """The one number that a chart or a sorted column shows."""
    return float(pair.missing) if show is Show.MISSING else pair.percent
