"""Pages of policies: what is in force here, its history, and the form that sets it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.builders import CITY, COUNTY, OTHER_CITY, VILLAGE, officer
from zulian.policies.models import Setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
EXCELLENT = ["commissioners", "appraisal", "factors.excellent"]
HOURS = ["commissioners", "training", "hours_a_year"]
FIGURE, SET = reverse("policies:figure", args=EXCELLENT), reverse("policies:set", args=EXCELLENT)
SENT = {"value": "1.3", "since": "2026-01-01", "basis": "补贴办法"}


def opened(client: Client, code: str, url: str) -> str:
    client.force_login(officer(code).user)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, code: str, **more: str) -> str:
    client.force_login(officer(code).user)
    return client.post(SET, SENT | more, follow=True).content.decode()


def test_each_city_sees_its_own_allowance(client: Client) -> None:
    assert "已设定" in sent(client, CITY)
    assert "已设定" in sent(client, OTHER_CITY, value="1.5")
    here, there = opened(client, COUNTY, FIGURE), opened(client, OTHER_CITY, FIGURE)
    assert "1.3" in here and "1.5" not in here and "阜新市残联" in here
    assert "1.5" in there and "1.3" not in there
    assert "1.3" in opened(client, VILLAGE, f"{reverse('policies:list')}?own=set")


def test_the_list_is_narrowed(client: Client) -> None:
    url = reverse("policies:list")
    assert "考核申诉期限" in opened(client, CITY, f"{url}?policy=commissioners/appraisal&own=own")
    assert "考核申诉期限" not in opened(client, CITY, f"{url}?policy=commissioners/positions")
    assert "考核申诉期限" not in opened(client, VILLAGE, f"{url}?words=申诉&own=own")
    assert "考核申诉期限" in opened(client, VILLAGE, f"{url}?words=申诉")


def test_the_list_is_exported(client: Client) -> None:
    sent(client, CITY)
    client.force_login(officer(COUNTY).user)
    answer = client.get(reverse("policies:list"), {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    found = next(row for row in rows if "考核优秀的补贴系数" in row)
    assert {"1.3", "阜新市残联", "补贴办法", "本地规定"} <= set(map(str, found))


def test_who_may_not_set_sees_no_button_and_is_refused(client: Client) -> None:
    assert SET in opened(client, COUNTY, FIGURE)
    assert SET not in opened(client, VILLAGE, FIGURE)
    client.force_login(officer(VILLAGE).user)
    assert client.post(SET, SENT).status_code == 403


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"value": "9"}, "2"),
        ({"value": ""}, "请填写"),
        ({"value": "abc"}, "数字"),
        ({"since": "1999-01-01"}, "日期"),
        ({"basis": ""}, ""),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(
    more: dict[str, str], words: str, client: Client
) -> None:
    page = sent(client, CITY, **more)
    assert words in page and "已设定" not in page
    assert not Setting.objects.exists()


def test_what_was_set_is_taken_back_by_a_box(client: Client) -> None:
    assert "follow" not in opened(client, CITY, SET)
    sent(client, CITY)
    assert "follow" in opened(client, CITY, SET)
    assert "已设定" in sent(client, CITY, value="", follow="on", since="2026-02-01")
    page = opened(client, CITY, FIGURE)
    assert "恢复按上级的执行" in page and "系统默认" in page
    assert [row.text for row in Setting.objects.all()] == ["", "1.3"]


def test_no_such_figure_is_no_page(client: Client) -> None:
    client.force_login(officer(CITY).user)
    for args in (["commissioners", "appraisal", "none"], ["no", "policy", "x"]):
        for page in ("figure", "set"):
            assert client.get(reverse(f"policies:{page}", args=args)).status_code == 404


def test_what_a_rule_fixes_has_no_form(client: Client) -> None:
    fixed = ["commissioners", "positions", "pay_grace_days"]
    page = opened(client, CITY, reverse("policies:figure", args=fixed))
    assert "按规定执行" in page
    assert client.get(reverse("policies:set", args=fixed)).status_code == 403
    assert "明天" in opened(client, CITY, reverse("policies:set", args=HOURS))
