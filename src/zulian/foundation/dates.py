"""Counting in days, months and years: nothing is asked of a database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, the last of the month where there is none.

    >>> months_before(date(2024, 2, 29), 12)
    datetime.date(2023, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def years_after(day: date, years: int) -> date:
    """The same day some years later, 28 February for a 29th that is not there."""
    return months_before(day, -12 * years)


def born_before(day: date, years: int) -> date:
    """The latest birthday of people who have reached the age of `years` on `day`."""
    return months_before(day, 12 * years)


def end_of(day: date) -> datetime:
    """The first moment after a day, in local time."""
    return datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
