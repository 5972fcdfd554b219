"""Problems and their mending: list, one with its steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation.clock import today
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.grassroots import forms
from zulian.grassroots.models import Problem, ProblemState
from zulian.grassroots.services import problems as services
from zulian.grassroots.services.common import is_above
from zulian.grassroots.tables import PROBLEM_TONES, ProblemFilter, ProblemTable
from zulian.grassroots.views.common import Crumbs, home


def to(pk: int) -> str:
    """The address of a problem."""
    return reverse("grassroots:problem", args=[pk])


def way() -> Crumbs:
    """The way to the list."""
    return [*home(), (_("问题整改"), reverse("grassroots:problems"))]


def _mine(pk: int) -> Problem:
    return get_object_or_404(
        Problem.objects.with_names().select_related("verified_by__user", "assessment__campaign", "repeats"), pk=pk
    )


def _crumbs(found: Problem) -> Crumbs:
    return [*way(), (found.subject, to(found.pk))]


@page("grassroots.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Problems of the jurisdiction."""
    return list_page(
        request, title=_("问题清单和整改台账"), rows=Problem.objects.with_names(), table=ProblemTable, filters=ProblemFilter,
        template="grassroots/problems.html", ledger="problems", tab="problems",
        intro=_("自查、复核、检查发现的问题自动列入；原因、措施、责任人、期限、验收，一条一条销号。"),
    )  # fmt: skip


@page("grassroots.check")
def add(request: PostRequest) -> HttpResponseBase:
    """A problem from elsewhere."""
    form = forms.ProblemForm(request.POST or None, initial={"due": services.default_due(today())})

    def act(d: dict[str, Any]) -> Problem:
        finding = services.Finding("", d["subject"].strip(), d["text"].strip(), Problem.Source.OTHER)
        return services.find(d["region"], finding, None, d["due"])

    return form_page(
        request, form, act, title=_("登记问题"), button=_("登记"), to=lambda made: to(made.pk), done=_("已列入问题清单。"),
        back=reverse("grassroots:problems"), crumbs=way(),
    )  # fmt: skip


@page("grassroots.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One problem: where it stands and what comes next."""
    found = _mine(pk)
    above = is_above(request.post, found.region_id) and request.post.may("grassroots.check")
    fill = request.post.may("grassroots.fill")
    context = {
        "title": found.subject, "found": found, "tone": "overdue" if found.is_overdue else PROBLEM_TONES[found.state], "crumbs": way(),
        "pieces": found.evidence.select_related("file"), "again": found.again.all(), "tab": "problems",
        "can": {
            "plan": fill and found.state in {ProblemState.FOUND, ProblemState.MENDING}, "mend": fill and found.state == ProblemState.MENDING,
            "verify": above and found.state == ProblemState.MENDED, "reopen": above and found.state == ProblemState.CLOSED,
        },
    }  # fmt: skip
    return render(request, "grassroots/problem.html", context)


@page("grassroots.fill")
def plan(request: PostRequest, pk: int) -> HttpResponseBase:
    """Cause, measure, owner, deadline."""
    found = _mine(pk)
    posts = Post.objects.held().filter(role__in=PERMISSIONS["grassroots.fill"])
    start = {
        "cause": found.cause,
        "measure": found.measure,
        "owner": found.owner_id or request.post.pk,
        "due": found.due,
    }
    return form_page(
        request, forms.PlanForm(request.POST or None, initial=start, posts=posts), lambda d: services.plan(pk, **d), title=_("制定整改措施"),
        intro=found.text, button=_("保存"), to=to(pk), done=_("整改措施已保存。"), back=to(pk), crumbs=_crumbs(found),
    )  # fmt: skip


@page("grassroots.fill")
def mend(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was done, with evidence."""
    found = _mine(pk)
    return form_page(
        request, forms.MendForm(request.POST or None, request.FILES or None),
        lambda d: services.mend(pk, request.post, d["done"], d["papers"], d["link"]), title=_("上报整改完成"), intro=found.text, button=_("上报验收"),
        to=to(pk), done=_("已上报，等上级验收。"), back=to(pk), crumbs=_crumbs(found),
    )  # fmt: skip


@page("grassroots.check")
def verify(request: PostRequest, pk: int) -> HttpResponseBase:
    """Whether it is mended."""
    found = _mine(pk)
    return form_page(
        request, forms.VerifyForm(request.POST or None), lambda d: services.verify(pk, request.post, d["verdict"] == "pass", d["note"]),
        title=_("验收整改"), intro=found.done, button=_("提交"), to=to(pk), done=_("已登记验收结果。"), back=to(pk), crumbs=_crumbs(found),
    )  # fmt: skip


@page("grassroots.check")
def reopen(request: PostRequest, pk: int) -> HttpResponseBase:
    """A closed problem shows again."""
    found = _mine(pk)
    form = forms.ReopenForm(request.POST or None, initial={"due": services.default_due(today())})
    return form_page(
        request, form, lambda d: services.reopen(pk, request.post, d["why"], d["due"]), title=_("重新打开"), intro=found.text,
        button=_("重新打开"), to=to(pk), done=_("已重新打开。"), back=to(pk), crumbs=_crumbs(found),
    )  # fmt: skip
