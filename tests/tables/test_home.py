"""The home page: few statements for everybody, however much waits; what is slow to count comes after it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tables.world import World
from zulian.accounts.roles import Role
from zulian.foundation.registries import HOME_GROUPS, quick_todo, slow_todo
from zulian.foundation.scopes import scope

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_it_takes_few_statements_and_tells_of_everything(world: World, role: Role) -> None:
    post = world.inside[role]
    client = world.client(post)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/")
    assert len(asked) <= MOST, [query["sql"][:120] for query in asked.captured_queries]
    page = response.content.decode()
    with scope(post.region.scope()):
        groups, slow = quick_todo(post), slow_todo(post)
    told = [line for part in response.context["parts"] for line in part.lines]
    for group in groups:
        assert group.name in page
        # Under each way in which things of it press stands how many do so; together they are all.
        assert sum(count for own, count in told if own.name == group.name) == group.count
    assert all(f'<span class="count">{count}</span>' in page for _group, count in told)
    assert [group.name for group in response.context["open"]] == [
        group.name for group in groups[:HOME_GROUPS]
    ]
    after = client.get("/", {"part": "slow"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in after and all(group.name in after for group in slow)
    assert ("part=slow" in page) or not slow
    # Both stand on one page.
    ids = re.findall(r' id="([^"]+)"', page + after)
    assert len(ids) == len(set(ids))


def test_the_most_pressing_comes_first(world: World) -> None:
    post = world.inside[Role.COUNTY_OFFICER]
    with scope(post.region.scope()):
        groups = quick_todo(post)
    assert groups == sorted(groups, key=lambda group: group.urgency)
    assert groups[0].late == sum(item.overdue for item in groups[0].items) or groups[0].late > 3


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_counts_on_top_are_all_that_waits(world: World, role: Role) -> None:
    post = world.inside[role]
    response = world.client(post).get("/")
    parts = response.context["parts"]
    assert sum(part.count for part in parts) == response.context["total"]
    listed = list(dict.fromkeys(group.name for part in parts for group, _count in part.lines))
    with scope(post.region.scope()):
        assert listed == [group.name for group in quick_todo(post)]
