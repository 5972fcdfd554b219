"""Query counts: `queries.txt` holds how many statements each page takes; more rows never mean more statements."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.certificates.office import person
from tests.tables import certificates, commissioners, ledgers, sections
from tests.tables.world import World, address, names
from zulian.accounts.messages import send
from zulian.accounts.roles import Role

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("queries.txt")
# Who opens a page where the county's officer may not.
READERS = {
    "accounts:staff-add": Role.SYSTEM_ADMIN, "accounts:post-end": Role.SYSTEM_ADMIN, "accounts:audit": Role.AUDIT_ADMIN,
    "regions:rename": Role.SYSTEM_ADMIN, "regions:merge": Role.SYSTEM_ADMIN, **certificates.READERS, **ledgers.READERS,
    **commissioners.READERS,
}  # fmt: skip
# Answers to a click, which show no page of their own.
ACTIONS = {
    "accounts:sign-out", "accounts:message", "accounts:switch", "accounts:unlock", "plans:adopt", "plans:clause-merge", "plans:task-add",
    "plans:task-remove", "plans:calendar-key", "plans:notice-reply", "plans:decide", "plans:assignment-sign", "plans:assignment-judge",
    *certificates.ACTIONS, *ledgers.ACTIONS, *sections.ACTIONS,
}  # fmt: skip
PAGES = [name for name in names() if name not in ACTIONS]


def table() -> dict[str, int]:
    lines = [line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: int(count) for name, count in lines}


def count(world: World, name: str) -> int:
    """The statements of a page; what it wrote is taken back."""
    reader = world.inside[READERS.get(name, Role.COUNTY_OFFICER)]
    client = Client() if name == "accounts:sign-in" else world.client(reader)
    url = address(name, world)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
            assert response.status_code == 200, (name, response.status_code)
        transaction.set_rollback(True)
    return len(queries)


def test_every_page_has_its_count() -> None:
    assert list(table()) == PAGES


@pytest.fixture(scope="module")
def grown(world: World) -> World:
    """The world with twice as many rows."""
    grow(world)
    return world


@pytest.mark.parametrize("name", PAGES)
def test_pages_take_as_many_queries_as_recorded(world: World, name: str) -> None:
    # A list that fits one page need not be counted.
    expected = table()[name]
    assert count(world, name) in {expected, expected - 1}


def grow(world: World) -> None:
    """Twice the plans, staff, townships and messages."""
    builders.load([(f"2109211{n:02}000", f"演{n}乡") for n in range(20, 30)])
    builders.plan(world.inside[Role.CITY_OFFICER])
    for n in range(8):
        builders.post(Role.COUNTY_OFFICER)
        person()
        send(builders.COUNTY, "x", f"消息{n}", "/", f"grow{n}")


@pytest.mark.parametrize("name", PAGES)
def test_more_rows_take_no_more_queries(grown: World, name: str) -> None:
    assert count(grown, name) == table()[name]


@pytest.mark.timeout(1200)
def test_the_table_is_written_when_asked(grown: World, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--write-tables"):
        pytest.skip("only with --write-tables")
    lines = [f"{name:<30} {count(grown, name)}" for name in PAGES]
    FILE.write_text(
        "# page, statements it takes (session, user and posts included)\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
