"""Deadlines by month and as a feed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.builders import COUNTY, OTHER_COUNTY, assignment, bring_to, plan, post
from zulian.accounts.roles import Role
from zulian.accounts.services import calendar_key
from zulian.plans import calendar
from zulian.plans.models import Assignment, State
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def test_a_month_holds_every_deadline_of_the_jurisdiction_once() -> None:
    plan(post(Role.CITY_OFFICER))
    year = timezone.localdate().year
    county = Region.objects.get(code=COUNTY)
    total = 0
    for number in range(1, 13):
        shown = calendar.month(timezone.localdate().replace(month=number, day=1), county)
        total += sum(d.total for _day, found in shown.days for d in found)
        assert len({len(week) for week in shown.weeks}) == 1
    assert total == Assignment.objects.within(county).filter(due__year=year).count()


def test_the_feed_lists_what_waits_for_the_own_organisation(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = plan(city)
    bring_to(assignment(made, "一（一）", COUNTY), State.REPORTED, county, city)
    key = calendar_key(county.user)
    response = client.get(f"/plans/calendar/{key}.ics")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    mine = Assignment.objects.filter(region_id=COUNTY, state=State.ISSUED)
    assert {str(e["uid"]) for e in events} == {f"assignment-{a.pk}@zulian" for a in mine}
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
