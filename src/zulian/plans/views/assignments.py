"""Assignments: the list, one assignment with all that can be done on it, its timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.forms import HouseForm
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.plans.forms import AskForm, BreakDownForm, JudgeForm, NoticeForm, ReplyForm, ReportForm
from zulian.plans.models import Assignment, ChangeRequest, Notice, State
from zulian.plans.services import judging, spot_checks, supervision, talk, work
from zulian.plans.services.standing import closes_by_register, is_forbidden_against, rows_behind, standing
from zulian.plans.tables import AssignmentFilter, AssignmentTable
from zulian.plans.timeline import timeline
from zulian.regions.models import Level


@page("plan.read")
def index(request: PostRequest) -> HttpResponseBase:
    """All assignments of the jurisdiction."""
    rows = Assignment.objects.with_names().pressing_first()
    unsigned = talk.unsigned(request.post).count() if request.post.may("assignment.act") else 0
    return list_page(
        request, title=_("任务台账"), rows=rows, unsigned=unsigned, table=AssignmentTable, filters=AssignmentFilter,
        template="plans/assignments.html", ledger="assignments",
    )  # fmt: skip


@page("plan.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One assignment: what is asked, how far it is, what I can do."""
    found = get_object_or_404(
        Assignment.objects.with_names().select_related("circular__region", "handler__user"), pk=pk
    )
    return _show(request, found)


def _show(request: PostRequest, found: Assignment) -> HttpResponseBase:
    post = request.post
    reports = list(
        found.reports.select_related("by__user", "by__region").prefetch_related("evidence", "figures__target")
    )
    asked = found.requests.filter(outcome="").first()
    today = clock.today()
    prefetch_related_objects([found.task], "targets")
    registers = standing(found, today)
    behind, others = rows_behind(registers, found, today)
    can = _can(found, post)
    can["close"] = can.get("act", False) and found.is_waiting and closes_by_register(today) and registers.is_proved
    context = {
        "title": f"{found.task.name}{found.period_name}", "assignment": found, "reports": reports, "asked": asked,
        "parts": found.parts.with_names(), "notices": found.notices.select_related("issued_by"),
        "open_notice": found.notices.filter(replied_at=None, region_id=post.region_id).first(),
        "timeline": timeline(found), "can": can, "judge_form": JudgeForm(),
        "registers": registers, "behind": behind, "others": others,
        "may_forbid": is_forbidden_against(today),
        "reply_form": ReplyForm(),
        "notes": found.notes.select_related("by__user", "by__region", "to__user", "to__region"),
        "may_talk": talk.may_talk(found, post), "question": talk.open_question(found, post),
        "drawn": spot_checks.waiting_on(found, post) if post.may("plan.supervise") else None,
        "crumbs": [(_("任务台账"), reverse("plans:assignments"))],
    }  # fmt: skip
    return render(request, "plans/assignment.html", context)


def _can(found: Assignment, post: Post) -> dict[str, bool]:
    if found.circular.is_closed:
        return {}
    own = found.region_id == post.region_id and post.may("assignment.act")
    issuer = found.issued_by_id == post.region_id and post.may("plan.supervise")
    above = post.may("plan.supervise") and post.level < found.region.level
    is_open = found.state not in {State.CLOSED, State.DROPPED}
    return {
        "act": own,
        "sign": own and found.state == State.ISSUED,
        "report": own and found.state in {State.SIGNED, State.RETURNED},
        "break_down": own and is_open and found.region.level < Level.VILLAGE and found.state != State.ISSUED,
        "ask": own and is_open,
        "judge": found.state == State.REPORTED
        and post.may("plan.supervise")
        and judging.acting_judge(found) == post.region_id,
        "decide": issuer,
        "notice": above and found.is_overdue,
    }


def _mine(pk: int) -> Assignment:
    return get_object_or_404(Assignment.objects.with_names().select_related("circular__region"), pk=pk)


@require_POST
@page("assignment.act")
def sign(request: PostRequest, pk: int) -> HttpResponseBase:
    """签收."""
    return _act(request, _mine(pk), lambda: work.sign(pk, request.post), _("已签收，请按时限办理并上报。"))


