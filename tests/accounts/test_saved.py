"""Views of one's own: kept under a name, listed above their list, renamed and dropped by whose they are, gone with the account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import builders
from zulian.accounts import saved
from zulian.accounts.models import Post, SavedView
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope


@pytest.fixture
def officer(regions: None) -> Post:
    return builders.post(Role.COUNTY_OFFICER)


def signed_in(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def hand_in(client: Client, address: str, name: str) -> str:
    """Keep the list at an address as it stands; the page that answers."""
    page = client.get(address).content.decode()
    view = re.search(r'name="view" value="([^"]+)"', page)
    assert view
    data = {"view": view[1], "name": name, "back": "/people/"}
    return client.post("/accounts/views/", data, follow=True).content.decode()


def test_a_list_is_kept_as_it_stands_with_known_parameters_alone(officer: Post) -> None:
    client = signed_in(officer)
    query = "sex=female&place=210921100000&sort=-birth&cols=name&cols=birth&size=50&after=abc&export=no&zzz=1"
    assert "已存为常用视图“女”" in hand_in(client, f"/people/?{query}", "  女 ")
    [view] = SavedView.objects.all()
    assert view.page == "people.person" and view.name == "女"
    assert set(view.query.split("&")) == {*query.split("&")[:6], "state=disabled"}
    page = client.get("/people/").content.decode()
    assert f'href="?{view.query.replace("&", "&amp;")}">女<' in page
    assert (
        f'href="?{view.query.replace("&", "&amp;")}" aria-current="true">女<'
        in client.get(f"/people/?{view.query}").content.decode()
    )
    # Other lists do not show it, nor do others see it.
    assert ">女</a>" not in client.get("/certificates/cards/").content.decode()
    assert (
        ">女</a>"
        not in signed_in(builders.post(Role.COUNTY_OFFICER)).get("/people/").content.decode()
    )
    entry = AuditEntry.objects.get(action="view.save")
    assert "query" not in entry.changes and entry.user_id == officer.user_id


def test_a_view_under_the_same_name_is_replaced(officer: Post) -> None:
    saved.keep(officer.user, "people:person-list", "女", "sex=female")
    saved.keep(officer.user, "people:person-list", "女", "sex=female&size=50")
    assert [v.query for v in SavedView.objects.all()] == ["sex=female&size=50"]


def test_numbers_of_people_are_not_kept(officer: Post) -> None:
    page = hand_in(signed_in(officer), "/people/?words=210900199001011234", "一人")
    assert "不能存入常用视图" in page and not SavedView.objects.exists()
    assert "已存为" in hand_in(signed_in(officer), "/people/?place=210921100000", "一乡")


def test_what_the_list_did_not_hand_out_is_refused(officer: Post) -> None:
    data = {"view": "people:person-list:sex=female", "name": "x", "back": "//elsewhere.example/"}
    answer = signed_in(officer).post("/accounts/views/", data)
    assert answer["Location"] == "/" and not SavedView.objects.exists()


def test_there_are_at_most_thirty_on_a_list(officer: Post) -> None:
    for n in range(saved.MOST):
        saved.keep(officer.user, "people:person-list", f"视图{n}", "")
    saved.keep(officer.user, "people:person-list", "视图0", "sex=male")
    with pytest.raises(ValidationError, match="最多存 30 个"):
        saved.keep(officer.user, "people:person-list", "多一个", "")
    saved.keep(officer.user, "certificates:card-list", "别的列表", "")


@pytest.mark.parametrize("name", ["", "   ", "长" * 31])
def test_a_name_is_bounded(officer: Post, name: str) -> None:
    with pytest.raises(ValidationError, match="1 至 30"):
        saved.keep(officer.user, "people:person-list", name, "")


def test_a_view_is_renamed_and_dropped_by_whose_it_is(officer: Post) -> None:
    view = saved.keep(officer.user, "people:person-list", "女", "sex=female")
    saved.keep(officer.user, "people:person-list", "男", "sex=male")
    client, address = signed_in(officer), f"/accounts/views/{view.pk}/"
    assert (
        "已有名为“男”的视图"
        in client.post(address, {"name": "男", "back": "/people/"}).content.decode()
    )
    assert client.post(address, {"name": "妇女", "back": "/people/"})["Location"] == "/people/"
    view.refresh_from_db()
    assert view.name == "妇女"
    other = signed_in(builders.post(Role.COUNTY_OFFICER))
    assert other.post(address, {"name": "x"}).status_code == 404
    assert other.post(f"{address}drop/").status_code == 404
    assert client.post(f"{address}drop/", {"back": "/people/"})["Location"] == "/people/"
    assert [v.name for v in SavedView.objects.all()] == ["男"]


def test_views_go_with_the_last_post_and_with_the_account(officer: Post) -> None:
    saved.keep(officer.user, "people:person-list", "女", "sex=female")
    staying = builders.post(Role.CITY_OFFICER)
    saved.keep(staying.user, "people:person-list", "男", "sex=male")
    assert saved.clear_gone(today()) == 0
    with scope(EVERYTHING):
        Post.objects.filter(pk=officer.pk).update(
            since=today() - timedelta(days=9), until=today() - timedelta(days=1)
        )
    assert saved.clear_gone(today()) == 1 and saved.clear_gone(today()) == 0
    staying.user.is_active = False
    staying.user.save()
    assert saved.clear_gone(today()) == 1


def test_views_cost_one_statement_and_only_who_has_any(
    officer: Post, django_assert_num_queries: Any
) -> None:
    client = signed_in(officer)
    # What a process asks once, it has asked then.
    client.get("/people/")
    with CaptureQueriesContext(connection) as without:
        client.get("/people/")
    for n in range(3):
        saved.keep(officer.user, "people:person-list", f"视图{n}", "")
    with django_assert_num_queries(len(without) + 1):
        assert "视图2" in client.get("/people/").content.decode()


def test_views_stay_when_the_address_of_their_list_changes(officer: Post) -> None:
    """They are kept under the register's own name; those of earlier names are still shown, and replaced by their name."""
    client = signed_in(officer)
    for page, name in (("plans:circulars", "旧"), ("plans:circular-list", "近"), ("people", "别")):
        SavedView.objects.create(user=officer.user, page=page, name=name, query="year=2026")
    shown = client.get("/plans/").content.decode()
    assert ">旧</a>" in shown and ">近</a>" in shown and ">别</a>" not in shown
    hand_in(client, "/plans/?year=2025", "旧")
    assert {(v.page, v.name, v.query) for v in SavedView.objects.exclude(page="people")} == {
        ("plans.circular", "旧", "year=2025"),
        ("plans:circular-list", "近", "year=2026"),
    }
