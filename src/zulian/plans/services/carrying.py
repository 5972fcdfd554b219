"""Carrying over (结转): what a plan's year left unfinished goes on as tasks of the next year's plan.

Into an adopted plan the assignments go at once; into a draft they are noted, and follow when it is adopted. The note stands
in the reading of the plan that takes them: by the key of its task the task of the year before, the divisions, the moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited, audited_all, record
from zulian.foundation.policy import policy
from zulian.foundation.scopes import ScopedQuerySet
from zulian.foundation.work import unit_of_work
from zulian.indicators.counting import code_part
from zulian.indicators.registry import default_codes
from zulian.plans.models import OPEN, Assignment, AssignmentQuerySet, Circular, Clause, Task
from zulian.plans.services import joining
from zulian.plans.services.closing import POLICY, family
from zulian.regions.models import Children, Level, Region

PATH = gettext_lazy("结转")
NOTE = "carried"
PERIOD_LENGTH = 12


@dataclass(frozen=True)
class Unfinished:
    """What a plan left unfinished: by task and by division below the issuer, each with how many assignments."""

    tasks: list[tuple[Task, int]]
    units: list[tuple[Region, int]]

    @property
    def total(self) -> int:
        return sum(count for _task, count in self.tasks)


def unfinished(plan: Circular) -> Unfinished:
    """The unfinished assignments of a plan and its supplements, in two statements."""
    rows = _open(plan)
    counts = {
        row["task_id"]: row["n"]
        for row in rows.order_by().values("task_id").annotate(n=Count("pk"))
    }
    tasks = (
        Task.objects.filter(pk__in=counts).select_related("clause").order_by("circular_id", "order")
    )
    children = Children.of(plan.region)
    units: dict[Region, int] = {}
    grouped: Any = rows.order_by().annotate(child=code_part(rows, children.length)).values("child")
    for row in grouped.annotate(n=Count("pk")):
        place = children.place(row["child"])
        units[place] = units.get(place, 0) + row["n"]
    return Unfinished(
        [(task, counts[task.pk]) for task in tasks],
        sorted(units.items(), key=lambda unit: unit[0].code),
    )


def next_plan(plan: Circular) -> Circular | None:
    """The plan of the same issuer that goes on with its tasks: of the first later year that has one and is not closed.

    Of that year the adopted one, else the draft for which tasks of this plan are noted already, else the newest draft.
    """
    is_open = _later(plan).filter(closed_at=None)
    year = is_open.order_by("year").values_list("year", flat=True).first()
    rows = list(is_open.filter(year=year).order_by("-pk")) if year else []
    taking = (row for row in rows if not row.is_adopted and _noted_units(plan, row))
    adopted = (row for row in rows if row.is_adopted)
    return next(adopted, None) or next(taking, None) or next(iter(rows), None)


def next_year(plan: Circular) -> int:
    """The first later year that has no closed plan, of which one is to be uploaded: what is closed takes nothing any more."""
    closed = set(_later(plan).filter(closed_at__isnull=False).values_list("year", flat=True))
    return next(year for year in count(plan.year + 1) if year not in closed)


def _later(plan: Circular) -> ScopedQuerySet[Circular]:
    rows: ScopedQuerySet[Circular] = Circular.objects.filter(
        region_id=plan.region_id, kind=Circular.Kind.PLAN, year__gt=plan.year
    )
    return rows


def default_due(plan: Circular, into: Circular | None = None) -> date:
    """By when carried tasks are due unless another day is said; nothing is late on the day on which it is carried over."""
    month, day = policy(POLICY, clock.today())["carried_due"]
    year = into.year if into else next_year(plan)
    usual = date(year, month, day)
    return usual if usual >= clock.today() else date(year, 12, 31)


def waiting(plan: Circular, into: Circular) -> int:
    """How many unfinished assignments of a plan are noted for a draft already, and go over with its adoption."""
    noted_for = _noted_units(plan, into)
    if into.is_adopted or not noted_for:
        return 0
    rows = _open(plan).filter(task__in=noted_for).select_related("region")
    return sum(_place(plan, row) in noted_for[row.task_id] for row in rows)


def _noted_units(plan: Circular, into: Circular) -> dict[int, set[str]]:
    """Of each task of a plan that is noted for another and stands there still, the divisions noted."""
    there = set(Task.objects.filter(circular=into, pk__in=noted(into)).values_list("pk", flat=True))
    noting = ((int(key), note) for key, note in into.reading.get(NOTE, {}).items())
    notes = {note["of"]: set(note["units"]) for key, note in noting if key in there}
    own = (
        Task.objects.filter(pk__in=notes, circular__in=family(plan)).values_list("pk", flat=True)
        if notes
        else ()
    )
    return {pk: notes[pk] for pk in own}


def require_over(plan: Circular, post: Post) -> None:
    """Raise PermissionDenied for any but the issuer, ValidationError while the plan still runs."""
    if plan.region_id != post.region_id:
        raise PermissionDenied(_("未完成的任务由印发单位结转。"))
    if plan.kind != Circular.Kind.PLAN or not plan.is_adopted:
        raise ValidationError(_("只有已下达的工作要点才能结转，补充和修改通知的任务一并结转。"))
    if plan.ends_on > clock.today():
        raise ValidationError(_("执行期到 %(day)s 为止，届时才能结转。") % {"day": plan.ends_on})


@unit_of_work
def carry(
    plan: Circular, post: Post, tasks: Collection[int], units: Collection[str], due: date
) -> int:
    """Carry the unfinished assignments of some tasks and divisions over into the next year's plan, due on `due`.

    `units` are divisions one level below the issuer, or the issuer's own. Returns how many assignments went over, or will
    when the draft is adopted. Raises ValidationError when nothing is left to be carried over: it was done or noted before.
    """
    require_over(plan, post)
    into = next_plan(plan)
    if into is None:
        raise ValidationError(
            _("还没有%(year)d年的工作要点，请先上传。") % {"year": next_year(plan)}
        )
    into = (
        Circular.objects.select_for_update(no_key=True, of=("self",))
        .select_related("region")
        .get(pk=into.pk)
    )
    if not into.starts_on <= due <= into.ends_on:
        words = {"first": into.starts_on, "last": into.ends_on}
        raise ValidationError({"due": _("完成时限应在 %(first)s 至 %(last)s 之间。") % words})
    there = {} if into.is_adopted else _noted_units(plan, into)
    rows = [
        row
        for row in _locked(plan, tasks)
        if (place := _place(plan, row)) in units and place not in there.get(row.task_id, ())
    ]
    if not rows:
        raise ValidationError(_nothing_words(into, there, tasks))
    mapped = _tasks_for(into, rows, due)
    _note(into, mapped, units)
    record(
        "circular.carry",
        into,
        {"from": plan.pk, "assignments": len(rows), "units": sorted(units), "due": due},
    )
    if into.is_adopted:
        _announce(into, _move(rows, into, mapped))
    return len(rows)


def _nothing_words(into: Circular, there: Mapping[int, set[str]], tasks: Collection[int]) -> str:
    if any(task in there for task in tasks):
        words = _("所选的任务已经列入《%(title)s》，下达时一并分解，不必再选。")
        return words % {"title": into.title}
    return _("所选的任务在所选单位都已办结或已结转，没有可以结转的，请重新选择。")


def noted(circular: Circular) -> set[int]:
    """The keys of the tasks that a plan takes over from the year before."""
    return {int(key) for key in circular.reading.get(NOTE, {})}


def is_noted_anew(circular: Circular, pk: int) -> bool:
    """Whether what a task of some key goes on from the year before is noted for another task that is there."""
    notes = circular.reading.get(NOTE, {})
    own = notes.get(str(pk))
    others = [int(key) for key, note in notes.items() if own and note["of"] == own["of"]]
    return Task.objects.filter(circular=circular, pk__in=others).exclude(pk=pk).exists()


def carry_noted(circular: Circular, tasks: Sequence[Task]) -> list[Assignment]:
    """Carry over what was noted for a draft, which is being adopted: what is still unfinished then. Returns what went over."""
    notes = circular.reading.get(NOTE, {})
    taking = {notes[str(task.pk)]["of"]: task for task in tasks if str(task.pk) in notes}
    plans = (
        Circular.objects.filter(tasks__in=list(taking))
        .select_related("region", "amends__region")
        .distinct()
    )
    assignments: list[Assignment] = []
    for plan in {circular.amends or circular for circular in plans}:
        rows = [
            row
            for row in _locked(plan, taking)
            if _place(plan, row) in notes[str(taking[row.task_id].pk)]["units"]
        ]
        assignments += _move(rows, circular, {row.task_id: taking[row.task_id] for row in rows})
    return assignments


def carried_at(assignment: Assignment) -> datetime | None:
    """When an assignment was taken over from the year before: with its plan, or later by itself."""
    note = assignment.circular.reading.get(NOTE, {}).get(str(assignment.task_id))
    moments = [assignment.circular.adopted_at, parse_datetime(note["at"]) if note else None]
    return max((moment for moment in moments if moment), default=None)


def _open(plan: Circular) -> AssignmentQuerySet:
    rows: AssignmentQuerySet = Assignment.objects.filter(circular__in=family(plan))
    # What goes along with a task from above is carried over with that one, unless it was left behind in a closed plan.
    left_behind = Q(served_by__circular__closed_at__isnull=False, served_by__state__in=OPEN)
    return rows.filter(Q(served_by=None) | left_behind).open()


def _locked(plan: Circular, tasks: Iterable[int]) -> list[Assignment]:
    """The unfinished assignments of some tasks, locked until the unit of work ends."""
    rows = _open(plan).filter(task__in=list(tasks)).order_by("pk")
    return list(
        rows.select_for_update(no_key=True, of=("self",)).select_related(
            "region", "task", "circular"
        )
    )


def _place(plan: Circular, row: Assignment) -> str:
    """The division one level below the issuer in which an assignment lies; the issuer's own for tasks of its own."""
    children = _children(plan)
    return children.place(row.region_id[: children.length]).code


