"""Query counts: how many statements each page takes; see also test_growth.py.

After a deliberate change: `python -m tests.tables.write queries`, and read the difference.
"""

from __future__ import annotations

import pytest

from tests.tables.queries import PAGES, count, table
from tests.tables.world import World

pytestmark = pytest.mark.django_db
TABLE = table()


def test_every_page_has_its_count() -> None:
    assert list(TABLE) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_pages_take_as_many_queries_as_recorded(world: World, name: str) -> None:
    assert count(world, name) == TABLE[name][0]
