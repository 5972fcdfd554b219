"""The finding beside what the measurements suggest: a reason where they differ, seen by the next person before anything goes on."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import OTHER_COUNTY
from tests.certificates.office import (
    Office,
    applied,
    bring_to,
    found,
    office,
    person,
    reload,
    sent,
    sworn,
    unmeasured,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Finding, State
from zulian.certificates.registers.case_words import expected_words
from zulian.certificates.services import assessment, counter, decisions, telling
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import today

pytestmark = pytest.mark.usefixtures("regions")
SHANKS = {"limb": ["both_shanks"]}


def graded(who: Office, *findings: Graded) -> Case:
    order = sent(who, applied(who, person()), *(one.category for one in findings))
    assessment.record_findings(order.pk, who.assessor, findings)
    return reload(order.case)


def test_what_fits_goes_on_without_a_word() -> None:
    case = graded(office(), Graded(4, 3, SHANKS))
    finding = case.findings.get()
    assert (case.state, finding.expected, finding.reason, finding.differs) == (
        State.PUBLISH,
        3,
        "",
        False,
    )


@pytest.mark.parametrize("grade", [1, 2, 4, None])
def test_another_grade_needs_its_reason(grade: int | None) -> None:
    who = office()
    with pytest.raises(ValidationError, match="请写明理由") as refused:
        graded(who, Graded(4, grade, SHANKS, reason=" "))
    assert set(refused.value.message_dict) == {"reason_4"}
    assert not Finding.objects.exists()
    case = graded(who, Graded(4, grade, SHANKS, reason="残端条件差"))
    finding = case.findings.get()
    assert (case.state, finding.expected, finding.reason) == (State.CHECK, 3, "残端条件差")
    assert case.publish_until is None, "nothing is published before both were seen"
    done = decisions.check(case.pk, who.clerk, True)
    assert done.state == (State.UNQUALIFIED if grade is None else State.PUBLISH)


def test_nobody_is_told_what_is_still_looked_at() -> None:
    who = office()
    case = graded(who, Graded(4, 1, SHANKS, reason="残端条件差"))
    with pytest.raises(ValidationError, match="还在核对"):
        telling.tell(case.pk, who.clerk, today(), "letter")
    decisions.check(case.pk, who.clerk, True)
    telling.tell(case.pk, who.clerk, today(), "letter")


def test_whoever_looks_may_send_it_back() -> None:
    who = office()
    case = graded(who, Graded(4, 1, SHANKS, reason="残端条件差"))
    with pytest.raises(ValidationError, match="写明理由"):
        decisions.check(case.pk, who.clerk, False)
    with pytest.raises(PermissionDenied):
        decisions.check(case.pk, sworn(Role.CERTIFICATE_CLERK, OTHER_COUNTY), True)
    case = decisions.check(case.pk, who.clerk, False, "与照片不符")
    assert (case.state, case.found_on, case.verdict) == (State.ORDER, None, "与照片不符")
    assert bring_to(who, case, State.PUBLISH, 3).grade == 3


def test_one_that_differs_among_several_is_enough() -> None:
    who = office()
    fits, differs = Graded(2, 4, {"decibel": 50}), Graded(4, 2, SHANKS, reason="合并髋关节强直")
    case = graded(who, fits, differs)
    assert (case.state, case.category, case.grade) == (State.CHECK, 7, 2)
    assert decisions.check(case.pk, who.clerk, True).state == State.PUBLISH


@pytest.mark.parametrize("measured", [{}, {"limb": []}])
def test_a_grade_without_any_measurement_needs_its_reason(measured: dict[str, object]) -> None:
    who = office()
    with pytest.raises(ValidationError, match="没有填写任何测量结果") as refused:
        graded(who, Graded(4, 3, measured))
    assert set(refused.value.message_dict) == {"reason_4"}
    case = graded(who, Graded(4, 3, measured, reason="卧床，检查报告见附件"))
    assert (case.state, case.findings.get().differs) == (State.PUBLISH, False)
    assert "卧床" in expected_words(case.findings.get()), "whoever reviews reads it"


def test_who_is_found_not_to_qualify_needs_no_measurement() -> None:
    assert graded(office(), Graded(4, None)).state == State.UNQUALIFIED


def test_a_clock_runs_while_it_is_looked_at() -> None:
    who = office()
    case = graded(who, Graded(4, 1, SHANKS, reason="残端条件差"))
    assert case.due is not None
    assert list(Case.objects.for_counter(who.clerk.region)) == [case]
    counter.pause(case.pk, who.clerk, "其他")
    with pytest.raises(ValidationError, match="已暂停"):
        decisions.check(case.pk, who.clerk, True)


def test_where_measurements_say_nothing_the_doctor_alone_decides() -> None:
    case = graded(office(), Graded(5, 4, {"dq": 74}))
    # A grown person has no developmental quotient: it is kept, and says nothing.
    assert (case.findings.get().expected, case.findings.get().differs) == (None, False)


class TestHands:
    """Acceptance, assessment, review and approval are four people's work."""

    @pytest.mark.parametrize("hand", ["clerk", "reviewer"])
    def test_who_accepted_or_reviewed_does_not_approve(self, hand: str) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.APPROVE)
        same = getattr(who, hand).user
        both = Post.objects.create(
            user=same, role=Role.COUNTY_OFFICER, region=who.clerk.region, since=who.clerk.since
        )
        from tests.certificates.office import swear

        swear(both)
        with pytest.raises(PermissionDenied, match="审批须由另一人"):
            decisions.approve(case.pk, both, Verdict.PASS)
        assert reload(case).state == State.APPROVE
        decisions.approve(case.pk, who.leader, Verdict.PASS)

    def test_who_approved_does_not_assess_anew(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.APPROVE)
        decisions.approve(case.pk, who.leader, Verdict.REASSESS, "结论与病历不符")
        both = Post.objects.create(
            user=who.leader.user,
            role=Role.ASSESSOR,
            region=who.leader.region,
            since=who.leader.since,
        )
        from zulian.certificates.services import setup

        setup.appoint(who.hospital, both, [4])
        order = sent(who, reload(case))
        with pytest.raises(PermissionDenied, match="审批是您办的"):
            assessment.record_findings(order.pk, both, [unmeasured(4, 2)])
        found(who, order)
