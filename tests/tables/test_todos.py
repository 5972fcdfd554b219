"""What waits on a home page is what its list shows: every group leads to as many rows as it counts, in every role."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tests.tables.world import World
from zulian.accounts.roles import Role
from zulian.foundation.registries import TodoGroup, todo_for
from zulian.foundation.scopes import scope
from zulian.foundation.waiting import _waiting

pytestmark = pytest.mark.django_db
# What is done on a page of its own, which is no list of rows.
NO_LIST = {
    "commissioners:log-write": "one form for today",
    "certificates:promise-mine": "texts to sign, which are not rows",
    "volunteers:match": "proposals for all open services",
    "plans:matrix": "clauses, counted as people count them",
}


def shown(world: World, role: Role, group: TodoGroup) -> int | None:
    """How many rows the page of a group shows; None where it is no list."""
    client = Client()
    client.force_login(world.inside[role].user)
    response = client.get(group.url)
    assert response.status_code == 200, group.url
    table: Any = (response.context or {}).get("table")
    if table is None:
        return None
    return table.total if getattr(table, "key_page", None) else table.paginator.count


def test_who_waits_is_said_to_wait_since_when_or_until_when() -> None:
    of_people = [waiting for waiting in _waiting if waiting.is_of_people]
    assert len(of_people) > 5
    assert {waiting.key for waiting in of_people if not (waiting.day or waiting.since)} == set()


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_group_leads_to_its_rows(grown: World, role: Role) -> None:
    post = grown.inside[role]
    with scope(post.region.scope()):
        groups = todo_for(post)
    found = {group.url: (group.name, group.count, shown(grown, role, group)) for group in groups}
    no_lists = {url for url, (_name, _count, rows) in found.items() if rows is None}
    assert {resolve(url.partition("?")[0]).view_name for url in no_lists} <= set(NO_LIST)
    assert {
        url: said for url, said in found.items() if url not in no_lists and said[1] != said[2]
    } == {}
