"""First pages of apps: their state stands before their list, in few statements, and each number leads to its rows."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.tables.world import World
from zulian.accounts.roles import Role
from zulian.foundation import clock
from zulian.foundation.scopes import scope
from zulian.indicators import goals, services
from zulian.indicators.at_once import at_once
from zulian.indicators.registry import known

pytestmark = pytest.mark.django_db
MOST = 12
# The first pages with pictures, and a title that stands on each.
FRONTS = {
    "leadership:office-list": "各级领导职务配备",
    "grassroots:organisation-list": "各级组织达标",
    "commissioners:commissioner-list": "档案和培训",
    "volunteers:volunteer-list": "近十二个月的服务",
    "associations:association-list": "与建设规范的差距",
    "social:organisation-list": "购买服务进展",
    "certificates:case-list": "持证人：类别和等级",
    "people:person-list": "持证人：年龄和等级",
}
OTHERS = ("congress:wave", "plans:circular-list", "ledgers:list", "plans:calendar")


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.COUNTY_OFFICER], ids=str)
@pytest.mark.parametrize("name", [*FRONTS, *OTHERS])
def test_a_front_takes_few_statements(world: World, name: str, role: Role) -> None:
    client = world.client(world.inside[role])
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse(name)).content.decode()
    assert len(asked) <= MOST, [query["sql"][:120] for query in asked.captured_queries]
    assert FRONTS.get(name, "") in page


@pytest.mark.parametrize("name", FRONTS)
def test_what_is_drawn_leads_to_its_rows(world: World, name: str) -> None:
    client = world.client(world.inside[Role.COUNTY_OFFICER])
    page = client.get(reverse(name)).content.decode()
    pictures = page.partition('<section class="pictures"')[2].partition("</section>")[0]
    links = set(re.findall(r'href="(/[^"]+)"', pictures))
    for link in sorted(links):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    assert "<svg" in pictures and "<table" in pictures


@pytest.mark.parametrize("name", FRONTS)
def test_a_list_that_was_narrowed_bears_no_pictures(world: World, name: str) -> None:
    client = world.client(world.inside[Role.COUNTY_OFFICER])
    page = client.get(reverse(name), {"size": "50"}).content.decode()
    assert 'class="pictures"' not in page


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.TOWNSHIP_OFFICER], ids=str)
def test_looked_up_at_once_the_measures_say_what_they_say_one_by_one(
    world: World, role: Role
) -> None:
    region, day = world.inside[role].region, clock.today()
    with scope(region.scope()):
        found = at_once(region, day, known())
        assert found.pairs == services.overview(region, day, known())
        aims = goals.goals(region, day)
        lines = services.lines(region, day)
    assert {code: (goal.value, goal.is_set) for code, goal in found.goals.items()} == {
        code: (goal.value, goal.is_set) for code, goal in aims.items()
    }
    assert {code: len(points) for code, points in found.lines.items()} == {
        code: len(points) for code, points in lines.items()
    }
