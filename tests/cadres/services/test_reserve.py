"""The reserve: each step in its order, by its level, with its reasons; how it is made up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import CITY, COUNTY, post
from tests.cadres import stage
from tests.certificates.office import person
from tests.leadership import stage as leadership
from zulian.accounts.roles import Role
from zulian.cadres.models import Cadre, Reserve, ReserveState
from zulian.cadres.services import reserve
from zulian.foundation.clock import on_day, today
from zulian.leadership.models import Office
from zulian.regions.models import Region


def test_from_nomination_to_use(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    cadre = stage.cadre(county)
    made = stage.nominated(cadre, county)
    assert made.period == f"{today().year}—{today().year + 4}"
    with pytest.raises(ValidationError, match="待联合审核"):
        reserve.confirm(made.pk, county, "文号")
    with pytest.raises(ValidationError, match="意见"):
        reserve.review(made.pk, county, True, " ")
    reserve.review(made.pk, county, True, "同意")
    reserve.confirm(made.pk, county, "演示〔2026〕1号")
    reserve.evaluate(made.pk, county, "keep", "表现好")
    with pytest.raises(ValidationError, match="今年已经考评"):
        reserve.evaluate(made.pk, county, "keep", "表现好")
    reserve.recommend(made.pk, county, "县残联副理事长")
    with pytest.raises(ValidationError, match="任用日期"):
        reserve.appoint(made.pk, county, "县残联副理事长", today() - timedelta(days=9))
    reserve.appoint(made.pk, county, "县残联副理事长", today())
    assert Reserve.objects.get(pk=made.pk).state == ReserveState.APPOINTED
    assert Cadre.objects.get(pk=cadre.pk).position == "县残联副理事长"
    stage.nominated(cadre, county)  # free for another list


def test_a_name_stands_on_one_list_at_a_time(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    cadre = stage.cadre(county)
    first = stage.nominated(cadre, county)
    with pytest.raises(ValidationError, match="不必重复"):
        stage.nominated(cadre, county)
    reserve.review(first.pk, county, False, "年限不足")
    stage.nominated(cadre, county)


def test_a_county_does_not_confirm_the_lists_of_the_city(regions: None) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = stage.nominated(stage.cadre(county), county, "city")
    with pytest.raises(PermissionDenied):
        reserve.review(made.pk, county, True, "同意")
    assert reserve.review(made.pk, city, True, "同意").state == ReserveState.REVIEWED


def test_too_old_or_out_of_service_is_not_nominated(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    old = stage.cadre(
        county, person=person(birth=today().replace(day=1) - timedelta(days=366 * 46))
    )
    with pytest.raises(ValidationError, match="年龄界限"):
        stage.nominated(old, county)
    stage.nominated(old, county, "city")  # the city's list takes people up to fifty
    left = stage.cadre(county, status="left")
    with pytest.raises(ValidationError, match="已离任"):
        stage.nominated(left, county)


def test_who_is_evaluated_out_leaves_the_list_with_the_reason(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    made = stage.on_list(stage.cadre(county), county)
    with on_day(today() + timedelta(days=366)):
        reserve.evaluate(made.pk, county, "remove", "调离")
    found = Reserve.objects.get(pk=made.pk)
    assert (found.state, found.ended_why) == (ReserveState.REMOVED, "调离")
    assert not Reserve.objects.on_list().exists()


def test_the_structure_counts_people_posts_and_the_gap(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    Office.objects.exclude(region=COUNTY).delete()
    offices = leadership.offices(COUNTY)
    meant = [o for o in offices if o.for_disabled]
    leadership.held(meant[0], tie="relative")
    leadership.held(meant[1], tie="none")
    stage.on_list(stage.cadre(county), county)
    stage.on_list(stage.cadre(county, tie="none"), county)
    stage.nominated(stage.cadre(county), county)
    found = {s.level: s for s in reserve.structures(Region.objects.get(code=CITY))}
    here = found["county"]
    assert (here.people, here.offices, here.ratio_words, here.enough) == (2, 6, "0.33", False)
    assert (here.gap.offices, here.gap.held, here.gap.ready, here.gap.covered) == (2, 1, 1, True)
    assert sum(n for _band, n in here.ages) == 2
    assert (found["city"].people, found["township"].offices) == (0, 0)
