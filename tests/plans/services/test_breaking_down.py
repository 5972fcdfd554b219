"""A number of a task that was broken down is asked of those at the bottom alone, and each counts once on the way up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import CITY, COUNTY, TOWN, VILLAGE, assignment, officer, photo, plan, post
from tests.volunteers.stage import volunteer
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.plans.models import Assignment, Circular, TaskTarget
from zulian.plans.services import work
from zulian.plans.services.progress import Carried, amounts, rows_of
from zulian.plans.services.standing import standing
from zulian.plans.timeline import timeline
from zulian.regions.models import Region
from zulian.volunteers.models import Volunteer

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return officer(COUNTY)


TEXT = """测残联〔{year}〕3号
各县（区）残联：
现将工作要点印发给你们。
测试市残疾人联合会
{year}年1月1日
{year}年残联组织工作要点（测试）
一、建强基层组织
（一）编发简报。各县（区）残联全年编发工作简报不少于40篇。
"""
SECOND_TOWN, SECOND_VILLAGE = "210921101000", "210921100202"
# The county, its townships, the villages of the first of them.
TREE = (COUNTY, TOWN, SECOND_TOWN, VILLAGE, SECOND_VILLAGE)


@pytest.fixture
def circular() -> Circular:
    return plan(post(Role.CITY_OFFICER), TEXT.format(year=today().year))


@pytest.fixture
def officers(regions: None) -> dict[str, Post]:
    return {code: officer(code) for code in TREE}


def target(circular: Circular) -> TaskTarget:
    return TaskTarget.objects.get(task__circular=circular, measure="")


def carried(circular: Circular, code: str) -> Carried:
    (found,) = amounts(circular, Region.objects.get(code=code), today(), [target(circular)])
    return found


def say(row: Assignment, officers: dict[str, Post], number: int) -> None:
    """Report a number; it is kept where one is asked for."""
    asked = {one.pk: Decimal(number) for one in TaskTarget.objects.filter(task=row.task_id)}
    work.report(row.pk, officers[row.region_id], "已编发。", asked, [photo()])


@given(
    first=st.none() | st.integers(0, 60),
    depth=st.integers(0, 2),
    numbers=st.lists(st.none() | st.integers(0, 60), min_size=5, max_size=5),
)
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_tree_each_number_counts_once(
    circular: Circular,
    officers: dict[str, Post],
    first: int | None,
    depth: int,
    numbers: list[int | None],
) -> None:
    with transaction.atomic():
        county = assignment(circular, "一（一）", COUNTY)
        work.sign(county.pk, officers[COUNTY])
        if first is not None:
            # What the county said before it broke the task down counts no more once it has.
            say(county, officers, first)
        if depth:
            work.break_down(county.pk, officers[COUNTY], county.due)
        if depth == 2:
            town = Assignment.objects.get(circular=circular, region_id=TOWN)
            work.sign(town.pk, officers[TOWN])
            work.break_down(town.pk, officers[TOWN], town.due)
        expected = Decimal(first or 0) if not depth else Decimal(0)
        for code, number in zip(TREE, numbers, strict=True):
            row = (
                Assignment.objects.filter(circular=circular, region_id=code)
                .select_related("task")
                .first()
            )
            if row is None or number is None or row.reported_at:
                continue
            if row.signed_at is None:
                work.sign(row.pk, officers[code])
            say(row, officers, number)
            expected += number if not row.parts.exists() else 0
        for code in (COUNTY, CITY):
            assert carried(circular, code).by_unit[COUNTY].reached == expected
            assert set(carried(circular, code).by_unit) <= {COUNTY, "210922000000"}
            # The list behind the number has the rows that make it, whoever below the county reported them.
            listed = rows_of(target(circular), Region.objects.get(code=code), today())
            assert listed.total == listed.reached == expected
        transaction.set_rollback(True)


def test_the_mean_is_taken_of_shares(circular: Circular, officers: dict[str, Post]) -> None:
    TaskTarget.objects.filter(pk=target(circular).pk).update(
        kind="share", unit="%", number=90, what="编发率"
    )
    county = assignment(circular, "一（一）", COUNTY)
    work.sign(county.pk, officers[COUNTY])
    work.break_down(county.pk, officers[COUNTY], county.due)
    for code, number in ((TOWN, 80), (SECOND_TOWN, 90)):
        row = Assignment.objects.select_related("task").get(circular=circular, region_id=code)
        work.sign(row.pk, officers[code])
        say(row, officers, number)
    assert carried(circular, COUNTY).by_unit[COUNTY].reached == 85


def client_of(who: Post) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def test_the_page_says_who_gets_it_before_anything_is_written(
    circular: Circular, officers: dict[str, Post]
) -> None:
    county = assignment(circular, "一（一）", COUNTY)
    work.sign(county.pk, officers[COUNTY])
    client, address = client_of(officers[COUNTY]), f"/plans/assignments/{county.pk}/break-down/"
    page = client.get(address).content.decode()
    assert "将下达给 2 个乡镇（街道）：演一镇、演二镇。" in page
    assert "下达给 2 个乡镇（街道）</button>" in page
    assert not county.parts.exists()
    answer = client.post(address, {"due": str(county.due)}, follow=True).content.decode()
    assert "已分解下达给 2 个乡镇（街道）。" in answer
    assert "没有可以再分解的单位" in client.get(address, follow=True).content.decode()


def test_what_was_sent_back_is_sent_again_as_it_stands(
    client: Client, circular: Circular, officers: dict[str, Post], city: Post
) -> None:
    row = assignment(circular, "一（一）", COUNTY)
    work.sign(row.pk, officers[COUNTY])
    say(row, officers, 40)
    work.judge(row.pk, city, accepted=False, reason="补照片")
    client.force_login(officers[COUNTY].user)
    address, field = (
        f"/plans/assignments/{row.pk}/report/",
        f"target_{target(circular).pk}",
    )
    form = client.get(address).context["form"]
    assert form[field].value() == "40"
    kept = [str(key) for key, _name in form.fields["kept"].choices]
    client.post(address, {"text": "已补。", field: "40.00", "kept": kept})
    row.refresh_from_db(fields=["reported_at"])
    assert row.reports.count() == 2 and row.reports.first().figures.get().number == 40


def test_who_got_a_part_sees_whose_sum_it_is(
    client: Client, circular: Circular, officers: dict[str, Post]
) -> None:
    row = assignment(circular, "一（一）", COUNTY)
    work.sign(row.pk, officers[COUNTY])
    work.break_down(row.pk, officers[COUNTY], row.due)
    part = Assignment.objects.get(circular=circular, region_id=TOWN)
    work.sign(part.pk, officers[TOWN])
    say(part, officers, 12)
    client.force_login(officers[TOWN].user)
    page = client.get(f"/plans/targets/{target(circular).pk}/rows/").content.decode()
    assert f"{row.region.organisation}的合计" in page
    assert "+00:00" not in page


def test_it_is_told_when_it_was_handed_down(circular: Circular, officers: dict[str, Post]) -> None:
    row = assignment(circular, "一（一）", COUNTY)
    work.sign(row.pk, officers[COUNTY])
    work.break_down(row.pk, officers[COUNTY], row.due)
    row = assignment(circular, "一（一）", COUNTY)
    assert [step.what for step in timeline(row)][:1] == ["分解到下级单位"]


def test_only_the_parts_are_asked_for_the_number(
    circular: Circular, officers: dict[str, Post]
) -> None:
    county = assignment(circular, "一（一）", COUNTY)
    work.sign(county.pk, officers[COUNTY])
    field = f"target_{target(circular).pk}"
    client = client_of(officers[COUNTY])
    page = client.get(f"/plans/assignments/{county.pk}/report/").content.decode()
    assert field in page and "的合计" not in page
    assert "佐证材料 <span" in page and "（必填）" in page
    assert f"完成时限：{county.due}" in page and "要求：" in page and "编发工作简报" in page
    work.break_down(county.pk, officers[COUNTY], county.due)
    page = client.get(f"/plans/assignments/{county.pk}/report/").content.decode()
    assert field not in page and "本单位的数字是下级的合计，这里不用再填" in page
    part = Assignment.objects.get(circular=circular, region_id=TOWN)
    work.sign(part.pk, officers[TOWN])
    page = client_of(officers[TOWN]).get(f"/plans/assignments/{part.pk}/report/").content.decode()
    assert field in page
    assert f"这是{officers[COUNTY].region.organisation}的合计，由各单位共同完成" in page


def test_a_return_without_a_reason_is_told_at_its_field(
    circular: Circular, officers: dict[str, Post]
) -> None:
    city = post(Role.CITY_OFFICER)
    county = assignment(circular, "一（一）", COUNTY)
    work.sign(county.pk, officers[COUNTY])
    say(county, officers, 3)
    client, address = client_of(city), f"/plans/assignments/{county.pk}/"
    page = client.get(address).content.decode()
    assert '<textarea name="reason"' in page and "（选填）" not in page
    back = client.post(f"{address}judge/", {"verdict": "return", "reason": ""})
    text = back.content.decode()
    assert back.status_code == 200
    assert text.index("<textarea") < text.index('class="field-error" id="id_reason_error"')
    assert "退回时请写明原因" in text


def test_a_task_is_not_postponed_beyond_its_plan(
    circular: Circular, officers: dict[str, Post]
) -> None:
    county = assignment(circular, "一（一）", COUNTY)
    later = date(circular.ends_on.year + 1, 1, 5)
    answer = client_of(officers[COUNTY]).post(
        f"/plans/assignments/{county.pk}/ask/",
        {"kind": "postpone", "new_due": str(later), "reason": "等批文"},
    )
    assert f"执行到 {circular.ends_on} 为止" in answer.content.decode()
    assert not county.requests.exists()


def test_what_is_late_is_postponed_before_it_is_broken_down(
    client: Client, city: Post, county: Post
) -> None:
    row = assignment(plan(city), "一（一）", COUNTY)
    work.sign(row.pk, county)
    client.force_login(county.user)
    with on_day(row.due + timedelta(days=1)):
        client.force_login(county.user)
        answer = client.get(f"{row.get_absolute_url()}break-down/", follow=True)
    assert answer.redirect_chain == [(f"{row.get_absolute_url()}ask/", 302)]
    assert "请先申请延期" in answer.content.decode()


def test_who_breaks_down_sees_every_unit_and_that_the_number_is_that_of_all(
    client: Client, city: Post, county: Post
) -> None:
    row = assignment(plan(city), "一（一）", COUNTY)
    row.task.targets.create(number=100, what="志愿者", unit="名", phrase="不少于100名")
    work.sign(row.pk, county)
    client.force_login(county.user)
    units = work.units_to_give(row)
    page = client.get(f"{row.get_absolute_url()}break-down/").content.decode()
    assert len(units) > 1 and all(unit.name in page for unit in units)
    assert "（志愿者100名）是本单位的合计，由下级共同完成" in page
    work.break_down(row.pk, county, row.due)
    part = row.parts.order_by("region_id")[0]
    client.force_login(officer(part.region_id).user)
    page = client.get(part.get_absolute_url()).content.decode()
    assert (
        f"{county.region.organisation}的合计，由各单位共同完成" in page and "各自达到" not in page
    )


def test_who_got_a_part_sees_what_it_brings_to_the_sum(officers: dict[str, Post]) -> None:
    text = TEXT.replace("编发工作简报不少于40篇", "新增注册助残志愿者不少于4名")
    with on_day(date(today().year, 1, 2)):
        circular = plan(post(Role.CITY_OFFICER), text.format(year=today().year))
        row = assignment(circular, "一（一）", COUNTY)
        work.sign(row.pk, officers[COUNTY])
        work.break_down(row.pk, officers[COUNTY], row.due)
    made = volunteer(code=VILLAGE)
    Volunteer.objects.filter(pk=made.pk).update(registered_on=today(), verified_on=today())
    part = Assignment.objects.get(parent=row, region=TOWN)
    [asked] = standing(part, today()).asked
    assert asked.said == "1 名（计入全县（区）合计）"
    page = client_of(officers[TOWN]).get(f"/plans/assignments/{part.pk}/").content.decode()
    assert "1 名（计入全县（区）合计）" in page and "暂无数据" not in page


def test_what_is_not_signed_yet_has_no_page_to_report_on(
    circular: Circular, officers: dict[str, Post]
) -> None:
    """What is written on a page that cannot be sent would be lost."""
    county = assignment(circular, "一（一）", COUNTY)
    answer = client_of(officers[COUNTY]).get(f"/plans/assignments/{county.pk}/report/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/plans/assignments/{county.pk}/"
    assert "任务“待签收”，还不能上报。" in answer.content.decode()
