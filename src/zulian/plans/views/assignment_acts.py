"""What is done on an assignment: reporting, judging, breaking down, requests and replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.forms import BaseForm
from zulian.foundation.inputs import read_verdict
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.foundation.templatetags.zulian import until
from zulian.plans.assignment_forms import (
    AskForm,
    BreakDownForm,
    DecideForm,
    JudgeForm,
    ReportForm,
)
from zulian.plans.models import (
    Assignment,
    ChangeRequest,
    Report,
    State,
)
from zulian.plans.services import changes, judging, work
from zulian.plans.services.overlap import overlaps
from zulian.plans.services.standing import (
    standing,
)
from zulian.plans.views.assignments import show, with_all
from zulian.regions.models import Level, Region, level_below


def _mine(pk: int) -> Assignment:
    return get_object_or_404(with_all(), pk=pk)


@page("assignment.act")
def report(request: PostRequest, pk: int) -> HttpResponseBase:
    """上报, with evidence."""
    assignment = get_object_or_404(with_all(), pk=pk)
    work.require_own(assignment, request.post)
    if request.method == "GET" and assignment.state not in (State.SIGNED, State.RETURNED):
        # What is written on a page that cannot be sent would be lost.
        messages.warning(
            request, _("任务“%(state)s”，还不能上报。") % {"state": assignment.get_state_display()}
        )
        return redirect("plans:assignment", pk=pk)
    before = assignment.reports.first() if assignment.state == State.RETURNED else None
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        needs_evidence=work.lacks_evidence(assignment),
        asked=work.asked_of(assignment),
        shared_by=assignment.issued_by.organisation if assignment.parent_id else "",
        before=list(before.evidence.all()) if before else [],
        initial=_begun(assignment, before),
    )
    return _form(
        request,
        pk,
        form,
        _("上报完成情况"),
        _("提交上报"),
        lambda d: work.report(
            pk, request.post, d["text"], form.figures, d["files"], d.get("kept", ())
        ),
        _("已上报，等待审核。"),
        intro=_wanted_words(assignment),
    )


def _wanted_words(assignment: Assignment) -> str:
    """What is asked, of whom and by when."""
    words = _("%(what)s\n完成时限：%(due)s（%(left)s）") % {
        "what": assignment,
        "due": assignment.due_words,
        "left": until(assignment.first_due),
    }
    lines = [
        words,
        *([_("要求：%(text)s") % {"text": assignment.task.text}] if assignment.task.text else []),
    ]
    along: list[Assignment] = assignment.__dict__.get("along", [])
    asked = _("%(who)s要求：%(text)s")
    lines += [
        asked % {"who": row.issued_by.organisation, "text": row.task.text or row.task.name}
        for row in along
    ]
    return "\n".join([*lines, *_sum_words(assignment)])


def _sum_words(assignment: Assignment) -> list[str]:
    """Why the report of a task that was broken down asks for no number."""
    numbers = [target for target in assignment.task.targets.all() if not target.measure]
    if not numbers or not work.is_broken_down(assignment):
        return []
    words = _(
        "已分解到下级：目标任务量（%(targets)s）由下级单位填报，本单位的数字是下级的合计，这里不用再填。"
    )
    return [words % {"targets": "、".join(str(target) for target in numbers)}]


def _begun(assignment: Assignment, before: Report | None) -> dict[str, Any]:
    """What a report begins with: what was sent back, else what the registers know."""
    if before is None:
        return {"text": standing(assignment, clock.today()).sentences}
    figures = {f"target_{figure.target_id}": figure.number for figure in before.figures.all()}
    return {"text": before.text, **figures}


@require_POST
@page("assignment.act")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """按台账办结."""
    return _act(
        request,
        _mine(pk),
        lambda: work.close_by_register(pk, request.post),
        _("台账已证明完成，任务已办结。"),
    )


@require_POST
@page("plan.supervise")
def judge(request: PostRequest, pk: int) -> HttpResponseBase:
    """审核."""
    assignment, accepted = _mine(pk), read_verdict(request.POST, "accept", "return")
    form = JudgeForm(request.POST, denied=standing(assignment, clock.today()).is_denied)
    answer = act_with_form(
        request,
        form,
        lambda d: work.judge(pk, request.post, accepted, d["reason"], d["report"]),
        to=lambda judged: _next_to_judge(request.post, judged),
        done=lambda judged: _judged_words(request.post, judged),
    )
    return answer or _with_faults(request, assignment, form, judge_form=form)


def _next_to_judge(post: Post, judged: Assignment) -> str:
    """Judging goes on with the next report that waits; with none left one stays."""
    following = judging.waiting_for(post.region).pressing_first().first()
    return reverse("plans:assignment", args=[following.pk if following else judged.pk])


def _judged_words(post: Post, judged: Assignment) -> str:
    """What came of it, and how many reports are left."""
    outcome = judged.reports.values_list("outcome", flat=True).first()
    if outcome == Report.Outcome.RETURNED:
        words = _("“%(what)s”已退回，对方会收到原因。")
    elif outcome == Report.Outcome.DECLARED:
        words = _("“%(what)s”已记为自报完成，任务已办结。")
    else:
        words = _("“%(what)s”审核通过，任务已办结。")
    left = judging.waiting_for(post.region).count()
    return words % {"what": judged} + (
        _("还有 %(left)d 份待审核，下面是下一份。") % {"left": left} if left else ""
    )


@page("assignment.act")
def break_down(request: PostRequest, pk: int) -> HttpResponseBase:
    """分解 to the organisations below."""
    assignment = _mine(pk)
    work.require_own(assignment, request.post)
    below = level_below(assignment.region)
    units = work.units_to_give(assignment) if below else []
    if below is None or (not units and request.method == "GET"):
        messages.info(request, _("下级单位都已承担这项任务，没有可以再分解的单位。"))
        return redirect("plans:assignment", pk)
    if assignment.due < clock.today() and request.method == "GET":
        words = _("时限 %(due)s 已过，下级没有时间办理。请先申请延期，同意后再分解到下级。")
        messages.info(request, words % {"due": date_format(assignment.due, "SHORT_DATE_FORMAT")})
        return redirect("plans:assignment-ask", pk)
    form = BreakDownForm(request.POST or None, initial={"due": assignment.due})
    given = {"count": len(units), "level": below.label}
    return _form(
        request,
        pk,
        form,
        _("分解到下级"),
        _("下达给 %(count)d 个%(level)s") % given,
        lambda d: work.break_down(pk, request.post, d["due"]),
        lambda count: _("已分解下达给 %(count)d 个%(level)s。") % {**given, "count": count},
        intro=_break_down_words(assignment, units),
    )


def _break_down_words(assignment: Assignment, units: Sequence[Region]) -> str:
    """Who gets the task, before anything is written."""
    words = _("%(what)s\n将下达给 %(count)d 个%(level)s：%(names)s。") % {
        "what": assignment,
        "count": len(units),
        "level": Level(units[0].level).label if units else "",
        "names": "、".join(unit.name for unit in units),
    }
    carrying = assignment.parts.counted().count()
    if carrying:
        words += _("已有 %(count)d 个下级单位承担，不重复下达。") % {"count": carrying}
    if assignment.task.targets.exists():
        words += "\n" + _("分解后，数量由下级上报和计数，本级显示合计，不再重复填报。")
    return "\n".join([words, *_shared_words(assignment), *_overlap_words(assignment, units)])


def _overlap_words(assignment: Assignment, units: Sequence[Region]) -> list[str]:
    """What my organisation's plan asks of the same units already."""
    joined = _(
        "本单位《%(title)s》%(what)s已布置给其中 %(units)d 个单位，随本任务一并办理，只办一次。"
    )
    twice = _(
        "注意：本单位《%(title)s》%(what)s已布置给其中 %(units)d 个单位，可能是同一件事，分解后会收到两次。"
        "只办一次的，请先在该文件“更正承接关系”里对应上级条款。"
    )
    return [
        (joined if one.is_joined else twice)
        % {
            "title": one.task.circular.title,
            "what": f"{one.task.clause.path}“{one.task.name}”",
            "units": one.units,
        }
        for one in overlaps(assignment, work.parts_for(assignment, units, assignment.due))
    ]


