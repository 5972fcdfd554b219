"""The line of a year: each month counts what the calendar shows of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.builders import plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope
from zulian.plans import calendar
from zulian.plans.models import Assignment
from zulian.plans.year_line import year_line

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    city = post(Role.CITY_OFFICER)
    plan(city)
    return city


def test_each_month_counts_as_the_calendar_does(city: Post) -> None:
    year = today().year
    with scope(city.region.scope()):
        lines = {line.key: line.months for line in year_line(year, city)}
        for place, count in enumerate(lines[calendar.TASKS], 1):
            shown = calendar.month(date(year, place, 1), city, calendar.TASKS)
            total = sum(task.total for day in shown.days for task in day.tasks)
            assert total == (count.total if count else 0)
        assert sum(count.total for count in lines[calendar.TASKS] if count) == (
            Assignment.objects.counted().filter(due__year=year).count()
        )


def test_what_is_late_colours_its_month(city: Post) -> None:
    first = Assignment.objects.first()
    assert first is not None
    Assignment.objects.filter(pk=first.pk).update(due=date(today().year, 1, 1))
    with scope(city.region.scope()):
        january = year_line(today().year, city)[0].months[0]
    assert january is not None and (january.late, january.light) == (1, "overdue")


def test_the_page_leads_to_months_and_years_out_of_reach_are_none(
    client: Client, city: Post
) -> None:
    client.force_login(city.user)
    year = today().year
    page = client.get(f"/plans/calendar/year/{year}/").content.decode()
    assert f"?month={year}-" in page and "任务时限" in page
    assert client.get("/plans/calendar/year/1800/").status_code == 404
    assert "还没有带日期的事项" in client.get("/plans/calendar/year/2050/").content.decode()
