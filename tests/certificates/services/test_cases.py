"""The life of a case and its card: the normal ways, what is refused, and that nothing is half done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE, post
from tests.certificates.office import (
    ALL,
    BIRTH,
    applied,
    bring_to,
    found,
    holder,
    leaders,
    measured,
    office,
    person,
    reload,
    sent,
    swear,
    sworn,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, Material, State, Step
from zulian.certificates.rules.cards import CardState, Kind, months_later
from zulian.certificates.services import assessment, counter, decisions, looking_up, transfer
from zulian.certificates.services.counter import Application
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.anchors import verify
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.foundation.workdays import add_workdays
from zulian.people import hooks
from zulian.people import services as people
from zulian.people.deaths import Told, record_death
from zulian.people.models import Person
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def test_from_application_to_the_card_in_the_hand() -> None:
    who, someone = office(), person()
    case = applied(who, someone)
    assert (case.state, case.accepted_on) == (State.ORDER, today())
    case = bring_to(who, case, State.PUBLISH)
    assert case.publish_until == add_workdays(today(), 5).day
    with pytest.raises(ValidationError, match="期满后"):
        decisions.end_publication(case.pk, who.clerk)
    case = bring_to(who, case, State.CLOSED)
    card = case.certificate
    assert card is not None
    assert card.number == f"{someone.id_number}42"
    assert (card.state, card.valid_until) == (
        CardState.VALID,
        months_later(card.issued_on, 120) - timedelta(days=1),
    )
    assert [s.state for s in case.history.all()] == [
        "materials",
        "order",
        "assess",
        "publish",
        "review",
        "approve",
        "produce",
        "handover",
    ]
    assert all(s.left_on for s in case.history.all())
    assert verify().sound


def test_what_is_missing_is_asked_for_once_and_then_accepted() -> None:
    who, someone = office(), person()
    case = counter.start(someone, who.clerk, Application(Kind.FIRST, ("id_card",), (4,)))
    assert case.state == State.MATERIALS
    with pytest.raises(ValidationError, match="还缺：户口簿、近期"):
        counter.accept(case.pk, who.clerk)
    with on_day(add_workdays(today(), 2).day):
        case = counter.receive_materials(case.pk, who.clerk, ["household", "photos"])
        assert case.state == State.ORDER
        assert case.accepted_on != case.arrived_on
    assert not Material.objects.filter(case=case, required=True, received_on=None).exists()


def test_a_child_needs_a_guardian() -> None:
    who, child = office(), person(birth=date(2015, 5, 5))
    with pytest.raises(ValidationError, match="监护人"):
        applied(who, child)
    people.add_relative(child, kind="guardian", relation="父亲", name="演父")
    case = applied(who, child)
    assert case.materials.filter(key="guardian").exists()


def test_without_consent_nothing_begins() -> None:
    who, someone = office(), person()
    someone.consents.all().delete()
    with pytest.raises(ValidationError, match="同意书"):
        applied(who, someone)
    assert not Case.objects.exists()


def test_several_categories_take_the_most_severe_grade() -> None:
    who, someone = office(), person()
    order = sent(who, applied(who, someone), 1, 4)
    assessment.record_findings(order.pk, who.assessor, [measured(1, 3)])
    assert reload(order.case).state == State.ASSESS
    assessment.record_findings(order.pk, who.assessor, [measured(4, 1)])
    case = reload(order.case)
    assert (case.category, case.grade, case.parts) == (7, 1, {"1": 3, "4": 1})


def test_what_reaches_no_grade_ends_with_a_reason() -> None:
    who, someone = office(), person()
    case = bring_to(who, applied(who, someone), State.UNQUALIFIED, None)
    assert (case.state, case.ended_on, case.due) == (State.UNQUALIFIED, today(), None)
    assert not Certificate.objects.exists()


class TestHands:
    """Acceptance, assessment and review are three people's work."""

    def test_who_accepted_does_not_review(self) -> None:
        who, someone = office(), person()
        both = Post.objects.create(
            user=who.clerk.user, role=Role.REVIEWER, region=who.clerk.region, since=date(2020, 1, 1)
        )
        swear(both)
        case = bring_to(who, applied(who, someone), State.REVIEW)
        with pytest.raises(PermissionDenied, match="受理是您办的"):
            decisions.review(case.pk, both, Verdict.PASS)
        assert reload(case).state == State.REVIEW

    def test_who_accepted_does_not_assess(self) -> None:
        who, someone = office(), person()
        both = Post.objects.create(
            user=who.clerk.user, role=Role.ASSESSOR, region=who.clerk.region, since=date(2020, 1, 1)
        )
        from zulian.certificates.services import setup

        setup.appoint(who.hospital, both, [4])
        order = sent(who, applied(who, someone))
        with pytest.raises(PermissionDenied, match="评定须由另一人"):
            assessment.record_findings(order.pk, both, [measured(4, 2)])

    def test_an_unsworn_clerk_only_reads(self) -> None:
        office()
        with pytest.raises(PermissionDenied, match="保密协议、责任承诺书"):
            counter.start(person(), post(Role.CERTIFICATE_CLERK), Application(Kind.FIRST))

    def test_another_county_does_not_act(self) -> None:
        who, someone = office(), person()
        case = applied(who, someone)
        with pytest.raises(PermissionDenied, match="另一个县"):
            counter.withdraw(case.pk, sworn(Role.CERTIFICATE_CLERK, OTHER_COUNTY), "不办了")

    def test_an_assessor_stays_within_their_categories(self) -> None:
        who, someone = office(categories=(1, 2)), person()
        case = applied(who, someone, categories=(1, 2))
        with pytest.raises(ValidationError, match="没有被指定评定"):
            sent(who, case, 1, 2, 4)
        order = sent(who, case, 1, 2)
        who.doctor.categories = [1]
        who.doctor.save()
        with pytest.raises(ValidationError, match="没有评定“听力”的资格"):
            assessment.record_findings(order.pk, who.assessor, [measured(2, 2)])
        assert not order.findings.exists()


