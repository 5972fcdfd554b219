"""The grown world: whatever is done in it is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests import databases
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
