"""A province's plan, one floor above the city's: handed down, judged, spot-checked, told and closed; and the country's reader."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests import builders
from tests.builders import (
    CITY,
    COUNTRY,
    COUNTY,
    OTHER_CITY,
    OTHER_PROVINCE,
    PROVINCE,
    assignment,
    draft,
    officer,
    photo,
    post,
)
from tests.volunteers import stage
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import PERMISSIONS, Role
from zulian.accounts.services import post_fault
from zulian.foundation.clock import on_day, today
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.indicators.registry import known
from zulian.indicators.services import by_child, overview
from zulian.plans.models import Assignment, Circular, Result, State
from zulian.plans.services import (
    bulletin,
    closing,
    deriving,
    incoming,
    issuing,
    judging,
    review,
    spot_checks,
    supervision,
    work,
)
from zulian.plans.services.readings import PlanReadings
from zulian.regions.due import make_due_everywhere
from zulian.regions.models import Children, Level, Region
from zulian.volunteers.models import Unit

PROVINCES = """演残联发〔{year}〕2号
各市残联：
现将工作要点印发给你们。
演示省残疾人联合会
{year}年1月4日
{year}年全省残联组织工作要点
一、推动志愿助残
（一）制定办法。省残联要在3月底前制定全省志愿助残工作办法。
（二）办好活动。各市残联要在11月底前组织志愿者活动。
（三）建立联络站。村（社区）残协要在10月底前建立志愿者联络站。
"""
CITYS = """阜残联示〔{year}〕3号
各县（区）残联：
现就贯彻落实《{year}年全省残联组织工作要点》（演残联发〔{year}〕2号），提出如下要求。
阜新市残疾人联合会
{year}年1月20日
{year}年全市残联组织工作要点
一、推动志愿助残
（一）建站到村。村（社区）残协要在9月底前建立志愿者联络站。
（二）走访到户。县（区）残联要在11月底前走访困难残疾人家庭。
"""


@pytest.fixture
def year() -> int:
    return today().year


@pytest.fixture
def province(regions: None) -> Post:
    builders.divisions_above()
    return officer(PROVINCE)


@pytest.fixture
def provinces(province: Post, year: int) -> Circular:
    """The province's plan, adopted in January."""
    with on_day(date(year, 1, 5)), scope(province.region.scope()):
        circular = draft(province, PROVINCES.format(year=year))
        review.adopt(circular)
    return circular


def test_it_goes_to_the_province_itself_to_cities_and_to_villages(provinces: Circular) -> None:
    carried = Assignment.objects.filter(circular=provinces)
    assert set(carried.filter(clause__path="一（一）").values_list("region_id", flat=True)) == {
        PROVINCE
    }
    assert set(carried.filter(clause__path="一（二）").values_list("region_id", flat=True)) == {
        CITY,
        OTHER_CITY,
    }
    assert (
        carried.filter(clause__path="一（三）").count() == Region.objects.filter(level=12).count()
    )
    judges = carried.filter(clause__path="一（二）").values_list("judged_by_id", flat=True)
    assert set(judges) == {PROVINCE}
    told = set(Message.objects.filter(kind="adopted").values_list("region_id", flat=True))
    assert told == set(carried.values_list("region_id", flat=True)) - {PROVINCE}


def test_the_city_reports_and_the_province_judges_tells_and_closes(
    provinces: Circular, province: Post, year: int
) -> None:
    city, row = officer(CITY), assignment(provinces, "一（二）", CITY)
    with on_day(date(year, 5, 1)):
        with scope(city.region.scope()):
            work.sign(row.pk, city)
            work.report(row.pk, city, "已组织活动。", None, [photo()])
            with pytest.raises(PermissionDenied, match="演示省残联审核"):
                work.judge(row.pk, city, accepted=True, reason="已核实")
        with scope(province.region.scope()):
            assert [each.pk for each in judging.waiting_for(province.region)] == [row.pk]
            assert {group.name: group.count for group in todo_for(province)}["等我审核的上报"] == 1
            work.judge(row.pk, province, accepted=True, reason="已核实，台账随后补登")
    with on_day(date(year, 6, 20)), scope(province.region.scope()):
        readings = PlanReadings(provinces, province.region, today(), today())
        head, rows = supervision.matrix(readings)
        assert [region.code for region in head] == [PROVINCE, CITY, OTHER_CITY]
        assert next(line.total.closed for line in rows if line.clause.path == "一（二）") == 1
        assert [region.code for _place, region, _score in supervision.ranking(readings)] == [
            CITY,
            OTHER_CITY,
        ]
        paper = bulletin.write(provinces, province.region, bulletin.Kind.HALF, today(), today())
        assert paper.addressees == "各市残联" and paper.signer == "演示省残疾人联合会"
        with pytest.raises(ValidationError, match="没有可抽查的任务"):
            spot_checks.draw(provinces, province, 5)
    assert aggregates.verify() == []
    with on_day(date(year, 12, 31)):
        closing.close(provinces, province)
        provinces.refresh_from_db()
        assert provinces.is_closed
        told = Result.objects.filter(
            circular=provinces, key="plans.overdue", region_id__in=[PROVINCE, CITY]
        )
        assert told.count() == 2


