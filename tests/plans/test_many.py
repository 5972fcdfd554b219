"""Several tasks chosen in the list, one step for all: signed, accepted, sent back, supervised, each with its result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import CITY, COUNTY, TOWN, assignment, bring_to, officer, plan, post
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.plans.models import Assignment, Circular, NoticeTask, State

pytestmark = pytest.mark.usefixtures("regions")
MANY = "/plans/assignments/many/"


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return officer(COUNTY)


@pytest.fixture
def circular(city: Post) -> Circular:
    return plan(city)


def send(client: Client, by: Post, action: str, rows: list[Assignment], **more: Any) -> str:
    client.force_login(by.user)
    sent = {"action": action, "row": [row.pk for row in rows], **more}
    return client.post(MANY, sent).content.decode()


def states(rows: list[Assignment]) -> list[str]:
    return [Assignment.objects.get(pk=row.pk).state for row in rows]


def test_the_list_offers_what_one_may(
    client: Client, circular: Circular, county: Post, city: Post
) -> None:
    client.force_login(county.user)
    page = client.get("/plans/assignments/").content.decode()
    assert 'value="sign"' in page and 'value="accept"' in page and 'value="notice"' in page


def test_on_a_phone_a_row_begins_with_box_name_and_state(
    client: Client, circular: Circular, county: Post
) -> None:
    client.force_login(county.user)
    page = client.get("/plans/assignments/").content.decode()
    assert '<td class="pick"><input class="form-check-input"' in page
    assert '<td class="c-task m-head"' in page and '<td class="c-state m-state"' in page


def test_units_are_found_by_the_name_that_the_list_shows(
    client: Client, circular: Circular, city: Post
) -> None:
    client.force_login(city.user)
    for words in ("演一镇残联", "彰武县残疾人联合会", "演三村残协"):
        rows = client.get("/plans/assignments/", {"words": words, "size": 100})
        found = {row.record.region.organisation for row in rows.context["table"].rows}
        assert found == {words.replace("残疾人联合会", "残联")}


def test_the_form_for_several_names_them(
    client: Client, circular: Circular, county: Post, city: Post
) -> None:
    rows = [assignment(circular, "一（二）", COUNTY, f"第{n}季度") for n in (1, 2)]
    page = send(client, city, "return", rows)
    assert all(
        f"<li>{row.region.organisation} · {row.task.name}（{row.period}）" in page for row in rows
    )


def test_the_progress_of_a_task_leads_to_its_rows_alone(
    client: Client, circular: Circular, city: Post
) -> None:
    client.force_login(city.user)
    page = client.get(f"/plans/{circular.pk}/").content.decode()
    for task in circular.tasks.all():
        assert f"?circular={circular.pk}&amp;task={task.pk}" in page
        rows = client.get(f"/plans/assignments/?circular={circular.pk}&task={task.pk}")
        assert {row.record.task_id for row in rows.context["table"].rows} == {task.pk}


def test_lists_and_messages_tell_the_period(
    client: Client, circular: Circular, county: Post, city: Post
) -> None:
    row = assignment(circular, "一（二）", COUNTY, "第1季度")
    bring_to(row, State.REPORTED, county, city)
    client.force_login(city.user)
    assert f"{row.task.name}（第1季度）" in client.get("/plans/reports/").content.decode()
    send(client, city, "return", [row], filled="1", reason="请补照片")
    assert Message.objects.filter(kind="returned", title__contains="（第1季度）").exists()


def test_several_are_signed_and_what_is_not_ones_own_is_refused(
    client: Client, circular: Circular, county: Post
) -> None:
    own = [
        assignment(circular, "一（一）", COUNTY),
        assignment(circular, "一（二）", COUNTY, "第1季度"),
    ]
    theirs = assignment(circular, "二（一）", TOWN)
    page = send(client, county, "sign", [*own, theirs])
    assert states([*own, theirs]) == [State.SIGNED, State.SIGNED, State.ISSUED]
    assert "2" in page and theirs.region.organisation in page


def test_several_reports_are_accepted_or_sent_back_with_one_reason(
    client: Client, circular: Circular, county: Post, city: Post
) -> None:
    rows = [assignment(circular, "一（二）", COUNTY, f"第{n}季度") for n in (1, 2, 3, 4)]
    for row in rows[:3]:
        bring_to(row, State.REPORTED, county, city)
    send(client, city, "accept", [rows[0], rows[3]])
    assert states(rows) == [State.CLOSED, State.REPORTED, State.REPORTED, State.ISSUED]
    page = send(client, city, "return", rows[1:3])
    assert "退回原因" in page
    send(client, city, "return", rows[1:3], filled="1", reason="请补照片")
    assert states(rows[1:3]) == [State.RETURNED, State.RETURNED]
    # Nobody judges their own.
    assert states(rows[:1]) == [State.CLOSED]


def test_several_late_ones_get_a_notice_each(
    client: Client, circular: Circular, county: Post, city: Post
) -> None:
    late = [row for row in Assignment.objects.with_names().overdue() if row.region_id != CITY][:2]
    assert late
    with on_day(timezone.localdate() + timedelta(days=1)):
        send(client, city, "notice", late, filled="1", text="请抓紧")
    assert set(NoticeTask.objects.values_list("assignment", flat=True)) == {row.pk for row in late}
