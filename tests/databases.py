"""Copies of the test database: what many tests begin with is filled in once by a worker and never flushed.

The test database itself stays empty. A world that many tests look at is committed to a copy of it: a test either runs
in a transaction of that copy, which is rolled back, or, where a live server must see what is committed, on a copy of
its own. SQLite copies a file, PostgreSQL makes a database from a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import TypeVar

from django.db import connection
from pytest_django import DjangoDbBlocker

from zulian.foundation.scopes import EVERYTHING, scope

T = TypeVar("T")
# A name is never used twice: a thread of the live server may still hold the files of the one before.
_numbers = count(1)


def current() -> str:
    """The name of the database that the connection leads to."""
    return str(connection.settings_dict["NAME"])


@contextmanager
def using(name: str) -> Iterator[None]:
    """Connect this thread, and threads to come, to the database `name` for the block; no transaction may be open."""
    before = current()
    _connect_to(name)
    try:
        yield
    finally:
        _connect_to(before)


@contextmanager
def copied(source: str = "") -> Iterator[str]:
    """A copy of `source` (the database in use unless told) by its name; dropped after the block."""
    source, suffix = source or current(), f"copy{next(_numbers)}"
    with using(source):
        _write_through()
        connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
        name = str(connection.creation.get_test_db_clone_settings(suffix)["NAME"])
    try:
        yield name
    finally:
        with using(source):
            _end_sessions(name)
            connection.creation.destroy_test_db(verbosity=0, suffix=suffix)


@contextmanager
def filled(
    blocker: DjangoDbBlocker, fill: Callable[[], T], source: str = ""
) -> Iterator[tuple[str, T]]:
    """A copy of `source` with what `fill` commits to it, by its name, and what `fill` returned.

    For fixtures of a session: the database is open to them while it is filled and dropped, not in between.
    """
    with ExitStack() as stack:
        with blocker.unblock():
            name = stack.enter_context(copied(source))
            with using(name), scope(EVERYTHING):
                result = fill()
        yield name, result
        with blocker.unblock():
            stack.close()


def _connect_to(name: str) -> None:
    # The dictionary is shared by all threads; it is changed in place, so that the live server's follow.
    connection.close()
    connection.settings_dict["NAME"] = name


def _write_through() -> None:
    """SQLite copies the file alone: what lies in the log beside it, while any connection is open, goes into it first."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _pages, _moved = cursor.fetchone()
        assert not busy, "the test database is in use: it cannot be copied"


def _end_sessions(name: str) -> None:
    """A thread of the live server may still wait for its browser; PostgreSQL drops no database in use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
