"""The second look before adoption: what a draft would send out to whom, what is assumed in it still, and what may be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation import clock
from zulian.plans.comparison import GENERAL
from zulian.plans.models import Assignment, Circular, Clause, Task
from zulian.plans.reading.actors import ASSOCIATION_LEVELS
from zulian.plans.reading.headings import is_of_associations
from zulian.plans.reading.levels import PROVINCE
from zulian.plans.services import (
    carrying,
    deriving,
    guesses,
    joining,
    likeness,
    numbers,
    review,
    rewording,
)
from zulian.plans.services.seen import digest_of
from zulian.regions.models import Children, Level, Region

# So many units without an account are named.
NAMED = 5


@dataclass(frozen=True)
class Pair:
    """A task with one from above: for how many units, how many of these have reported or closed that one already, and how many
    assignments that makes.
    """

    task: Task
    root: Assignment
    units: int
    done: int
    count: int


def _by_task(tasks: Iterable[Task], pairs: joining.Pairs) -> list[Pair]:
    """Pairs of assignments as pairs of tasks."""
    by_key = {task.pk: task for task in tasks}
    # A unit that does it quarter by quarter is one unit.
    places = {(row.task_id, root.task_id, row.region_id) for row, root in pairs}
    done_at = {
        (row.task_id, root.task_id, row.region_id)
        for row, root in pairs
        if root.state in joining.SETTLED
    }
    units = Counter((own, upper) for own, upper, _place in places)
    done = Counter((own, upper) for own, upper, _place in done_at)
    counts = Counter((row.task_id, root.task_id) for row, root in pairs)
    roots = {root.task_id: root for _row, root in pairs}
    return [
        Pair(by_key[own], roots[upper], number, done[own, upper], counts[own, upper])
        for (own, upper), number in sorted(units.items())
    ]


@dataclass(frozen=True)
class Outlook:
    """What a draft would send out: its tasks, and the assignments that they would make, none of them written."""

    circular: Circular
    tasks: list[Task]
    assignments: list[Assignment]
    regions: dict[str, Region]
    carried: int
    # What of them goes along with what their units have from above, and what may do so if the issuer says it.
    match: joining.Match
    # What of plans below would go along with them.
    below: joining.Match
    # What is assumed that nobody has confirmed: of several tasks alike, and of one.
    questions: list[guesses.Question]
    guessed: list[guesses.GuessedTask]
    # Tasks about the associations that would go to organisations without any.
    misplaced: list[Task]
    # Tasks of a supplement with those of its own plan that ask for the same already.
    repeated: list[tuple[Task, Task]]
    # Those that may ask for the same as one of its plan.
    perhaps_repeated: list[tuple[Task, Task]]
    # Clauses that say something and make nobody do anything.
    idle: list[Clause]
    # Sentences that ask for an act and stand in no task, though their clause has others.
    without_task: list[tuple[Clause, str]]
    # The paper that bears the number of this one already, in words.
    same_number: str
    # What it says, in a digest: its head, its clauses, its tasks and their numbers.
    words: str = ""
    # Tasks whose deadline lies out of the plan's period.
    outside: list[Task] = field(default_factory=list)
    # Clauses of which nobody said what they carry out, though one above is alike: the plan above came, or changed, later.
    to_match: list[tuple[Clause, Clause]] = field(default_factory=list)
    # Clauses of which what they carry out is suggested only, and confirmed by nobody.
    suggested: list[Clause] = field(default_factory=list)

    @cached_property
    def digest(self) -> str:
        """What tells this outlook from another: whoever confirms it confirms just this."""
        lines = sorted(
            f"{a.task_id} {a.region_id} {a.period} {a.due} {a.served_by_id}"
            for a in self.assignments
        )
        below = sorted(str(row.pk) for row, _root in self.below.pairs)
        return digest_of([lines, self.carried, below, self.words])

    @cached_property
    def levels(self) -> list[tuple[Level, int, int]]:
        """Each level with how many organisations get how many tasks."""
        tasks = Counter(self.regions[a.region_id].level for a in self.assignments)
        units = Counter(
            self.regions[code].level for code in {a.region_id for a in self.assignments}
        )
        return [(level, units[level], tasks[level]) for level in Level if tasks[level]]

    @cached_property
    def units(self) -> list[tuple[Region, int, int]]:
        """The issuer itself and each division below it, with how many organisations there get how many tasks."""
        children = Children.of(self.circular.region)
        places = {
            code: children.place(code[: children.length])
            for code in {a.region_id for a in self.assignments}
        }
        tasks = Counter(places[a.region_id] for a in self.assignments)
        units = Counter(places.values())
        return [
            (place, units[place], tasks[place])
            for place in sorted(tasks, key=lambda region: region.code)
        ]

    @cached_property
    def unmeasured(self) -> list[Task]:
        """Tasks that no register measures: neither their own numbers nor the indicators of their clause.

        How many reports came in and when, which suits any task, measures none. They stand in the order of their clauses.
        """
        found = [task for task in self.tasks if not _is_measured(task)]
        return sorted(found, key=lambda task: (task.clause.order, task.order))

    @cached_property
    def late(self) -> int:
        """How many assignments would be shown late on the day on which they go out; what is done above is not."""
        return sum(1 for assignment in self.assignments if assignment.is_overdue)

    @property
    def served(self) -> int:
        """How many of the assignments go along with others."""
        return len(self.match.pairs)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Each task with one from above that it goes along with."""
        return _by_task(self.tasks, self.match.pairs)

    @cached_property
    def doubts(self) -> list[Pair]:
        """Each task with one from above that may ask for the same: nobody has said so yet."""
        return self._unsaid(self.match.doubts)

    @cached_property
    def settled(self) -> list[Pair]:
        """Each task with the same from above that its units have reported already: nobody has said whether that counts here."""
        return self._unsaid(self.match.settled)

    def _unsaid(self, pairs: joining.Pairs) -> list[Pair]:
        return [pair for pair in _by_task(self.tasks, pairs) if pair.task.goes_along is None]

    @cached_property
    def joined(self) -> set[int]:
        """The keys of the tasks that go along for some of their units."""
        return {pair.task.pk for pair in self.pairs}

    @property
    def unit_count(self) -> int:
        return len({assignment.region_id for assignment in self.assignments})

    @cached_property
    def unmanned(self) -> list[Region]:
        """The units where nobody holds a post today that could sign for a task, by code."""
        signing = Post.objects.held().filter(role__in=PERMISSIONS["assignment.act"])
        manned = set(signing.values_list("region_id", flat=True))
        codes = {assignment.region_id for assignment in self.assignments} - manned
        return [self.regions[code] for code in sorted(codes)]

    @property
    def first_unmanned(self) -> list[Region]:
        return self.unmanned[:NAMED]


