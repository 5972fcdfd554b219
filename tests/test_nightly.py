"""The backup of each night: when it is due, that it is verified before older ones go, and who is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests import builders
from zulian import backups, nightly
from zulian.accounts.roles import Role
from zulian.errors import StartError
from zulian.foundation.models import AuditEntry, Upkeep
from zulian.foundation.upkeep import BACKUP, claim, last
from zulian.generations import Generations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everything")]
HERE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose backups go into a folder; what is kept of its database is a few words."""

    def dump(draft: Path, name: str) -> backups.Kept:
        source = tmp_path / "words"
        source.write_bytes(b"words")
        with source.open("rb") as plain:
            return backups._seal(plain, draft, name, backups.DATABASE)

    monkeypatch.setattr(backups, "_keep_database", dump)
    settings.MEDIA_ROOT = tmp_path / "attachments"
    settings.BACKUP = tmp_path / "kept"
    settings.BACKUP_HOUR = 1
    settings.BACKUP_KEEP = Generations(2, 0, 0)
    return tmp_path / "kept"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("now", "tried", "done", "due"),
    [
        (at(29, 9), at(29, 1), at(29, 1, 5), False),
        (at(30, 0, 59), at(29, 1), at(29, 1, 5), False),
        (at(30, 1), at(29, 1), at(29, 1, 5), True),
        # Failed, or under way: again after an hour.
        (at(30, 1, 59), at(30, 1), at(29, 1, 5), False),
        (at(30, 2), at(30, 1), at(29, 1, 5), True),
        (at(30, 2), at(30, 1), None, True),
        # Made by hand in the day, the night makes its own.
        (at(30, 1), at(29, 15), at(29, 15, 1), True),
    ],
)
def test_it_is_due_once_each_night(
    folder: Path, now: datetime, tried: datetime, done: datetime | None, due: bool
) -> None:
    assert nightly.is_due(now, Upkeep(work=BACKUP, tried_at=tried, done_at=done)) is due


def test_it_is_due_at_once_where_there_is_none(folder: Path) -> None:
    assert nightly.is_due(timezone.now(), None)


def test_of_two_servers_one_makes_it() -> None:
    assert claim(BACKUP, None) and not claim(BACKUP, None)
    seen = last(BACKUP)
    assert claim(BACKUP, seen) and not claim(BACKUP, seen)


def made_before(folder: Path, days: int) -> Path:
    """A backup of some days ago."""
    moment = timezone.localtime() - timedelta(days=days)
    place = folder / f"{backups.PREFIX}{moment:{nightly.STAMP}}"
    place.mkdir(parents=True)
    (place / backups.MANIFEST).write_text("{}")
    return place


def test_older_ones_go_once_the_new_one_is_verified(folder: Path) -> None:
    old = [made_before(folder, days) for days in (3, 2, 1)]
    (folder / "zulian-before-the-move").mkdir()
    (folder / "zulian-before-the-move" / backups.MANIFEST).write_text("{}")
    place = nightly.back_up(folder)
    assert backups.verify(place)
    assert [one.exists() for one in old] == [False, False, True]
    assert (folder / "zulian-before-the-move").exists()
    assert AuditEntry.objects.get(action="backup.finish").object_id == BACKUP
    upkeep = last(BACKUP)
    assert upkeep and upkeep.done_at and not upkeep.failure


def test_one_that_is_not_whole_lets_none_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [made_before(folder, days) for days in (3, 2, 1)]

    def refuse(place: Path) -> None:
        raise StartError(f"{place} was altered since the backup was made.")

    monkeypatch.setattr(backups, "verify", refuse)
    with pytest.raises(StartError):
        nightly.back_up(folder)
    assert backups.made(folder) == sorted(old)
    assert "altered" in AuditEntry.objects.get(action="backup.fail").changes["failure"][1]
    upkeep = last(BACKUP)
    assert upkeep and upkeep.done_at is None and "altered" in upkeep.failure


def test_a_folder_that_is_none_is_told_in_a_sentence(folder: Path) -> None:
    folder.write_text("")
    with pytest.raises(StartError, match="Not a directory"):
        nightly.back_up(folder)
    upkeep = last(BACKUP)
    assert upkeep and "Not a directory" in upkeep.failure


def first_page(role: Role) -> str:
    """The first page of a role."""
    client = Client()
    client.force_login(builders.post(role).user)
    return client.get(reverse("home")).text


def test_the_system_administrator_is_told_that_one_is_missing_or_failed(folder: Path) -> None:
    builders.regions()
    assert "还没有做过备份" in first_page(Role.SYSTEM_ADMIN)
    assert "备份" not in first_page(Role.CITY_OFFICER)
    folder.write_text("")
    with pytest.raises(StartError):
        nightly.back_up(folder)
    assert "没有备成：" in first_page(Role.SYSTEM_ADMIN)
    folder.unlink()
    nightly.back_up(folder)
    assert "备份需要处理" not in first_page(Role.SYSTEM_ADMIN)
    Upkeep.objects.update(done_at=timezone.now() - timedelta(hours=27))
    assert "一天多没有新的备份" in first_page(Role.SYSTEM_ADMIN)


def test_a_site_without_the_setting_is_told_nothing(settings: Settings) -> None:
    settings.BACKUP = None
    builders.regions()
    assert "备份需要处理" not in first_page(Role.SYSTEM_ADMIN)


def test_it_stands_on_the_page_of_the_beginning(folder: Path, settings: Settings) -> None:
    builders.regions()
    nightly.back_up(folder)
    client = Client()
    client.force_login(builders.post(Role.SYSTEM_ADMIN).user)
    assert "最近一次 20" in client.get(reverse("start:list")).text
    settings.BACKUP = None
    assert "未设（ZULIAN_BACKUP）" in client.get(reverse("start:list")).text
