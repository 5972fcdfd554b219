"""A rebuild of counts waits for writers without making writers wait behind it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from tests import builders
from tests.builders import COUNTY
from tests.waiting import PATIENCE_SECONDS
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.indicators import aggregates
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db(transaction=True)


def test_writers_go_on_while_a_rebuild_waits_for_a_long_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("The embedded database has one writer at a time")
    with scope(EVERYTHING):
        builders.regions()
    writing, over = Event(), Event()

    def long_one() -> None:
        with scope(EVERYTHING), unit_of_work():
            Region.objects.filter(code=COUNTY).update(initials="yan")
            writing.set()
            over.wait(PATIENCE_SECONDS)
        connection.close()

    def rebuild() -> None:
        with scope(EVERYTHING):
            aggregates.rebuild(today(), aggregates.sources()[:1])
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(long_one)
        assert writing.wait(PATIENCE_SECONDS)
        second = pool.submit(rebuild)
        with scope(EVERYTHING), unit_of_work():
            Region.objects.exclude(code=COUNTY).update(initials="yi")
        assert not second.done()
        over.set()
        first.result(PATIENCE_SECONDS)
        second.result(PATIENCE_SECONDS)
