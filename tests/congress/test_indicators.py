"""A congress counts as held with the steps before it and its delegates, not by its date."""

from __future__ import annotations

import pytest

from tests.builders import CITY, TOWN, post
from tests.congress import stage
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, Step, StepState
from zulian.foundation.clock import today
from zulian.indicators import aggregates
from zulian.indicators.registry import named
from zulian.indicators.rules import Pair
from zulian.indicators.services import overview
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def pair(code: str) -> tuple[int, int]:
    indicator = named(f"congress.{code}")
    assert indicator is not None
    found: Pair = overview(Region.objects.get(code=CITY), today(), [indicator]).get(
        indicator.code, Pair()
    )
    return found.met, found.of


def test_a_congress_counts_with_its_steps_and_its_delegates() -> None:
    city, county, town = (
        post(Role.CITY_OFFICER),
        post(Role.COUNTY_OFFICER),
        post(Role.TOWNSHIP_OFFICER),
    )
    row = stage.of(stage.open_round(city), TOWN)
    aggregates.rebuild(today())
    assert pair("held") == (0, 0)
    stage.close(stage.ready(row, town, county), town, county)
    assert pair("held") == pair("on_time") == (1, 1)
    step = Step.objects.filter(congress=row, days__lt=0)[0]
    Step.objects.filter(pk=step.pk).update(state=StepState.TODO)
    aggregates.rebuild(today())
    assert pair("held") == pair("on_time") == (0, 1), "a step before it is open"
    step = Step.objects.get(pk=step.pk)
    step.finish()
    step.save()
    assert pair("held") == (1, 1) and aggregates.verify() == []
    held = Congress.objects.get(pk=row.pk)
    held.attended = None
    held.save()
    assert pair("held") == (0, 1) and aggregates.verify() == []
