"""The turn of the year in the indicators room: the last day is counted once it is over, and stands beside the new figures."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    assignment,
    bring_to,
    circular_text,
    plan,
    post,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.indicators import services
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import named
from zulian.indicators.rules import Pair
from zulian.plans.models import Assignment, State
from zulian.plans.services.daily import daily
from zulian.regions.models import Region

LAST, NEW = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def city(regions: None) -> Post:
    """The city's officer on the last day of a year: the day's work is done, then a task is reported."""
    with on_day(date(2026, 11, 20)):
        city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
        circular = plan(city, circular_text())
    with on_day(LAST):
        daily()
        bring_to(assignment(circular, "一（一）", COUNTY), State.CLOSED, county, city)
    return city


def pair(code: str, day: date, region: str = CITY) -> Pair:
    indicator = named(code)
    assert indicator is not None
    return services.overview(Region.objects.get(code=region), day, [indicator]).get(code, Pair())


def kept(code: str, day: date = LAST, region: str = CITY) -> Pair:
    row = Snapshot.objects.get(indicator=code, day=day, region=region)
    return Pair(row.met, row.of)


def test_the_last_day_is_counted_again_when_it_is_over(city: Post) -> None:
    before = kept("plans.reported")
    with on_day(NEW):
        daily()
    assert kept("plans.reported") == Pair(before.met + 1, before.of)
    assert services.remembered(Region.objects.get(code=CITY), LAST)[1]["plans.reported"] == kept(
        "plans.reported"
    )


def test_later_runs_leave_the_closed_year_alone_and_a_late_one_closes_it(city: Post) -> None:
    with on_day(date(2027, 1, 5)):
        daily()
    closed = kept("plans.reported")
    assert closed.met == 1
    Assignment.objects.filter(state=State.CLOSED).update(
        closed_at=None, reported_at=None, state=State.SIGNED
    )
    with on_day(date(2027, 1, 6)):
        daily()
    assert kept("plans.reported") == closed


def test_tasks_of_the_old_year_stay_overdue_until_they_are_carried_over(city: Post) -> None:
    with on_day(NEW):
        daily()
        late = pair("plans.overdue", NEW).missing
        assert (
            late
            == pair("plans.overdue", LAST).missing + Assignment.objects.filter(due=LAST).count()
            > 10
        )
        row = Assignment.objects.open().filter(due=LAST)[0]
        row.carry()
        row.save()
        assert pair("plans.overdue", NEW).missing == late - 1
        # In its own year it stays unfinished.
        assert pair("plans.signed", LAST).of == Assignment.objects.count()


def test_the_closing_value_stands_beside_for_three_months(city: Post, client: Client) -> None:
    client.force_login(city.user)
    with on_day(NEW):
        daily()
    share = f"{kept('plans.signed').percent:g}%"
    pages = ("/indicators/?page=99", "/indicators/plans.signed/", "/indicators/places/")
    for day, stands in (
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
        (date(2026, 12, 31), False),
    ):
        with on_day(day):
            for page in pages:
                text = client.get(page).content.decode()
                assert ("上年末" in text) is stands, (page, day)
                assert not stands or share in text


def test_closing_values_are_those_of_each_division_and_only_of_what_begins_anew(
    city: Post, django_assert_num_queries: object
) -> None:
    with on_day(NEW):
        daily()
    with django_assert_num_queries(1):  # type: ignore[operator]
        values = services.closing_values([CITY, COUNTY, OTHER_COUNTY, TOWN], NEW)
    assert values[COUNTY]["plans.signed"] == kept("plans.signed", region=COUNTY)
    assert kept("leadership.filled").of and "leadership.filled" not in values[CITY]
