"""Review of a draft: the paper beside the tree, each clause corrected in its place, and what was assumed confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.forms import BaseForm
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.plans.forms import ClauseForm, HeadForm, TaskForm
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.review_forms import CarriesOutForm, IndicatorsForm, SplitForm
from zulian.plans.services import deriving, guesses, outlook, receiving, review, rewording
from zulian.plans.services.seen import Shown
from zulian.plans.views.circulars import plan_context
from zulian.plans.views.seen import only_as_seen
from zulian.regions.models import Children, Level, level_below

# Where a page wants a form or the answer to one: the place in a clause, or that of a task among the guesses.
PLACE = re.compile(r"[a-z]{1,12}\d{1,19}")
# The words of a clause, which most forms show.
WORDS = ("title", "text")


def draft_or_404(request: PostRequest, pk: int) -> Circular:
    """A draft of my own organisation. Raises PermissionDenied once it has gone out."""
    rows = Circular.objects.select_related("region", "source")
    return still_draft(get_object_or_404(rows, pk=pk, region_id=request.post.region_id))


def still_draft(circular: Circular) -> Circular:
    """A circular that may be changed still; who has an old page of it open is told why it may not."""
    if circular.is_adopted:
        raise PermissionDenied(
            _("《%(title)s》已经下达，条款和任务不能再改。") % {"title": circular.title}
        )
    return circular


def _clause(request: PostRequest, pk: int) -> Clause:
    rows = Clause.objects.select_related("circular")
    found = get_object_or_404(rows, pk=pk, circular__region_id=request.post.region_id)
    still_draft(found.circular)
    return found


def task_or_404(request: PostRequest, pk: int) -> Task:
    """A task of a draft of my own organisation. Raises PermissionDenied once it has gone out."""
    rows = Task.objects.select_related("circular", "clause__circular")
    found = get_object_or_404(rows, pk=pk, circular__region_id=request.post.region_id)
    still_draft(found.circular)
    return found


def _review_context(circular: Circular) -> dict[str, Any]:
    """What the review shows of a draft, in a constant number of statements."""
    context = plan_context(circular)
    tasks = [task for _clause, tasks, _names in context["clauses"] for task in tasks]
    clauses = [clause for clause, _tasks, _names in context["clauses"]]
    context["questions"] = guesses.questions(circular, tasks, clauses)
    context["guessed"] = guesses.not_shared(
        guesses.guessed_tasks(circular, tasks, clauses), context["questions"]
    )
    context["guess_count"] = len(context["questions"]) + guesses.count(context["guessed"])
    context["without_task"] = [
        (clause.pk, sentence)
        for clause, own, _names in context["clauses"]
        for sentence in rewording.without_task(clause, own)
    ]
    # The first below a heading has none before it that it could be joined to.
    context["mergeable"] = {
        clause.pk for before, clause in pairwise(clauses) if before.pk != clause.parent_id
    }
    context["idle"] = {clause.pk for clause in outlook.idle_clauses(tasks, clauses)}
    context["decided"] = {
        clause.pk for clause, own, _names in context["clauses"] if _is_decided(clause, own)
    } - {pk for pk, _sentence in context["without_task"]}
    return context


def _is_decided(clause: Clause, tasks: list[Task]) -> bool:
    """Whether a clause asks for nothing more: a bare heading, or one with tasks of which nothing is assumed any more."""
    return not any(task.guesses for task in tasks) if tasks else not clause.text


# Parts of it are changed in their places: going back must not show it as it was opened.
@never_cache
@page("plan.write")
def review_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """The paper beside the tree."""
    circular = draft_or_404(request, pk)
    context = _review_context(circular)
    context |= {"title": _("核对条款和任务"), "late": circular.default_due < clock.today()}
    if context["upper"]:
        context |= _matching(circular, context["clauses"])
    if circular.kind == Circular.Kind.PLAN:
        context["adopted"] = receiving.adopted_plan(circular.region_id, circular.year)
    return render(request, "plans/review.html", context)


def _matching(
    circular: Circular, clauses: Sequence[tuple[Clause, list[Task], str]]
) -> dict[str, int]:
    """How many clauses that ask for anything carry out one above, how many do not, and how many of these could."""
    with_tasks = [clause for clause, tasks, _names in clauses if tasks]
    mapped = sum(clause.carries_out_id is not None for clause in with_tasks)
    open_now = len(deriving.suggestions(circular))
    return {"mapped": mapped, "unmapped": len(with_tasks) - mapped, "to_match": open_now}


@page("plan.write")
def changed_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """What a change of a clause alters on the page of the review: the clause, or all of them with `?all=1`, and the counts."""
    clause = _clause(request, pk)
    context = _review_context(
        get_object_or_404(Circular.objects.select_related("region"), pk=clause.circular_id)
    )
    context["here"] = pk
    if "all" not in request.GET:
        context["changed"] = next(row for row in context["clauses"] if row[0].pk == pk)
    return render(request, "plans/review_changed.html", context)


def _is_in_place(request: HttpRequest) -> bool:
    """Whether the page of the review asks for a part of itself."""
    return request.headers.get("HX-Request") == "true"


def _after(request: HttpRequest, clause: Clause, *, is_all: bool = False) -> str:
    """Where a change of a clause leads: to its place on the page, or to what is to be put there."""
    if _is_in_place(request):
        return reverse("plans:clause-changed", args=[clause.pk]) + ("?all=1" if is_all else "")
    return f"{reverse('plans:review', args=[clause.circular_id])}#c{clause.pk}"


def clause_form(
    request: PostRequest,
    clause: Clause,
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    shown: Sequence[Shown],
    title: str,
    button: str = "",
    intro: str = "",
    is_all: bool = False,
) -> HttpResponseBase:
    """A form of the review: in its clause where the page asks for it there, else a page of its own; both come back to the clause.

    `shown`: what it shows of rows; changed since, they are not written over. `is_all`: it changes more than the one clause.
    """
    act = only_as_seen(form, clause.circular, shown, act)
    to, button = _after(request, clause, is_all=is_all), button or _("保存")
    if not _is_in_place(request):
        back = reverse("plans:review", args=[clause.circular_id])
        crumbs = [(_("工作要点"), reverse("plans:circular-list")), (_("核对条款和任务"), back)]
        return form_page(
            request,
            form,
            act,
            title=title,
            button=button,
            intro=intro,
            to=to,
            back=to,
            crumbs=crumbs,
        )
    place = request.headers.get("HX-Target", "")
    place = place if PLACE.fullmatch(place) else f"e{clause.pk}"
    # Several forms may stand on the page: each with names of its own for its fields.
    form.auto_id = f"{place}_%s"
    answer = act_with_form(request, form, act, to=to)
    if answer is not None:
        return answer
    _focus(form)
    context = {"form": form, "title": title, "button": button, "place": place, "clause": clause}
    return render(request, "plans/in_place.html", context)


def _focus(form: BaseForm) -> None:
    """Let the first field, or the first with a fault, have the focus."""
    names = (
        [name for name in form.fields if form.has_error(name)]
        if form.is_bound
        else list(form.fields)
    )
    if names:
        form.fields[names[0]].widget.attrs["autofocus"] = True


def clause_click(
    request: PostRequest, clause: Clause, act: Callable[[], Any], done: str
) -> HttpResponseBase:
    """A click of the review on one clause; comes back to it."""
    return act_and_go(request, act, done, _after(request, clause))


@page("plan.write")
def edit_head(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct the header that was read."""
    circular = draft_or_404(request, pk)
    initial = {name: getattr(circular, name) for name in HeadForm.base_fields}
    back = reverse("plans:review", args=[pk])
    is_plan = circular.kind == Circular.Kind.PLAN
    form = HeadForm(request.POST or None, initial=initial, is_plan=is_plan)
    shown = [Shown(circular, tuple(form.fields))]
    return form_page(
        request,
        form,
        only_as_seen(form, circular, shown, lambda data: review.edit_head(circular, data)),
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
def match_clauses(request: PostRequest, pk: int) -> HttpResponseBase:
    """Match a draft with the plan above as it is now."""
    circular = draft_or_404(request, pk)
    return act_and_go(
        request,
        lambda: deriving.match_anew(circular),
        lambda matched: _matched_words(matched) or _("条款与上级文件的对应没有变化。"),
        reverse("plans:review", args=[pk]),
    )


@require_POST
@page("plan.write")
def make_part(request: PostRequest, pk: int) -> HttpResponseBase:
    """Turn a draft plan into a supplement or an amendment of the year's adopted one."""
    circular = draft_or_404(request, pk)
    kind = request.POST.get("kind", "")
    return act_and_go(
        request,
        lambda: review.make_part_of_plan(circular, kind),
        lambda _made: _("已改为%(kind)s，核对后即可下达。") % {"kind": circular.get_kind_display()},
        reverse("plans:review", args=[pk]),
    )


@require_POST
@page("plan.write")
def confirm_guesses(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let all that was assumed in a draft hold."""
    circular = draft_or_404(request, pk)
    to = f"{reverse('plans:review', args=[pk])}#guesses"
    return act_and_go(
        request,
        lambda: guesses.confirm_all(circular),
        lambda count: _("%(count)d 项任务已按推定定下。") % {"count": count},
        lambda _count: to,
        refused=to,
    )


@require_POST
@page("plan.write")
def confirm_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let what was assumed of a task hold; without scripts one comes back to the next guess."""
    task = task_or_404(request, pk)
    to = _after(request, task.clause)
    if not _is_in_place(request):
        to = f"{reverse('plans:review', args=[task.circular_id])}#guesses"
    return act_and_go(request, lambda: guesses.confirm(task), _("已按推定定下。"), to)


def _question_or_404(request: PostRequest, pk: int, guess: str) -> guesses.Question:
    question = guesses.question_of(task_or_404(request, pk), guess)
    if question is None:
        raise Http404
    return question


@page("plan.write")
def change_alike(request: PostRequest, pk: int, guess: str) -> HttpResponseBase:
    """Set who acts, or by when, for all tasks of which the same was assumed."""
    question = _question_or_404(request, pk, guess)
    if not question.is_changed_together:
        raise Http404
    task = question.first
    only = ("rhythm", "month_day", "due") if guess == Guess.DEADLINE else ("levels",)
    form = TaskForm(
        request.POST or None, initial=_values(task, TaskForm), own=request.post.level, only=only
    )
    return clause_form(
        request,
        task.clause,
        form,
        lambda data: review.change_alike(task, guess, data),
        shown=[Shown(one, only) for one in question.tasks],
        title=_("一起改 %(count)d 项任务") % {"count": len(question.tasks)},
        intro=question.sentence,
        is_all=True,
    )


@require_POST
@page("plan.write")
def confirm_alike(request: PostRequest, pk: int, guess: str) -> HttpResponseBase:
    """Let what was assumed of several tasks alike hold."""
    task = task_or_404(request, pk)
    to = f"{reverse('plans:review', args=[task.circular_id])}#guesses"
    if _is_in_place(request):
        to = _after(request, task.clause, is_all=True)
    return act_and_go(
        request,
        lambda: guesses.settle_alike(task, guess, {}),
        lambda count: _("%(count)d 项任务已按推定定下。") % {"count": count},
        lambda _count: to,
        refused=to,
    )


@page("plan.write")
def edit_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Relabel a clause, correct its words."""
    clause = _clause(request, pk)
    initial = _values(clause, ClauseForm)
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
def edit_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """Set who acts and by when."""
    task = task_or_404(request, pk)
    form = TaskForm(
        request.POST or None,
        initial=_values(task, TaskForm) | {"places": list(task.places)},
        own=request.post.level,
        places=_places(request, task),
    )
    title = _("修改任务（%(path)s）") % {"path": task.clause.path}
    return clause_form(
        request,
        task.clause,
        form,
        lambda data: review.edit(task, data),
        shown=[Shown(task, (*TaskForm.base_fields, "text"))],
        title=title,
        intro=task.text,
    )


def _places(request: PostRequest, task: Task | None = None) -> dict[str, str]:
    """The divisions that a task may be limited to, by their codes: those one level below, and those that it is limited to."""
    below = {region.code: region.name for region in Children.of(request.post.region).regions}
    return below | (task.places if task else {})


def _values(row: Clause | Task, form: type[BaseForm]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


@page("plan.write")
def pick_indicators(request: PostRequest, pk: int) -> HttpResponseBase:
    """Pick what measures a clause."""
    clause = _clause(request, pk)
    form = IndicatorsForm(
        request.POST or None, text=clause.title + clause.text, chosen=clause.indicators
    )
    title = _("选择指标 %(path)s") % {"path": clause.path}
    return clause_form(
        request,
        clause,
        form,
        lambda data: review.edit(clause, data),
        shown=[Shown(clause, ("indicators", *WORDS))],
        title=title,
        intro=clause.text,
    )


@page("plan.write")
def map_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Say which clause of the plan above a clause carries out."""
    clause = _clause(request, pk)
    above = deriving.clauses_above(clause.circular)
    by_key = {upper.pk: upper for upper in above}
    tasks = list(clause.tasks.all())
    form = CarriesOutForm(
        request.POST or None,
        above=above,
        tasks=tasks,
        initial={"carries_out": clause.carries_out_id},
    )
    return clause_form(
        request,
        clause,
        form,
        lambda data: deriving.map_clause(clause, by_key.get(data["carries_out"]), form.along),
        shown=[
            Shown(clause, ("carries_out_id", *WORDS)),
            *(Shown(task, ("name", "goes_along")) for task in tasks),
        ],
        title=_("承接上级条款 %(path)s") % {"path": clause.path},
        intro=clause.title + clause.text,
    )


@page("plan.write")
def split_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Cut a clause in two."""
    clause = _clause(request, pk)
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
def merge_clause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Join a clause to the one before."""
    clause = _clause(request, pk)
    return act_and_go(
        request,
        lambda: review.merge_up(clause),
        _("已并入上一条。"),
        lambda before: _after(request, before, is_all=True),
        refused=_after(request, clause),
    )


@page("plan.write")
def add_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """A further task of a clause."""
    clause = _clause(request, pk)
    below = level_below(request.post.region) or Level.VILLAGE
    initial = {"name": clause.name, "levels": [below.name.lower()], "needs_evidence": True}
    form = TaskForm(
        request.POST or None, initial=initial, own=request.post.level, places=_places(request)
    )
    title = _("加任务（%(path)s）") % {"path": clause.path}
    return clause_form(
        request,
        clause,
        form,
        lambda data: review.add_task(clause, data),
        shown=[Shown(clause, WORDS)],
        title=title,
        intro=clause.text,
    )


@require_POST
@page("plan.write")
def remove_task(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a task out of the draft."""
    task = task_or_404(request, pk)
    return clause_click(request, task.clause, lambda: review.remove_task(task), _("任务已删除。"))
