"""What the registers say of one assignment: its measures, a report's sentences, the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zulian.foundation.policy import policy
from zulian.indicators.rules import Light
from zulian.plans.models import Assignment, Clause, State, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.services import likeness
from zulian.plans.services.binding import said_codes
from zulian.plans.services.measured import (
    ClauseReading,
    Measured,
    PeriodReading,
    StepReading,
    TargetReading,
)
from zulian.plans.services.progress import counted_between
from zulian.plans.services.readings import POLICY, PlanReadings


@dataclass(frozen=True)
class Standing:
    """All that the registers say of an assignment as of a day."""

    readings: tuple[Measured, ...]
    is_recurring: bool
    # What the task itself asks for in numbers, where it does: then that alone proves or denies it. It comes first.
    asked: tuple[Measured, ...] = ()
    # What else measures its clause and is spoken of in the task's own words: that proves or denies a task without numbers.
    fitting: tuple[Measured, ...] = ()
    # All that the matrix counts for the clause in this division, the numbers of its other tasks too.
    of_clause: tuple[Measured, ...] = ()
    # The most acts that the task asks for, or one of a plan below that goes along with it; and whether one speaks of some of
    # a kind alone (重度残疾人), which no register that counts all of them proves.
    acts: int = 1
    is_narrower: bool = False
    # What measures it, or one of these, was assumed, and nobody has confirmed that: it proves nothing by itself.
    is_assumed: bool = False

    @property
    def measured(self) -> list[Measured]:
        """Of which there is something to measure; a number that is asked for is told before its pace asks for any of it."""
        return [
            r
            for r in self.readings
            if r.light is not Light.NONE or (isinstance(r, TargetReading) and r.units)
        ]

    @property
    def is_proved(self) -> bool:
        """Whether the registers prove all of it: everything that decides is reached, and each act that is asked for has a measure."""
        return (
            not (self.is_recurring or self.is_narrower or self.is_assumed)
            and len(self.deciding) >= self.acts
            and all(_is_reached(r) for r in self.deciding)
        )

    @property
    def deciding(self) -> list[Measured]:
        """What proves or denies the task: its own numbers, else what measures its clause and is spoken of in its own words."""
        return list(self.asked) or [r for r in self.measured if r in self.fitting]

    @property
    def denied_by(self) -> list[Measured]:
        """What says that the work is not done, of a number whatever its pace: who reports says that it is.

        The number of a whole year does not deny the report of one of its months, that of the month does.
        """
        decides = PeriodReading if self.is_recurring else Measured
        return [r for r in self.deciding if isinstance(r, decides) and _denies(r)]

    @property
    def also_missing(self) -> list[Measured]:
        """What the matrix counts as not reached besides what denies the task: closing it leaves these marked there."""
        denying = {measured.name for measured in self.denied_by}
        missing = [m for m in self.of_clause if m.closed_light not in {Light.NONE, Light.GREEN}]
        return [m for m in missing if m.name not in denying]

    @property
    def sentences(self) -> str:
        """A sentence for each figure of the registers that decides on the task, to begin its report with."""
        return "\n".join(
            _sentence(r)
            for r in self.deciding
            if not (isinstance(r, TargetReading) and r.is_reported)
        )


def standing(assignment: Assignment, today: date) -> Standing:
    """What the registers say of an assignment now, or at the end of its plan once that has passed."""
    circular = assignment.circular
    readings = PlanReadings(circular, assignment.region, circular.as_of(today), today)
    of_clause = readings.whole.get(assignment.clause_id, [])
    own = [
        r
        for r in of_clause
        if not isinstance(r, TargetReading) or r.target.task_id == assignment.task_id
    ]
    shares = {target.measure for target in assignment.task.targets.all() if target.is_rate}
    is_asked = [isinstance(r, TargetReading) or r.indicator.code in shares for r in own]
    asked = [
        _of_period(r, assignment, readings.day) for r, yes in zip(own, is_asked, strict=True) if yes
    ]
    others = [r for r, yes in zip(own, is_asked, strict=True) if not yes]
    tasks = _tasks_of(assignment)
    return Standing(
        (*asked, *others),
        bool(assignment.task.rhythm),
        tuple(asked),
        _fitting(others, assignment.clause, tasks, readings.day),
        tuple(of_clause),
        max(likeness.acts_of(task) for task in tasks),
        any(likeness.narrowing(task) for task in tasks),
        any(Guess.MEASURE in task.guesses for task in tasks),
    )


def _fitting(
    readings: Sequence[Measured], clause: Clause, tasks: Iterable[Task], on: date
) -> tuple[Measured, ...]:
    """Of what measures a clause what one task of it is told by: what its words speak of; all of it where it is the only task."""
    said = {code for task in tasks for code in said_codes(f"{task.name}\n{task.text}", on)}
    found = tuple(r for r in readings if isinstance(r, ClauseReading) and r.indicator.code in said)
    if len(found) == len(readings) or clause.tasks.count() > 1:
        return found
    return tuple(readings)


def _tasks_of(assignment: Assignment) -> list[Task]:
    """What a unit does with one report: the task, and those of plans below that go along with it."""
    along = assignment.__dict__.get("along")
    if along is None:
        along = assignment.serves.counted().select_related("task", "clause")
    return [assignment.task, *(row.task for row in along)]


def _of_period(reading: Measured, assignment: Assignment, day: date) -> Measured:
    """What is asked for period by period is told of the assignment's own."""
    if not assignment.task.rhythm or not isinstance(reading, TargetReading):
        return reading
    if reading.target.span:
        return PeriodReading.of(reading, assignment.due, day) or reading
    return _of_step(reading, assignment, day) or reading