class TestTwice:
    """The same step by two people, or sent twice."""

    def test_one_person_has_one_running_case(self) -> None:
        who, someone = office(), person()
        applied(who, someone)
        with pytest.raises(ValidationError, match="已有一件“首次申领”在办"):
            applied(who, someone)
        assert Case.objects.count() == 1

    def test_the_second_clerk_is_told(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.PRODUCE)
        decisions.produce(case.pk, who.clerk)
        with pytest.raises(ValidationError, match="可能别人刚刚办过"):
            decisions.produce(case.pk, who.clerk)
        assert Certificate.objects.count() == 1

    def test_findings_are_not_recorded_twice(self) -> None:
        who, someone = office(), person()
        order = sent(who, applied(who, someone), 4)
        found(who, order)
        with pytest.raises(ValidationError, match="已经完成"):
            found(who, order)


class TestVerdicts:
    def test_more_materials_come_back_to_the_same_step(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.REVIEW)
        with pytest.raises(ValidationError, match="写明理由"):
            decisions.review(case.pk, who.reviewer, Verdict.MORE)
        decisions.review(case.pk, who.reviewer, Verdict.MORE, "照片不清楚", ["photos"])
        assert reload(case).state == State.MATERIALS
        counter.receive_materials(case.pk, who.clerk, ["photos"])
        assert reload(case).state == State.REVIEW

    def test_reassessment_sets_the_old_orders_aside(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.REVIEW, 2)
        decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "结论与病历不符")
        case = bring_to(who, case, State.PUBLISH, 3)
        assert (case.category, case.grade) == (4, 3)

    def test_a_refusal_ends_it(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.APPROVE)
        decisions.approve(case.pk, who.leader, Verdict.REFUSE, "材料不实")
        case = reload(case)
        assert (case.state, case.verdict) == (State.UNQUALIFIED, "材料不实")


