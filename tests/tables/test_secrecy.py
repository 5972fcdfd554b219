"""A post outside the circle of an inspection sees nothing of its notes on any page or in any export."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from tests.builders import post
from tests.leadership import stage
from tests.tables.permissions import ADDRESSES, text_of
from tests.tables.world import World, address
from zulian.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def other(world: World) -> Iterator[Client]:
    """Another officer of the county, signed in once for all addresses; gone when all were asked for."""
    with transaction.atomic():
        client = Client()
        client.force_login(post(Role.COUNTY_OFFICER).user)
        yield client
        transaction.set_rollback(True)


def test_there_is_something_to_find(world: World) -> None:
    officer = world.client(world.inside[Role.COUNTY_OFFICER])
    assert stage.SECRET in text_of(officer.get(address("leadership:inspection", world)))


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_page_shows_it_to_another_officer_of_the_same_county(
    world: World, other: Client, name: str
) -> None:
    """Every other role, inside and beside, is asked by the permission table for every address."""
    cookies = SimpleCookie(other.cookies)
    for query in ({}, {"export": "xlsx"}):
        with transaction.atomic():
            text = text_of(other.get(address(name, world), query, follow=True))
            transaction.set_rollback(True)
            # A page that signs out, or signs in anew, does so for itself alone.
            other.cookies = SimpleCookie(cookies)
        assert not any(word in text for word in (stage.SECRET, stage.INSPECTORS)), query
