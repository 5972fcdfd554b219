"""A return's way: its checks, who judges it, what goes back, what is locked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import post, todos
from tests.statistics import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.statistics.models import Filing
from zulian.statistics.services import filling, judging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
State = Filing.State


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def filing(city: Post, county: Post) -> Filing:
    return stage.of(stage.issued(city), county)


def state(filing: Filing) -> str:
    return str(Filing.objects.get(pk=filing.pk).state)


def test_the_whole_way(filing: Filing, city: Post, county: Post) -> None:
    stage.accepted(filing, county, city)
    assert state(filing) == State.ACCEPTED
    own = stage.filled(stage.of(filing, city), city)
    with pytest.raises(ValidationError) as refused:
        judging.hand_in(own.pk, city, "演负责", "")
    assert "彰武县" in str(refused.value.message_dict["explanation"])
    judging.hand_in(own.pk, city, "演负责", "一个县未报")
    assert state(filing) == State.LOCKED and state(own) == State.HANDED_IN


def test_a_hard_check_bars_handing_in(filing: Filing, county: Post) -> None:
    stage.filled(filing, county)
    filling.correct(filing.pk, county, {("5", "n"): Decimal(900)}, "漏登")
    with pytest.raises(ValidationError, match="不应多于全部岗位"):
        judging.hand_in(filing.pk, county, "演负责", "说明")
    assert state(filing) == State.FILLING


def test_an_empty_cell_bars_handing_in(filing: Filing, county: Post) -> None:
    filling.fill(filing.pk, county)
    with pytest.raises(ValidationError, match="没有填"):
        judging.hand_in(filing.pk, county, "演负责", "")


def test_far_from_last_year_is_explained(filing: Filing, city: Post, county: Post) -> None:
    with on_day(today() - timedelta(days=365)):
        before = stage.of(stage.issued(city), county)
        stage.filled(before, county)
        filling.correct(before.pk, county, {("11", "n"): Decimal(50), ("13", "n"): Decimal(0)}, "x")
        judging.hand_in(before.pk, county, "演负责", "")
    stage.filled(filing, county)
    assert judging.last_year(filing) == before
    verdict = judging.verdict_of(filing)
    assert not verdict.hard and "30%" in verdict.soft[0]
    with pytest.raises(ValidationError):
        judging.hand_in(filing.pk, county, "演负责", " ")
    judging.hand_in(filing.pk, county, "演负责", "清理了重复注册")
    assert state(filing) == State.HANDED_IN


def test_nothing_is_handed_in_before_its_day(city: Post, county: Post) -> None:
    year, quarter = stage.last_quarter(today() + timedelta(days=93))
    due = today() + timedelta(days=150)
    own = stage.of(stage.issued(city, year=year, quarter=quarter, due_on=due), county)
    stage.filled(own, county)
    with pytest.raises(ValidationError, match="截止日"):
        judging.hand_in(own.pk, county, "演负责", "")
    with on_day(own.until), pytest.raises(ValidationError, match="重新取数"):
        judging.hand_in(own.pk, county, "演负责", "")


def test_nobody_judges_the_own_and_nobody_beside(filing: Filing, city: Post, county: Post) -> None:
    stage.handed_in(filing, county)
    for other in (county, post(Role.COUNTY_OFFICER)):
        with pytest.raises(PermissionDenied):
            judging.accept(filing.pk, other, "")
    own = stage.filled(stage.of(filing, city), city)
    judging.hand_in(own.pk, city, "演负责", "两个县未审")
    with pytest.raises(PermissionDenied):
        judging.accept(own.pk, city, "")
    # Nobody above works with the site: another post of the same unit does.
    judging.accept(own.pk, post(Role.CITY_OFFICER), "")


def test_it_goes_back_with_a_reason_until_the_sum_is_out(
    filing: Filing, city: Post, county: Post
) -> None:
    stage.accepted(filing, county, city)
    with pytest.raises(ValidationError, match="原因"):
        judging.send_back(filing.pk, city, " ")
    judging.send_back(filing.pk, city, "数字有误")
    assert state(filing) == State.RETURNED
    stage.accepted(filing, county, city)
    own = stage.filled(stage.of(filing, city), city)
    judging.hand_in(own.pk, city, "演负责", "一个县未报")
    with pytest.raises(ValidationError, match="汇总数已经上报"):
        judging.send_back(filing.pk, city, "数字有误")


def test_what_is_locked_stays(filing: Filing, city: Post, county: Post) -> None:
    stage.accepted(filing, county, city)
    judging.lock(filing.pk, city)
    with pytest.raises(ValidationError, match="已锁定"):
        filling.fill(filing.pk, county)


def test_both_sides_see_what_is_late(filing: Filing, city: Post, county: Post) -> None:
    Filing.objects.filter(pk=filing.pk).update(due_on=today() - timedelta(days=1))
    assert judging.remind(filing.pk, city) and not judging.remind(filing.pk, city)
    with pytest.raises(PermissionDenied):
        judging.remind(filing.pk, county)
    assert "下级逾期未报、要催报的统计报表" in todos(city)
    assert todos(county)["待填报、上报的统计报表"].late == 1
