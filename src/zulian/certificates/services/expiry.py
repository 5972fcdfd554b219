"""Certificates that run out: who within how many months."""

from __future__ import annotations

from datetime import date

from zulian.certificates.rules.cards import months_later
from zulian.foundation.clock import today


def span(months: int) -> tuple[date, date]:
    """From today to so many months later; 0 months means what has already run out."""
    day = today()
    return (
        (date(1900, 1, 1), day.fromordinal(day.toordinal() - 1))
        if months == 0
        else (day, months_later(day, months))
    )
