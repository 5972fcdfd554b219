"""Two years of a plan: read by its numbers, filled by registers, denied by them once, closed, carried over, compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    assignment,
    officer,
    past_plan,
    photo,
    plan,
    post,
    todos,
)
from tests.volunteers.stage import volunteer
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.indicators.rules import Light
from zulian.plans.models import (
    Assignment,
    Circular,
    IssuedBulletin,
    Report,
    Result,
    State,
    Task,
    TaskTarget,
)
from zulian.plans.rules import Light as PaperLight
from zulian.plans.services import carrying, closing, results, supervision, talk, work
from zulian.plans.services.measured import Measured, TargetReading
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.standing import standing
from zulian.regions.models import Region
from zulian.volunteers.models import Unit
from zulian.volunteers.services import network

pytestmark = pytest.mark.usefixtures("regions")
TEXT = """测残联〔{year}〕3号
各县（区）残联：
现将工作要点印发给你们。
测试市残疾人联合会
{year}年1月6日
{year}年残联组织工作要点（测试）
三、深入开展志愿助残
（一）健全网络。村（社区）要在6月底前建立志愿者联络站。
（二）扩大队伍。县（区）残联全年新增注册助残志愿者不少于{number}名。
（三）做好宣传。各县（区）残联全年编印政策宣传册不少于40份。
"""
VILLAGES = (VILLAGE, OTHER_VILLAGE)


def test_a_plan_of_the_coming_year_shows_no_figures_and_keeps_to_itself(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), officer(COUNTY)
    now, coming = today().year, today().year + 1
    this = plan(city, TEXT.format(year=now, number=4))
    ahead = plan(city, TEXT.format(year=coming, number=4))
    region = Region.objects.get(pk=CITY)
    assert PlanReadings(this, region, today(), today()).whole
    readings = PlanReadings(ahead, region, today(), today())
    assert readings.whole == {} and not any(readings.below.values()) and not readings.has_data
    with on_day(date(coming, 1, 2)):
        assert PlanReadings(ahead, region, today(), today()).whole
    client.force_login(county.user)
    groups = todos(county)
    for name, circular in (("待签收的任务", this), ("待签收的任务（年度未开始）", ahead)):
        unsigned = Assignment.objects.filter(circular=circular, region=COUNTY)
        assert groups[name].count == unsigned.count() > 0
        listed = client.get(groups[name].url).context["table"].rows
        assert {row.record.circular_id for row in listed} == {circular.pk}
    for address in ("", "matrix/", "ranking/", "bulletin/"):
        page = client.get(f"/plans/{ahead.pk}/{address}").content.decode()
        assert "年度未开始" in page and "台账0" not in page
        assert "年度未开始" not in client.get(f"/plans/{this.pk}/{address}").content.decode()


def test_the_list_of_tasks_shows_the_plans_in_force_and_signs_each_year_by_itself(
    client: Client,
) -> None:
    city, county = post(Role.CITY_OFFICER), officer(COUNTY)
    now = today().year
    past = past_plan(city)
    this, ahead = (plan(city, TEXT.format(year=year, number=4)) for year in (now, now + 1))
    client.force_login(county.user)
    url = "/plans/assignments/"

    def listed(query: str) -> set[int]:
        rows = client.get(f"{url}?{query}&size=100").context["table"].rows
        return {row.record.circular_id for row in rows}

    assert listed("") == {this.pk}
    assert listed("year=ahead") == listed(f"year={now + 1}") == {ahead.pk}
    assert listed("year=running") == listed("year=all") == {past.pk, this.pk, ahead.pk}
    page = client.get(url).content.decode()
    assert "列出执行中的工作要点的任务" in page and '<td class="c-year' not in page
    assert '<td class="c-year' in client.get(f"{url}?year=all").content.decode()
    counts = [talk.unsigned(county).filter(circular=each).count() for each in (this, ahead)]
    assert f"全部签收（{counts[0]} 项）" in page and f"签收年度未开始的 {counts[1]} 项" in page
    client.post(f"{url}sign/", {"query": "year=current"})
    left = set(talk.unsigned(county).values_list("circular_id", flat=True))
    assert left == {past.pk, ahead.pk}
    client.post(f"{url}sign/", {"query": "year=current", "ahead": "yes"})
    assert set(talk.unsigned(county).values_list("circular_id", flat=True)) == {past.pk}


def test_before_its_year_begins_a_task_is_signed_and_nothing_more(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), officer(COUNTY)
    ahead = plan(city, TEXT.format(year=today().year + 1, number=4))
    row = assignment(ahead, "三（三）", COUNTY)
    work.sign(row.pk, county)
    client.force_login(county.user)
    page = client.get(row.get_absolute_url()).content.decode()
    assert f"{row.get_absolute_url()}report/" not in page and "break-down" not in page
    assert "年度未开始" in page
    for act in (
        lambda: work.report(row.pk, county, "已做", files=[photo()]),
        lambda: work.break_down(row.pk, county, row.due),
        lambda: work.close_by_register(row.pk, county),
    ):
        with pytest.raises(ValidationError, match="年度未开始"):
            act()
    listed = client.get("/plans/").content.decode()
    assert "年度未开始" in listed and "执行中" not in listed
    with on_day(date(ahead.year, 1, 2)):
        assert work.break_down(row.pk, county, row.due)


def test_before_its_year_begins_a_plan_has_no_places_and_no_bulletin(client: Client) -> None:
    city = post(Role.CITY_OFFICER)
    ahead = plan(city, TEXT.format(year=today().year + 1, number=4))
    client.force_login(city.user)
    address = f"/plans/{ahead.pk}"
    ranked = client.get(f"{address}/ranking/")
    assert ranked.context["places"] == [] and "年度未开始，不排名次" in ranked.content.decode()
    for kind in ("half", "year"):
        page = client.get(f"{address}/bulletin/?kind={kind}")
        assert (
            page.context["not_begun"] and f"{address}/bulletin/draft/" not in page.content.decode()
        )
        assert client.get(f"{address}/bulletin/?kind={kind}&export=docx")[
            "Content-Type"
        ].startswith("text/html")
        answer = client.post(f"{address}/bulletin/draft/?kind={kind}", follow=True)
        assert "之后才能起草通报总结" in answer.content.decode()
    assert not IssuedBulletin.objects.exists()
    with on_day(date(ahead.year, 1, 2)):
        client.force_login(city.user)
        assert client.get(f"{address}/ranking/").context["places"]
        client.post(f"{address}/bulletin/draft/?kind=half")
    assert IssuedBulletin.objects.get().kind == "half"


@pytest.fixture
def year() -> int:
    return today().year - 1


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def officers(city: Post) -> dict[str, Post]:
    return {CITY: city, **{code: officer(code) for code in (COUNTY, OTHER_COUNTY, *VILLAGES)}}


@pytest.fixture
def circular(city: Post, year: int) -> Circular:
    with on_day(date(year, 1, 10)):
        return plan(city, TEXT.format(year=year, number=4))


def read(circular: Circular, code: str, path: str) -> list[Measured]:
    """What measures a clause for a division today."""
    now = today()
    readings = PlanReadings(circular, Region.objects.get(code=code), circular.as_of(now), now)
    return readings.whole[circular.clauses.get(path=path).pk]


def number(circular: Circular, code: str, path: str) -> TargetReading:
    (found,) = [one for one in read(circular, code, path) if isinstance(one, TargetReading)]
    return found


def set_up_station(code: str, own: Post) -> None:
    """As the commissioner of a village does it in the register."""
    station = Unit.objects.get(region=code, kind=Unit.Kind.STATION)
    network.change_unit(
        station.pk, own, {"leader": "演站长", "place": "村部", "phone": "", "set_up_on": today()}
    )


def reported(row: Assignment, own: Post) -> None:
    """Signed and reported with a picture."""
    work.sign(row.pk, own)
    work.report(row.pk, own, "联络站已建立。", None, [photo()])


def test_numbers_of_the_circular_become_targets(circular: Circular) -> None:
    found = {t.task.clause.path: t for t in TaskTarget.objects.select_related("task__clause")}
    asked, told = found["三（二）"], found["三（三）"]
    assert (asked.number, asked.unit, asked.measure, asked.is_each) == (
        4,
        "名",
        "volunteers.registered",
        True,
    )
    assert (told.number, told.unit, told.measure) == (40, "份", "")


def test_a_village_enters_its_station_and_the_task_closes_by_it(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    with on_day(date(year, 5, 20)):
        row = assignment(circular, "三（一）", VILLAGE)
        with pytest.raises(ValidationError, match="台账还不能证明"):
            work.close_by_register(row.pk, officers[VILLAGE])
        set_up_station(VILLAGE, officers[VILLAGE])
        assert standing(row, today()).is_proved
        Task.objects.filter(pk=row.task_id).update(guesses=["measure"])
        unconfirmed = assignment(circular, "三（一）", VILLAGE)
        assert not standing(unconfirmed, today()).is_proved, "nobody has confirmed the measure"
        with pytest.raises(ValidationError, match="台账还不能证明"):
            work.close_by_register(row.pk, officers[VILLAGE])
        Task.objects.filter(pk=row.task_id).update(guesses=[])
        done = work.close_by_register(row.pk, officers[VILLAGE])
        assert done.state == State.CLOSED and done.on_time
        report = Report.objects.get(assignment=row)
        assert "村级联络站覆盖率100%" in report.text and report.reason == "台账已证明完成"
        seen = [m.light for m in read(circular, VILLAGE, "三（一）") if m.light is not Light.NONE]
        assert seen == [Light.GREEN]


def test_what_the_register_denies_is_closed_with_a_reason_only_and_marked(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    with on_day(date(year, 5, 20)):
        row = assignment(circular, "三（一）", OTHER_VILLAGE)
        reported(row, officers[OTHER_VILLAGE])
        with pytest.raises(ValidationError, match="请写明理由"):
            work.judge(row.pk, officers[OTHER_COUNTY], accepted=True)
        assert (
            work.judge(
                row.pk, officers[OTHER_COUNTY], accepted=True, reason="现场看过，负责人待定"
            ).state
            == State.CLOSED
        )
        _head, rows = supervision.matrix(
            PlanReadings(circular, Region.objects.get(code=CITY), today(), today())
        )
        cells = {place.code: cell for place, cell in rows[0].cells}
        assert cells[OTHER_COUNTY].light is PaperLight.AGAINST
        assert not rows[0].total.is_done


def test_registers_fill_the_report_and_pace_is_told(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    with on_day(date(year, 3, 1)):
        volunteer(VILLAGE, registered_on=today())
    with on_day(date(year, 9, 30)):
        found = number(circular, COUNTY, "三（二）")
        assert found.said == "1／4 名，按进度应达 2" and found.light is Light.RED
        row = assignment(circular, "三（二）", COUNTY)
        assert (
            "新增注册志愿者：已完成 1 名，任务 4 名，按进度应达 2 名。"
            in standing(row, today()).sentences
        )
        whole = number(circular, CITY, "三（二）")
        assert whole.said == "1／8 名，按进度应达 4；2个单位中0个跟上进度"


def test_what_no_register_knows_is_reported_in_numbers_that_add_up(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    target = TaskTarget.objects.get(measure="")
    with on_day(date(year, 6, 30)):
        for code, count in ((COUNTY, 25), (OTHER_COUNTY, 12)):
            row = assignment(circular, "三（三）", code)
            work.sign(row.pk, officers[code])
            work.report(
                row.pk, officers[code], "已编印发放。", {target.pk: Decimal(count)}, [photo()]
            )
        assert number(circular, COUNTY, "三（三）").said == "25／40 份，按进度应达 19"
        assert number(circular, CITY, "三（三）").shown == "37／80 份"
        work.judge(
            assignment(circular, "三（三）", OTHER_COUNTY).pk,
            officers[CITY],
            accepted=False,
            reason="请核实",
        )
        assert number(circular, CITY, "三（三）").shown == "25／80 份"


def test_a_number_reported_late_still_counts(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    target = TaskTarget.objects.get(measure="")
    with on_day(date(year, 11, 26)):
        row = assignment(circular, "三（三）", COUNTY)
        Assignment.objects.filter(pk=row.pk).update(due=date(year, 6, 30))
        work.sign(row.pk, officers[COUNTY])
        work.report(row.pk, officers[COUNTY], "已编印发放。", {target.pk: Decimal(40)}, [photo()])
        assert number(circular, COUNTY, "三（三）").light_words == "已完成"


def test_registers_alone_close_no_task_that_asks_for_more_acts(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    """Of two acts in a breath a register counts one; the same where the village's own county asks for the second."""
    with on_day(date(year, 4, 1)):
        for _n in range(3):
            volunteer(VILLAGE, registered_on=today())
        set_up_station(VILLAGE, officers[VILLAGE])
        row = assignment(circular, "三（一）", VILLAGE)
        task = Task.objects.filter(pk=row.task_id)
        [words] = task.values_list("text", flat=True)
        task.update(text=f"{words.rstrip('。')}并走访残疾人家庭。")
        with pytest.raises(ValidationError, match="台账还不能证明"):
            work.close_by_register(row.pk, officers[VILLAGE])
        task.update(text=f"{words.rstrip('。')}，服务重度残疾人。")
        assert not standing(Assignment.objects.get(pk=row.pk), today()).is_proved
        task.update(text=words)
        theirs = plan(
            officers[COUNTY],
            f"蒙残联示〔{year}〕5号\n{year}年2月10日\n{year}年全县残联组织工作要点\n一、志愿助残\n"
            "（一）建站。村（社区）要在年底前设立联络站，逐户走访残疾人家庭。\n",
        )
        own = Assignment.objects.filter(circular=theirs, region=VILLAGE)
        own.update(served_by=row)
        with pytest.raises(ValidationError, match="台账还不能证明"):
            work.close_by_register(row.pk, officers[VILLAGE])
        own.update(served_by=None)
        reported(row, officers[VILLAGE])
        work.judge(row.pk, officer(TOWN), accepted=False, reason="照片不清")
        with pytest.raises(ValidationError, match="台账还不能证明"):
            work.close_by_register(row.pk, officers[VILLAGE])
        Assignment.objects.filter(pk=row.pk).update(state=State.SIGNED)
        assert work.close_by_register(row.pk, officers[VILLAGE]).state == State.CLOSED


