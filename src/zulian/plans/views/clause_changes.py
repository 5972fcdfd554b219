"""Changes of a draft's clauses and tasks, each in its place on the page of the review."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.plans.forms import ClauseForm, TaskForm
from zulian.plans.models import Clause, Task
from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import segments
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.review_forms import CarriesOutForm, IndicatorsForm, SplitForm
from zulian.plans.services import deriving, guesses, removing, review, shown
from zulian.plans.services.seen import Shown
from zulian.plans.views.in_place import (
    MARKED,
    WORDS,
    after_change,
    clause_click,
    clause_form,
    clause_or_404,
    draft_click,
    draft_or_404,
    task_or_404,
    values_of,
)
from zulian.plans.views.seen import told_if_gone
from zulian.regions.models import Children, Level, Region, level_below


@page("plan.write")
@told_if_gone
def edit_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Relabel a clause, correct its words."""
    clause = clause_or_404(request, pk)
    initial = values_of(clause, ClauseForm)
    form = ClauseForm(request.POST or None, initial=initial, clause=clause)
    title = _("修改条款 %(path)s") % {"path": clause.path}
    return clause_form(
        request,
        clause,
        form,
        lambda data: review.edit(clause, data),
        shown=[Shown(clause, tuple(ClauseForm.base_fields))],
        title=title,
        intro=clause.text,
    )


@page("plan.write")
@told_if_gone
def edit_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """Set who acts and by when."""
    task = task_or_404(request, pk)
    form = TaskForm(
        request.POST or None,
        initial=values_of(task, TaskForm) | {"places": list(task.places)},
        own=request.post.level,
        places=_places(request, task),
    )
    title = _("修改任务（%(path)s）") % {"path": task.clause.path}
    return clause_form(
        request,
        task.clause,
        form,
        lambda data: review.edit(task, data),
        shown=[Shown(task, (*TaskForm.base_fields, "text", "guesses"))],
        title=title,
        intro=task.text,
    )


def _places(request: PostRequest, task: Task | None = None) -> dict[str, str]:
    """The divisions that a task may be limited to, by their codes: those one level below, and those that it is limited to."""
    below = {region.code: region.name for region in Children.of(request.post.region).regions}
    return below | (task.places if task else {})


@page("plan.write")
@told_if_gone
def pick_indicators(request: PostRequest, pk: int) -> HttpResponseBase:
    """Pick what measures a clause."""
    clause = clause_or_404(request, pk)
    form = IndicatorsForm(
        request.POST or None,
        text=clause.title + clause.text,
        chosen=clause.indicators,
        on=clause.circular.starts_on,
    )
    title = _("选择指标 %(path)s") % {"path": clause.path}
    return clause_form(
        request,
        clause,
        form,
        lambda data: review.edit(clause, data),
        # What is assumed to measure a task is settled by the choice.
        shown=[
            Shown(clause, ("indicators", *WORDS)),
            *(Shown(task, MARKED) for task in guesses.tasks_measured_by(clause)),
        ],
        title=title,
        intro=clause.text,
        is_all=clause.items.exists(),
    )


@page("plan.write")
@told_if_gone
def map_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Say which clause of the plan above a clause carries out."""
    clause = clause_or_404(request, pk)
    above = deriving.clauses_above(clause.circular)
    by_key = {upper.pk: upper for upper in above}
    tasks = list(clause.tasks.all())
    form = CarriesOutForm(
        request.POST or None,
        above=above,
        tasks=tasks,
        uppers=deriving.tasks_above([clause]),
        initial={"carries_out": clause.carries_out_id},
    )
    return clause_form(
        request,
        clause,
        form,
        lambda data: deriving.map_clause(clause, by_key.get(data["carries_out"]), form.along),
        shown=[
            Shown(clause, ("carries_out_id", *WORDS)),
            *(Shown(task, ("name", "goes_along", "goes_with_id")) for task in tasks),
        ],
        title=_("承接上级条款 %(path)s") % {"path": clause.path},
        intro="。".join(filter(None, (clause.title, clause.text))),
    )


@page("plan.write")
@told_if_gone
def split_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Cut a clause in two."""
    clause = clause_or_404(request, pk)
    return clause_form(
        request,
        clause,
        SplitForm(request.POST or None, pieces=review.pieces_of(clause)),
        lambda data: review.split(clause, data["at"]),
        shown=[Shown(clause, WORDS)],
        title=_("拆分条款 %(path)s") % {"path": clause.path},
        button=_("拆分"),
        intro=clause.text,
        is_all=True,
    )


@require_POST
@page("plan.write")
@told_if_gone
def merge_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Join a clause to the one before."""
    clause = clause_or_404(request, pk)

    def told() -> str:
        before = shown.before_each(clause.circular.clauses.all())
        return shown.of_merge(clause, before, clause.tasks.prefetch_related("targets"))

    return draft_click(
        request,
        clause.circular,
        [clause],
        told,
        lambda: review.merge_up(clause),
        _("已并入上一条。"),
        lambda joined: after_change(request, joined, is_all=True),
        refused=after_change(request, clause),
    )


def _levels_of(clause: Clause, own: Region) -> list[str]:
    """Who a further task of a clause is probably for: whom its tasks or its words name, else the level below the issuer."""
    named = [level for task in clause.tasks.all() for level in task.levels]
    named = named or [
        level
        for sentence in cut_after(SENTENCE_ENDS, clause.text)
        for segment in segments(sentence)
        for level in opening_actor(segment).levels
    ]
    # In the order of the levels; nobody above is told to act.
    found = [level for level in Level if level.name.lower() in named and level >= own.level]
    below = level_below(own) or Level.VILLAGE
    return [level.name.lower() for level in found or [below]]


@page("plan.write")
@told_if_gone
def add_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """A further task of a clause."""
    clause = clause_or_404(request, pk)
    levels = _levels_of(clause, request.post.region)
    initial = {"name": clause.name, "levels": levels, "needs_evidence": True}
    form = TaskForm(
        request.POST or None, initial=initial, own=request.post.level, places=_places(request)
    )
    title = _("加任务（%(path)s）") % {"path": clause.path}
    return clause_form(
        request,
        clause,
        form,
        lambda data: review.add_task(clause, data),
        # What another task tells is no guess of these any more.
        shown=[Shown(clause, WORDS), *(Shown(task, MARKED) for task in clause.tasks.all())],
        title=title,
        intro=clause.text,
    )


@require_POST
@page("plan.write")
@told_if_gone
def remove_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a task out of the draft."""
    task = task_or_404(request, pk)
    return clause_click(
        request,
        task.clause,
        [task],
        lambda: shown.of_task(task),
        lambda: removing.remove_task(task),
        _("任务已删除：%(name)s。可以撤销删除。") % {"name": task.name},
    )


@require_POST
@page("plan.write")
@told_if_gone
def restore_task(request: PostRequest, pk: int, task: int) -> HttpResponseBase:
    """Put a task back that was taken out of the draft."""
    circular = draft_or_404(request, pk)
    one = removing.removed(circular, task)
    clause = circular.clauses.filter(pk=one.clause).first() if one else None
    to = after_change(request, clause) if clause else reverse("plans:review", args=[pk])
    return draft_click(
        request,
        circular,
        [circular],
        lambda: shown.of_removed(removing.removed(circular, task)),
        lambda: removing.restore_task(circular, task),
        lambda restored: _("任务已恢复：%(name)s。") % {"name": restored.name},
        to,
    )
