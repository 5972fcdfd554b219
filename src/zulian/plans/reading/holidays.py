"""Holidays and days of the disabled by which circulars set deadlines (春节前, 全国助残日前)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

DAY = timedelta(1)
SUNDAY = 6


def _solar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date]:
    def found(year: int) -> date:
        from borax.calendars.lunardate import LunarDate

        solar: date = LunarDate(year, month, day).to_solar_date()
        return solar

    return found


def _sunday(month: int, number: int) -> Callable[[int], date]:
    def found(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta((SUNDAY - first.weekday()) % 7 + 7 * (number - 1))

    return found


def _new_year(year: int) -> date:
    """元旦前 in the work points of a year is its last day."""
    return date(year + 1, 1, 1)


# Longer names first: a pattern takes the first that fits. 全国助残日 is the third Sunday of May (残疾人保障法第十四条).
HOLIDAYS: dict[str, Callable[[int], date]] = {
    "元旦": _new_year,
    "春节": _lunar(1, 1),
    "元宵": _lunar(1, 15),
    "五一": _solar(5, 1),
    "劳动节": _solar(5, 1),
    "端午": _lunar(5, 5),
    "六一": _solar(6, 1),
    "儿童节": _solar(6, 1),
    "七一": _solar(7, 1),
    "中秋": _lunar(8, 15),
    "国庆": _solar(10, 1),
    "重阳": _lunar(9, 9),
    "爱耳日": _solar(3, 3),
    "助残日": _sunday(5, 3),
    "爱眼日": _solar(6, 6),
    "国际聋人日": _sunday(9, 4),
    "盲人节": _solar(10, 15),
    "国际残疾人日": _solar(12, 3),
}
# For patterns.
NAMES = rf"(?:全国|国际)?(?:{'|'.join(HOLIDAYS)})"
# The lunar calendar is computed for these years.
YEARS = range(1901, 2100)


def last_day_before(name: str, year: int, issued: date | None = None) -> date | None:
    """The day before a holiday of `year`, or of the next where the paper was issued on that day or after; None out of `YEARS`."""
    for one in (year, year + 1):
        if one not in YEARS:
            return None
        day = HOLIDAYS[name](one) - DAY
        if issued is None or day > issued:
            return day
    return day
