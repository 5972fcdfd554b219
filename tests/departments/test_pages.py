"""Pages of departments and letters: who keeps them, who looks on, what a form begins with, what is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import TOWN, post
from tests.departments import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.models import Department, Letter
from zulian.foundation.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def door(client: Client, county: Post) -> Client:
    client.force_login(county.user)
    return client


def text(door: Client, url: str) -> str:
    answer = door.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_a_department_is_added_with_the_name_that_a_link_gives(door: Client) -> None:
    assert 'value="民政局"' in text(door, "/departments/departments/add/?name=民政局")
    values = {"name": "民政局", "aliases": "民政", "kind": "government", "address": ""}
    answer = door.post("/departments/departments/add/", values)
    assert answer.status_code == 302 and "民政局" in text(door, answer.headers["Location"])


def test_those_above_look_on_and_see_no_whole_number(county: Post, client: Client) -> None:
    row = stage.department(county)
    stage.liaison(county, row)
    client.force_login(post(Role.CITY_OFFICER).user)
    page = text(client, row.get_absolute_url())
    assert "041****0011" in page and stage.PHONE not in page and "登记撤并" not in page
    assert "民政局" in text(client, "/departments/departments/")
    client.force_login(post(Role.COMMISSIONER).user)
    assert client.get("/departments/departments/").status_code == 403


def test_a_number_that_is_none_is_refused_where_it_is_typed(county: Post, door: Client) -> None:
    row = stage.department(county)
    values = {"name": "演甲", "duty": "", "phone": "12", "email": "a", "since": today()}
    page = door.post(f"/departments/departments/{row.pk}/liaison/", values).content.decode()
    assert "不是电话号码" in page and "电子邮" in page and not row.liaisons.exists()


def test_those_who_keep_it_see_the_number(county: Post, door: Client) -> None:
    row = stage.department(county)
    stage.liaison(county, row)
    assert stage.PHONE in text(door, row.get_absolute_url())
    assert "041****0011" in text(door, "/departments/liaisons/")


def test_a_letter_goes_to_own_departments_that_are_there(county: Post, door: Client) -> None:
    own, town = (
        stage.department(county),
        stage.department(post(Role.TOWNSHIP_OFFICER, TOWN), "学校"),
    )
    gone = stage.department(county, "农机局")
    Department.objects.filter(pk=gone.pk).update(ended_on=today())
    page = text(door, f"/departments/add/?department={own.pk}&about=一（二）")
    assert f'value="{own.pk}" selected' in page and 'value="一（二）"' in page
    assert "农机局" not in page and "学校" not in page
    values = {"department": own.pk, "title": "关于商请的函", "text": "请支持。", "about": ""}
    assert door.post("/departments/add/", values | {"answer_by": ""}).status_code == 302
    letter = Letter.objects.get()
    assert letter.by == county and "关于商请的函" in text(door, letter.get_absolute_url())
    assert door.post("/departments/add/", values | {"department": town.pk}).status_code == 200


def test_the_list_narrows_to_what_is_late(county: Post, door: Client) -> None:
    to = stage.department(county)
    late = stage.sent(county, to, "一号", days=9, answer_by=today() - timedelta(days=1))
    stage.sent(county, to, "二号", days=9, answer_by=today())
    page = text(door, "/departments/?late=late")
    assert "一号" in page and "二号" not in page
    assert "逾期未复" in text(door, late.get_absolute_url())
    assert "一号" in text(door, "/departments/?todo=departments.late")
    assert late.title in text(door, f"/plans/calendar/day/{late.answer_by}/")


def test_a_draft_is_deleted_and_leads_to_the_list(county: Post, door: Client) -> None:
    row = stage.draft(county)
    answer = door.post(f"/departments/{row.pk}/drop/")
    assert answer.headers["Location"] == "/departments/" and not Letter.objects.exists()


def test_they_are_found_by_name_alias_and_number(county: Post, door: Client) -> None:
    row = stage.department(county, aliases="民政部门、救助办")
    stage.sent(county, row, "演残函〔2026〕1号")
    for words, found in (("民政局", "民政局"), ("救助办", "民政局"), ("演残函", "商请")):
        answer = door.post("/search/typed/", {"q": words, "part": "rest"})
        assert found in answer.content.decode().replace(f"“{words}”", ""), words
