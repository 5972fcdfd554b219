"""Passwords of before are not taken again, and none is used for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.builders import post
from zulian.accounts import services
from zulian.accounts.models import PastPassword, User
from zulian.accounts.past_passwords import is_old
from zulian.accounts.roles import Role
from zulian.accounts.sessions import POLICY
from zulian.foundation import clock
from zulian.foundation.audit import audited
from zulian.foundation.policy import policy

PASSWORD = "good-pass-2013"
pytestmark = pytest.mark.usefixtures("regions")


def test_the_present_password_and_the_last_few_are_not_taken_again() -> None:
    user = post(Role.COUNTY_OFFICER).user
    kept = policy(POLICY, clock.today())["past_passwords"]
    every = [PASSWORD, *(f"another-pass-{n}" for n in range(kept))]
    with pytest.raises(ValidationError, match="相同"):
        services.change_password(user, PASSWORD)
    for new in every[1:]:
        services.change_password(user, new)
    for old in every[1:]:
        with pytest.raises(ValidationError, match="相同"):
            services.change_password(user, old)
    assert PastPassword.objects.filter(user=user).count() == kept
    services.change_password(user, PASSWORD)


def test_a_first_password_is_not_kept(client: Client) -> None:
    region = post(Role.COUNTY_OFFICER).region
    user = services.add_staff("newcomer", "演新", Role.COUNTY_OFFICER, region)
    first = services.first_password(user)
    client.post(reverse("accounts:sign-in"), {"username": "newcomer", "password": first})
    same = {"old": first, "new": first, "again": first}
    page = client.post(reverse("accounts:password"), same).content.decode()
    assert "新密码不能与现在的密码" in page
    assert User.objects.get(username="newcomer").must_change_password


def test_an_old_password_is_changed_before_anything_else(client: Client) -> None:
    user = post(Role.COUNTY_OFFICER).user
    days = policy(POLICY, clock.today())["password_days"]
    with audited("test", user):
        user.password_since = clock.today() - timedelta(days=days + 1)
        user.save()
    client.post(reverse("accounts:sign-in"), {"username": user.username, "password": PASSWORD})
    assert client.get("/plans/")["Location"] == reverse("accounts:password")
    new = {"old": PASSWORD, "new": "brand-new-77x", "again": "brand-new-77x"}
    assert client.post(reverse("accounts:password"), new)["Location"] == "/"
    assert client.get("/plans/").status_code == 200
    assert User.objects.get(pk=user.pk).password_since == clock.today()


def test_the_days_of_a_password_of_before_count_from_the_next_sign_in(client: Client) -> None:
    user = post(Role.COUNTY_OFFICER).user
    assert user.password_since is None and not is_old(user)
    client.post(reverse("accounts:sign-in"), {"username": user.username, "password": PASSWORD})
    assert User.objects.get(pk=user.pk).password_since == clock.today()


def test_passwords_of_a_demo_stay_as_everybody_knows_them() -> None:
    user = post(Role.CITY_OFFICER, demo="看矩阵").user
    user.password_since = clock.today() - timedelta(days=9999)
    assert not is_old(user)
