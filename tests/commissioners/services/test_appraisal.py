"""Appraisal: who may say what, facts counted, the grade's consequence for the allowance, appeals."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import builders
from tests.builders import CITY, COUNTY, VILLAGE
from tests.commissioners import stage
from zulian.commissioners.models import Appraisal, Commissioner
from zulian.commissioners.services import appraisal, pay, work
from zulian.foundation.clock import on_day, today
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_three_sides_a_grade_and_what_follows() -> None:
    county, town, village = (
        builders.post(r) for r in ("county_officer", "township_officer", "commissioner")
    )
    found, someone = stage.appointed(account=village), stage.person()
    work.write(village, work.Entry(today(), "visit", someone, "情况稳定"), "k1")
    period = appraisal.begin(county, "年度考核", today() - timedelta(days=30), today())
    sheet = period.appraisals.get()
    with pytest.raises(PermissionDenied, match="本人填写"):
        appraisal.rate_oneself(sheet.pk, town, Decimal(95), "好")
    with pytest.raises(PermissionDenied, match="不能给自己评"):
        appraisal.rate(sheet.pk, village, Decimal(95), "")
    appraisal.rate_oneself(sheet.pk, village, Decimal(90), "走访到位")
    with pytest.raises(ValidationError, match="没有为这个人服务"):
        appraisal.hear(sheet.pk, town, stage.person(), 5, "")
    appraisal.hear(sheet.pk, town, someone, 2, "很少来")
    with pytest.raises(ValidationError, match="还有 1 人没有乡镇评分"):
        appraisal.settle(period.pk, county)
    appraisal.rate(sheet.pk, town, Decimal(50), "记录不全")
    appraisal.settle(period.pk, county)
    sheet = Appraisal.objects.get(pk=sheet.pk)
    # (90 × 20 + 50 × 50 + 40 × 30) / 100
    assert (sheet.total, sheet.grade, sheet.factor) == (Decimal(55), "poor", Decimal("0.7"))
    assert sheet.facts == {"logs": 1, "visits": 1, "people": 1, "days": 1}
    stage.rate(builders.post("city_officer", CITY))
    pay.reckon(Region.objects.get(code=COUNTY), stage.month(1))
    assert found.payments.get().due == Decimal(210)
    _appealed(sheet, county, town, village)


def _appealed(sheet: Appraisal, county: object, town: object, village: object) -> None:
    with pytest.raises(PermissionDenied, match="本人提出"):
        appraisal.appeal(sheet.pk, town, "不服")  # type: ignore[arg-type]
    with on_day(today() + timedelta(days=30)), pytest.raises(ValidationError, match="申诉期"):
        appraisal.appeal(sheet.pk, village, "不服")  # type: ignore[arg-type]
    appraisal.appeal(sheet.pk, village, "记录在纸上")  # type: ignore[arg-type]
    appraisal.decide(sheet.pk, county, "basic", "核对属实")  # type: ignore[arg-type]
    assert Commissioner.objects.get(pk=sheet.commissioner_id).pay_factor == Decimal("0.9")
    with pytest.raises(ValidationError, match="没有等待答复"):
        appraisal.decide(sheet.pk, county, "good", "再看")  # type: ignore[arg-type]


def test_of_ten_two_at_most_are_excellent() -> None:
    county = builders.post("county_officer", COUNTY)
    place = stage.position(VILLAGE).region
    made = [stage.archive.add_position(place) for _n in range(9)]
    for position in (stage.position(VILLAGE), *made):
        stage.archive.appoint(
            position.pk,
            stage.person(),
            stage.Terms("none", "recommended", today() - timedelta(days=90)),
        )
    period = appraisal.begin(county, "考核", today() - timedelta(days=30), today())
    for n, sheet in enumerate(period.appraisals.order_by("pk")):
        appraisal.rate(sheet.pk, county, Decimal(91 + n % 5), "")
    appraisal.settle(period.pk, county)
    assert period.appraisals.filter(grade="excellent").count() == 2
    assert period.appraisals.filter(grade="good").count() == 8