class TestClocks:
    def test_a_pause_moves_the_deadline_by_its_working_days(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.REVIEW)
        before = case.due
        assert before is not None
        counter.pause(case.pk, who.clerk, "需要补充检查")
        with pytest.raises(ValidationError, match="已暂停"):
            decisions.review(case.pk, who.reviewer, Verdict.PASS)
        with on_day(add_workdays(today(), 4).day):
            counter.resume(case.pk, who.clerk)
        case = reload(case)
        assert case.due == add_workdays(before, 4).day
        assert case.history.get(left_on=None).paused_days == 4

    def test_a_late_step_marks_the_case_for_good(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.REVIEW)
        assert case.due
        with on_day(add_workdays(case.due, 1).day):
            assert reload(case).is_late
            assert list(Case.objects.late(today())) == [case]
            decisions.review(case.pk, who.reviewer, Verdict.PASS)
        case = reload(case)
        assert case.late
        assert Step.objects.get(case=case, state="review").late

    def test_publications_end_by_themselves(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.PUBLISH)
        assert decisions.end_publications() == 0
        assert case.publish_until
        with on_day(case.publish_until + timedelta(days=1)):
            assert decisions.end_publications() == 1
            assert decisions.end_publications() == 0
        assert reload(case).state == State.REVIEW


class TestRulesOfTheDate:
    """The rules in force on the day of the application hold to the end."""

    def test_evident_disability_was_recorded_jointly_before_2018(self) -> None:
        with on_day(date(2013, 3, 19)):
            who, someone = office(), person()
            case = applied(who, someone)
            assert State.PUBLISH not in case.steps
            director, *others = leaders(COUNTY)
            with pytest.raises(ValidationError, match="至少 3 名"):
                assessment.record_jointly(case.pk, who.clerk, {4: 1}, [director, others[0]])
            with pytest.raises(ValidationError, match="至少 3 名"):
                wrong = [*leaders(OTHER_COUNTY)]
                assessment.record_jointly(case.pk, who.clerk, {4: 1}, wrong)
            with pytest.raises(ValidationError, match="须包括本县（区）残联在任理事长"):
                assessment.record_jointly(case.pk, who.clerk, {4: 1}, others)
            signers = [director, *others[:2]]
            case = assessment.record_jointly(case.pk, who.clerk, {4: 1}, signers)
            assert (case.state, case.grade) == (State.REVIEW, 1)
            assert [name.split()[0] for name in case.signers] == ["理事长", "副理事长", "副理事长"]

    def test_the_city_reviewed_before_2018(self) -> None:
        with on_day(date(2013, 6, 3)):
            who, city = office(), sworn(Role.CITY_OFFICER, CITY)
            case = bring_to(who, applied(who, person()), State.CITY)
            with pytest.raises(PermissionDenied, match="另一个县"):
                decisions.city_review(case.pk, who.leader, Verdict.PASS)
            case = decisions.city_review(case.pk, city, Verdict.REASSESS, "结论与病历不符")
            case = bring_to(who, case, State.CITY, 3)
            decisions.city_review(case.pk, city, Verdict.PASS)
            assert bring_to(who, case, State.CLOSED).certificate.grade == 3  # type: ignore[union-attr]

    def test_since_2018_only_a_hospital_assesses(self) -> None:
        who, someone = office(), person()
        case = applied(who, someone)
        with pytest.raises(ValidationError, match="指定医院评定"):
            assessment.record_jointly(case.pk, who.clerk, {4: 1}, leaders(COUNTY))

    def test_a_case_of_2017_stays_with_its_rules_in_2018(self) -> None:
        with on_day(date(2017, 12, 29)):
            who, someone = office(), person()
            case = applied(who, someone)
        with on_day(date(2018, 1, 3)):
            swear(who.clerk)
            order = sent(who, reload(case))
            found(who, order)
            assert reload(case).state == State.REVIEW


