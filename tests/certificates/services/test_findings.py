"""The finding beside what the measurements suggest: a reason where they differ, seen by the next person before anything goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import OTHER_COUNTY
from tests.certificates.office import (
    Office,
    applied,
    bring_to,
    found,
    measured,
    office,
    person,
    reload,
    sent,
    sworn,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Finding, State
from zulian.certificates.registers.case_words import expected_words
from zulian.certificates.services import assessment, counter, decisions, telling
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import today
from zulian.people import services as people

pytestmark = pytest.mark.usefixtures("regions")
SHANKS = {"limb": ["both_shanks"]}


def graded(who: Office, *findings: Graded) -> Case:
    someone, categories = person(), tuple(one.category for one in findings)
    people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
    order = sent(who, applied(who, someone, categories=categories), *categories)
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


@pytest.mark.parametrize("grade", [3, None])
@pytest.mark.parametrize("measures", [{}, {"limb": []}])
def test_a_finding_without_any_measurement_needs_its_reason_and_is_looked_at(
    measures: dict[str, object], grade: int | None
) -> None:
    who = office()
    with pytest.raises(ValidationError, match="没有填写任何测量结果") as refused:
        graded(who, Graded(4, grade, measures))
    assert set(refused.value.message_dict) == {"reason_4"}
    case = graded(who, Graded(4, grade, measures, reason="卧床，检查报告见附件"))
    assert (case.state, case.findings.get().differs) == (State.CHECK, False)
    assert "卧床" in expected_words(case.findings.get()), "whoever looks at it reads it"


# What was measured, the grade found, what is missing: grown, and of fifteen or three years.
UNFINISHED = [
    (5, {"iq": 74}, 1, 40, "适应行为"),
    (5, {"iq": 60}, 4, 40, "适应行为"),
    (5, {"adaptive": 4}, 4, 40, "智商"),
    (5, {"whodas": 60}, 4, 40, "智商"),
    (6, {"adaptive": 3}, 3, 40, "WHO-DAS"),
    (6, {"adaptive": 0}, None, 40, "WHO-DAS"),
    (5, {"dq": 74}, 4, 3, "适应行为"),
]


@pytest.mark.parametrize(("category", "measures", "grade", "age", "what"), UNFINISHED)
def test_what_was_not_measured_to_the_end_needs_its_reason_and_is_looked_at(
    category: int, measures: dict[str, Any], grade: int | None, age: int, what: str
) -> None:
    who = office()
    someone = person(birth=today() - timedelta(days=366 * age))
    people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
    order = sent(who, applied(who, someone, categories=(category,)), category)
    with pytest.raises(ValidationError, match="测量没有填全") as refused:
        assessment.record_findings(order.pk, who.assessor, [Graded(category, grade, measures)])
    assert what in str(refused.value.message_dict[f"reason_{category}"])
    finding = Graded(category, grade, measures, reason="不能配合，附病历")
    assessment.record_findings(order.pk, who.assessor, [finding])
    assert reload(order.case).state == State.CHECK


def test_a_scale_of_another_age_is_refused() -> None:
    """WHO-DAS II is for adults, the developmental quotient for those up to six."""
    who, young = office(), person(birth=today() - timedelta(days=366 * 15))
    people.add_relative(young, kind="guardian", relation="母亲", name="演母")
    order = sent(who, applied(who, young, categories=(6,)), 6)
    with pytest.raises(ValidationError, match="WHO-DAS"):
        finding = Graded(6, 4, {"whodas": 60}, reason="附病历")
        assessment.record_findings(order.pk, who.assessor, [finding])
    with pytest.raises(ValidationError, match="发育商"):
        graded(who, Graded(5, 4, {"dq": 74}))


def test_a_clock_runs_while_it_is_looked_at() -> None:
    who = office()
    case = graded(who, Graded(4, 1, SHANKS, reason="残端条件差"))
    assert case.due is not None
    assert list(Case.objects.for_counter(who.clerk.region)) == [case]
    counter.pause(case.pk, who.clerk, "需要补充检查")
    with pytest.raises(ValidationError, match="已暂停"):
        decisions.check(case.pk, who.clerk, True)


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
            assessment.record_findings(order.pk, both, [measured(4, 2)])
        found(who, order)