def _shared_words(assignment: Assignment) -> list[str]:
    """That the numbers of a task are not those of each unit below."""
    # A share (按5%) is no sum.
    numbers = [
        target
        for target in assignment.task.targets.all()
        if not target.is_rate and target.unit != "%"
    ]
    own = "、".join(str(target) for target in numbers if target.is_each)
    all_units = "、".join(str(target) for target in numbers if not target.is_each)
    words = []
    if own:
        said = _(
            "目标数量（%(targets)s）是本单位的合计，由下级共同完成，各单位承担多少请另行商定。"
        )
        words.append(said % {"targets": own})
    if all_units:
        said = _("目标数量（%(targets)s）是各承担单位的合计，各单位承担多少请另行商定。")
        words.append(said % {"targets": all_units})
    return words


@page("assignment.act")
def ask(request: PostRequest, pk: int) -> HttpResponseBase:
    """Ask to postpone or drop."""
    assignment = _mine(pk)
    work.require_own(assignment, request.post)
    parts = changes.open_parts(assignment)
    words = _("\n取消一经同意，下级还没有办结的 %(count)d 项任务一并取消，已办结的保留。") % {
        "count": parts
    }
    return _form(
        request,
        pk,
        AskForm(request.POST or None),
        _("申请延期或取消"),
        _("提交申请"),
        lambda d: changes.ask(pk, request.post, d["kind"], d["reason"], d["new_due"]),
        _("申请已提交，等待批复。"),
        intro=f"{assignment}{words if parts else ''}",
    )


