"""Breaking a task down tells what the organisation's own plan asks of the same units already."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import COUNTY, assignment, officer, plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.plans.models import Assignment, Circular
from zulian.plans.services import deriving, work

pytestmark = pytest.mark.usefixtures("regions")

CITY = """测残联〔{year}〕9号
{year}年1月2日
{year}年全市残联组织工作要点
一、服务
（一）走访。县（区）残联要在12月底前走访困难残疾人家庭。
"""
COUNTY_TEXT = """新测残联〔{year}〕9号
{year}年1月5日
{year}年全县残联组织工作要点
一、服务
（一）走访。乡镇（街道）残联要在12月底前走访困难残疾人家庭。
（二）宣传。乡镇（街道）残联要在5月底前张贴助残日海报。
"""


@pytest.fixture
def above() -> Circular:
    return plan(post(Role.CITY_OFFICER), CITY.format(year=timezone.localdate().year))


@pytest.fixture
def county(above: Circular) -> Post:
    return officer(COUNTY)


@pytest.fixture
def own(county: Post) -> Circular:
    return plan(county, COUNTY_TEXT.format(year=timezone.localdate().year))


def page_of(client: Client, county: Post, above: Circular) -> str:
    row = assignment(above, "一（一）", COUNTY)
    if row.signed_at is None:
        work.sign(row.pk, county)
    client.force_login(county.user)
    return client.get(f"/plans/assignments/{row.pk}/break-down/").content.decode()


def test_what_would_come_twice_is_told_before(
    client: Client, county: Post, above: Circular, own: Circular
) -> None:
    deriving.correct(own, county, {clause.pk: None for clause in own.clauses.all()}, "另办")
    page = page_of(client, county, above)
    assert "一（一）“走访困难残疾人家庭”已布置给其中 2 个单位，可能是同一件事" in page
    assert "海报" not in page


def test_what_goes_along_is_told_as_well(
    client: Client, county: Post, above: Circular, own: Circular
) -> None:
    page = page_of(client, county, above)
    assert "已布置给其中 2 个单位，随本任务一并办理，只办一次。" in page and "注意" not in page
    row = assignment(above, "一（一）", COUNTY)
    work.break_down(row.pk, county, row.due)
    along = Assignment.objects.filter(circular=own, served_by__parent=row)
    assert along.count() == 2


def test_without_a_plan_of_its_own_nothing_is_told(
    client: Client, county: Post, above: Circular
) -> None:
    assert "已布置给其中" not in page_of(client, county, above)
