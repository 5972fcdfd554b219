"""Measures that registers declare: each countable counts rows that are done, in their time; each leads to where rows are entered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.builders import CITY
from tests.tables.done import MADE
from tests.tables.permissions import ROLES, table
from zulian.accounts.roles import PERMISSIONS, Role
from zulian.indicators.counting import code_part, count_in
from zulian.indicators.registry import (
    Countable,
    Indicator,
    countable,
    countables,
    counted_by,
    known,
    shared_by,
)
from zulian.regions.models import Region

WEEK = timedelta(days=7)
ONE = timedelta(days=1)
DONE = "tests/tables/done.py"
# What of the measures each level carries by the work points, so that its officer must be able to enter the rows.
CARRIED = {
    Role.CITY_OFFICER: [measure.code for measure in [*known(), *countables()]],
    Role.COUNTY_OFFICER: [measure.code for measure in [*known(), *countables()]],
    Role.TOWNSHIP_OFFICER: [
        "congress.held",
        "congress.congresses",
        "leadership.filled",
        "leadership.disabled_township",
        "grassroots.reached_township",
        "grassroots.equipped",
        "grassroots.checked",
        "grassroots.mended",
        "grassroots.sheets_handed_in",
        "grassroots.problems_mended",
        "commissioners.filled",
        "commissioners.complete",
        "commissioners.trainings",
        "commissioners.people_trained",
        "commissioners.visits",
        "volunteers.stations_township",
        "volunteers.stations",
        "volunteers.registered",
        "volunteers.trainings",
        "volunteers.activities",
        "volunteers.held",
        "social.found",
        "certificates.home_visits",
        "certificates.visited_at_home",
        "plans.reported",
    ],
    Role.COMMISSIONER: [
        "grassroots.reached_village",
        "grassroots.equipped",
        "grassroots.checked",
        "grassroots.mended",
        "grassroots.sheets_handed_in",
        "commissioners.active",
        "commissioners.visits",
        "commissioners.homes_visited",
        "commissioners.needs_settled",
        "volunteers.stations_village",
        "volunteers.stations",
        "certificates.home_visits",
        "certificates.visited_at_home",
        "plans.reported",
    ],
}


def counted(measure: Countable, since: date, until: date) -> Decimal:
    """What a countable counts in the whole city."""
    rows = measure.rows(until).within(Region.objects.get(code=CITY))
    return sum(
        (
            amounts[0]
            for amounts in count_in([(measure, since, until)], rows, code_part(rows, 4)).values()
        ),
        Decimal(0),
    )


def test_every_countable_has_its_row() -> None:
    assert sorted(MADE) == sorted(measure.code for measure in countables()), (
        f"a row is missing in {DONE}"
    )


@pytest.mark.parametrize("code", sorted(MADE))
def test_a_countable_counts_what_is_done_on_the_days_of_its_time(code: str, regions: None) -> None:
    measure = countable(code)
    assert measure is not None
    day, undo = MADE[code]()
    amount = counted(measure, day - WEEK, day + WEEK)
    assert amount > 0, "not counted inside the time"
    assert counted(measure, day, day + WEEK) == counted(measure, day - WEEK, day) == amount, (
        "not counted on an edge"
    )
    assert (
        counted(measure, day - WEEK, day - ONE) == counted(measure, day + ONE, day + WEEK) == 0
    ), "counted outside"
    assert list(measure.rows(day).filter(measure.within(day, day))), "the table has no such row"
    undo()
    assert counted(measure, day - WEEK, day + WEEK) == 0, "counted although it is not done"


MEASURES: list[Indicator | Countable] = [*known(), *countables()]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_a_measure_leads_to_where_its_rows_are_entered(measure: Indicator | Countable) -> None:
    assert reverse(measure.entry)
    may_open = [
        role
        for role, answer in zip(ROLES, table()[measure.entry, "GET", "inside"], strict=True)
        if answer == "200"
    ]
    assert set(may_open) & PERMISSIONS["assignment.act"], "nobody who carries tasks may open it"


@pytest.mark.parametrize("role", CARRIED)
def test_whoever_carries_a_clause_opens_where_its_rows_are_entered(role: Role) -> None:
    named = {measure.code: measure for measure in MEASURES}
    for code in CARRIED[role]:
        assert table()[named[code].entry, "GET", "inside"][ROLES.index(role)] == "200", (
            code,
            named[code].entry,
        )


@pytest.mark.parametrize("measure", countables(), ids=lambda measure: measure.code)
def test_a_countable_is_found_by_its_own_nouns_and_no_other(measure: Countable) -> None:
    for noun in measure.nouns:
        for unit in measure.units:
            assert counted_by(noun, unit) is measure, (noun, unit)


@pytest.mark.parametrize(
    "measure", [i for i in known() if i.nouns], ids=lambda measure: measure.code
)
def test_a_share_is_found_by_its_own_nouns_and_no_other(measure: Indicator) -> None:
    for noun in measure.nouns:
        assert shared_by(noun) is measure, noun


@pytest.mark.parametrize(
    ("phrase", "unit", "code"),
    [
        ("全年新增注册助残志愿者", "名", "volunteers.registered"),
        ("年底前组织专职委员培训", "次", "commissioners.trainings"),
        ("对专职委员进行培训", "人次", "commissioners.times_trained"),
        ("培训助残志愿者", "人", "volunteers.people_trained"),
        ("开展助残志愿者培训", "期", "volunteers.trainings"),
        ("村（社区）建立志愿者联络站", "个", "volunteers.stations"),
        ("建立志愿者助残联络总站", "个", "volunteers.hubs_built"),
        ("召开联席会议", "次", "volunteers.joint_meetings"),
        ("入户走访残疾人", "户", "commissioners.homes_visited"),
        ("各专门协会组织活动", "次", "associations.activities"),
        ("开展志愿助残活动", "场", "volunteers.activities"),
        ("选拔残疾人后备干部", "名", "cadres.listed"),
        ("培养残疾人后备干部", "人", "cadres.people_trained"),
        ("选拔配备残疾人领导干部", "名", "leadership.disabled_appointed"),
        ("上门办证", "人次", "certificates.visited_at_home"),
        ("核发残疾人证", "本", "certificates.issued"),
        ("摸清助残社会组织", "家", "social.found"),
    ],
)
def test_words_of_circulars_are_counted_by_the_register_that_knows(
    phrase: str, unit: str, code: str
) -> None:
    measure = counted_by(phrase, unit)
    assert measure is not None and measure.code == code


@pytest.mark.parametrize(
    ("phrase", "unit"), [("年底前组织培训", "次"), ("建设无障碍坡道", "处"), ("发放辅助器具", "件")]
)
def test_what_no_register_knows_is_counted_by_none(phrase: str, unit: str) -> None:
    assert counted_by(phrase, unit) is None


@pytest.mark.parametrize(
    ("phrase", "unit", "code"),
    [
        ("各专门协会走访残疾人", "户", "associations.people_visited"),
        ("专门协会入户走访", "次", "associations.visits"),
        ("专职委员入户走访", "户", "commissioners.homes_visited"),
        ("志愿者入户走访", "户", None),
        # A visit at home is one for a card only where nobody else is said to come.
        ("组织志愿者上门服务残疾人", "人次", None),
        ("为行动不便的残疾人上门服务", "人次", "certificates.visited_at_home"),
        ("残联领导走访残疾人", "户", None),
    ],
)
def test_visits_are_counted_by_the_register_of_those_who_make_them(
    phrase: str, unit: str, code: str | None
) -> None:
    measure = counted_by(phrase, unit)
    assert (measure and measure.code) == code


def test_words_beside_the_number_rule_out_a_register_named_in_wider_words() -> None:
    assert counted_by("入户走访", "户", beside="志愿者走访") is None


@pytest.mark.parametrize(
    "phrase", ["活动满意度", "志愿服务满意度", "办证满意率", "志愿者登记率", "志愿者到岗率"]
)
def test_a_share_of_something_else_is_measured_by_none(phrase: str) -> None:
    assert shared_by(phrase) is None


def test_the_share_of_disabled_people_in_the_leading_group_has_its_own_measure() -> None:
    measure = shared_by("班子中残疾人及残疾人亲属的比例")
    assert measure is not None and measure.code == "leadership.tied_share"