def _of_step(reading: TargetReading, assignment: Assignment, day: date) -> StepReading | None:
    """Of a number of the whole year what was added from the step before (or the plan's first day) to the day of this one."""
    steps = Assignment.objects.filter(
        task=assignment.task_id, region=assignment.region_id, due__lt=assignment.due
    )
    last = steps.order_by("-due").values_list("due", flat=True).first()
    since = assignment.circular.starts_on if last is None else last + timedelta(days=1)
    added = counted_between(reading.target, reading.region, since, min(assignment.due, day))
    if added is None:
        return None
    kept = {field.name: getattr(reading, field.name) for field in fields(TargetReading)}
    return StepReading(**kept, period=assignment.period, added=added)


def closes_by_register(day: date) -> bool:
    """Whether a unit may close what its registers prove."""
    return bool(policy(POLICY, day)["register_closes"])


def may_close_by_register(assignment: Assignment, found: Standing, day: date) -> bool:
    """Whether a unit may close a task by what its registers prove.

    Not what was sent back, or found untrue: somebody has looked at it and wants another report.
    """
    return (
        closes_by_register(day)
        and found.is_proved
        and assignment.state in {State.ISSUED, State.SIGNED}
    )


def is_forbidden_against(day: date) -> bool:
    """Whether closing against the registers is refused altogether, a reason or not."""
    return bool(policy(POLICY, day)["closing_against_register"] == "forbid")


def _denies(reading: Measured) -> bool:
    if isinstance(reading, TargetReading):
        return bool(reading.units) and not all(unit.is_met for unit in reading.units)
    return reading.light is Light.RED


def _is_reached(reading: Measured) -> bool:
    if isinstance(reading, TargetReading):
        # A number that all reach together is no unit's to prove.
        return bool(reading.units) and all(unit.is_met for unit in reading.units)
    return reading.light is Light.GREEN and reading.pace is None


def _sentence(reading: Measured) -> str:
    if isinstance(reading, TargetReading):
        return _("%(name)s：%(said)s。") % {"name": reading.name, "said": reading.said}
    facts = {
        "name": reading.name,
        "shown": reading.shown,
        "met": reading.pair.met,
        "of": reading.pair.of,
    }
    return _("%(name)s%(shown)s（%(met)d／%(of)d）。") % facts
