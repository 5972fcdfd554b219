"""Query counts: how many statements each page takes (see also test_growth.py), and that all it links to stands below a prefix.

After a deliberate change: `python -m tests.tables.write queries`, and read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import clear_script_prefix, set_script_prefix
from pytest_django import Settings

from tests.tables.queries import PAGES, asked, table
from tests.tables.world import World

pytestmark = pytest.mark.django_db
TABLE = table()
PREFIX = "/office"
LINK = re.compile(r"""\b(?:href|src|action|formaction|hx-\w+|data-[\w-]+)=["'](/[^"']*)""")


@pytest.fixture
def prefix(settings: Settings) -> Iterator[None]:
    """The site below a prefix, as a proxy may hang it."""
    settings.FORCE_SCRIPT_NAME = PREFIX
    # Settled once for a process: before there is a prefix.
    assert settings.STATIC_URL == "/static/"
    set_script_prefix(f"{PREFIX}/")
    yield
    clear_script_prefix()


def test_every_page_has_its_count() -> None:
    assert list(TABLE) == PAGES


@pytest.mark.usefixtures("prefix")
@pytest.mark.parametrize("name", PAGES)
def test_pages_take_as_many_queries_as_recorded_and_link_below_the_prefix(
    world: World, name: str
) -> None:
    number, response = asked(world, name)
    assert number == TABLE[name][0]
    if response["Content-Type"].startswith("text/html"):
        links = set(LINK.findall(response.content.decode()))
        assert [
            link for link in sorted(links) if not link.startswith((f"{PREFIX}/", "/static/"))
        ] == []
