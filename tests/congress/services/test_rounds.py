"""Rounds: every federation gets its congress; days count back; approval from above; the lower level goes first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_CITY,
    OTHER_COUNTY,
    OTHER_TOWN,
    PROVINCE,
    TOWN,
    divisions_above,
    photo,
    post,
)
from tests.congress import stage
from zulian.accounts.models import Message
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, CongressState, Delegate, Round, Step, StepState
from zulian.congress.services import holding, rounds, wave
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.regions.services import load


def test_a_round_reaches_every_federation_below_with_steps_and_a_message(regions: None) -> None:
    city = post(Role.CITY_OFFICER)
    made = stage.open_round(city)
    places = sorted(made.congresses.values_list("region_id", flat=True))
    assert places == sorted([CITY, COUNTY, OTHER_COUNTY, TOWN, "210921101000", OTHER_TOWN])
    assert str(stage.of(made, COUNTY)) == "阜新蒙古族自治县残联第六次代表大会"
    assert all(c.steps.count() == 14 and c.targets.count() == 10 for c in made.congresses.all())
    assert {c.due for c in made.congresses.filter(region__level=9)} == {made.township_due}
    assert Message.objects.filter(region_id=TOWN, kind="congress").count() == 1


def test_a_round_is_opened_once_and_in_the_order_of_levels(regions: None) -> None:
    city = post(Role.CITY_OFFICER)
    stage.open_round(city)
    with pytest.raises(ValidationError, match="已经部署"):
        stage.open_round(city)
    good = stage.call(7)
    with pytest.raises(ValidationError, match="先乡级"):
        rounds.open_round(
            city, rounds.Call(7, "", good.city_due, good.county_due, good.township_due)
        )
    with pytest.raises(ValidationError, match="早于今天"):
        rounds.open_round(city, stage.call(7, today() - timedelta(days=400)))
    assert Round.objects.count() == 1


def test_a_township_that_came_later_is_called_up_once(regions: None) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = stage.open_round(city)
    load([("210921109000", "演新镇")])
    with pytest.raises(PermissionDenied):
        rounds.extend(made.pk, county)
    assert [c.region_id for c in rounds.extend(made.pk, city)] == ["210921109000"]
    assert stage.of(made, "210921109000").due == made.township_due and not rounds.extend(
        made.pk, city
    )


def test_a_round_is_seen_below_and_not_beside(regions: None) -> None:
    stage.open_round(post(Role.CITY_OFFICER))
    town, other = post(Role.TOWNSHIP_OFFICER), post(Role.CITY_OFFICER, "211000000000")
    with scope(town.region.scope()):
        assert Round.objects.count() == 1 and Congress.objects.count() == 1
    with scope(other.region.scope()):
        assert not Round.objects.exists() and not Congress.objects.exists()


def test_deadlines_count_back_from_the_congress_day_and_done_steps_stay(regions: None) -> None:
    found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
    own = post(Role.TOWNSHIP_OFFICER)
    group = found.steps.get(key="group")
    rounds.report(group.pk, own, "已成立", [photo()])
    before = Step.objects.get(pk=group.pk).due
    rounds.set_day(found.pk, today() + timedelta(days=150), "会堂")
    assert found.steps.get(key="delegates").due == today() + timedelta(days=150 - 45)
    assert Step.objects.get(pk=group.pk).due == before
    assert Step.objects.get(pk=group.pk).files.get().permission == "congress.read"
    with pytest.raises(ValidationError, match="今天或以后"):
        rounds.set_day(found.pk, today() - timedelta(days=1), "")


def test_a_step_for_approval_waits_for_the_level_above_and_comes_back_with_a_reason(
    regions: None,
) -> None:
    city, county, town = (
        post(Role.CITY_OFFICER),
        post(Role.COUNTY_OFFICER),
        post(Role.TOWNSHIP_OFFICER),
    )
    step = stage.of(stage.open_round(city), TOWN).steps.get(key="request_above")
    with pytest.raises(ValidationError, match="办理情况"):
        rounds.report(step.pk, town, " ", [])
    assert rounds.report(step.pk, town, "请示已报", []).state == StepState.SUBMITTED
    assert Message.objects.filter(region_id=COUNTY, title__contains="报批").exists()
    with pytest.raises(PermissionDenied):
        rounds.judge(step.pk, town, True, "")
    with pytest.raises(ValidationError, match="退回请写明原因"):
        rounds.judge(step.pk, county, False, "")
    rounds.judge(step.pk, county, False, "缺党委意见")
    assert rounds.report(step.pk, town, "已补", []).state == StepState.SUBMITTED
    assert rounds.judge(step.pk, county, True, "同意").state == StepState.DONE
    with pytest.raises(ValidationError, match="已完成"):
        rounds.judge(step.pk, county, True, "同意")


def test_the_top_of_a_round_has_nobody_above_in_it(regions: None) -> None:
    city = post(Role.CITY_OFFICER)
    step = stage.of(stage.open_round(city), CITY).steps.get(key="request_above")
    assert rounds.report(step.pk, city, "省残联批复已附", []).state == StepState.DONE


def test_the_lower_level_goes_first_unless_it_does_not_take_part(regions: None) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    found = stage.open_round(city)
    own = stage.ready(stage.of(found, COUNTY), county, city)
    with pytest.raises(ValidationError, match="先下级后上级"):
        holding.hold(own.pk, today(), 4)
    for code in (TOWN, "210921101000"):
        with pytest.raises(PermissionDenied):
            rounds.exempt(stage.of(found, code).pk, post(Role.TOWNSHIP_OFFICER, code), "撤并")
        rounds.exempt(stage.of(found, code).pk, county, "撤并")
    assert holding.hold(own.pk, today(), 4).state == CongressState.HELD


def test_a_congress_needs_its_steps_and_its_quorum_and_is_filed_after_its_report(
    regions: None,
) -> None:
    county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
    with pytest.raises(ValidationError, match="还有步骤没有完成"):
        holding.hold(found.pk, today(), 1)
    with pytest.raises(ValidationError, match="召开后才能"):
        rounds.report(found.steps.get(key="report").pk, town, "已报告", [])
    found = stage.ready(found, town, county, seats=9)
    for wrong, words in ((10, "多于"), (5, "不足")):
        with pytest.raises(ValidationError, match=words):
            holding.hold(found.pk, today(), wrong)
    held = holding.hold(found.pk, today(), 6)  # two thirds of nine
    assert (held.size, held.attended, held.composition_met) == (9, 6, True)
    with pytest.raises(ValidationError, match="选举结果"):
        holding.file(found.pk)
    stage.take_steps(held, town, county, ["presidium", "report"])
    assert holding.file(found.pk).state == CongressState.FILED
    assert not found.steps.open().exists()


def test_the_wave_says_who_is_late_and_whom_that_blocks(regions: None) -> None:
    city = post(Role.CITY_OFFICER)
    found = stage.open_round(city)
    late_day = found.township_due + timedelta(days=1)
    stage.close(
        stage.ready(stage.of(found, TOWN), post(Role.TOWNSHIP_OFFICER), post(Role.COUNTY_OFFICER)),
        post(Role.TOWNSHIP_OFFICER),
        post(Role.COUNTY_OFFICER),
    )
    with on_day(late_day):
        first, second = wave.waves(found, city.region)
        assert (first.done, first.due) == (1, 2)
        assert (
            [c.region_id for c in first.late]
            == ["210921101000"]
            == [c.region_id for c in first.blocking]
        )
        assert [c.region_id for c in holding.blockers(stage.of(found, CITY))] == [
            COUNTY,
            OTHER_COUNTY,
        ]
        assert wave.tally([*first.townships, *second.townships]) == {"filed": 1, "late": 2}


def test_a_township_sees_its_villages_with_the_seats_that_they_have_filled(
    regions: None, client: Client
) -> None:
    found = stage.open_round(post(Role.CITY_OFFICER))
    town = post(Role.TOWNSHIP_OFFICER)
    client.force_login(town.user)
    with scope(town.region.scope()):
        own = stage.of(found, TOWN)
        assert "还没有设选举单位" in client.get(reverse("congress:wave")).content.decode()
        first, second = stage.units(own, [2, 1], 3)
        stage.fill(own)
        delegate = second.delegates.get()
        Delegate.objects.filter(pk=delegate.pk).update(state=Delegate.State.WITHDRAWN)
        told = [(one.name, one.named, one.seats, one.is_full) for one in wave.senders(own)]
    assert told == [(first.name, 2, 2, True), (second.name, 0, 1, False)]
    page = client.get(reverse("congress:wave")).content.decode()
    assert "选举单位 2 个，代表名额已满的 1 个" in page and f"{second.name} 0／1" in page


def test_a_round_of_the_province_reaches_its_cities_and_the_province_approves_their_steps(
    regions: None,
) -> None:
    divisions_above()
    province, city = post(Role.PROVINCE_OFFICER), post(Role.CITY_OFFICER)
    made = stage.open_round(province)
    assert set(made.congresses.filter(region__level=4).values_list("region_id", flat=True)) == {
        CITY,
        OTHER_CITY,
    }
    assert not made.congresses.filter(region_id=PROVINCE).exists()
    step = stage.of(made, CITY).steps.filter(approve=True).order_by("order")[0]
    rounds.report(step.pk, city, "已请示", [photo()])
    assert Step.objects.get(pk=step.pk).state == StepState.SUBMITTED
    assert Message.objects.filter(region_id=PROVINCE, kind="congress").count() == 1
    with pytest.raises(PermissionDenied, match="上一级残联审批"):
        rounds.judge(step.pk, city, True, "")
    rounds.judge(step.pk, province, True, "同意")
    assert Step.objects.get(pk=step.pk).state == StepState.DONE
