"""Pure rules of plans: periods of recurring tasks, due days, status of a matrix cell, the ranking score."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from zulian.indicators.rules import Pair

MONTHS_OF = {"month": 1, "bimonth": 2, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """One period of a recurring task: its name and the day it falls due."""

    name: str
    due: date


def periods(rhythm: str, year: int, month_day: int | None, since: date) -> Iterator[Period]:
    """The periods of `rhythm` in `year` that fall due on or after `since`.

    A monthly task with a day (每月10日前) is due on that day, others at the end of their period.
    """
    months = MONTHS_OF[rhythm]
    for number, month in enumerate(range(months, 13, months), 1):
        last = calendar.monthrange(year, month)[1]
        day = min(month_day, last) if month_day and rhythm == "month" else last
        due = date(year, month, day)
        if due >= since:
            yield Period(period_name(rhythm, number), due)


def same_day(day: date, year: int) -> date:
    """A day of another year; the last of February for a 29th that it has not.

    >>> same_day(date(2024, 2, 29), 2025), same_day(date(2024, 11, 30), 2025)
    (datetime.date(2025, 2, 28), datetime.date(2025, 11, 30))
    """
    last = calendar.monthrange(year, day.month)[1]
    return day.replace(year=year, day=min(day.day, last))


def period_name(rhythm: str, number: int) -> str:
    """How a period is called: 3月, 3-4月, 第2季度, 上半年, 全年."""
    if rhythm == "month":
        return _("%(number)d月") % {"number": number}
    if rhythm == "bimonth":
        return _("%(first)d-%(last)d月") % {"first": 2 * number - 1, "last": 2 * number}
    if rhythm == "quarter":
        return _("第%(number)d季度") % {"number": number}
    if rhythm == "half":
        return _("上半年") if number == 1 else _("下半年")
    return _("全年")


class Light(StrEnum):
    """Status of a group of assignments, the most pressing first; every light also has words."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    WAITING = "waiting"
    REPORTED = "reported"
    CARRIED = "carried"
    WORKING = "working"
    AGAINST = "against"
    DONE = "done"
    NONE = "none"


@dataclass(frozen=True)
class Cell:
    """What a matrix cell says of one clause in one division: counts of its tasks, and how many of its measures are reached.

    It is done only if both are: a paper that is closed while the registers say otherwise is marked.
    """

    total: int = 0
    closed: int = 0
    overdue: int = 0
    issued: int = 0
    reported: int = 0
    returned: int = 0
    carried: int = 0
    measured: Pair = Pair()
    # Whether it tells what the items of its clause come to, which stand beside it.
    is_sum: bool = False

    def __add__(self, other: Cell) -> Cell:
        """Cells add up the tree; what measures the sum is asked of the whole, and not added up.

        What is a sum of others is not added again.
        """
        if other.is_sum:
            return self
        return Cell(
            self.total + other.total,
            self.closed + other.closed,
            self.overdue + other.overdue,
            self.issued + other.issued,
            self.reported + other.reported,
            self.returned + other.returned,
            self.carried + other.carried,
        )

    @property
    def left(self) -> int:
        """How many tasks are not finished."""
        return self.total - self.closed

    @property
    def is_done(self) -> bool:
        """Whether paper and registers both say so."""
        return self.light is Light.DONE

    @property
    def light(self) -> Light:
        if not self.total:
            return Light.NONE
        if self.overdue:
            return Light.OVERDUE
        if self.closed == self.total:
            return Light.AGAINST if self.measured.missing else Light.DONE
        if self.returned:
            return Light.RETURNED
        if self.reported:
            return Light.REPORTED
        if self.carried and self.carried + self.closed == self.total:
            return Light.CARRIED
        return Light.WAITING if self.issued == self.total else Light.WORKING


@dataclass(frozen=True)
class Score:
    """The pairs of one division by indicator and the weighted score out of 100."""

    pairs: Mapping[str, Pair]
    weights: Mapping[str, int]

    @property
    def value(self) -> float:
        """The weighted mean of the rates in per cent; a rate over nothing says nothing and has no weight."""
        weighed = [(w, self.pairs[code]) for code, w in self.weights.items() if self.pairs[code].of]
        total = sum(w for w, _pair in weighed)
        return (
            round(100 * sum(w * pair.met / pair.of for w, pair in weighed) / total, 1)
            if total
            else 0.0
        )
