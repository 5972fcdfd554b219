"""Adoption with a second look, and the recall of what nobody has signed yet."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.pages import act_with_form, form_page
from zulian.plans.forms import AdoptForm, DiscardForm, RecallForm
from zulian.plans.models import Circular
from zulian.plans.review_forms import CorrectForm
from zulian.plans.services import adopting, deriving, shown
from zulian.plans.services.outlook import outlook_of
from zulian.plans.services.receiving import adopted_plan, is_of_another
from zulian.plans.services.seen import Shown
from zulian.plans.views.in_place import draft_click, still_draft
from zulian.plans.views.seen import adopted_words, only_as_seen, told_if_gone


def _own(request: PostRequest, pk: int) -> Circular:
    rows = Circular.objects.select_related("region", "source")
    return get_object_or_404(rows, pk=pk, region_id=request.post.region_id)


@page("plan.write")
@told_if_gone
def adopt(request: PostRequest, pk: int) -> HttpResponseBase:
    """What would go out, by level and by division, and what is still open about it; then the tasks go out."""
    circular = _own(request, pk)
    if circular.is_adopted:
        messages.info(request, adopted_words(circular))
        return redirect("plans:matrix", pk)
    outlook = outlook_of(circular)
    form = AdoptForm(request.POST if request.method == "POST" else None)

    answer = act_with_form(
        request,
        form,
        lambda data: adopting.adopt_seen(circular, data["seen"]),
        to=reverse("plans:matrix", args=[pk]),
        done=lambda given: _("已下达，共 %(count)d 项任务下达到各单位。") % {"count": len(given)},
    )
    back = reverse("plans:review", args=[pk])
    context = {
        "title": _("下达前再看一遍"),
        "circular": circular,
        "outlook": outlook,
        "of_another": is_of_another(circular),
        "form": form,
        "adopted": adopted_plan(circular.region_id, circular.year)
        if circular.kind == Circular.Kind.PLAN
        else None,
        "crumbs": [(_("工作要点"), reverse("plans:circular-list")), (_("核对条款和任务"), back)],
    }
    return answer or render(request, "plans/adopt.html", context)


@require_POST
@page("plan.write")
@told_if_gone
def go_along(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let what is the same as something done above already count as done here too."""
    circular = still_draft(_own(request, pk))
    return draft_click(
        request,
        circular,
        [circular],
        lambda: shown.of_settled(outlook_of(circular).settled),
        lambda: adopting.go_along(circular),
        lambda went: went.words,
        reverse("plans:adopt", args=[pk]),
    )


@page("plan.write")
def recall(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take back what nobody has signed: the circular becomes a draft again."""
    circular = _own(request, pk)
    if not circular.is_adopted:
        return redirect("plans:review", pk)
    back = reverse("plans:circular", args=[pk])
    obstacle = adopting.obstacle(circular)
    if obstacle and request.method == "GET":
        messages.info(request, obstacle)
        return redirect(back)
    words = _(
        "收回后，《%(title)s》下达的任务全部撤下，文件回到核对状态，改好后可以再下达。只要有一个单位已经签收，就不能再收回。"
    )
    return form_page(
        request,
        RecallForm(request.POST if request.method == "POST" else None),
        lambda _data: adopting.recall(circular, request.post),
        title=_("收回文件"),
        intro=words % {"title": circular.title},
        button=_("收回"),
        done=lambda count: _("已收回，撤下 %(count)d 项任务。") % {"count": count},
        to=reverse("plans:review", args=[pk]),
        back=back,
        crumbs=[(_("工作要点"), reverse("plans:circular-list")), (circular.title, back)],
        template="plans/form.html",
        circular=circular,
        tab="clauses",
    )


@page("plan.write")
@told_if_gone
def discard(request: PostRequest, pk: int) -> HttpResponseBase:
    """Delete a draft that was taken in by mistake."""
    circular = _own(request, pk)
    still_draft(circular)
    kept = adopting.kept_by(circular, circular.tasks.values_list("pk", flat=True))
    if kept and request.method == "GET":
        messages.info(request, kept)
        return redirect("plans:review", pk)
    words = _("《%(title)s》还没有下达。删除后，核对过的条款和任务都不再保留；原文仍留在附件中。")
    form = DiscardForm(request.POST if request.method == "POST" else None)
    rows = shown.all_of(circular)
    act = only_as_seen(form, circular, rows, lambda _data: adopting.discard(circular, request.post))
    return form_page(
        request,
        form,
        act,
        title=_("删除草稿"),
        intro=words % {"title": circular.title},
        button=_("删除"),
        done=_("草稿已删除。"),
        to=reverse("plans:circular-list"),
        back=reverse("plans:review", args=[pk]),
        crumbs=[(_("工作要点"), reverse("plans:circular-list"))],
    )


@page("plan.write")
def correct_clauses(request: PostRequest, pk: int) -> HttpResponseBase:
    """Which clauses above my organisation's plan carries out, corrected after adoption."""
    circular = _own(request, pk)
    if not circular.is_adopted:
        return redirect("plans:review", pk)
    back = reverse("plans:circular", args=[pk])
    upper = None if circular.is_closed else deriving.upper_plan(circular)
    if upper is None:
        messages.info(request, _("上级本年没有执行中的工作要点，没有可以承接的条款。"))
        return redirect(back)
    clauses = deriving.own_clauses(circular)
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        clauses=clauses,
        above=deriving.clauses_above(circular),
        suggested={clause.pk: above for clause, above in deriving.suggestions(circular)},
        uppers=deriving.tasks_above(clauses),
    )
    seen = [
        *(Shown(clause, ("carries_out_id",)) for clause in clauses),
        *(Shown(task, ("goes_along", "goes_with_id")) for task in form.tasks),
    ]

    def correct(data: dict[str, Any]) -> deriving.Corrected:
        return deriving.correct(circular, request.post, form.wanted, data["reason"], form.along)

    return form_page(
        request,
        form,
        only_as_seen(form, circular, seen, correct),
        title=_("更正承接关系"),
        intro=_("本文件承接上级《%(title)s》：逐条核对，只改有误的。") % {"title": upper.title},
        button=_("保存"),
        done=_corrected_words,
        to=back,
        back=back,
        crumbs=[(_("工作要点"), reverse("plans:circular-list")), (circular.title, back)],
        template="plans/form.html",
        circular=circular,
        tab="clauses",
    )


def _corrected_words(corrected: deriving.Corrected) -> str:
    """How many tasks go along now, and how many stay apart, and why."""
    if not corrected.clauses:
        return _("没有改动。")
    words = [_("已更正 %(clauses)d 条。")]
    if corrected.joined:
        words.append(_("%(joined)d 项任务随上级任务一并办理。"))
    if corrected.parted:
        words.append(_("%(parted)d 项任务改由承担单位为本文件单独办理，已告知承担单位。"))
    if corrected.reported:
        words.append(_("已上报的 %(reported)d 项各自办理。"))
    if corrected.settled:
        words.append(_("%(settled)d 项已随上级任务一并上报，保持不变。"))
    return "".join(words) % asdict(corrected)
