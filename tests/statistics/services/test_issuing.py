"""布置: who gets a return for which period, due when, and only once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.builders import CITY, COUNTY, OTHER_COUNTY, divisions_above, post
from tests.policies.settings import chosen
from tests.statistics import stage
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.statistics.models import Filing
from zulian.statistics.services import issuing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


def test_the_city_asks_its_counties_and_itself(city: Post) -> None:
    own = stage.issued(city)
    rows = {row.region_id: row.to_id for row in Filing.objects.alike(own)}
    assert rows == {CITY: None, COUNTY: CITY, OTHER_COUNTY: CITY}
    with scope(EVERYTHING):
        assert Message.objects.filter(region_id__in=rows).count() == 2
    with pytest.raises(ValidationError, match="已经布置过"):
        stage.issued(city)


def test_a_county_that_began_itself_is_left_alone(city: Post) -> None:
    own = stage.issued(post(Role.COUNTY_OFFICER))
    assert own.to_id == CITY
    stage.issued(city)
    assert Filing.objects.alike(own).count() == 3


def test_who_stands_above_judges_where_somebody_works_there(city: Post) -> None:
    divisions_above()
    year, quarter = stage.last_quarter()
    assert stage.issued(city).to_id is None
    province = post(Role.PROVINCE_OFFICER)
    values = {"code": "annual", "year": year - 1, "quarter": 0, "due_on": None}
    assert issuing.issue(city, values, today()).to_id == province.region_id


def test_periods_and_days_are_those_of_the_policy(city: Post) -> None:
    values = {"code": "annual", "year": 2025, "quarter": 0, "due_on": None}
    own = issuing.issue(city, values, today())
    assert (own.since, own.until) == (date(2025, 1, 1), date(2025, 12, 31))
    assert own.due_on == date(2026, 1, 20)
    quick = issuing.issue(city, values | {"code": "quick", "quarter": 3}, today())
    assert (quick.since, quick.until) == (date(2025, 1, 1), date(2025, 9, 30))
    assert quick.due_on == date(2025, 10, 10)


def test_a_city_sets_its_own_period(city: Post) -> None:
    for key, value in (("year_cutoff_month", 9), ("year_first_month", 10), ("year_due_days", 5)):
        chosen("statistics/returns", key, value, CITY)
    values = {"code": "annual", "year": 2025, "quarter": 0, "due_on": None}
    own = issuing.issue(city, values, today())
    assert (own.since, own.until) == (date(2024, 10, 1), date(2025, 9, 30))
    assert own.due_on == date(2025, 10, 5)


def test_a_period_that_its_form_has_not_is_refused(city: Post) -> None:
    year, _quarter = stage.last_quarter()
    for more, field in (
        ({"quarter": 0}, "quarter"),
        ({"code": "annual", "quarter": 2}, "quarter"),
        ({"code": "none"}, "code"),
        ({"due_on": date(year, 1, 1)}, "due_on"),
    ):
        with pytest.raises(ValidationError) as refused:
            stage.issued(city, **more)
        assert field in refused.value.message_dict
    assert not Filing.objects.exists()


def test_the_layout_of_that_day_goes_along(city: Post) -> None:
    with on_day(today()):
        own = stage.issued(city)
    assert own.version == 1 and own.layout["background"]
    assert [column.key for column in own.form.columns] == ["n"]
