"""Cases of the rules, each facts → right answer; `shared/cases/certificates.json` beside the checkout lists them.

Every answer is tried in any checkout; only whether all cases of the list have one needs the list.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import COUNTY, OTHER_COUNTY, OTHER_VILLAGE
from tests.certificates.office import (
    Office,
    applied,
    bring_to,
    holder,
    leaders,
    measured,
    office,
    person,
    record,
    reload,
    sent,
    swear,
    sworn_on,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Certificate, State
from zulian.certificates.rules import grading, routes
from zulian.certificates.rules.cards import Kind, Standing, obstacle
from zulian.certificates.services import (
    assessment,
    counter,
    deaths,
    decisions,
    objections,
    telling,
    transfer,
)
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import on_day, today
from zulian.foundation.policy import packaged, policy
from zulian.foundation.workdays import add_workdays
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
LIST = Path(__file__).parents[3] / "shared" / "cases" / "certificates.json"
GRADING = policy("certificates/grading", date(2026, 1, 1))
ANSWERS: dict[int, Callable[[], None]] = {}


def case(number: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Name a function as the answer to a case of the list; its first line says the facts."""

    def keep(answer: Callable[[], None]) -> Callable[[], None]:
        ANSWERS[number] = answer
        return answer

    return keep


def card_of(someone: Person) -> Certificate:
    return Certificate.objects.live().get(person=someone)


def card_until(who: Office, until: date) -> tuple[Person, Certificate]:
    someone, card = holder(who)
    Certificate.objects.filter(pk=card.pk).update(
        valid_until=until, issued_on=until - timedelta(days=3652)
    )
    return someone, card_of(someone)


@case(1)
def renewed() -> None:
    """card ends 2031-03-01, renewal asked on 2031-01-10, granted"""
    who = office()
    someone, card = card_until(who, date(2031, 3, 1))
    with on_day(date(2031, 1, 10)), sworn_on(who):
        bring_to(who, applied(who, someone, Kind.RENEWAL), State.CLOSED)
    new = card_of(someone)
    assert (new.number, new.before, len(new.number)) == (card.number, card, 20)
    assert new.valid_until > card.valid_until


@case(2)
def damaged() -> None:
    """card damaged, replaced"""
    who = office()
    someone, card = holder(who)
    bring_to(who, applied(who, someone, Kind.DAMAGE), State.CLOSED)
    new = card_of(someone)
    said = ("number", "category", "grade", "parts", "issued_on", "valid_until")
    assert new != card
    assert [getattr(new, name) for name in said] == [getattr(card, name) for name in said]


@case(3)
def telephone() -> None:
    """only the telephone changed"""
    who = office()
    someone, card = holder(who)
    done = applied(who, someone, Kind.DETAILS, details={"phone": "12000000009"})
    assert (done.state, card_of(someone)) == (State.CLOSED, card)
    assert card_of(someone).number == card.number


@case(4)
def lost_twice() -> None:
    """card lost twice"""
    who = office()
    someone, card = holder(who)
    for n in (1, 2):
        bring_to(who, applied(who, someone, Kind.REPLACEMENT), State.CLOSED)
        assert card_of(someone).number == f"{card.number}B{n}"


@case(5)
def objected_during_production() -> None:
    """finding told; card in production on the third working day after; applicant objects"""
    who = office()
    found = bring_to(who, applied(who, person()), State.PRODUCE)
    telling.tell(found.pk, who.clerk, today(), "letter")
    with on_day(add_workdays(today(), 3).day):
        objections.file(found.pk, who.clerk, "applicant", "等级偏轻")
        with pytest.raises(ValidationError, match="异议复核"):
            decisions.produce(found.pk, who.clerk)


@case(6)
def told_with_the_card() -> None:
    """finding on day 0, applicant told only at handing over on working day 12, objects next day"""
    who = office()
    found = bring_to(who, applied(who, person()), State.HANDOVER)
    late = add_workdays(found.found_on or today(), 12).day
    with on_day(late):
        decisions.hand_over(found.pk, who.clerk, "person", "本人")
    with on_day(add_workdays(late, 1).day):
        objections.file(found.pk, who.clerk, "applicant", "等级偏轻")
    assert reload(found).objection_until == add_workdays(late, 10).day


@case(7)
def renewed_early() -> None:
    """card valid until 2031-03-01, renewal asked on 2030-03-05"""
    who = office()
    someone, _card = card_until(who, date(2031, 3, 1))
    with on_day(date(2030, 3, 5)), sworn_on(who):
        assert applied(who, someone, Kind.RENEWAL).state == State.REVIEW


@case(8)
def renewed_elsewhere() -> None:
    """2024: holder of county A asks at county B for renewal"""
    with on_day(date(2024, 6, 3)):
        who, there = office(COUNTY), office(OTHER_COUNTY)
        someone, card = card_until(who, date(2024, 8, 1))
        taken = reload(applied(there, someone, Kind.RENEWAL))
        assert (taken.accepted_by, taken.state, taken.county) == (
            there.clerk,
            State.REVIEW,
            COUNTY[:6],
        )
        with pytest.raises(PermissionDenied):
            decisions.review(taken.pk, there.reviewer, Verdict.PASS)
        decisions.review(taken.pk, who.reviewer, Verdict.PASS)
        decisions.produce(taken.pk, who.clerk)
        assert card_of(someone).number == card.number


@case(9)
def guardian_for_what_was_found() -> None:
    """clerk ticked limb; assessor finds psychiatric grade 2; no guardian on file"""
    who, someone = office(), person()
    order = sent(who, applied(who, someone, categories=(4,)), 4, 6)
    record(who, order, measured(4, None), measured(6, 2))
    stopped = reload(order.case)
    assert (stopped.state, stopped.publish_until) == (State.MATERIALS, None)
    with pytest.raises(ValidationError, match="先在档案中登记监护人"):
        counter.receive_materials(stopped.pk, who.clerk, ["guardian"])
    people.add_relative(someone, kind="guardian", relation="父亲", name="演父")
    counter.receive_materials(stopped.pk, who.clerk, ["guardian"])
    assert reload(stopped).state == State.PUBLISH


