"""Jobs: progress, stops, lost workers, and a worker killed a hundred times at random moments of an import."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from io import FileIO
from itertools import pairwise
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone

from tests import builders
from tests.ledgers.books import HEADS, agree, book, hand_in, last_job, people
from tests.reading_once import reading_anew
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.ledgers import services
from zulian.ledgers.jobs import MAX_ATTEMPTS, Progress, ask_to_stop, reclaim, run, submit
from zulian.ledgers.models import Import, Job
from zulian.people.models import Person

ROWS, ROUNDS = 150, 100


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def waiting(made: Import) -> Job:
    """The writing of an import, asked for but not begun."""
    Import.objects.filter(pk=made.pk).update(mode="all")
    return Job.objects.create(
        kind=Job.Kind.WRITE,
        post=made.post,
        region=made.region,
        ledger=made.ledger,
        source=made,
        total=made.total,
    )


def test_a_job_that_waits_is_stopped_at_once(clerk: Post) -> None:
    job = waiting(hand_in("people", clerk, book(HEADS, people(3))))
    ask_to_stop(job)
    run.call(job.pk)
    assert (Job.objects.get(pk=job.pk).state, Person.objects.count()) == (Job.State.STOPPED, 0)


def test_a_running_job_stops_at_its_next_step_and_writes_nothing(
    clerk: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hand_in("people", clerk, book(HEADS, people(30)))
    job = waiting(made)
    begin = Progress.begin

    def stop_when_writing(self: Progress, phase: str, total: int) -> None:
        if phase == "写入台账":
            Job.objects.filter(pk=job.pk).update(stop_asked=True)
        begin(self, phase, total)

    monkeypatch.setattr(Progress, "begin", stop_when_writing)
    run.call(job.pk)
    assert (Job.objects.get(pk=job.pk).state, Person.objects.count()) == (Job.State.STOPPED, 0)
    monkeypatch.undo()
    assert agree(made).state == Import.State.DONE


def test_a_job_tells_how_far_it_is(clerk: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zulian.ledgers.jobs.BEAT_SECONDS", 0)
    monkeypatch.setattr("zulian.ledgers.evaluate.CHUNK", 10)
    seen: list[tuple[str, int, int]] = []
    tell = Progress._tell

    def listen(self: Progress, done: int, **values: object) -> None:
        tell(self, done, **values)
        row = Job.objects.get(pk=self.job.pk)
        seen.append((row.phase, row.done, row.total))

    monkeypatch.setattr(Progress, "_tell", listen)
    hand_in("people", clerk, book(HEADS, people(35)))
    assert ("逐行核对", 20, 35) in seen and seen[-1] == ("逐行核对", 35, 35)


def test_a_job_of_a_post_that_ended_does_nothing(clerk: Post) -> None:
    job = waiting(hand_in("people", clerk, book(HEADS, people(3))))
    Post.objects.filter(pk=clerk.pk).update(until=today() - timedelta(days=1))
    run.call(job.pk)
    assert "岗位已经结束" in Job.objects.get(pk=job.pk).message
    assert not Person.objects.exists()


def test_a_lost_job_is_taken_up_again_and_given_up_after_some_attempts(clerk: Post) -> None:
    made = hand_in("people", clerk, book(HEADS, people(3)))
    job = waiting(made)
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, beat_at=long_ago, attempts=1)
    assert reclaim() == 1
    assert (Job.objects.get(pk=job.pk).state, Person.objects.count()) == (Job.State.DONE, 3)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, beat_at=long_ago, attempts=MAX_ATTEMPTS
    )
    assert reclaim() == 0
    assert "多次中断" in Job.objects.get(pk=job.pk).message


def test_a_fault_of_ours_is_said_in_one_sentence(
    clerk: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("boom")

    made = hand_in("people", clerk, book(HEADS, people(3)))
    monkeypatch.setattr("zulian.ledgers.services.write", broken)
    agree(made)
    assert "系统出错" in last_job(made).message and "boom" not in last_job(made).message
    assert Import.objects.get(pk=made.pk).state == Import.State.READY


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_a_hundred_times_leaves_all_or_nothing() -> None:
    with scope(EVERYTHING):
        builders.regions()
        clerk = builders.post(Role.CERTIFICATE_CLERK)
        data, chance = book(HEADS, people(ROWS)), random.Random(42)
        steps = _steps(clerk, data)
        outcomes = {0: 0, ROWS: 0}
        for _round in range(ROUNDS):
            made = hand_in("people", clerk, data)
            job = waiting(made)
            _run_and_kill(job, chance.randint(0, len(steps)), chance.choice(steps))
            written = Person.objects.count()
            outcomes[written] += 1  # a KeyError here is half an import
            assert (Import.objects.get(pk=made.pk).state == Import.State.DONE) == (written == ROWS)
            _finish(job)
            assert (Person.objects.count(), Import.objects.get(pk=made.pk).state) == (
                ROWS,
                Import.State.DONE,
            )
            submit(Job.Kind.REVERT, clerk, "people", made)
            assert Person.objects.count() == 0, last_job(made).message
    assert all(outcomes.values()), outcomes


def _steps(clerk: Post, data: bytes) -> list[float]:
    """The statements of such an import and its end, each by the seconds that pass here up to it."""
    made = hand_in("people", clerk, data)
    child, told = _begin(waiting(made))
    times = [time.monotonic()]
    while told.read(1):
        times.append(time.monotonic())
    os.waitpid(child, 0)
    told.close()
    services.revert(Import.objects.get(pk=made.pk), clerk)
    return [end - start for start, end in pairwise([*times, time.monotonic()])]


def _begin(job: Job) -> tuple[int, FileIO]:
    """Do the job in a process of its own: its number, and where it tells of each statement by a byte."""
    connections.close_all()
    told, telling = os.pipe()
    child = os.fork()
    if child:
        os.close(telling)
        return child, FileIO(told)

    def tell(execute: Callable[..., Any], *statement: Any) -> Any:
        os.write(telling, b".")
        return execute(*statement)

    try:
        # What a browser test before this one left open belongs to the parent: killed, it would hold its locks for ever.
        del connections[DEFAULT_DB_ALIAS]
        with connection.execute_wrapper(tell), reading_anew():
            run.call(job.pk)
    finally:
        os._exit(0)


def _run_and_kill(job: Job, statements: int, pause: float) -> None:
    """Do the job in a process of its own, killed some time after so many statements unless it has ended by then."""
    child, told = _begin(job)
    for _statement in range(statements):
        told.read(1)
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told.close()


def _finish(job: Job) -> None:
    """What the next worker does with a job that was lost, or had not begun."""
    state = Job.objects.get(pk=job.pk).state
    if state == Job.State.RUNNING:
        Job.objects.filter(pk=job.pk).update(
            beat_at=timezone.now() - timedelta(minutes=5), attempts=1
        )
        assert reclaim() == 1
    elif state == Job.State.QUEUED:
        run.call(job.pk)
