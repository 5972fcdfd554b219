"""A plan that carries out another from above (承接): clause by clause, so that a unit which both would task does it once.

The unit works on the assignment from above. That of the plan below goes along with it (`Assignment.served_by`): it is counted
in its own plan, and its state is that of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.comparison import GENERAL
from zulian.plans.models import Assignment, Circular, Clause, State
from zulian.plans.services.drafts import require_draft
from zulian.regions.models import ancestors

# What goes along: how far the work has come. Deadlines stay those of each plan.
MIRRORED = ("state", "signed_at", "reported_at", "closed_at", "evidence_count", "returns")
# A task from above serves whatever the plan below asks under the same clause; where there are several, the likest.
# From here on two clauses are taken for the same work: the same registers and half of the words, or nearly the same words.
ALIKE = 0.45
# The same words said to other levels are the same work still.
ALMOST_THE_SAME = 0.9
# Somebody waits for the upload: long texts are told by their beginnings, and nobody writes so many clauses.
MOST_CLAUSES, LOOKED_AT = 200, 120
DEAD = (State.DROPPED, State.CARRIED)


def upper_plan(circular: Circular) -> Circular | None:
    """The adopted plan of the same year by the nearest organisation above the issuer."""
    if circular.kind != Circular.Kind.PLAN and circular.amends_id is None:
        return None
    with scope(EVERYTHING):
        plans = Circular.objects.filter(
            region_id__in=ancestors(circular.region_id),
            year=circular.year,
            kind=Circular.Kind.PLAN,
            status=Circular.Status.ADOPTED,
            closed_at=None,
        )
        return plans.order_by("-region_id", "-pk").first()


def clauses_above(circular: Circular) -> list[Clause]:
    """The clauses that a draft may carry out: those of the plan above that make anybody do anything."""
    upper = upper_plan(circular)
    if upper is None:
        return []
    with scope(EVERYTHING):
        return list(upper.clauses.filter(tasks__isnull=False).distinct().order_by("order"))


def suggest(circular: Circular) -> int:
    """Map the clauses of a draft to those of the plan above by likeness of words and measures; returns how many.

    Each takes the likest one that is alike at all; several may carry out the same.
    """
    above = clauses_above(circular)
    own = _with_tasks(circular.clauses.all()) if above else []
    with scope(EVERYTHING):
        theirs = _with_tasks(Clause.objects.filter(pk__in=[clause.pk for clause in above]))
    mapped = 0
    for clause in own:
        best = max(theirs, key=lambda upper: (_alike(clause, upper), -upper.order))
        if _alike(clause, best) >= ALIKE:
            clause.carries_out = best
            clause.save(update_fields=["carries_out"])
            mapped += 1
    return mapped


def _with_tasks(clauses: QuerySet[Clause]) -> list[Clause]:
    """Those of some clauses that make anybody do anything, with their tasks at hand."""
    rows = clauses.filter(tasks__isnull=False).distinct().order_by("order")
    return list(rows.prefetch_related("tasks"))[:MOST_CLAUSES]


def _alike(own: Clause, upper: Clause) -> float:
    """How alike two clauses are, 0 to 1: half by the registers that measure both, half by the words of what is to be done."""
    tasks = [(mine, theirs) for mine in own.tasks.all() for theirs in upper.tasks.all()]
    words = max(_likeness(mine.text[:LOOKED_AT], theirs.text[:LOOKED_AT]) for mine, theirs in tasks)
    if words >= ALMOST_THE_SAME:
        return words
    if not any(set(mine.levels) & set(theirs.levels) for mine, theirs in tasks):
        return 0.0
    one, other = ({code for code in c.indicators if not code.startswith(GENERAL)} for c in (own, upper))
    measures = len(one & other) / min(len(one), len(other)) if one and other else 0.0
    return (measures + words) / 2


def map_clause(clause: Clause, upper: Clause | None) -> None:
    """Correct by hand which clause above a clause of a draft carries out, none with None. Raises ValidationError."""
    require_draft(clause.circular)
    if upper is not None and upper.pk not in {one.pk for one in clauses_above(clause.circular)}:
        raise ValidationError({"carries_out": _("请从上级本年的工作要点里选择条款。")})
    with audited("clause.map", clause):
        clause.carries_out = upper
        clause.save()


def let_serve(given: Sequence[Assignment]) -> int:
    """Let new assignments, not yet written, go along with those that their units have from above; returns how many."""
    clauses = Clause.objects.filter(pk__in={row.clause_id for row in given}, carries_out__isnull=False)
    mapped = dict(clauses.values_list("pk", "carries_out_id"))
    if not mapped:
        return 0
    there = _from_above(mapped.values(), given)
    served = 0
    for row in given:
        upper = _likest(row, there.get((mapped.get(row.clause_id), row.region_id), []))
        if upper is not None:
            row.served_by = upper
            _copy(upper, row)
            served += 1
    return served


def _from_above(
    clauses: Iterable[int | None], given: Sequence[Assignment]
) -> dict[tuple[int | None, str], list[Assignment]]:
    """The living assignments of some clauses above, by clause and unit."""
    units = {row.region_id for row in given}
    found: dict[tuple[int | None, str], list[Assignment]] = defaultdict(list)
    with scope(EVERYTHING):
        rows = Assignment.objects.filter(clause__in=list(clauses), circular__closed_at=None).exclude(state__in=DEAD)
        for row in rows.to_do().select_related("task").order_by("pk"):
            if row.region_id in units:
                found[row.clause_id, row.region_id].append(row)
    return found


def _likest(row: Assignment, choices: Sequence[Assignment]) -> Assignment | None:
    """Of what a unit has from above the task most like this one, of the same period: what is done once is not done monthly."""
    fitting = [one for one in choices if one.period == row.period]
    return max(fitting, key=lambda one: (_likeness(one.task.name, row.task.name), -one.pk), default=None)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _copy(upper: Assignment, row: Assignment) -> None:
    for name in MIRRORED:
        # The state moves with the other's: its transitions are checked there.
        row.__dict__[name] = getattr(upper, name)
    # Deadlines differ from plan to plan.
    row.on_time = None if row.reported_at is None else timezone.localdate(row.reported_at) <= row.due


@unit_of_work
def follow(uppers: Sequence[Assignment]) -> None:
    """After assignments moved: what goes along with them moves too, in plans that are not closed.

    What lost its assignment from above (dropped there) is from now on to be done for its own plan.
    """
    by_key = {row.pk: row for row in uppers}
    with scope(EVERYTHING):
        along = Assignment.objects.filter(served_by__in=list(by_key), circular__closed_at=None).order_by("pk")
        rows = list(along.select_for_update(no_key=True, of=("self",)).select_related("region", "task"))
    if not rows:
        return
    with audited_all("assignment.follow", rows):
        for row in rows:
            upper = by_key[row.served_by_id or 0]
            if upper.state == State.CARRIED:
                continue
            if upper.state == State.DROPPED:
                _stand_alone(row)
            else:
                _copy(upper, row)
        bulk.save(rows, [*MIRRORED, "on_time", "served_by"])


def _stand_alone(row: Assignment) -> None:
    row.served_by = None
    row.__dict__.update(state=State.ISSUED, signed_at=None, reported_at=None, closed_at=None, on_time=None)
