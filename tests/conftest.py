"""What all tests share: a scope for those that need one, the folder of real input, a quiet working folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from tests import builders, databases
from tests.tables.world import World, signed_in_world
from zulian.foundation.scopes import EVERYTHING, scope

SHARED = Path(__file__).parent.parent.parent / "shared/data"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The empty test database; pytest-django would make it for tests with its mark alone, not for those with copies."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def everything(db: None) -> Iterator[None]:
    """Database access under the scope of everything, as commands have it."""
    with scope(EVERYTHING):
        yield


@pytest.fixture
def regions(everything: None) -> None:
    """The small tree of divisions of `tests.builders`."""
    builders.regions()


@pytest.fixture
def real_circular() -> bytes:
    """The circular of 2013; the test is skipped where it is not at hand."""
    path = SHARED / "fuxin-2013-17.txt"
    if not path.exists():
        pytest.skip(f"the real circular is not at hand ({path})")
    return path.read_bytes()


@pytest.fixture(scope="session")
def world_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, World]]:
    """A database that holds the world of the standing tables, by its name; built once by each worker."""
    with databases.filled(django_db_blocker, signed_in_world) as database:
        yield database


@pytest.fixture(scope="module")
def world(world_database: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world as it was built; each test rolls back what it did."""
    name, world = world_database
    with django_db_blocker.unblock(), databases.using(name), scope(EVERYTHING):
        yield world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first: at the end nobody waits for them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