@case(10)
def infant_hearing() -> None:
    """two-year-old, better ear 45 dB, grade 4 entered"""
    said = grading.warnings(2, 4, {"decibel": 45}, 2, GRADING)
    assert any("未满 3 周岁" in words and "一至三级" in words for words in said)


@case(11)
def quotient_between() -> None:
    """four-year-old, DQ 74"""
    found = grading.expected(5, {"dq": 74}, 4, GRADING)
    assert found.grade is None
    assert "适应行为" in found.notes[0]
    assert grading.expected(5, {"dq": 74, "adaptive": 4}, 4, GRADING).grade == 4


@case(12)
def young_psychiatric() -> None:
    """ten-year-old, psychiatric"""
    assert grading.measures_of(6, 10, GRADING) == ("adaptive",)
    assert "whodas" in grading.measures_of(6, 18, GRADING)


@case(13)
def both_lower_legs() -> None:
    """both lower legs missing below the knee"""
    assert grading.expected(4, {"limb": ["both_shanks"]}, 40, GRADING).grade == 3


@case(14)
def city_review() -> None:
    """case of 2013-06-01, first issue"""
    way = routes.route(packaged("certificates/routes", date(2013, 6, 1)), Kind.FIRST)
    assert "city" in way
    assert way.index("review") < way.index("city") < way.index("produce")


@case(15)
def joint_record() -> None:
    """2013, evident disability recorded jointly by three names who hold no post"""
    with on_day(date(2013, 6, 3)):
        who, someone = office(), person()
        asked = applied(who, someone)
        strangers = leaders(OTHER_COUNTY)[:3]
        with pytest.raises(ValidationError, match="至少 3 名在任领导"):
            assessment.record_jointly(asked.pk, who.clerk, {4: 1}, strangers)
        director, *others = leaders(COUNTY)
        with pytest.raises(ValidationError, match="理事长"):
            assessment.record_jointly(asked.pk, who.clerk, {4: 1}, others)
        assessment.record_jointly(asked.pk, who.clerk, {4: 1}, [director, *others])
        assert reload(asked).grade == 1


@case(16)
def doubted_transfer() -> None:
    """transfer: receiving county doubts the grade"""
    who, there = office(COUNTY), office(OTHER_COUNTY)
    someone, card = holder(who)
    to = Region.objects.get(code=OTHER_VILLAGE)
    moving = applied(who, someone, Kind.TRANSFER, to_region=to)
    doubted = transfer.doubt(moving.pk, there.clerk, "现场查看与等级不符")
    assert (doubted.state, doubted.county) == (State.ORDER, OTHER_COUNTY[:6])
    assert card_of(someone) == card, "the holder stays where they are until it is taken over"


@case(17)
def died() -> None:
    """holder died 2026-05-02, told by a list of the civil affairs office"""
    who = office()
    someone, card = holder(who)
    with on_day(date(2026, 5, 20)):
        swear(who.clerk)
        Certificate.objects.filter(pk=card.pk).update(issued_on=date(2025, 1, 2))
        line = deaths.Line(someone.id_number, someone.name, date(2026, 5, 2), "civil", "5月名单")
        report = deaths.report(who.clerk, line)
        assert card_of(someone) == card, "nothing ends before it was checked"
        deaths.check(report.pk, who.clerk, True, "电话问家属")
        deaths.settle(report.pk, who.clerk)
        someone.refresh_from_db()
        assert (someone.died_on, someone.death_source) == (date(2026, 5, 2), "civil")
        assert not Certificate.objects.live().filter(person=someone).exists()
        deaths.undo(report.pk, who.clerk, "同名误报")
        someone.refresh_from_db()
        assert (someone.died_on, card_of(someone)) == (None, card)


@case(18)
def accepts_and_approves() -> None:
    """the same person accepts and approves"""
    who = office()
    found = bring_to(who, applied(who, person()), State.APPROVE)
    both = Post.objects.create(
        user=who.clerk.user,
        role=Role.COUNTY_OFFICER,
        region=who.clerk.region,
        since=date(2020, 1, 1),
    )
    swear(both)
    with pytest.raises(PermissionDenied, match="受理是您办的"):
        decisions.approve(found.pk, both, Verdict.PASS)
    assert reload(found).state == State.APPROVE


@case(19)
def national_day() -> None:
    """finding Friday 2019-09-27, five working days of publication over National Day (29 September worked)"""
    assert routes.due(date(2019, 9, 27), 5).day == date(2019, 10, 10)


@case(20)
def barred_for_a_year() -> None:
    """cancelled 2020-03-10, new application 2021-03-09 and 2021-03-10"""
    standing = Standing(cancelled_on=date(2020, 3, 10))
    answers = [obstacle(Kind.FIRST, standing, date(2021, 3, day), 12, 6) for day in (9, 10)]
    assert [bool(answer) for answer in answers] == [True, False]


@pytest.mark.parametrize("number", sorted(ANSWERS))
def test_the_right_answer(number: int) -> None:
    ANSWERS[number]()


def test_every_case_of_the_list_has_its_answer() -> None:
    if not LIST.exists():
        pytest.skip(f"There is no list of cases at {LIST}")
    cases = {one["n"]: one["facts"] for one in json.loads(LIST.read_text(encoding="utf-8"))}
    assert cases == {number: (answer.__doc__ or "").strip() for number, answer in ANSWERS.items()}
