"""Any two writers at once: every pair of writes ends, and nothing that was confirmed is lost.

All writes of the permission table, drawn in pairs at random, go through the site in two threads with pauses thrown in
between their statements. On the embedded database there is one writer at a time and nothing to try.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.tables.permissions import ROLES, Asker, table
from tests.tables.world import World, address
from tests.waiting import COMMAND_SECONDS
from zulian.accounts.roles import Role
from zulian.foundation import anchors, work
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates

pytestmark = pytest.mark.long
# Each on a copy of the world of its own, for a world in which everything was done once has little left to do.
ROUNDS, PAIRS = 20, 100
LONGEST_PAUSE = 0.003
Write = tuple[str, Role]
WRITES: list[Write] = sorted(
    (name, role)
    for (name, method, side), answers in table().items()
    for role, answer in zip(ROLES, answers, strict=True)
    if method == "POST" and side == "inside" and answer.endswith("+")
)


@contextmanager
def pausing(chance: random.Random) -> Iterator[None]:
    """Pauses between the statements of this thread, so that the other one comes in between."""

    def pause(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if chance.random() < 0.5:
            time.sleep(chance.random() * LONGEST_PAUSE)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(pause):
        yield


class Confirmed:
    """How many audit entries were confirmed, told by the transactions themselves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entries: Counter[int] = Counter()
        chain = work._closers[work.TRAIL]

        def counted(items: list[Any]) -> None:
            number = len(items)
            chain(items)
            transaction.on_commit(lambda: self.entries.update([number]))

        monkeypatch.setitem(work._closers._items, work.TRAIL, counted)

    @property
    def total(self) -> int:
        return sum(number * times for number, times in self.entries.items())


def in_two_threads(
    world: World, pairs: list[tuple[Write, Write]], seed: int
) -> list[tuple[Write, int]]:
    """The statuses of all writes; both of a pair begin at once."""
    start = Barrier(2, timeout=COMMAND_SECONDS)

    def run(side: int) -> list[tuple[Write, int]]:
        asker, answers = Asker(world), []
        with pausing(random.Random(f"{seed}-{side}")):  # noqa: S311  (a test must be the same each time)
            for pair in pairs:
                name, role = pair[side]
                start.wait()
                with scope(EVERYTHING):
                    request = asker.request(world.inside[role], name, "POST", address(name, world))
                answers.append((pair[side], asker.handler.get_response(request).status_code))
        connection.close()
        return answers

    with ThreadPoolExecutor(2) as pool:
        return [answer for answers in pool.map(run, (0, 1)) for answer in answers]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_two_writes_end_and_nothing_is_lost(
    world_database: tuple[str, World],
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("The embedded database has one writer at a time")
    source, world = world_database
    chance = random.Random(seed)  # noqa: S311  (a test must be the same each time)
    pairs = [(chance.choice(WRITES), chance.choice(WRITES)) for _n in range(PAIRS)]
    confirmed = Confirmed(monkeypatch)
    with (
        django_db_blocker.unblock(),
        databases.copied(source) as name,
        databases.using(name),
        scope(EVERYTHING),
    ):
        before = AuditHead.objects.get().count
        answers = in_two_threads(world, pairs, seed)
        broken = [answer for answer in answers if answer[1] >= 500]
        assert not broken
        assert len(answers) == 2 * PAIRS
        assert (
            AuditHead.objects.get().count == before + confirmed.total == AuditEntry.objects.count()
        )
        assert confirmed.total > PAIRS // 2
        assert anchors.verify().sound
        assert aggregates.verify() == []
