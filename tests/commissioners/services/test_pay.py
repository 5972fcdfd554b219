"""Allowances: the nearest standard, days served, proof, arrears."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests import builders
from tests.builders import CITY, COUNTY, VILLAGE
from tests.commissioners import stage
from zulian.commissioners.models import Payment
from zulian.commissioners.services import archive, pay
from zulian.foundation.clock import today
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_the_nearest_standard_counts_and_days_served() -> None:
    city, county = builders.post("city_officer", CITY), builders.post("county_officer", COUNTY)
    month = stage.month(3)
    full, part = (
        stage.appointed(),
        stage.appointed("210921100202", since=month + timedelta(days=10)),
    )
    with pytest.raises(ValidationError, match="没有补贴标准"):
        pay.reckon(Region.objects.get(code=COUNTY), month)
    stage.rate(city, 300)
    pay.set_rate(county, 12, month, Decimal(360), "县文件")
    assert pay.reckon(Region.objects.get(code=COUNTY), month) == 2
    days = (pay.first_of(month + timedelta(days=32)) - month).days
    assert full.payments.get().due == Decimal(360)
    assert part.payments.get().due == (Decimal(360) * (days - 10) / days).quantize(Decimal("0.01"))
    assert pay.reckon(Region.objects.get(code=COUNTY), month) == 0


def test_who_leaves_in_a_month_gets_the_days_served() -> None:
    stage.rate(builders.post("city_officer", CITY), 310)
    found, month = stage.appointed(), stage.month(2)
    archive.leave(found.pk, archive.Leaving(month + timedelta(days=5), "resigned", "已交接"))
    pay.reckon(Region.objects.get(code=COUNTY), month)
    days = (pay.first_of(month + timedelta(days=32)) - month).days
    assert found.payments.get().due == (Decimal(310) * 5 / days).quantize(Decimal("0.01"))
    assert pay.reckon(Region.objects.get(code=COUNTY), stage.month(1)) == 0


def test_arrears_end_with_the_proof_of_the_county() -> None:
    stage.rate(builders.post("city_officer", CITY))
    county, row = builders.post("county_officer", COUNTY), stage.payment(stage.appointed())
    assert Payment.objects.arrears(today()).count() == 1 and row.owed == Decimal(300)
    with pytest.raises(ValidationError, match="凭证号"):
        pay.pay([row.pk], county, today(), " ")
    with pytest.raises(ValidationError, match="早于补贴月份"):
        pay.pay([row.pk], county, row.month - timedelta(days=1), "拨1")
    assert pay.pay([row.pk], county, today(), "拨1", builders.photo("凭证.jpg")) == 1
    assert not Payment.objects.arrears(today()).exists()
    pay.correct(row.pk, county, Decimal(200), today(), "拨2")
    row.refresh_from_db()
    assert row.owed == Decimal(100) and Payment.objects.arrears(today()).exists()


def test_a_month_that_has_just_ended_is_not_in_arrears_yet() -> None:
    stage.rate(builders.post("city_officer", CITY))
    stage.payment(stage.appointed(VILLAGE), back=0)
    assert not Payment.objects.arrears(today()).exists()