def test_the_year_is_closed_carried_over_and_compared(
    circular: Circular, officers: dict[str, Post], year: int
) -> None:
    city = officers[CITY]
    with on_day(date(year, 4, 1)):
        for _n in range(3):
            volunteer(VILLAGE, registered_on=today())
        set_up_station(VILLAGE, officers[VILLAGE])
        work.close_by_register(assignment(circular, "三（一）", VILLAGE).pk, officers[VILLAGE])
    with on_day(date(year, 12, 31)):
        closing.close(circular, city)
    circular.refresh_from_db()
    with on_day(date(year + 1, 2, 1)):
        volunteer(VILLAGE, registered_on=date(year, 12, 1))
        set_up_station(OTHER_VILLAGE, officers[OTHER_VILLAGE])
        assert number(circular, COUNTY, "三（二）").shown == "3／4 名", "what is frozen stays"
        asked = TaskTarget.objects.get(task__circular=circular, measure="volunteers.registered")
        frozen = Result.objects.get(circular=circular, key=f"target:{asked.pk}", region=COUNTY)
        assert (frozen.met, frozen.of, frozen.light) == (3, 4, Light.YELLOW)
        following = plan(city, TEXT.format(year=year + 1, number=6))
        left = carrying.unfinished(circular)
        tasks, units = (
            {task.pk for task, _n in left.tasks},
            {region.code for region, _n in left.units},
        )
        late = Assignment.objects.filter(circular=circular).open()
        assert (
            late.filter(region=OTHER_VILLAGE).exists() and not late.filter(region=VILLAGE).exists()
        )
        count = late.count()
        assert carrying.carry(circular, city, tasks, units, date(year + 1, 3, 31)) == count
        assert (
            not late.exists()
            and Assignment.objects.filter(circular=following, carried_from__isnull=False).count()
            == count
        )
        with pytest.raises(ValidationError, match="没有可以结转的"):
            carrying.carry(circular, city, tasks, units, date(year + 1, 3, 31))
        county = Region.objects.get(code=COUNTY)
        before, now = (
            results.reached(p, county)[p.clauses.get(path="三（二）").pk]
            for p in (circular, following)
        )
        (pairing,) = [p for p in results.paired(now, before) if p.name == "新增注册志愿者"]
        assert pairing.before.shown == "3／4 名" and pairing.now.shown == "0／6 名"
        assert pairing.words == "两年目标不同，不比增减"


def test_what_a_unit_and_those_below_it_both_carry_is_frozen_as_it_was_shown(year: int) -> None:
    """The city's own part and those of its counties are told as their sum, as on the day before."""
    city = post(Role.CITY_OFFICER)
    words = TEXT.format(year=year, number=2).replace("县（区）残联全年", "市、县（区）残联全年")
    with on_day(date(year, 1, 2)):
        circular = plan(city, words)
    with on_day(date(year, 4, 1)):
        for place in (CITY, VILLAGE, VILLAGE, VILLAGE):
            volunteer(place, registered_on=today())
    with on_day(date(year, 12, 31)):
        places = (CITY, COUNTY, OTHER_COUNTY)
        before = [number(circular, place, "三（二）").shown for place in places]
        closing.close(circular, city)
    circular.refresh_from_db()
    asked = TaskTarget.objects.get(task__circular=circular, measure="volunteers.registered")
    for place, shown in zip(places, before, strict=True):
        assert number(circular, place, "三（二）").shown == shown
        frozen = results.by_clause(circular, Region.objects.get(pk=place))[asked.task.clause_id]
        assert next(one for one in frozen if one.key == f"target:{asked.pk}").shown == shown
    assert before[0].startswith("3／6") or before[0].startswith("4／6")
