"""How often forms without an account may be sent: by address, by form, by key, and longer waits for who goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import post
from zulian.accounts.roles import Role
from zulian.foundation import limits
from zulian.foundation.models import Asking

pytestmark = pytest.mark.usefixtures("regions")
FORM = "volunteers:public-join"


def send(address: str, name: str = FORM) -> int:
    return Client(REMOTE_ADDR=address).post(reverse(name), {}).status_code


def test_one_form_is_sent_so_often_from_an_address_and_from_others_still() -> None:
    most = limits.figure("one_form")
    assert {send("10.0.0.1") for _n in range(most)} == {200}
    client = Client(REMOTE_ADDR="10.0.0.1")
    answer = client.post(reverse(FORM), {})
    assert answer.status_code == 429 and answer["Retry-After"] == "3600"
    assert "没有提交" in answer.content.decode()
    assert client.get(reverse(FORM)).status_code == 200
    assert send("10.0.0.2") == 200
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert send("10.0.0.1") == 200


def test_a_key_is_counted_and_a_division_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "figure", lambda name: 2 if name == "one_key" else 1000)
    key = reverse("volunteers:mine-code", args=["Xk39secretkeyofapage0001"])
    answers = [Client(REMOTE_ADDR=f"10.0.1.{n}").post(key).status_code for n in range(3)]
    assert answers[:2] == [404, 404] and answers[2] == 429
    place = reverse("certificates:board", args=["210921000000"])
    answers = [Client(REMOTE_ADDR=f"10.0.2.{n}").post(place).status_code for n in range(4)]
    assert 429 not in answers


def test_who_is_signed_in_sends_as_often_as_they_like() -> None:
    client = Client()
    client.force_login(post(Role.COUNTY_OFFICER).user)
    for _n in range(limits.figure("one_form") + 2):
        assert client.post(reverse("accounts:stay")).status_code == 204
    assert not Asking.objects.exists()


def test_signing_in_is_counted_by_its_own_rules() -> None:
    post(Role.COUNTY_OFFICER)
    for _n in range(limits.figure("one_form") + 1):
        assert send("10.0.0.3", "accounts:sign-in") == 200


def test_who_goes_on_waits_longer() -> None:
    begun = timezone.now().replace(minute=5)
    allowed = []
    for hours in range(3):
        with time_machine.travel(begun + timedelta(hours=hours)):
            times = 0
            while times < 50:
                try:
                    limits.count("test", "somebody", 8)
                except ValidationError:
                    break
                times += 1
            allowed.append(times)
            # Goes on although it was refused.
            for _n in range(8):
                with pytest.raises(ValidationError):
                    limits.count("test", "somebody", 8)
            assert limits.is_over("test", "somebody", 8)
            assert not limits.is_over("test", "somebody else", 8)
    assert allowed == [8, 4, 2]


def test_what_is_kept_tells_no_address() -> None:
    send("10.20.30.40")
    assert Asking.objects.count() == 2
    assert "10.20.30.40" not in str(list(Asking.objects.values()))
