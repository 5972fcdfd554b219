"""Jobs beside others who write: long reads keep no cursor open, and a database that is busy for a while loses no job."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from tests import builders
from tests.ledgers.books import HEADS, book, hand_in, number, people
from tests.waiting import PATIENCE_SECONDS
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import busy
from zulian.foundation.busy import patiently
from zulian.foundation.pieces import in_pieces, values_in_pieces
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.ledgers.jobs import Progress, run
from zulian.ledgers.models import IDLE_SECONDS, SILENT_SECONDS, Import, Job
from zulian.people.models import Person
from zulian.regions.models import Region

MANY = 3000


@pytest.fixture
def clerk(own_database: None) -> Post:
    builders.regions()
    return builders.post(Role.CERTIFICATE_CLERK)


def fill(clerk: Post, count: int) -> None:
    """Many people, by an import."""
    made = hand_in("people", clerk, book(HEADS, many(count)))
    Import.objects.filter(pk=made.pk).update(mode="all")
    job = Job.objects.create(
        kind=Job.Kind.WRITE, post=clerk, region=clerk.region, ledger="people", source=made
    )
    run.call(job.pk)
    assert Person.objects.count() == count


def exported(key: str, post: Post) -> Job:
    """The export of a register, run outside of any transaction, as a worker does."""
    options = {"query": "", "whole": False, "reason": ""}
    job = Job.objects.create(
        kind=Job.Kind.EXPORT, post=post, region=post.region, ledger=key, options=options
    )
    run.call(job.pk)
    return Job.objects.get(pk=job.pk)


def many(count: int) -> list[list[str]]:
    """Rows under HEADS, with different birth dates past the 999 numbers of one."""
    rows = people(1)
    return [
        [
            f"演试{n}",
            number(n % 999 + 1, date(1950 + n // 999, 5, 6)),
            rows[0][2],
            f"1200000{n:04}",
            "汉族",
        ]
        for n in range(count)
    ]


@pytest.fixture
def writer() -> Iterator[threading.Event]:
    """Somebody who writes something all the time; the event says that the first write is done."""
    stop, wrote = threading.Event(), threading.Event()

    def write() -> None:
        with scope(EVERYTHING):
            while not stop.is_set():
                Region.objects.filter(code=builders.VILLAGE).update(
                    initials=f"x{timezone.now().microsecond}"
                )
                wrote.set()
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    yield wrote
    stop.set()
    thread.join()


@pytest.mark.parametrize("key", ["people", "regions"])
def test_an_export_beside_a_writer_ends_well(
    clerk: Post, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Every beat is a write of the job while others write: with an open cursor the embedded database refuses it."""
    fill(clerk, MANY)
    monkeypatch.setattr("zulian.ledgers.jobs.BEAT_SECONDS", 0)
    beats: list[int] = []
    tell = Progress._tell
    monkeypatch.setattr(
        Progress, "_tell", lambda self, done, **more: (tell(self, done, **more), beats.append(done))
    )
    assert request.getfixturevalue("writer").wait(PATIENCE_SECONDS)
    job = exported(key, clerk)
    assert (job.state, job.done) == (Job.State.DONE, job.total), job.message
    if key == "people":
        assert (job.total, [n for n in beats if n]) == (MANY, list(range(500, MANY + 1, 500)))


def test_pieces_hold_the_order_of_their_query(clerk: Post) -> None:
    fill(clerk, 25)
    rows = Person.objects.order_by("-name")
    assert [p.pk for p in in_pieces(rows, 7)] == [p.pk for p in rows]
    assert [name for [name] in values_in_pieces(rows, ["name"], 7)] == [p.name for p in rows]


def test_a_beat_that_the_database_refuses_is_left_out_and_the_end_is_told_later(
    clerk: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(clerk, 3)
    monkeypatch.setattr("zulian.ledgers.jobs.BEAT_SECONDS", 0)
    refused: list[int] = []
    tell = Progress._tell

    def busy(self: Progress, done: int, **more: object) -> None:
        if not more and not refused:
            refused.append(done)
            raise OperationalError("database is locked")
        tell(self, done, **more)

    monkeypatch.setattr(Progress, "_tell", busy)
    monkeypatch.setattr("zulian.ledgers.sheets.BEAT_EVERY", 1)
    job = exported("people", clerk)
    assert (job.state, bool(refused)) == (Job.State.DONE, True), job.message


def test_patience_ends_and_is_none_within_a_transaction(
    own_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that only its pauses move."""
    calls, pauses = [], []
    monkeypatch.setattr(busy.time, "monotonic", lambda: sum(pauses))
    monkeypatch.setattr(busy.time, "sleep", pauses.append)

    def locked() -> None:
        calls.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError):
        patiently(locked, seconds=20)
    assert pauses == pytest.approx([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5])
    assert len(calls) == len(pauses) + 1
    calls.clear()
    with transaction.atomic(), pytest.raises(OperationalError):
        patiently(locked)
    assert calls == [1]
    assert connection.is_usable()


def test_a_page_says_when_no_worker_lives(clerk: Post) -> None:
    client = Client()
    client.force_login(clerk.user)
    job = Job.objects.create(kind=Job.Kind.EXPORT, post=clerk, region=clerk.region, ledger="people")
    page = f"/ledgers/jobs/{job.pk}/"
    words, gone = "没有运行中的后台程序", "没有新的进展"
    assert words not in client.get(page).content.decode()
    Job.objects.filter(pk=job.pk).update(at=timezone.now() - timedelta(seconds=IDLE_SECONDS + 5))
    assert words in client.get(page).content.decode()
    other = Job.objects.create(
        kind=Job.Kind.EXPORT, post=clerk, region=clerk.region, ledger="people"
    )
    Job.objects.filter(pk=other.pk).update(state=Job.State.RUNNING, beat_at=timezone.now())
    assert words not in client.get(page).content.decode()
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, beat_at=timezone.now() - timedelta(seconds=SILENT_SECONDS + 5)
    )
    assert gone in client.get(page).content.decode()
