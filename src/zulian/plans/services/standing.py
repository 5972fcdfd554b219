"""What the registers say of one assignment: its measures, the unit's own rows behind them, a report's sentences, the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from zulian.foundation.few import Few
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import countable
from zulian.indicators.rules import Light
from zulian.indicators.services import failing
from zulian.plans.models import Assignment, State
from zulian.plans.reading.duties import Guess
from zulian.plans.services import likeness
from zulian.plans.services.measured import (
    ClauseReading,
    Measured,
    PeriodReading,
    StepReading,
    TargetReading,
)
from zulian.plans.services.progress import counted_between, frozen_keys, times_of
from zulian.plans.services.readings import POLICY, PlanReadings

SHOWN = 5
# Among so many of the frozen rows the first ones are looked for that are there still.
MOST_KEYS = 500


@dataclass(frozen=True)
class Behind:
    """One measure with the unit's own rows behind it: what is missing first, each a link to where it is entered."""

    reading: Measured
    missed: Sequence[Any]
    missed_count: int
    reached: Sequence[Any]
    reached_count: int
    entry: str


@dataclass(frozen=True)
class Standing:
    """All that the registers say of an assignment as of a day."""

    readings: tuple[Measured, ...]
    is_recurring: bool
    # What the task itself asks for in numbers, where it does: then that alone proves or denies it. It comes first.
    asked: tuple[Measured, ...] = ()
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
        """What proves or denies the task: its own numbers, else whatever measures its clause."""
        return list(self.asked) or self.measured

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
        denying = {measured.name for measured in self.denied_by}
        missing = [m for m in self.of_clause if m.closed_light not in {Light.NONE, Light.GREEN}]
        return [m for m in missing if m.name not in denying]

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
        for r in of_clause
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
        tuple(of_clause),
        max(likeness.acts_of(task) for task in tasks),
        any(likeness.narrowing(task) for task in tasks),
        any(Guess.MEASURE in task.guesses for task in tasks),
        tuple(Along(row, standing(row, today)) for row in along),
    )


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


def rows_behind(
    standing: Standing, assignment: Assignment, today: date
) -> tuple[list[Behind], list[Behind]]:
    """The unit's own rows behind each measure, a few of each: behind what decides on the task, then behind the clause's others."""
    day = assignment.circular.as_of(today)
    # A part of another's task has no light of its own; what counts for it is shown all the same.
    parts = [
        r
        for r in standing.asked
        if assignment.parent_id and isinstance(r, TargetReading) and r.target.measure
    ]
    deciding = [*standing.deciding, *parts]
    behind = [
        (
            r,
            _behind_rate(r, assignment, day)
            if isinstance(r, ClauseReading)
            else _behind_number(r, assignment, day),
        )
        for r in [*standing.measured, *(r for r in parts if r.light is Light.NONE)]
    ]
    first = [one for reading, one in behind if reading in deciding]
    return first, [one for reading, one in behind if reading not in deciding]


def _behind_rate(reading: ClauseReading, assignment: Assignment, day: date) -> Behind:
    indicator, region = reading.indicator, reading.region
    rows = indicator.rows(day)
    if assignment.circular.is_closed:
        missed, reached = (
            _few_of(rows, keys) for keys in frozen_keys(assignment.circular, region, indicator)
        )
    else:
        missed = Few.of(failing(indicator, region, day), SHOWN)
        reached = Few.of(
            rows.within(region).filter(indicator.of(day)).filter(indicator.met(day)), SHOWN
        )
    return Behind(
        reading,
        links(indicator.table, list(missed), region.code),
        missed.total,
        links(indicator.table, list(reached), region.code),
        reached.total,
        reverse(indicator.entry) if indicator.entry else "",
    )


def _few_of(rows: ScopedQuerySet[Any], keys: list[Any]) -> Few:
    """The first of some rows that were kept by their keys, as far as they are there still."""
    few = Few.of(rows.filter(pk__in=keys[:MOST_KEYS]), SHOWN)
    few.total = len(keys)
    return few


def _behind_number(reading: TargetReading, assignment: Assignment, day: date) -> Behind:
    measure = countable(reading.target.measure)
    if measure is None:
        return Behind(reading, (), 0, (), 0, "")
    times = times_of(reading.target, assignment.circular)
    if isinstance(reading, PeriodReading) and reading.window:
        times = [reading.window]
    rows = (
        measure.rows(day)
        .within(reading.region)
        .filter(measure.within(times[0].since, min(times[-1].until, day)))
    )
    reached = Few.of(rows, SHOWN)
    entry = reverse(measure.entry) if measure.entry else ""
    return Behind(
        reading,
        (),
        0,
        links(measure.table, list(reached), reading.region.code),
        reached.total,
        entry,
    )


def links(table: type[tables.Table], rows: Sequence[Any], own: str) -> list[Any]:
    """Each row as its list shows it first: the cell that leads to its page, else its name; with its place unless that is `own`."""
    made = table(rows)
    name = next((c.name for c in made.columns if isinstance(c.column, tables.LinkColumn)), None)
    found = [
        (row.record, str(row.record) if name is None else row.get_cell(name)) for row in made.rows
    ]
    return [
        format_html("{}{}", _masked(record, cell), _place(record, own)) for record, cell in found
    ]


def _masked(record: Any, cell: str) -> str:
    """What stands for a row, without the whole name of its person: a task is read by many who do not keep that register.

    Who works for a federation is named in full, by the account: 承办人, who reported, asked or signed.
    """
    known = record._state.fields_cache
    # Only what was looked up can have been shown.
    person = known.get("person")
    if person is None and (case := known.get("case")) is not None:
        person = case._state.fields_cache.get("person")
    if person is None:
        return cell
    shown = conditional_escape(cell).replace(escape(person.name), escape(person.masked_name))
    return mark_safe(shown)  # noqa: S308  (all that is put in is escaped)


def _place(record: Any, own: str) -> str:
    """Where a row lies, as far as its list has looked that up."""
    region = record._state.fields_cache.get("region")
    return "" if region is None or region.code == own else _("（%(name)s）") % {"name": region.name}


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