@require_POST
@page("plan.supervise")
def decide(request: PostRequest, pk: int) -> HttpResponseBase:
    """批复 a request."""
    asked = get_object_or_404(ChangeRequest, pk=pk)
    approved = read_verdict(request.POST, "accept", "refuse")
    assignment, form = _mine(asked.assignment_id), DecideForm(request.POST)
    answer = act_with_form(
        request,
        form,
        lambda d: changes.decide(pk, request.post, approved, d["reply"]),
        to=reverse("plans:assignment", args=[assignment.pk]),
        done=_("已批复。"),
    )
    return answer or _with_faults(request, assignment, form, decide_form=form)


def _with_faults(
    request: PostRequest, assignment: Assignment, form: BaseForm, **shown: Any
) -> HttpResponseBase:
    """The page with a form as it was filled in; what is wrong with no field is told above, for the form may be gone."""
    if not form.non_field_errors():
        return show(request, assignment, **shown)
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return redirect("plans:assignment", assignment.pk)


def _act(
    request: PostRequest, assignment: Assignment, act: Callable[[], Any], done: str
) -> HttpResponseBase:
    return act_and_go(request, act, done, reverse("plans:assignment", args=[assignment.pk]))


def _form(
    request: PostRequest,
    pk: int,
    form: BaseForm,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], Any],
    done: str | Callable[[Any], str],
    intro: str = "",
) -> HttpResponseBase:
    assignment = _mine(pk)
    back = reverse("plans:assignment", args=[pk])
    return form_page(
        request,
        form,
        act,
        title=title,
        intro=intro or str(assignment),
        button=button,
        done=done,
        to=back,
        back=back,
        crumbs=[(_("任务台账"), reverse("plans:assignment-list")), (assignment.task.name, back)],
    )
