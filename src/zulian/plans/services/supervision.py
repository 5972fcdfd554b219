"""Supervision: reminders before and after the deadline, 督办 notices with reply, the matrix and the ranking."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.foundation.policy import policy
from zulian.foundation.workdays import add_workdays
from zulian.indicators.counting import code_part, count
from zulian.indicators.goals import goals
from zulian.indicators.rules import Pair
from zulian.indicators.tables import Reading
from zulian.plans.cells import cells
from zulian.plans.indicators import ON_TIME, PROVEN, REPORTED, SIGNED, paper_on
from zulian.plans.models import Assignment, Clause, State
from zulian.plans.rules import Cell, Light, Score
from zulian.plans.services.readings import PlanReadings, lights
from zulian.regions.models import Region

POLICY = "plans/supervision"
# Of whom nothing fell due yet.
NO_PLACE = 0
WEIGHED = (ON_TIME, REPORTED, SIGNED, PROVEN)
# The weight of what the registers say beside the four of the paper.
MEASURED = "plans.measured"


@dataclass(frozen=True)
class MatrixRow:
    """One clause with its cells, one for each division in the head, and their sum."""

    clause: Clause
    cells: list[tuple[Region, Cell]]
    total: Cell


def matrix(readings: PlanReadings) -> tuple[list[Region], list[MatrixRow]]:
    """The matrix clause × child division: paper in one statement, measures from the plan's readings.

    Returns the divisions of the head (the division itself first, for tasks of its own) and the rows. A clause that is
    measured as a whole has a row of its own: what its items come to, and its measures.
    """
    region, children = readings.region, readings.children
    clauses = [clause.pk for clause in readings.clauses]
    found = cells(readings.circular, children, clauses, readings.day, readings.today)
    own = [region] if any(place == region for _clause, place in found) else []
    head = [*own, *children.regions]
    rows = []
    for clause in readings.clauses:
        items = readings.wholes.get(clause.pk, set())
        paper = [sum((found[pk, r] for pk in items or [clause.pk]), Cell()) for r in head]
        total = sum(paper, Cell())
        if total.total:
            is_closed = total.closed == total.total
            whole = lights(readings.whole.get(clause.pk, []), is_closed=is_closed)
            row = [
                (r, replace(_measured(readings, r, clause, cell), is_sum=bool(items)))
                for r, cell in zip(head, paper, strict=True)
            ]
            rows.append(MatrixRow(clause, row, replace(total, measured=whole, is_sum=bool(items))))
    return head, rows


URGENCY = (
    Light.OVERDUE,
    Light.AGAINST,
    Light.RETURNED,
    Light.REPORTED,
    Light.WORKING,
    Light.WAITING,
)


def late_by_place(rows: Iterable[MatrixRow]) -> list[tuple[Region, int]]:
    """The divisions with late tasks in the rows of a matrix, and how many: the most first."""
    late: Counter[Region] = Counter()
    for row in rows:
        late.update({place: cell.overdue for place, cell in row.cells})
    return [(place, count) for place, count in late.most_common() if count]


def left_undone(rows: Iterable[MatrixRow]) -> list[MatrixRow]:
    """The rows of a matrix that are not done as a whole, the most pressing first."""
    return sorted(
        (row for row in rows if not row.total.is_done),
        key=lambda row: URGENCY.index(row.total.light),
    )


def _measured(readings: PlanReadings, place: Region, clause: Clause, cell: Cell) -> Cell:
    clauses = [clause.pk] if cell.total else []
    measured = readings.measured_of(place, clauses, is_closed=cell.closed == cell.total)
    return replace(cell, measured=measured)


def ranking(readings: PlanReadings) -> list[tuple[int, Region, Score]]:
    """Child divisions by score, best first, equal scores sharing a place; weights are policy.

    Of whom nothing fell due yet has no place (NO_PLACE) and stands last.

    Four rates of the paper and the share of the clauses' measures that are reached: as in the matrix, of the clauses
    whose tasks a division carries. Before the plan's period begins nobody has a place.
    """
    if readings.circular.is_ahead(readings.today):
        return []
    day, children = readings.day, readings.children
    weights = {code: int(weight) for code, weight in policy(POLICY, day)["weights"].items()}
    rows = (
        Assignment.objects.filter(circular=readings.circular)
        .within(readings.region)
        .counted()
        .given_by(day)
    )
    weighed = {indicator.code for indicator in WEIGHED}
    paper = [indicator for indicator in paper_on(day, readings.today) if indicator.code in weighed]
    found: dict[Region, dict[str, Pair]] = {}
    carried: dict[Region, set[int]] = defaultdict(set)
    by = Concat(code_part(rows, children.length), Value("|"), Cast("clause_id", CharField()))
    for key, pairs in count(paper, rows, day, by).items():
        prefix, _bar, clause = key.partition("|")
        child = children.place(prefix)
        carried[child].add(int(clause))
        have = found.setdefault(child, dict.fromkeys(weights, Pair()))
        have.update({code: have[code] + pair for code, pair in pairs.items()})
    for have in found.values():
        # Who reported nothing of what was due proved nothing of it.
        if REPORTED.code in have and not have[PROVEN.code].of:
            have[PROVEN.code] = Pair(0, have[REPORTED.code].of)
    for child in children.regions:
        if child in found:
            found[child][MEASURED] = readings.measured_of(
                child, readings.with_wholes(carried[child])
            )
    scored = [(child, Score(found[child], weights)) for child in children.regions if child in found]
    scored.sort(key=lambda pair: (not _is_asked(pair[1]), -pair[1].value, pair[0].code))
    places: list[tuple[int, Region, Score]] = []
    for n, (child, score) in enumerate(scored, 1):
        place = places[-1][0] if places and places[-1][2].value == score.value else n
        places.append((place if _is_asked(score) else NO_PLACE, child, score))
    return places


def _is_asked(score: Score) -> bool:
    """Whether a report fell due yet: nobody is praised or blamed beside others who had time to do what was asked."""
    return bool(score.pairs[REPORTED.code].of)


def weighed_names() -> dict[str, tuple[str, str]]:
    """What the ranking weighs, by code: name and meaning."""
    paper = {i.code: (str(i.name), str(i.meaning)) for i in WEIGHED}
    return {
        MEASURED: (_("台账达标率"), _("达到的指标和目标 ÷ 所承担条款可衡量的指标和目标")),
        **paper,
    }


def own_rates(readings: PlanReadings) -> dict[int, list[Reading]]:
    """What the plan's own measures (the paper) say of each clause that is bound to them, for the division as a whole."""
    bound = {c.pk: c.indicators for c in readings.clauses}
    used = [
        i
        for i in paper_on(readings.day, readings.today)
        if any(i.code in codes for codes in bound.values())
    ]
    if not used:
        return {}
    rows = Assignment.objects.filter(circular=readings.circular).within(readings.region).counted()
    by_clause = count(used, rows, readings.day, F("clause_id"))
    targets = goals(readings.region, readings.day)
    return {
        pk: [
            Reading(i, readings.region, by_clause.get(pk, {}).get(i.code, Pair()), targets[i.code])
            for i in used
            if i.code in codes
        ]
        for pk, codes in bound.items()
    }


