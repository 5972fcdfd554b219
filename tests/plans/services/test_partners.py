"""Other departments on the page of a task: found by the words as they were read, written to with the task filled in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY, assignment, post
from tests.departments import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.models import Letter
from zulian.plans.models import Assignment, Task
from zulian.plans.services.partners import partners_panel

pytestmark = pytest.mark.usefixtures("regions")
WORDS = "民政、卫健委、市教育局、有关部门、财政局"


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def row(county: Post) -> Assignment:
    found = assignment(builders.plan(post(Role.CITY_OFFICER)), "一（一）", COUNTY)
    Task.objects.filter(pk=found.task_id).update(partners=WORDS)
    return Assignment.objects.with_names().select_related("circular").get(pk=found.pk)


def test_names_lead_to_departments_of_the_own_division_and_stay_as_they_are(
    county: Post, row: Assignment
) -> None:
    affairs = stage.department(county)
    stage.liaison(county, affairs)
    stage.department(county, "教育局")
    health = stage.department(county, "卫生健康局")
    stage.department(post(Role.COUNTY_OFFICER, OTHER_COUNTY), "财政局")
    panel = partners_panel(row, county)
    assert panel is not None
    lines = {item.text: item for item in panel.items}
    assert list(lines) == WORDS.split("、")
    assert lines["民政"].url == affairs.get_absolute_url() and stage.PHONE in lines["民政"].detail
    assert lines["卫健委"].url == health.get_absolute_url()
    # Of the city, of nobody, and of another county.
    assert not any(lines[name].url for name in ("市教育局", "有关部门", "财政局"))
    [keep] = lines["财政局"].acts
    assert keep.url.startswith("/departments/departments/add/?name=%E8%B4%A2")
    assert not lines["市教育局"].acts and not lines["有关部门"].acts
    assert Task.objects.get(pk=row.task_id).partners == WORDS


def test_those_above_look_on_and_those_without_departments_read_the_words(
    county: Post, row: Assignment
) -> None:
    stage.liaison(county, stage.department(county))
    panel = partners_panel(row, post(Role.CITY_OFFICER))
    assert panel is not None and not any(item.acts for item in panel.items)
    assert "041****0011" in panel.items[0].detail
    assert partners_panel(row, post(Role.COMMISSIONER)) is None


def test_it_takes_as_many_statements_for_one_as_for_many(county: Post, row: Assignment) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            partners_panel(row, county)
        return len(queries)

    stage.liaison(county, stage.department(county))
    first = count()
    for name in ("卫健委", "财政局", "教育局"):
        stage.liaison(county, stage.department(county, name))
    assert count() == first == 3


def test_a_letter_begins_with_the_task_and_stands_on_its_page(
    county: Post, row: Assignment, client: Client
) -> None:
    affairs = stage.department(county)
    client.force_login(county.user)
    url = f"/plans/assignments/{row.pk}/letter/"
    begun = client.get(f"{url}?to={affairs.pk}").content.decode()
    assert f'value="{affairs.pk}" selected' in begun and row.task.name in begun
    values = {
        "department": affairs.pk,
        "title": "关于商请的函",
        "text": "请支持。",
        "about": "一（一）",
    }
    client.post(url, values | {"answer_by": ""})
    letter = Letter.objects.get()
    assert letter.source_url == f"/plans/assignments/{row.pk}/"
    page = client.get(letter.source_url).content.decode()
    assert "关于商请的函" in page and f"{url}?to={affairs.pk}" in page
    assert "配合部门和函件" in page
    assert letter.source_url in client.get(letter.get_absolute_url()).content.decode()


def test_only_who_carries_the_task_writes(row: Assignment, client: Client) -> None:
    client.force_login(post(Role.CITY_OFFICER).user)
    assert client.get(f"/plans/assignments/{row.pk}/letter/").status_code == 403
