"""Backups (`zulian backup`, `zulian restore`): the database and the attachments as they are at a moment, sealed, with a manifest.

A backup is a folder of its own, named by the moment it was made. What stands in it is sealed in pieces with the data key,
so whoever finds it reads nothing, and a restore with another key is refused. The manifest names every file with its size and
its digests, and bears a keyed digest itself: nothing is written before all of it was verified. The keys are not in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from django.conf import settings
from django.utils import timezone

from zulian import __version__
from zulian.errors import StartError
from zulian.foundation.sealing import SealError, chain_digest, seal_bytes, unseal_bytes

MANIFEST, DATABASE, ATTACHMENTS = "manifest.json", "database", "attachments"
PREFIX, UNFINISHED = "zulian-", ".unfinished"
PIECE = 2**20
LENGTH_BYTES = 4
POSTGRESQL = "django.db.backends.postgresql"


@dataclass(frozen=True)
class Kept:
    """A file of a backup: its name there, its bytes and digest in the open, and the digest of what is kept."""

    name: str
    size: int
    sha256: str
    sealed_sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the name it was made under, the version and the database that made it, and its files."""

    name: str
    version: str
    engine: str
    files: list[Kept]

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """From what the file says; raises TypeError or KeyError where that is something else."""
        return cls(**{**told, "files": [Kept(**one) for one in told["files"]]})


def backup(folder: Path, keep: int = 0) -> Path:
    """Make a backup in a folder of its own within `folder`; of those there, the newest `keep` stay (0: all).

    Returns its place. Raises StartError where the database cannot be written out, or the folder not be written.
    """
    name = f"{PREFIX}{timezone.localtime():%Y%m%d-%H%M%S}"
    place, draft = folder / name, folder / f"{name}{UNFINISHED}"
    try:
        draft.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise StartError(f"{draft}: {error.strerror}.") from error
    try:
        # The database first: a file is written before the row that names it.
        kept = [_keep_database(draft, name), *_keep_attachments(draft, name)]
        _write_manifest(draft, name, kept)
        draft.rename(place)
    except BaseException as error:
        shutil.rmtree(draft, ignore_errors=True)
        if isinstance(error, OSError):
            raise StartError(f"{error.filename or folder}: {error.strerror or error}.") from error
        raise
    if keep:
        for old in made(folder)[:-keep]:
            shutil.rmtree(old)
    return place


def made(folder: Path) -> list[Path]:
    """The finished backups of a folder, the oldest first."""
    found = (place.parent for place in folder.glob(f"{PREFIX}*/{MANIFEST}"))
    return sorted(place for place in found if not place.name.endswith(UNFINISHED))


def verify(place: Path) -> Manifest:
    """What a backup holds, all of it there and as it was kept.

    Raises StartError where one is missing, altered or of another database, and where the data key is another.
    """
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        told, seal = json.dumps(manifest["backup"], sort_keys=True), manifest["seal"]
        found = Manifest.read(manifest["backup"])
    except OSError as error:
        raise StartError(f"{place / MANIFEST}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StartError(f"{place / MANIFEST} is no manifest of a backup.") from error
    if seal != chain_digest(told):
        raise StartError(
            f"{place}: the backup was made with another data key, or its manifest was altered. Set the key that it was made with."
        )
    if found.engine != _engine():
        raise StartError(f"{place} is a backup of {found.engine}, not of {_engine()}.")
    for one in found.files:
        if _digest_of(place / one.name) != one.sealed_sha256:
            raise StartError(f"{place / one.name} was altered since the backup was made.")
    return found


def restore(place: Path) -> int:
    """Put a backup into an empty place; returns how many files there were.

    Raises StartError as `verify` does, and where there is a database or an attachment already. Nothing is written before.
    """
    manifest = verify(place)
    _require_empty()
    home = Path(settings.MEDIA_ROOT)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="restore-") as drawer:
        opened = Path(drawer)
        for one in manifest.files:
            _open(place, manifest.name, one, opened)
        _put_database(opened / DATABASE)
        for one in manifest.files:
            if one.name != DATABASE:
                target = home.parent / one.name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                (opened / one.name).replace(target)
    return len(manifest.files)


def _engine() -> str:
    return "PostgreSQL" if settings.DATABASES["default"]["ENGINE"] == POSTGRESQL else "SQLite"


def _keep_database(draft: Path, backup_name: str) -> Kept:
    """The database as it is at one moment, sealed piece by piece as it comes."""
    if _engine() == "SQLite":
        with tempfile.TemporaryDirectory(dir=draft) as drawer:
            copy = Path(drawer) / "copy.sqlite3"
            source = sqlite3.connect(
                f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True
            )
            with closing(source), closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            with copy.open("rb") as plain:
                return _seal(plain, draft, backup_name, DATABASE)
    command = ["pg_dump", "--format=custom", "--no-owner"]
    with _running(command, stdout=subprocess.PIPE) as dump:
        assert dump.stdout is not None
        kept = _seal(dump.stdout, draft, backup_name, DATABASE)
        _require_done(dump, command)
    return kept


