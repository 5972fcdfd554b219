"""What the demo remembers of its year: snapshots of every indicator."""

from __future__ import annotations

from datetime import date, timedelta

from zulian.indicators.services import remember

LAST_DAYS = 2


def take_history(today: date) -> None:
    """Snapshots of the year so far: at the beginning of every other month, at the half-year's end, yesterday and today."""
    days = {date(today.year, month, 1) for month in (3, 5, 7, 9, 11)} | {date(today.year, 6, 30)}
    days |= {today - timedelta(days=n) for n in range(LAST_DAYS)}
    for day in sorted(day for day in days if day <= today):
        remember(day)
