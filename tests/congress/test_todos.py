"""The desk shows the steps of one's own congress that come next, and those below that wait for approval."""

from __future__ import annotations

from tests.builders import COUNTY, TOWN, post
from tests.congress import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.congress.services import rounds
from zulian.foundation.clock import on_day
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope


def groups(owner: Post) -> dict[str, int]:
    with scope(owner.region.scope()):
        return {str(g.name): g.count for g in todo_for(owner) if "todo=congress." in g.url}


def test_steps_wait_for_the_own_federation_in_time_and_for_approval_above(regions: None) -> None:
    city, county, town, village = (
        post(r)
        for r in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER, Role.COMMISSIONER)
    )
    found = stage.open_round(city)
    step = stage.of(found, TOWN).steps.get(key="request_above")
    assert groups(town) == {}  # half a year off
    assert step.due is not None
    with on_day(step.due):
        assert groups(town)["换届要办的步骤"] >= 2
        rounds.report(step.pk, town, "已报", [])
        assert groups(county)["等我审批的换届步骤"] == 1 and "等我审批的换届步骤" not in groups(
            city
        )
        assert groups(village) == {}
    rounds.exempt(stage.of(found, COUNTY).pk, city, "撤并")
    with on_day(found.city_due):
        assert "换届要办的步骤" not in groups(county)
