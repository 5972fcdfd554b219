"""Days of the year that belong to disabled people (节日、纪念日和活动日), as all rooms that hold activities know them."""

from __future__ import annotations

from datetime import date, timedelta

from zulian.foundation.clock import today
from zulian.foundation.policy import policy

WEEK = 7


def occasion_day(rule: str, year: int) -> date | None:
    """The day of an occasion in a year: "03-05", or "5-sun-3" for the third Sunday of May; None where it has no day.

    >>> occasion_day("5-sun-3", 2013)
    datetime.date(2013, 5, 19)
    """
    if not rule:
        return None
    month, _dash, rest = rule.partition("-")
    if rest.isdecimal():
        return date(year, int(month), int(rest))
    nth = int(rest.rpartition("-")[2])
    first = date(year, int(month), 1)
    return first + timedelta(days=(6 - first.weekday()) % WEEK + WEEK * (nth - 1))


def named_days() -> list[tuple[str, str]]:
    """Days of the year on which activities are held: key and name."""
    return [
        (str(key), str(name))
        for key, name, _day, _usual in policy("people/occasions", today())["days"]
    ]


def year_days(year: int) -> list[tuple[date, str, str, str]]:
    """The field's days of a year in order: day, key, name, what is usually done."""
    rows = policy("people/occasions", today())["days"]
    found = [
        (day, key, name, usual)
        for key, name, rule, usual in rows
        if (day := occasion_day(rule, year))
    ]
    return sorted(found)
