"""The keys of a site: from the environment, a file, a program, or made once and kept in ZULIAN_HOME."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zulian import environment
from zulian.database_use import is_in_use
from zulian.environment import SECRET_CHARACTERS
from zulian.errors import SettingsError, StartError

DATA_KEY_BYTES = 32
# What a program that gives a key may take: it asks a key service over the network.
COMMAND_SECONDS = 30


@dataclass(frozen=True)
class Key:
    """A key of the site: its variable, the file that keeps it in ZULIAN_HOME, how it is made, and what it must be."""

    variable: str
    file: str
    make: Callable[[], str]
    fits: Callable[[str], bool]
    meaning: str
    # The variable of a program that says the key, "" where none may.
    command: str = ""


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
    lambda text: len(text) >= SECRET_CHARACTERS,
    f"a signing key of at least {SECRET_CHARACTERS} characters",
)
DATA_KEY = Key(
    "ZULIAN_DATA_KEY",
    "data_key",
    lambda: base64.b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode(),
    is_data_key,
    f"a key of {DATA_KEY_BYTES} bytes in base64",
    command="ZULIAN_DATA_KEY_COMMAND",
)


def given(key: Key) -> str:
    """A key from the environment, the file or the program that this names, in this order; empty where nothing is named.

    Raises SettingsError as `environment.secret` and `said_by` do.
    """
    return environment.secret(key.variable) or (said_by(key.command) if key.command else "")


def said_by(variable: str) -> str:
    """What the program that a variable names writes to its standard output: the way to a key service (KMS).

    The words are no shell's. Raises SettingsError where it cannot be started, and StartError, after which another try may
    help, where it fails, says nothing or takes too long; what it said is not repeated, for that may be a key.
    """
    words = environment.text(variable)
    if not words:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  (whoever sets the environment runs the site)
            shlex.split(words), capture_output=True, timeout=COMMAND_SECONDS, check=False
        )
        said = done.stdout.decode("ascii").strip()
    except subprocess.TimeoutExpired as error:
        raise StartError(
            f"{variable}: {words} gave no key within {COMMAND_SECONDS} seconds."
        ) from error
    except OSError as error:
        raise SettingsError(f"{variable}: {words}: {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(
            f"{variable}: {words}: no words of a program, or no text from it."
        ) from error
    if done.returncode:
        raise StartError(f"{variable}: {words} ended with status {done.returncode}.")
    if not said:
        raise StartError(f"{variable}: {words} wrote no key to its standard output.")
    return said


def kept_key(key: Key, home: Path, database: dict[str, Any] | None = None) -> str:
    """A key from the environment, else the one that ZULIAN_HOME keeps, which is made at the first start.

    Raises SettingsError for a key that is not what it must be, and where a new one would be made beside a `database` that
    holds data already: that data is sealed with the key that is missing.
    """
    value = given(key)
    source = _where_given(key) or key.variable
    if not value:
        path = home / key.file
        source = str(path)
        if not _exists(path):
            if database and is_in_use(database):
                raise SettingsError(
                    f"{path} is missing, and the database holds data sealed with it: put the key back there,"
                    f" or into {key.variable}."
                )
            _make(path, key.make())
        value = environment.read_file(path, "ZULIAN_HOME")
    if not key.fits(value):
        raise SettingsError(f"{source} must hold {key.meaning}.")
    return value


def where_kept(key: Key, home: Path) -> str:
    """Where a key comes from, to be shown: its variable, the file or program that is named, or its file in ZULIAN_HOME."""
    source = _where_given(key)
    return os.environ[source] if source.endswith("_FILE") else source or str(home / key.file)


def _where_given(key: Key) -> str:
    """The variable that gives a key, "" where none does."""
    names = (key.variable, f"{key.variable}_FILE", key.command)
    return next((name for name in names if name and os.environ.get(name)), "")


def _exists(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.exists()
    except OSError as error:
        raise SettingsError(f"ZULIAN_HOME: {error.filename or path}: {error.strerror}.") from error


def _make(path: Path, text: str) -> None:
    """Keep a new key where only this account reads it: whole and on the disk, or not at all.

    Of two first starts the second one finds the key of the first.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as file:
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
