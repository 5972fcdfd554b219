"""What a card says, was and is worth stays as it is, unless a rule says otherwise: findings, losses, locks, years, rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import CITY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE, post
from tests.certificates.office import (
    ALL,
    Office,
    after_publication,
    applied,
    bring_to,
    holder,
    holding,
    leaders,
    live_card,
    measured,
    new_number,
    office,
    person,
    record,
    regraded,
    reload,
    sent,
    swear,
    sworn,
    sworn_on,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, Objection, State
from zulian.certificates.rules.cards import CardState, Kind, months_later
from zulian.certificates.services import (
    assessment,
    cards,
    counter,
    deaths,
    decisions,
    looking_up,
    objections,
    public,
    telling,
    transfer,
)
from zulian.certificates.services.decisions import Verdict
from zulian.certificates.services.public import Checked
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.people import services as people
from zulian.people.models import Person
from zulian.people.rules import tidy_name
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


class TestFindings:
    """A category that was not assessed anew stays as the card says it."""

    @pytest.mark.parametrize(
        ("before", "found", "after"),
        [
            ({4: 2}, {2: 3}, {2: 3, 4: 2}),
            ({4: 2, 1: 3}, {1: 4}, {1: 4, 4: 2}),
            ({4: 2, 1: 3}, {1: None}, {4: 2}),
            ({4: 2, 2: 3}, {4: 4, 2: 4}, {2: 4, 4: 4}),
            ({4: 2}, {4: 3}, {4: 3}),
        ],
    )
    def test_what_was_not_assessed_stays(
        self, before: dict[int, int], found: dict[int, int | None], after: dict[int, int]
    ) -> None:
        who = office()
        someone, _card = holding(before)
        case = regraded(who, someone, found)
        assert {int(c): g for c, g in case.parts.items()} == after
        bring_to(who, case, State.CLOSED)
        assert {int(c): g for c, g in live_card(someone).parts.items()} == after

    def test_after_a_second_assessment_too(self) -> None:
        who = office()
        someone, _card = holding({4: 2, 1: 3})
        case = bring_to(who, regraded(who, someone, {1: 4}), State.REVIEW)
        decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "与照片不符")
        with pytest.raises(ValidationError, match="“视力”还没有派给医院"):
            sent(who, case, 4)
        record(who, sent(who, case, 1), measured(1, 2))
        assert reload(case).parts == {"1": 2, "4": 2}

    def test_a_guardian_is_asked_for_while_a_mental_finding_stays(self) -> None:
        who = office()
        someone, _card = holding({6: 3})
        with pytest.raises(ValidationError, match="登记监护人"):
            applied(who, someone, Kind.REGRADE, categories=(4,))
        people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
        case = applied(who, someone, Kind.REGRADE, categories=(4,))
        assert case.materials.filter(key="guardian").exists()

    def test_what_was_applied_for_is_assessed(self) -> None:
        who = office()
        case = applied(who, person(), categories=(1, 4))
        with pytest.raises(ValidationError, match="“视力”还没有派给医院"):
            sent(who, case, 4)
        assert sent(who, case, 1, 2, 4).categories == [1, 2, 4]
        assert reload(case).wanted == [1, 2, 4]

    def test_a_transfer_that_is_doubted_for_one_category_keeps_the_others(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone, card = holding({1: 3, 4: 2})
        to = Region.objects.get(code=OTHER_VILLAGE)
        case = applied(who, someone, Kind.TRANSFER, to_region=to)
        transfer.doubt(case.pk, there.clerk, "行走自如")
        record(there, sent(there, case, 4), measured(4, 4))
        assert reload(case).parts == {"1": 3, "4": 4}
        assert reload(case).found_otherwise and live_card(someone) == card

    def test_a_joint_record_of_one_keeps_the_others(self) -> None:
        with on_day(today().replace(year=2013)):
            who = office()
            someone, _card = holding({1: 3})
            case = applied(who, someone, Kind.REGRADE, categories=(4,))
            board = leaders(VILLAGE[:6] + "000000")
            with pytest.raises(ValidationError, match="视力三级没有重新评定"):
                assessment.record_jointly(case.pk, who.clerk, {4: 1}, board)
            assessment.record_jointly(case.pk, who.clerk, {1: 3, 4: 1}, board)
            assert reload(case).parts == {"1": 3, "4": 1}

    def test_of_a_card_that_says_only_several_the_parts_are_put_down_first(self) -> None:
        who = office()
        someone, card = holding({1: 2, 4: 2})
        Certificate.objects.filter(pk=card.pk).update(parts={})
        with pytest.raises(ValidationError, match="补登各类等级"):
            applied(who, someone, Kind.REGRADE, categories=(4,))
        with pytest.raises(ValidationError, match="补登各类等级"):
            applied(who, someone, Kind.DAMAGE)
        for wrong in ({4: 2}, {1: 3, 4: 3}, {1: 1, 4: 2}, {7: 2, 4: 2}):
            with pytest.raises(ValidationError):
                cards.know_parts(card.pk, who.clerk, wrong)
        assert (
            cards.know_parts(card.pk, who.clerk, {1: 3, 4: 2}).parts_words == "视力三级、肢体二级"
        )
        with pytest.raises(ValidationError, match="已经登记"):
            cards.know_parts(card.pk, who.clerk, {1: 3, 4: 2})
        assert regraded(who, someone, {4: 4}).parts == {"1": 3, "4": 4}

    def test_a_transfer_of_such_a_card_is_doubted_once_they_are_known(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone, card = holding({1: 2, 4: 2})
        Certificate.objects.filter(pk=card.pk).update(parts={})
        to = Region.objects.get(code=OTHER_VILLAGE)
        case = applied(who, someone, Kind.TRANSFER, to_region=to)
        with pytest.raises(ValidationError, match="与迁出地联系"):
            transfer.doubt(case.pk, there.clerk, "不符")
        cards.know_parts(card.pk, who.clerk, {1: 3, 4: 2})
        assert transfer.doubt(case.pk, there.clerk, "不符").wanted == [1, 4]


class TestDecisions:
    """What a decision on an objection does to a card that was lost, locked, given up or refused."""

    def city(self) -> Post:
        return sworn(Role.CITY_OFFICER, CITY)

    def upheld(self, who: Office, case: Case, parts: dict[int, int]) -> Objection:
        made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        return objections.decide(made.pk, self.city(), True, "复核", parts)

    def test_a_lost_card_stays_lost_when_the_one_in_its_place_is_set_aside(self) -> None:
        who = office()
        someone, card = holder(who)
        first = Case.objects.get(person=someone)
        applied(who, someone, Kind.LOSS)
        bring_to(who, applied(who, someone, Kind.REPLACEMENT), State.HANDOVER)
        self.upheld(who, first, {4: 1})
        assert (live_card(someone), live_card(someone).state) == (card, CardState.LOST)
        bring_to(who, Case.objects.running().get(person=someone), State.CLOSED)
        assert live_card(someone).number == f"{someone.id_number}41"
        bring_to(who, applied(who, someone, Kind.REGRADE), State.CLOSED, 2)
        assert live_card(someone).number == f"{card.number}B1", "one loss, and no lost number again"

    def test_a_valid_card_that_was_to_be_replaced_as_lost_is_lost(self) -> None:
        who = office()
        someone, card = holder(who)
        first = Case.objects.get(person=someone)
        bring_to(who, applied(who, someone, Kind.REPLACEMENT), State.HANDOVER)
        self.upheld(who, first, {4: 1})
        assert Certificate.objects.get(pk=card.pk).state == CardState.LOST

    def test_a_lock_stays(self) -> None:
        who = office()
        someone, card = holder(who)
        first = Case.objects.get(person=someone)
        bring_to(who, applied(who, someone, Kind.FREEZE), State.CLOSED)
        self.upheld(who, first, {4: 1})
        case = bring_to(who, Case.objects.running().get(person=someone), State.HANDOVER)
        new = live_card(someone)
        assert (new.grade, new.state, new.before) == (1, CardState.FROZEN, card)
        assert public.check(new.number, someone.name) == Checked.NONE
        assert public.check(card.number, someone.name) == Checked.NONE
        self.upheld(who, case, {4: 3})
        assert Certificate.objects.get(pk=card.pk).state == CardState.FROZEN

    def test_who_was_refused_though_something_was_found_may_be_right_with_just_that(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.REVIEW)
        case = decisions.review(case.pk, who.reviewer, Verdict.REFUSE, "材料存疑")
        made = objections.file(case.pk, who.clerk, "applicant", "评定属实")
        objections.decide(made.pk, self.city(), True, "评定属实", {4: 2})
        assert (reload(case).state, reload(case).parts) == (State.PUBLISH, {"4": 2})

    def test_all_parts_of_a_finding_can_be_decided(self) -> None:
        who = office()
        someone, _card = holding({1: 3, 2: 3, 4: 2})
        case = regraded(who, someone, {1: 4})
        self.upheld(who, case, {1: 3, 2: 3, 4: 2})
        assert reload(case).parts == {"1": 3, "2": 3, "4": 2}

    def test_who_gave_the_card_up_meanwhile_gets_none_within_the_year(self) -> None:
        who = office()
        someone, _card = holder(who)
        first = Case.objects.get(person=someone)
        made = objections.file(first.pk, who.clerk, "applicant", "等级偏轻")
        bring_to(who, applied(who, someone, Kind.CANCEL), State.CLOSED)
        decided = objections.decide(made.pk, self.city(), True, "复核为一级", {4: 1})
        assert decided.parts == {"4": 1}
        assert not Case.objects.running().filter(person=someone).exists()
        assert not Certificate.objects.live().filter(person=someone).exists()

    def test_while_it_is_looked_into_nobody_is_told_to_resume(self) -> None:
        from zulian.certificates.registers.cases import CASES

        who = office()
        case = bring_to(who, applied(who, person()), State.PUBLISH)
        objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        resume = CASES.action("resume")
        assert not resume.is_open(reload(case))
        objections.decide(Objection.objects.get().pk, self.city(), False, "维持")
        counter.pause(case.pk, who.clerk, "需要补充检查")
        assert resume.is_open(reload(case))


class TestHands:
    """Nobody does two steps of one case, whichever time round."""

    def test_who_reviewed_the_first_time_does_not_approve_the_second(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.APPROVE)
        decisions.approve(case.pk, who.leader, Verdict.REASSESS, "与照片不符")
        case = bring_to(who, case, State.REVIEW)
        decisions.review(case.pk, sworn(Role.REVIEWER, who.clerk.region_id), Verdict.PASS)
        same = Post.objects.create(
            user=who.reviewer.user,
            role=Role.COUNTY_OFFICER,
            region=who.leader.region,
            since=who.leader.since,
        )
        swear(same)
        with pytest.raises(PermissionDenied, match="审核是您办的"):
            decisions.approve(case.pk, same, Verdict.PASS)
        assert decisions.approve(case.pk, who.leader, Verdict.PASS).state == State.PRODUCE

    def test_a_city_that_decided_may_still_review(self) -> None:
        with on_day(today().replace(year=2013)):
            who, city = office(), sworn(Role.CITY_OFFICER, CITY)
            case = bring_to(who, applied(who, person()), State.REVIEW)
            made = objections.file(case.pk, who.clerk, "applicant", "偏轻")
            objections.decide(made.pk, city, True, "复核", {4: 1})
            case = bring_to(who, case, State.CITY)
            assert decisions.city_review(case.pk, city, Verdict.PASS).state == State.PRODUCE


class TestYears:
    """Only a new assessment and a renewal give another ten years."""

    @pytest.mark.parametrize("kind", [Kind.REPLACEMENT, Kind.DAMAGE])
    @pytest.mark.parametrize("is_lost", [True, False])
    def test_a_card_that_has_run_out_is_renewed(self, kind: Kind, is_lost: bool) -> None:
        who = office()
        someone, card = holder(who)
        with on_day(card.valid_until + timedelta(days=1)), sworn_on(who):
            if is_lost:
                applied(who, someone, Kind.LOSS)
            with pytest.raises(ValidationError, match="请办到期换领"):
                applied(who, someone, kind)
            case = bring_to(who, applied(who, someone, Kind.RENEWAL), State.CLOSED)
            keys = {item.key for item in case.materials.all()}
            assert keys == {"id_card", "photos", "lost" if is_lost else "old_card"}
            assert live_card(someone).number == (f"{card.number}B1" if is_lost else card.number)

    def test_what_is_printed_changes_after_the_renewal(self) -> None:
        who = office()
        someone, card = holder(who)
        with on_day(card.valid_until + timedelta(days=1)), sworn_on(who):
            with pytest.raises(ValidationError, match="先办到期换领"):
                applied(who, someone, Kind.DETAILS, details={"name": "演改名"})
            applied(who, someone, Kind.DETAILS, details={"phone": "12011112222"})

    def test_one_that_runs_out_on_the_way_is_not_made_out(self) -> None:
        who = office()
        someone, card = holder(who)
        with on_day(card.valid_until - timedelta(days=1)), sworn_on(who):
            case = bring_to(who, applied(who, someone, Kind.DAMAGE), State.PRODUCE)
        with on_day(card.valid_until + timedelta(days=1)), sworn_on(who):
            with pytest.raises(ValidationError, match="改办“到期换领”"):
                decisions.produce(case.pk, who.clerk)
            counter.withdraw(case.pk, who.clerk, "改办换领")
            applied(who, someone, Kind.RENEWAL)


class TestNumbers:
    """The number of a lost card is never given again."""

    def test_nor_after_the_lost_card_was_cancelled(self) -> None:
        who = office()
        someone, card = holder(who)
        applied(who, someone, Kind.LOSS)
        bring_to(who, applied(who, someone, Kind.CANCEL), State.CLOSED)
        with on_day(months_later(today(), 12)), sworn_on(who):
            bring_to(who, applied(who, someone), State.CLOSED)
        assert live_card(someone).number == f"{card.number}B1"


class TestNames:
    """A card is checked by the name that stands on it."""

    def test_the_old_name_holds_until_the_new_card_is_handed_over(self) -> None:
        who = office()
        someone, card = holder(who)
        wish = {"name": "演改名"}
        case = bring_to(who, applied(who, someone, Kind.DETAILS, details=wish), State.HANDOVER)
        assert public.check(card.number, "演张三") == Checked.VALID
        assert public.check(card.number, "演改名") == Checked.READY
        bring_to(who, case, State.CLOSED)
        assert public.check(card.number, "演张三") == Checked.NONE
        assert public.check(card.number, "演改名") == Checked.VALID

    @pytest.mark.parametrize("dot", "·•‧∙・．.")
    def test_every_dot_of_a_name_is_the_same(self, dot: str) -> None:
        who, name = office(), f"演买提{dot}艾力"
        someone, card = holder(who, name=name)
        assert someone.name == tidy_name(name) == "演买提·艾力"
        assert public.check(card.number, f"演买提 {dot} 艾力") == Checked.VALID
        assert list(Person.objects.alive().called(name)) == [someone]


class TestMoved:
    """Whoever moves with their card is told, and objects, where they live now."""

    def moved(self, who: Office, there: Office, case: Case) -> Case:
        to = Region.objects.get(code=OTHER_VILLAGE)
        going = applied(who, case.person, Kind.TRANSFER, to_region=to)
        transfer.answer(going.pk, there.clerk, True)
        return reload(case)

    def test_a_decision_is_told_and_the_next_objection_taken_at_the_new_home(self) -> None:
        who, there, city = office(), office(OTHER_COUNTY), sworn(Role.CITY_OFFICER, CITY)
        someone, _card = holder(who)
        case = Case.objects.get(person=someone)
        made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        case = self.moved(who, there, case)
        objections.decide(made.pk, city, False, "维持")
        with scope(there.clerk.region.scope()):
            assert Case.objects.filter(pk=case.pk).exists()
            told = telling.tell_decision(made.pk, there.clerk, today(), "letter")
            assert told.region_id == OTHER_VILLAGE
            again = objections.file(case.pk, there.clerk, "applicant", "仍不服")
        assert (again.level, again.region_id) == (Objection.Level.PROVINCE, OTHER_VILLAGE)
        with pytest.raises(PermissionDenied):
            telling.tell(case.pk, who.clerk, today(), "letter")

    def test_what_was_decided_before_goes_along(self) -> None:
        who, there, city = office(), office(OTHER_COUNTY), sworn(Role.CITY_OFFICER, CITY)
        someone, _card = holder(who)
        case = Case.objects.get(person=someone)
        made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        objections.decide(made.pk, city, False, "维持")
        self.moved(who, there, case)
        with scope(there.clerk.region.scope()):
            assert telling.tell_decision(made.pk, there.clerk, today(), "spoken").told_on

    def test_who_has_no_card_and_moves_takes_the_right_along(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone = person()
        case = bring_to(who, applied(who, someone), State.CLOSED, None)
        officer = post(Role.CITY_OFFICER, CITY)
        with scope(officer.region.scope()):
            people.correct(someone, {"region": Region.objects.get(code=OTHER_VILLAGE)})
        with scope(there.clerk.region.scope()):
            assert objections.file(case.pk, there.clerk, "applicant", "不服").case == case


class TestGuardians:
    """Who applies through a guardian does so for every business whose list asks for the guardian's papers."""

    @pytest.mark.parametrize("kind", [Kind.CANCEL, Kind.DAMAGE, Kind.RENEWAL, Kind.TRANSFER])
    def test_with_a_mental_finding_on_the_card(self, kind: Kind) -> None:
        who = office()
        someone, card = holding({4: 2, 6: 3})
        to = Region.objects.get(code=OTHER_VILLAGE) if kind is Kind.TRANSFER else None
        with on_day(card.valid_until if kind is Kind.RENEWAL else today()), sworn_on(who):
            items = looking_up.checklist(someone, kind, (), today())
            assert "guardian" in {item["key"] for item in items}
            with pytest.raises(ValidationError, match="登记监护人"):
                applied(who, someone, kind, to_region=to)
            people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
            assert applied(who, someone, kind, to_region=to).accepted_on

    def test_a_loss_is_reported_at_once(self) -> None:
        who = office()
        someone, card = holding({6: 3})
        applied(who, someone, Kind.LOSS)
        assert Certificate.objects.get(pk=card.pk).state == CardState.LOST

    def test_who_is_a_child_by_the_new_number(self) -> None:
        who = office()
        someone, _card = holder(who)
        young = {"id_number": new_number(today() - timedelta(days=366 * 10))}
        with pytest.raises(ValidationError, match="登记监护人"):
            applied(who, someone, Kind.DETAILS, details=young)
        relative = people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
        case = counter.start(
            someone, who.clerk, counter.Application(Kind.DETAILS, ("id_card",), details=young)
        )
        relative.delete()
        with pytest.raises(ValidationError, match="登记监护人"):
            counter.receive_materials(case.pk, who.clerk, ALL)


class TestDays:
    """Nobody dies or moves before they are born."""

    def test_a_death_before_the_birth_is_not_listed(self) -> None:
        who = office()
        someone, _card = holder(who)
        line = deaths.Line(
            someone.id_number, someone.name, someone.birth - timedelta(days=1), "civil"
        )
        with pytest.raises(ValidationError, match="不能早于出生日期"):
            deaths.report(who.clerk, line)


def test_a_publication_that_is_over_is_told_of_its_result_in_all_its_parts() -> None:
    who = office()
    someone, _card = holding({1: 3, 4: 2})
    case = regraded(who, someone, {1: 4})
    assert case.said == "多重二级（视力四级、肢体二级）"
    with on_day(after_publication(case)):
        assert decisions.end_publication(case.pk, who.clerk).state == State.REVIEW
