"""Before tasks go out: the units where nobody could sign for them are named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import COUNTY, draft, officer, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.plans.services.outlook import NAMED, outlook_of
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def test_units_without_a_post_that_signs_are_told(client: Client) -> None:
    city = post(Role.CITY_OFFICER)
    circular = draft(city)
    before = {region.code for region in outlook_of(circular).unmanned}
    assert COUNTY in before and city.region_id not in before
    county = officer(COUNTY)
    assert {region.code for region in outlook_of(circular).unmanned} == before - {COUNTY}
    client.force_login(city.user)
    page = client.get(f"/plans/{circular.pk}/adopt/").content.decode()
    first = Region.objects.get(code=min(before - {COUNTY}))
    assert f"有 {len(before) - 1} 个单位还没有人能签收、上报" in page
    assert first.organisation in page and len(outlook_of(circular).first_unmanned) <= NAMED
    # A post that waits to be confirmed signs nothing, nor does one that is over.
    for change in (
        {"is_waiting": True},
        {"is_waiting": False, "until": today() - timedelta(days=1)},
    ):
        Post.objects.filter(pk=county.pk).update(since=today() - timedelta(days=9), **change)
        assert COUNTY in {region.code for region in outlook_of(circular).unmanned}