def _is_measured(task: Task) -> bool:
    by_register = any(not code.startswith(GENERAL) for code in task.clause.indicators)
    return by_register or any(target.measure for target in task.targets.all())


def outlook_of(circular: Circular) -> Outlook:
    """What a draft would send out today, in a constant number of statements."""
    tasks = list(circular.tasks.select_related("clause").prefetch_related("targets"))
    regions = list(Region.objects.under(circular.region_id).on(clock.today()))
    taken_over = carrying.noted(circular)
    for task in tasks:
        task.circular = circular
    assignments = [
        a for task in tasks if task.pk not in taken_over for a in review.fan_out(task, regions)
    ]
    match = joining.let_serve(assignments)
    clauses = list(circular.clauses.all())
    asked = guesses.asked_of(circular, tasks, clauses)
    known = {region.code: region for region in regions}
    misplaced = _misplaced(tasks, clauses)
    return Outlook(
        circular,
        tasks,
        assignments,
        known,
        len(taken_over),
        match,
        joining.below_of(assignments),
        asked.questions,
        asked.guessed,
        misplaced,
        *_repeated(circular, tasks),
        idle_clauses(tasks, clauses),
        _without_task(tasks, clauses),
        numbers.bearer_of(circular.number, circular.region_id, circular)
        if circular.number and not circular.is_adopted
        else "",
        _words(circular, clauses, tasks),
        [task for task in tasks if not _is_within(circular, task)],
        [] if circular.is_adopted else deriving.suggestions(circular),
        [clause for clause in clauses if clause.is_suggested],
    )


