"""What the demo remembers of its year: snapshots of every indicator."""

from __future__ import annotations

from datetime import date, timedelta

from zulian.indicators.services import remember, remember_kept

QUARTERS = ((1, 31), (3, 31), (6, 30), (9, 30))


def take_history(today: date) -> None:
    """Snapshots of the year so far: when quarters end, a week ago, and today, of which everything has just been counted."""
    days = {date(today.year, month, day) for month, day in QUARTERS}
    days.add(today - timedelta(days=7))
    for day in sorted(day for day in days if day < today):
        remember(day)
    remember_kept(today)
