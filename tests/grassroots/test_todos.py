"""What waits: for the organisation, for the level above, for the inspector."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import COUNTY, TOWN
from tests.grassroots import stage
from zulian.accounts.roles import Role
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.foundation.searching import search_for
from zulian.grassroots.models import Assessment, Organisation
from zulian.grassroots.services import campaigns, checking, objections
from zulian.grassroots.services.organisations import Need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def groups(post: object) -> dict[str, int]:
    with scope(post.region.scope()):  # type: ignore[attr-defined]
        return {str(group.name): group.count for group in todo_for(post)}


@pytest.mark.parametrize(
    ("least", "staff", "met"), [(2, None, False), (2, 1, False), (2, 2, True), (True, None, False)]
)
def test_a_number_that_is_not_known_is_not_enough(
    least: object, staff: int | None, met: bool
) -> None:
    assert Need("staff", least).met(Organisation(staff=staff)) is met


def test_a_sheet_waits_where_its_next_step_is() -> None:
    city, county, town = (
        builders.post(r) for r in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
    )
    row = stage.sheet(stage.campaign(city), TOWN)
    assert groups(town)["等本单位自查的评估表"] == 1 and "等复核的评估表" not in groups(county)
    stage.handed_in(row, town, ("30", "20", "40", "1"))
    assert groups(county)["等复核的评估表"] == 1 and "等复核的评估表" not in groups(city)
    assert groups(town)["要整改的问题"] == 1
    campaigns.draw(row.campaign_id, city, 100, 1, seed=1)
    checking.finish_review(row.pk, county)
    assert groups(town)["等本单位确认的评估结果"] == 1
    campaigns.send_inspector(row.campaign, city, [row.pk], county, stage.today())
    assert groups(county)["由我实地检查的单位"] == 1
    checking.visit(
        row.pk, county, stage.entries(Assessment.objects.get(pk=row.pk), "20", "", "", "")
    )
    checking.finish_visit(row.pk, county)
    objections.object_to(row.marks.order_by("item_id")[0].pk, town, "已修好")
    assert groups(county)["有申诉等裁定的评估表"] == 1 and "等裁定的申诉" not in groups(town)


def test_an_organisation_is_found_by_its_name() -> None:
    county = builders.post(Role.COUNTY_OFFICER, COUNTY)
    stage.campaign(builders.post(Role.CITY_OFFICER))
    with scope(county.region.scope()):
        assert [
            hit.title for hit in search_for(county, "演一镇残联").hits if hit.kind == "基层组织"
        ] == ["演一镇残联"]