class TestCards:
    def test_a_lost_card_is_replaced_with_the_next_number_and_the_old_last_day(self) -> None:
        who = office()
        someone, card = holder(who)
        applied(who, someone, Kind.LOSS)
        assert Certificate.objects.get(pk=card.pk).state == CardState.LOST
        bring_to(who, applied(who, someone, Kind.REPLACEMENT), State.CLOSED)
        old, new = (
            Certificate.objects.get(pk=card.pk),
            Certificate.objects.live().get(person=someone),
        )
        assert (old.state, new.number, new.valid_until) == (
            CardState.REPLACED,
            f"{card.number}B1",
            card.valid_until,
        )

    def test_renewal_opens_twelve_months_before_the_end(self) -> None:
        who = office()
        someone, card = holder(who)
        with pytest.raises(ValidationError, match="到期前 12 个月起"):
            applied(who, someone, Kind.RENEWAL)
        with on_day(card.valid_until - timedelta(days=100)):
            swear(who.clerk), swear(who.reviewer), swear(who.leader)
            bring_to(who, applied(who, someone, Kind.RENEWAL), State.CLOSED)
            new = Certificate.objects.live().get(person=someone)
            assert new.valid_until > card.valid_until
            assert new.number == card.number

    def test_a_changed_grade_gives_a_new_base(self) -> None:
        who = office()
        someone, card = holder(who)
        bring_to(who, applied(who, someone, Kind.REGRADE), State.CLOSED, 1)
        assert Certificate.objects.live().get(person=someone).number == f"{someone.id_number}41"
        bring_to(who, applied(who, someone, Kind.REGRADE), State.CLOSED, 2)
        assert Certificate.objects.live().get(person=someone).number == f"{someone.id_number}42"

    def test_freeze_and_thaw(self) -> None:
        who = office()
        someone, card = holder(who)
        bring_to(who, applied(who, someone, Kind.FREEZE), State.CLOSED)
        assert Certificate.objects.get(pk=card.pk).state == CardState.FROZEN
        with pytest.raises(ValidationError, match="请先解冻"):
            applied(who, someone, Kind.REPLACEMENT)
        bring_to(who, applied(who, someone, Kind.UNFREEZE), State.CLOSED)
        assert Certificate.objects.get(pk=card.pk).state == CardState.VALID

    def test_after_cancellation_a_year_must_pass(self) -> None:
        who = office()
        someone, card = holder(who)
        bring_to(who, applied(who, someone, Kind.CANCEL), State.CLOSED)
        gone = Certificate.objects.get(pk=card.pk)
        assert (gone.state, gone.ended_on) == (CardState.CANCELLED, today())
        with pytest.raises(ValidationError, match="满一年后"):
            applied(who, someone)
        with on_day(months_later(today(), 12)):
            bring_to(who, applied(who, someone), State.CLOSED)
        assert Certificate.objects.live().get(person=someone).number == card.number

    def test_new_details_stand_on_the_new_card(self) -> None:
        who = office()
        someone, _card = holder(who)
        case = applied(
            who, someone, Kind.DETAILS, details={"name": "演李四", "phone": "", "address": ""}
        )
        assert "演李四" not in str(
            AuditEntry.objects.filter(action="case.start").values_list("changes", flat=True)
        )
        bring_to(who, case, State.CLOSED)
        assert Person.objects.get(pk=someone.pk).name == "演李四"
        new = Certificate.objects.live().get(person=someone)
        assert (new.before, new.number, new.made_for) == (_card, _card.number, Kind.DETAILS)

    def test_without_an_id_number_no_card_is_made(self) -> None:
        who = office()
        baby = people.register(
            people.Entry(
                "演婴",
                Region.objects.get(code=VILLAGE),
                no_number="infant",
                sex="male",
                birth=timezone.localdate() - timedelta(days=30),
            )
        )
        baby.consents.create(region=baby.region, given=True, purpose="办证", by_guardian=True)
        people.add_relative(baby, kind="guardian", relation="母亲", name="演母")
        case = bring_to(who, applied(who, baby), State.PRODUCE)
        with pytest.raises(ValidationError, match="还没有身份证号"):
            decisions.produce(case.pk, who.clerk)
        assert reload(case).state == State.PRODUCE
        assert not Certificate.objects.exists()


