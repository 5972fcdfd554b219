"""Writes that must not be lost to a database that is busy or away for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE_SECONDS, FIRST_PAUSE, LONGEST_PAUSE = 180.0, 0.1, 5.0


def patiently(act: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """Do `act` again, with growing pauses, as long as the database is locked or away; raises what it last said.

    `act` must be safe to repeat. Within a transaction nothing is repeated: only the whole of it could be.
    """
    until, pause = time.monotonic() + seconds, FIRST_PAUSE
    while True:
        try:
            return act()
        except OperationalError as error:
            if connection.in_atomic_block or time.monotonic() + pause > until:
                raise
            log.warning("the database is busy, it is tried again: %s", error)
        connection.close()
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
