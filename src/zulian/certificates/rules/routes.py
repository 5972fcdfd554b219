"""The way of a case (流程): its steps by kind and version, and the statutory clock in working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zulian.certificates.rules.cards import Kind
from zulian.foundation.policy import Policy
from zulian.foundation.workdays import WorkDate, add_workdays, workdays_between

DONE = "closed"
# Steps whose days a measure names; the others are in the routes' own table.
STATUTORY = {"publish": "publish_workdays", "review": "review_workdays"}


def route(routes: Policy, kind: Kind) -> tuple[str, ...]:
    """The steps of a kind of business in order; what the county approves goes to the city where the policy says so."""
    return with_city(tuple(routes["routes"][kind]), routes)


def with_city(steps: tuple[str, ...], routes: Policy) -> tuple[str, ...]:
    """Steps with the city's review behind the county's approval, where the policy asks for it."""
    if "approve" not in steps or not routes["city_review"]:
        return steps
    place = steps.index("approve") + 1
    return (*steps[:place], "city", *steps[place:])


def is_printed(routes: Policy, details: Mapping[str, str]) -> bool:
    """Whether any of the new details stands on the card (the list is the policy's); the others make no new one."""
    return any(details.get(name) for name in routes["printed"])


def following(steps: Sequence[str], state: str) -> str:
    """The step after `state` on a way; the first one after acceptance, `closed` after the last."""
    place = steps.index(state) + 1 if state in steps else 0
    return steps[place] if place < len(steps) else DONE


def days_for(step: str, procedure: Policy, routes: Policy) -> int:
    """Working days that a step may take; a publication is sent on the working day after its last one."""
    return (step == "publish") + int(
        procedure[STATUTORY[step]] if step in STATUTORY else routes["workdays"][step]
    )


def due(entered: date, days: int) -> WorkDate:
    """The last day of a step that began on `entered`; it is counted from the next working day."""
    return add_workdays(entered, days)


def after_pause(due_on: date, paused: date, resumed: date) -> date:
    """A deadline after a pause: moved by the working days from the pause up to the day of resumption."""
    return add_workdays(due_on, workdays_between(paused, resumed)).day


@dataclass(frozen=True)
class Passed:
    """How long a step took: working days without pauses, and whether it was late."""

    days: int
    late: bool


def passed(entered: date, left: date, due_on: date, paused_days: int) -> Passed:
    """Measure a finished step."""
    return Passed(max(0, workdays_between(entered, left) - paused_days), left > due_on)


def publication_over(until: date, day: date) -> bool:
    """A publication of n working days is over on the day after its last one."""
    return day >= until + timedelta(days=1)


def needs_guardian(age: int, categories: Sequence[int], routes: Policy) -> bool:
    """Minors and people with intellectual or psychiatric disability apply through a guardian (background)."""
    return age < routes["guardian_below_age"] or bool(
        set(categories) & set(routes["guardian_categories"])
    )
