"""One task that serves the plans of two levels (一并办理), in whichever order they come.

The unit works on the assignment from above, the root. What the plans below ask for the same goes along with it
(`Assignment.served_by`) and has its state. Deadline and dropping stay the affair of each plan; a postponement above reaches
what goes along. All that goes along names the root itself, so that a chain of plans is one step long. Rows are locked from
above downwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Message
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited_all
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import (
    OPEN,
    WAITING,
    Assignment,
    AssignmentQuerySet,
    Circular,
    Clause,
    State,
    Task,
)
from zulian.plans.services import likeness
from zulian.regions.models import Level, Region, ancestors

# What goes along: how far the work has come. Deadlines stay those of each plan.
MIRRORED = ("state", "signed_at", "reported_at", "closed_at", "evidence_count", "returns")
WRITTEN = (*MIRRORED, "on_time", "served_by")
DEAD = (State.DROPPED, State.CARRIED)
ALONE = "alone:"
# A report stands for all plans that it was made for.
SETTLED = (State.REPORTED, State.CLOSED)
# The keys of the clause that a clause carries out, of the one that this one carries out, and so on.
LINE = tuple("__".join(["carries_out"] * step) for step in range(1, 5))
# For each clause those above it, the nearest first.
Lines = Mapping[int, Sequence[int]]
# What units have from above, by the clause that is carried out and the unit.
Choices = Mapping[tuple[int, str], Sequence[Assignment]]
Pairs = list[tuple[Assignment, Assignment]]


@dataclass
class Match:
    """What goes along with what, row and root; and what may ask for the same, or is done above already: of these somebody is to say it."""

    pairs: Pairs = field(default_factory=list)
    doubts: Pairs = field(default_factory=list)
    # What asks for the same as something that was reported above before it was asked for here.
    settled: Pairs = field(default_factory=list)


def let_serve(given: Sequence[Assignment], *, is_locking: bool = False) -> Match:
    """Let assignments, not yet written, go along with those that their units have from above; returns what does, and what is in doubt.

    `is_locking`: they are about to be written. What serves them is then locked before it is read, so that no step on it is missed.
    """
    match = _with_above(given, is_locking=is_locking)
    _apply(match.pairs)
    return match


@unit_of_work
def join(given: Sequence[Assignment]) -> int:
    """Join written assignments with those of other plans that ask the same of their units; returns how many pairs there are.

    They go along with what their units have from above, and what the plans below have given before goes along with them.
    """
    upwards = _with_above([row for row in given if row.served_by_id is None], is_locking=True).pairs
    _write(upwards)
    return len(upwards) + take_along(given)


@unit_of_work
def take_along(uppers: Sequence[Assignment]) -> int:
    """Let what plans below have given before go along with assignments that came later; returns how many do.

    What was reported by then stays alone: it was done for the plan below before anybody above asked for it.
    """
    with scope(EVERYTHING):
        pairs = _with_below(uppers, _locked).pairs
        _write(pairs)
    return len(pairs)


def below_of(uppers: Sequence[Assignment]) -> Match:
    """What plans below have given that would go along with assignments which are not written yet."""
    with scope(EVERYTHING):
        return _with_below(uppers, lambda rows: list(rows.select_related("region", "task")))


def _with_below(
    uppers: Sequence[Assignment], read: Callable[[AssignmentQuerySet], list[Assignment]]
) -> Match:
    lines = _lines(carrying_out({row.clause_id for row in uppers}))
    if not lines:
        return Match()
    choices: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
    for upper in uppers:
        if upper.state not in DEAD:
            choices[upper.clause_id, upper.region_id].append(upper)
    codes = {row.region_id for row in uppers}
    rows = Assignment.objects.filter(clause__in=list(lines), state__in=WAITING).to_do()
    return _match(
        read(rows.filter(region_id__gte=min(codes), region_id__lte=max(codes))), lines, choices
    )


def _with_above(given: Sequence[Assignment], *, is_locking: bool) -> Match:
    """What of some assignments goes along with what its unit has from above."""
    lines = _lines(Clause.objects.filter(pk__in={row.clause_id for row in given}))
    if not lines:
        return Match()
    low = min(min(row.issued_by_id, row.region_id) for row in given)
    high = max(row.region_id for row in given)
    with scope(EVERYTHING):
        rows = Assignment.objects.filter(
            clause__in={key for line in lines.values() for key in line}, circular__closed_at=None
        )
        rows = rows.filter(region_id__gte=low, region_id__lte=high)
        if is_locking:
            lock_with_roots(rows)
        units = {row.region_id for row in given}
        choices: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
        for row in (
            rows.exclude(state__in=DEAD)
            .select_related("task", "issued_by", "served_by__task", "served_by__issued_by")
            .order_by("pk")
        ):
            if row.region_id in units:
                choices[row.clause_id, row.region_id].append(row)
        return _match(given, lines, choices)


def _lines(clauses: QuerySet[Clause]) -> Lines:
    """For each of some clauses that carries out another the keys of those above it, the nearest first."""
    rows = clauses.filter(carries_out__isnull=False).values_list(
        "pk", *(f"{step}_id" for step in LINE)
    )
    return {pk: [key for key in line if key is not None] for pk, *line in rows}


def carrying_out(clauses: Collection[int]) -> QuerySet[Clause]:
    """The clauses of running plans that carry out some clauses, themselves or through those in between."""
    anywhere = Q()
    for step in LINE:
        anywhere |= Q(**{f"{step}__in": clauses})
    return Clause.objects.filter(
        anywhere, circular__status=Circular.Status.ADOPTED, circular__closed_at=None
    )


def lock_with_roots(rows: AssignmentQuerySet) -> None:
    """Lock all of some assignments from above, and the roots that they go along with.

    `rows` are to hold those further up as well: who breaks a task down holds their row.
    """
    roots = Q(pk__in=rows.values("pk")) | Q(
        pk__in=rows.filter(served_by__isnull=False).values("served_by")
    )
    list(_locking(Assignment.objects.filter(roots)).values_list("pk", flat=True))


def lock_line(region: str) -> None:
    """Lock the divisions above an organisation and its own, so that plans of one line are adopted one after the other."""
    line = Region.objects.filter(code__in=[region, *ancestors(region)]).exclude(level=Level.COUNTRY)
    list(line.order_by("code").select_for_update(no_key=True).values_list("pk", flat=True))


def _match(rows: Collection[Assignment], lines: Lines, choices: Choices) -> Match:
    """Each of some assignments that finds its like above, with the root that it goes along with.

    One task from above serves at most one task of a clause below, for a unit and a period, unless the issuer has said it of
    several. What finds nothing at the clause just above is looked for further up, where that one was dropped for the unit.
    """
    match = Match()
    if not rows or not choices:
        return match
    keys = {row.task_id for row in rows} | {
        row.task_id for some in choices.values() for row in some
    }
    tasks = likeness.tasks_of(keys)
    taken = _taken(rows)
    asking: dict[tuple[int, str, str], list[Assignment]] = defaultdict(list)
    for row in rows:
        asking[row.clause_id, row.region_id, row.period].append(row)
    for (clause, unit, period), group in asking.items():
        left = {row.task_id: row for row in group}
        doubts: dict[int, Assignment] = {}
        settled: dict[int, Assignment] = {}
        for above in lines.get(clause, ()):
            # What is done once is not done monthly.
            fitting = [one for one in choices.get((above, unit), ()) if one.period == period]
            for score, row, upper in _likest_first(left.values(), fitting, tasks):
                root = upper.served_by or upper
                if row.task_id not in left or (clause, root.task_id) in taken[unit, period]:
                    continue
                if _is_sure(score, root):
                    taken[unit, period].add((clause, root.task_id))
                    match.pairs.append((left.pop(row.task_id), root))
                elif score >= likeness.SURE:
                    settled.setdefault(row.task_id, root)
                else:
                    doubts.setdefault(row.task_id, root)
            for score, row, upper in _likest_first(left.values(), fitting, tasks):
                if score >= likeness.SAID and row.task_id in left:
                    match.pairs.append((left.pop(row.task_id), upper.served_by or upper))
        match.settled += [(left[task], root) for task, root in settled.items() if task in left]
        open_still = left.keys() - settled.keys()
        match.doubts += [(left[task], root) for task, root in doubts.items() if task in open_still]
    return match


def _is_sure(score: float, root: Assignment) -> bool:
    """Whether one goes along without being asked for: surely the same, and not done yet when it was asked for here."""
    return score >= likeness.SAID or (score >= likeness.SURE and root.state not in SETTLED)


def _likest_first(
    rows: Iterable[Assignment], uppers: Sequence[Assignment], tasks: Mapping[int, Task]
) -> list[tuple[float, Assignment, Assignment]]:
    """All that could go together, alike enough, the most alike before the others."""
    alike = [
        (likeness.of_tasks(tasks[row.task_id], tasks[upper.task_id]), row, upper)
        for row in rows
        for upper in uppers
        if upper is not row
    ]
    good = [one for one in alike if one[0] >= likeness.ALIKE]
    return sorted(good, key=lambda one: (-one[0], one[1].task_id, one[2].task_id))


def _taken(rows: Iterable[Assignment]) -> dict[tuple[str, str], set[tuple[int, int]]]:
    """What goes along already: by unit and period the clause below and the task from above that serves a task of it."""
    along = Assignment.objects.filter(
        clause__in={row.clause_id for row in rows}, served_by__isnull=False
    )
    facts = along.exclude(state__in=DEAD).values_list(
        "region_id", "period", "clause_id", "served_by__task_id"
    )
    taken: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for unit, period, clause, task in facts:
        taken[unit, period].add((clause, task))
    return taken


def _apply(pairs: Pairs) -> None:
    for row, root in pairs:
        row.served_by = root
        _copy(root, row)


def _write(pairs: Pairs) -> None:
    """Write what goes along from now on; what went along with it names the root as well."""
    if not pairs:
        return
    rows = [row for row, _root in pairs]
    with audited_all("assignment.join", rows):
        _apply(pairs)
        bulk.save(rows, WRITTEN)
    _untell(rows)
    roots = {row.pk: root for row, root in pairs}
    with scope(EVERYTHING):
        along = _locked(Assignment.objects.filter(served_by__in=list(roots)))
    _write([(row, roots[row.served_by_id or 0]) for row in along])


def _copy(upper: Assignment, row: Assignment) -> None:
    for name in MIRRORED:
        # The state moves with the other's: its transitions are checked there.
        row.__dict__[name] = getattr(upper, name)
    # Deadlines differ from plan to plan.
    row.on_time = (
        None if row.reported_at is None else timezone.localdate(row.reported_at) <= row.due
    )


def lock(rows: AssignmentQuerySet) -> list[Assignment]:
    """Some assignments, locked in the order of their keys until the unit of work ends."""
    return list(_locking(rows).select_related("region", "task"))


def _locking(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    locking: AssignmentQuerySet = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
    return locking


def _locked(rows: AssignmentQuerySet) -> list[Assignment]:
    """Some assignments, locked, of plans that are not closed; that is asked once the locks are held, as in `work.locked`."""
    assignments = lock(rows)
    circulars = Circular.objects.filter(
        pk__in={row.circular_id for row in assignments}, closed_at=None
    )
    still_open = set(circulars.values_list("pk", flat=True)) if assignments else set()
    return [row for row in assignments if row.circular_id in still_open]


@unit_of_work
def follow(uppers: Sequence[Assignment]) -> None:
    """After assignments moved: what goes along with them moves too, in plans that are not closed.

    What lost its assignment from above (dropped there) is from now on to be done for its own plan. What was carried over there
    (or given back) is so here too, in closed plans as well: whatever their issuers do with it, the unit goes on with one thing.
    """
    by_key = {row.pk: row for row in uppers}
    with scope(EVERYTHING):
        along = Assignment.objects.filter(served_by__in=list(by_key)).exclude(state=State.DROPPED)
        # What its own issuer has carried over by itself is done with here.
        assignments = lock(along.filter(carried_to=None))
        if not assignments:
            return
        closed = Circular.objects.filter(
            pk__in={row.circular_id for row in assignments}, closed_at__isnull=False
        )
        closed_keys = set(closed.values_list("pk", flat=True))
    rows = [
        row
        for row in assignments
        if row.circular_id not in closed_keys or _carries(by_key[row.served_by_id or 0], row)
    ]
    lost = [row for row in rows if by_key[row.served_by_id or 0].state == State.DROPPED]
    with audited_all("assignment.follow", rows):
        for row in rows:
            upper = by_key[row.served_by_id or 0]
            if upper.state == State.DROPPED:
                _stand_alone(row)
            else:
                _copy(upper, row)
        bulk.save(rows, WRITTEN)
    if lost:
        join(lost)
        tell_alone(lost)


@unit_of_work
def follow_carried(copies: Mapping[int, Assignment]) -> None:
    """What was carried over, by the key of the old assignment the new one: what goes along is carried over with it.

    What its own issuer had carried over before goes along with the new assignment as well.
    """
    with scope(EVERYTHING):
        before = Assignment.objects.filter(
            carried_from__served_by__in=list(copies), state__in=WAITING
        ).to_do()
        rows = _locked(before.select_related("carried_from"))
    _write([(row, copies[row.carried_from.served_by_id or 0]) for row in rows if row.carried_from])


def _carries(upper: Assignment, row: Assignment) -> bool:
    """Whether an upper assignment was carried over, or given back, and what goes along with it was not yet."""
    if upper.state == State.CARRIED:
        return row.state in OPEN
    return row.state == State.CARRIED and upper.state in OPEN


@unit_of_work
def follow_deadline(upper: Assignment, before: date) -> None:
    """After a postponement above from a day: what goes along and is not reported has at least as much time, within its own plan.

    An earlier deadline that the plan below had set by itself stays: whoever set it puts it off.
    """
    with scope(EVERYTHING):
        along = Assignment.objects.filter(
            served_by=upper, state__in=WAITING, due__lt=upper.due, due__gte=before
        )
        rows = _locked(along.select_related("circular"))
    if not rows:
        return
    with audited_all("assignment.postpone", rows):
        for row in rows:
            row.due = max(row.due, min(upper.due, row.circular.ends_on))
        bulk.save(rows, ["due"])


@unit_of_work
def part(rows: Sequence[Assignment]) -> None:
    """Let assignments that went along be done for their own plans again, from the beginning."""
    with audited_all("assignment.part", rows):
        for row in rows:
            _stand_alone(row)
        bulk.save(rows, WRITTEN)


def tell_alone(rows: Sequence[Assignment]) -> None:
    """Let units know that what went along with a task from above is to be done for its own plan again."""
    alone = Assignment.objects.filter(
        pk__in=[row.pk for row in rows], served_by=None, state=State.ISSUED
    )
    words = _("“%(task)s”不再随上级任务一并办理，请签收，单独办理并上报")
    send_all(
        Letter(
            row.region_id,
            "issued",
            words % {"task": row.task.name},
            row.get_absolute_url(),
            f"{ALONE}{row.pk}:{clock.now():%Y%m%d%H%M%S}",
            row.issued_by.organisation,
        )
        for row in alone.select_related("task", "issued_by")
    )


def _untell(rows: Sequence[Assignment]) -> None:
    """What goes along again: that it did not is told no longer."""
    urls = {row.get_absolute_url() for row in rows}
    with scope(EVERYTHING):
        told = Message.objects.filter(
            key__startswith=ALONE,
            region_id__gte=min(row.region_id for row in rows),
            region_id__lte=max(row.region_id for row in rows),
        )
        stale = [pk for pk, url in told.values_list("pk", "url") if url in urls]
        if stale:
            Message.objects.filter(pk__in=stale).delete()


@unit_of_work
def release(circulars: Sequence[Circular]) -> int:
    """A plan above is being closed: what is unfinished of plans below that still run is to be done for them; returns how many.

    It was signed, and stays so; a report that nobody has judged above is to be made again here. Where the plan below is over
    as well, it waits with the one above to be carried over.
    """
    with scope(EVERYTHING):
        rows = _locked(
            Assignment.objects.filter(
                served_by__circular__in=[circular.pk for circular in circulars],
                state__in=OPEN,
                circular__ends_on__gt=clock.today(),
            )
        )
    with audited_all("assignment.part", rows):
        for row in rows:
            state = State.SIGNED if row.signed_at else State.ISSUED
            row.served_by = None
            row.__dict__.update(state=state, reported_at=None, on_time=None)
        bulk.save(rows, WRITTEN)
    join(rows)
    return len(rows)


def _stand_alone(row: Assignment) -> None:
    row.served_by = None
    row.__dict__.update(
        state=State.ISSUED, signed_at=None, reported_at=None, closed_at=None, on_time=None
    )
