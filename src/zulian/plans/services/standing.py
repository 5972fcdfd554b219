"""What the registers say of one assignment: its measures, a report's sentences, the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
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
    PartReading,
    PeriodReading,
    StepReading,
    TargetReading,
    key_of,
)
from zulian.plans.services.progress import counted_between, times_of
from zulian.plans.services.readings import POLICY, PlanReadings
from zulian.regions.models import Level, Region


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
    # What the registers say of each task of a plan below that goes along with it: one report stands for all of them.
    along: tuple[Along, ...] = ()

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
        """Whether the registers prove all of it: everything that decides is reached, and each act that is asked for has a measure.

        The numbers of what goes along are reached as well.
        """
        decide_along = [r for one in self.along for r in one.standing.asked]
        return (
            not (self.is_recurring or self.is_narrower or self.is_assumed or self.is_denied)
            and len(self.deciding) >= self.acts
            and all(_is_reached(r) for r in (*self.deciding, *decide_along))
        )

    @property
    def deciding(self) -> list[Measured]:
        """What proves or denies the task: its own numbers, else what measures its clause and is spoken of in its own words."""
        return list(self.asked) or [r for r in self.measured if r in self.fitting]

    @property
    def is_by_reports(self) -> bool:
        """Whether all that decides are numbers which the unit itself fills in: no register knows them."""
        return bool(self.deciding) and all(
            isinstance(r, TargetReading) and r.is_reported for r in self.deciding
        )

    @property
    def denied_by(self) -> list[Measured]:
        """What says that the work is not done, of a number whatever its pace: who reports says that it is.

        The number of a whole year does not deny the report of one of its months, that of the month does.
        """
        decides = PeriodReading if self.is_recurring else Measured
        return [r for r in self.deciding if isinstance(r, decides) and _denies(r)]

    @property
    def is_denied(self) -> bool:
        """Whether anything says that the work is not done, for its own plan or for one that it is done for as well."""
        return bool(self.denied_by) or any(one.standing.denied_by for one in self.along)

    @property
    def denied_words(self) -> str:
        """What says so, with the figures; of another plan with its issuer."""
        own = [f"{r.name} {r.shown}" for r in self.denied_by]
        others = [
            one.words(f"{r.name} {r.shown}") for one in self.along for r in one.standing.denied_by
        ]
        return "；".join([*own, *others])

    @property
    def also_missing(self) -> list[Measured]:
        """What the matrix counts as not reached besides what denies the task: closing it leaves these marked there."""
        denying = {key_of(measured) for measured in self.denied_by}
        missing = [m for m in self.of_clause if m.closed_light not in {Light.NONE, Light.GREEN}]
        return [m for m in missing if key_of(m) not in denying]

    @property
    def sentences(self) -> str:
        """A sentence for each figure of the registers that decides on the task, to begin its report with.

        Those of a plan that it is done for as well follow, where they say anything else.
        """
        own = self._own_sentences
        others = [
            one.words(sentence)
            for one in self.along
            for sentence in one.standing._own_sentences
            if sentence not in own
        ]
        return "\n".join([*own, *others])

    @property
    def _own_sentences(self) -> list[str]:
        return [
            _sentence(r)
            for r in self.deciding
            if not (isinstance(r, TargetReading) and r.is_reported)
        ]


@dataclass(frozen=True)
class Along:
    """An assignment of a plan below that goes along with another, with what the registers say of it."""

    row: Assignment
    standing: Standing

    def words(self, said: str) -> str:
        """What is said of it, with the organisation that asks for it."""
        return _("%(who)s要求：%(said)s") % {"who": self.row.issued_by.organisation, "said": said}


def standing(assignment: Assignment, today: date) -> Standing:
    """What the registers say of an assignment now, or at the end of its plan once that has passed."""
    circular = assignment.circular
    readings = PlanReadings(circular, assignment.region, circular.as_of(today), today)
    of_clause = readings.whole.get(assignment.clause_id, [])
    own = [
        r
        for r in _whose(of_clause, readings, assignment)
        if not isinstance(r, TargetReading) or r.target.task_id == assignment.task_id
    ]
    shares = {target.measure for target in assignment.task.targets.all() if target.is_rate}
    is_asked = [isinstance(r, TargetReading) or r.indicator.code in shares for r in own]
    asked = [
        _of_period(r, assignment, readings.day) for r, yes in zip(own, is_asked, strict=True) if yes
    ]
    others = [r for r, yes in zip(own, is_asked, strict=True) if not yes]
    along = _along(assignment)
    tasks = [assignment.task, *(row.task for row in along)]
    return Standing(
        (*asked, *others),
        bool(assignment.task.rhythm),
        tuple(asked),
        _fitting(others, assignment.clause, tasks, readings.day),
        tuple(of_clause),
        max(likeness.acts_of(task) for task in tasks),
        any(likeness.narrowing(task) for task in tasks),
        any(Guess.MEASURE in task.guesses for task in tasks),
        tuple(Along(row, standing(row, today)) for row in along),
    )


def _whose(
    of_clause: Sequence[Measured], readings: PlanReadings, assignment: Assignment
) -> list[Measured]:
    """What measures a clause, told of the unit alone where units below carry the same task from the same circular.

    Each of them answers for its own. What lies in none of the unit's own rows is the sum of all, and says so.
    """
    region = assignment.region
    if not of_clause or region.level >= Level.VILLAGE or not _is_shared(assignment):
        return list(of_clause)
    below = readings.below[region].get(assignment.clause_id, [])
    own = {_exactly(measured): measured for measured in below}
    return [
        replace(mine, whose=_("本级"))
        if (mine := own.get(_exactly(measured))) is not None and _is_each(mine)
        else replace(measured, whose=_sum_words(region))
        for measured in of_clause
    ]


def _exactly(measured: Measured) -> tuple[str | int, object]:
    """What a measure is told apart by, and what is asked of it: a share by the middle of the year, and at its end."""
    return key_of(measured), measured.goal if isinstance(measured, ClauseReading) else None


def _is_each(own: Measured) -> bool:
    """Whether a unit answers for a measure by itself: it has rows of its own, or a number that each reaches."""
    if isinstance(own, ClauseReading):
        return bool(own.pair.of)
    return own.target.is_each and bool(own.units)


def _is_shared(assignment: Assignment) -> bool:
    """Whether the circular gave the same to units below as well."""
    same = Assignment.objects.filter(task=assignment.task_id, period=assignment.period, parent=None)
    return same.within(assignment.region).exclude(region=assignment.region_id).counted().exists()


def is_own(reading: Measured) -> bool:
    """Whether it tells of a unit alone, not of those below that carry the same task."""
    return reading.whose == _("本级")


def _sum_words(region: Region) -> str:
    """What the sum of a division and all below it is called."""
    words = {
        Level.PROVINCE: _("全省合计"),
        Level.CITY: _("全市合计"),
        Level.COUNTY: _("全县（区）合计"),
    }
    return words.get(Level(region.level), _("辖区合计"))


def _fitting(
    readings: Sequence[Measured], clause: Clause, tasks: Iterable[Task], on: date
) -> tuple[Measured, ...]:
    """Of what measures a clause what one task of it is told by: what its words speak of; all of it where it is the only task."""
    said = {code for task in tasks for code in said_codes(f"{task.name}\n{task.text}", on)}
    found = tuple(r for r in readings if isinstance(r, ClauseReading) and r.indicator.code in said)
    if len(found) == len(readings) or clause.tasks.count() > 1:
        return found
    return tuple(readings)


def _along(assignment: Assignment) -> list[Assignment]:
    """What a unit does with the same report for plans below; nothing goes along with what goes along itself."""
    if assignment.served_by_id is not None:
        return []
    along: list[Assignment] | None = assignment.__dict__.get("along")
    if along is None:
        rows = assignment.serves.counted().select_related("circular", "clause", "task", "issued_by")
        along = list(rows.prefetch_related("task__targets").order_by("due", "pk"))
    # Whose it is, is known.
    for row in along:
        row.region = assignment.region
    return along


def _of_period(reading: Measured, assignment: Assignment, day: date) -> Measured:
    """What is asked for period by period is told of the assignment's own; of a part of another's what it brings."""
    if isinstance(reading, TargetReading) and assignment.parent is not None and not reading.units:
        return _of_part(reading, assignment, assignment.parent, day) or reading
    if not assignment.task.rhythm or not isinstance(reading, TargetReading):
        return reading
    if reading.target.span:
        return PeriodReading.of(reading, assignment.due, day) or reading
    return _of_step(reading, assignment, day) or reading


def _of_part(
    reading: TargetReading, assignment: Assignment, whole: Assignment, day: date
) -> PartReading | None:
    """What a unit brings to the number of the task whose part it carries; None where no register counts it."""
    times = times_of(reading.target, assignment.circular)
    window = next((time for time in times if time.since <= assignment.due <= time.until), times[-1])
    until = min(window.until, day)
    brought = counted_between(reading.target, reading.region, window.since, until)
    if brought is None:
        return None
    kept = {field.name: getattr(reading, field.name) for field in fields(TargetReading)}
    named = window if len(times) > 1 else None
    return PartReading(**kept, brought=brought, total=_sum_words(whole.region), window=named)


def _of_step(reading: TargetReading, assignment: Assignment, day: date) -> StepReading | None:
    """Of a number of the whole year what was added from the step before (or the plan's first day) to the day of this one."""
    steps = Assignment.objects.filter(
        task=assignment.task_id, region=assignment.region_id, due__lt=assignment.due
    )
    last = steps.order_by("-due").values_list("due", flat=True).first()
    since = assignment.circular.starts_on if last is None else last + timedelta(days=1)
    added = counted_between(
        reading.target,
        reading.region,
        since,
        min(assignment.due, day),
        is_own=is_own(reading),
    )
    if added is None:
        return None
    kept = {field.name: getattr(reading, field.name) for field in fields(TargetReading)}
    return StepReading(**kept, period=assignment.period, added=added)


def closes_by_register(day: date) -> bool:
    """Whether a unit may close what its registers prove."""
    return bool(policy(POLICY, day)["register_closes"])


def may_close_by_register(assignment: Assignment, standing: Standing, day: date) -> bool:
    """Whether a unit may close a task by what its registers prove.

    Not what was sent back, or found untrue: somebody has looked at it and wants another report.
    """
    return (
        closes_by_register(day)
        and standing.is_proved
        and not standing.is_by_reports
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
        return _("%(name)s：%(said)s。") % {"name": reading.name, "said": reading.reported}
    facts = {
        "name": reading.name,
        "shown": reading.shown,
        "met": reading.pair.met,
        "of": reading.pair.of,
    }
    return _("%(name)s%(shown)s（%(met)d／%(of)d）。") % facts
