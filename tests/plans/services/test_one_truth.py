"""Matrix, ranking, bulletin and home of one day tell the same, whatever was done in the weeks before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, TypeGuard

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    officer,
    past_draft,
    photo,
    plan,
    post,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.official import Figure, Official, Table, Text
from zulian.foundation.clock import on_day, today
from zulian.plans import todos
from zulian.plans.models import Assignment, Circular, State
from zulian.plans.rules import Cell, Light
from zulian.plans.services import bulletin, judging, review, supervision, work
from zulian.plans.services.readings import PlanReadings
from zulian.regions.models import Level, Region

pytestmark = pytest.mark.usefixtures("regions")
UNITS = (CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE)
TEXT = """测残联〔{year}〕3号
各县（区）残联：
现将工作要点印发给你们。
测试市残疾人联合会
{year}年1月1日
{year}年残联组织工作要点（测试）
一、抓好换届筹备
（一）报送请示。各县（区）残联要在3月底前报送换届请示。
（二）更新名册。市、县（区）残联每季度更新一次后备干部名册。
二、建强基层组织
（一）入户走访。各县（区）残联全年走访慰问老党员不少于40名。
（二）健全网络。乡镇（街道）、村（社区）要在6月底前建立志愿者联络站。
"""
STEPS = ["sign", "report", "accept", "return", "break down"]
steps = st.tuples(st.integers(0, 60), st.sampled_from(STEPS), st.integers(0, 6))


@pytest.fixture
def year() -> int:
    """A year that is over: its days have passed, whatever day it is."""
    return today().year - 1


@pytest.fixture
def circular(year: int) -> Circular:
    with on_day(date(year, 1, 2)):
        return plan(post(Role.CITY_OFFICER), TEXT.format(year=year))


@pytest.fixture
def officers(regions: None) -> dict[str, Post]:
    return {code: officer(code) for code in UNITS}


def act(row: Assignment, step: str, officers: dict[str, Post]) -> None:
    """Do what can be done now, as its unit or who judges it would."""
    own, judge = officers.get(row.region_id), officers.get(judging.acting_judge(row))
    if own is None:
        return
    if step == "sign" and row.state == State.ISSUED:
        work.sign(row.pk, own)
    elif step == "report" and row.state in {State.SIGNED, State.RETURNED}:
        asked = {target.pk: target.number for target in row.task.targets.filter(measure="")}
        work.report(row.pk, own, "已完成", asked, [photo()])
    elif step in {"accept", "return"} and row.state == State.REPORTED and may_judge(judge, own):
        work.judge(row.pk, judge, step == "accept", "已核实")
    elif step == "break down" and may_break_down(row):
        work.break_down(row.pk, own, row.due)


def may_judge(judge: Post | None, own: Post) -> TypeGuard[Post]:
    """Whether somebody here may judge it: nobody their own report, where a colleague could."""
    return judge is not None and (judge != own or not judging.colleagues(judge))


def may_break_down(row: Assignment) -> bool:
    """Whether it can be handed down to units below now."""
    is_taken = row.state in {State.SIGNED, State.RETURNED}
    return is_taken and row.due >= today() and Level(row.region.level).below is not None


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=st.lists(steps, max_size=40), asked=st.integers(0, 39))
def test_all_pages_of_one_day_agree(
    circular: Circular,
    officers: dict[str, Post],
    year: int,
    done: list[tuple[int, str, int]],
    asked: int,
) -> None:
    """Of the day on which they are asked, and of one in the weeks before: nothing that came later is told of it."""
    with transaction.atomic():
        day = past = date(year, 1, 31)
        given = {day: Assignment.objects.count()}
        for n, (number, step, pause) in enumerate(done):
            day += timedelta(days=pause)
            with on_day(day):
                rows = Assignment.objects.with_names().filter(region_id__in=UNITS).order_by("pk")
                act(rows[number % rows.count()], step, officers)
            given[day] = Assignment.objects.count()
            past = day if n < asked else past
        with on_day(day):
            check(circular, CITY, day)
            check(circular, COUNTY, day)
        with on_day(day + timedelta(days=1)):
            check(circular, COUNTY, past)
            assert check(circular, CITY, past).total == given[past]
        transaction.set_rollback(True)


def check(circular: Circular, code: str, day: date) -> Cell:
    """The four tell the same of a division on a day, home of today alone; returns what the matrix says of the whole."""
    region = Region.objects.get(code=code)
    readings = PlanReadings(circular, region, day, today())
    _head, rows = supervision.matrix(readings)
    paper = bulletin.write(circular, region, bulletin.Kind.YEAR, today(), day)
    whole = sum((row.total for row in rows), Cell())
    words = text_of(paper)
    assert f"形成单位任务{whole.total}项" in words
    # Of what there is none nothing is said.
    for said, number in (("已办结", whole.closed), ("逾期未报", whole.overdue)):
        assert (
            (f"{said}{number}项" in words)
            if number
            else not re.search(f"{said}\\d", words.partition("已下达任务的")[0])
        )
    done = sum(row.total.is_done for row in rows)
    against = sum(row.total.light is Light.AGAINST for row in rows)
    told = f"已下达任务的{len(rows)}条要点中，" + (
        f"任务已办结且台账已达标的有{done}条" if done else "还没有任务办结且台账达标的条款"
    )
    told += f"，任务已办结但台账尚未达标的有{against}条。" if against else "。"
    ranked = [
        (str(n or "—"), r.organisation, f"{s.value:g}") for n, r, s in supervision.ranking(readings)
    ]
    if readings.has_data:
        assert told in words
        assert ranked == [(line[0], line[1], line[-1]) for line in table_of(paper)]
    else:
        # Of a day of which the registers tell nothing no score is told.
        assert "台账已达标" not in words and "得分" not in words
    if day == today():
        *late, group = todos.plan_clauses(post_of(region))
        assert group.count == len(rows) - done
        assert sum(one.count for one in late) == whole.overdue
        assert all(
            any(str(row.clause) == item.title for row in rows if not row.total.is_done)
            for item in group.items
        )
    return whole


def test_what_is_handed_down_later_is_not_told_of_a_day_before(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    day, later = date(year, 2, 10), date(year, 2, 20)
    row = Assignment.objects.with_names().get(clause__path="一（一）", region_id=COUNTY)
    with on_day(day):
        act(row, "sign", officers)
        before = check(circular, CITY, day)
    with on_day(later):
        act(Assignment.objects.with_names().get(pk=row.pk), "break down", officers)
        parts = row.parts.count()
        assert parts == 2 and set(row.parts.values_list("given_on", flat=True)) == {later}
        assert check(circular, CITY, later).total == before.total + parts
        assert check(circular, CITY, day) == before
        assert check(circular, COUNTY, day).issued == check(circular, COUNTY, later).issued - parts


def test_a_plan_that_is_entered_after_its_year_counts_as_given_on_its_last_day(
    officers: dict[str, Post],
) -> None:
    past = past_draft(officers[CITY])
    review.adopt(past)
    assert set(past.assignments.values_list("given_on", flat=True)) == {past.ends_on}
    readings = PlanReadings(past, past.region, past.ends_on, today())
    assert (
        sum(row.total.total for row in supervision.matrix(readings)[1]) == past.assignments.count()
    )


def post_of(region: Region) -> Post:
    return Post.objects.select_related("region", "user").filter(region=region).order_by("-pk")[0]


def say(part: Any) -> str:
    return part.text if isinstance(part, Figure) else str(part)


def text_of(paper: Official) -> str:
    return "".join(
        say(part) for block in paper.blocks if isinstance(block, Text) for part in block.parts
    )


def table_of(paper: Official) -> list[list[str]]:
    """The lines of the ranking."""
    tables = [
        block for block in paper.blocks if isinstance(block, Table) and block.head[0] == "名次"
    ]
    return [[say(cell) for cell in row] for table in tables for row in table.rows]


def test_a_closed_paper_that_the_registers_deny_is_marked_and_not_done(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    """A village reports a station that the register does not know; the city accepts all the same."""
    with on_day(date(year, 7, 10)):
        rows = Assignment.objects.with_names().filter(clause__path="二（二）", region_id__in=UNITS)
        for key in rows.values_list("pk", flat=True):
            for step in ("sign", "report", "accept"):
                act(Assignment.objects.with_names().get(pk=key), step, officers)
        region = Region.objects.get(code=VILLAGE)
        _head, found = supervision.matrix(PlanReadings(circular, region, today(), today()))
        cell = next(row.total for row in found if row.clause.path == "二（二）")
        assert cell.closed == cell.total == 1
        assert cell.measured.missing and cell.light is Light.AGAINST and not cell.is_done
