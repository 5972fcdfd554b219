"""Reading the settings from the environment: what is wrong is refused in a sentence, before anything is written."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from zulian.database_use import SQLITE
from zulian.errors import SettingsError
from zulian.generations import Generations

SECRET_CHARACTERS = 32
CONNECTION_SECONDS = 60
POSTGRESQL = "django.db.backends.postgresql"


MOST_SECONDS, MAX_DIGITS = 10**9, 10
HOST_NAME = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\]?"
)
# What a site is served as may begin with a dot, for all names below it.
SERVED_NAME = re.compile(rf"\.?(?:{HOST_NAME.pattern})")
FEW_DIGITS = re.compile(r"[0-9]{1,3}")
MAILBOX = re.compile(r"(?<![^@\s,;<>])[^@\s,;<>]++@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
ANCHOR_EXAMPLE = "file:/folder/anchors.log with a full path, mail:auditor@example.org or syslog:"
URL_EXAMPLE = "postgres://user:password@host:5432/name or sqlite:////folder/file"


def text(variable: str, default: str = "") -> str:
    """A variable without blanks around it; an empty one counts as absent."""
    return os.environ.get(variable, "").strip() or default


def words(variable: str, default: str = "") -> list[str]:
    """The words of a variable that are separated by commas, without blanks around them."""
    return [word.strip() for word in text(variable, default).split(",") if word.strip()]


def whole_number(variable: str, default: int, least: int = 0, most: int = MOST_SECONDS) -> int:
    """A variable that holds a number within bounds; raises SettingsError for anything else."""
    given = text(variable)
    if not given:
        return default
    if not (
        given.isascii()
        and given.isdigit()
        and len(given) <= MAX_DIGITS
        and least <= int(given) <= most
    ):
        raise SettingsError(
            f"{variable} must be a whole number from {least} to {most}, not “{given}”."
        )
    return int(given)


def switch(variable: str) -> bool:
    """A variable that is 1 or 0, the latter where it is absent; raises SettingsError for any other word."""
    return choice(variable, "0", "1") == "1"


def choice(variable: str, *choices: str) -> str:
    """A variable that holds one of some words, the first where it is absent; raises SettingsError for any other."""
    given = text(variable, choices[0])
    if given not in choices:
        *others, last = dict.fromkeys(sorted(choices))
        raise SettingsError(f"{variable} must be {', '.join(others)} or {last}, not “{given}”.")
    return given


def some_of(variable: str, choices: Collection[str]) -> tuple[str, ...]:
    """Some of the words that there are, by commas; raises SettingsError for any other."""
    given = words(variable)
    for word in given:
        if word not in choices:
            raise SettingsError(f"{variable} must name some of {', '.join(choices)}, not “{word}”.")
    return tuple(given)


def generations(variable: str, default: str) -> Generations:
    """How many days, weeks and months are kept, by commas; raises SettingsError for anything else, and for no day at all."""
    given = words(variable, default)
    fits = len(given) == 3 and all(map(FEW_DIGITS.fullmatch, given))
    if not fits or not int(given[0]):
        said = ",".join(given)
        raise SettingsError(
            f"{variable} must be days, weeks and months such as 7,4,12, not “{said}”."
        )
    return Generations(*map(int, given))


def hosts(variable: str, default: str) -> list[str]:
    """Host names or addresses, by commas: without scheme, port or path; raises SettingsError for other words."""
    names = words(variable, default)
    for name in names:
        if name != "*" and not SERVED_NAME.fullmatch(name):
            raise SettingsError(
                f"{variable} must name hosts such as zulian.example.cn, by commas, not “{name}”."
            )
    return names


def host(variable: str) -> str:
    """A host name or address, empty where it is absent; raises SettingsError for other words."""
    given = text(variable)
    if given and not HOST_NAME.fullmatch(given):
        raise SettingsError(
            f"{variable} must be the name of a host such as mail.example.cn, not “{given}”."
        )
    return given


# What an operator of the national register names (`certificates/policy/national.toml`), and of which kind each is.
NATIONAL_NAMES: dict[str, type] = {
    "function": str,
    "namespace": str,
    "found": list,
    "unknown": list,
    "fields": dict,
    "states": dict,
    "words": dict,
}


def names(variable: str, kinds: dict[str, type]) -> dict[str, Any]:
    """The values of the TOML file that a variable names, each known and of its kind; none where it is absent.

    Raises SettingsError for a file that cannot be read or says anything else.
    """
    given = text(variable)
    if not given:
        return {}
    try:
        found = tomllib.loads(Path(given).read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{variable}: {given}: {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(f"{variable}: {given} holds no TOML.") from error
    for name, value in found.items():
        inner = value.values() if isinstance(value, dict) else value
        is_text = isinstance(value, str) or (
            isinstance(value, dict | list) and all(isinstance(each, str) for each in inner)
        )
        if type(value) is not kinds.get(name) or not is_text:
            known = ", ".join(kinds)
            raise SettingsError(f"{variable}: {given}: “{name}” is none of {known}, or no text.")
    return found


def web_address(variable: str) -> str:
    """An address of http or https, empty where it is absent; raises SettingsError for anything else."""
    given = text(variable)
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        fits = (
            parts.scheme in {"http", "https"}
            and HOST_NAME.fullmatch(parts.hostname or "")
            and parts.port != 0
        )
    except ValueError:
        fits = None
    if not fits or any(character.isspace() for character in given):
        raise SettingsError(
            f"{variable} must be an address such as https://sms.example.cn/send, not “{given}”."
        )
    return given


def sender(variable: str, default: str) -> str:
    """An e-mail address, bare or behind a name; raises SettingsError for anything else."""
    given = text(variable, default)
    if not is_mailbox(parseaddr(given)[1]) or "\n" in given:
        raise SettingsError(
            f"{variable} must be an e-mail address such as zulian@example.cn, not “{given}”."
        )
    return given


def is_mailbox(address: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return bool(MAILBOX.fullmatch(address))


def anchor(variable: str, mail_host: str) -> str:
    """Where the audit trail is anchored, empty for nowhere.

    Raises SettingsError for a place where nothing could be written: a way that there is not, a file without a full path, an
    e-mail address that is none, or any where no mail host is set.
    """
    given = text(variable)
    way, _colon, place = given.partition(":")
    if (
        not given
        or given == "syslog:"
        or (way == "file" and Path(place).is_absolute() and not place.endswith("/"))
    ):
        return given
    if way == "mail" and is_mailbox(place):
        if mail_host:
            return given
        raise SettingsError(
            f"{variable} is {given}, and no mail host is set: name it in ZULIAN_EMAIL_HOST."
        )
    raise SettingsError(f"{variable} must be {ANCHOR_EXAMPLE}, not “{given}”.")


def folder(variable: str) -> Path | None:
    """A folder by its full path, None where it is absent; raises SettingsError for a path that begins nowhere."""
    given = text(variable)
    if given and not Path(given).is_absolute():
        raise SettingsError(f"{variable} must be a folder with its full path, not “{given}”.")
    return Path(given) if given else None


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
    kept = read_file(Path(path), f"{variable}_FILE")
    if not kept:
        raise SettingsError(f"{variable}_FILE: {path} is empty.")
    return kept


def long_secret(variable: str) -> str:
    """A secret of a program that no one guesses, or none; raises SettingsError for a short one, and as `secret` does."""
    given = secret(variable)
    if given and len(given) < SECRET_CHARACTERS:
        raise SettingsError(f"{variable} must have {SECRET_CHARACTERS} characters or more.")
    return given


def database(home: Path) -> dict[str, Any]:
    """The database that DATABASE_URL names, or a file in ZULIAN_HOME; raises SettingsError for an address that names none."""
    if not os.environ.get("DATABASE_URL"):
        # A file name is no part of an address: it may hold any character.
        return {
            "ENGINE": SQLITE,
            "NAME": str(home / "zulian.sqlite3"),
            "CONN_MAX_AGE": CONNECTION_SECONDS,
        }
    settings = database_from("DATABASE_URL")
    if settings["ENGINE"] == POSTGRESQL and not settings.get("PASSWORD"):
        settings["PASSWORD"] = secret("ZULIAN_DATABASE_PASSWORD")
    return settings


def database_from(variable: str) -> dict[str, Any]:
    """The database whose address a variable holds; raises SettingsError, which does not repeat the password in it."""
    try:
        settings: dict[str, Any] = dict(
            dj_database_url.parse(os.environ[variable], conn_max_age=CONNECTION_SECONDS)
        )
    except ValueError as error:
        raise SettingsError(
            f"{variable} is no address of a database, such as {URL_EXAMPLE}."
        ) from error
    if settings["ENGINE"] not in {SQLITE, POSTGRESQL}:
        raise SettingsError(f"{variable} names neither PostgreSQL nor SQLite: {URL_EXAMPLE}.")
    if not settings["NAME"]:
        raise SettingsError(f"{variable} names no database: {URL_EXAMPLE}.")
    return settings


def read_file(path: Path, variable: str) -> str:
    """The text of a file that a variable names; raises SettingsError where there is none."""
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"{variable}: {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{variable}: {path} holds no text.") from error
