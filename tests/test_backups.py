"""A backup brings everything back into an empty place, tells nothing to whoever finds it, and refuses what is not as it was."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as active
from django.db import connection
from pytest_django import Settings

from zulian import backups
from zulian.errors import StartError
from zulian.foundation import sealing

TEXT = "王演一 210900199001010017"
ON_SQLITE = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="of the embedded database"
)


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A site with one table and three attachments: an empty one, a small one, one of several pieces."""
    place = tmp_path / "site"
    place.mkdir()
    settings.MEDIA_ROOT = str(place / "attachments")
    settings.DATABASES = {
        "default": {
            **active.DATABASES["default"],
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(place / "zulian.sqlite3"),
        }
    }
    with closing(sqlite3.connect(place / "zulian.sqlite3")) as database:
        database.execute("create table people (name text)")
        database.execute("insert into people values (?)", [TEXT])
        database.commit()
    for name, data in contents().items():
        path = place / "attachments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place


def contents() -> dict[str, bytes]:
    return {
        "2026/05/空.txt": b"",
        "2026/05/小.txt": TEXT.encode(),
        "2026/06/大.bin": bytes(range(256)) * (backups.PIECE // 128) + b"end",
    }


def emptied(home: Path) -> None:
    shutil.rmtree(home)
    home.mkdir()


@contextmanager
def another_key(settings: Settings) -> Iterator[None]:
    settings.DATA_KEY = base64.b64encode(os.urandom(32)).decode()
    for kept in (sealing._key, sealing._aes):
        kept.cache_clear()
    yield
    for kept in (sealing._key, sealing._aes):
        kept.cache_clear()


@ON_SQLITE
class TestWithSqlite:
    def test_everything_comes_back_into_an_empty_place(self, home: Path, tmp_path: Path) -> None:
        place = backups.backup(tmp_path / "kept")
        emptied(home)
        assert backups.restore(place) == 1 + len(contents())
        with closing(sqlite3.connect(home / "zulian.sqlite3")) as database:
            assert database.execute("select name from people").fetchall() == [(TEXT,)]
        found = {
            path.relative_to(home / "attachments").as_posix(): path.read_bytes()
            for path in (home / "attachments").rglob("*")
            if path.is_file()
        }
        assert found == contents()
        assert {path.name for path in home.iterdir()} == {"attachments", "zulian.sqlite3"}

    def test_a_folder_that_was_renamed_is_the_same_backup(self, home: Path, tmp_path: Path) -> None:
        place = backups.backup(tmp_path / "kept").rename(tmp_path / "elsewhere")
        emptied(home)
        backups.restore(place)
        assert (home / "attachments/2026/05/小.txt").read_bytes() == TEXT.encode()

    def test_what_is_kept_tells_nothing(self, home: Path, tmp_path: Path) -> None:
        place = backups.backup(tmp_path / "kept")
        for path in place.rglob("*"):
            if path.is_file():
                assert TEXT.encode() not in path.read_bytes()
                assert TEXT[-18:].encode() not in path.read_bytes()
        assert place.stat().st_mode & 0o077 == 0

    def test_what_is_being_written_is_in_it_as_it_was_at_one_moment(
        self, home: Path, tmp_path: Path
    ) -> None:
        with closing(sqlite3.connect(home / "zulian.sqlite3")) as writer:
            writer.execute("pragma journal_mode=wal")
            writer.execute("insert into people values ('committed')")
            writer.commit()
            writer.execute("insert into people values ('not yet')")
            place = backups.backup(tmp_path / "kept")
            writer.rollback()
        emptied(home)
        backups.restore(place)
        with closing(sqlite3.connect(home / "zulian.sqlite3")) as database:
            names = {name for (name,) in database.execute("select name from people")}
        assert names == {TEXT, "committed"}

    @pytest.mark.parametrize("what", ["database", "attachments/2026/06/大.bin"])
    @pytest.mark.parametrize("how", ["flip", "shorten", "delete", "swap pieces"])
    def test_what_was_altered_is_refused_and_nothing_written(
        self, home: Path, tmp_path: Path, what: str, how: str
    ) -> None:
        place = backups.backup(tmp_path / "kept")
        emptied(home)
        path = place / what
        data = path.read_bytes()
        if how == "delete":
            path.unlink()
        elif how == "flip":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        elif how == "shorten":
            path.write_bytes(data[:-40])
        else:
            path.write_bytes(data[len(data) // 2 :] + data[: len(data) // 2])
        with pytest.raises(StartError, match=what):
            backups.restore(place)
        assert list(home.iterdir()) == []

    def test_a_manifest_that_was_rewritten_is_refused(self, home: Path, tmp_path: Path) -> None:
        place = backups.backup(tmp_path / "kept")
        emptied(home)
        manifest = place / backups.MANIFEST
        told = json.loads(manifest.read_text(encoding="utf-8"))
        told["backup"]["files"] = told["backup"]["files"][:1]
        manifest.write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(StartError, match="altered"):
            backups.restore(place)
        manifest.write_text("{}", encoding="utf-8")
        with pytest.raises(StartError, match="no manifest"):
            backups.restore(place)
        assert list(home.iterdir()) == []

    def test_another_key_is_one_sentence(
        self, home: Path, tmp_path: Path, settings: Settings
    ) -> None:
        place = backups.backup(tmp_path / "kept")
        emptied(home)
        with another_key(settings), pytest.raises(StartError, match="another data key"):
            backups.restore(place)
        assert list(home.iterdir()) == []

    @pytest.mark.parametrize("left", ["zulian.sqlite3", "attachments/2026/x.txt"])
    def test_nothing_is_written_over(self, home: Path, tmp_path: Path, left: str) -> None:
        place = backups.backup(tmp_path / "kept")
        emptied(home)
        (home / left).parent.mkdir(parents=True, exist_ok=True)
        (home / left).write_bytes(b"mine")
        with pytest.raises(StartError, match="empty"):
            backups.restore(place)
        assert (home / left).read_bytes() == b"mine"

    def test_the_newest_stay(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "kept"
        for day in (1, 2, 3):
            place = backups.backup(folder)
            place.rename(folder / f"zulian-2026010{day}-010000")
        (folder / "zulian-20250101-010000.unfinished").mkdir()
        (folder / "others").mkdir()
        newest = backups.backup(folder, keep=2)
        assert backups.made(folder) == [folder / "zulian-20260103-010000", newest]
        assert (folder / "others").is_dir()

    def test_one_that_is_interrupted_leaves_nothing(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(*_given: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(backups, "_write_manifest", stop)
        with pytest.raises(KeyboardInterrupt):
            backups.backup(tmp_path / "kept")
        assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="needs PostgreSQL's client")
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_database_of_postgresql_comes_back_into_an_empty_one(
    tmp_path: Path, settings: Settings
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
    from zulian.regions.models import Region

    Region.objects.create(code="990000000000", name="演示省", level=2, valid_from=date(2020, 1, 1))
    settings.MEDIA_ROOT = str(tmp_path / "attachments")
    original = dict(connection.settings_dict)
    settings.DATABASES = {"default": original}
    place = backups.backup(tmp_path / "kept")
    name = f"{original['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        with pytest.raises(StartError, match="tables already"):
            backups.restore(place)
        settings.DATABASES = {"default": {**original, "NAME": name}}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backups, "_require_empty", lambda: None)
            assert backups.restore(place) == 1
        told = subprocess.run(
            ["psql", "-Atc", "select name from regions_region", name],  # noqa: S607
            env={
                **os.environ,
                "PGHOST": str(original["HOST"]),
                "PGPORT": str(original["PORT"]),
                "PGUSER": str(original["USER"]),
                "PGPASSWORD": str(original["PASSWORD"]),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == "演示省"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.long
def test_the_commands_from_end_to_end(tmp_path: Path) -> None:
    """A new site, kept, lost, and brought back by the commands alone."""
    place, kept = tmp_path / "site", tmp_path / "kept"
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**known, "ZULIAN_HOME": str(place)}

    def zulian(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "zulian", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    assert zulian("manage", "migrate", "--verbosity", "0").returncode == 0
    made = zulian("backup", str(kept), "--keep", "3")
    assert made.returncode == 0 and "verified" in made.stdout
    [one] = backups.made(kept)
    refused = zulian("restore", str(one))
    assert refused.returncode == 1 and "is there already" in refused.stderr
    assert "Traceback" not in refused.stderr
    (place / "zulian.sqlite3").unlink()
    assert zulian("restore", str(one)).returncode == 0
    with closing(sqlite3.connect(place / "zulian.sqlite3")) as database:
        assert database.execute("select count(*) from django_migrations").fetchone()[0] > 0
    # Another site's key opens nothing.
    environment["ZULIAN_HOME"] = str(tmp_path / "elsewhere")
    stranger = zulian("restore", str(one))
    assert stranger.returncode == 1 and "another data key" in stranger.stderr
