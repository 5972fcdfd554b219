"""Rules of the rooms follow what the division of each row set, and no other."""

from __future__ import annotations

import pytest

from tests.builders import CITY, OTHER_CITY
from tests.certificates.office import applied, office, person
from tests.policies.settings import chosen
from zulian.certificates.models import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_a_case_goes_to_the_city_where_that_reviews() -> None:
    case = applied(office(), person())
    chosen("certificates/routes", "city_review", True, OTHER_CITY)
    assert State.CITY not in case.steps
    chosen("certificates/routes", "city_review", True, CITY)
    assert State.CITY in case.steps


def test_steps_take_the_days_of_the_own_city() -> None:
    who = office()
    chosen("certificates/routes", "workdays.order", 9, OTHER_CITY)
    first = applied(who, person())
    chosen("certificates/routes", "workdays.order", 9, CITY)
    second = applied(who, person())
    assert first.due is not None and second.due is not None
    assert second.due > first.due
