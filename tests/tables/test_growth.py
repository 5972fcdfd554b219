"""More rows never mean more statements, but for the one that counts a list longer than a page."""

from __future__ import annotations

import pytest

from tests.tables.queries import PAGES, count, table
from tests.tables.world import World

pytestmark = pytest.mark.django_db
TABLE = table()


def test_a_page_takes_one_statement_more_at_most() -> None:
    assert {many - few for few, many in TABLE.values()} <= {0, 1}


@pytest.mark.parametrize("name", PAGES)
def test_more_rows_take_no_more_queries(grown: World, name: str) -> None:
    assert count(grown, name) == TABLE[name][1]
