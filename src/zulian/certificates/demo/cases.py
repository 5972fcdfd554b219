"""Cases in every state, done step by step by the county's clerk, doctor, reviewer and leader on days gone by."""

from __future__ import annotations

import random
from datetime import date, timedelta

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, Hospital, Objection, Order, State
from zulian.certificates.rules.cards import Category, Kind
from zulian.certificates.services import assessment, counter, decisions, objections, transfer
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import on_day
from zulian.foundation.workdays import add_workdays
from zulian.people.demo import Maker
from zulian.people.models import Consent, Person, Relative
from zulian.regions.models import Level, Region

CITY, COUNTY, OTHER = "210900000000", "210921000000", "210922000000"
ALL = ("id_card", "household", "photos", "guardian", "old_card", "lost", "ground")
# How many cases stop in each state, and how many working days ago they began.
STOPS = (
    (State.MATERIALS, 1, 3),
    (State.ORDER, 2, 2),
    (State.ASSESS, 2, 9),
    (State.PUBLISH, 2, 7),
    (State.REVIEW, 1, 15),
    (State.APPROVE, 1, 18),
    (State.PRODUCE, 1, 21),
    (State.HANDOVER, 1, 24),
    (State.CLOSED, 1, 30),
)


class Staff:
    """The people of the demo who do the work."""

    def __init__(self) -> None:
        def post(role: str, code: str = COUNTY) -> Post:
            return (
                Post.objects.select_related("user", "region")
                .filter(role=role, region_id=code)
                .order_by("pk")[0]
            )

        self.clerk, self.reviewer = post(Role.CERTIFICATE_CLERK), post(Role.REVIEWER)
        self.leader, self.doctor = post(Role.COUNTY_OFFICER), post(Role.ASSESSOR)
        self.there, self.city = post(Role.CERTIFICATE_CLERK, OTHER), post(Role.CITY_OFFICER, CITY)
        self.hospital = Hospital.objects.get(region_id=COUNTY)


def play(maker: Maker, chance: random.Random, today: date) -> None:
    """Let the county work: applications at every step, changes to cards, transfers, objections, a possible double entry."""
    staff = Staff()
    villages = list(Region.objects.under(COUNTY).current().filter(level=Level.VILLAGE))
    for state, how_many, ago in STOPS:
        for _n in range(how_many):
            person = _register(maker, chance, villages, today)
            _advance(staff, chance, person, state, add_workdays(today, -ago).day)
    _doubtful(staff, _register(maker, chance, villages, today), chance, today)
    _refused(staff, maker, chance, villages, today)
    _changes(staff, today)
    _objections(staff, today)
    _double(maker, villages, today)


def _register(maker: Maker, chance: random.Random, villages: list[Region], today: date) -> Person:
    person = maker.person(chance.choice(villages), today)
    while Person.objects.filter(id_index=person.id_index).exists():
        person = maker.person(chance.choice(villages), today)
    person.save()
    Consent.objects.create(person=person, given=True, purpose="办理残疾人证")
    if person.age_on(today) < 18:
        Relative.objects.create(
            person=person, kind="guardian", relation="父亲", name=person.name[0] + "演父"
        )
    return person


def _advance(staff: Staff, chance: random.Random, person: Person, state: str, began: date) -> Case:
    """One first application up to `state`, each step on its own day."""
    received = ("id_card",) if state == State.MATERIALS else ALL
    category, grade = (
        chance.choice((1, 2, 4, 4, 4)),
        chance.choices((1, 2, 3, 4), (15, 30, 28, 27))[0],
    )
    with on_day(began):
        case = counter.start(
            person, staff.clerk, counter.Application(Kind.FIRST, received, (category,))
        )
    now = case.state
    while now not in {state, State.MATERIALS, State.CLOSED}:
        _step(staff, case.pk, now, (category, grade), began)
        now = Case.objects.values_list("state", flat=True).get(pk=case.pk)
    return case


def _step(staff: Staff, pk: int, state: str, found: tuple[int, int], began: date) -> None:
    """Do what a case waits for in a state; `found` is the category and grade that the doctor finds."""

    def later(days: int) -> date:
        return add_workdays(began, days).day

    if state == State.ORDER:
        with on_day(later(1)):
            assessment.send_orders(pk, staff.clerk, [(staff.hospital, [found[0]])])
    elif state == State.ASSESS:
        with on_day(later(4)):
            order = Order.objects.open().get(case=pk)
            assessment.record_findings(
                order.pk, staff.doctor, [Graded(*found, _measure(*found), "检查结果见附件")]
            )
    elif state == State.PUBLISH:
        with on_day(later(10)):
            decisions.end_publication(pk, staff.clerk)
    elif state == State.REVIEW:
        with on_day(later(14)):
            decisions.review(pk, staff.reviewer, Verdict.PASS)
    elif state == State.APPROVE:
        with on_day(later(16)):
            decisions.approve(pk, staff.leader, Verdict.PASS)
    elif state == State.PRODUCE:
        with on_day(later(18)):
            decisions.produce(pk, staff.clerk)
    elif state == State.HANDOVER:
        with on_day(later(20)):
            decisions.hand_over(pk, staff.clerk, "person", "本人")


def _measure(category: int, grade: int) -> dict[str, object]:
    """Measurements that fit a grade."""
    acuity, decibel = {1: 0.01, 2: 0.03, 3: 0.07, 4: 0.2}, {1: 96, 2: 85, 3: 70, 4: 50}
    limb = {1: "paraplegia", 2: "walk_hardly", 3: "one_thigh", 4: "one_shank"}
    if category == Category.VISUAL:
        return {"acuity": acuity[grade]}
    return {"decibel": decibel[grade]} if category == Category.HEARING else {"limb": [limb[grade]]}


