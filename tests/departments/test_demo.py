"""The demo of departments: one letter is late, one answered, all on their days; once is enough."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import COUNTY, post
from zulian.accounts.roles import Role
from zulian.departments import demo
from zulian.departments.models import Department, Letter, Liaison
from zulian.foundation.clock import today

pytestmark = pytest.mark.usefixtures("regions")


def test_letters_stand_in_each_state() -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER, COUNTY)
    demo.fill(today())
    assert set(Letter.objects.values_list("state", flat=True)) == {
        "draft",
        "sent",
        "answered",
        "done",
    }
    assert builders.todos(city)["逾期没有复函、要催办的函"].count == 1
    assert builders.todos(county)["已收到复函、待办结的函"].count == 1
    assert Liaison.objects.count() == Department.objects.count() == 18
    for letter in Letter.objects.exclude(answered_on=None):
        assert letter.sent_on <= letter.answered_on <= today()  # type: ignore[operator]
    demo.fill(today())
    assert Department.objects.count() == 18
