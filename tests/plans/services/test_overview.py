"""The overview: what it says is what matrix, ranking and lists say, and each number leads to its rows."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import COUNTY, VILLAGE, plan, post
from tests.volunteers import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import scope
from zulian.indicators.rules import Light, Pair
from zulian.plans.models import Assignment, State
from zulian.plans.rules import Cell
from zulian.plans.services import supervision
from zulian.plans.services.overview import Overview, Pace, plan_in_force

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def whole(city: Post) -> Overview:
    circular = plan(city)
    return Overview(circular, city.region, timezone.localdate())


def test_the_numbers_are_those_of_the_matrix(whole: Overview) -> None:
    _head, rows = supervision.matrix(whole.readings)
    assert whole.total.total == sum((row.total for row in rows), Cell()).total > 0
    assert sum(whole.paces.values()) == len(whole.clauses) > 0
    assert {state.clause.pk for state in whole.clauses} <= {row.clause.pk for row in rows}
    for state in whole.clauses:
        assert state.total.total == sum(cell.total for cell in state.cells(whole.head))


def test_a_clause_whose_items_share_it_out_is_measured_as_a_whole_on_all_pages(
    city: Post,
) -> None:
    text = (
        f"测残联〔{timezone.localdate().year}〕3号\n{timezone.localdate().year}年1月1日\n"
        f"{timezone.localdate().year}年残联组织工作要点（测试）\n一、扩大志愿者队伍\n"
        "（一）建好队伍。\n1.各县（区）残联年底前新增志愿者培训班。\n"
        "2.各县（区）残联年底前召开助残志愿者座谈会。\n"
    )
    circular = plan(city, text)
    whole_clause = circular.clauses.get(path="一（一）")
    whole_clause.indicators = ["volunteers.real_name"]
    whole_clause.save()
    circular.clauses.filter(depth__gt=whole_clause.depth).update(indicators=[])
    stage.volunteer(code=VILLAGE)
    given = Overview(circular, city.region, timezone.localdate())
    [state] = given.clauses
    _head, rows = supervision.matrix(given.readings)
    assert [row.clause.path for row in rows] == ["一（一）", "一（一）1", "一（一）2"]
    [told] = given.readings.whole[whole_clause.pk]
    measured = Pair(int(told.light is Light.GREEN), 1)
    assert state.total.measured == rows[0].total.measured == measured
    assert rows[0].total.total == rows[1].total.total + rows[2].total.total == given.total.total
    assert state.total.total == given.total.total
    ranked = {
        child.code: (place, score) for place, child, score in supervision.ranking(given.readings)
    }
    [cell] = [cell for child, cell in rows[0].cells if child.code == COUNTY]
    place, score = ranked[COUNTY]
    assert score.pairs[supervision.MEASURED] == cell.measured != Pair()
    # Nothing fell due yet: nobody has a place, nobody is named first or last.
    assert place == supervision.NO_PLACE and given.ranking == []


def test_a_clause_is_behind_once_a_task_is_late_and_done_when_all_say_so(whole: Overview) -> None:
    first = whole.clauses[0]
    tasks = Assignment.objects.filter(clause__in=[row.clause for row in first.rows])
    tasks.update(due=timezone.localdate() - timezone.timedelta(days=3))
    again = Overview(whole.circular, whole.region, whole.today)
    assert again.clauses[0].pace is Pace.BEHIND
    assert again.week.overdue == tasks.count()


def test_this_week_counts_what_was_reported_and_closed(whole: Overview) -> None:
    now = timezone.now()
    first, second = Assignment.objects.all()[:2]
    Assignment.objects.filter(pk=first.pk).update(state=State.REPORTED, reported_at=now)
    Assignment.objects.filter(pk=second.pk).update(
        state=State.CLOSED, reported_at=now, closed_at=now
    )
    assert (whole.week.reported, whole.week.closed) == (2, 1)


def test_the_last_never_stand_among_the_first(whole: Overview) -> None:
    names = [one.region.code for one in (*whole.first, *whole.last)]
    assert len(names) == len(set(names))


def test_those_below_see_the_plan_that_they_work_on(whole: Overview) -> None:
    county = post(Role.COUNTY_OFFICER)
    with scope(county.region.scope()):
        assert plan_in_force(county.region, whole.today) == whole.circular


def test_each_number_leads_to_rows(client: Client, city: Post, whole: Overview) -> None:
    client.force_login(city.user)
    page = client.get("/plans/overview/").content.decode()
    assert whole.circular.title in page
    for address in sorted(set(re.findall(r'href="(/(?!static/)[^"#]+)', page))):
        answer = client.get(address.replace("&amp;", "&"), follow=True)
        assert answer.status_code == 200, address


def test_a_square_leads_to_just_its_tasks(client: Client, city: Post, whole: Overview) -> None:
    client.force_login(city.user)
    page = client.get("/plans/overview/").content.decode()
    squares = re.findall(r'class="square [^"]*" href="([^"]+)" title="[^"]*?办结 \d+／(\d+)', page)
    assert squares
    for address, total in squares[:6]:
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert f"共 {total} 条" in re.sub(r"<[^>]+>|\s+(?=条)", " ", listed).replace("  ", " ")


def test_without_a_plan_it_says_so(client: Client, city: Post) -> None:
    client.force_login(city.user)
    assert "没有执行中的工作要点" in client.get("/plans/overview/").content.decode()


def test_the_map_is_coloured_by_a_measure_or_by_the_whole(
    client: Client, city: Post, whole: Overview
) -> None:
    client.force_login(city.user)
    for indicator in whole.colours[:3]:
        page = client.get(f"/plans/overview/?by={indicator.code}").content.decode()
        assert str(indicator.meaning) in page
    assert client.get("/plans/overview/?by=nothing.such").status_code == 200
