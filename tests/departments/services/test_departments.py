"""Departments: each federation keeps its own; who speaks for them, and who sees the telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import post
from tests.departments import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.models import Liaison
from zulian.departments.services import departments
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


def test_it_is_kept_by_its_own_division_alone(county: Post) -> None:
    row = stage.department(county, aliases="民政 民政部门，民政")
    assert row.region_id == county.region_id and row.names == ["民政局", "民政", "民政部门"]
    with pytest.raises(PermissionDenied):
        departments.change(row.pk, post(Role.CITY_OFFICER), {"name": "民政委"})
    assert departments.change(row.pk, county, {"name": "民政委"}).name == "民政委"
    with pytest.raises(ValidationError, match="已有同名"):
        stage.department(county, "民政委")
    assert stage.department(post(Role.CITY_OFFICER), "民政委").pk


def test_one_that_is_merged_stays_with_its_letters_and_may_come_back(county: Post) -> None:
    row = stage.department(county)
    stage.sent(county, row)
    with pytest.raises(ValidationError, match="没办结的函"):
        departments.end(row.pk, county, today())
    other = stage.department(county, "教育局")
    assert departments.end(other.pk, county, today()).ended_on == today()
    with pytest.raises(ValidationError, match="没有撤并"):
        stage.draft(county, other)
    assert departments.restore(other.pk, county).ended_on is None


def test_who_speaks_for_it_has_a_number_that_the_trail_does_not_tell(county: Post) -> None:
    row = stage.department(county)
    one = stage.liaison(county, row, phone="13900000011")
    assert Liaison.objects.get().phone == "13900000011" and one.region_id == county.region_id
    assert "13900000011" not in str(list(AuditEntry.objects.values()))
    departments.change_liaison(one.pk, county, {"duty": "科长", "phone": "", "email": ""})
    with pytest.raises(ValidationError, match="已经登记"):
        stage.liaison(county, row)


def test_the_number_is_whole_for_those_who_keep_it_and_masked_for_others(county: Post) -> None:
    one = stage.liaison(county, stage.department(county), email="a@example.org")
    assert one.contact_for(county) == f"{stage.PHONE} a@example.org"
    assert one.contact_for(post(Role.CITY_OFFICER)) == "041****0011"


def test_another_may_follow(county: Post) -> None:
    row = stage.department(county)
    one = stage.liaison(county, row)
    with pytest.raises(ValidationError, match="不能早于"):
        departments.end_liaison(one.pk, county, today() - timedelta(days=1))
    departments.end_liaison(one.pk, county, today())
    assert list(row.liaisons.current(today())) == [one]
    assert not row.liaisons.current(today() + timedelta(days=1)).exists()
    stage.liaison(county, row)
