"""Eight writers beside one, an import under way: what the site's writers share must not make them wait for each other.

Every statement waits as long as one takes to a database in the same building, so that what is measured is waiting, not
the interpreter, of which a process has one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Event, Thread
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Organisation
from zulian.indicators import aggregates
from zulian.people.demo import Maker
from zulian.regions.models import Region

CITY = "210900000000"
WRITERS, TIMES, SECONDS, STATEMENT = 8, 4, 8.0, 0.004
IMPORT_ROWS = 100


def writers() -> list[dict[str, Any]]:
    """Writes a second of eight writers and of one; nothing where the database has one writer at a time anyway."""
    if connection.vendor != "postgresql":
        return []
    region = Region.objects.get(code=CITY)
    aggregates.rebuild(today())
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    with importing(region):
        one, eight = _rate(keys, 1), _rate(keys, WRITERS)
    return [
        {
            "promise": f"forms accepted a second, {WRITERS} writers, an import under way; peer: one writer",
            "ours": round(eight, 1),
            "peer": round(one, 1),
            "ratio": round(eight / one, 2),
            "aim": f"at least {TIMES} times one writer",
            "kept": eight >= TIMES * one,
        }
    ]


@contextmanager
def importing(region: Region) -> Iterator[None]:
    """A transaction that goes on writing people until the block ends."""
    stop, begun = Event(), Event()

    def act() -> None:
        maker = Maker(7)
        with scope(EVERYTHING), unit_of_work():
            seen: set[str] = set()
            while not stop.is_set():
                people = [maker.person(region, today()) for _n in range(IMPORT_ROWS)]
                fresh = [person for person in people if person.id_number not in seen]
                seen |= {person.id_number for person in fresh}
                bulk.create(fresh)
                begun.set()
                stop.wait(0.2)
        connection.close()

    thread = Thread(target=act)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _rate(keys: list[int], number: int) -> float:
    """Forms sent and accepted a second by so many writers, each on rows of its own; counts and trail they share."""
    done = [0] * number
    with scope(EVERYTHING):
        clients = [_signed_in() for _n in range(number)]
    end = time.perf_counter() + SECONDS

    def act(place: int) -> None:
        mine = keys[place::number]
        with connection.execute_wrapper(_across_the_building):
            while time.perf_counter() < end:
                url = reverse(
                    "grassroots:organisation-change", args=[mine[done[place] % len(mine)]]
                )
                form = {
                    "head": f"演{done[place]}",
                    "established_on": today().isoformat(),
                    "sign": "yes",
                }
                if clients[place].post(url, form).status_code != HTTPStatus.FOUND:
                    raise RuntimeError("A form of the benchmark was refused")
                done[place] += 1
        connection.close()

    threads = [Thread(target=act, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _signed_in() -> Client:
    """A browser of an officer of the city."""
    user = User.objects.create(username=f"writer{User.objects.count()}", name="演写手")
    Post.objects.create(user=user, role=Role.CITY_OFFICER, region_id=CITY, since=today())
    client = Client()
    client.force_login(user)
    return client


def _across_the_building(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    time.sleep(STATEMENT)
    return execute(sql, params, many, context)
