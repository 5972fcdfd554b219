"""The year's meetings by the rule. No database here."""

from __future__ import annotations

from datetime import date, timedelta


def due_days(year: int, times: int) -> list[date]:
    """The last day of each of `times` equal parts of the year's months, by which one meeting is due.

    >>> [str(day) for day in due_days(2026, 2)]
    ['2026-06-30', '2026-12-31']
    """
    if not 1 <= times <= 12:
        raise ValueError("a year has one to twelve meetings of a kind")
    ends = [12 * (n + 1) // times for n in range(times)]
    return [date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in ends]


def enough(present: int, members: int, quorum: int) -> bool:
    """Whether so many of the members are a quorum of so many per cent; nobody is none."""
    return present > 0 and present * 100 >= members * quorum
