"""Sessions: whose, since when, from where; a list of one's own; none lasts for ever."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import post
from zulian.accounts.models import UserSession
from zulian.accounts.roles import Role
from zulian.accounts.sessions import device_of
from zulian.foundation.models import AuditEntry
from zulian.plans.services.daily import daily

PASSWORD = "good-pass-2013"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/120.0 Safari/537.36"
WECHAT = (
    f"Mozilla/5.0 (Linux; Android 10; JNY-AL10) {WEBKIT} Version/4.0 Chrome/88.0 Mobile "
    "Safari/537.36 MicroMessenger/8.0"
)
EDGE = f"{WINDOWS} Edg/120.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)
pytestmark = pytest.mark.usefixtures("regions")


def signed_in(username: str, agent: str = WINDOWS, address: str = "10.1.2.3") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    words = {"username": username, "password": PASSWORD}
    assert client.post(reverse("accounts:sign-in"), words).status_code == 302
    return client


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (WINDOWS, "Chrome · Windows"),
        (WECHAT, "微信 · Android"),
        (EDGE, "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("", "未知设备"),
        ("curl/8.0", "未知设备"),
    ],
)
def test_a_device_in_short(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_my_sessions_are_listed_and_one_ends_by_a_click() -> None:
    username = post(Role.COUNTY_OFFICER).user.username
    here, there = signed_in(username), signed_in(username, WECHAT, "10.9.9.9")
    page = here.get(reverse("accounts:sessions")).content.decode()
    assert "Chrome · Windows" in page and "微信 · Android" in page and "10.9.9.9" in page
    keys = UserSession.objects.values_list("session_key", flat=True)
    assert not [key for key in keys if key in page]
    mark = re.findall(r'name="mark" value="(\w+)"', page)
    assert len(mark) == 1
    here.post(reverse("accounts:session-end"), {"mark": mark[0]})
    assert there.get("/").status_code == 302 and here.get("/").status_code == 200
    entry = AuditEntry.objects.get(action="account.end_sessions")
    assert entry.changes == {"count": 1}


def test_all_others_end_at_once_and_nobody_elses() -> None:
    username = post(Role.COUNTY_OFFICER).user.username
    stranger = signed_in(post(Role.COUNTY_OFFICER).user.username)
    here, one, two = (signed_in(username) for _n in range(3))
    here.post(reverse("accounts:session-end"))
    assert [c.get("/").status_code for c in (here, one, two, stranger)] == [200, 302, 302, 200]
    mark = re.search(r'name="mark" value="(\w+)"', here.get("/accounts/sessions/").content.decode())
    assert mark is None


def test_the_mark_of_somebody_elses_session_ends_nothing() -> None:
    here = signed_in(post(Role.COUNTY_OFFICER).user.username)
    other = post(Role.COUNTY_OFFICER).user.username
    theirs = [signed_in(other), signed_in(other)]
    page = theirs[0].get(reverse("accounts:sessions")).content.decode()
    marks = re.findall(r'name="mark" value="(\w+)"', page)
    here.post(reverse("accounts:session-end"), {"mark": marks[0]})
    assert [client.get("/").status_code for client in theirs] == [200, 200]


def test_a_session_ends_after_half_a_day_however_much_it_is_used() -> None:
    client = signed_in(post(Role.COUNTY_OFFICER).user.username)
    begun = timezone.now()
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(begun + timedelta(minutes=minutes)):
            assert client.get("/accounts/password/").status_code == 200
    with time_machine.travel(begun + timedelta(hours=12, minutes=1)):
        answer = client.get("/plans/?page=2")
        assert answer["Location"] == "/accounts/sign-in/?next=/plans/%3Fpage%3D2"
        assert "登录时间已满" in client.get(answer["Location"]).content.decode()
    assert AuditEntry.objects.filter(action="sign-out").exists()


def test_sessions_that_are_over_are_deleted_by_the_days_work() -> None:
    here, there = (signed_in(post(Role.COUNTY_OFFICER).user.username) for _n in range(2))
    over = UserSession.objects.filter(session_key=there.session.session_key)
    over.update(expire_date=timezone.now() - timedelta(minutes=1))
    daily()
    (left,) = UserSession.objects.all()
    assert left.session_key == here.session.session_key


def test_pages_of_somebody_signed_in_are_kept_by_no_browser() -> None:
    client = signed_in(post(Role.COUNTY_OFFICER).user.username)
    assert client.get("/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client().get(reverse("volunteers:public"))