def _children(plan: Circular) -> Children:
    """The divisions below the issuer, looked up once for each plan."""
    kept: Children | None = plan.__dict__.get("_children")
    if kept is None:
        kept = plan.__dict__["_children"] = Children.of(plan.region)
    return kept


def _tasks_for(into: Circular, rows: Sequence[Assignment], due: date) -> dict[int, Task]:
    """The task of the new plan for each old one: those that are there already, and new ones under a clause of their own."""
    taking = {note["of"]: int(key) for key, note in into.reading.get(NOTE, {}).items()}
    there = Task.objects.filter(circular=into).in_bulk(list(taking.values()))
    mapped = {old: there[new] for old, new in taking.items() if new in there}
    clause = _clause(into)
    order = (
        Task.objects.filter(circular=into)
        .order_by("-order")
        .values_list("order", flat=True)
        .first()
        or 0
    )
    for old in {row.task_id: row.task for row in rows}.values():
        if old.pk in mapped:
            continue
        order += 1
        levels = {row.region.level for row in rows if row.task_id == old.pk}
        task = Task(
            circular=into,
            clause=clause,
            order=order,
            name=old.name,
            text=old.text,
            levels=[level.name.lower() for level in Level if level in levels],
            partners=old.partners,
            due=due,
            needs_evidence=old.needs_evidence,
        )
        with audited("task.carry", task):
            task.save()
        mapped[old.pk] = task
    return mapped


