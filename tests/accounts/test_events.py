"""What the trail keeps of signing in and out, and of pages that were refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import COUNTY, OTHER_COUNTY, post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry

PASSWORD = "good-pass-2013"
pytestmark = pytest.mark.usefixtures("regions")


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


def sign_in(client: Client, username: str, password: str) -> int:
    words = {"username": username, "password": password}
    return client.post(reverse("accounts:sign-in"), words).status_code


def test_signing_in_and_out_is_on_record_where_the_account_works(client: Client) -> None:
    user = post(Role.COUNTY_OFFICER).user
    sign_in(client, user.username, PASSWORD)
    client.post(reverse("accounts:sign-out"))
    for action in ("sign-in", "sign-out"):
        (entry,) = entries(action)
        assert (entry.user_id, entry.region_id, entry.address) == (user.pk, COUNTY, "127.0.0.1")


def test_failures_and_one_lockout_are_on_record(client: Client) -> None:
    user = post(Role.COUNTY_OFFICER).user
    for _n in range(settings.AXES_FAILURE_LIMIT + 3):
        sign_in(client, user.username, "wrong-pass-1")
    failures = entries("sign-in.fail")
    assert len(failures) == settings.AXES_FAILURE_LIMIT
    # Who it was nobody knows: the entry is about the account, not by it.
    assert {(e.user_id, e.object_id, e.region_id) for e in failures} == {
        (None, str(user.pk), COUNTY)
    }
    assert len(entries("sign-in.lock")) == 1
    assert "wrong-pass-1" not in str([vars(entry) for entry in AuditEntry.objects.all()])


def test_a_name_that_is_nobodys_is_not_kept(client: Client) -> None:
    post(Role.COUNTY_OFFICER)
    sign_in(client, "my-secret-password-2013", "x")
    (entry,) = entries("sign-in.fail")
    assert "secret" not in str(vars(entry))


def test_what_is_refused_is_on_record_without_keys(client: Client) -> None:
    here, there = post(Role.COUNTY_OFFICER), post(Role.COUNTY_OFFICER, OTHER_COUNTY)
    client.force_login(here.user)
    assert client.get(reverse("accounts:post", args=[there.pk])).status_code == 404
    assert client.get(reverse("accounts:audit")).status_code == 403
    (missed,) = entries("page.miss")
    assert missed.changes == {"page": "accounts:post", "pk": there.pk}
    assert (missed.user_id, missed.post_id, missed.region_id) == (here.user_id, here.pk, COUNTY)
    (refused,) = entries("page.refuse")
    assert refused.changes == {"page": "accounts:audit"}


def test_keys_in_an_address_are_not_kept(client: Client) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    key = "Xk39-secret-key-of-a-page-0001"
    assert client.get(reverse("volunteers:mine", args=[key])).status_code == 404
    (missed,) = entries("page.miss")
    assert missed.changes == {"page": "volunteers:mine"}


def test_who_goes_on_trying_does_not_keep_the_account_locked(client: Client) -> None:
    username, begun = post(Role.COUNTY_OFFICER).user.username, timezone.now()
    for _n in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, username, "wrong-pass-1")
    for minutes in (10, 20, 29):
        with time_machine.travel(begun + timedelta(minutes=minutes)):
            assert sign_in(client, username, "wrong-pass-1") == 429
    with time_machine.travel(begun + timedelta(minutes=31)):
        assert sign_in(client, username, PASSWORD) == 302
