"""Plain builders of a certificate office: sworn staff, a hospital with its assessor, invented people, cases in any state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.builders import CITY, COUNTY, OTHER_COUNTY, VILLAGE, post
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import (
    Assessor,
    Case,
    Certificate,
    Hospital,
    Order,
    PromiseText,
    State,
)
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import assessment, counter, decisions, promises, setup
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.common import begin
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import on_day, today
from zulian.foundation.workdays import add_workdays
from zulian.leadership.models import Body, Term
from zulian.leadership.models import Office as Seat
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Region

_serial = count(1)
BIRTH = date(1970, 1, 1)
EARLY = {State.MATERIALS, State.ORDER, State.ASSESS}
ALL = tuple(
    item
    for item in (
        "id_card",
        "household",
        "photos",
        "guardian",
        "old_card",
        "medical",
        "lost",
        "ground",
    )
)


@dataclass
class Office:
    """Everybody who works on certificates in one county."""

    clerk: Post
    reviewer: Post
    leader: Post
    assessor: Post
    hospital: Hospital
    doctor: Assessor


def texts() -> None:
    """The city's two texts, once."""
    if not PromiseText.objects.exists():
        for kind in PromiseText.Kind:
            PromiseText.objects.create(
                region_id=CITY,
                kind=kind,
                version=1,
                text=f"{kind.label}（测试文本）",
                since=date(2000, 1, 1),
            )


def sworn(role: str, code: str = COUNTY) -> Post:
    """A post that has signed both texts."""
    texts()
    made = post(role, code)
    swear(made)
    return made


def swear(made: Post) -> None:
    for text in promises.texts_in_force(made.region_id, today()).values():
        promises.sign(made, text.pk, made.user.name)


@contextmanager
def sworn_on(who: Office) -> Iterator[None]:
    """Everybody of an office has signed anew, for days on which the first promises are over."""
    for made in (who.clerk, who.reviewer, who.leader):
        if promises.missing_promises(made, today()):
            swear(made)
    yield


def office(code: str = COUNTY, categories: tuple[int, ...] = (1, 2, 3, 4, 5, 6)) -> Office:
    """Staff and a hospital for a county; everybody sworn today."""
    hospital = setup.designate(
        Region.objects.get(code=code),
        f"演示医院{next(_serial)}",
        list(categories),
        "演示文件",
        date(2005, 1, 1),
    )
    assessor = post(Role.ASSESSOR, code)
    doctor = setup.appoint(hospital, assessor, list(categories))
    return Office(
        sworn(Role.CERTIFICATE_CLERK, code),
        sworn(Role.REVIEWER, code),
        sworn(Role.COUNTY_OFFICER, code),
        assessor,
        hospital,
        doctor,
    )