def _clause(into: Circular) -> Clause:
    """The clause of tasks taken over, the last of the plan; made when the first of them comes."""
    clauses = Clause.objects.filter(circular=into)
    clause = clauses.filter(path=str(PATH)).first()
    if clause is None:
        last = clauses.order_by("-order").first()
        clause = Clause(
            circular=into,
            order=(last.order if last else 0) + 1,
            depth=0,
            path=str(PATH),
            title=_("上年结转任务"),
            text=_("上年未完成、转入本年继续办理的任务。"),
            indicators=default_codes(""),
        )
        with audited("clause.carry", clause):
            clause.save()
    return clause


def _note(into: Circular, mapped: dict[int, Task], units: Collection[str]) -> None:
    """Keep what was taken over: each task with the one it goes on, the divisions chosen and the moment."""
    notes = into.reading.setdefault(NOTE, {})
    for old, task in mapped.items():
        note = notes.setdefault(
            str(task.pk), {"of": old, "units": [], "at": clock.now().isoformat()}
        )
        note["units"] = sorted({*note["units"], *units})
    Circular.objects.filter(pk=into.pk).update(reading=into.reading)


def _move(rows: Sequence[Assignment], into: Circular, mapped: dict[int, Task]) -> list[Assignment]:
    """Give each organisation its unfinished assignments anew, and end the old ones as carried over."""
    made: dict[int, Assignment] = {}
    left = list(rows)
    while left:
        waiting = {row.pk for row in left}
        # Those whose parents are there already: a county's before its townships'.
        ready = [row for row in left if row.parent_id not in waiting]
        copies = bulk.create(
            _copy(row, into, mapped[row.task_id], made.get(row.parent_id or 0)) for row in ready
        )
        made |= dict(zip((row.pk for row in ready), copies, strict=True))
        left = [row for row in left if row.pk not in made]
    with audited_all("assignment.carry", rows):
        for row in rows:
            row.carry()
        bulk.save(rows, ["state", "reported_at", "on_time"])
    joining.follow(rows)
    joining.follow_carried(made)
    joining.join(list(made.values()))
    return list(made.values())


def _copy(row: Assignment, into: Circular, task: Task, parent: Assignment | None) -> Assignment:
    period = (
        _("%(year)d年%(period)s") % {"year": row.circular.year, "period": row.period}
        if row.period
        else ""
    )
    return Assignment(
        circular=into,
        clause_id=task.clause_id,
        task=task,
        parent=parent,
        region=row.region,
        issued_by_id=row.issued_by_id,
        judged_by_id=row.judged_by_id,
        period=period[:PERIOD_LENGTH],
        given_on=into.as_of(clock.today()),
        due=task.due or into.default_due,
        carried_from=row,
    )


def _announce(into: Circular, assignments: Iterable[Assignment]) -> None:
    """One message to each county (and city) that has tasks taken over."""
    told = {row.region for row in assignments if row.region.level <= Level.COUNTY}
    url = f"{reverse('plans:assignment-list')}?circular={into.pk}"
    words = _("上年未完成的任务已结转到《%(title)s》，请继续办理") % {"title": into.title}
    send_all(
        Letter(region.code, "carried", words, url, f"carried:{into.pk}:{region.code}", into.issuer)
        for region in told
    )
