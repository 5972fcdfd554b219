"""What has its day, by month, by day and as a feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import DateField
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.builders import COUNTY, OTHER_COUNTY, assignment, bring_to, officer, plan, post
from zulian.accounts.roles import Role
from zulian.accounts.services import calendar_key
from zulian.foundation.dated import all_dated
from zulian.foundation.scopes import scope
from zulian.grassroots.models import Problem
from zulian.people.models import Person
from zulian.plans import calendar
from zulian.plans.models import Assignment, State

PROBLEMS = "grassroots.problem.due"

pytestmark = pytest.mark.usefixtures("regions")


def test_a_month_holds_every_deadline_of_the_jurisdiction_once() -> None:
    plan(post(Role.CITY_OFFICER))
    year = timezone.localdate().year
    county = officer(COUNTY)
    total = 0
    for number in range(1, 13):
        shown = calendar.month(timezone.localdate().replace(month=number, day=1), county)
        total += sum(task.total for day in shown.days for task in day.tasks)
        assert len({len(week) for week in shown.weeks}) == 1
    assert total == Assignment.objects.within(county.region).filter(due__year=year).count()


def problem(code: str) -> Problem:
    """One that is to be mended today."""
    return Problem.objects.create(
        region_id=code,
        subject="牌子",
        text="没有挂牌",
        source=Problem.Source.OWN,
        found_on=timezone.localdate(),
        due=timezone.localdate(),
    )


def test_a_month_and_a_day_hold_the_things_of_every_app(client: Client) -> None:
    county, day = officer(COUNTY), timezone.localdate()
    case = problem(COUNTY)
    [own] = [one for one in calendar.month(day.replace(day=1), county).days if one.day == day]
    [count] = [one for one in own.others if one.dated.key == PROBLEMS]
    assert (count.total, count.waiting) == (1, 1)
    client.force_login(county.user)
    page = client.get("/plans/calendar/").content.decode()
    address = f"/plans/calendar/day/{day}/?kind={PROBLEMS}"
    assert address in page and "整改期限" in page
    assert case.get_absolute_url() in client.get(address).content.decode()
    others = client.get("/plans/calendar/", {"kind": calendar.TASKS}).content.decode()
    assert address not in others
    Problem.objects.filter(pk=case.pk).update(done_on=day)
    assert calendar.days_of(county, day, day)[day][0].waiting == 0
    other = officer(OTHER_COUNTY)
    with scope(other.region.scope()):
        assert not calendar.days_of(other, day, day)


def test_each_kind_can_be_counted_and_shown_for_everybody_who_may_see_it() -> None:
    city, day = post(Role.CITY_OFFICER), timezone.localdate()
    for dated in all_dated():
        rows = dated.between(city, day, day)
        if rows is not None:
            list(rows.exclude(dated.over))
            field = rows.model._meta.get_field(dated.day)
            assert isinstance(field, DateField), dated.key


def test_no_feed_tells_of_a_person() -> None:
    """A feed lies on telephones and at calendar services: nothing that is about one person goes into it."""
    for dated in all_dated():
        rows = dated.between(post(Role.CITY_OFFICER), date(2000, 1, 1), date(2100, 1, 1))
        if rows is not None and dated.in_feed:
            about = [
                f.name
                for f in rows.model._meta.get_fields()
                if f.related_model is Person and f.many_to_one
            ]
            assert not about, dated.key


@pytest.mark.parametrize("words", ["2026-13-01", "x", "0001-01-01"])
def test_a_day_that_is_none_is_not_found(client: Client, words: str) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    assert client.get(f"/plans/calendar/day/{words}/").status_code == 404


def test_the_feed_lists_what_waits_for_the_own_organisation(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = plan(city)
    bring_to(assignment(made, "一（一）", COUNTY), State.REPORTED, county, city)
    key = calendar_key(county.user)
    response = client.get(f"/plans/calendar/{key}.ics")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    mine = Assignment.objects.filter(region_id=COUNTY, state=State.ISSUED)
    uids = {str(e["uid"]) for e in events}
    tasks = {uid for uid in uids if uid.startswith("assignment-")}
    assert tasks == {f"assignment-{a.pk}@zulian" for a in mine}
    case = problem(COUNTY)
    told = client.get(f"/plans/calendar/{key}.ics").content.decode()
    assert f"{PROBLEMS}-{case.pk}@zulian" in told and case.get_absolute_url() in told
    assert OTHER_COUNTY not in response.content.decode()


def test_a_new_key_closes_the_old_address(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    old = calendar_key(county.user)
    new = calendar_key(county.user)
    assert client.get(f"/plans/calendar/{old}.ics").status_code == 404
    assert client.get(f"/plans/calendar/{new}.ics").status_code == 200


@pytest.mark.parametrize("words", ["2026-13", "x", "", "0001-01", "99999-01"])
def test_a_month_that_is_none_shows_this_month(client: Client, words: str) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    response = client.get("/plans/calendar/", {"month": words})
    assert response.context["month"].first == timezone.localdate().replace(day=1)


def test_the_page_of_a_day_says_how_each_thing_stands_and_leads_on_to_all(client: Client) -> None:
    county, day = officer(COUNTY), timezone.localdate()
    for _number in range(calendar.PAGE + 2):
        done = problem(COUNTY)
    Problem.objects.filter(pk=done.pk).update(done_on=day)
    _tasks, [group] = calendar.day(day, county)
    assert len(group.lines) == calendar.MOST
    assert group.has_more
    assert (group.count.total, group.count.waiting) == (calendar.PAGE + 2, calendar.PAGE + 1)
    assert {line.words for line in group.lines} == {"今天到期"}
    client.force_login(county.user)
    address = f"/plans/calendar/day/{day}/"
    assert f"查看全部 {calendar.PAGE + 2} 件" in client.get(address).content.decode()
    shown = client.get(address, {"kind": PROBLEMS}).context["groups"][0]
    assert len(shown.lines) == calendar.PAGE
    rest = client.get(address, {"kind": PROBLEMS, "after": shown.page.after})
    # What is done stands last.
    assert [line.words for line in rest.context["groups"][0].lines] == ["今天到期", "已办"]
    before = rest.context["groups"][0].page.before
    again = client.get(address, {"kind": PROBLEMS, "before": before}).context["groups"][0]
    assert again.lines == shown.lines
    assert client.get(address, {"kind": PROBLEMS, "after": "x"}).status_code == 200


def test_a_thing_stands_as_its_day_and_what_is_done_of_it_say() -> None:
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    deadline = next(one for one in all_dated() if one.key == PROBLEMS)
    event = replace(deadline, is_deadline=False)
    passing = replace(event, done=None)
    said = [
        calendar.standing(deadline, yesterday, is_over=True)[1],
        calendar.standing(deadline, yesterday, is_over=False)[1],
        calendar.standing(deadline, today, is_over=False)[1],
        calendar.standing(deadline, tomorrow, is_over=False)[1],
        calendar.standing(event, today, is_over=False)[1],
        calendar.standing(event, yesterday, is_over=False)[1],
        calendar.standing(passing, yesterday, is_over=True)[1],
    ]
    assert said == ["已办", "逾期", "今天到期", "未到", "今天", "未登记办理结果", "已过"]