def remind(day: date) -> int:
    """Send the reminders that fall on `day`, in working days before and days after the deadline.

    What goes along with a task from above and is due earlier has reminders of its own.

    Runs under the scope of everything; repeated on the same day it adds nothing.
    """
    figures = policy(POLICY, day)
    sent = 0
    for days in figures["remind_workdays_before"]:
        due = add_workdays(day, days).day
        soon = (
            Assignment.objects.with_names()
            .with_deadline()
            .filter(due=due, state__in=[State.ISSUED, State.SIGNED])
        )
        for assignment in soon:
            sent += _remind(
                assignment,
                day,
                _("“%(task)s”还有 %(days)d 个工作日到期") % _facts(assignment, days),
            )
    for days in figures["remind_days_after"]:
        late = (
            Assignment.objects.with_names()
            .with_deadline()
            .overdue(day)
            .filter(due=day - timedelta(days=days))
        )
        for assignment in late:
            sent += _remind(
                assignment, day, _("“%(task)s”已逾期 %(days)d 天") % _facts(assignment, days)
            )
    return sent


def _facts(assignment: Assignment, days: int) -> dict[str, str | int]:
    return {"task": f"{assignment.task.name}{assignment.period_name}", "days": days}


def _remind(assignment: Assignment, day: date, title: str) -> bool:
    return send(
        assignment.region_id,
        "reminder",
        title,
        reverse("plans:assignment", args=[assignment.pk]),
        key=f"reminder:{assignment.pk}:{day}",
        sender=assignment.issued_by.organisation,
    )
