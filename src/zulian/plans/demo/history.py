"""What the demo remembers of its year: snapshots of every indicator."""

from __future__ import annotations

from datetime import date, timedelta

from zulian.indicators.services import remember

LAST_DAYS = 2
QUARTERS = ((1, 31), (3, 31), (6, 30), (9, 30))


def take_history(today: date) -> None:
    """Snapshots of the year so far: when quarters end, yesterday and today."""
    days = {date(today.year, month, day) for month, day in QUARTERS}
    days |= {today - timedelta(days=n) for n in range(LAST_DAYS)}
    for day in sorted(day for day in days if day <= today):
        remember(day)
