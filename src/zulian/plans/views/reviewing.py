"""Review of a draft: the paper beside the tree, its head corrected, and what was assumed confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.pages import form_page
from zulian.plans.forms import HeadForm, TaskForm
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.services import (
    adopting,
    deriving,
    guesses,
    outlook,
    receiving,
    removing,
    review,
    rewording,
    shown,
)
from zulian.plans.services.seen import Shown
from zulian.plans.views.circulars import plan_context
from zulian.plans.views.in_place import (
    MARKED,
    after_change,
    clause_click,
    clause_form,
    clause_or_404,
    draft_click,
    draft_or_404,
    is_in_place,
    task_or_404,
    values_of,
)
from zulian.plans.views.seen import only_as_seen, told_if_gone


def _review_context(circular: Circular) -> dict[str, Any]:
    """What the review shows of a draft, in a constant number of statements."""
    context = plan_context(circular)
    tasks = [task for _clause, tasks, _names in context["clauses"] for task in tasks]
    clauses = [clause for clause, _tasks, _names in context["clauses"]]
    context["asked"] = guesses.asked_of(circular, tasks, clauses)
    context["without_task"] = [
        (clause.pk, sentence)
        for clause, own, _names in context["clauses"]
        for sentence in rewording.without_task(clause, own)
    ]
    context["mergeable"] = shown.before_each(clauses)
    context["idle"] = {clause.pk for clause in outlook.idle_clauses(tasks, clauses)}
    context["removed"] = removing.removed_from(circular)
    context["decided"] = {
        clause.pk for clause, own, _names in context["clauses"] if _is_decided(clause, own)
    } - {pk for pk, _sentence in context["without_task"]}
    if context["upper"]:
        context |= _matching(circular, context["clauses"])
    return context


def _is_decided(clause: Clause, tasks: list[Task]) -> bool:
    """Whether a clause asks for nothing more: a bare heading, or one with tasks of which nothing is assumed any more.

    What it carries out is confirmed, too, or it carries out nothing.
    """
    if clause.is_suggested:
        return False
    return not any(task.guesses for task in tasks) if tasks else not clause.text


# Parts of it are changed in their places: going back must not show it as it was opened.
@never_cache
@page("plan.write")
@told_if_gone
def review_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """The paper beside the tree."""
    circular = draft_or_404(request, pk)
    context = _review_context(circular)
    context |= {"title": _("核对条款和任务"), "late": circular.default_due < clock.today()}
    keys = [task.pk for _clause, tasks, _names in context["clauses"] for task in tasks]
    issued_on = circular.issued_on
    context["is_dated_ahead"] = issued_on is not None and issued_on > clock.today()
    context["kept_by"] = adopting.kept_by(circular, keys)
    context["of_another"] = receiving.is_of_another(circular)
    context["twins"] = receiving.twins(circular)
    if circular.kind == Circular.Kind.PLAN:
        context["adopted"] = receiving.adopted_plan(circular.region_id, circular.year)
    return render(request, "plans/review.html", context)


def _matching(
    circular: Circular, clauses: Sequence[tuple[Clause, list[Task], str]]
) -> dict[str, Any]:
    """How many clauses that ask for anything carry out one above, how many of them nobody has
    confirmed, how many do not, and which of these could.
    """
    with_tasks = [clause for clause, tasks, _names in clauses if tasks]
    mapped = sum(clause.carries_out_id is not None for clause in with_tasks)
    return {
        "mapped": mapped,
        "unmapped": len(with_tasks) - mapped,
        "suggested": sum(clause.is_suggested for clause in with_tasks),
        "to_match": deriving.suggestions(circular),
        "all_clauses": [clause for clause, _tasks, _names in clauses],
    }


@page("plan.write")
@told_if_gone
def changed_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """What a change of a clause alters on the page of the review: the clause, or all of them with `?all=1`, and the counts."""
    clause = clause_or_404(request, pk)
    context = _review_context(
        get_object_or_404(Circular.objects.select_related("region"), pk=clause.circular_id)
    )
    context["here"] = pk
    if "all" not in request.GET:
        context["changed"] = next(row for row in context["clauses"] if row[0].pk == pk)
    return render(request, "plans/review_changed.html", context)


@page("plan.write")
@told_if_gone
def edit_head(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct the header that was read."""
    circular = draft_or_404(request, pk)
    initial = {name: getattr(circular, name) for name in HeadForm.base_fields}
    back = reverse("plans:review", args=[pk])
    is_plan = circular.kind == Circular.Kind.PLAN
    form = HeadForm(request.POST or None, initial=initial, is_plan=is_plan)
    head = [Shown(circular, tuple(form.fields))]
    return form_page(
        request,
        form,
        only_as_seen(form, circular, head, lambda data: review.edit_head(circular, data)),
        title=_("修改文件信息"),
        button=_("保存"),
        done=_matched_words,
        to=back,
        back=back,
        crumbs=[(_("工作要点"), reverse("plans:circular-list")), (_("核对条款和任务"), back)],
    )


def _matched_words(matched: deriving.Matched) -> str:
    """How the clauses of a draft fit the plan above after its head changed or that plan came; "" where nothing changed."""
    words = []
    if matched.count:
        words.append(
            _("%(count)d 条已按内容与上级条款对应，请核对“承接”。") % {"count": matched.count}
        )
    if matched.lost:
        lost = _("%(count)d 条不再承接原来的上级条款，请重新核对：%(paths)s。")
        paths = "、".join(clause.path for clause in matched.lost)
        words.append(lost % {"count": len(matched.lost), "paths": paths})
    return "".join(words)


