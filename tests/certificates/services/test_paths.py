"""A thousand random paths of legal and illegal steps: whatever is tried, every invariant of cases and cards holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Count, F

from tests.builders import COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates.office import ALL, Office, office, person
from zulian.certificates.models import Case, Certificate, Objection, Order, State
from zulian.certificates.models.cases import ENDED
from zulian.certificates.rules.cards import LIVE, Kind
from zulian.certificates.services import assessment, counter, decisions, objections, transfer
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.anchors import verify
from zulian.foundation.clock import on_day, today
from zulian.people.models import Person
from zulian.regions.models import Region

PATHS, PARTS, LENGTH = 1000, 25, 10
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
# What the next step depends on, asked before each: the newest case, its state, and whether an objection waits.
NEWEST = """SELECT id, state, EXISTS (SELECT 1 FROM certificates_objection WHERE state = 'filed' AND case_id = certificates_case.id)
            FROM certificates_case WHERE person_id = %s ORDER BY id DESC LIMIT 1"""


class Walk:
    """One person's way, by people of two counties who do not always do what they may."""

    def __init__(self, chance: random.Random, here: Office, there: Office, city: Any) -> None:
        self.chance, self.here, self.there, self.city = chance, here, there, city
        self.person = person(birth=today() - timedelta(days=chance.randint(7000, 25000)))
        self.day = today()
        # Number and state of the newest case as the step begins, and whether an objection waits; empty without a case.
        self.newest: tuple[Any, ...] = ()

    @property
    def case(self) -> int:
        return int(self.newest[0])

    def fresh(self) -> Person:
        return Person.objects.select_related("region").get(pk=self.person.pk)

    def who(self) -> Office:
        return self.here if self.chance.random() < 0.93 else self.there

    def start(self) -> None:
        kind = self.chance.choice(list(Kind)) if self.chance.random() < 0.5 else Kind.FIRST
        to = (
            Region.objects.get(code=self.chance.choice([VILLAGE, OTHER_VILLAGE]))
            if kind is Kind.TRANSFER
            else None
        )
        received = ALL if self.chance.random() < 0.85 else ("id_card",)
        wish = counter.Application(
            kind,
            received,
            reason="测试",
            to_region=to,
            details={"name": "演改名"} if kind is Kind.DETAILS else None,
        )
        counter.start(self.fresh(), self.who().clerk, wish)

    def materials(self) -> None:
        counter.receive_materials(self.case, self.who().clerk, ALL)

    def order(self) -> None:
        who = self.who()
        assessment.send_orders(
            self.case, who.clerk, [(who.hospital, self.chance.choice([[4], [1, 4], [7], []]))]
        )

    def find(self) -> None:
        order = Order.objects.filter(case_id=self.case).order_by("-pk")[0]
        grade = self.chance.choice([None, 1, 2, 3, 4, 9])
        post = self.chance.choice(
            [self.here.assessor, self.here.assessor, self.here.clerk, self.there.assessor]
        )
        assessment.record_findings(order.pk, post, [Graded(c, grade) for c in order.categories])

    def publish(self) -> None:
        decisions.end_publication(self.case, self.who().clerk)

    def review(self) -> None:
        verdict = self.chance.choice([Verdict.PASS, Verdict.PASS, *Verdict])
        decisions.review(
            self.case,
            self.chance.choice([self.here.reviewer, self.here.clerk]),
            verdict,
            self.chance.choice(["", "理由"]),
        )

    def approve(self) -> None:
        decisions.approve(
            self.case,
            self.who().leader,
            self.chance.choice([Verdict.PASS, Verdict.PASS, *Verdict]),
            "理由",
        )

    def produce(self) -> None:
        decisions.produce(self.case, self.who().clerk)

    def hand_over(self) -> None:
        decisions.hand_over(
            self.case,
            self.who().clerk,
            self.chance.choice(["person", "post", "home", "?"]),
            self.chance.choice(["本人", ""]),
        )

    def pause(self) -> None:
        counter.pause(self.case, self.who().clerk, self.chance.choice(["其他", "随便"]))

    def resume(self) -> None:
        counter.resume(self.case, self.who().clerk)

    def withdraw(self) -> None:
        counter.withdraw(self.case, self.who().clerk, self.chance.choice(["", "不办了"]))

    def answer(self) -> None:
        transfer.answer(self.case, self.who().clerk, self.chance.random() < 0.8, "意见")

    def object(self) -> None:
        objections.file(self.case, self.who().clerk, "applicant", "异议")

    def decide(self) -> None:
        found = Objection.objects.filter(case__person=self.person).order_by("-pk")[0]
        parts = self.chance.choice([{}, {4: 1}, {4: 3, 1: 2}])
        objections.decide(
            found.pk,
            self.chance.choice([self.city, self.here.leader]),
            self.chance.random() < 0.5,
            "复核",
            parts,
        )

    def next_likely(self) -> Action:
        """Mostly what the state asks for, so that long paths are walked; else anything at all."""
        usual: dict[str, Action] = {
            State.MATERIALS: Walk.materials,
            State.ORDER: Walk.order,
            State.ASSESS: Walk.find,
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
        ]
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, [self.person.pk])
            self.newest = cursor.fetchone() or ()
        _number, state, has_objection = self.newest or (0, "", False)
        if has_objection and self.chance.random() < 0.5:
            return Walk.decide
        if self.chance.random() < 0.25:
            return self.chance.choice(anything)
        return usual.get(state, Walk.start)


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_tried_nothing_is_half_done(part: int) -> None:
    from tests.certificates.office import sworn
    from zulian.accounts.roles import Role

    here, there, city = (
        office(COUNTY),
        office(OTHER_COUNTY),
        sworn(Role.CITY_OFFICER, "210900000000"),
    )
    done = refused = 0
    for n in range(PATHS // PARTS):
        walk = Walk(random.Random(part * PATHS + n), here, there, city)
        before = _shape(walk.person)
        for _step in range(LENGTH):
            walk.day += timedelta(days=walk.chance.choice([0, 0, 1, 3, 8, 40]))
            with on_day(walk.day):
                try:
                    walk.next_likely()(walk)
                    done += 1
                    before = _shape(walk.person)
                except (ValidationError, PermissionDenied, IndexError):
                    refused += 1
                    assert _shape(walk.person) == before
    assert done > 3 * PATHS // PARTS
    assert refused > PATHS // PARTS
    _invariants()


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
    numbers = [c.number for c in Certificate.objects.all()]
    assert len(numbers) == len(set(numbers))
    for case in Case.objects.prefetch_related("history"):
        open_steps = [s for s in case.history.all() if s.left_on is None]
        assert len(open_steps) == (0 if case.state in ENDED else 1), case.pk
        assert not open_steps or (open_steps[0].state, open_steps[0].due) == (case.state, case.due)
        assert (case.ended_on is None) is (case.state not in ENDED)
        assert case.state in ENDED or case.due is not None
        if case.parts:
            assert case.grade == min(case.parts.values())
            assert case.category == (7 if len(case.parts) > 1 else int(next(iter(case.parts))))
        hands = {case.accepted_by_id, case.reviewed_by_id} - {None}
        assert not (case.accepted_by_id and case.reviewed_by_id) or len(hands) == 2
    assert (
        not Certificate.objects.exclude(region=F("person__region")).filter(state__in=LIVE).exists()
    )
    assert verify().sound
