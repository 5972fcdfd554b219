"""One process at a time makes tables or fills the database, on whichever machine it runs; others wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from zulian.processes import in_turn

# Any number, the same in every version: PostgreSQL knows the lock by it.
LOCK_NUMBER = 0x7A756C69
WAITING = "Another process is preparing this database; waiting until it is done"


@contextmanager
def database_alone() -> Iterator[None]:
    """Hold the lock of the database for the time of the block; says so where it has to wait."""
    if connection.vendor == "postgresql":
        with _advisory_lock():
            yield
    elif (
        path := Path(str(connection.settings_dict["NAME"]))
    ).parent.is_dir() and path.is_absolute():
        with in_turn(path.with_name(f"{path.name}.lock"), WAITING):
            yield
    else:
        yield


@contextmanager
def _advisory_lock() -> Iterator[None]:
    """A lock on a connection of its own: it outlasts the others, and the server lifts it when this process ends."""
    holder = connection.copy()
    holder.settings_dict["OPTIONS"] = {
        k: v for k, v in holder.settings_dict["OPTIONS"].items() if k != "pool"
    }
    with closing(holder), holder.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
        if not cursor.fetchone()[0]:
            print(WAITING, flush=True)
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
        yield
