"""What day it is. Rooms with deadlines ask here, so that a demo or a test can let days go by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from time import time as seconds

from django.utils import timezone

WORKING_HOUR = time(10, 30)
_day: ContextVar[date | None] = ContextVar("zulian_day", default=None)


def today() -> date:
    """The local date, or the one that `on_day` set."""
    return _day.get() or _date_in(int(seconds() // 60))


@lru_cache(maxsize=1)
def _date_in(_minute: int) -> date:
    """The local date in a minute: rules ask for it row by row."""
    return timezone.localdate()


def now() -> datetime:
    """The present moment; half past ten on a day that `on_day` set."""
    day = _day.get()
    return (
        timezone.now()
        if day is None
        else datetime.combine(day, WORKING_HOUR, timezone.get_current_timezone())
    )


@contextmanager
def on_day(day: date) -> Iterator[date]:
    """Let it be `day` in the block."""
    token = _day.set(day)
    try:
        yield day
    finally:
        _day.reset(token)
