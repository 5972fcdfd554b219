"""Setting figures: by the level that may, within bounds, from a day on, audited; and that rules then follow it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_CITY,
    OTHER_COUNTY,
    PROVINCE,
    VILLAGE,
    divisions_above,
    officer,
)
from tests.commissioners import stage
from zulian.commissioners.indicators import active, archives
from zulian.commissioners.models import Commissioner, Position
from zulian.commissioners.services import appraisal, pay
from zulian.foundation.clock import on_day, today
from zulian.foundation.figures import Figure
from zulian.foundation.models import AuditEntry
from zulian.foundation.policy import figures, policy
from zulian.foundation.recall import recalling
from zulian.foundation.scopes import scope
from zulian.foundation.work import unit_of_work
from zulian.policies import services
from zulian.policies.models import Setting
from zulian.regions.due import make_due
from zulian.regions.models import Region
from zulian.regions.services import load, merge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
THERE = "211021000000", "211021100000", "211021100201"
DAY = date(2026, 1, 1)


def figure(key: str = "contract_years", name: str = "commissioners/positions") -> Figure:
    return figures(name)[key]


def at(place: str, key: str = "contract_years", on: date | None = None) -> Any:
    wanted = figure(key)
    return wanted.of(policy(wanted.policy, on or today(), place).values)


def chosen(code: str, value: Any, key: str = "contract_years", since: date = DAY) -> Setting:
    return services.set_figure(officer(code), figure(key), value, since, "演示文件")


def another_city() -> None:
    load(zip(THERE, ("演示县", "演示镇", "演示村委会"), strict=True))


def test_two_cities_with_different_allowances_are_both_right() -> None:
    """Months are reckoned by each city's own rate, and by the factor that its own policy gives the grade."""
    another_city()
    pays = "commissioners/appraisal"
    for city, monthly, factor in ((CITY, 300, 1.2), (OTHER_CITY, 500, 1.5)):
        by = officer(city)
        stage.rate(by, monthly)
        services.set_figure(by, figure("factors.excellent", pays), factor, DAY, "补贴办法")
        services.set_figure(by, figure("excellent_percent", pays), 100, DAY, "补贴办法")
    due = {}
    for county, village in ((COUNTY, VILLAGE), (THERE[0], THERE[2])):
        by, found = officer(county), stage.appointed(village)
        period = appraisal.begin(by, "年度考核", today() - timedelta(days=300), today())
        sheet = period.appraisals.get(commissioner=found)
        appraisal.rate(sheet.pk, by, Decimal(95), "")
        appraisal.settle(period.pk, by)
        pay.reckon(Region.objects.get(code=county), stage.month())
        due[county] = found.payments.get(month=stage.month()).due
    assert due == {COUNTY: Decimal("360.00"), THERE[0]: Decimal("750.00")}


def test_each_level_may_set_its_own_and_the_nearest_counts() -> None:
    divisions_above()
    for code, value in ((PROVINCE, 5), (CITY, 2), (COUNTY, 1)):
        chosen(code, value)
    assert [at(code) for code in (VILLAGE, OTHER_COUNTY, OTHER_CITY)] == [1, 2, 5]
    assert at("220000000000") == at("") == 3
    chosen(COUNTY, None, since=today() + timedelta(days=1))
    assert (at(VILLAGE), at(VILLAGE, on=today() + timedelta(days=1))) == (1, 2)


def test_a_level_that_may_not_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        chosen(VILLAGE, 2)
    with pytest.raises(PermissionDenied):
        services.set_figure(officer(CITY), figure("pay_grace_days"), 9, DAY, "文件")
    assert not Setting.objects.exists()


@pytest.mark.parametrize("value", [0, 11, "3", 2.5, True])
def test_a_value_out_of_bounds_leaves_nothing(value: object) -> None:
    with pytest.raises(ValidationError):
        chosen(CITY, value)
    assert not Setting.objects.exists()
    assert not AuditEntry.objects.filter(action="policy.set").exists()


def test_the_same_again_adds_nothing_and_a_correction_adds_a_row() -> None:
    by = officer(CITY)
    made = services.set_figure(by, figure(), 2, DAY, "文件")
    assert services.set_figure(by, figure(), 2, DAY, "文件 ") == made
    services.set_figure(by, figure(), 4, DAY, "更正")
    assert Setting.objects.count() == AuditEntry.objects.filter(action="policy.set").count() == 2
    assert at(COUNTY) == 4


def test_nobody_follows_the_level_above_again_who_never_left_it() -> None:
    with pytest.raises(ValidationError):
        chosen(CITY, None)


def test_what_is_counted_is_set_for_days_to_come() -> None:
    with pytest.raises(ValidationError):
        chosen(CITY, 10, "log_days", today())
    chosen(CITY, 10, "log_days", today() + timedelta(days=1))


def test_counted_rows_follow_the_figure_of_their_own_division() -> None:
    another_city()
    far, near = stage.appointed(THERE[2]), stage.appointed(VILLAGE)
    Commissioner.objects.update(last_log_on=today() - timedelta(days=20))
    tomorrow = today() + timedelta(days=1)
    chosen(OTHER_CITY, 10, "log_days", tomorrow)
    assert set(archives(today()).filter(active(today()))) == {far, near}
    assert set(archives(tomorrow).filter(active(tomorrow))) == {near}
    chosen(THERE[0], 60, "log_days", tomorrow)
    assert set(archives(tomorrow).filter(active(tomorrow))) == {far, near}


def test_posts_are_due_by_the_quota_of_the_own_county() -> None:
    chosen(COUNTY, 3, "quota.village")
    make_due(list(Region.objects.all()), today())
    there = [Position.objects.filter(region_id=c).count() for c in (VILLAGE, "210922100201")]
    assert there == [3, 1]


def test_a_county_that_went_over_follows_who_took_it() -> None:
    another_city()
    chosen(CITY, 2)
    chosen(OTHER_CITY, 4)
    into = Region.objects.get(code=THERE[0])
    merge(Region.objects.get(code=COUNTY), into, today(), "演示文件")
    assert [at(VILLAGE, on=day) for day in (today() - timedelta(days=1), today())] == [2, 4]


def test_choices_are_read_in_one_statement_for_a_request_or_a_unit() -> None:
    chosen(CITY, 2)
    for once in (recalling, unit_of_work):
        with (
            once(),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            assert {at(VILLAGE), at(COUNTY), at(OTHER_CITY)} == {2, 3}
        assert len([q for q in asked if "policies_setting" in q["sql"]]) == 1


def test_what_is_set_counts_at_once_in_the_same_unit() -> None:
    with unit_of_work():
        assert at(CITY) == 3
        chosen(CITY, 2)
        assert at(CITY) == 2


def test_a_division_reads_what_those_above_it_set_and_nobody_beside() -> None:
    above, beside = chosen(CITY, 2), chosen(OTHER_COUNTY, 1)
    with scope(Region.objects.get(code=COUNTY).scope()):
        assert list(Setting.objects.all()) == [above]
    with scope(Region.objects.get(code=CITY).scope()):
        assert set(Setting.objects.all()) == {above, beside}


def test_what_stood_before_a_policy_begins_is_not_set() -> None:
    with pytest.raises(ValidationError), on_day(date(2026, 1, 1)):
        chosen(CITY, 2, since=date(1999, 1, 1))
