"""A deadline (时限) or rhythm (周期) as it is kept, and how it is told."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zulian.plans.reading.holidays import NAMES
from zulian.plans.reading.labels import CN

# A numeral of a month, a day or a quarter.
N = rf"[{CN}\d]{{1,3}}"


class Rhythm(StrEnum):
    """How often a recurring duty falls due."""

    WEEK = "week"
    MONTH = "month"
    TWO_MONTHS = "bimonth"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


HOLIDAY = re.compile(NAMES)
WEEKDAY = re.compile("[（(](?:星期|周)[一二三四五六日天][）)]")
JOINTS = "、和及与以"
BARE_MONTH = re.compile(rf"(?:元|{N})月?")


@dataclass(frozen=True)
class Deadline:
    """When a duty falls due: the day of a single one, or the rhythm (and day of month) of a recurring one.

    `is_nearest` says that the words ask for a time that no plan holds (每半月), for which the next greater rhythm stands.
    """

    day: date | None = None
    rhythm: Rhythm | None = None
    month_day: int | None = None
    words: str = ""
    is_nearest: bool = False


def told_time(due: Deadline) -> str:
    """The words of a deadline, with the month or the day that stands behind those of others: 3月20日 of 3、9月的20日前."""
    words = WEEKDAY.sub("", due.words).rstrip(JOINTS)
    if due.day is None or not BARE_MONTH.fullmatch(words):
        return words.replace("月的", "月")
    if due.day != month_end(due.day.year, due.day.month):
        return f"{due.day.month}月{due.day.day}日"
    return words if words.endswith("月") else f"{due.day.month}月底"


def is_by_holiday(due: Deadline) -> bool:
    """Whether a deadline is named by a holiday, which is on another day of each year."""
    return bool(HOLIDAY.search(due.words))


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
