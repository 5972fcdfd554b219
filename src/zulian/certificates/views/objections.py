"""Objections: file one at a case, the list, one with its decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.certificates.forms import DecisionForm, ObjectionForm
from zulian.certificates.models import Objection
from zulian.certificates.models.assessment import ObjectionState
from zulian.certificates.services import objections
from zulian.certificates.tables import ObjectionFilter, ObjectionTable
from zulian.certificates.views.cases import address, crumbs, mine
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_with_form, form_page


@page("certificate.counter")
def file(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take an objection down."""
    case = mine(pk)
    form = ObjectionForm(request.POST or None)
    return form_page(
        request, form, lambda data: objections.file(pk, request.post, data["by_whom"], data["ground"]),
        title=_("登记异议"), intro=f"{case.person.name} · {case.result or case.get_state_display()}", button=_("登记，报市残联复核"),
        done=_("异议已登记，办件时限暂停，等复核结论。"), to=address(pk), back=address(pk), crumbs=crumbs(case),
    )  # fmt: skip


@page("certificate.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Objections of the jurisdiction."""
    return list_page(
        request, title=_("评定异议"), rows=Objection.objects.with_names(), table=ObjectionTable, filters=ObjectionFilter,
        template="certificates/list.html", tab="objections",
    )  # fmt: skip


def _may_decide(request: PostRequest, objection: Objection) -> bool:
    return request.post.may("certificate.decide") and objections.decides(objection, request.post)


@page("certificate.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One objection; the federation of its level records the decision here."""
    objection = get_object_or_404(Objection.objects.with_names().select_related("previous", "by__user"), pk=pk)
    if request.method == "POST":
        require(request, "certificate.decide")
    form = DecisionForm(request.POST or None)

    def act(data: dict[str, Any]) -> Objection:
        return objections.decide(pk, request.post, data["verdict"] == "uphold", data["decision"], form.parts())

    here = reverse("certificates:objection", args=[pk])
    answer = act_with_form(request, form, act, to=here, done=_("复核结论已记录，办件按结论继续。"))
    if answer:
        return answer
    context = {
        "title": _("评定异议：%(name)s") % {"name": objection.case.person.name}, "objection": objection, "case": objection.case, "form": form,
        "can_decide": objection.state == ObjectionState.FILED and _may_decide(request, objection), "tab": "objections",
        "crumbs": [(_("评定异议"), reverse("certificates:objections"))],
    }  # fmt: skip
    return render(request, "certificates/objection.html", context)
