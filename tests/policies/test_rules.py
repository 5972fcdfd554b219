"""Rules of the rooms follow what the division of each row set, and no other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders import CITY, COUNTY, OTHER_CITY, OTHER_COUNTY
from tests.certificates.office import applied, office, person
from tests.policies.settings import chosen
from zulian.associations.models import Meeting
from zulian.certificates.models import State
from zulian.foundation.clock import on_day, today
from zulian.foundation.figures import Figure
from zulian.foundation.policy import PACKAGE, figures, names, packaged, policy
from zulian.grassroots.models import Organisation
from zulian.grassroots.services import organisations
from zulian.grassroots.services.organisations import missing
from zulian.plans.services import notices
from zulian.regions.due import make_due
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
SETTABLE = [f for name in names() for f in figures(name).values() if f.by]


def another_value(figure: Figure) -> Any:
    """A value that a figure may have and has not by default."""
    usual = figure.of(packaged(figure.policy, today()).values)
    offered = [v for v, _words in figure.options] or [figure.most, figure.least]
    return next(value for value in offered if value != usual)


@pytest.mark.parametrize("figure", SETTABLE, ids=lambda f: f"{f.policy} {f.key}")
def test_a_city_sets_any_figure_for_its_own_alone(figure: Figure) -> None:
    value, day = another_value(figure), today() + timedelta(days=1)
    chosen(figure.policy, figure.key, value)
    here, there = (policy(figure.policy, day, code).values for code in (COUNTY, OTHER_CITY))
    assert figure.of(here) == value
    assert there == packaged(figure.policy, day).values


@pytest.mark.parametrize("figure", SETTABLE, ids=lambda f: f"{f.policy} {f.key}")
def test_a_figure_that_may_be_set_is_read_in_its_room(figure: Figure) -> None:
    room = PACKAGE / figure.policy.partition("/")[0]
    assert any(f'"{figure.root}"' in path.read_text("utf-8") for path in room.rglob("*.py"))


def test_a_case_goes_to_the_city_where_that_reviews() -> None:
    who = office()
    before = applied(who, person())
    chosen("certificates/routes", "city_review", True, OTHER_CITY)
    with on_day(today() + timedelta(days=1)):
        assert State.CITY not in applied(who, person()).steps
    chosen("certificates/routes", "city_review", True, CITY)
    with on_day(today() + timedelta(days=1)):
        after = applied(who, person())
    assert State.CITY in after.steps
    assert State.CITY not in before.steps


def test_steps_take_the_days_of_the_own_city() -> None:
    who = office()
    chosen("certificates/routes", "workdays.order", 9, OTHER_CITY)
    first = applied(who, person())
    chosen("certificates/routes", "workdays.order", 9, CITY)
    second = applied(who, person())
    assert first.due is not None and second.due is not None
    assert second.due > first.due


def test_notices_are_replied_to_within_the_days_of_who_issues_them() -> None:
    chosen("plans/supervision", "notice_reply_workdays", 2)
    assert [notices.reply_workdays(today(), c) for c in (CITY, OTHER_CITY)] == [2, 5]


def test_meetings_are_due_as_often_as_the_own_county_says_from_the_next_year_on() -> None:
    chosen("associations/norms", "meetings.committee.times", 4, COUNTY)
    year = today().year + 1
    for day in (today(), date(year, 1, 2)):
        with on_day(day):
            make_due(list(Region.objects.all()), day)
    rows = Meeting.objects.filter(kind="committee", association__kind="blind")
    many = {
        (code, y): rows.filter(region_id=code, due_on__year=y).count()
        for code in (COUNTY, OTHER_COUNTY)
        for y in (year - 1, year)
    }
    assert many[COUNTY, year] == 4
    assert {n for key, n in many.items() if key != (COUNTY, year)} == {2}


def test_an_organisation_lacks_what_its_own_division_asks_for() -> None:
    Organisation.objects.update(staff=2)
    chosen("grassroots/organisations", "township.staff", 3, COUNTY)
    tomorrow = today() + timedelta(days=1)
    rows = Organisation.objects.with_names().filter(region__level=9)
    lacking = {r.region_id[:6] for r in rows if "staff" in [n.key for n in missing(r, tomorrow)]}
    assert lacking == {COUNTY[:6]}
    assert {
        r.region_id[:6] for r in rows.filter(organisations.lacking("staff", tomorrow))
    } == lacking
