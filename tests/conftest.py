"""What all tests share: a scope for those that need one, the folder of real input, a quiet working folder."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from pytest_django import DjangoDbBlocker

from tests import beginning, builders, databases  # noqa: F401  (sets the clock, before all others)
from tests.reading_once import reading_anew, reading_once
from tests.tables.world import World, signed_in_world
from zulian.foundation.scopes import EVERYTHING, scope

# What a test names, or a fixture of it, when it asks the database.
DATABASE_FIXTURES = {"db", "transactional_db", "own_database", "world_database", "server"}
# What pages look like and who may open them is decided above the database, and held on one: all other tests that ask
# the database (services, races, constraints, indicators, ledgers, queries of each page, layout) run on both.
ALIKE_ON_EVERY_DATABASE = tuple(
    f"tests/{path}"
    for path in (
        "browser/",
        "tables/test_permissions.py",
        "tables/test_secrecy.py",
        "tables/test_growth.py",
        "plans/test_demo_days.py",
    )
)
SHARED = Path(__file__).parent.parent.parent / "shared/data"


# An example may take as long as a slow machine needs.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

# However the tests were begun (in the background, under nohup): those of signals begin as in a terminal.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, usual)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The empty test database; pytest-django would make it for tests with its mark alone, not for those with copies."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def files_read_once() -> Iterator[None]:
    """The same file is read once by a worker."""
    with reading_once():
        yield


@pytest.fixture
def read_anew() -> Iterator[None]:
    """Every file is read in a process of its own: for tests of what becomes of that process."""
    with reading_anew():
        yield


@pytest.fixture
def everything(db: None) -> Iterator[None]:
    """Database access under the scope of everything, as commands have it."""
    with scope(EVERYTHING):
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database of the test's own, under the scope of everything, where what is done is committed.

    For long stories: within one transaction PostgreSQL keeps every version of a row that changes with each step (counts,
    the end of the audit trail), and reads past all of them.
    """
    with (
        django_db_blocker.unblock(),
        databases.copied() as name,
        databases.using(name),
        scope(EVERYTHING),
    ):
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
def world_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, World]]:
    """A database that holds the world of the standing tables, by its name; built once by each worker."""
    with databases.filled(django_db_blocker, signed_in_world) as database:
        yield database


@pytest.fixture(scope="module")
def world(world_database: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world as it was built; each test rolls back what it did."""
    name, world = world_database
    with django_db_blocker.unblock(), databases.using(name), scope(EVERYTHING):
        yield world


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs on PostgreSQL too; long tests begin first, so that at the end nobody waits for them."""
    for item in items:
        if asks_database(item) and not item.nodeid.startswith(ALIKE_ON_EVERY_DATABASE):
            item.add_marker(pytest.mark.postgresql)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Let the collector of cycles look at what tests make, seldom, and never again at all that was imported and collected.

    An eighth of the time of a page in a test went into walking thousands of modules and tests that stay to the end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def asks_database(item: pytest.Item) -> bool:
    """Whether a test has anything to do with the database: by pytest-django's mark or by a fixture that opens it."""
    return bool(item.get_closest_marker("django_db")) or not DATABASE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )
