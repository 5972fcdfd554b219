"""A page stands in one place: the entry of the navigation that is marked is the one that the way back begins with."""

from __future__ import annotations

import re

import pytest

from tests.tables.queries import PAGES, asked
from tests.tables.world import World

pytestmark = pytest.mark.django_db
BAR = re.compile(r'<div class="container-xl rooms">.*?<details class="menu rooms-menu">', re.S)
LINK = re.compile(r'<a [^>]*?href="([^"?#]+)"([^>]*)>')
CRUMBS = re.compile(r'<ol class="crumbs">(.*?)</ol>', re.S)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_marked_entry_is_where_the_way_back_begins(world: World, name: str) -> None:
    response = asked(world, name)[1]
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return
    html = response.content.decode()
    bar, way = BAR.search(html), CRUMBS.search(html)
    first = LINK.search(way[1]) if way else None
    if bar is None or first is None:
        return
    entries = dict(LINK.findall(bar[0]))
    if first[1] in entries:
        assert "aria-current" in entries[first[1]], f"the way back begins at {first[1]}"
