"""The demo of handouts: partly read, something waits for readers, once is enough."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY, VILLAGE, post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.handouts import demo, services
from zulian.handouts.models import Handout, Receipt

pytestmark = pytest.mark.usefixtures("regions")


def test_some_have_read_them_and_some_have_not() -> None:
    post(Role.CITY_OFFICER)
    county, slow = post(Role.COUNTY_OFFICER, COUNTY), post(Role.COUNTY_OFFICER, OTHER_COUNTY)
    town, village = post(Role.TOWNSHIP_OFFICER), post(Role.COMMISSIONER, VILLAGE)
    demo.fill(today())
    lesson = Handout.objects.get(kind="lesson")
    assert slow in services.unread_of(lesson) and county not in services.unread_of(lesson)
    assert lesson.file_id is not None
    assert list(Handout.objects.unread_by(village)) == [Handout.objects.get(kind="handbook")]
    assert Receipt.objects.filter(post=town).exists()
    assert Handout.objects.filter(state="over").count() == 1
    for receipt in Receipt.objects.all():
        assert receipt.handout.at <= receipt.at
    assert builders.todos(village)["等我读的通知和学习材料"].count == 1
    demo.fill(today())
    assert Handout.objects.count() == len(demo.OF_CITY) + 1
