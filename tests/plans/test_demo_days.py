"""The demo is filled whatever day it is: days behind holidays, the last one of a year and a leap day stand for all that the calendar may bring."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F, Q

from zulian.certificates.models import Case, Step
from zulian.foundation.clock import on_day
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans import demo
from zulian.plans.models import Assignment
from zulian.volunteers.models import Service

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2027, 12, 31), date(2028, 2, 29)])
def test_it_is_filled_and_nothing_lies_after_the_day(day: date) -> None:
    with scope(EVERYTHING), on_day(day):
        demo.fill()
        assert not Step.objects.filter(Q(entered_on__gt=day) | Q(left_on__gt=day)).exists()
        assert not Case.objects.filter(
            Q(arrived_on__gt=day) | Q(ended_on__lt=F("arrived_on"))
        ).exists()
        assert not Assignment.objects.filter(
            Q(signed_at__date__gt=day) | Q(closed_at__date__gt=day)
        ).exists()
        assert Service.objects.exclude(volunteer=None).exists()
