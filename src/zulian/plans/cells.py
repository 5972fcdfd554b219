"""Cells of the matrix: how many assignments a clause has in a division in each state, kept current down to townships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When

from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.aggregates import Aggregate, built_on, pairs_of, register_aggregate
from zulian.indicators.counting import code_part
from zulian.indicators.rules import Pair
from zulian.plans import measures
from zulian.plans.models import WAITING, Assignment, Circular, State
from zulian.plans.rules import Cell
from zulian.regions.models import Children, Level, Region

LATE, IN_TIME = "late", "in_time"
# What can be late on a running day: the states in which no report stands.
UNREPORTED = (*WAITING, State.CARRIED)
COUNTED = (*UNREPORTED, State.REPORTED, State.CLOSED)
Found = dict[tuple[int, Region], Cell]


def assignments(day: date) -> ScopedQuerySet[Assignment]:
    return Assignment.objects.counted()


def heads(day: date) -> dict[str, Any]:
    """Clause, state, and whether the deadline has passed without a report."""
    late = When(state__in=UNREPORTED, due__lt=day, then=Value(LATE))
    return {
        "clause": F("clause_id"),
        "state": F("state"),
        "late": Case(late, default=Value(IN_TIME), output_field=CharField()),
    }


CELLS = register_aggregate(Aggregate("plans.cells", assignments, heads, depth=Level.TOWNSHIP))


def cells(
    circular: Circular, children: Children, clauses: Sequence[int], day: date, today: date
) -> Found:
    """The cells of some clauses in the divisions below one, and of its own: kept counts of today, else counted."""
    if day >= today and children.length <= CELLS.depth and built_on(CELLS.code, day):
        return _kept(children, clauses)
    return _counted(circular, children, day, today)


def _kept(children: Children, clauses: Sequence[int]) -> Found:
    keys = {
        CELLS.key([clause, state, late]): (clause, state, late)
        for clause in clauses
        for state in COUNTED
        for late in ((IN_TIME, LATE) if state in UNREPORTED else (IN_TIME,))
    }
    below = [prefix.ljust(12, "0") for prefix in children.moved]
    roots = [low for low, _high in children.parent.scope().ranges]
    found: Found = defaultdict(Cell)
    left: dict[str, int] = defaultdict(int)
    for (key, place), pair in pairs_of(CELLS.code, list(keys), [*roots, *below]).items():
        if place in roots:
            left[key] += pair.of
        if place in below:
            left[key] -= pair.of
            clause, state, late = keys[key]
            found[clause, children.place(place[: children.length])] += _cell(pair, state, late)
    for key, count in left.items():
        clause, state, late = keys[key]
        if count:
            found[clause, children.parent] += _cell(Pair(0, count), state, late)
    return found


def _cell(pair: Pair, state: str, late: str) -> Cell:
    return Cell(
        total=pair.of,
        closed=pair.of * (state == State.CLOSED),
        overdue=pair.of * (late == LATE and state != State.CARRIED),
        issued=pair.of * (state == State.ISSUED),
        reported=pair.of * (state == State.REPORTED),
        returned=pair.of * (state == State.RETURNED),
        carried=pair.of * (state == State.CARRIED),
    )


def _counted(circular: Circular, children: Children, day: date, today: date) -> Found:
    """Counted from the rows: today from the state, of a day gone by from the dates; which were sent back is known of today."""
    is_over = day < today
    closed = measures.closed(day) if is_over else Q(state=State.CLOSED)
    reported = measures.reported(day) & ~closed if is_over else Q(state=State.REPORTED)
    issued = measures.unsigned(day) & ~measures.reported(day) if is_over else Q(state=State.ISSUED)
    overdue = measures.overdue_at_end(day) if is_over else Q(state__in=UNREPORTED, due__lt=day)
    rows = (
        Assignment.objects.filter(circular=circular).within(children.parent).counted().given_by(day)
    )
    by = {"child": code_part(rows, children.length), "clause_key": F("clause_id")}
    counted: Any = (
        rows.order_by()
        .values(**by)
        .annotate(
            total=Count("pk"),
            closed=Count("pk", filter=closed),
            overdue=Count("pk", filter=overdue & ~Q(state=State.CARRIED)),
            issued=Count("pk", filter=issued),
            reported=Count("pk", filter=reported),
            returned=Count("pk", filter=Q(state=State.RETURNED)),
            carried=Count("pk", filter=Q(state=State.CARRIED)),
        )
    )
    found: Found = defaultdict(Cell)
    for row in counted:
        place = children.place(row.pop("child"))
        found[row.pop("clause_key"), place] += Cell(**row)
    return found
