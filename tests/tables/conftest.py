"""The grown world, and who asks the world again and again: whatever is done in them is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.tables.permissions import Asker, looked_up_once, plain_refusals
from tests.tables.world import World, grow
from zulian.foundation.scopes import EVERYTHING, scope


@pytest.fixture(scope="session")
def grown_database(
    world_database: tuple[str, World], django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A copy of the world with twice as many rows, by its name."""
    name, world = world_database
    with databases.filled(django_db_blocker, lambda: grow(world), name) as (copy, _nothing):
        yield copy


@pytest.fixture(scope="module")
def grown(
    grown_database: str, world_database: tuple[str, World], django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """The grown world; each test rolls back what it did. No module may use both worlds."""
    with django_db_blocker.unblock(), databases.using(grown_database), scope(EVERYTHING):
        yield world_database[1]


@pytest.fixture(scope="module")
def asker(world: World) -> Iterator[Asker]:
    """Asks without the pages of refusals, each request taken back; what a view does not handle reaches the test."""
    with (
        plain_refusals(),
        looked_up_once(),
        override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True),
    ):
        yield Asker(world)
