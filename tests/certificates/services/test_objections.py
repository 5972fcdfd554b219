"""Objections: in time, to the city, to the province, and what each decision does to the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import (
    CITY,
    OTHER_COUNTY,
    OTHER_PROVINCE,
    OTHER_VILLAGE,
    divisions_above,
    post,
)
from tests.certificates.office import (
    Office,
    after_publication,
    applied,
    bring_to,
    case_in,
    holder,
    office,
    person,
    reload,
    sworn,
    sworn_on,
)
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, Objection, State
from zulian.certificates.models.assessment import ObjectionState
from zulian.certificates.models.cases import RESULT
from zulian.certificates.rules.cards import CardState, Kind
from zulian.certificates.services import counter, decisions, objections, telling, transfer
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import on_day, today
from zulian.foundation.workdays import add_workdays
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
# Where a running case has its result, and nobody checks it any more.
DECIDED = tuple(state for state in RESULT if state != State.CHECK)


def published(who: Office) -> Case:
    return bring_to(who, applied(who, person()), State.PUBLISH, 3)


def why_not(case: Case, by_whom: str = "applicant") -> str:
    known = objections.to_this_finding(case)
    return objections.obstacle(reload(case), by_whom, known)


def test_an_objection_stops_the_clock_and_a_rejection_starts_it_again() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    before = case.due
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    assert reload(case).pause_reason == "异议复核"
    assert case.publish_until and before
    with on_day(case.publish_until + timedelta(days=1)):
        with pytest.raises(ValidationError, match="已暂停"):
            decisions.end_publication(case.pk, who.clerk)
        assert decisions.end_publications() == 0
    with on_day(add_workdays(today(), 3).day):
        objections.decide(made.pk, city, False, "维持")
    case = reload(case)
    assert (case.paused_on, case.grade, case.due) == (None, 3, add_workdays(before, 3).day)


def test_an_upheld_objection_publishes_the_new_result() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    later = add_workdays(today(), 4).day
    with on_day(later):
        objections.decide(made.pk, city, True, "复核为二级", {4: 2})
    case = reload(case)
    assert (case.state, case.grade, case.publish_from, case.paused_on) == (
        State.PUBLISH,
        2,
        later,
        None,
    )
    assert case.publish_until == add_workdays(later, 5).day
    bring_to(who, case, State.CLOSED)
    assert reload(case).certificate.grade == 2  # type: ignore[union-attr]


def test_who_was_found_not_to_qualify_comes_back_in() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = bring_to(who, applied(who, person()), State.UNQUALIFIED, None)
    made = objections.file(case.pk, who.clerk, "applicant", "没有检查清楚")
    with pytest.raises(ValidationError, match="维持原结论"):
        objections.decide(made.pk, city, True, "仍不符合", {})
    objections.decide(made.pk, city, True, "符合四级", {4: 4})
    case = reload(case)
    assert (case.state, case.ended_on, case.grade) == (State.PUBLISH, None, 4)


def test_after_the_card_is_out_a_case_of_regrading_begins() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = bring_to(who, applied(who, person()), State.CLOSED, 3)
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    objections.decide(made.pk, city, True, "复核为一级", {4: 1})
    new = Case.objects.running().get(person=case.person)
    assert (new.kind, new.state, new.grade, new.origin) == ("regrade", State.PUBLISH, 1, case)
    bring_to(who, new, State.CLOSED)
    assert case.person.certificates.live().get().grade == 1


def test_the_province_has_the_last_word() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    first = objections.file(case.pk, who.clerk, "applicant", "不服")
    with pytest.raises(ValidationError, match="等复核结束"):
        objections.file(case.pk, who.clerk, "applicant", "再提一次")
    objections.decide(first.pk, city, False, "维持")
    second = objections.file(case.pk, who.clerk, "applicant", "仍不服")
    assert (second.level, second.previous) == (2, first)
    objections.decide(second.pk, city, False, "省级专家委员会维持")
    with pytest.raises(ValidationError, match="最终结论"):
        objections.file(case.pk, who.clerk, "applicant", "第三次")
    with pytest.raises(ValidationError, match="已有复核结论"):
        objections.decide(second.pk, city, False, "再判一次")
    assert {o.state for o in case.objections.all()} == {ObjectionState.REJECTED}


def test_ten_working_days_from_the_telling_and_no_longer() -> None:
    who = office()
    case = published(who)
    with on_day(add_workdays(today(), 40).day):
        telling.tell(case.pk, who.clerk, today(), "letter")
        told = today()
        assert reload(case).objection_until == add_workdays(told, 10).day
    with (
        on_day(add_workdays(told, 11).day),
        pytest.raises(ValidationError, match="10 个工作日内"),
    ):
        objections.file(case.pk, who.clerk, "applicant", "太晚")
    with on_day(add_workdays(told, 10).day):
        objections.file(case.pk, who.clerk, "applicant", "正好")


@pytest.mark.parametrize("state", [*DECIDED, State.CLOSED, State.UNQUALIFIED])
def test_whatever_state_the_card_is_in(state: State) -> None:
    """From the finding on, and as long as nobody told the applicant: no right runs out unseen."""
    who = office()
    grade = None if state == State.UNQUALIFIED else 3
    case = case_in(who, state) if state == State.CITY else None
    case = case or bring_to(who, applied(who, person()), state, grade)
    Case.objects.filter(pk=case.pk).update(told_on=None)
    with on_day(add_workdays(today(), 200).day), sworn_on(who):
        objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    assert (reload(case).paused_on is not None) is case.is_running


def test_what_is_looked_into_is_not_made_out_nor_handed_over() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = bring_to(who, applied(who, person()), State.PRODUCE, 3)
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    with pytest.raises(ValidationError, match="异议复核"):
        decisions.produce(case.pk, who.clerk)
    with pytest.raises(ValidationError, match="不能恢复"):
        counter.resume(case.pk, who.clerk)
    objections.decide(made.pk, city, True, "复核为二级", {4: 2})
    case = bring_to(who, case, State.HANDOVER)
    assert case.certificate is not None
    assert case.certificate.grade == 2
    second = objections.file(case.pk, who.clerk, "applicant", "仍不服")
    with pytest.raises(ValidationError, match="异议复核"):
        decisions.hand_over(case.pk, who.clerk, "person", "本人")
    objections.decide(second.pk, city, False, "维持")
    assert bring_to(who, case, State.CLOSED).told_how == "handed"


@pytest.mark.parametrize("parts", [{}, {4: 1}])
def test_a_card_that_was_never_handed_over_does_not_hold(parts: dict[int, int]) -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    someone, before = holder(who)
    case = bring_to(who, applied(who, someone, Kind.REGRADE), State.HANDOVER, 3)
    made = objections.file(case.pk, who.clerk, "public", "情况不实")
    objections.decide(made.pk, city, True, "复核后改变", parts)
    voided = Certificate.objects.get(grade=3)
    assert (voided.state, voided.ended_why) == (CardState.REPLACED, "异议成立，未发放，作废")
    assert list(Certificate.objects.live().filter(person=someone)) == [before]
    case = reload(case)
    assert (case.state, case.certificate) == (
        State.PUBLISH if parts else State.UNQUALIFIED,
        before,
    )
    if parts:
        bring_to(who, case, State.CLOSED)
        assert Certificate.objects.live().get(person=someone).grade == 1


def test_being_told_only_with_the_card_opens_the_ten_days() -> None:
    who = office()
    case = bring_to(who, applied(who, person()), State.HANDOVER, 3)
    late = add_workdays(today(), 12).day
    with on_day(late):
        decisions.hand_over(case.pk, who.clerk, "post", "本人")
        assert (reload(case).told_on, reload(case).told_how) == (late, "posted")
    with on_day(add_workdays(late, 1).day):
        objections.file(case.pk, who.clerk, "applicant", "等级偏轻")


def test_the_way_to_the_province_is_open_until_the_decision_was_told() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    telling.tell(case.pk, who.clerk, today(), "spoken")
    first = objections.file(case.pk, who.clerk, "applicant", "不服")
    with pytest.raises(ValidationError, match="还没有复核结论"):
        telling.tell_decision(first.pk, who.clerk, today(), "letter")
    objections.decide(first.pk, city, False, "维持")
    later = add_workdays(today(), 60).day
    with on_day(later):
        assert why_not(case) == ""
        telling.tell_decision(first.pk, who.clerk, later, "letter")
        with pytest.raises(ValidationError, match="已于"):
            telling.tell_decision(first.pk, who.clerk, later, "letter")
    with on_day(add_workdays(later, 11).day):
        assert "截止" in why_not(case)


def test_the_telling_has_its_day_and_its_county() -> None:
    who, there = office(), office(OTHER_COUNTY)
    case = published(who)
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(ValidationError, match="告知日期"):
            telling.tell(case.pk, who.clerk, day, "letter")
    with pytest.raises(ValidationError, match="告知方式"):
        telling.tell(case.pk, who.clerk, today(), "?")
    with pytest.raises(PermissionDenied, match="户籍所在县"):
        telling.tell(case.pk, there.clerk, today(), "letter")
    with pytest.raises(ValidationError, match="没有评定结果"):
        telling.tell(applied(who, person()).pk, who.clerk, today(), "letter")
    telling.tell(case.pk, who.clerk, today(), "letter")
    with pytest.raises(ValidationError, match="已于"):
        telling.tell(case.pk, who.clerk, today(), "letter")


def test_what_a_receiving_county_had_assessed_is_objected_to_there() -> None:
    who, there, city = office(), office(OTHER_COUNTY), sworn(Role.CITY_OFFICER, CITY)
    someone, _card = holder(who)
    to = Region.objects.get(code=OTHER_VILLAGE)
    case = applied(who, someone, Kind.TRANSFER, to_region=to)
    transfer.doubt(case.pk, there.clerk, "与现状不符")
    case = bring_to(there, case, State.PUBLISH, 4)
    with on_day(after_publication(case)):
        case = decisions.end_publication(case.pk, there.clerk)
        assert case.state == State.RECEIVE
        with pytest.raises(PermissionDenied, match="户籍所在县"):
            objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        made = objections.file(case.pk, there.clerk, "applicant", "等级偏轻")
        with pytest.raises(ValidationError, match="异议复核"):
            transfer.answer(case.pk, there.clerk, True)
        objections.decide(made.pk, city, True, "复核为三级", {4: 3})
    case = reload(case)
    assert (case.state, case.grade, case.county) == (State.PUBLISH, 3, OTHER_COUNTY[:6])


def test_a_new_finding_is_told_anew() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    telling.tell(case.pk, who.clerk, today(), "letter")
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    objections.decide(made.pk, city, True, "复核为二级", {4: 2})
    assert reload(case).told_on is None
    bring_to(who, case, State.REVIEW)
    decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "结论与病历不符")
    assert "没有评定结果" in why_not(case)


def test_only_the_city_decides_and_something_must_change() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    made = objections.file(case.pk, who.clerk, "public", "情况不实")
    with pytest.raises(PermissionDenied, match="市残联"):
        objections.decide(made.pk, who.leader, False, "维持")
    with pytest.raises(ValidationError, match="与原结论相同"):
        objections.decide(made.pk, city, True, "相同", {4: 3})
    with pytest.raises(ValidationError, match="复核意见"):
        objections.decide(made.pk, city, False, " ")
    assert reload(case).paused_on


def test_where_the_provinces_post_is_held_the_province_decides_what_the_city_rejected() -> None:
    divisions_above()
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    province, beside = post(Role.PROVINCE_OFFICER), post(Role.PROVINCE_OFFICER, OTHER_PROVINCE)
    case = published(who)
    first = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    assert [list(objections.waiting_for(each)) for each in (city, province)] == [[first], []]
    with pytest.raises(PermissionDenied, match="市残联组织复核"):
        objections.decide(first.pk, province, False, "维持")
    objections.decide(first.pk, city, False, "维持")
    second = objections.file(case.pk, who.clerk, "applicant", "仍不服")
    assert [list(objections.waiting_for(each)) for each in (city, province)] == [[], [second]]
    for other in (city, beside):
        with pytest.raises(PermissionDenied):
            objections.decide(second.pk, other, False, "维持")
    objections.decide(second.pk, province, True, "复核为二级", {4: 2})
    assert reload(case).grade == 2


def assessed_anew(who: Office, case: Case, grade: int) -> Case:
    """Sent back by the reviewer, and found to be of another grade."""
    case = bring_to(who, case, State.REVIEW)
    decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "结论与病历不符")
    return bring_to(who, case, State.PUBLISH, grade)


@pytest.mark.parametrize("verdict", [Verdict.REASSESS, Verdict.REFUSE])
@pytest.mark.parametrize("is_upheld", [True, False])
def test_what_the_province_found_is_final(verdict: Verdict, is_upheld: bool) -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    for parts in ({}, {4: 1} if is_upheld else {}):
        made = objections.file(case.pk, who.clerk, "applicant", "不服")
        objections.decide(made.pk, city, bool(parts), "复核", parts)
    case = bring_to(who, case, State.REVIEW)
    with pytest.raises(ValidationError, match="最终结论"):
        decisions.review(case.pk, who.reviewer, verdict, "不符")
    assert decisions.review(case.pk, who.reviewer, Verdict.PASS).grade == (1 if is_upheld else 3)


def test_a_case_assessed_anew_opens_a_new_right_at_the_city() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    telling.tell(case.pk, who.clerk, today(), "letter")
    made = objections.file(case.pk, who.clerk, "applicant", "不服")
    objections.decide(made.pk, city, False, "维持")
    telling.tell_decision(made.pk, who.clerk, today(), "letter")
    case = assessed_anew(who, case, 4)
    later = add_workdays(today(), 60).day
    with on_day(later):
        assert why_not(case) == "", "nobody told the applicant of this finding"
        telling.tell(case.pk, who.clerk, later, "letter")
    with on_day(add_workdays(later, 11).day):
        assert "截止" in why_not(case)
    with on_day(add_workdays(later, 10).day):
        new = objections.file(case.pk, who.clerk, "applicant", "仍偏轻")
        assert (new.level, new.previous) == (1, None)
        objections.decide(new.pk, city, False, "维持")
        assert objections.file(case.pk, who.clerk, "applicant", "再不服").previous == new


def test_a_neighbour_does_not_use_up_the_applicants_right() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    telling.tell(case.pk, who.clerk, today(), "letter")
    for _n in range(2):
        theirs = objections.file(case.pk, who.clerk, "public", "情况不实")
        assert (theirs.level, theirs.previous) == (1, None), "others never go to the province"
        assert "等复核结束" in why_not(case)
        objections.decide(theirs.pk, city, False, "维持")
    own = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    assert (own.level, own.previous) == (1, None)
    objections.decide(own.pk, city, False, "维持")
    last = objections.file(case.pk, who.clerk, "applicant", "仍不服")
    assert (last.level, last.previous) == (2, own)
    objections.decide(last.pk, city, False, "维持")
    assert "最终结论" in why_not(case)
    assert "最终结论" in why_not(case, "public"), "final for everybody (art. 25)"


def test_what_a_neighbour_brought_about_is_the_applicants_to_object_to() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    own = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    objections.decide(own.pk, city, False, "维持")
    telling.tell_decision(own.pk, who.clerk, today(), "letter")
    theirs = objections.file(case.pk, who.clerk, "public", "情况不实")
    objections.decide(theirs.pk, city, True, "复核为四级", {4: 4})
    with on_day(add_workdays(today(), 60).day):
        new = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    assert (new.level, new.previous) == (1, None)


def test_what_was_withdrawn_has_no_result_to_object_to() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    counter.withdraw(case.pk, who.clerk, "不办了")
    with pytest.raises(ValidationError, match="已撤回"):
        objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    before = Objection.objects.create(
        case=case, ground="等级偏轻", filed_on=today(), due=add_workdays(today(), 20).day
    )
    with pytest.raises(ValidationError, match=r"已撤回.*维持原结论"):
        objections.decide(before.pk, city, True, "复核为二级", {4: 2})
    assert objections.decide(before.pk, city, False, "维持").state == ObjectionState.REJECTED
    assert reload(case).state == State.WITHDRAWN


class TestAnotherBusiness:
    """A finding that is looked into stops every card of the person, and one dispute is had in one place."""

    def disputed(self, who: Office, kind: Kind = Kind.REPLACEMENT) -> tuple[Case, Case, Objection]:
        """A card that is out and objected to, and another business whose card is to be made out."""
        first = bring_to(who, applied(who, person()), State.CLOSED, 3)
        more = {"details": {"name": "演改名"}} if kind is Kind.DETAILS else {}
        other = bring_to(who, applied(who, first.person, kind, **more), State.PRODUCE)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        with pytest.raises(ValidationError, match="正在复核"):
            decisions.produce(other.pk, who.clerk)
        return first, other, made

    def test_it_goes_on_where_the_finding_stands(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        _first, other, made = self.disputed(who)
        objections.decide(made.pk, city, False, "维持")
        assert bring_to(who, other, State.CLOSED).state == State.CLOSED

    @pytest.mark.parametrize("kind", [Kind.REPLACEMENT, Kind.DAMAGE, Kind.DETAILS])
    def test_it_gives_way_to_a_new_finding(self, kind: Kind) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        first, other, made = self.disputed(who, kind)
        objections.decide(made.pk, city, True, "复核为二级", {4: 2})
        assert reload(other).state == State.WITHDRAWN
        new = bring_to(who, Case.objects.running().get(person=first.person), State.CLOSED)
        card = first.person.certificates.live().get()
        assert (new.origin, card.grade, card.number[-2:]) == (first, 2, "42")
        named = "演改名" if kind is Kind.DETAILS else first.person.name
        assert reload(new).person.name == named

    def test_a_card_that_lies_ready_does_not_hold_then(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        first = bring_to(who, applied(who, person()), State.CLOSED, 3)
        other = bring_to(who, applied(who, first.person, Kind.DAMAGE), State.HANDOVER)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        with pytest.raises(ValidationError, match="正在复核"):
            decisions.hand_over(other.pk, who.clerk, "person", "本人")
        objections.decide(made.pk, city, True, "复核为二级", {4: 2})
        assert first.person.certificates.live().get() == first.certificate

    def test_what_makes_out_no_card_is_finished_first(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        first = bring_to(who, applied(who, person()), State.CLOSED, 3)
        other = applied(who, first.person, Kind.FREEZE)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        with pytest.raises(ValidationError, match="请先办结或撤回"):
            objections.decide(made.pk, city, True, "复核为二级", {4: 2})
        counter.withdraw(other.pk, who.clerk, "不办了")
        objections.decide(made.pk, city, True, "复核为二级", {4: 2})

    def test_one_dispute_is_had_at_one_level(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        first = bring_to(who, applied(who, person()), State.CLOSED, 3)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        objections.decide(made.pk, city, True, "复核为二级", {4: 2})
        new = Case.objects.running().get(person=first.person)
        with pytest.raises(ValidationError, match=new.number):
            objections.file(first.pk, who.clerk, "applicant", "仍偏轻")
        second = objections.file(new.pk, who.clerk, "applicant", "仍偏轻")
        assert (second.level, second.previous) == (Objection.Level.PROVINCE, made)
        objections.decide(second.pk, city, False, "省级专家委员会维持")
        for case in (first, new):
            with pytest.raises(ValidationError, match="最终结论|新结论"):
                objections.file(case.pk, who.clerk, "applicant", "第三次")

    def test_nothing_found_any_more_cancels_the_card_after_review(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        first = bring_to(who, applied(who, person()), State.CLOSED, 3)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        objections.decide(made.pk, city, True, "不符合", {})
        new = Case.objects.running().get(person=first.person)
        assert (new.kind, new.state) == (Kind.CANCEL, State.REVIEW)
        assert why_not(new) == "", "the province may be asked before the card is cancelled"
        decisions.review(new.pk, who.reviewer, Verdict.PASS)
        assert first.person.certificates.get().state == CardState.CANCELLED

    @pytest.mark.parametrize("grade", [3, 1])
    def test_the_province_keeps_a_card_that_was_to_be_cancelled(self, grade: int) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        first = bring_to(who, applied(who, person()), State.CLOSED, 3)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        objections.decide(made.pk, city, True, "不符合", {})
        new = Case.objects.running().get(person=first.person)
        second = objections.file(new.pk, who.clerk, "applicant", "仍符合")
        objections.decide(second.pk, city, True, "省级专家委员会", {4: grade})
        assert reload(new).state == State.WITHDRAWN
        running = Case.objects.running().filter(person=first.person)
        assert [case.kind for case in running] == ([] if grade == 3 else [Kind.REGRADE])
        assert first.person.certificates.live().exists()


def test_a_finding_that_is_checked_still_is_none_yet() -> None:
    who = office()
    case = case_in(who, State.CHECK)
    with pytest.raises(ValidationError, match="还在核对"):
        objections.file(case.pk, who.clerk, "applicant", "等级偏轻")


def test_a_pause_from_before_the_objection_goes_on_after_it() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = published(who)
    counter.pause(case.pk, who.clerk, "其他", "等村里回音")
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    objections.decide(made.pk, city, False, "维持")
    assert reload(case).pause_reason == "其他：等村里回音"
    counter.resume(case.pk, who.clerk)
