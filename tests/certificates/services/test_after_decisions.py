"""What a decision on an objection leaves alone and what it opens, rights that do not run out unseen, where a card lies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.builders import CITY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE, post
from tests.certificates.office import (
    ALL,
    applied,
    bring_to,
    holder,
    holding,
    live_card,
    measured,
    office,
    person,
    record,
    regraded,
    reload,
    sent,
    sworn,
    sworn_on,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates import todos
from zulian.certificates.models import Case, State
from zulian.certificates.rules.cards import CardState, Kind
from zulian.certificates.services import (
    assessment,
    counter,
    decisions,
    looking_up,
    objections,
    public,
    redress,
    telling,
)
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.decisions import Verdict
from zulian.certificates.services.public import Checked
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.foundation.workdays import add_workdays
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


class TestWhatADecisionLeavesAlone:
    """A decision on an objection is made in sight of all that the person is found to have."""

    def city(self) -> Post:
        return sworn(Role.CITY_OFFICER, CITY)

    def test_a_finding_of_a_later_case_stays(self) -> None:
        who = office()
        someone, _card = holder(who)
        first = Case.objects.get(person=someone)
        bring_to(who, regraded(who, someone, {2: 3}), State.CLOSED)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        assert redress.now_found(first) == {2: 3, 4: 2}
        with pytest.raises(ValidationError, match="听力三级没有重新评定"):
            objections.decide(made.pk, self.city(), True, "复核", {4: 1})
        objections.decide(made.pk, self.city(), True, "复核", {2: 3, 4: 1})
        bring_to(who, Case.objects.running().get(person=someone), State.CLOSED)
        assert live_card(someone).parts == {"2": 3, "4": 1}

    def test_a_card_that_came_after_a_refusal_is_joined(self) -> None:
        who = office()
        someone = person()
        refused = applied(who, someone, categories=(1,))
        record(who, sent(who, refused, 1), measured(1, None))
        bring_to(who, applied(who, someone), State.CLOSED)
        made = objections.file(refused.pk, who.clerk, "applicant", "复查有视野缺损")
        with pytest.raises(ValidationError, match="肢体二级没有重新评定"):
            objections.decide(made.pk, self.city(), True, "复核", {1: 3})
        objections.decide(made.pk, self.city(), True, "复核", {1: 3, 4: 2})
        bring_to(who, reload(refused), State.CLOSED)
        assert live_card(someone).said == "多重二级（视力三级、肢体二级）"

    def test_what_was_assessed_once_more_is_objected_to_there(self) -> None:
        who = office()
        someone, _card = holder(who)
        first = Case.objects.get(person=someone)
        later = bring_to(who, regraded(who, someone, {4: 3}), State.CLOSED)
        with pytest.raises(ValidationError, match=later.number):
            objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        assert objections.file(later.pk, who.clerk, "applicant", "等级偏轻").case == later

    def test_what_it_opened_is_not_withdrawn(self) -> None:
        who = office()
        someone, _card = holder(who)
        made = objections.file(
            Case.objects.get(person=someone).pk, who.clerk, "applicant", "等级偏轻"
        )
        objections.decide(made.pk, self.city(), True, "复核", {4: 1})
        opened = Case.objects.running().get(person=someone)
        with pytest.raises(ValidationError, match="不能撤回"):
            counter.withdraw(opened.pk, who.clerk, "不办了")
        opened = bring_to(who, opened, State.REVIEW)
        decisions.review(opened.pk, who.reviewer, Verdict.REASSESS, "与照片不符")
        with pytest.raises(ValidationError, match="“肢体”还没有派给医院"):
            sent(who, opened, 2)

    def test_nothing_found_on_the_way_cancels_the_card(self) -> None:
        who = office()
        someone, card = holder(who)
        case = regraded(who, someone, {4: 4})
        made = objections.file(case.pk, who.clerk, "public", "行走自如")
        objections.decide(made.pk, self.city(), True, "不符合", {})
        assert reload(case).state == State.UNQUALIFIED
        assert Case.objects.running().get(person=someone).kind == Kind.CANCEL
        assert "经重新评定不符合" in looking_up.obstacle_to(someone, Kind.RENEWAL, today()) or (
            "已有一件" in looking_up.obstacle_to(someone, Kind.RENEWAL, today())
        )
        assert live_card(someone) == card

    def test_a_finding_that_a_decision_took_away_does_not_come_back(self) -> None:
        who = office()
        someone, _card = holding({1: 3, 4: 2})
        case = regraded(who, someone, {1: 4})
        made = objections.file(case.pk, who.clerk, "public", "行走自如")
        objections.decide(made.pk, self.city(), True, "复核", {1: 4})
        case = bring_to(who, case, State.REVIEW)
        decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "不符")
        order = sent(who, case, 1)
        assessment.record_findings(order.pk, who.assessor, [Graded(1, None, reason="复查正常")])
        decisions.check(case.pk, who.clerk, False, "再查")
        record(who, sent(who, case, 1), measured(1, 3))
        assert reload(case).parts == {"1": 3}

    def test_a_lock_outlives_a_cancelling_that_was_wrong(self) -> None:
        who, city = office(), self.city()
        someone, _card = holder(who)
        first = Case.objects.get(person=someone)
        bring_to(who, applied(who, someone, Kind.FREEZE), State.CLOSED)
        made = objections.file(first.pk, who.clerk, "public", "行走自如")
        objections.decide(made.pk, city, True, "不符合", {})
        cancelled = bring_to(who, Case.objects.running().get(person=someone), State.CLOSED)
        again = objections.file(cancelled.pk, who.clerk, "applicant", "不服")
        objections.decide(again.pk, city, True, "复核", {4: 2})
        bring_to(who, Case.objects.running().get(person=someone), State.CLOSED)
        assert live_card(someone).state == CardState.FROZEN

    def test_a_loss_that_was_told_is_not_forgotten(self) -> None:
        who = office()
        someone, card = holder(who)
        first = Case.objects.get(person=someone)
        applied(who, someone, Kind.REPLACEMENT)
        assert public.check(card.number, someone.name) == Checked.NONE, "it is lost from now on"
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        objections.decide(made.pk, self.city(), True, "复核", {4: 1})
        bring_to(who, Case.objects.running().get(person=someone), State.CLOSED)
        bring_to(who, applied(who, someone, Kind.REGRADE), State.CLOSED, 2)
        assert live_card(someone).number == f"{card.number}B1"


class TestRights:
    """No right of objection runs out unseen."""

    def test_a_refusal_is_told_anew(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.PUBLISH)
        telling.tell(case.pk, who.clerk, today(), "letter")
        with on_day(add_workdays(today(), 14).day), sworn_on(who):
            case = bring_to(who, case, State.REVIEW)
            decisions.review(case.pk, who.reviewer, Verdict.REFUSE, "材料存疑")
            assert reload(case).told_on is None
            assert case.pk in {row.pk for row in todos.untold(who.clerk)}
            with pytest.raises(ValidationError, match="告知日期应在"):
                telling.tell(case.pk, who.clerk, today() - timedelta(days=1), "letter")
            telling.tell(case.pk, who.clerk, today(), "letter")
            assert objections.file(case.pk, who.clerk, "applicant", "评定属实").level == 1

    def test_a_neighbours_objection_does_not_run_the_applicants_days_out(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        case = bring_to(who, applied(who, person()), State.PUBLISH)
        telling.tell(case.pk, who.clerk, today(), "letter")
        theirs = objections.file(case.pk, who.clerk, "public", "情况不实")
        with pytest.raises(ValidationError, match="重新计算"):
            objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        with on_day(add_workdays(today(), 12).day), sworn_on(who):
            objections.decide(theirs.pk, city, False, "维持")
        with on_day(add_workdays(today(), 22).day), sworn_on(who):
            assert objections.file(case.pk, who.clerk, "applicant", "等级偏轻").level == 1

    def test_neighbours_object_while_it_is_published(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.PUBLISH)
        telling.tell(case.pk, who.clerk, today(), "letter")
        with on_day(case.publish_until or today()):
            assert objections.obstacle(case, "public", []) == ""
        case = bring_to(who, case, State.CLOSED)
        with on_day(add_workdays(case.publish_until or today(), 1).day):
            assert "公示已于" in objections.obstacle(case, "public", [])

    def test_nobody_objects_to_what_the_province_found(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        case = bring_to(who, applied(who, person()), State.PUBLISH)
        for parts in ({4: 1}, {4: 3}):
            made = objections.file(case.pk, who.clerk, "applicant", "不服")
            objections.decide(made.pk, city, True, "复核", parts)
        assert reload(case).state == State.PUBLISH
        for by_whom in ("public", "applicant"):
            with pytest.raises(ValidationError, match="最终结论"):
                objections.file(case.pk, who.clerk, by_whom, "情况不实")

    def test_what_was_found_anew_and_given_up_bars_nobody(self) -> None:
        who = office()
        someone, _card = holder(who)
        first = Case.objects.get(person=someone)
        later = bring_to(who, regraded(who, someone, {4: 3}), State.PUBLISH)
        with (
            on_day(add_workdays(today(), 9).day),
            pytest.raises(ValidationError, match=later.number),
        ):
            objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        with on_day(add_workdays(today(), 11).day), sworn_on(who):
            counter.withdraw(later.pk, who.clerk, "不办了")
        with on_day(add_workdays(today(), 21).day), sworn_on(who):
            assert objections.file(first.pk, who.clerk, "applicant", "等级偏轻").level == 1

    def test_one_neighbours_objection_does_not_keep_the_others_out(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        case = bring_to(who, applied(who, person()), State.PUBLISH)
        first = objections.file(case.pk, who.clerk, "public", "情况不实")
        with pytest.raises(ValidationError, match="顺延"):
            objections.file(case.pk, who.clerk, "public", "另有情况")
        with on_day(add_workdays(today(), 12).day), sworn_on(who):
            objections.decide(first.pk, city, False, "维持")
            decisions.end_publications()
            assert reload(case).state == State.PUBLISH
            assert objections.file(case.pk, who.clerk, "public", "另有情况").level == 1

    def test_who_was_refused_and_moved_is_dealt_with_at_the_new_home(self) -> None:
        who, there, city = office(), office(OTHER_COUNTY), sworn(Role.CITY_OFFICER, CITY)
        someone = person()
        case = bring_to(who, applied(who, someone), State.UNQUALIFIED, None)
        with scope(post(Role.CITY_OFFICER, CITY).region.scope()):
            people.correct(someone, {"region": Region.objects.get(code=OTHER_VILLAGE)})
        with scope(there.clerk.region.scope()):
            assert list(todos.untold(there.clerk)) == [case]
            made = objections.file(case.pk, there.clerk, "applicant", "不服")
        assert not todos.untold(who.clerk)
        objections.decide(made.pk, city, True, "复核", {4: 2})
        opened = Case.objects.running().get(person=someone)
        assert (opened.county, reload(case).state) == (OTHER_COUNTY[:6], State.UNQUALIFIED)
        bring_to(there, opened, State.CLOSED)
        assert live_card(someone).region_id == OTHER_VILLAGE


class TestPlaces:
    """A card lies where its holder does, and a locked one is transferred where that is what it was locked for."""

    def test_a_village_that_was_corrected_on_the_way(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.PRODUCE)
        village = (
            Region.objects.under(VILLAGE[:9] + "000").filter(level=12).exclude(code=VILLAGE)[0]
        )
        people.correct(someone, {"region": village})
        bring_to(who, case, State.CLOSED)
        assert live_card(someone).region_id == village.code

    def test_a_transfer_that_the_new_home_opens_asks_for_its_papers_and_a_guardian(self) -> None:
        office()
        there = office(OTHER_COUNTY)
        someone, _card = holding({6: 3})
        to = Region.objects.get(code=OTHER_VILLAGE)
        with pytest.raises(ValidationError, match="登记监护人"):
            counter.ask_to_come(someone.id_number, to, there.clerk)
        people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
        case = counter.ask_to_come(someone.id_number, to, there.clerk)
        assert (case.state, case.county) == (State.MATERIALS, OTHER_COUNTY[:6])
        assert {item.key for item in counter.missing(case)} >= {"household", "guardian", "old_card"}
        assert counter.receive_materials(case.pk, there.clerk, ALL).state == State.RELEASE

    def test_a_change_that_is_not_printed_is_decided_at_home(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone, _card = holder(who)
        wish = {"phone": "12011112222"}
        case = applied(there, someone, Kind.DETAILS, details=wish)
        assert (case.state, case.county) == (State.REVIEW, VILLAGE[:6])
        decisions.review(case.pk, who.reviewer, Verdict.PASS)
        assert Person.objects.get(pk=someone.pk).phone == "12011112222"

    def test_a_voided_name_is_taken_back_until_it_comes_with_the_next_card(self) -> None:
        who, city = office(), sworn(Role.CITY_OFFICER, CITY)
        someone, card = holder(who)
        first = Case.objects.get(person=someone)
        wish = {"name": "演改名"}
        bring_to(who, applied(who, someone, Kind.DETAILS, details=wish), State.HANDOVER)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        objections.decide(made.pk, city, True, "复核", {4: 1})
        assert (Person.objects.get(pk=someone.pk).name, live_card(someone)) == ("演张三", card)
        bring_to(who, Case.objects.running().get(person=someone), State.CLOSED)
        assert Person.objects.get(pk=someone.pk).name == "演改名"