def new_number(birth: date = BIRTH) -> str:
    """A number valid by rule that no test has used."""
    n = next(_serial)
    return numbered(birth + timedelta(days=n // 900), n % 900)


def person(code: str = VILLAGE, birth: date = BIRTH, name: str = "演张三", **values: Any) -> Person:
    """An invented person who has consented."""
    entry = people.Entry(
        name,
        Region.objects.get(code=code),
        id_number=new_number(birth),
        phone="13800001234",
        **values,
    )
    made = people.register(entry)
    made.consents.create(region=made.region, given=True, purpose="办理残疾人证")
    return made


def applied(who: Office, someone: Person, kind: Kind = Kind.FIRST, **values: Any) -> Case:
    """A case with all its materials, accepted at once."""
    values.setdefault("reason", "测试")
    if kind in counter.ASSESSED_FOR:
        values.setdefault("categories", (4,))
    return counter.start(someone, who.clerk, counter.Application(kind, received=ALL, **values))


def sent(who: Office, case: Case, *categories: int) -> Order:
    """The case's order at the hospital."""
    assessment.send_orders(case.pk, who.clerk, [(who.hospital, categories or (4,))])
    return Order.objects.open().get(case=case)


def found(who: Office, order: Order, grade: int | None = 2) -> None:
    """Every category of an order graded alike, and looked at where nothing could be measured."""
    record(who, order, *(measured(c, grade) for c in order.categories))


def record(who: Office, order: Order, *graded: Graded) -> None:
    """Findings of an order, looked at by the clerk where somebody has to."""
    case = assessment.record_findings(order.pk, who.assessor, graded).case
    if reload(case).state == State.CHECK:
        decisions.check(case.pk, who.clerk, True)


MEASURED: dict[int, tuple[str, tuple[Any, ...]]] = {
    1: ("acuity", (1.0, 0.01, 0.03, 0.08, 0.2)),
    2: ("decibel", (20, 95, 85, 70, 50)),
    3: ("intelligibility", (90, 5, 20, 40, 60)),
    4: ("limb", ([], ["tetraplegia"], ["both_thighs"], ["both_shanks"], ["one_shank"])),
    5: ("iq", (90, 15, 30, 45, 60)),
    6: ("whodas", (20, 120, 110, 100, 60)),
}


def measured(category: int, grade: int | None) -> Graded:
    """A finding about an adult with measurements that suggest just that; of limbs none says that there is nothing."""
    name, values = MEASURED[category]
    measures = {name: values[grade or 0]}
    if category in {5, 6}:
        measures["adaptive"] = grade or 0
    if category == 1:
        measures["field_radius"] = 60
    reason = "" if measures[name] != [] else "四肢未见异常"
    return Graded(category, grade, {k: v for k, v in measures.items() if v != []}, reason=reason)


def after_publication(case: Case) -> date:
    """The first working day after the case's publication is over."""
    return add_workdays(reload(case).publish_until or today(), 1).day


def reload(case: Case) -> Case:
    return Case.objects.with_names().get(pk=case.pk)


def case_in(who: Office, state: str, someone: Person | None = None, **values: Any) -> Case:
    """A case put straight into a state, with its clock running: for pages, where its way there does not matter."""
    someone = someone or person()
    day = values.pop("arrived_on", today())
    result: dict[str, Any] = (
        {"category": 4, "grade": 2, "parts": {"4": 2}, "found_on": day}
        if state not in EARLY
        else {}
    )
    usual: dict[str, Any] = {
        "kind": Kind.FIRST,
        "accepted_on": day,
        "accepted_by": who.clerk,
        "wanted": [4],
        **result,
        **values,
    }
    case = Case(region=someone.region, person=someone, state=state, arrived_on=day, **usual)
    begin(case)
    return reload(case)


def bring_to(who: Office, case: Case, state: str, grade: int | None = 2, *categories: int) -> Case:
    """Take a case along its normal way up to `state`; publication ends on its day."""
    case = reload(case)
    while case.state != state and case.is_running:
        _one_step(who, case, grade, categories)
        case = reload(case)
    return case


def _one_step(who: Office, case: Case, grade: int | None, categories: tuple[int, ...]) -> None:
    if case.state == State.ORDER:
        sent(who, case, *categories)
    elif case.state == State.ASSESS:
        for order in Order.objects.open().with_names().filter(case=case):
            found(who, order, grade)
    elif case.state == State.CHECK:
        decisions.check(case.pk, who.clerk, True)
    elif case.state == State.PUBLISH:
        with on_day(max(after_publication(case), today())):
            decisions.end_publication(case.pk, who.clerk)
    elif case.state == State.REVIEW:
        decisions.review(case.pk, who.reviewer, Verdict.PASS)
    elif case.state == State.APPROVE:
        decisions.approve(case.pk, who.leader, Verdict.PASS)
    elif case.state == State.PRODUCE:
        decisions.produce(case.pk, who.clerk)
    elif case.state == State.HANDOVER:
        decisions.hand_over(case.pk, who.clerk, "person", "本人")
    else:
        raise AssertionError(f"no normal way on from {case.state}")


def holder(who: Office, **values: Any) -> tuple[Person, Certificate]:
    """A person with a valid card."""
    someone = person(**values)
    case = bring_to(who, applied(who, someone), State.CLOSED)
    assert case.certificate is not None
    return someone, case.certificate


def holding(parts: dict[int, int], **values: object) -> tuple[Person, Certificate]:
    """Somebody whose card was taken in with these findings."""
    someone = person()
    # The tables build on this module.
    from tests.tables.certificates import card_of

    card = card_of(someone, today() - timedelta(days=900), **values)
    category, grade = (7 if len(parts) > 1 else next(iter(parts))), min(parts.values())
    said = {str(category): grade for category, grade in parts.items()}
    Certificate.objects.filter(pk=card.pk).update(category=category, grade=grade, parts=said)
    return someone, Certificate.objects.get(pk=card.pk)


def live_card(someone: Person) -> Certificate:
    return Certificate.objects.live().get(person=someone)


def regraded(who: Office, someone: Person, found: dict[int, int | None]) -> Case:
    """A change of grade in which some categories were assessed."""
    case = applied(who, someone, Kind.REGRADE, categories=tuple(found))
    record(who, sent(who, case, *found), *(measured(c, g) for c, g in found.items()))
    return reload(case)


def leaders(code: str) -> list[Term]:
    """Who holds the posts of a federation's board: the executive director, two deputies and a member."""
    found = []
    for seat in Seat.objects.filter(region_id=code, body=Body.BOARD).order_by("pk")[:4]:
        if held := seat.terms.filter(ended_on=None).first():
            found.append(held)
            continue
        holder = person(code, name=f"演{seat.title}")
        span = {"since": date(2010, 1, 1), "until": date(2030, 1, 1)}
        found.append(Term.objects.create(office=seat, person=holder, **span))
    return found


__all__ = ["CITY", "COUNTY", "OTHER_COUNTY", "VILLAGE"]