@require_POST
@page("plan.write")
@told_if_gone
def match_clauses(request: PostRequest, pk: int) -> HttpResponseBase:
    """Match a draft with the plan above as it is now."""
    circular = draft_or_404(request, pk)
    return draft_click(
        request,
        circular,
        [circular],
        lambda: shown.of_matching(deriving.suggestions(circular)),
        lambda: deriving.match_anew(circular),
        lambda matched: _matched_words(matched) or _("条款与上级文件的对应没有变化。"),
        reverse("plans:review", args=[pk]),
    )


@require_POST
@page("plan.write")
@told_if_gone
def confirm_carries(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let all that was suggested of what the clauses carry out hold; one comes back to the page on which it was clicked."""
    circular = draft_or_404(request, pk)
    back = "plans:adopt" if request.POST.get("to") == "adopt" else "plans:review"
    return draft_click(
        request,
        circular,
        [circular],
        lambda: shown.of_carries(circular.clauses.all()),
        lambda: deriving.confirm(circular),
        lambda count: _("%(count)d 条的承接已经确认。") % {"count": count},
        reverse(back, args=[pk]),
    )


@require_POST
@page("plan.write")
@told_if_gone
def confirm_carrying(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let what was suggested of what one clause carries out hold."""
    clause = clause_or_404(request, pk)
    return clause_click(
        request,
        clause,
        [clause],
        lambda: shown.of_carrying(clause),
        lambda: deriving.confirm(clause.circular, clause),
        _("承接已经确认。"),
    )


@require_POST
@page("plan.write")
@told_if_gone
def make_part(request: PostRequest, pk: int) -> HttpResponseBase:
    """Turn a draft plan into a supplement or an amendment of the year's adopted one."""
    circular = draft_or_404(request, pk)
    kind = request.POST.get("kind", "")
    return draft_click(
        request,
        circular,
        [circular],
        lambda: shown.of_part(circular, receiving.adopted_plan(circular.region_id, circular.year)),
        lambda: review.make_part_of_plan(circular, kind),
        lambda _made: _("已改为%(kind)s，核对后即可下达。") % {"kind": circular.get_kind_display()},
        reverse("plans:review", args=[pk]),
    )


@require_POST
@page("plan.write")
@told_if_gone
def confirm_guesses(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let all that was assumed in a draft hold."""
    circular = draft_or_404(request, pk)
    to = f"{reverse('plans:review', args=[pk])}#guesses"
    return draft_click(
        request,
        circular,
        [circular],
        lambda: shown.of_asked(guesses.asked_now(circular)),
        lambda: guesses.confirm_all(circular),
        lambda count: _("%(count)d 项任务已按推定定下。") % {"count": count},
        lambda _count: to,
        refused=to,
    )


@require_POST
@page("plan.write")
@told_if_gone
def confirm_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let what was assumed of a task hold; without scripts one comes back to the next guess."""
    task = task_or_404(request, pk)
    to = after_change(request, task.clause)
    if not is_in_place(request):
        to = f"{reverse('plans:review', args=[task.circular_id])}#guesses"
    return draft_click(
        request,
        task.circular,
        [task.circular, task],
        lambda: shown.of_guessed(guesses.asked_now(task.circular).guessed_of(task)),
        lambda: guesses.confirm(task),
        _("已按推定定下。"),
        to,
    )


def _question_or_404(request: PostRequest, pk: int, guess: str) -> guesses.Question:
    question = guesses.question_of(task_or_404(request, pk), guess)
    if question is None:
        raise Http404
    return question


@page("plan.write")
@told_if_gone
def change_alike(request: PostRequest, pk: int, guess: str) -> HttpResponseBase:
    """Set who acts, or by when, for all tasks of which the same was assumed."""
    question = _question_or_404(request, pk, guess)
    if not question.is_changed_together:
        raise Http404
    task = question.first
    only = ("rhythm", "month_day", "due") if guess == Guess.DEADLINE else ("levels",)
    form = TaskForm(
        request.POST or None, initial=values_of(task, TaskForm), own=request.post.level, only=only
    )
    return clause_form(
        request,
        task.clause,
        form,
        lambda data: review.change_alike(task, guess, data),
        shown=[Shown(one, (*only, *MARKED, "text")) for one in question.tasks],
        title=_("一起改 %(count)d 项任务") % {"count": len(question.tasks)},
        intro=question.sentence,
        is_all=True,
    )


@require_POST
@page("plan.write")
@told_if_gone
def confirm_alike(request: PostRequest, pk: int, guess: str) -> HttpResponseBase:
    """Let what was assumed of several tasks alike hold."""
    task = task_or_404(request, pk)
    to = f"{reverse('plans:review', args=[task.circular_id])}#guesses"
    if is_in_place(request):
        to = after_change(request, task.clause, is_all=True)
    return draft_click(
        request,
        task.circular,
        [task.circular, task],
        lambda: shown.of_question(guesses.question_of(task, guess)),
        lambda: guesses.settle_alike(task, guess, {}),
        lambda count: _("%(count)d 项任务已按推定定下。") % {"count": count},
        lambda _count: to,
        refused=to,
    )
