"""Whether a database holds data already, asked before Django is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from zulian.errors import StartError, first_line

CONNECT_TIMEOUT = 10
SQLITE = "django.db.backends.sqlite3"
IN_USE = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM accounts_user) OR EXISTS (SELECT 1 FROM people_person)"
)


def is_in_use(database: dict[str, Any]) -> bool:
    """Whether a database is in use; asked before Django is there, and only when a key is missing."""
    if database["ENGINE"] == SQLITE:
        return _sqlite_in_use(Path(database["NAME"]))
    return _postgresql_in_use(database)


def _sqlite_in_use(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            return connection.execute(IN_USE).fetchone() is not None
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return False
        raise StartError(f"The database {path} cannot be read: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise StartError(f"The database {path} cannot be read: {error}.") from error


def _postgresql_in_use(database: dict[str, Any]) -> bool:
    import psycopg

    address = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    given = {name: database[key] for name, key in address.items() if database.get(key)}
    try:
        with psycopg.connect(
            **given, **database.get("OPTIONS", {}), connect_timeout=CONNECT_TIMEOUT
        ) as connection:
            return connection.execute(IN_USE).fetchone() is not None
    except psycopg.errors.UndefinedTable:
        return False
    except psycopg.Error as error:
        raise StartError(f"The database cannot be opened: {first_line(error)}") from error