def test_the_citys_plan_carries_out_the_provinces(provinces: Circular, year: int) -> None:
    city = officer(CITY)
    with on_day(date(year, 1, 22)), scope(city.region.scope()):
        circular = draft(city, CITYS.format(year=year))
        assert deriving.upper_plan(circular) == provinces
        assert [cited.url for cited in incoming.cited_by(circular)] == [f"/plans/{provinces.pk}/"]
        mapped = circular.clauses.filter(carries_out__isnull=False).values_list(
            "path", "carries_out__path"
        )
        assert list(mapped) == [("一（一）", "一（三）")]
        review.adopt(circular)
    served = Assignment.objects.filter(circular=circular, served_by__circular=provinces)
    assert served.count() == Region.objects.under(CITY).filter(level=12).count()


def test_villages_are_judged_by_townships_and_drawn_by_the_province(
    provinces: Circular, province: Post, year: int
) -> None:
    town, village = officer(builders.TOWN), officer(builders.VILLAGE)
    row = assignment(provinces, "一（三）", builders.VILLAGE)
    with on_day(date(year, 6, 1)):
        work.sign(row.pk, village)
        work.report(row.pk, village, "已建站挂牌。", None, [photo()])
        with pytest.raises(PermissionDenied, match="演一镇残联审核"):
            work.judge(row.pk, province, accepted=True, reason="已核实")
        work.judge(row.pk, town, accepted=True, reason="到村看过，台账随后补登")
        item = spot_checks.draw(provinces, province, 5).items.get()
        spot_checks.settle(item.pk, province, is_sound=False, remark="现场没有牌子")
    assert assignment(provinces, "一（三）", builders.VILLAGE).state == State.RETURNED


def test_a_province_sees_its_cities_only(provinces: Circular, province: Post) -> None:
    beside = officer(OTHER_PROVINCE)
    with scope(beside.region.scope()):
        assert not Assignment.objects.exists() and not Circular.objects.exists()
        assert list(Children.of(beside.region).regions) == []
    with scope(province.region.scope()):
        assert {region.code for region in Children.of(province.region).regions} == {
            CITY,
            OTHER_CITY,
        }
        assert Unit.objects.filter(region_id=COUNTY).exists()


def test_the_home_of_an_empty_province_is_neither_red_nor_broken(
    client: Client, province: Post
) -> None:
    beside = officer(OTHER_PROVINCE)
    client.force_login(beside.user)
    answer = client.get("/")
    assert answer.status_code == 200
    assert overview(beside.region, today(), known()) == {}
    assert client.get("/indicators/").status_code == 200
    # What a province of its own ought to have, no policy says: no hole of its own is made.
    before = Unit.objects.filter(region_id__in=[COUNTRY, PROVINCE, OTHER_PROVINCE]).count()
    assert before == 0 and make_due_everywhere(today()) == []


