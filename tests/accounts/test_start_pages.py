"""An empty site begins on its pages: with the code of the console, without scripts, once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from zulian.accounts import founding
from zulian.accounts.models import User
from zulian.accounts.start_pages import MOST_TRIES
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db
LIAOYANG = "211000000000"
NAMES = {
    "system_admin_name": "赵演一",
    "system_admin_username": "guanli",
    "security_admin_name": "钱演二",
    "security_admin_username": "anquan",
    "audit_admin_name": "孙演三",
    "audit_admin_username": "shenji",
}
CODE, PLACE = "/start/", "/start/place/"
ADMINS = f"/start/place/{LIAOYANG}/"


@pytest.fixture
def entered(client: Client) -> Client:
    """A browser whose user gave the code."""
    assert client.post(CODE, {"code": founding.code()})["Location"] == PLACE
    return client


def test_a_newcomer_goes_from_the_first_page_to_the_own_password(client: Client) -> None:
    first = client.get("/", follow=True)
    assert CODE in first.content.decode()
    client.post(CODE, {"code": founding.code()})
    found = client.get(PLACE, {"q": "辽阳"}).content.decode()
    assert f'href="{ADMINS}"' in found
    page = client.get(ADMINS).content.decode()
    assert "辽宁省辽阳市" in page
    done = client.post(ADMINS, NAMES, follow=True).content.decode()
    password = re.search(r"登录名 guanli，初始密码 (\S+)（", done)
    assert password
    assert "本站还没有账号" not in done
    with scope(EVERYTHING):
        entry = AuditEntry.objects.get(action="site.found")
    assert (entry.actor, entry.address, entry.region_id) == ("启用本站", "127.0.0.1", LIAOYANG)
    answer = client.post(
        reverse("accounts:sign-in"), {"username": "guanli", "password": password[1]}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("accounts:password")


def test_without_the_code_nothing_opens(client: Client) -> None:
    for address in (PLACE, ADMINS):
        assert client.get(address)["Location"] == CODE
    assert client.post(ADMINS, NAMES)["Location"] == CODE
    answer = client.post(CODE, {"code": "AAAA-AAAA-AAAA"})
    assert "启用码不对" in answer.content.decode()
    assert client.get(PLACE)["Location"] == CODE
    assert not User.objects.exists()


def test_who_guesses_has_to_wait(client: Client) -> None:
    for _ in range(MOST_TRIES):
        client.post(CODE, {"code": "AAAA"})
    answer = client.post(CODE, {"code": founding.code()})
    assert "一小时后再试" in answer.content.decode()


def test_it_is_closed_once_there_is_an_account(entered: Client) -> None:
    entered.post(ADMINS, NAMES)
    again = {name: f"{value}2" for name, value in NAMES.items()}
    for browser in (entered, Client()):
        for address in (CODE, PLACE, ADMINS):
            assert browser.get(address)["Location"] == reverse("accounts:sign-in")
            assert browser.post(address, again)["Location"] == reverse("accounts:sign-in")
    assert "本站已经启用" in entered.get(reverse("accounts:sign-in")).content.decode()
    assert User.objects.count() == 3


def test_a_fault_is_told_at_its_field_and_nothing_is_written(entered: Client) -> None:
    answer = entered.post(ADMINS, NAMES | {"audit_admin_name": "赵演一"}).content.decode()
    assert "须由不同人员担任" in answer
    assert 'value="shenji"' in answer
    assert not User.objects.exists()
    assert not Region.objects.exists()


def test_places_that_are_not_in_the_list(entered: Client) -> None:
    assert "区划表里没有" in entered.get(PLACE, {"q": "蓬莱仙岛"}).content.decode()
    assert entered.get("/start/place/999999999999/")["Location"] == PLACE
    assert entered.get("/start/place/x/")["Location"] == PLACE


def test_divisions_that_are_loaded_are_offered(entered: Client) -> None:
    Region.objects.create(
        code=LIAOYANG, name="辽阳市", level=4, initials="lys", valid_from="2026-01-01"
    )
    assert f'href="{ADMINS}"' in entered.get(PLACE).content.decode()
    entered.post(ADMINS, NAMES)
    assert Region.objects.count() == 1


def test_the_sign_in_page_says_so_only_while_it_is_true(entered: Client) -> None:
    sign_in = reverse("accounts:sign-in")
    assert "本站还没有账号" in entered.get(sign_in).content.decode()
    entered.post(ADMINS, NAMES)
    assert "本站还没有账号" not in Client().get(sign_in).content.decode()