def _doubtful(staff: Staff, person: Person, chance: random.Random, today: date) -> None:
    """A doctor found another grade than the measurements suggest, and says why: the clerk looks at both."""
    began = add_workdays(today, -8).day
    case = _advance(staff, chance, person, State.ASSESS, began)
    with on_day(add_workdays(began, 7).day):
        order = Order.objects.open().get(case=case)
        (category,) = order.categories
        graded = Graded(category, 2, _measure(category, 3), "", "残余功能比测量值所示更差，见附件")
        assessment.record_findings(order.pk, staff.doctor, [graded])


def _refused(
    staff: Staff, maker: Maker, chance: random.Random, villages: list[Region], today: date
) -> None:
    """Two who did not qualify, one refused at review, one sent back for more, one who withdrew, one whose clock stands still."""
    began = add_workdays(today, -13).day
    ends = {
        "none": State.ASSESS,
        "again": State.ASSESS,
        "refuse": State.REVIEW,
        "more": State.REVIEW,
        "withdraw": State.ORDER,
    }
    for how, target in ends.items():
        case = _advance(staff, chance, _register(maker, chance, villages, today), target, began)
        with on_day(add_workdays(began, 11).day):
            if target == State.ASSESS:
                order = Order.objects.open().get(case=case)
                graded = [
                    Graded(c, None, {}, "未达到分级标准", "检查未见异常，报告见附件")
                    for c in order.categories
                ]
                assessment.record_findings(order.pk, staff.doctor, graded)
                decisions.check(case.pk, staff.clerk, True)
            elif how == "withdraw":
                counter.withdraw(case.pk, staff.clerk, "本人暂不办理")
            else:
                words = {"refuse": "病历与申请不符", "more": "照片不清楚，请重拍"}[how]
                lacking = ["photos"] if how == "more" else []
                decisions.review(case.pk, staff.reviewer, Verdict(how), words, lacking)
    waiting = Case.objects.running().filter(state=State.ASSESS, due__gte=today).order_by("pk")[0]
    counter.pause(waiting.pk, staff.clerk, "申请人住院或外出")


def _changes(staff: Staff, today: date) -> None:
    """Business on cards: renewal, loss, replacement, freezing, cancelling, moving to and from the other county."""
    valid = Certificate.objects.live().with_names().filter(state="valid", valid_until__gt=today)
    busy = set(Case.objects.filter(ended_on=None).values_list("person_id", flat=True))
    by_end = valid.under(COUNTY).order_by("-valid_until", "pk")
    adults = [c for c in by_end[:40] if c.person_id not in busy and _alone(c, today)]
    far = Region.objects.under(OTHER).current().filter(level=Level.VILLAGE).order_by("code")[0]
    kinds = (Kind.LOSS, Kind.REPLACEMENT, Kind.FREEZE, Kind.CANCEL, Kind.TRANSFER)
    for card, kind in zip(adults, kinds, strict=False):
        to = far if kind is Kind.TRANSFER else None
        counter.start(
            card.person,
            staff.clerk,
            counter.Application(kind, ALL, reason="本人申请", to_region=to),
        )
    with on_day(add_workdays(today, -6).day):
        wish = counter.Application(Kind.CANCEL, ALL, reason="本人申请")
        case = counter.start(adults[len(kinds)].person, staff.clerk, wish)
        decisions.review(case.pk, staff.reviewer, Verdict.PASS)
    others = [c for c in valid.under(OTHER)[:30] if c.person_id not in busy and _alone(c, today)]
    _moving_in(staff, others[:2])
    busy |= {card.person_id for card in adults[: len(kinds) + 1]}
    soon = valid.under(COUNTY).filter(valid_until__lte=today + timedelta(days=150))
    for card in [c for c in soon if c.person_id not in busy and _alone(c, today)][:2]:
        counter.start(card.person, staff.clerk, counter.Application(Kind.RENEWAL, ALL))


def _moving_in(staff: Staff, cards: list[Certificate]) -> None:
    """Two people of the other county who move here: one is waited for, one may be taken in."""
    here = Region.objects.under(COUNTY).current().filter(level=Level.VILLAGE).order_by("code")[3]
    for n, card in enumerate(cards):
        case = counter.ask_to_come(card.person.id_number, here, staff.clerk, ALL)
        if n:
            transfer.answer(case.pk, staff.there, True)


def _alone(card: Certificate, today: date) -> bool:
    """Whether the holder applies without a guardian."""
    return card.person.age_on(today) >= 18 and not {"5", "6"} & card.parts.keys()


def _objections(staff: Staff, today: date) -> None:
    """One waiting, one rejected, one upheld, among the published results."""
    published = Case.objects.filter(state=State.PUBLISH)
    for n, case in enumerate(published.order_by("-grade", "pk")[:3]):
        # Nothing is graded more severely than the first grade: there a neighbour speaks.
        by_whom, ground = (
            ("applicant", "认为等级偏轻，请求复核")
            if (case.grade or 1) > 1
            else ("public", "平时行动与公示的等级不符")
        )
        told = case.found_on or today
        with on_day(add_workdays(told, 1).day):
            objection: Objection = objections.file(case.pk, staff.clerk, by_whom, ground)
            if n:
                parts = {int(category): grade for category, grade in case.parts.items()}
                new = {category: max(1, grade - 1) for category, grade in parts.items()}
                objections.decide(objection.pk, staff.city, n == 2, "复核组重新检查后作出结论", new)


def _double(maker: Maker, villages: list[Region], today: date) -> None:
    """The same person entered twice: once with a number, once without."""
    first = maker.person(villages[0], today, date(1961, 5, 4))
    first.save()
    Person.objects.create(
        region=villages[1],
        name=first.name,
        birth=first.birth,
        sex=first.sex,
        no_number="pending",
    )
