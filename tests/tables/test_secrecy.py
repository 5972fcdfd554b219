"""A post outside the circle of an inspection sees nothing of its notes on any page or in any export."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests.builders import post
from tests.leadership import stage
from tests.tables.permissions import ADDRESSES, text_of
from tests.tables.world import World, address
from zulian.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_there_is_something_to_find(world: World) -> None:
    officer = world.client(world.inside[Role.COUNTY_OFFICER])
    assert stage.SECRET in text_of(officer.get(address("leadership:inspection", world)))


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_page_shows_it_to_another_officer_of_the_same_county(world: World, name: str) -> None:
    """Every other role, inside and beside, is asked by the permission table for every address."""
    client = Client()
    client.force_login(post(Role.COUNTY_OFFICER).user)
    for query in ({}, {"export": "xlsx"}):
        with transaction.atomic():
            text = text_of(client.get(address(name, world), query, follow=True))
            transaction.set_rollback(True)
        assert not any(word in text for word in (stage.SECRET, stage.INSPECTORS)), query
