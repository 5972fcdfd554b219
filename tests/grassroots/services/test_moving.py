"""An organisation that comes under another division: since when it stood goes along, what it came to in a campaign stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY, TOWN
from tests.grassroots import stage
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Assessment, Mark, Organisation, Standing
from zulian.grassroots.models.organisations import Grade
from zulian.indicators import aggregates
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
NEW_TOWN = "210922200000"


@pytest.fixture
def organisation() -> Organisation:
    """That of a township, which reached its standard in a campaign; the next county has a township without one."""
    Region.objects.create(code=NEW_TOWN, name="演新镇", level=9, initials="yxz", valid_from=today())
    sheet = stage.sheet(stage.campaign(builders.post(Role.CITY_OFFICER)), TOWN)
    found = Organisation.objects.get(region_id=TOWN)
    Standing(
        organisation=found,
        assessment=sheet,
        grade=Grade.REACHED,
        since=today(),
        until=today() + timedelta(days=900),
    ).save()
    return found


def seen_from(code: str) -> dict[str, bool]:
    with scope(Region.objects.get(code=code).scope()):
        rows = {
            "standing": Standing.objects.all(),
            "sheet": Assessment.objects.filter(standing__isnull=False),
        }
        rows["marks"] = Mark.objects.filter(assessment__standing__isnull=False)
        return {name: found.exists() for name, found in rows.items()}


@pytest.mark.parametrize("is_bulk", [True, False])
def test_an_organisation_moves_with_its_standing(organisation: Organisation, is_bulk: bool) -> None:
    aggregates.rebuild(today())
    assert seen_from(COUNTY)["standing"]
    with unit_of_work():
        organisation.region_id = NEW_TOWN
        if is_bulk:
            bulk.save([organisation], ["region"])
        else:
            organisation.save()
    assert seen_from(OTHER_COUNTY) == {"standing": True, "sheet": False, "marks": False}
    old = seen_from(COUNTY)
    assert not old["standing"] and old["sheet"]
    assert aggregates.verify() == []
    client = Client()
    client.force_login(builders.post(Role.COUNTY_OFFICER, COUNTY).user)
    assert client.get(reverse("grassroots:organisation", args=[organisation.pk])).status_code == 404
