"""Spot checks of a plan: the list of what was drawn, drawing, and saying what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_verdict
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.plans.forms import SpotCheckForm
from zulian.plans.models import Circular, SpotCheck, SpotCheckItem, State
from zulian.plans.registers.supervision import SPOT_CHECKS
from zulian.plans.services import spot_checks
from zulian.regions.models import Level


def _adopted(pk: int) -> Circular:
    return get_object_or_404(
        Circular.objects.select_related("region"), pk=pk, status=Circular.Status.ADOPTED
    )


def _crumbs(circular: Circular) -> list[tuple[str, str]]:
    return [
        (_("工作要点"), reverse("plans:circular-list")),
        (circular.title, reverse("plans:circular", args=[circular.pk])),
    ]


@page("plan.supervise")
def index(request: PostRequest, pk: int) -> HttpResponseBase:
    """All that was drawn of a plan in the jurisdiction."""
    circular = _adopted(pk)
    rows = SPOT_CHECKS.rows().filter(check_of__circular=circular)
    drawn = SpotCheck.objects.filter(circular=circular).select_related("region", "by__user")
    return list_page(
        request,
        title=_("抽查：%(title)s") % {"title": circular.title},
        rows=rows,
        table=SPOT_CHECKS.table,
        filters=SPOT_CHECKS.filter_set,
        template="plans/spot_checks.html",
        crumbs=_crumbs(circular),
        circular=circular,
        tab="spot-checks",
        drawn=Few.of(drawn, spot_checks.MOST),
    )


@page("plan.supervise")
def draw(request: PostRequest, pk: int) -> HttpResponseBase:
    """Draw some closed tasks at random."""
    circular = _adopted(pk)
    back = reverse("plans:spot-checks", args=[pk])
    if circular.is_closed:
        messages.info(request, _("这份工作要点已年终结账，不再抽查。"))
        return redirect(back)
    count = spot_checks.pool(circular, request.post).count()

    def act(data: dict[str, Any]) -> SpotCheck:
        level = Level(int(data["level"])) if data["level"] else None
        return spot_checks.draw(circular, request.post, data["size"], level)

    return form_page(
        request,
        SpotCheckForm(request.POST or None, levels=spot_checks.levels(circular, request.post)),
        act,
        title=_("随机抽查"),
        intro=_draw_words(circular, request.post, count),
        button=_("抽取"),
        done=lambda check: _("已抽取 %(count)d 项，请逐项核实。") % {"count": check.items.count()},
        to=f"{back}?outcome=waiting",
        back=back,
        crumbs=[*_crumbs(circular), (_("抽查"), back)],
        template="plans/form.html",
        circular=circular,
        tab="spot-checks",
    )


def _draw_words(circular: Circular, post: Post, count: int) -> str:
    """How many tasks may be drawn, and why no more."""
    words = _(
        "从下级审核办结的任务里随机抽取，由本单位核实。现有 %(count)d 项可抽。抽取用的随机种子会保存，可以复核。"
    )
    served = spot_checks.served(circular, post)
    if served:
        words += "\n" + _(
            "另有 %(served)d 项随上级的任务一并办理，已在上级那份工作要点里办结，请到上级的工作要点抽查。"
        )
    return words % {"count": count, "served": served}


@require_POST
@page("plan.supervise")
def settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """Say what was found."""
    item = get_object_or_404(SpotCheckItem.objects.select_related("assignment__circular"), pk=pk)
    is_sound = read_verdict(request.POST, "sound", "fault")
    remark = request.POST.get("remark", "")[:300]
    reopens = item.assignment.state == State.CLOSED and not item.assignment.circular.is_closed
    fault = (
        _("已记为不实，任务退回承担单位。")
        if reopens
        else _("已记为不实，记录在案，并告知有关单位。")
    )
    done = _("已记为属实。") if is_sound else fault
    to = reverse("plans:assignment", args=[item.assignment_id])
    return act_and_go(
        request, lambda: spot_checks.settle(pk, request.post, is_sound, remark), done, to
    )