@page("assignment.act")
def report(request: PostRequest, pk: int) -> HttpResponseBase:
    """上报, with evidence."""
    found = _mine(pk)
    work.require_own(found, request.post)
    asked = list(found.task.targets.filter(measure=""))
    form = ReportForm(
        request.POST or None, request.FILES or None, needs_evidence=work.lacks_evidence(found), asked=asked,
        initial={"text": _begun(found)},
    )  # fmt: skip
    return _form(
        request, pk, form, _("上报完成情况"), _("提交上报"),
        lambda d: work.report(pk, request.post, d["text"], form.figures, d["files"]), _("已上报，等待审核。"),
    )  # fmt: skip


def _begun(found: Assignment) -> str:
    """What a report begins with: what was sent back, else what the registers know."""
    before = found.reports.first() if found.state == State.RETURNED else None
    return before.text if before else standing(found, clock.today()).sentences


@require_POST
@page("assignment.act")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """按台账办结."""
    return _act(request, _mine(pk), lambda: work.close_by_register(pk, request.post), _("台账已证明完成，任务已办结。"))


@require_POST
@page("plan.supervise")
def judge(request: PostRequest, pk: int) -> HttpResponseBase:
    """审核."""
    accepted = request.POST.get("verdict") == "accept"
    reason = request.POST.get("reason", "")
    done = _("审核通过，任务已办结。") if accepted else _("已退回，对方会收到原因。")
    return _act(request, _mine(pk), lambda: work.judge(pk, request.post, accepted, reason), done)


@page("assignment.act")
def break_down(request: PostRequest, pk: int) -> HttpResponseBase:
    """分解 to the organisations below."""
    found = _mine(pk)
    work.require_own(found, request.post)
    form = BreakDownForm(request.POST or None, initial={"due": found.due})
    return _form(
        request, pk, form, _("分解到下级"), _("下达给全部下级"),
        lambda d: work.break_down(pk, request.post, d["due"]), _("已分解下达。"),
    )  # fmt: skip


@page("assignment.act")
def ask(request: PostRequest, pk: int) -> HttpResponseBase:
    """Ask to postpone or drop."""
    work.require_own(_mine(pk), request.post)
    form = AskForm(request.POST or None)
    return _form(
        request, pk, form, _("申请延期或取消"), _("提交申请"),
        lambda d: work.ask(pk, request.post, d["kind"], d["reason"], d["new_due"]), _("申请已提交，等待批复。"),
    )  # fmt: skip


@require_POST
@page("plan.supervise")
def decide(request: PostRequest, pk: int) -> HttpResponseBase:
    """批复 a request."""
    asked = get_object_or_404(ChangeRequest, pk=pk)
    approved = request.POST.get("verdict") == "accept"
    reply = request.POST.get("reason", "")
    found = _mine(asked.assignment_id)
    return _act(request, found, lambda: work.decide(pk, request.post, approved, reply), _("已批复。"))


@page("plan.supervise")
def notice(request: PostRequest, pk: int) -> HttpResponseBase:
    """下发督办通知."""
    form = NoticeForm(request.POST or None)
    return _form(
        request, pk, form, _("下发督办通知"), _("下发"),
        lambda d: supervision.issue_notice(pk, request.post, d["text"]), _("督办通知已下发。"),
    )  # fmt: skip


@require_POST
@page("assignment.act")
def reply(request: PostRequest, pk: int) -> HttpResponseBase:
    """回复督办通知."""
    found = get_object_or_404(Notice, pk=pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明回复内容。"))
        return redirect("plans:assignment", found.assignment_id)
    words = form.cleaned_data["reply"]
    return _act(
        request,
        _mine(found.assignment_id),
        lambda: supervision.reply_notice(pk, request.post, words),
        _("已回复。"),
    )


def _act(request: PostRequest, found: Assignment, act: Callable[[], Any], done: str) -> HttpResponseBase:
    return act_and_go(request, act, done, reverse("plans:assignment", args=[found.pk]))


def _form(
    request: PostRequest,
    pk: int,
    form: HouseForm,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], Any],
    done: str,
) -> HttpResponseBase:
    found = _mine(pk)
    back = reverse("plans:assignment", args=[pk])
    return form_page(
        request, form, act, title=title, intro=str(found), button=button, done=done, to=back, back=back,
        crumbs=[(_("任务台账"), reverse("plans:assignments")), (found.task.name, back)],
    )  # fmt: skip
