"""A thousand random paths of legal and illegal steps: whatever is tried, every invariant of cases and cards holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Count, F

from tests.builders import COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates.office import ALL, Office, leaders, measured, office, person, sworn
from tests.tables.certificates import card_of
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, DeathReport, Objection, Order, State
from zulian.certificates.models.cases import ENDED, RUNNING
from zulian.certificates.rules.cards import LIVE, SAME, CardState, Kind
from zulian.certificates.services import (
    assessment,
    counter,
    deaths,
    decisions,
    disputes,
    objections,
    redress,
    setup,
    telling,
    transfer,
)
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.anchors import verify
from zulian.foundation.clock import on_day, today
from zulian.leadership.models import Term
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Region

PATHS, PARTS, LENGTH = 1000, 25, 12
Action = Callable[["Walk"], Any]
# Asked some ten thousand times, therefore without the ORM.
SHAPE = (
    """SELECT id, state, due, paused_on, CAST(parts AS TEXT), late, accepted_by_id FROM certificates_case
       WHERE person_id = %s ORDER BY id""",
    "SELECT id, state, number_index, region_id FROM certificates_certificate WHERE person_id = %s ORDER BY id",
    """SELECT COUNT(*) FROM certificates_step
       WHERE case_id IN (SELECT id FROM certificates_case WHERE person_id = %s)""",
    """SELECT COUNT(*) FROM certificates_objection
       WHERE state = 'filed' AND case_id IN (SELECT id FROM certificates_case WHERE person_id = %s)""",
    "SELECT region_id, status, name FROM people_person WHERE id = %s",
)
# What the next step depends on, asked before each: the newest case, its state, and whether an objection waits to it, and to
# any finding of its person; whether they stand on a list of deaths.
NEWEST = """SELECT id, state,
            EXISTS (SELECT 1 FROM certificates_objection WHERE state = 'filed' AND case_id = certificates_case.id),
            EXISTS (SELECT 1 FROM certificates_objection AS o JOIN certificates_case AS c ON c.id = o.case_id
                    WHERE o.state = 'filed' AND c.person_id = certificates_case.person_id),
            EXISTS (SELECT 1 FROM certificates_deathreport AS d
                    WHERE d.state IN ('listed', 'checked') AND d.person_id = certificates_case.person_id)
            FROM certificates_case WHERE person_id = %s ORDER BY id DESC LIMIT 1"""


class Walk:
    """One person's way, by people of two counties who do not always do what they may; one of them holds every post."""

    def __init__(self, chance: random.Random, where: Place) -> None:
        self.chance, self.where = chance, where
        self.here, self.city = where.here, where.city
        self.person = person(birth=today() - timedelta(days=chance.randint(6200, 25000)))
        self.is_holder = chance.random() < 0.4
        if self.is_holder:
            card_of(self.person, today() - timedelta(days=chance.choice([900, 3300, 3640])))
        self.day = today()
        # What `NEWEST` says as the step begins; empty without a case.
        self.newest: tuple[Any, ...] = ()

    @property
    def case(self) -> int:
        return int(self.newest[0])

    def fresh(self) -> Person:
        return Person.objects.select_related("region").get(pk=self.person.pk)

    def who(self) -> Office:
        chosen = self.chance.random()
        if chosen < 0.06:
            return self.where.busy
        return self.here if chosen < 0.94 else self.where.there

    def start(self) -> None:
        usual = self.chance.choice([Kind.REPLACEMENT, Kind.DAMAGE, Kind.DETAILS, Kind.RENEWAL])
        usual = self.chance.choice([usual, Kind.REGRADE]) if self.is_holder else Kind.FIRST
        kind = self.chance.choice(list(Kind)) if self.chance.random() < 0.3 else usual
        to = (
            Region.objects.get(code=self.chance.choice([VILLAGE, OTHER_VILLAGE]))
            if kind is Kind.TRANSFER
            else None
        )
        details = self.chance.choice([{"name": "演改名"}, {"phone": "12000000001"}])
        wish = counter.Application(
            kind,
            ALL if self.chance.random() < 0.85 else ("id_card",),
            self.chance.choice([(4,)] * 8 + [(1, 4), (6,), ()]),
            reason="测试",
            to_region=to,
            details=details if kind is Kind.DETAILS else None,
        )
        counter.start(self.fresh(), self.who().clerk, wish)

    def materials(self) -> None:
        if self.chance.random() < 0.5:
            people.add_relative(self.fresh(), kind="guardian", relation="母亲", name="演母")
        counter.receive_materials(self.case, self.who().clerk, ALL)

    def order(self) -> None:
        who = self.who()
        if self.chance.random() < 0.15:
            parts = self.chance.choice([{4: 2}, {5: 1}, {7: 1}])
            signers = self.where.leaders[self.chance.choice([0, 1]) :]
            assessment.record_jointly(self.case, who.clerk, parts, signers)
            return
        categories = self.chance.choice([[4], [4], [1, 4], [4, 6], [7], []])
        assessment.send_orders(self.case, who.clerk, [(self.here.hospital, categories)])

    def find(self) -> None:
        order = Order.objects.filter(case_id=self.case).order_by("-pk")[0]
        grade = self.chance.choice([None, 1, 2, 3, 3, 4, 4, 9])
        by_chance: dict[str, Any] = self.chance.choice([{}, {"limb": ["one_shank"]}])
        reason = self.chance.choice(["", "另有情况"])
        is_right = grade != 9 and self.chance.random() < 0.7
        post = self.chance.choice(
            [self.here.assessor] * 4
            + [self.here.clerk, self.where.busy.assessor, self.where.there.assessor]
        )
        graded = [
            measured(c, grade) if is_right else Graded(c, grade, by_chance, reason=reason)
            for c in order.categories
        ]
        assessment.record_findings(order.pk, post, graded)

    def check(self) -> None:
        decisions.check(
            self.case, self.who().clerk, self.chance.random() < 0.8, self.chance.choice(["", "退"])
        )

    def publish(self) -> None:
        decisions.end_publication(self.case, self.who().clerk)

    def review(self) -> None:
        verdict = self.chance.choice([Verdict.PASS] * 5 + [*Verdict])
        post = self.chance.choice([self.who().reviewer, self.here.reviewer])
        decisions.review(self.case, post, verdict, self.chance.choice(["", "理由"]))

    def approve(self) -> None:
        verdict = self.chance.choice([Verdict.PASS] * 5 + [*Verdict])
        decisions.approve(self.case, self.who().leader, verdict, "理由")

    def review_in_city(self) -> None:
        verdict = self.chance.choice([Verdict.PASS] * 5 + [*Verdict])
        post = self.chance.choice([self.city, self.city, self.here.leader])
        decisions.city_review(self.case, post, verdict, "理由")

    def produce(self) -> None:
        decisions.produce(self.case, self.who().clerk)

    def hand_over(self) -> None:
        how = self.chance.choice(["person", "person", "post", "home", "?"])
        decisions.hand_over(
            self.case, self.who().clerk, how, self.chance.choice(["本人", "母", ""])
        )

    def tell(self) -> None:
        day = self.day - timedelta(days=self.chance.choice([0, 0, 1, 60]))
        telling.tell(
            self.case, self.who().clerk, day, self.chance.choice(["letter", "spoken", "?"])
        )

    def tell_decision(self) -> None:
        found = Objection.objects.filter(case__person=self.person).order_by("-pk")[0]
        telling.tell_decision(found.pk, self.who().clerk, self.day, "letter")

    def pause(self) -> None:
        counter.pause(
            self.case, self.who().clerk, self.chance.choice(["其他", "随便"]), "等村里回音"
        )

    def resume(self) -> None:
        counter.resume(self.case, self.who().clerk)

    def withdraw(self) -> None:
        counter.withdraw(self.case, self.who().clerk, self.chance.choice(["", "不办了"]))

    def answer(self) -> None:
        transfer.answer(self.case, self.who().clerk, self.chance.random() < 0.8, "意见")

    def object(self) -> None:
        by_whom = self.chance.choice(["applicant", "applicant", "public"])
        cases = Case.objects.filter(person=self.person).order_by("-pk").values_list("pk", flat=True)
        pk = self.chance.choice(list(cases)) if self.chance.random() < 0.3 else self.case
        objections.file(pk, self.who().clerk, by_whom, "异议")

    def tell_of_death(self) -> None:
        """Another office says that the person has died, which is not true."""
        someone, source = self.fresh(), self.chance.choice(["civil", "police"])
        line = deaths.Line(someone.id_number, someone.name, self.day, source)
        deaths.report(self.who().clerk, line)

    def ask_after(self) -> None:
        found = DeathReport.objects.filter(person=self.person).order_by("-pk")[0]
        deaths.check(found.pk, self.who().clerk, False, self.chance.choice(["", "本人接的电话"]))

    def decide(self) -> None:
        found = Objection.objects.filter(case__person=self.person).order_by("-pk")[0]
        objections.decide(
            found.pk,
            self.chance.choice([self.city, self.city, self.here.leader]),
            self.chance.random() < 0.5,
            "复核",
            self.chance.choice([{}, {4: 1}, {4: 3, 1: 2}, {6: 2}]),
        )

    def next_likely(self) -> Action:
        """Mostly what the state asks for, so that long paths are walked; else anything at all."""
        usual: dict[str, Action] = {
            State.MATERIALS: Walk.materials,
            State.ORDER: Walk.order,
            State.ASSESS: Walk.find,
            State.CHECK: Walk.check,
            State.CITY: Walk.review_in_city,
            State.PUBLISH: Walk.publish,
            State.REVIEW: Walk.review,
            State.APPROVE: Walk.approve,
            State.PRODUCE: Walk.produce,
            State.HANDOVER: Walk.hand_over,
            State.RELEASE: Walk.answer,
            State.RECEIVE: Walk.answer,
            State.UNQUALIFIED: Walk.object,
        }
        anything: list[Action] = [
            Walk.start,
            Walk.materials,
            Walk.order,
            Walk.find,
            Walk.check,
            Walk.tell,
            Walk.tell_decision,
            Walk.review_in_city,
            Walk.publish,
            Walk.review,
            Walk.approve,
            Walk.produce,
            Walk.hand_over,
            Walk.pause,
            Walk.resume,
            Walk.withdraw,
            Walk.answer,
            Walk.object,
            Walk.decide,
            Walk.tell_of_death,
            Walk.ask_after,
        ]
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, [self.person.pk])
            self.newest = cursor.fetchone() or ()
        _number, state, _own, disputed, listed = self.newest or (0, "", False, False, False)
        if disputed and self.chance.random() < 0.5:
            return Walk.decide
        if listed and self.chance.random() < 0.5:
            return Walk.ask_after
        if self.chance.random() < 0.25:
            return self.chance.choice(anything)
        return usual.get(state, Walk.start)


