"""Filling the demo into a place: interrupted at any moment it is whole or not there, and a place in use is left alone."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from tests.builders import CITY, post
from tests.certificates.office import person
from zulian import serving
from zulian.accounts.models import User
from zulian.accounts.roles import Role
from zulian.accounts.services import DEMO_FILLED
from zulian.foundation.audit import record
from zulian.plans.demo import DemoRefused
from zulian.plans.demo.files import files_of_the_fill
from zulian.regions.models import Region
from zulian.serving import demo_stages


def run(home: Path) -> subprocess.Popen[str]:
    """Fill the demo of a place of its own, in a process of its own, on the embedded database."""
    place = {"ZULIAN_HOME": str(home), "DATABASE_URL": f"sqlite:///{home / 'zulian.sqlite3'}"}
    command = [sys.executable, "-m", "zulian", "demo"]
    return subprocess.Popen(
        command, env=os.environ | place, stdout=subprocess.PIPE, text=True, bufsize=0
    )


def counts(home: Path) -> dict[str, int]:
    """How many rows each table of a place has; empty where there are no tables yet."""
    path = home / "zulian.sqlite3"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
        }


def files(home: Path) -> int:
    """How many attachments a place keeps, in the folder of whichever worker runs the test."""
    return sum(path.is_file() for path in home.glob("attachments*/**/*"))


STAGE = re.compile(r"(?:tables|static|demo:).* ([\d.]+) s")


def moments(line: str, chance: random.Random) -> list[float]:
    """When to look before the next stage is done, in seconds: at once, and in every other stage once more.

    A stage says how long it took: half of that comes within the next one on a quick machine as on a slow one.
    """
    stage = STAGE.match(line)
    if stage is None:
        return []
    return [0, chance.uniform(0, float(stage[1]) / 2)] if len(line) % 2 else [0]


def copy_as_killed(process: subprocess.Popen[str], home: Path, to: Path) -> bool:
    """Copy what a kill at this very moment would leave, the process standing still meanwhile; whether it still ran."""
    if process.poll() is not None:
        return False
    os.kill(process.pid, signal.SIGSTOP)
    # Its end is left to the process object, which would take it for a good one otherwise.
    state = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    if state is None or state.si_code != os.CLD_STOPPED:
        return False
    shutil.copytree(home, to)
    os.kill(process.pid, signal.SIGCONT)
    return True


MOMENTS = 20
# What Django notes of the models and the migrations, before anything is filled.
NOTES = ("django_", "auth_", "sqlite_")


@pytest.mark.long
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="one transaction; on PostgreSQL the server takes it back"
)
def test_killed_at_any_moment_it_is_whole_or_not_there(tmp_path: Path) -> None:
    chance = random.Random(7)
    home = tmp_path / "home"
    home.mkdir()
    process = run(home)
    assert process.stdout is not None
    left: list[Path] = []
    for line in process.stdout:
        for pause in moments(line, chance):
            time.sleep(pause)
            place = tmp_path / f"left-{len(left)}"
            if copy_as_killed(process, home, place):
                left.append(place)
    assert process.wait() == 0
    assert len(left) >= MOMENTS
    whole = counts(home)
    assert whole["people_person"] > 1900
    for place in left:
        found = counts(place)
        filled = {
            name: count for name, count in found.items() if count and not name.startswith(NOTES)
        }
        assert not filled or found == whole, place
    again = chance.choice([place for place in left[2:] if files(place)])
    assert run(again).communicate()[0].count("demo:") == len(demo_stages())
    assert counts(again) == whole
    assert files(again) == files(home) > 0


def refused() -> None:
    """The demo says in a sentence that the place is in use."""
    with pytest.raises(DemoRefused, match="ZULIAN_HOME"):
        serving.fill_demo()


@pytest.mark.django_db
def test_a_place_with_accounts_of_its_own_is_left_alone() -> None:
    User.objects.create_user("somebody", "王真人", "good-pass-2013")
    refused()
    assert User.objects.count() == 1


def test_a_place_with_people_of_its_own_is_left_alone(regions: None) -> None:
    person()
    refused()
    assert not User.objects.exists()


def test_the_demo_says_when_no_account_is_offered_any_more(
    regions: None, capsys: pytest.CaptureFixture[str]
) -> None:
    user = post(Role.CITY_OFFICER, CITY, demo="看矩阵和排名").user
    serving.fill_demo()
    assert "the sign-in page lists its accounts" in capsys.readouterr().out
    user.is_active = False
    user.save()
    serving.fill_demo()
    assert "lists none" in capsys.readouterr().out


def test_a_demo_whose_accounts_all_moved_on_is_still_known(
    regions: None, capsys: pytest.CaptureFixture[str]
) -> None:
    record(DEMO_FILLED, Region.objects.get(code=CITY))
    post(Role.CITY_OFFICER, CITY)
    serving.fill_demo()
    assert "lists none" in capsys.readouterr().out


def test_files_that_were_there_before_a_fill_stay(tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments/restored.pdf").touch()
    place = override_settings(MEDIA_ROOT=tmp_path / "attachments")
    with place, pytest.raises(KeyboardInterrupt), files_of_the_fill():
        raise KeyboardInterrupt
    assert files(tmp_path) == 1


def test_files_of_a_fill_that_failed_go(tmp_path: Path) -> None:
    place = override_settings(MEDIA_ROOT=tmp_path / "attachments")
    with place, pytest.raises(KeyboardInterrupt), files_of_the_fill():
        (tmp_path / "attachments").mkdir()
        (tmp_path / "attachments/invented.jpg").touch()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