def _is_within(circular: Circular, task: Task) -> bool:
    """Whether a task falls due in the plan's period."""
    return task.due is None or circular.starts_on <= task.due <= circular.ends_on


def _words(circular: Circular, clauses: Iterable[Clause], tasks: Iterable[Task]) -> str:
    """A digest of all that goes out in words and numbers."""
    head = (circular.title, circular.number, circular.issuer, circular.issued_on)
    return digest_of(
        [
            head,
            [(c.pk, c.parent_id, c.label, c.title, c.text, c.indicators) for c in clauses],
            [(t.pk, t.clause_id, t.name, t.text, t.partners, t.needs_evidence) for t in tasks],
            [
                (x.pk, x.what, x.kind, x.number, x.unit, x.span, x.is_each, x.measure)
                for task in tasks
                for x in task.targets.all()
            ],
        ]
    )


Repeated = list[tuple[Task, Task]]


def _repeated(circular: Circular, tasks: Iterable[Task]) -> tuple[Repeated, Repeated]:
    """Tasks of a supplement with the first of its plan, or of another supplement, that surely asks for the same; and with those
    that may do so.
    """
    if circular.amends is None:
        return [], []
    family = Q(circular=circular.amends_id) | Q(circular__amends=circular.amends_id)
    given = Task.objects.filter(family, circular__status=Circular.Status.ADOPTED)
    given = given.exclude(circular=circular).select_related("clause").prefetch_related("targets")
    before = list(given.order_by("circular_id", "order"))
    surely: Repeated = []
    perhaps: Repeated = []
    for task in tasks:
        same = next((one for one in before if _is_repeated(task, one)), None)
        if same is not None:
            surely.append((task, same))
        elif (like := likeness.likest(task, before)) is not None:
            perhaps.append((task, like))
    return surely, perhaps


def _is_repeated(task: Task, one: Task) -> bool:
    return likeness.same_order(task, one) or likeness.are_the_same(task, one)


def idle_clauses(tasks: Iterable[Task], clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses with words and neither tasks nor items of their own."""
    busy = {task.clause_id for task in tasks} | {clause.parent_id for clause in clauses}
    return [clause for clause in clauses if clause.text.strip() and clause.pk not in busy]


def _without_task(tasks: Iterable[Task], clauses: Iterable[Clause]) -> list[tuple[Clause, str]]:
    """Sentences of clauses with tasks that stand in none of them, though they ask for an act."""
    own: dict[int, list[Task]] = {}
    for task in tasks:
        own.setdefault(task.clause_id, []).append(task)
    return [
        (clause, sentence)
        for clause in clauses
        for sentence in rewording.without_task(clause, own.get(clause.pk, []))
    ]


def _misplaced(tasks: Iterable[Task], clauses: Iterable[Clause]) -> list[Task]:
    """Tasks about the associations that go to levels which have none."""
    by_key = {clause.pk: clause for clause in clauses}
    return [
        task
        for task in tasks
        if set(task.levels) - set(ASSOCIATION_LEVELS) - {PROVINCE}
        and is_of_associations([task.name, *_headings(by_key[task.clause_id], by_key)])
    ]


def _headings(clause: Clause, by_key: dict[int, Clause]) -> list[str]:
    """The headings above a task, the nearest first."""
    found = [clause.title]
    while clause.parent_id:
        clause = by_key[clause.parent_id]
        found.append(clause.title)
    return found
