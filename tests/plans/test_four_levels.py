"""From the province's paper to the village and back: four levels, one task done once, judged just above, looked at again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import CITY, COUNTY, TOWN, VILLAGE, assignment, draft, officer, photo
from zulian.accounts.models import Post
from zulian.foundation.clock import on_day, today
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.plans.models import Assignment, Circular, IssuedBulletin, SpotCheckItem, State
from zulian.plans.services import (
    adopting,
    bulletin,
    deriving,
    incoming,
    issuing,
    judging,
    review,
    spot_checks,
    supervision,
    talk,
    work,
)
from zulian.plans.services.outlook import outlook_of
from zulian.plans.services.readings import PlanReadings

pytestmark = pytest.mark.usefixtures("regions")
PROVINCE = """演残联发〔{year}〕2号
{year}年全省残联组织工作要点
各市残联：
要抓好基层组织和志愿助残工作。
演示省残疾人联合会
{year}年1月4日
"""
CITYS = """阜残联示〔{year}〕3号
各县（区）残联：
现就贯彻落实《{year}年全省残联组织工作要点》（演残联发〔{year}〕2号），提出如下要求。
阜新市残疾人联合会
{year}年1月20日
{year}年全市残联组织工作要点
一、推动志愿助残
（一）建立联络站。村（社区）残协要在10月底前建立志愿者联络站。
（二）办好活动。县（区）残联要在11月底前组织志愿者活动。
"""
COUNTYS = """蒙残联示〔{year}〕5号
各乡镇（街道）残联：
现就贯彻落实《{year}年全市残联组织工作要点》，提出如下要求。
阜新蒙古族自治县残疾人联合会
{year}年2月10日
{year}年全县残联组织工作要点
一、志愿助残
（一）建站到村。村（社区）残协要在9月底前建立志愿者联络站。
（二）走访到户。乡镇（街道）残联要在11月底前走访困难残疾人家庭。
"""


@pytest.fixture
def year() -> int:
    return today().year


@pytest.fixture
def officers(regions: None) -> dict[str, Post]:
    return {code: officer(code) for code in (CITY, COUNTY, TOWN, VILLAGE)}


@pytest.fixture
def citys(officers: dict[str, Post], year: int) -> Circular:
    """The city registers the province's paper, and adopts its own plan, which carries it out."""
    city = officers[CITY]
    with on_day(date(year, 1, 22)), scope(city.region.scope()):
        paper = incoming.register(PROVINCE.format(year=year).encode(), "省要点.txt", city, today())
        incoming.correct(paper, {"published": True})
        circular = draft(city, CITYS.format(year=year))
        assert [c.url for c in incoming.cited_by(circular)] == [f"/plans/papers/{paper.pk}/"]
        review.adopt(circular)
    return circular


@pytest.fixture
def countys(officers: dict[str, Post], citys: Circular, year: int) -> Circular:
    """The county's plan carries out the city's."""
    county = officers[COUNTY]
    with on_day(date(year, 2, 12)), scope(county.region.scope()):
        circular = draft(county, COUNTYS.format(year=year))
        assert [c.url for c in incoming.cited_by(circular)] == [f"/plans/{citys.pk}/"]
        mapped = circular.clauses.filter(carries_out__isnull=False).values_list(
            "path", "carries_out__path"
        )
        assert list(mapped) == [("一（一）", "一（一）")]
        seen = outlook_of(circular)
        assert seen.served == 2 and len(seen.assignments) == 4
        review.adopt(circular)
    return circular


def test_recalled_before_a_signature_and_not_after(
    citys: Circular, officers: dict[str, Post], year: int
) -> None:
    city = officers[CITY]
    with on_day(date(year, 1, 23)):
        count = adopting.recall(citys, city)
        assert not Assignment.objects.exists()
        task = citys.tasks.get(clause__path="一（二）")
        review.edit(task, {"due": date(year, 10, 31)})
        assert len(review.adopt(citys)) == count
        assert talk.sign_all(officers[VILLAGE]) == 1
        with pytest.raises(ValidationError, match="演一村残协已经签收"):
            adopting.recall(citys, city)


def test_one_task_for_a_village_that_serves_both_levels(
    citys: Circular, countys: Circular, officers: dict[str, Post], year: int
) -> None:
    city, county, town, village = (officers[code] for code in (CITY, COUNTY, TOWN, VILLAGE))
    row = assignment(citys, "一（一）", VILLAGE)
    with on_day(date(year, 3, 1)):
        with scope(village.region.scope()):
            assert {g.name: g.count for g in todo_for(village)}["待签收的任务"] == 1
            talk.sign_all(village)
            asked = talk.say(row.pk, village, "牌子用什么规格？", town)
        with scope(town.region.scope()):
            assert talk.open_question(row, town) == asked
            talk.say(row.pk, town, "按县里统一的样式。")
    with on_day(date(year, 6, 1)):
        work.report(row.pk, village, "已建站挂牌。", None, [photo()])
        for other in (county, city):
            with pytest.raises(PermissionDenied, match="演一镇残联审核"):
                work.judge(row.pk, other, accepted=True, reason="已核实")
        assert [r.pk for r in judging.waiting_for(town.region)] == [row.pk]
        work.judge(row.pk, town, accepted=True, reason="到村看过，台账随后补登")
    assert assignment(countys, "一（一）", VILLAGE).state == State.CLOSED
    with on_day(date(year, 6, 10)):
        for circular, region in ((citys, city.region), (countys, county.region)):
            _head, rows = supervision.matrix(PlanReadings(circular, region, today(), today()))
            assert next(r.total.closed for r in rows if r.clause.path == "一（一）") == 1
        check = spot_checks.draw(citys, city, 5)
        item = check.items.get()
        assert item.assignment_id == row.pk and check.seed
        spot_checks.settle(item.pk, city, is_sound=False, remark="现场没有牌子")
    assert assignment(countys, "一（一）", VILLAGE).state == State.RETURNED
    with on_day(date(year, 6, 20)):
        work.report(row.pk, village, "牌子已挂好。", None, [photo()])
        work.judge(row.pk, town, accepted=True, reason="复查属实")
    assert SpotCheckItem.objects.get().outcome == SpotCheckItem.Outcome.FAULT
    assert {
        a.state
        for a in (assignment(citys, "一（一）", VILLAGE), assignment(countys, "一（一）", VILLAGE))
    } == {State.CLOSED}
    assert aggregates.verify() == []
    # The city tells it all in a bulletin that stays as it went out.
    with on_day(date(year, 7, 1)), scope(city.region.scope()):
        paper = issuing.draw_up(citys, city, bulletin.Kind.HALF, date(year, 6, 30))
        issued = issuing.issue(paper.pk, city, f"阜残发〔{year}〕9号", issuing.digest(paper))
    assert issued.is_issued and issued.source is not None
    with scope(county.region.scope()):
        assert IssuedBulletin.objects.get() == issued
    # What the county alone asks is the county's to judge.
    own = assignment(countys, "一（二）", TOWN)
    assert own.served_by is None and own.judged_by_id == COUNTY
    assert deriving.upper_plan(countys) == citys
