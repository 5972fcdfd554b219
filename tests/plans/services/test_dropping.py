"""A task that was broken down is dropped with its parts; who judged tells; lists show what they count."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.builders import (
    COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    bring_to,
    officer,
    past_plan,
    plan,
    post,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.plans.models import Assignment, ChangeRequest, Circular, Report, State
from zulian.plans.services import carrying, changes, closing, deriving, work

pytestmark = pytest.mark.usefixtures("regions")
SECOND_TOWN = "210921101000"


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def broken(city: Post, county: Post) -> Assignment:
    """The county's task, broken down to its townships and by one of them to its villages."""
    row = assignment(plan(city), "一（一）", COUNTY)
    work.sign(row.pk, county)
    work.break_down(row.pk, county, row.due)
    town = officer(TOWN)
    part = assignment(row.circular, "一（一）", TOWN)
    work.sign(part.pk, town)
    work.break_down(part.pk, town, row.due)
    return row


class TestDropped:
    def test_open_parts_go_with_it_and_closed_ones_stay(
        self, client: Client, broken: Assignment, city: Post, county: Post
    ) -> None:
        second = bring_to(
            assignment(broken.circular, "一（一）", SECOND_TOWN),
            State.CLOSED,
            officer(SECOND_TOWN),
            county,
        )
        of_village = assignment(broken.circular, "一（一）", VILLAGE)
        waiting = changes.ask(of_village.pk, officer(VILLAGE), "drop", "撤并")
        left = changes.open_parts(broken)
        assert left > 1
        client.force_login(county.user)
        words = f"{left} 项任务一并取消"
        assert words in client.get(f"/plans/assignments/{broken.pk}/ask/").content.decode()
        asked = changes.ask(broken.pk, county, "drop", "市里另有安排")
        client.force_login(city.user)
        assert words in client.get(f"/plans/assignments/{broken.pk}/").content.decode()
        changes.decide(asked.pk, city, True)
        states = dict(Assignment.objects.filter(task=broken.task).values_list("region_id", "state"))
        assert {states[code] for code in (COUNTY, TOWN, VILLAGE)} == {State.DROPPED}
        assert states[second.region_id] == State.CLOSED
        assert changes.open_parts(broken) == 0
        waiting.refresh_from_db()
        assert (waiting.outcome, waiting.reply) == (
            ChangeRequest.Outcome.REFUSED,
            "上级的任务已取消",
        )
        assert Message.objects.filter(region_id=VILLAGE, title__contains="已取消").count() == 1
        assert aggregates.verify() == []

    def test_refused_nothing_goes(self, broken: Assignment, city: Post, county: Post) -> None:
        changes.decide(changes.ask(broken.pk, county, "drop", "缓办").pk, city, False, "照办")
        assert not Assignment.objects.filter(task=broken.task, state=State.DROPPED).exists()

    def test_nobody_left_it_is_not_offered_again(
        self, client: Client, broken: Assignment, county: Post
    ) -> None:
        client.force_login(county.user)
        page = client.get(f"/plans/assignments/{broken.pk}/").content.decode()
        assert f"/plans/assignments/{broken.pk}/break-down/" not in page

    def test_the_cell_leads_to_what_it_counts(
        self, client: Client, broken: Assignment, city: Post
    ) -> None:
        asked = changes.ask(
            assignment(broken.circular, "一（一）", SECOND_TOWN).pk,
            officer(SECOND_TOWN),
            "drop",
            "撤并",
        )
        changes.decide(asked.pk, post(Role.COUNTY_OFFICER), True)
        client.force_login(city.user)
        page = client.get(f"/plans/{broken.circular_id}/matrix/").content.decode()
        clause = broken.clause_id
        link = f"/plans/assignments/?circular={broken.circular_id}&clause={clause}&under={COUNTY}&measure=all"
        assert link.replace("&", "&amp;") in page
        assert "已取消" not in client.get(link).content.decode().split("<tbody>")[1]