class TestTransfer:
    def test_a_handshake_moves_person_and_card(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone, card = holder(who)
        case = applied(
            who, someone, Kind.TRANSFER, to_region=Region.objects.get(code=OTHER_VILLAGE)
        )
        assert case.state == State.RECEIVE
        with pytest.raises(PermissionDenied):
            transfer.answer(case.pk, who.clerk, True)
        transfer.answer(case.pk, there.clerk, True)
        assert Person.objects.get(pk=someone.pk).region_id == OTHER_VILLAGE
        assert Certificate.objects.get(pk=card.pk).region_id == OTHER_VILLAGE
        assert Certificate.objects.get(pk=card.pk).number == card.number

    def test_the_receiving_county_may_ask_first(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone, card = holder(who)
        case = counter.ask_to_come(
            someone.id_number, Region.objects.get(code=OTHER_VILLAGE), there.clerk, ALL
        )
        assert case.state == State.RELEASE
        with pytest.raises(ValidationError, match="写明理由"):
            transfer.answer(case.pk, who.clerk, False)
        transfer.answer(case.pk, who.clerk, True)
        transfer.answer(case.pk, there.clerk, True)
        assert Certificate.objects.get(pk=card.pk).region_id == OTHER_VILLAGE

    def test_a_refusal_leaves_all_where_it_was(self) -> None:
        who, there = office(), office(OTHER_COUNTY)
        someone, card = holder(who)
        case = applied(
            who, someone, Kind.TRANSFER, to_region=Region.objects.get(code=OTHER_VILLAGE)
        )
        transfer.answer(case.pk, there.clerk, False, "户口未迁入")
        assert Certificate.objects.get(pk=card.pk).region_id == VILLAGE
        assert reload(case).state == State.UNQUALIFIED

    def test_a_household_in_another_county_is_not_simply_corrected(self) -> None:
        who = office()
        someone, _card = holder(who)
        with pytest.raises(ValidationError, match="跨县迁移"):
            people.correct(someone, {"region": Region.objects.get(code=OTHER_VILLAGE)})


def test_a_future_application_is_refused() -> None:
    who, someone = office(), person()
    with pytest.raises(ValidationError, match="不能晚于今天"):
        counter.start(
            someone,
            who.clerk,
            Application(Kind.FIRST, received=ALL, arrived_on=today() + timedelta(days=1)),
        )


def test_the_counter_finds_by_every_number_and_name() -> None:
    who = office()
    someone, card = holder(who, name="演王五")
    for words in (someone.id_number, f" {someone.id_number.lower()} ", card.number, "演王", "yww"):
        assert looking_up.look_up(words).people == [someone], words
    with pytest.raises(ValidationError, match="校验位"):
        looking_up.look_up(someone.id_number[:-1] + ("0" if someone.id_number[-1] != "0" else "1"))


def test_a_file_in_use_is_not_closed() -> None:
    who = office()
    someone, _card = holder(who)
    with pytest.raises(ValidationError, match="持有残疾人证"):
        people.close(someone, "保管期已满")
    bring_to(who, applied(who, someone, Kind.CANCEL), State.CLOSED)
    with pytest.raises(ValidationError, match="保管期到"):
        people.close(someone, "保管期已满")
    with on_day(date(today().year + 6, 1, 1)):
        people.close(someone, "保管期已满")
    someone.refresh_from_db()
    assert (someone.status, someone.phone) == (Person.Status.CLOSED, "")


def test_merged_files_bring_their_cards_along_and_take_them_back() -> None:
    who = office()
    someone, card = holder(who)
    twin = people.register(
        people.Entry(
            "演张三", Region.objects.get(code=VILLAGE), no_number="pending", sex="male", birth=BIRTH
        )
    )
    people.merge(someone, twin, "重复登记")
    assert Certificate.objects.get(pk=card.pk).person == twin
    people.undo_merge(someone)
    assert Certificate.objects.get(pk=card.pk).person == someone


def twin_of(someone: Person) -> Person:
    """A second file of somebody, without a number still."""
    return people.register(
        people.Entry(
            someone.name,
            Region.objects.get(code=VILLAGE),
            no_number="pending",
            sex="male",
            birth=BIRTH,
        )
    )


def test_what_was_begun_for_one_file_is_ended_before_it_is_merged_with_a_card() -> None:
    who = office()
    someone, _card = holder(who)
    twin = twin_of(someone)
    people.consent(twin, who.clerk, True, "办证")
    case = applied(who, twin)
    for one, into in ((someone, twin), (twin, someone)):
        with pytest.raises(ValidationError, match="请先办结或撤回"):
            people.merge(one, into, "重复登记")
    counter.withdraw(case.pk, who.clerk, "另有档案")
    assert people.merge(twin, someone, "重复登记") == someone


def test_a_card_in_use_is_not_merged_into_the_file_of_the_dead() -> None:
    who = office()
    someone, card = holder(who)
    twin = twin_of(someone)
    record_death(twin, Told(today(), "family"), who.clerk)
    for one, into in ((someone, twin), (twin, someone)):
        one.refresh_from_db()
        into.refresh_from_db()
        with pytest.raises(ValidationError, match="已登记死亡"):
            people.merge(one, into, "重复登记")
    assert Certificate.objects.get(pk=card.pk).is_live


def test_pauses_end_by_themselves_when_they_last_too_long() -> None:
    who, someone = office(), person()
    case = applied(who, someone)
    counter.pause(case.pk, who.clerk, "申请人住院或外出")
    with on_day(today() + timedelta(days=180)):
        assert counter.end_pauses() == 0
    with on_day(today() + timedelta(days=181)):
        assert counter.end_pauses() == 1
        case = reload(case)
        assert case.paused_on is None
        assert case.due is not None
        assert case.due > today()


def test_the_counter_finds_by_telephone_and_full_pinyin() -> None:
    office()
    someone = person(name="演赵六")
    assert looking_up.look_up("138 0000 1234").people == [someone]
    assert looking_up.look_up("yanzhao").people == [someone]


def test_files_that_no_register_needs_any_more_are_listed() -> None:
    who = office()
    kept, gone = holder(who)[0], holder(who)[0]
    bring_to(who, applied(who, gone, Kind.CANCEL), State.CLOSED)
    later = date(today().year + 6, 1, 2)
    assert not hooks.unneeded_since(Person.objects.all(), today() - timedelta(days=1)).exists()
    assert list(hooks.unneeded_since(Person.objects.all(), later)) == [gone]
    assert kept.status == Person.Status.OPEN


def test_what_a_change_asks_for_is_shown_without_what_is_sealed() -> None:
    who = office()
    someone, _card = holder(who)
    wish = {"name": "演李四", "phone": "12012345678", "address": "演示路1号"}
    case = reload(applied(who, someone, Kind.DETAILS, details=wish))
    assert case.change_words == "姓名 演李四；联系电话 120****5678；户籍地址 已填写新地址"
    assert reload(applied(who, person())).change_words == ""


def test_family_and_consent_move_along() -> None:
    who, there = office(), office(OTHER_COUNTY)
    someone, _card = holder(who)
    people.add_relative(someone, kind="family", relation="配偶", name="演偶")
    case = applied(who, someone, Kind.TRANSFER, to_region=Region.objects.get(code=OTHER_VILLAGE))
    transfer.answer(case.pk, there.clerk, True)
    with scope(Region.objects.get(code=OTHER_COUNTY).scope()):
        moved = Person.objects.get(pk=someone.pk)
        assert moved.relatives.count() == moved.consents.count() == 1
        bring_to(there, applied(there, moved, Kind.CANCEL), State.CLOSED)
