"""Adoption with a second look, and the recall of what nobody has signed yet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.pages import act_with_form, form_page
from zulian.plans.forms import AdoptForm, RecallForm
from zulian.plans.models import Circular
from zulian.plans.services import adopting, review
from zulian.plans.services.receiving import adopted_plan


def _own(request: PostRequest, pk: int) -> Circular:
    rows = Circular.objects.select_related("region", "source")
    return get_object_or_404(rows, pk=pk, region_id=request.post.region_id)


@page("plan.write")
def adopt(request: PostRequest, pk: int) -> HttpResponseBase:
    """What would go out, by level and by division, and what is still open about it; then the tasks go out."""
    circular = _own(request, pk)
    if circular.is_adopted:
        return redirect("plans:matrix", pk)
    outlook = adopting.outlook(circular)
    form = AdoptForm(request.POST if request.method == "POST" else None)

    def go(data: dict[str, Any]) -> int:
        if data["seen"] != outlook.digest:
            raise ValidationError(_("核对期间内容有变动，请重新看一遍将要下达的任务。"))
        return len(review.adopt(circular))

    answer = act_with_form(
        request,
        form,
        go,
        to=reverse("plans:matrix", args=[pk]),
        done=lambda count: _("已下达，共分解 %(count)d 项任务到各单位。") % {"count": count},
    )
    back = reverse("plans:review", args=[pk])
    context = {
        "title": _("下达前再看一遍"),
        "circular": circular,
        "outlook": outlook,
        "form": form,
        "adopted": adopted_plan(circular.region_id, circular.year) if circular.kind == Circular.Kind.PLAN else None,
        "crumbs": [(_("工作要点"), reverse("plans:circulars")), (_("核对条款和任务"), back)],
    }
    return answer or render(request, "plans/adopt.html", context)


@page("plan.write")
def recall(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take back what nobody has signed: the circular becomes a draft again."""
    circular = _own(request, pk)
    if not circular.is_adopted:
        return redirect("plans:review", pk)
    back = reverse("plans:circular", args=[pk])
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
        crumbs=[(_("工作要点"), reverse("plans:circulars")), (circular.title, back)],
        template="plans/form.html",
        circular=circular,
        tab="clauses",
    )