def _put_database(dump: Path) -> None:
    if _engine() == "SQLite":
        target = Path(settings.DATABASES["default"]["NAME"])
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        dump.replace(target)
        return
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname"]
    with dump.open("rb") as plain, _running(command, stdin=plain) as putting:
        _require_done(putting, command)


def _running(command: list[str], **pipes: Any) -> subprocess.Popen[bytes]:
    """A tool of PostgreSQL at work; the password goes by the environment, where no list of processes shows it."""
    database = settings.DATABASES["default"]
    place = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
    }
    known = {name: str(value) for name, value in place.items() if value}
    try:
        return subprocess.Popen(  # noqa: S603  (the words are ours, and the name of the database by settings)
            [*command, str(database["NAME"])],
            env={**os.environ, **known},
            stderr=subprocess.PIPE,
            **pipes,
        )
    except OSError as error:
        raise StartError(
            f"{command[0]} cannot be started ({error.strerror}): install the client of PostgreSQL."
        ) from error


def _require_done(running: subprocess.Popen[bytes], command: list[str]) -> None:
    assert running.stderr is not None
    said = running.stderr.read().decode(errors="replace").strip()
    if running.wait():
        raise StartError(f"{command[0]}: {said.splitlines()[0] if said else 'it failed'}")


def _require_empty() -> None:
    """Raise StartError where something would be overwritten."""
    attachments = Path(settings.MEDIA_ROOT)
    if attachments.is_dir() and any(attachments.iterdir()):
        raise StartError(f"{attachments} is not empty: restore into an empty place.")
    if _engine() == "SQLite":
        name = Path(settings.DATABASES["default"]["NAME"])
        if name.exists():
            raise StartError(f"{name} is there already: restore into an empty place.")
        return
    from django.db import connection

    if connection.introspection.table_names():
        raise StartError("The database has tables already: restore into an empty one.")
    connection.close()


def _keep_attachments(draft: Path, backup_name: str) -> Iterator[Kept]:
    home = Path(settings.MEDIA_ROOT)
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        name = f"{ATTACHMENTS}/{path.relative_to(home).as_posix()}"
        try:
            with path.open("rb") as plain:
                yield _seal(plain, draft, backup_name, name)
        except FileNotFoundError:
            # Cleared away meanwhile, with the row that named it.
            continue


def _seal(plain: BinaryIO | Any, draft: Path, backup_name: str, name: str) -> Kept:
    """Write a stream sealed piece by piece: each piece knows its backup, its file, its number, and whether it is the last."""
    target = draft / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size, digest, sealed_digest = 0, hashlib.sha256(), hashlib.sha256()
    with target.open("wb") as file:
        for number, (piece, is_last) in enumerate(_pieces(plain)):
            size += len(piece)
            digest.update(piece)
            sealed = seal_bytes(piece, _context(backup_name, name, number, is_last=is_last))
            framed = len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed
            sealed_digest.update(framed)
            file.write(framed)
    return Kept(name, size, digest.hexdigest(), sealed_digest.hexdigest())


def _pieces(plain: BinaryIO | Any) -> Iterator[tuple[bytes, bool]]:
    piece = plain.read(PIECE)
    while True:
        following = plain.read(PIECE) if piece else b""
        yield piece, not following
        if not following:
            return
        piece = following


def _open(place: Path, backup_name: str, one: Kept, opened: Path) -> None:
    """Write a file of a backup in the open; raises StartError where it is not what was kept."""
    target = opened / one.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with (place / one.name).open("rb") as file, target.open("wb") as plain:
            for number, (sealed, is_last) in enumerate(_framed(file)):
                piece = unseal_bytes(
                    sealed, _context(backup_name, one.name, number, is_last=is_last)
                )
                digest.update(piece)
                plain.write(piece)
    except SealError as error:
        raise StartError(f"{place / one.name} cannot be opened: {error}.") from error
    if digest.hexdigest() != one.sha256:
        raise StartError(f"{place / one.name} is not what was kept.")


def _framed(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    head = file.read(LENGTH_BYTES)
    while head:
        sealed = file.read(int.from_bytes(head, "big"))
        head = file.read(LENGTH_BYTES)
        yield sealed, not head


def _context(backup_name: str, name: str, number: int, *, is_last: bool) -> str:
    return f"backup|{backup_name}|{name}|{number}|{'last' if is_last else 'more'}"


def _write_manifest(draft: Path, name: str, kept: list[Kept]) -> None:
    told = asdict(Manifest(name, __version__, _engine(), kept))
    manifest = {"backup": told, "seal": chain_digest(json.dumps(told, sort_keys=True))}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (draft / MANIFEST).write_text(text, encoding="utf-8")


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StartError(f"{path}: {error.strerror}.") from error