def test_who_returned_it_is_told(city: Post, county: Post) -> None:
    village, town = officer(VILLAGE), officer(TOWN)
    bring_to(assignment(plan(city), "二（二）", VILLAGE), State.RETURNED, village, town)
    assert Message.objects.get(kind="returned", region_id=VILLAGE).sender == "演一镇残联"


def test_the_list_after_signing_all_shows_no_closed_year(
    client: Client, city: Post, county: Post
) -> None:
    before = past_plan(city)
    with on_day(date(before.year, 3, 1)):
        old = work.sign(assignment(before, "一（一）", COUNTY).pk, county)
    closing.close(before, city)
    circular = plan(city)
    client.force_login(county.user)
    page = client.post("/plans/assignments/sign/", {"query": ""}, follow=True)
    body = page.content.decode().split("<tbody>")[1]
    assert f"/plans/assignments/{old.pk}/" not in body
    assert f"/plans/assignments/{assignment(circular, '一（一）', COUNTY).pk}/" in body


def test_a_verdict_that_no_button_says_is_refused(client: Client, city: Post, county: Post) -> None:
    row = bring_to(assignment(plan(city), "一（一）", COUNTY), State.REPORTED, county, city)
    client.force_login(city.user)
    assert (
        client.post(
            f"/plans/assignments/{row.pk}/judge/", {"verdict": "maybe", "reason": "x"}
        ).status_code
        == 400
    )
    assert Assignment.objects.get(pk=row.pk).state == State.REPORTED


def test_closed_on_ones_own_word_the_list_says_so(client: Client, city: Post, county: Post) -> None:
    row = bring_to(assignment(plan(city), "一（一）", COUNTY), State.CLOSED, county, city)
    client.force_login(city.user)
    assert "自报完成" not in client.get("/plans/assignments/").content.decode()
    Report.objects.filter(assignment=row).update(outcome=Report.Outcome.DECLARED)
    assert "自报完成" in client.get("/plans/assignments/").content.decode()


def test_what_was_signed_is_not_recalled_and_the_page_says_so(
    client: Client, city: Post, county: Post
) -> None:
    circular = plan(city)
    work.sign(assignment(circular, "一（一）", COUNTY).pk, county)
    client.force_login(city.user)
    answer = client.get(f"/plans/{circular.pk}/recall/")
    assert answer.status_code == 302
    assert "已经签收，文件不能再收回" in client.get(answer.url).content.decode()


def test_a_closed_plan_is_not_drawn_from(client: Client, city: Post) -> None:
    circular = past_plan(city)
    closing.close(circular, city)
    client.force_login(city.user)
    answer = client.get(f"/plans/{circular.pk}/spot-checks/draw/")
    assert answer.status_code == 302 and "不再抽查" in client.get(answer.url).content.decode()


def test_who_handles_a_dropped_task_is_not_asked(client: Client, city: Post, county: Post) -> None:
    row = assignment(plan(city), "一（一）", COUNTY)
    client.force_login(county.user)
    address = f"/plans/assignments/{row.pk}/"
    assert "指定" in client.get(address).content.decode()
    changes.decide(changes.ask(row.pk, county, "drop", "撤并").pk, city, True)
    assert f"{address}handler/" not in client.get(address).content.decode()


def test_what_is_left_over_from_last_year_is_no_clause_to_carry_out(
    city: Post, county: Post
) -> None:
    before = past_plan(city)
    closing.close(before, city)
    into = plan(city)
    left = carrying.unfinished(before)
    tasks, units = {task.pk for task, _n in left.tasks}, {region.code for region, _n in left.units}
    carrying.carry(before, city, tasks, units, into.ends_on)
    own = Circular.objects.get(pk=plan(county).pk)
    with scope(county.region.scope()):
        assert "上年结转任务" not in {clause.title for clause in deriving.clauses_above(own)}
        assert deriving.clauses_above(own)
    assert into.clauses.filter(title="上年结转任务").exists() and today().year == into.year