@dataclass
class Place:
    """Two counties and their city; `busy` is one person of the first who holds each of its posts."""

    here: Office
    there: Office
    busy: Office
    city: Post
    leaders: list[Term]


def place() -> Place:
    here, there = office(COUNTY), office(OTHER_COUNTY)
    busy = office(COUNTY)
    for post in (busy.reviewer, busy.leader, busy.assessor):
        Post.objects.filter(pk=post.pk).update(user=busy.clerk.user)
        post.user = busy.clerk.user
    setup.appoint(here.hospital, busy.assessor, [1, 4, 6])
    city = sworn(Role.CITY_OFFICER, "210900000000")
    return Place(here, there, busy, city, leaders(COUNTY))


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_tried_nothing_is_half_done(part: int) -> None:
    """One part in five walks under the rules before 2018."""
    done = refused = 0
    began = date(2013, 3, 4) if part % 5 == 4 else today()
    with on_day(began):
        where = place()
    for n in range(PATHS // PARTS):
        with on_day(began):
            walk = Walk(random.Random(part * PATHS + n), where)
        before = _shape(walk.person)
        for _step in range(LENGTH):
            walk.day += timedelta(days=walk.chance.choice([0, 0, 1, 3, 8, 40]))
            with on_day(walk.day):
                action = walk.next_likely()
                try:
                    action(walk)
                    done += 1
                    after = _shape(walk.person)
                    _nothing_goes_on_while_an_objection_waits(walk, action, before, after)
                    _no_card_while_anything_is_looked_into(walk, action, before, after)
                    before = after
                except (ValidationError, PermissionDenied, IndexError):
                    refused += 1
                    assert _shape(walk.person) == before
    assert done > 3 * PATHS // PARTS
    assert refused > PATHS // PARTS
    _invariants()
    _numbers_by_rule()
    _no_finding_is_dropped()
    _years_are_gained_by_renewal_alone()
    _nobody_acts_twice()
    with on_day(began + timedelta(days=4000)):
        _no_right_expires_unseen()


def _nothing_goes_on_while_an_objection_waits(
    walk: Walk, action: Action, before: list[Any], after: list[Any]
) -> None:
    """No step of the case, and no card: what is done meanwhile changes neither."""
    if walk.newest and walk.newest[2] and action is not Walk.decide:
        states = [{row[0]: row[1] for row in shape[0]} for shape in (before, after)]
        assert states[0][walk.case] == states[1][walk.case], action
        if states[0][walk.case] not in ENDED:
            assert before[1] == after[1], action


def _no_card_while_anything_is_looked_into(
    walk: Walk, action: Action, before: list[Any], after: list[Any]
) -> None:
    """No card is made out, and none handed over, whatever business it is of."""
    if walk.newest and (walk.newest[3] or walk.newest[4]) and action is not Walk.decide:
        cards = [{row[0] for row in shape[1]} for shape in (before, after)]
        assert cards[0] == cards[1], action
        assert action is not Walk.hand_over


def _shape(someone: Person) -> list[Any]:
    """All that a refused step must leave as it was."""
    with connection.cursor() as cursor:
        rows = []
        for statement in SHAPE:
            cursor.execute(statement, [someone.pk])
            rows.append(cursor.fetchall())
    return rows


def _invariants() -> None:
    assert (
        not Case.objects.filter(ended_on=None)
        .values("person")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .exists()
    )
    assert (
        not Certificate.objects.filter(state__in=LIVE)
        .values("person")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .exists()
    )
    live = [c.number for c in Certificate.objects.live()]
    assert len(live) == len(set(live))
    for case in Case.objects.prefetch_related("history"):
        open_steps = [s for s in case.history.all() if s.left_on is None]
        assert len(open_steps) == (0 if case.state in ENDED else 1), case.pk
        assert not open_steps or (open_steps[0].state, open_steps[0].due) == (case.state, case.due)
        assert (case.ended_on is None) is (case.state not in ENDED)
        assert case.state in ENDED or case.due is not None
        if case.parts:
            assert case.grade == min(case.parts.values())
            assert case.category == (7 if len(case.parts) > 1 else int(next(iter(case.parts))))
    assert (
        not Certificate.objects.exclude(region=F("person__region")).filter(state__in=LIVE).exists()
    )
    assert verify().sound


def _numbers_by_rule() -> None:
    """The number changes with the digits that it says and after a loss, and never otherwise; a lost one does not come again."""
    cards = Certificate.objects.select_related("person", "before").order_by("pk")
    of_person: dict[int, list[Certificate]] = {}
    for card in cards:
        of_person.setdefault(card.person_id, []).append(card)
    for history in of_person.values():
        followed = {card.before_id for card in history}
        for n, card in enumerate(history):
            base = card.number[:20]
            assert base == f"{card.person.id_number}{card.category}{card.grade}"
            if card.state == CardState.REPLACED and card.pk not in followed:
                continue  # set aside: it was never handed over
            earlier = [one for one in history[:n] if one.number[:20] == base]
            lost = {one.number for one in earlier if CardState.LOST in {one.state, one.ended_from}}
            assert card.number not in lost
            assert card.number == (f"{base}B{len(lost)}" if lost else base), card.made_for


def _no_finding_is_dropped() -> None:
    """What a card says goes on, unless it was assessed anew or a decision on an objection says otherwise."""
    for card in Certificate.objects.exclude(before=None).select_related("before"):
        case = Case.objects.filter(person=card.person_id, certificate=card).order_by("pk").first()
        if case is None or card.before is None:
            continue
        dispute = disputes.objections_of(case).model.objects.filter(
            case__in=disputes.cases_of(case), state="upheld"
        )
        found = {str(finding.category) for finding in case.findings.all()}
        if not dispute.exists():
            kept = {c: g for c, g in card.before.parts.items() if c not in found}
            assert kept.items() <= card.parts.items(), (case.pk, card.before.parts, card.parts)


def _years_are_gained_by_renewal_alone() -> None:
    """What makes out the same card once more keeps its last day."""
    for card in Certificate.objects.exclude(before=None).select_related("before"):
        if card.made_for in SAME and card.before is not None:
            assert card.valid_until == card.before.valid_until


def _nobody_acts_twice() -> None:
    """Acceptance, assessment, review, approval and the city's review of a case are different people's."""
    for case in Case.objects.select_related("accepted_by", "reviewed_by", "approved_by"):
        posts = [case.accepted_by, case.reviewed_by, case.approved_by]
        hands = [post.user_id for post in posts if post]
        hands += {
            f.by.user_id for f in case.findings.filter(order__cancelled=False).select_related("by")
        }
        assert len(hands) == len(set(hands)), case.pk


def _no_right_expires_unseen() -> None:
    """Years later an objection is refused only where its person was told, or where one was decided for good."""
    for case in Case.objects.exclude(found_on=None):
        known = objections.to_this_finding(case)
        last = objections.latest(known)
        told = last.told_on if last else case.told_on
        why = objections.obstacle(case, "applicant", known)
        is_final = last is not None and last.level == Objection.Level.PROVINCE
        is_over = case.state in {State.WITHDRAWN, State.CHECK}
        is_elsewhere = is_over or disputes.goes_on_in(case) or redress.found_anew(case)
        if is_final or is_elsewhere or any(o.state == "filed" for o in known):
            assert why
        else:
            assert bool(why) is (told is not None), (case.pk, why)
        assert case.told_on is None or case.told_on >= case.found_on
        if case.state == State.CLOSED and case.handed_how:
            assert case.told_on
        assert sum(o.state == "filed" for o in known) <= 1, "one dispute, one level"
    waiting = Case.objects.filter(state__in=RUNNING, objections__state="filed")
    assert not waiting.filter(paused_on=None).exists()
