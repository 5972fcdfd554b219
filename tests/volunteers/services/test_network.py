"""Leading groups: members and decisions may name a department that is kept beside the federation."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests import builders
from tests.builders import COUNTY, TOWN, post
from tests.departments import stage as departments
from tests.volunteers import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.services.departments import end
from zulian.foundation.clock import today
from zulian.plans.models import Clause, Task
from zulian.regions.models import Region
from zulian.volunteers.models import Decision, Meeting
from zulian.volunteers.services import network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
MEMBER = {"department": "affairs", "name": "演成员", "title": "副局长", "phone": ""}


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


def held(county: Post) -> Meeting:
    group = stage.group(county)
    meeting = stage.meeting(county, group)
    network.notify(meeting.pk, county)
    network.hold(meeting.pk, county, list(group.members.all()), "议定分工")
    return meeting


def test_a_member_leads_to_the_department_it_speaks_for(county: Post, client: Client) -> None:
    group, affairs = stage.group(county), departments.department(county)
    network.add_member(group.pk, county, {**MEMBER, "partner": affairs})
    network.add_member(group.pk, county, {**MEMBER, "name": "演旁人"})
    client.force_login(county.user)
    assert "民政局" in client.get(group.get_absolute_url()).content.decode()
    other = departments.department(post(Role.CITY_OFFICER))
    with pytest.raises(ValidationError, match="本单位登记"):
        network.add_member(group.pk, county, {**MEMBER, "name": "演外人", "partner": other})


def test_a_form_offers_own_departments_that_are_there(county: Post, client: Client) -> None:
    meeting = held(county)
    affairs, gone = departments.department(county), departments.department(county, "农机局")
    end(gone.pk, county, today())
    departments.department(post(Role.TOWNSHIP_OFFICER, TOWN), "演中学")
    client.force_login(county.user)
    url = f"/volunteers/meetings/{meeting.pk}/decision/"
    page = client.get(url).content.decode()
    assert f'<option value="{affairs.pk}">民政局' in page and "演中学" not in page
    assert "农机局" not in page
    region = Region.objects.get(code=COUNTY)
    values = {"text": "建站", "owner": f"{region.name} {COUNTY}", "due": f"{today().year}-12-31"}
    client.post(url, values | {"department": affairs.pk})
    assert Decision.objects.get().department == affairs
    assert "民政局承办" in client.get(meeting.get_absolute_url()).content.decode()


def test_the_task_of_a_decision_has_the_department_as_its_helper(county: Post) -> None:
    meeting, affairs = held(county), departments.department(county)
    circular = builders.plan(post(Role.CITY_OFFICER))
    Clause.objects.filter(circular=circular, path="一（二）").update(
        indicators=["volunteers.groups"]
    )
    due = today().replace(month=12, day=31)
    for code in (COUNTY, TOWN):
        owner = Region.objects.get(code=code)
        assert network.decide(meeting.pk, county, f"建站{code}", owner, due, affairs).url
    assert Task.objects.get(name=f"建站{COUNTY}").partners == "民政局"
    assert Task.objects.get(name=f"建站{TOWN}").partners == f"{county.region.name}民政局"
    other = departments.department(post(Role.CITY_OFFICER))
    with pytest.raises(ValidationError, match="本单位登记"):
        network.decide(meeting.pk, county, "外单位", county.region, due, other)
