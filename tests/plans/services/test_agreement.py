"""What one page says of a measure every other says too: its rows, its name, its light, on any day, before and after closing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    draft,
    officer,
    photo,
    plan,
    post,
)
from tests.volunteers import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.commissioners.models import Position
from zulian.foundation.clock import on_day, today
from zulian.indicators.models import Snapshot
from zulian.plans.models import Assignment, Circular, Clause, Report, ReportFigure, TaskTarget
from zulian.plans.services import closing, results, review, supervision, work
from zulian.plans.services.measured import ClauseReading, Measured, PeriodReading
from zulian.plans.services.progress import rows_of
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.standing import standing
from zulian.plans.timeline import timeline
from zulian.regions.models import Region
from zulian.volunteers.models import Volunteer

pytestmark = pytest.mark.usefixtures("regions")
TEXT = """测残联〔{year}〕3号
各县（区）残联：
现将工作要点印发给你们。
测试市残疾人联合会
{year}年1月1日
{year}年残联组织工作要点（测试）
一、建强基层组织
（一）政策宣传。各县（区）残联全年编写典型案例不少于40篇。
（二）健全网络。乡镇（街道）、村（社区）要在6月底前建立志愿者联络站。
二、扩大志愿者队伍
（一）扩大队伍。各县（区）残联全年新增注册助残志愿者不少于2名。
"""


@pytest.fixture
def year() -> int:
    """A year that is over."""
    return today().year - 1


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def circular(city: Post, year: int) -> Circular:
    with on_day(date(year, 1, 2)):
        return plan(city, TEXT.format(year=year))


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def volunteer(code: str, on: date) -> Volunteer:
    """A volunteer of a place, registered and verified on a day."""
    made = stage.volunteer(code=code)
    Volunteer.objects.filter(pk=made.pk).update(registered_on=on, verified_on=on)
    return made


def whole(circular: Circular, code: str, day: date) -> dict[int, list[Measured]]:
    return PlanReadings(circular, region(code), day, today()).whole


def say(measured: dict[int, list[Measured]]) -> list[tuple[int, str, str]]:
    return sorted((pk, m.name, m.light_words) for pk, found in measured.items() for m in found)


def test_the_rows_of_a_number_add_up_to_it_and_are_credited_to_a_unit_that_carries_it(
    circular: Circular, year: int
) -> None:
    volunteers = [
        volunteer(code, date(year, 3, day))
        for code, day in ((VILLAGE, 1), (TOWN, 2), (OTHER_VILLAGE, 3))
    ]
    volunteer(CITY, date(year, 3, 4))
    target = TaskTarget.objects.get(measure="volunteers.registered")
    listed = rows_of(target, region(CITY), date(year, 12, 31))
    assert {row.pk for row in listed.rows} == {row.pk for row in volunteers}, (
        "the city itself carries no part of it"
    )
    assert listed.total == listed.reached == 3 and listed.needed == 4
    county = rows_of(target, region(COUNTY), date(year, 12, 31))
    assert county.total == county.reached == 2
    early = rows_of(target, region(COUNTY), date(year, 3, 1))
    assert early.total == early.reached == 1


def test_a_number_that_reports_say_lists_what_stands(
    circular: Circular, year: int, client: Client
) -> None:
    officers = {code: officer(code) for code in (COUNTY, OTHER_COUNTY)}
    target = TaskTarget.objects.get(task__clause__path="一（一）")
    for code, number in ((COUNTY, 30), (OTHER_COUNTY, 25)):
        row = Assignment.objects.get(circular=circular, task=target.task, region_id=code)
        with on_day(date(year, 4, 1)):
            work.sign(row.pk, officers[code])
            row.task.needs_evidence = False
            row.task.save()
            work.report(row.pk, officers[code], "已编写", {target.pk: Decimal(number)})
    returned = Assignment.objects.get(task=target.task, region_id=OTHER_COUNTY)
    with on_day(date(year, 4, 2)):
        work.judge(returned.pk, post(Role.CITY_OFFICER), False, "请核实")
    day = date(year, 4, 3)
    listed = rows_of(target, region(CITY), day)
    assert (
        ReportFigure.objects.count() == 2 and Report.objects.filter(outcome="returned").count() == 1
    )
    assert [row.region_id for row in listed.rows] == [
        COUNTY
    ] and listed.total == listed.reached == 30
    client.force_login(post(Role.CITY_OFFICER).user)
    page = client.get(f"/plans/targets/{target.pk}/rows/?under={CITY}&on={day}").content.decode()
    assert "以下合计 30 篇" in page and "计入 30／80 篇" in page and "计入（篇）" in page
    assert f"截至 {year}" in page


def test_every_measure_of_a_page_of_a_past_day_leads_to_the_same_day(
    circular: Circular, city: Post, year: int, client: Client
) -> None:
    day = date(year, 6, 30)
    client.force_login(city.user)
    for address in ("", "matrix/", "ranking/", "bulletin/"):
        page = client.get(f"/plans/{circular.pk}/{address}?on={day}").content.decode()
        main = page[page.index("<main") : page.index("</main")]
        assert f"on={day}" in main or f"{year}年6月30日" in main
        for link in re.findall(
            r'href="(/(?:plans/targets|indicators|plans/assignments)/[^"]*under=[^"]*)"', main
        ):
            assert f"on={day}" in link, (address, link)
            assert client.get(link.replace("&amp;", "&")).status_code == 200
    measured = [m for found in whole(circular, CITY, day).values() for m in found]
    assert measured and all(f"on={day}" in m.url for m in measured)


def test_a_plan_says_the_same_before_and_after_it_is_closed(
    circular: Circular, city: Post, year: int
) -> None:
    """Of every division, though no snapshot was ever taken of it; names and lights of the results are those of the clauses."""
    volunteer(VILLAGE, date(year, 3, 1))
    places = (CITY, COUNTY, TOWN, VILLAGE)
    assert not Snapshot.objects.exists()
    before = {code: say(whole(circular, code, circular.ends_on)) for code in places}
    live = {code: results.live(circular, region(code), circular.ends_on) for code in places}
    assert any(light == "未达标" for _pk, _name, light in before[COUNTY])
    closing.close(circular, city)
    circular.refresh_from_db()
    for code in places:
        assert say(whole(circular, code, circular.ends_on)) == before[code], code
        frozen = results.by_clause(circular, region(code))
        told = {
            (pk, one.name): (one.light_words, one.shown)
            for pk, found in frozen.items()
            for one in found
        }
        for pk, found in live[code].items():
            for one in found:
                if one.number is not None:
                    assert told[pk, one.name] == (one.light_words, one.shown), (code, one)
        for pk, name, light in before[code]:
            assert (pk, name) not in told or told[pk, name][0] == light


def test_what_is_closed_leads_to_its_frozen_rows(
    circular: Circular, city: Post, client: Client
) -> None:
    closing.close(circular, city)
    circular.refresh_from_db()
    rates = [
        m for found in whole(circular, COUNTY, circular.ends_on).values() for m in found if m.url
    ]
    frozen = [m for m in rates if f"/plans/{circular.pk}/results/" in m.url]
    assert frozen and all("/indicators/" not in m.url for m in rates)
    client.force_login(city.user)
    for measured in frozen:
        assert client.get(measured.url).status_code == 200


def test_a_division_is_measured_by_the_clauses_whose_tasks_it_carries_in_matrix_and_ranking_alike(
    circular: Circular, year: int
) -> None:
    clause = circular.clauses.get(path="一（一）")
    clause.indicators = [*clause.indicators, "cadres.complete", "volunteers.stations_village"]
    clause.save()
    # The heading is measured too, and nobody carries a task of it.
    heading = circular.clauses.get(path="二")
    heading.indicators = ["volunteers.stations_village"]
    heading.save()
    readings = PlanReadings(circular, region(CITY), date(year, 10, 1), today())
    _head, rows = supervision.matrix(readings)
    for _place, child, score in supervision.ranking(readings):
        cells = [cell for row in rows for r, cell in row.cells if r == child and cell.total]
        assert cells and score.pairs[supervision.MEASURED].of == sum(
            cell.measured.of for cell in cells
        )
        assert score.pairs[supervision.MEASURED].met == sum(cell.measured.met for cell in cells)
    assert all(not cell.measured.of for row in rows for _r, cell in row.cells if not cell.total)


def test_the_own_cell_of_the_matrix_leads_to_what_is_its_own(
    year: int, client: Client, city: Post
) -> None:
    words = "（二）更新名册。市、县（区）残联每季度更新一次后备干部名册。\n二、扩大"
    with on_day(date(today().year, 1, 1)):
        text = TEXT.format(year=today().year).replace("二、扩大", words)
        circular = plan(city, text)
    client.force_login(city.user)
    page = client.get(f"/plans/{circular.pk}/matrix/")
    assert page.context["head"][0].pk == CITY
    shown = [cells[0] for _clause, cells, _total in page.context["rows"] if cells[0]]
    assert shown
    for cell in shown:
        table = client.get(cell.url).context["table"]
        assert {row.record.region_id for row in table.rows} == {CITY}
        assert cell.paper.endswith(f"/{table.total}")


def test_a_recurring_task_says_its_own_period_first_then_the_year(
    client: Client, city: Post
) -> None:
    words = "（一）联席会议。各县（区）残联每季度召开志愿助残联席会议不少于1次，全年新增注册助残志愿者不少于2名。\n"
    text = TEXT.format(year=today().year).replace("（一）扩大队伍。", words + "（二）扩大队伍。")
    with on_day(date(today().year, 1, 1)):
        circular = plan(city, text)
    rows = Assignment.objects.filter(
        circular=circular, clause__path="二（一）", region_id=COUNTY
    ).order_by("due")
    first = next(row for row in rows if row.task.rhythm)
    target = first.task.targets.get(span="quarter")
    readings = standing(first, today()).readings
    (own,) = [r for r in readings if isinstance(r, PeriodReading)]
    assert own.target == target and own.name == f"{target.name}（第1季度）"
    assert own.said.startswith("0／1 次") and own.said.endswith("；全年 0／4 次")
    assert own.light_words == "未完成" if today().month > 3 else own.light_words == "按进度"


def test_a_step_of_a_number_of_the_year_says_what_was_added_since_the_step_before(
    city: Post, year: int
) -> None:
    with on_day(date(year, 1, 1)):
        circular = draft(city, TEXT.format(year=year))
        task = circular.tasks.get(clause__path="二（一）")
        review.edit(task, {"rhythm": "month", "month_day": 10, "due": None})
        review.adopt(circular)
    rows = Assignment.objects.filter(circular=circular, clause__path="二（一）", region_id=COUNTY)
    march, april = (rows.get(period=f"{month}月") for month in (3, 4))
    for day in (date(year, 2, 11), date(year, 3, 10), date(year, 3, 11)):
        volunteer(VILLAGE, day)
    told = [standing(row, date(year, 5, 1)).asked[0] for row in (march, april)]
    assert [reading.said.partition("；")[0] for reading in told] == ["3月 2 名", "4月 1 名"]
    assert all(
        "全年 3／2 名" in reading.said and reading.name == "新增注册志愿者" for reading in told
    )


def test_the_page_of_a_task_shows_its_own_numbers_and_folds_the_others(
    circular: Circular, city: Post, client: Client
) -> None:
    row = Assignment.objects.get(circular=circular, clause__path="二（一）", region_id=COUNTY)
    clause = row.clause
    clause.indicators = ["volunteers.stations_village", "cadres.complete"]
    clause.save()
    stage.volunteer(code=VILLAGE)
    client.force_login(city.user)
    response = client.get(f"/plans/assignments/{row.pk}/")
    assert [b.reading.name for b in response.context["behind"]] == ["新增注册志愿者"]
    assert [b.reading.name for b in response.context["others"]] == ["村级联络站覆盖率"]
    page = response.content.decode()
    assert (
        page.index("新增注册志愿者")
        < page.index("本条款的其他指标")
        < page.index("村级联络站覆盖率")
    )
    assert "目标任务量" in page and "新增注册助残志愿者2名" in page


def test_a_task_is_told_by_what_its_own_words_speak_of_alone(
    city: Post, year: int, client: Client
) -> None:
    text = TEXT.format(year=year) + (
        "（二）落实岗位。县（区）残联要在3月底前核准专职委员名册，村（社区）残协要在6月底前更新残疾人基本情况档案。\n"
    )
    with on_day(date(year, 1, 2)):
        circular = plan(city, text)
    clause = circular.clauses.get(path="二（二）")
    clause.indicators = ["commissioners.filled", "commissioners.paid"]
    clause.save()
    Position.objects.under(VILLAGE).update(since=date(year, 1, 1))
    rows = Assignment.objects.filter(circular=circular, clause=clause)
    county, village = rows.get(region=COUNTY), rows.get(region=VILLAGE)
    named, other = standing(county, today()), standing(village, today())
    assert [m.name for m in named.deciding] == ["专职委员到岗率"]
    assert "专职委员到岗率" in named.sentences
    assert other.measured and not (other.deciding or other.sentences or other.is_proved)
    client.force_login(post(Role.COMMISSIONER).user)
    page = client.get(f"/plans/assignments/{village.pk}/")
    assert not page.context["behind"] and page.context["others"]
    assert "到台账登记" not in page.content.decode(), "a village appoints nobody"
    # The only task of a clause is told by all that measures the clause.
    village.task.delete()
    assert len(standing(county, today()).fitting) == 2


def test_who_carries_a_task_beside_units_below_is_told_by_its_own_rows(
    city: Post, year: int, client: Client
) -> None:
    text = TEXT.format(year=year) + (
        "（二）登记。市、县（区）残联每季度新增注册助残志愿者不少于1名，建立注册管理制度。\n"
    )
    with on_day(date(year, 1, 2)):
        circular = plan(city, text)
    clause = circular.clauses.get(path="二（二）")
    clause.indicators = ["volunteers.real_name"]
    clause.save()
    volunteer(VILLAGE, date(year, 2, 1))
    volunteer(OTHER_VILLAGE, date(year, 2, 2))
    rows = Assignment.objects.filter(circular=circular, clause=clause, period="第1季度")
    [asked] = standing(rows.get(region=CITY), today()).asked
    assert asked.name.startswith("新增注册志愿者（本级，第1季度）")
    assert asked.said.startswith("0／1 名"), "what the counties did is theirs"
    volunteer(CITY, date(year, 2, 3))
    own = rows.get(region=CITY)
    [asked] = standing(own, today()).asked
    assert asked.said.startswith("1／1 名")
    client.force_login(city.user)
    page = client.get(f"/plans/assignments/{own.pk}/")
    [number] = page.context["behind"]
    assert number.reached_count == 1
    assert number.reached_all.url.endswith("&own=yes") and number.reached_all.words == "各期全部"
    listed = client.get(number.reached_all.url)
    assert [row.region_id for row in listed.context["table"].data.data] == [CITY]
    assert "本级，不含下级" in listed.content.decode() and "合计 1 名" in listed.content.decode()
    everything = client.get(number.reading.url)
    assert len(everything.context["table"].data.data) == 3
    [asked] = standing(rows.get(region=COUNTY), today()).asked
    assert "本级" not in asked.name and asked.said.startswith("1／1 名")
    # What only units below have rows of is the sum of all.
    Volunteer.objects.filter(region_id=CITY).delete()
    [rate] = standing(own, today()).fitting
    assert rate.name == "志愿者实名率（全市合计）"


def test_the_page_of_an_indicator_shows_what_a_clause_asks_beside_the_goal_in_force(
    city: Post, client: Client
) -> None:
    text = (
        TEXT.format(year=today().year) + "（二）建站。村（社区）志愿者联络站覆盖率要达到30%以上。\n"
    )
    with on_day(date(today().year, 1, 1)):
        circular = plan(city, text)
    target = TaskTarget.objects.get(kind="share")
    assert target.measure
    client.force_login(officer(COUNTY).user)
    page = client.get(f"/indicators/{target.measure}/").content.decode()
    assert "≥ 30%" in page and f"/plans/{circular.pk}/#c{target.task.clause_id}" in page


def test_results_and_clauses_of_a_division_leave_out_what_lies_in_greater_ones(
    circular: Circular, city: Post
) -> None:
    clause = circular.clauses.get(path="一（二）")
    clause.indicators = [
        "leadership.disabled_city",
        "volunteers.stations_township",
        "volunteers.stations_village",
    ]
    clause.save()
    named = {
        CITY: ["市级残疾人领导干部配备率", "乡镇联络站覆盖率", "村级联络站覆盖率"],
        COUNTY: ["乡镇联络站覆盖率", "村级联络站覆盖率"],
        TOWN: ["乡镇联络站覆盖率", "村级联络站覆盖率"],
        VILLAGE: ["村级联络站覆盖率"],
    }
    for code, names in named.items():
        measured = whole(circular, code, circular.ends_on)[clause.pk]
        assert [m.name for m in measured if isinstance(m, ClauseReading)] == names
    closing.close(circular, city)
    circular.refresh_from_db()
    for code, names in named.items():
        frozen = results.by_clause(circular, region(code))[clause.pk]
        assert [one.name for one in frozen if not one.key.startswith("target:")] == names


def test_what_is_closed_by_the_registers_is_told_as_such_and_not_as_judged(
    circular: Circular,
) -> None:
    county = officer(COUNTY)
    row = Assignment.objects.get(circular=circular, clause__path="二（一）", region_id=COUNTY)
    year = circular.year
    for day in (1, 2):
        volunteer(VILLAGE, date(year, 3, day))
    with on_day(date(year, 3, 3)):
        work.close_by_register(row.pk, county)
    at_once = [step.what for step in timeline(Assignment.objects.with_names().get(pk=row.pk))]
    assert at_once[:2] == ["按台账办结", f"{region(COUNTY).organisation}签收"]
    # As the clock ran on between the steps.
    Report.objects.filter(assignment=row).update(at=F("judged_at") - timedelta(seconds=2))
    assert [
        step.what for step in timeline(Assignment.objects.with_names().get(pk=row.pk))
    ] == at_once


def test_who_judges_is_warned_of_all_that_the_matrix_counts_as_missing(
    city: Post, year: int, client: Client
) -> None:
    with on_day(date(year, 1, 2)):
        circular = plan(city, TEXT.format(year=year))
    Clause.objects.filter(circular=circular, path="二（一）").update(
        indicators=["volunteers.trained"]
    )
    row = Assignment.objects.get(circular=circular, clause__path="二（一）", region=COUNTY)
    with on_day(date(year, 6, 1)):
        Volunteer.objects.filter(pk=volunteer(VILLAGE, date(year, 5, 1)).pk).update(
            verified_on=None
        )
        work.sign(row.pk, officer(COUNTY))
        work.report(row.pk, officer(COUNTY), "已完成", None, [photo()])
        row = Assignment.objects.get(pk=row.pk)
        told = standing(row, today())
        client.force_login(city.user)
        page = client.get(f"/plans/assignments/{row.pk}/").content.decode()
        assert "进度表上这一条仍记为台账未达" in page
        assert all(measured.name in page for measured in [*told.denied_by, *told.also_missing])
        with pytest.raises(ValidationError, match="写明理由"):
            work.judge(row.pk, city, accepted=True)
        work.judge(row.pk, city, accepted=True, reason="年底前补齐")
        _head, rows = supervision.matrix(PlanReadings(circular, region(CITY), today(), today()))
        cells = {
            place.code: cell
            for line in rows
            if line.clause.path == "二（一）"
            for place, cell in line.cells
        }
        missing = cells[COUNTY].measured.missing
        assert told.also_missing and len(told.denied_by) + len(told.also_missing) == missing


@pytest.mark.parametrize("years", [0, 1])
def test_all_beside_a_figure_of_the_units_own_lists_its_own_rows(
    city: Post, client: Client, years: int
) -> None:
    of = today().year - years
    text = TEXT.format(year=of) + (
        "（二）登记。市、县（区）残联每季度开展志愿者注册管理，实名核验志愿者。\n"
    )
    with on_day(date(of, 1, 2)):
        circular = plan(city, text)
    clause = circular.clauses.get(path="二（二）")
    clause.indicators = ["volunteers.real_name"]
    clause.save()
    for code in 6 * [CITY] + 2 * [VILLAGE]:
        volunteer(code, date(of, 1, 1))
    Volunteer.objects.update(verified_on=None)
    own = Assignment.objects.filter(circular=circular, clause=clause, region=CITY)[0]
    client.force_login(city.user)
    page = client.get(f"/plans/assignments/{own.pk}/")
    [rate] = [*page.context["behind"], *page.context["others"]]
    assert "本级" in rate.reading.name and rate.missed_count == 6
    assert rate.missed_all.url.endswith("&own=yes")
    assert rate.missed_all.url.replace("&", "&amp;") in page.content.decode()
    listed = client.get(rate.missed_all.url)
    assert {row.region_id for row in listed.context["table"].data.data} == {CITY}
    assert len(listed.context["table"].data.data) == rate.missed_count
    with_below = client.get(rate.missed_all.url.removesuffix("&own=yes"))
    assert len(with_below.context["table"].data.data) == 8
