"""A plan that carries out another from above (承接): clause by clause, so that a unit which both would task does it once.

What the clauses say of each other is suggested, and corrected by hand, after adoption too; what it means for the tasks is
`services/joining.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post
from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all, record
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import WAITING, Assignment, Circular, Clause, Task
from zulian.plans.services import carrying, joining
from zulian.plans.services.drafts import require_draft
from zulian.plans.services.rarity import alike, rarity_of
from zulian.regions.models import ancestors

# From here on two clauses are taken for the same work. What is told in other words comes to 0.35 and more, different
# work of one kind (补贴, 岗位) or in one rhythm to 0.25 at most.
ALIKE = 0.29
# Somebody waits for the upload, and nobody writes so many clauses.
MOST_CLAUSES = 200
# What was found by likeness alone and nobody has confirmed.
SUGGESTED = Q(carries_out__isnull=False, is_mapped=False)

# Of tasks, by their keys, whether they go along with one from above; None where their likeness decides.
Said = Mapping[int, bool | None]


@dataclass(frozen=True)
class Matched:
    """How many clauses found one above by their likeness, and those that lost theirs and found none."""

    count: int
    lost: list[Clause]


@dataclass(frozen=True)
class Corrected:
    """What a correction came to: how many clauses changed, and how the tasks that were corrected stand now.

    `joined` ones go along with one from above, `parted` ones no longer do, `reported` ones were reported for themselves before
    and stay apart, `settled` ones were reported for both and stay so.
    """

    clauses: int
    joined: int
    parted: int
    reported: int
    settled: int


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
    """The clauses that a circular may carry out: those of the plan above and its supplements that make anybody do anything.

    Not what was left over from the year before (上年结转任务): each unit goes on with what it had.
    """
    upper = upper_plan(circular)
    if upper is None:
        return []
    with scope(EVERYTHING):
        family = Q(circular=upper) | Q(
            circular__amends=upper, circular__status=Circular.Status.ADOPTED
        )
        clauses = (
            Clause.objects.filter(family, tasks__isnull=False)
            .exclude(path=str(carrying.PATH))
            .select_related("circular")
            .distinct()
        )
        return list(clauses.order_by("circular_id", "order"))


def own_clauses(circular: Circular) -> list[Clause]:
    """The clauses of a circular that may carry out one above, with their tasks."""
    clauses = (
        circular.clauses.filter(tasks__isnull=False).exclude(path=str(carrying.PATH)).distinct()
    )
    return list(clauses.prefetch_related("tasks").order_by("order"))


def suggest(circular: Circular) -> int:
    """Map the clauses of a draft to those of the plan above by likeness of words; returns how many.

    Each takes the likest one that is alike at all; several may carry out the same.
    """
    suggested = suggestions(circular)
    for clause, upper in suggested:
        clause.carries_out = upper
        clause.save(update_fields=["carries_out"])
    return len(suggested)


@unit_of_work
def match_anew(circular: Circular) -> Matched:
    """Bring a draft up to date with the plan above as it is now: what fits no longer goes, what is open is suggested anew.

    What was set by hand stays as long as it is a clause of that plan. Raises ValidationError when the circular is adopted.
    """
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    require_draft(circular)
    lost = {clause.pk: clause for clause in drop_misfits(circular)}
    count = suggest(circular)
    if count:
        record("circular.match", circular, {"clauses": count})
    left = circular.clauses.filter(pk__in=list(lost), carries_out=None).order_by("order")
    return Matched(count, list(left))


def suggestions(circular: Circular) -> list[tuple[Clause, Clause]]:
    """The clauses of which nobody said what they carry out, each with the likest one above, where one is alike at all.

    What carries out a clause already keeps it.
    """
    all_own = _with_tasks(circular.clauses.exclude(path=str(carrying.PATH)))
    own = [clause for clause in all_own if clause.carries_out_id is None and not clause.is_mapped]
    above = clauses_above(circular) if own else []
    if not above:
        return []
    with scope(EVERYTHING):
        theirs = _with_tasks(
            Clause.objects.filter(pk__in=[clause.pk for clause in above]).select_related("circular")
        )
    rarity = rarity_of(all_own, theirs)
    found = []
    for clause in own:
        scores = [(alike(clause, upper, rarity), -upper.order, upper) for upper in theirs]
        score, _order, best = max(scores, key=lambda one: one[:2])
        if score >= ALIKE:
            found.append((clause, best))
    return found


def _with_tasks(clauses: QuerySet[Clause]) -> list[Clause]:
    """Those of some clauses that make anybody do anything, with their tasks at hand."""
    rows = clauses.filter(tasks__isnull=False).distinct().order_by("order")
    return list(rows.prefetch_related("tasks"))[:MOST_CLAUSES]


@unit_of_work
def map_clause(clause: Clause, upper: Clause | None, along: Said | None = None) -> None:
    """Correct by hand which clause above a clause of a draft carries out, none with None. Raises ValidationError.

    `along`: of its tasks, by their keys, whether they go along with one from above; None where their likeness decides.
    """
    require_draft(clause.circular)
    if upper is not None and upper.pk not in {one.pk for one in clauses_above(clause.circular)}:
        raise ValidationError({"carries_out": _("请从上级本年的工作要点里选择条款。")})
    with audited("clause.map", clause):
        clause.carries_out, clause.is_mapped = upper, True
        clause.save()
    _say(clause.tasks.all(), along or {})


@unit_of_work
def confirm(circular: Circular, clause: Clause | None = None) -> int:
    """Let what was suggested of a draft's clauses, or of one of them, hold as if it were said by hand; returns how many clauses.

    Raises ValidationError when the circular is adopted.
    """
    require_draft(circular)
    rows = circular.clauses.filter(SUGGESTED)
    clauses = list(rows.filter(pk=clause.pk) if clause else rows)
    with audited_all("clause.map", clauses):
        for row in clauses:
            row.is_mapped = True
        bulk.save(clauses, ["is_mapped"])
    return len(clauses)


def _say(tasks: Iterable[Task], along: Said) -> list[Task]:
    """Keep what was said of tasks; returns those of which something else is said now."""
    changed = [task for task in tasks if task.pk in along and task.goes_along != along[task.pk]]
    for task in changed:
        with audited("task.map", task):
            task.goes_along = along[task.pk]
            task.save()
    return changed


def drop_misfits(circular: Circular) -> list[Clause]:
    """After a draft's year changed: its clauses carry out those of that year's plan above alone; returns those that lost theirs."""
    require_draft(circular)
    fitting = {clause.pk for clause in clauses_above(circular)}
    mapped = circular.clauses.filter(carries_out__isnull=False).order_by("order")
    lost = [clause for clause in mapped if clause.carries_out_id not in fitting]
    for clause in lost:
        with audited("clause.map", clause):
            clause.carries_out, clause.is_mapped = None, False
            clause.save()
    return lost


@unit_of_work
def correct(
    circular: Circular,
    post: Post,
    wanted: Mapping[int, int | None],
    reason: str,
    along: Said | None = None,
) -> Corrected:
    """Correct after adoption which clauses above the clauses of a plan carry out: by the key of each clause that of the other.

    `along`: of tasks, by their keys, whether they go along with one from above, as in `map_clause`. Tasks that went along by
    mistake are to be done for their own plan again, from the beginning; those that ask the same go along with it from now on.
    Raises PermissionDenied for any but the issuer, and ValidationError without a reason, on a closed plan, for a clause that
    is not above.
    """
    if circular.region_id != post.region_id:
        raise PermissionDenied(_("承接关系由印发单位更正。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明更正的理由。")})
    circular.refresh_from_db(from_queryset=Circular.objects.select_for_update(no_key=True))
    joining.lock_line(circular.region_id)
    if not circular.is_adopted or circular.is_closed:
        raise ValidationError(_("只有执行中的工作要点才能更正承接关系。"))
    above = {clause.pk: clause for clause in clauses_above(circular)}
    own = circular.clauses.filter(pk__in=list(wanted)).order_by("order")
    changed = [clause for clause in own if clause.carries_out_id != wanted[clause.pk]]
    for clause in changed:
        upper = above.get(wanted[clause.pk] or 0)
        if wanted[clause.pk] is not None and upper is None:
            raise ValidationError({"carries_out": _("请从上级本年的工作要点里选择条款。")})
        before, clause.carries_out = clause.carries_out_id, upper
        clause.is_mapped = True
        clause.save()
        record(
            "clause.correct",
            clause,
            {"carries_out": [before, clause.carries_out_id], "reason": reason.strip()},
        )
    said = _say(circular.tasks.all(), along or {})
    mapped = {clause.pk for clause in changed}
    tasks = {task.pk for task in circular.tasks.filter(clause__in=mapped)} | {
        task.pk for task in said
    }
    return _join_anew(circular, tasks, len(mapped | {task.clause_id for task in said}))


def _join_anew(circular: Circular, tasks: Collection[int], clauses: int) -> Corrected:
    """Part what went along of the tasks that were corrected, and join what asks the same as it is named now.

    Other tasks of their clauses stay as they are. What was reported for both stays so. What plans further down had through
    these tasks is paired anew, and what they asked for their own, because a task of this plan was dropped, joins as well.
    """
    with scope(EVERYTHING):
        rows = Assignment.objects.filter(circular=circular, task__in=tasks)
        clause_keys = set(rows.values_list("clause_id", flat=True).distinct())
        uppers = Clause.objects.filter(pk__in=clause_keys, carries_out__isnull=False).values(
            "carries_out"
        )
        joining.lock_with_roots(
            Assignment.objects.filter(clause__in=uppers).within(circular.region)
        )
        joining.lock_with_roots(rows)
        own = list(
            rows.exclude(state__in=joining.DEAD).select_related("region", "task", "served_by")
        )
        settled = [row for row in own if row.served_by is not None and _is_settled(row, circular)]
        parted = [row for row in own if row.served_by is not None and row not in settled]
        # What is below: its own, and what goes along with a root that it was given through these tasks.
        below = joining.lock(
            Assignment.objects.filter(clause__in=joining.carrying_out(clause_keys))
        )
        further = [row for row in below if row.served_by_id is None and row.state in WAITING]
        through = _given_through(below, parted, rows.filter(state__in=joining.DEAD))
        before = {row.pk for row in parted}
        joining.part([*parted, *through])
        joining.join([row for row in own if row.state in WAITING and row not in settled])
        joining.join([*further, *through])
        joining.tell_alone([*parted, *through])
        return _outcome(own, settled, before, clauses)


def _given_through(
    below: Iterable[Assignment], parted: Iterable[Assignment], dead: QuerySet[Assignment]
) -> list[Assignment]:
    """What plans further down had go along with a root because tasks of the plan between did so, or were dropped there."""
    roots = {row.served_by_id for row in parted}
    places = set(dead.values_list("region_id", "period"))
    return [
        row
        for row in below
        if row.served_by_id is not None
        and row.state not in joining.SETTLED
        and (row.served_by_id in roots or (row.region_id, row.period) in places)
    ]


def _is_settled(row: Assignment, circular: Circular) -> bool:
    """Whether what a row goes along with was reported after this plan asked for it: the report stands for both."""
    reported = row.reported_at
    return (
        row.state in joining.SETTLED
        and reported is not None
        and circular.adopted_at is not None
        and (reported >= circular.adopted_at)
    )


def _outcome(
    own: Sequence[Assignment], settled: Sequence[Assignment], before: Collection[int], clauses: int
) -> Corrected:
    """How the tasks that were corrected stand now."""
    keys = {row.pk for row in own}
    rows = Assignment.objects.filter(pk__in=keys).exclude(state__in=joining.DEAD)
    apart = set(rows.filter(served_by=None).values_list("pk", flat=True))
    reported = rows.filter(pk__in=apart, state__in=joining.SETTLED).count()
    return Corrected(
        clauses,
        joined=len(keys) - len(apart) - len(settled),
        parted=len(apart & set(before)),
        reported=reported,
        settled=len(settled),
    )


def tell_below(circular: Circular) -> int:
    """Let those who adopted their plans first look at what of theirs carries out the one that has come now; returns how many."""
    if circular.kind == Circular.Kind.PLAN:
        plan = circular
    elif circular.amends is not None:
        plan = circular.amends
    else:
        return 0
    with scope(EVERYTHING):
        below = Circular.objects.within(circular.region).filter(
            year=plan.year, kind=Circular.Kind.PLAN, status=Circular.Status.ADOPTED, closed_at=None
        )
        plans = list(below.exclude(region_id=circular.region_id))
    having = {row.region_id for row in plans}
    words = _("%(issuer)s下达了《%(title)s》，请核对本单位工作要点的承接关系") % {
        "issuer": circular.issuer,
        "title": circular.title,
    }
    # Recalled and adopted again, it is told again.
    adopted = int(circular.adopted_at.timestamp()) if circular.adopted_at else 0
    return send_all(
        Letter(
            row.region_id,
            "adopted",
            words,
            reverse("plans:carries-out", args=[row.pk]),
            f"carries-out:{circular.pk}:{adopted}:{row.region_id}",
            circular.issuer,
        )
        for row in plans
        if next((code for code in ancestors(row.region_id) if code in having), None) is None
    )
