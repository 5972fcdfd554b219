"""What comes from a printer: across where many columns stand, every column, states in words, no forms, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases
from tests.tables.world import World, address
from zulian.accounts.roles import Role
from zulian.foundation import clock
from zulian.foundation.scopes import EVERYTHING, scope

# A4, in points.
ACROSS, UPRIGHT = (842, 595), (595, 842)


@pytest.fixture(scope="module")
def site(
    server: LiveServer, world_database: tuple[str, World], django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The world of the standing tables, which is only looked at."""
    name, _world = world_database
    with django_db_blocker.unblock(), databases.copied(name) as copy, databases.using(copy):
        yield server.url


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("plans:overview", ACROSS),
        ("plans:matrix", ACROSS),
        ("plans:assignment-list", ACROSS),
        ("certificates:card-list", ACROSS),
        ("accounts:inbox", UPRIGHT),
    ],
)
def test_a_page_on_paper(
    page: Page, site: str, world_database: tuple[str, World], name: str, size: tuple[int, int]
) -> None:
    world = world_database[1]
    reader = world.inside[Role.COUNTY_OFFICER]
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": world.doors[reader.user_id], "url": site}]
    )
    with scope(EVERYTHING):
        page.goto(site + address(name, world))
        whose = reader.region.organisation
    title = page.locator("h1").inner_text()
    heads = page.locator("main table thead th:not(.pick)").all_inner_texts()
    page.emulate_media(media="print")
    for shown in page.locator("main form, main button, main .btn, .top").all():
        expect(shown).to_be_hidden()
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {tuple(map(round, sheet.get_size())) for sheet in paper} == {size}
    sheets = [sheet.get_textpage() for sheet in paper]
    said = "".join("".join(sheet.get_text_range().split()) for sheet in sheets)
    today = clock.today()
    assert f"{whose}，{today.year}年{today.month}月{today.day}日打印" in said
    for words in [title, *heads]:
        assert "".join(words.split()).rstrip("↑↓") in said, words
    # Nothing of a table lies beyond the right edge.
    right = max(sheet.get_charbox(n)[2] for sheet in sheets for n in range(sheet.count_chars()))
    assert right <= size[0] - 20
    paper.close()


def test_filters_are_said_on_paper(
    page: Page, site: str, world_database: tuple[str, World]
) -> None:
    world = world_database[1]
    reader = world.inside[Role.CITY_OFFICER]
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": world.doors[reader.user_id], "url": site}]
    )
    with scope(EVERYTHING):
        page.goto(f"{site}{address('people:person-list', world)}?place=210921000000&sex=male")
    page.emulate_media(media="print")
    shown = page.locator("main p.paper-only")
    expect(shown).to_contain_text("筛选：阜新蒙古族自治县；性别：男")
