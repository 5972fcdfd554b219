"""Writers of what is counted work side by side, a rebuild of kept counts alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from zulian.foundation.work import opens

LOCK = 20_130_319
# A rebuild asks for its lock so often, with pauses, before it stands in the queue.
TRIES = 600
TRY_SECONDS = 0.1


@opens
def together() -> None:
    """Writers share a lock that a rebuild takes alone, before they touch a row; the embedded database has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


@contextmanager
def alone() -> Iterator[None]:
    """Alone, without standing in the queue at first: behind a rebuild that waits for a long import all writers would wait too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for _try in range(TRIES):
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
                if cursor.fetchone()[0]:
                    break
                time.sleep(TRY_SECONDS)
            else:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    yield
