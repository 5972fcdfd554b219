"""Roles that are used from the office's addresses alone: elsewhere they are not offered, and nobody is let in with no other."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from tests.builders import post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope

pytestmark = pytest.mark.usefixtures("regions")
OFFICE, HOME = "10.8.1.2", "203.0.113.9"


@pytest.fixture(autouse=True)
def bounded(settings: Any) -> None:
    settings.ROLES_FROM = {Role.COUNTY_OFFICER: (ip_network("10.8.0.0/16"),)}


def signed_in(of: Post, address: str) -> Client:
    client = Client(REMOTE_ADDR=address)
    client.force_login(of.user)
    return client


def test_at_the_office_the_role_is_used_and_elsewhere_it_says_why() -> None:
    officer = post(Role.COUNTY_OFFICER)
    assert signed_in(officer, OFFICE).get("/plans/").status_code == 200
    client = signed_in(officer, HOME)
    answer = client.get("/plans/", follow=True)
    assert answer.redirect_chain == [("/accounts/sign-in/", 302)]
    assert "只能在规定的网络地址使用" in answer.content.decode()
    # The session is over, at the office as well.
    assert client.get("/plans/", REMOTE_ADDR=OFFICE).status_code == 302
    with scope(EVERYTHING):
        entry = AuditEntry.objects.get(action="sign-in.elsewhere")
    assert (entry.user_id, entry.address) == (officer.user_id, HOME)


def test_a_session_that_was_begun_at_the_office_ends_elsewhere() -> None:
    client = signed_in(post(Role.COUNTY_OFFICER), OFFICE)
    assert client.get("/plans/").status_code == 200
    assert client.get("/plans/", REMOTE_ADDR=HOME).status_code == 302


def test_roles_that_are_not_named_are_used_from_anywhere() -> None:
    assert signed_in(post(Role.CITY_OFFICER), HOME).get("/plans/").status_code == 200


def test_of_two_roles_only_the_one_that_may_be_used_is_offered() -> None:
    bounded, free = post(Role.COUNTY_OFFICER), post(Role.CERTIFICATE_CLERK)
    free.user = bounded.user
    free.save()
    client = signed_in(bounded, HOME)
    session = client.session
    session["post"] = bounded.pk
    session.save()
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.wsgi_request.post == free  # type: ignore[attr-defined]
    assert client.post(f"/accounts/posts/{bounded.pk}/switch/").status_code in {302, 404}
    assert client.get("/").wsgi_request.post == free  # type: ignore[attr-defined]
