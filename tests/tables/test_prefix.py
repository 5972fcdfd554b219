"""Every page below a prefix: all that it links to stands below the prefix as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import clear_script_prefix, set_script_prefix
from pytest_django import Settings

from tests.tables.queries import PAGES, READERS
from tests.tables.world import World, address
from zulian.accounts.roles import Role

pytestmark = pytest.mark.django_db
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


@pytest.mark.usefixtures("prefix")
@pytest.mark.parametrize("name", PAGES)
def test_pages_link_to_nothing_outside_the_prefix(world: World, name: str) -> None:
    reader = world.inside[READERS.get(name, Role.COUNTY_OFFICER)]
    client = Client() if name == "accounts:sign-in" else world.client(reader)
    with transaction.atomic():
        response = client.get(address(name, world).removeprefix(PREFIX))
        transaction.set_rollback(True)
    assert response.status_code == 200
    if response["Content-Type"].startswith("text/html"):
        links = set(LINK.findall(response.content.decode()))
        assert [link for link in sorted(links) if not link.startswith((f"{PREFIX}/", "/static/"))] == []
