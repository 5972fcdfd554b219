"""Lockout that locks nobody else out: devices of one's own, and whole addresses that try many names."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.builders import post
from zulian.accounts import services
from zulian.accounts.roles import Role
from zulian.foundation import limits
from zulian.foundation.models import AuditEntry

PASSWORD, NEW = "good-pass-2013", "brand-new-77x"
pytestmark = pytest.mark.usefixtures("regions")


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    words = {"username": username, "password": password}
    return client.post(reverse("accounts:sign-in"), words).status_code


def out(client: Client) -> Client:
    client.post(reverse("accounts:sign-out"))
    return client


def lock(username: str) -> None:
    """Somebody behind the same address tries until it is locked."""
    stranger = Client()
    for _n in range(settings.AXES_FAILURE_LIMIT + 1):
        sign_in(stranger, username, "wrong-pass-1")
    assert sign_in(stranger, username) == 429


def test_who_signed_in_here_before_is_not_locked_out_by_others() -> None:
    username = post(Role.SECURITY_ADMIN).user.username
    mine, other = Client(), Client()
    assert sign_in(mine, username) == 302
    out(mine)
    lock(username)
    assert sign_in(other, username) == 429
    assert sign_in(mine, username) == 302
    (cookie,) = [one for name, one in mine.cookies.items() if name.startswith("device_")]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_known_device_of_one_account_is_not_one_of_another() -> None:
    username, other = (post(Role.COUNTY_OFFICER).user.username for _n in range(2))
    mine = Client()
    sign_in(mine, other)
    out(mine)
    lock(username)
    name, value = next((k, v.value) for k, v in mine.cookies.items() if k.startswith("device_"))
    user = post(Role.COUNTY_OFFICER).user
    mine.cookies[f"device_{user.pk}"] = value
    lock(user.username)
    assert name != f"device_{user.pk}" and sign_in(mine, user.username) == 429
    assert sign_in(mine, username) == 429


def test_a_known_device_ends_with_the_password() -> None:
    person = post(Role.COUNTY_OFFICER)
    mine = Client()
    sign_in(mine, person.user.username)
    out(mine)
    services.change_password(person.user, NEW)
    lock(person.user.username)
    assert sign_in(mine, person.user.username, NEW) == 429


def test_a_known_device_does_not_try_for_ever() -> None:
    username = post(Role.COUNTY_OFFICER).user.username
    mine = Client()
    sign_in(mine, username)
    out(mine)
    most = limits.figure("device_failures")
    answers = [sign_in(mine, username, "wrong-pass-1") for _n in range(most + 10)]
    assert answers[: most - 1] == [200] * (most - 1)
    assert answers[-1] == 429


def test_an_address_that_tries_many_names_has_to_wait() -> None:
    person = post(Role.COUNTY_OFFICER)
    mine, other = Client(), Client(REMOTE_ADDR="10.5.5.5")
    sign_in(mine, person.user.username)
    out(mine)
    for n in range(limits.figure("sign_in_failures")):
        assert sign_in(Client(), f"zw{n}", "wrong-pass-1") == 200
    assert sign_in(Client(), person.user.username) == 429
    assert sign_in(mine, person.user.username) == 302
    assert sign_in(other, person.user.username) == 302
    failures = AuditEntry.objects.filter(action="sign-in.fail")
    assert failures.count() == limits.figure("sign_in_failures")
