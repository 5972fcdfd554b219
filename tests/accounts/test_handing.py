"""A page that acts for somebody: one asks, another shows it, its holder alone opens it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from tests.builders import COUNTY, OTHER_COUNTY, post
from tests.handed import PIN, handed, take
from tests.social import stage
from zulian.accounts import handing
from zulian.accounts.handed_kinds import HandedKind, kind_of
from zulian.accounts.models import HandedPage, Post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.social.models import Judge
from zulian.social.services import purchases

pytestmark = pytest.mark.usefixtures("regions")
JUDGING = "judge"


def signed_in(person: Post) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def buyer() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def judge(buyer: Post) -> Judge:
    made = stage.judging(buyer)
    values = {"name": "演评审", "employer": "演示大学", "own_house": False}
    return purchases.appoint(made.pk, buyer, values)


def kind() -> HandedKind:
    return kind_of(JUDGING)


def url(judge: Judge, name: str = "") -> str:
    return reverse(f"accounts:handed{name}", args=[JUDGING, judge.pk])


def test_who_runs_the_purchase_never_sees_the_address(buyer: Post, judge: Judge) -> None:
    client = signed_in(buyer)
    asked = client.post(url(judge, "-ask"), follow=True).content.decode()
    assert "由另一名工作人员发给本人" in asked and ">发放<" not in asked
    shown = client.post(url(judge, "-show"), follow=True).content.decode()
    assert "申请人自己不能发放" in shown
    buying = judge.purchase.get_absolute_url()
    pages = [client.get(page).content.decode() for page in (url(judge), buying)]
    key = Judge.objects.get(pk=judge.pk).page_key
    assert not any(key in page for page in [asked, shown, *pages])
    assert Client().get(f"/social/judging/{key}/").status_code == 404, "nobody was handed it"


def test_another_officer_shows_it_once_and_it_is_a_new_one(buyer: Post, judge: Judge) -> None:
    before = judge.page_key
    other = signed_in(post(Role.COUNTY_OFFICER))
    signed_in(buyer).post(url(judge, "-ask"))
    waiting = other.get(reverse("accounts:handed-list")).content.decode()
    assert "演评审" in waiting and url(judge) in waiting
    page = other.post(url(judge, "-show")).content.decode()
    (path,) = re.findall(r"<dd>http://testserver(\S+?)</dd>", page)
    assert before not in path and 'class="qr"' in page
    again = other.post(url(judge, "-show"), follow=True).content.decode()
    assert "请先申请" in again and path not in again
    assert Client().get(path).status_code == 200
    told = str(AuditEntry.objects.values_list("action", "changes"))
    assert "page.ask" in told and "page.show" in told and path.split("/")[-2] not in told


def test_the_first_device_gives_it_a_pin_and_goes_on_without(judge: Judge) -> None:
    path, hand = handed(JUDGING, judge.pk), Client()
    page = hand.get(path).content.decode()
    assert "设定数字密码" in page and "利害关系" not in page
    unlike = hand.post(path, {"pin": PIN, "again": "135790"}).content.decode()
    assert "不一样" in unlike and "须" not in unlike
    take(hand, path)
    assert "利害关系" in hand.get(path).content.decode()
    assert PIN not in str(AuditEntry.objects.values_list("changes", flat=True))
    assert HandedPage.objects.get().pin.count("$") > 1, "kept as a hash alone"


def test_another_device_is_asked_for_the_pin_and_may_not_guess_for_ever(judge: Judge) -> None:
    path = handed(JUDGING, judge.pk)
    take(Client(), path)
    other = Client()
    assert "利害关系" not in other.get(path).content.decode()
    declared = {"interest": "no", "reason": ""}
    assert "请输入数字密码" in other.post(path, declared).content.decode()
    assert Judge.objects.get(pk=judge.pk).declared is None
    for _guess in range(11):
        wrong = other.post(path, {"pin": "000000"}).content.decode()
        assert "利害关系" not in wrong
    assert "太频繁" in wrong and "太频繁" in other.post(path, {"pin": PIN}).content.decode()


def test_the_right_pin_opens_it_on_another_device(judge: Judge) -> None:
    path, other = handed(JUDGING, judge.pk), Client()
    take(Client(), path)
    assert other.post(path, {"pin": PIN}).status_code == 302
    assert "利害关系" in other.get(path).content.decode()


def test_what_was_shown_or_opened_before_is_over_with_the_next_one(judge: Judge) -> None:
    first, hand = handed(JUDGING, judge.pk), Client()
    take(hand, first)
    second = handed(JUDGING, judge.pk)
    assert second != first and hand.get(first).status_code == 404
    assert "设定数字密码" in hand.get(second).content.decode(), "the device holds it no more"


def test_it_is_called_back(buyer: Post, judge: Judge) -> None:
    path, hand = handed(JUDGING, judge.pk), Client()
    take(hand, path)
    page = signed_in(buyer).post(url(judge, "-withdraw"), follow=True).content.decode()
    assert "已收回" in page and hand.get(path).status_code == 404
    with pytest.raises(ValidationError, match="不用收回"):
        handing.withdraw(kind(), str(judge.pk), buyer)


def test_of_two_who_open_it_at_once_one_holds_it(judge: Judge) -> None:
    path, one, two = handed(JUDGING, judge.pk), Client(), Client()
    assert two.get(path).status_code == 200
    take(one, path)
    answer = two.post(path, {"pin": "111111", "again": "111111"}).content.decode()
    assert "数字密码不对" in answer


@pytest.mark.parametrize("step", [handing.ask, handing.show, handing.withdraw])
def test_by_who_may_alone(judge: Judge, step: Callable[..., object]) -> None:
    stranger, clerk = post(Role.COUNTY_OFFICER, OTHER_COUNTY), post(Role.CERTIFICATE_CLERK)
    with scope(clerk.region.scope()), pytest.raises(PermissionDenied):
        step(kind(), str(judge.pk), clerk)
    with scope(stranger.region.scope()), pytest.raises(Judge.DoesNotExist):
        step(kind(), str(judge.pk), stranger)
    assert signed_in(stranger).get(url(judge)).status_code == 404
    assert signed_in(clerk).get(url(judge)).status_code == 403
    assert (
        signed_in(stranger).get(reverse("accounts:handed", args=["none", "x"])).status_code == 404
    )


def test_a_judge_who_leaves_takes_the_page_along(buyer: Post, judge: Judge) -> None:
    handed(JUDGING, judge.pk)
    purchases.dismiss(judge.pk, buyer)
    assert not HandedPage.objects.exists()


def test_a_page_without_a_pin_stays_with_the_device_that_opened_it(buyer: Post) -> None:
    served = stage.served(buyer, stage.contract(buyer))
    path, hand = handed("served", served.pk), Client()
    assert hand.get(path).status_code == 200 and HandedPage.objects.get().taken_at is None
    assert hand.post(path).status_code == 302
    assert "服务好不好" in hand.get(path).content.decode()
    other = Client()
    assert "另一台设备" in other.get(path).content.decode()
    assert "另一台设备" in other.post(path, {"mark": "5"}).content.decode()
    assert HandedPage.objects.get().region_id == COUNTY
