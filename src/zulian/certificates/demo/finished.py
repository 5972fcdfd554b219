"""The finished case behind each card of this year: its steps in order, the card made in one of them, nothing after today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zulian.certificates.models import Case, Certificate, State
from zulian.certificates.models.cases import Told
from zulian.certificates.rules import routes
from zulian.certificates.rules.cards import Kind
from zulian.foundation.policy import policy
from zulian.foundation.workdays import add_workdays, workdays_between

Columns = dict[str, Any]


def finish(card: Certificate, days: Iterator[int], today: date) -> tuple[Case, list[Columns]]:
    """A first application that ended with the card, and the columns of its steps; `days` says how long each took.

    The card was made on the last day of the step that makes it, which is a working day: counted back from there, the
    case began. The last step, in which the card is handed over, ends with the case, today at the latest.
    """
    procedure, routed = (
        policy("certificates/procedure", card.issued_on),
        policy("certificates/routes", card.issued_on, card.region_id),
    )
    is_late = card.person_id % 17 == 0
    way = [
        (name, allowed, _used(name, allowed, next(days), is_late))
        for name in routes.route(routed, Kind.FIRST)
        for allowed in (routes.days_for(name, procedure, routed),)
    ]
    made_at = [name for name, _allowed, _days in way].index(State.PRODUCE)
    accepted = add_workdays(
        card.issued_on, -sum(used for _name, _allowed, used in way[: made_at + 1])
    ).day
    steps: list[Columns] = []
    entered = accepted
    for number, (name, allowed, taken) in enumerate(way):
        used = taken if number <= made_at else min(taken, workdays_between(card.issued_on, today))
        steps.append(_step(card, name, entered, allowed, used))
        entered = steps[-1]["left_on"]
    return _case(card, accepted, steps, procedure["publish_workdays"]), steps


def _used(name: str, allowed: int, taken: int, is_late: bool) -> int:
    """The working days of a step: publication takes its time, a late case was late at the hospital."""
    if name == State.PUBLISH:
        return allowed
    return allowed + 3 if is_late and name == State.ASSESS else min(taken, allowed)


def _step(card: Certificate, name: str, entered: date, allowed: int, used: int) -> Columns:
    return {
        "region": card.region,
        "state": name,
        "entered_on": entered,
        "due": add_workdays(entered, allowed).day,
        "left_on": add_workdays(entered, used).day,
        "days": used,
        "late": used > allowed,
    }


def _case(card: Certificate, accepted: date, steps: list[Columns], publish_workdays: int) -> Case:
    told = next(step["left_on"] for step in steps if step["state"] == State.ASSESS)
    return Case(
        region=card.region,
        person=card.person,
        certificate=card,
        kind=Kind.FIRST,
        state=State.CLOSED,
        # Every ninth had to bring something later.
        arrived_on=add_workdays(accepted, -2).day if card.person_id % 9 == 0 else accepted,
        accepted_on=accepted,
        ended_on=steps[-1]["left_on"],
        parts=card.parts,
        category=card.category,
        grade=card.grade,
        found_on=told,
        told_on=steps[-1]["left_on"],
        told_how=Told.HANDED,
        publish_from=told,
        publish_until=routes.due(told, publish_workdays).day,
        late=any(step["late"] for step in steps),
        handed_how="person",
        handed_to="本人",
    )