def test_the_national_officer_reads_everything_and_writes_nothing(
    provinces: Circular, province: Post
) -> None:
    national = post(Role.NATIONAL_OFFICER)
    country = national.region
    assert country.organisation == "中国残联" and country.official_name == "中国残疾人联合会"
    held = {name for name, roles in PERMISSIONS.items() if Role.NATIONAL_OFFICER in roles}
    assert held - {"desk"} and all(name.endswith(".read") for name in held - {"desk"})
    aggregates.rebuild(today())
    with scope(country.scope()):
        assert Circular.objects.get() == provinces
        assert {region.code for region in Children.of(country).regions} == {
            PROVINCE,
            OTHER_PROVINCE,
        }
        indicator = next(one for one in known() if one.code == "plans.reported")
        assert overview(country, today(), [indicator]) == overview(
            province.region, today(), [indicator]
        )
        pairs = {region.code: pair.of for region, pair in by_child(indicator, country, today())}
        assert pairs[OTHER_PROVINCE] == 0 and COUNTRY not in pairs


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.PROVINCE_OFFICER, CITY),
        (Role.PROVINCE_OFFICER, COUNTRY),
        (Role.NATIONAL_OFFICER, PROVINCE),
        (Role.CITY_OFFICER, PROVINCE),
    ],
)
def test_posts_stand_at_their_own_level(province: Post, role: Role, code: str) -> None:
    fault = post_fault(role, Region.objects.get(code=code), set())
    assert fault is not None and fault[0] == "region"
    assert post_fault(role, Region.objects.get(code=builders.HOME[role][0]), set()) is None


def test_a_plan_of_a_city_is_not_the_provinces_to_do(province: Post) -> None:
    """The clauses on the home are of one's own plan or of one from above, not of one that somebody below issued."""
    builders.plan(officer(CITY))
    assert not any("还没有完成的条款" in name for name in builders.todos(province))


def test_only_one_plan_a_year(provinces: Circular, province: Post, year: int) -> None:
    with (
        on_day(date(year, 2, 1)),
        scope(province.region.scope()),
        pytest.raises(ValidationError, match="只有一份"),
    ):
        review.adopt(draft(province, PROVINCES.format(year=year)))


def test_the_home_of_a_province_shows_its_cities_plans_and_leaves_them_their_desks(
    province: Post,
) -> None:
    plan = builders.plan(officer(CITY))
    stage.apply()
    groups = builders.todos(province)
    told = groups["各市工作要点进度"]
    assert told.count == 1 and told.items[0].url == f"/plans/{plan.pk}/matrix/"
    total = Assignment.objects.filter(circular=plan).count()
    assert told.items[0].note.startswith(f"任务办结 0／{total}")
    assert "等审核的志愿者" not in groups
    names = builders.todos(officer(CITY))
    assert "等审核的志愿者" in names and "各市工作要点进度" not in names


def test_what_a_province_issues_everybody_below_reads_and_nobody_beside(
    provinces: Circular, province: Post, client: Client, year: int
) -> None:
    with on_day(date(year, 7, 5)), scope(province.region.scope()):
        paper = issuing.draw_up(provinces, province, bulletin.Kind.HALF, date(year, 6, 30))
        issuing.issue(paper.pk, province, "演残发〔2026〕1号", issuing.digest(paper))
    for code, status in (
        (CITY, 200),
        (COUNTY, 200),
        (builders.VILLAGE, 200),
        (OTHER_PROVINCE, 404),
    ):
        client.force_login(officer(code).user)
        assert client.get(f"/plans/bulletins/{paper.pk}/").status_code == status, code


@pytest.mark.parametrize(
    ("code", "name", "kind", "addressees"),
    [
        ("110000000000", "北京市", "直辖市", "各区（县）残联"),
        ("310000000000", "上海市", "直辖市", "各区（县）残联"),
        ("150000000000", "内蒙古自治区", "自治区", "各市残联"),
        ("210000000000", "辽宁省", "省", "各市残联"),
    ],
)
def test_a_city_of_a_provinces_rank_reads_as_one(
    provinces: Circular, code: str, name: str, kind: str, addressees: str
) -> None:
    region = Region(code=code, name=name, level=Level.PROVINCE)
    assert region.kind == kind and region.organisation == f"{name}残联"
    with scope(EVERYTHING):
        paper = bulletin.write(provinces, region, bulletin.Kind.HALF, today(), today())
    assert paper.addressees == addressees
    assert Region(code="210900000000", name="阜新市", level=Level.CITY).kind == "市"


def test_a_province_signs_no_promise_of_the_card_office(province: Post) -> None:
    assert "要签署的承诺" not in builders.todos(province)
