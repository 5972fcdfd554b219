"""Reading the settings from the environment: what is wrong is refused in a sentence, before anything is written."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url

from zulian.errors import SettingsError, StartError, first_line

DATA_KEY_BYTES, SECRET_KEY_CHARACTERS = 32, 32
CONNECTION_SECONDS, CONNECT_TIMEOUT = 60, 10
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
URL_EXAMPLE = "postgres://user:password@host:5432/name or sqlite:////folder/file"
IN_USE = "SELECT 1 WHERE EXISTS (SELECT 1 FROM accounts_user) OR EXISTS (SELECT 1 FROM people_person)"


@dataclass(frozen=True)
class Key:
    """A key of the site: its variable, the file that keeps it in ZULIAN_HOME, how it is made, and what it must be."""

    variable: str
    file: str
    make: Callable[[], str]
    fits: Callable[[str], bool]
    meaning: str


def is_data_key(text: str) -> bool:
    """Whether a text is 32 bytes in base64."""
    try:
        return len(base64.b64decode(text, validate=True)) == DATA_KEY_BYTES
    except (binascii.Error, ValueError):
        return False


SECRET_KEY = Key(
    "ZULIAN_SECRET_KEY",
    "secret_key",
    lambda: secrets.token_urlsafe(48),
    lambda text: len(text) >= SECRET_KEY_CHARACTERS,
    f"a signing key of at least {SECRET_KEY_CHARACTERS} characters",
)
DATA_KEY = Key(
    "ZULIAN_DATA_KEY",
    "data_key",
    lambda: base64.b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode(),
    is_data_key,
    f"a key of {DATA_KEY_BYTES} bytes in base64",
)


def words(variable: str, default: str = "") -> list[str]:
    """The words of a variable that are separated by commas, without blanks around them."""
    return [word.strip() for word in os.environ.get(variable, default).split(",") if word.strip()]


def whole_number(variable: str, default: int) -> int:
    """A variable that holds a number, not below zero; raises SettingsError for anything else."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise SettingsError(f"{variable} must be a whole number, not “{text}”.")
    return int(text)


def choice(variable: str, *choices: str) -> str:
    """A variable that holds one of some words, the first where it is absent; raises SettingsError for any other."""
    text = os.environ.get(variable) or choices[0]
    if text not in choices:
        raise SettingsError(f"{variable} must be {' or '.join(choices)}, not “{text}”.")
    return text


def secret(variable: str) -> str:
    """A key or password from the environment, or from the file that `variable`_FILE names; empty where there is none.

    Raises SettingsError for a file that is named and cannot be read or is empty: a new key in its place would lock sealed
    data away.
    """
    if value := os.environ.get(variable):
        return value
    path = os.environ.get(f"{variable}_FILE")
    if not path:
        return ""
    text = _read(Path(path), f"{variable}_FILE")
    if not text:
        raise SettingsError(f"{variable}_FILE: {path} is empty.")
    return text


def kept_key(key: Key, home: Path, database: dict[str, Any] | None = None) -> str:
    """A key from the environment, else the one that ZULIAN_HOME keeps, which is made at the first start.

    Raises SettingsError for a key that is not what it must be, and where a new one would be made beside a `database` that
    holds data already: that data is sealed with the key that is missing.
    """
    source, text = key.variable, secret(key.variable)
    if not text:
        path = home / key.file
        source = str(path)
        if not _exists(path):
            if database and _in_use(database):
                raise SettingsError(
                    f"{path} is missing, and the database holds data sealed with it: put the key back there,"
                    f" or into {key.variable}."
                )
            _make(path, key.make())
        text = _read(path, "ZULIAN_HOME")
    if not key.fits(text):
        raise SettingsError(f"{source} must hold {key.meaning}.")
    return text


def database(home: Path) -> dict[str, Any]:
    """The database that DATABASE_URL names, or a file in ZULIAN_HOME; raises SettingsError for an address that names none."""
    if not os.environ.get("DATABASE_URL"):
        # A file name is no part of an address: it may hold any character.
        return {"ENGINE": SQLITE, "NAME": str(home / "zulian.sqlite3"), "CONN_MAX_AGE": CONNECTION_SECONDS}
    settings = database_from("DATABASE_URL")
    if settings["ENGINE"] == POSTGRESQL and not settings.get("PASSWORD"):
        settings["PASSWORD"] = secret("ZULIAN_DATABASE_PASSWORD")
    return settings


def database_from(variable: str) -> dict[str, Any]:
    """The database whose address a variable holds; raises SettingsError, which does not repeat the password in it."""
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(os.environ[variable], conn_max_age=CONNECTION_SECONDS))
    except ValueError as error:
        raise SettingsError(f"{variable} is no address of a database, such as {URL_EXAMPLE}.") from error
    if settings["ENGINE"] not in {SQLITE, POSTGRESQL}:
        raise SettingsError(f"{variable} names neither PostgreSQL nor SQLite: {URL_EXAMPLE}.")
    if not settings["NAME"]:
        raise SettingsError(f"{variable} names no database: {URL_EXAMPLE}.")
    return settings


def _exists(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.exists()
    except OSError as error:
        raise SettingsError(f"ZULIAN_HOME: {error.filename or path}: {error.strerror}.") from error


def _read(path: Path, variable: str) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"{variable}: {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{variable}: {path} holds no text.") from error


def _make(path: Path, text: str) -> None:
    """Keep a new key where only this account reads it: whole and on the disk, or not at all.

    Of two first starts the second one finds the key of the first.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        finally:
            draft.unlink()
    except OSError as error:
        raise SettingsError(f"ZULIAN_HOME: {path}: {error.strerror}.") from error


def _in_use(database: dict[str, Any]) -> bool:
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

    address = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: database[key] for name, key in address.items() if database.get(key)}
    try:
        with psycopg.connect(**given, **database.get("OPTIONS", {}), connect_timeout=CONNECT_TIMEOUT) as connection:
            return connection.execute(IN_USE).fetchone() is not None
    except psycopg.errors.UndefinedTable:
        return False
    except psycopg.Error as error:
        raise StartError(f"The database cannot be opened: {first_line(error)}") from error
