"""Hours, stars, ages and times of volunteers, as the policy has them. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal

# Morning, afternoon and evening: when each begins.
PARTS = (time(0), time(12), time(18))
WEEK = 7
HALF = Decimal("0.5")


def bit(weekday: int, part: int) -> int:
    """The bit of a part of a weekday (Monday is 0) within `times`."""
    return 1 << (weekday * len(PARTS) + part)


def bits_between(day: date, start: time, end: time) -> int:
    """The parts of a day that a stretch touches.

    >>> bits_between(date(2026, 3, 2), time(9), time(13)) == bit(0, 0) | bit(0, 1)
    True
    """
    found = 0
    for part, begins in enumerate(PARTS):
        ends = PARTS[part + 1] if part + 1 < len(PARTS) else time.max
        if start < ends and end > begins:
            found |= bit(day.weekday(), part)
    return found


def has_time(times: int, day: date, start: time, end: time) -> bool:
    """Whether all parts of the day that a stretch touches are among a volunteer's times."""
    wanted = bits_between(day, start, end)
    return times & wanted == wanted


def hours_between(start: datetime, end: datetime) -> Decimal:
    """Hours of a stretch, in halves, rounded down: what is begun is not yet done."""
    minutes = Decimal((end - start).total_seconds()) / 60
    return (minutes / 30).quantize(Decimal(1), ROUND_DOWN) * HALF


def stars_of(hours: Decimal, steps: Sequence[int]) -> int:
    """How many stars some hours make.

    >>> stars_of(Decimal(99), [100, 300]), stars_of(Decimal(300), [100, 300])
    (0, 2)
    """
    return sum(hours >= step for step in steps)


def age_on(birth: date, day: date) -> int:
    """Full years on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def repeats(first: date, step: str, until: date | None, most: int) -> list[date]:
    """The days of a need: once, or every week, fortnight or month (the same day, the last where it has none) until a day."""
    days = [first]
    while step and until is not None and len(days) < most:
        n = len(days)
        if step == "month":
            month = first.month - 1 + n
            year, month = first.year + month // 12, month % 12 + 1
            following = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            day = date(year, month, min(first.day, following.day))
        else:
            day = first + timedelta(days=n * (WEEK if step == "week" else 2 * WEEK))
        if day > until:
            break
        days.append(day)
    return days
