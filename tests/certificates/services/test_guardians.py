"""A guardian wherever a category found needs one: nothing goes on until one is on file."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.builders import CITY, COUNTY
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
    sworn,
)
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, State
from zulian.certificates.rules.cards import Kind, months_later
from zulian.certificates.services import assessment, counter, decisions, objections
from zulian.certificates.services.assessment import Graded
from zulian.foundation.clock import on_day, today
from zulian.foundation.workdays import add_workdays
from zulian.people import services as people
from zulian.people.models import Person

pytestmark = pytest.mark.usefixtures("regions")


def found(who: Office, someone: Person, *graded: Graded) -> Case:
    """A case of the limbs in which the doctor finds what nobody ticked as well."""
    if 4 not in {one.category for one in graded}:
        graded = (measured(4, None), *graded)
    order = sent(who, applied(who, someone, categories=(4,)), *(one.category for one in graded))
    record(who, order, *graded)
    return reload(order.case)


def waits_for_guardian(case: Case) -> bool:
    papers = case.materials.filter(key="guardian", required=True, received_on=None)
    return reload(case).state == State.MATERIALS and papers.exists()


@pytest.mark.parametrize("category", [5, 6])
def test_what_the_doctor_finds_stops_until_a_guardian_is_on_file(category: int) -> None:
    who, someone = office(), person()
    case = found(who, someone, measured(4, 3), measured(category, 2))
    assert waits_for_guardian(case)
    people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
    later = add_workdays(today(), 8).day
    with on_day(later):
        case = counter.receive_materials(case.pk, who.clerk, ["guardian"])
        assert (case.state, case.publish_from) == (State.PUBLISH, later)
        assert case.publish_until == add_workdays(later, 5).day
    bring_to(who, case, State.CLOSED)
    assert Certificate.objects.live().get(person=someone).category == 7


def test_what_was_not_found_needs_none() -> None:
    who = office()
    assert found(who, person(), measured(4, 3), measured(6, None)).state == State.PUBLISH
    assert found(who, person(), measured(4, None), measured(6, None)).state == State.UNQUALIFIED


def test_who_has_a_guardian_on_file_goes_on() -> None:
    who, someone = office(), person()
    people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
    assert found(who, someone, measured(6, 2)).state == State.PUBLISH


def test_an_objection_that_changes_the_category_stops_too() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = found(who, person(), measured(4, 3))
    made = objections.file(case.pk, who.clerk, "applicant", "还有精神残疾")
    objections.decide(made.pk, city, True, "复核为精神二级", {6: 2})
    assert waits_for_guardian(case)


def test_an_objection_while_a_guardian_is_waited_for_is_taken() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    case = found(who, person(), measured(6, 3))
    made = objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
    objections.decide(made.pk, city, True, "复核为肢体二级", {4: 2})
    assert reload(case).state == State.PUBLISH


def test_after_the_card_is_out_a_case_by_objection_waits_for_the_guardian() -> None:
    who, city = office(), sworn(Role.CITY_OFFICER, CITY)
    someone, _card = holder(who)
    case = Case.objects.get(person=someone)
    made = objections.file(case.pk, who.clerk, "applicant", "还有精神残疾")
    objections.decide(made.pk, city, True, "复核为精神二级", {6: 2})
    assert waits_for_guardian(Case.objects.running().get(person=someone))


def test_a_joint_record_stops_too() -> None:
    with on_day(date(2013, 6, 3)):
        who = office()
        case = applied(who, person())
        assessment.record_jointly(case.pk, who.clerk, {4: 3, 5: 1}, leaders(COUNTY))
        assert waits_for_guardian(case)


@pytest.mark.parametrize("kind", [Kind.REPLACEMENT, Kind.DAMAGE, Kind.DETAILS])
def test_later_cards_of_who_needs_one_are_asked_for_through_the_guardian(kind: Kind) -> None:
    who, someone = office(), person()
    relative = people.add_relative(someone, kind="guardian", relation="母亲", name="演母")
    bring_to(who, found(who, someone, measured(6, 2)), State.CLOSED)
    relative.delete()
    with pytest.raises(ValidationError, match="先在档案中登记监护人"):
        applied(who, someone, kind, details={"name": "演改名"} if kind is Kind.DETAILS else None)
    applied(who, someone, Kind.LOSS)


def test_who_comes_of_age_meanwhile_needs_none() -> None:
    """A minor's guardian is asked for by the age of the day, not by that of the application."""
    birth = months_later(today(), -18 * 12)
    with on_day(add_workdays(today(), -3).day):
        who, someone = office(), person(birth=birth)
        with pytest.raises(ValidationError, match="监护人"):
            applied(who, someone)
    assert applied(who, someone).state == State.ORDER


def test_nothing_of_it_is_reviewed_before() -> None:
    who = office()
    case = found(who, person(), measured(5, 3))
    with pytest.raises(ValidationError, match="待补材料"):
        decisions.end_publication(case.pk, who.clerk)
    assert decisions.end_publications() == 0
