"""Working days (工作日): the State Council's calendar where it is announced, Monday to Friday beyond it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkDate:
    """A date reached by counting working days; provisional when a year's holidays were not yet announced."""

    day: date
    provisional: bool


@lru_cache(maxsize=4096)
def _announced(day: date) -> bool | None:
    """Whether `day` is worked by the calendar; None where the calendar does not reach."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def is_announced(day: date) -> bool:
    """Whether the holidays of the year of `day` are known."""
    return _announced(day) is not None


def is_workday(day: date) -> bool:
    """Whether `day` is worked; in years not yet announced Monday to Friday are."""
    known = _announced(day)
    return day.weekday() < 5 if known is None else known


def add_workdays(start: date, days: int) -> WorkDate:
    """The day that is `days` working days after `start` (before it when negative), `start` not counted."""
    step = ONE if days >= 0 else -ONE
    day, left = start, abs(days)
    provisional = not is_announced(start)
    while left:
        day += step
        provisional = provisional or not is_announced(day)
        left -= is_workday(day)
    return WorkDate(day, provisional)


def workdays_between(start: date, end: date) -> int:
    """How many working days follow `start` up to and including `end`; 0 when `end` is not later."""
    count, day = 0, start
    while day < end:
        day += ONE
        count += is_workday(day)
    return count
