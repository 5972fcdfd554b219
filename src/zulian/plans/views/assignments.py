"""Assignments: the list, one assignment with all that can be done on it, its timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.few import Few
from zulian.foundation.forms import BaseForm
from zulian.foundation.inputs import read_id, read_verdict
from zulian.foundation.list_query import TODO
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.foundation.templatetags.zulian import until
from zulian.plans.forms import (
    AskForm,
    BreakDownForm,
    DecideForm,
    JudgeForm,
    ReplyForm,
    ReportForm,
)
from zulian.plans.models import (
    Assignment,
    AssignmentQuerySet,
    ChangeRequest,
    Circular,
    Notice,
    Report,
    State,
)
from zulian.plans.registers.assignments import ASSIGNMENTS
from zulian.plans.services import judging, spot_checks, supervision, talk, work
from zulian.plans.services.standing import (
    is_forbidden_against,
    may_close_by_register,
    rows_behind,
    standing,
)
from zulian.plans.tables import (
    EVERY_YEAR,
    IN_FORCE,
    OF_A_PLAN,
    RUNNING,
    AssignmentFilter,
    AssignmentTable,
    MixedTable,
)
from zulian.plans.timeline import timeline
from zulian.plans.views.talk import unsigned_of
from zulian.regions.models import Level, Region

# So many parts with faults are named on a page.
NAMED = 30
# What a link asks for that names the rows of a list, whichever year they are of.
CHOSEN_OTHERWISE = OF_A_PLAN | {TODO, "measure", "on", "due", "unit", "open"}
# When a report stands that rested on those of organisations below.
DONE = {State.REPORTED, State.CLOSED}


@page("plan.read")
def index(request: PostRequest) -> HttpResponseBase:
    """All assignments of the jurisdiction."""
    rows = Assignment.objects.with_names().with_declared()
    is_of_a_plan = bool(request.GET.keys() & OF_A_PLAN)
    # What goes along with another task is shown with its own plan alone.
    rows = (rows if is_of_a_plan else rows.to_do().with_along()).pressing_first(
        of_one_plan=is_of_a_plan
    )
    usual = _usual_year(request.GET)
    year = request.GET.get("year", usual)
    is_mixed = not is_of_a_plan and year in {RUNNING, EVERY_YEAR}
    return list_page(
        request,
        title=_("任务台账"),
        intro=_("列出执行中的工作要点的任务，其他年度的请在“年度”里选。")
        if year == IN_FORCE
        else "",
        rows=rows.select_related("circular") if is_mixed else rows,
        table=MixedTable if is_mixed else AssignmentTable,
        usual={"year": usual},
        **_to_sign(request, usual),
        filters=AssignmentFilter,
        template="plans/assignments.html",
        many=ASSIGNMENTS.many(request.post),
        ledger="assignments",
        tab="assignments",
        circular=_plan_of_list(request),
    )


def _usual_year(query: QueryDict) -> str:
    """The years of a list that says nothing of them: those in force, unless a link chose the rows otherwise."""
    if query.keys() & CHOSEN_OTHERWISE:
        return EVERY_YEAR
    today = clock.today()
    in_force = Circular.objects.filter(
        status=Circular.Status.ADOPTED, closed_at=None, starts_on__lte=today, ends_on__gte=today
    )
    return IN_FORCE if in_force.exists() else RUNNING


def _to_sign(request: PostRequest, usual: str) -> dict[str, Any]:
    """How much of the list waits to be signed, and how much of plans whose year has not begun."""
    if not request.post.may("assignment.act"):
        return {"unsigned": 0, "ahead": 0}
    query = request.GET.copy()
    query.setdefault("year", usual)
    return {
        "unsigned": unsigned_of(request.post, query).count(),
        "ahead": unsigned_of(request.post, query, is_ahead=True).count(),
    }


def _plan_of_list(request: PostRequest) -> Circular | None:
    """The plan whose tasks alone the list shows, None where it shows those of all."""
    key = read_id(request.GET.get("circular", ""))
    return (
        None
        if key is None
        else Circular.objects.filter(pk=key, status=Circular.Status.ADOPTED).first()
    )


@page("plan.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One assignment: what is asked, how far it is, what I can do."""
    found = get_object_or_404(
        _with_all().select_related("handler__user", "served_by__circular"),
        pk=pk,
    )
    return _show(request, found)


def _show(
    request: PostRequest,
    found: Assignment,
    judge_form: JudgeForm | None = None,
    decide_form: DecideForm | None = None,
    reply_form: ReplyForm | None = None,
) -> HttpResponseBase:
    """The page of an assignment; a form that comes back with faults stands on it as it was filled in."""
    post = request.post
    reports = list(
        found.reports.select_related("by__user", "by__region").prefetch_related(
            "evidence", "figures__target"
        )
    )
    asked = found.requests.filter(outcome="").first()
    today = clock.today()
    prefetch_related_objects([found.task], "targets")
    registers = standing(found, today)
    behind, others = rows_behind(registers, found, today)
    can = _can(found, post)
    can["close"] = can.get("work", False) and may_close_by_register(found, registers, today)
    context = {
        "title": f"{found.task.name}{found.period_name}",
        "assignment": found,
        "reports": reports,
        "asked": asked,
        "parts": found.parts.with_names(),
        "notices": found.notices.select_related("issued_by"),
        "open_notice": found.notices.filter(replied_at=None, region_id=post.region_id).first(),
        "timeline": timeline(found),
        "can": can,
        "judge_form": judge_form or JudgeForm(denied=bool(registers.denied_by)),
        "decide_form": decide_form or DecideForm(),
        "registers": registers,
        "along_asked": [
            (one, reading)
            for one in found.__dict__.get("along", [])
            if one.task.targets.all()
            for reading in standing(one, today).asked
        ],
        "behind": behind,
        "others": others,
        "may_forbid": is_forbidden_against(today),
        "reply_form": reply_form or ReplyForm(),
        "notes": found.notes.select_related("by__user", "by__region", "to__user", "to__region"),
        "may_talk": talk.may_talk(found, post),
        "question": talk.open_question(found, post),
        "faulty": Few.of(spot_checks.faulty_parts(found), NAMED) if found.state in DONE else (),
        "parts_to_drop": work.open_parts(found) if asked and can.get("decide") else 0,
        "drawn": spot_checks.waiting_on(found, post) if post.may("plan.supervise") else None,
        "crumbs": [(_("任务台账"), reverse("plans:assignment-list"))],
    }
    return render(request, "plans/assignment.html", context)


def _can(found: Assignment, post: Post) -> dict[str, bool]:
    """What a post may do; of what the list offers for several tasks too, as the register says it."""
    if found.circular.is_closed:
        return {}
    own = found.region_id == post.region_id and post.may("assignment.act")
    may = {a.key: ASSIGNMENTS.may(post, a, found) for a in ASSIGNMENTS.actions if a.key != "return"}
    shared = {
        "ask": own and found.is_waiting,
        "decide": found.issued_by_id == post.region_id and post.may("plan.supervise"),
        "notice": may["notice"],
    }
    if found.served_by_id is not None:
        # The deadline is that of its own plan; all else is done on the task from above.
        return shared
    begun = own and not work.is_ahead(found)
    return {
        **shared,
        "act": own,
        "work": begun,
        "sign": may["sign"],
        "report": begun and found.state in {State.SIGNED, State.RETURNED},
        "name_handler": own and found.state not in {State.DROPPED, State.CARRIED},
        "break_down": begun
        and found.is_waiting
        and found.region.level < Level.VILLAGE
        and found.state != State.ISSUED
        and bool(work.units_to_give(found)),
        "judge": may["accept"],
    }


def _with_all() -> AssignmentQuerySet:
    rows: AssignmentQuerySet = (
        Assignment.objects.with_names().with_along().select_related("circular__region")
    )
    return rows


def _mine(pk: int) -> Assignment:
    return get_object_or_404(
        Assignment.objects.with_names().select_related("circular__region"), pk=pk
    )


@page("assignment.act")
def report(request: PostRequest, pk: int) -> HttpResponseBase:
    """上报, with evidence."""
    found = get_object_or_404(_with_all(), pk=pk)
    work.require_own(found, request.post)
    before = found.reports.first() if found.state == State.RETURNED else None
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        needs_evidence=work.lacks_evidence(found),
        asked=work.asked_of(found),
        before=list(before.evidence.all()) if before else [],
        initial=_begun(found, before),
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
        intro=_wanted_words(found),
    )


def _wanted_words(found: Assignment) -> str:
    """What is asked, of whom and by when."""
    words = _("%(what)s\n完成时限：%(due)s（%(left)s）") % {
        "what": found,
        "due": found.due_words,
        "left": until(found.first_due),
    }
    lines = [words, *([_("要求：%(text)s") % {"text": found.task.text}] if found.task.text else [])]
    along: list[Assignment] = found.__dict__.get("along", [])
    asked = _("%(who)s要求：%(text)s")
    lines += [
        asked % {"who": row.issued_by.organisation, "text": row.task.text or row.task.name}
        for row in along
    ]
    return "\n".join(lines)


def _begun(found: Assignment, before: Report | None) -> dict[str, Any]:
    """What a report begins with: what was sent back, else what the registers know."""
    if before is None:
        return {"text": standing(found, clock.today()).sentences}
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
    found, accepted = _mine(pk), read_verdict(request.POST, "accept", "return")
    form = JudgeForm(request.POST, denied=bool(standing(found, clock.today()).denied_by))
    answer = act_with_form(
        request,
        form,
        lambda d: work.judge(pk, request.post, accepted, d["reason"]),
        to=lambda judged: _next_to_judge(request.post, judged),
        done=lambda judged: _judged_words(request.post, judged),
    )
    return answer or _with_faults(request, found, form, judge_form=form)


def _next_to_judge(post: Post, judged: Assignment) -> str:
    """Judging goes on with the next report that waits; with none left one stays."""
    following = judging.waiting_for(post.region).pressing_first().first()
    return reverse("plans:assignment", args=[following.pk if following else judged.pk])


def _judged_words(post: Post, judged: Assignment) -> str:
    """What came of it, and how many reports are left."""
    returned = judged.state == State.RETURNED
    words = (
        _("“%(what)s”已退回，对方会收到原因。")
        if returned
        else _("“%(what)s”审核通过，任务已办结。")
    )
    left = judging.waiting_for(post.region).count()
    return words % {"what": judged} + (
        _("还有 %(left)d 份待审核，下面是下一份。") % {"left": left} if left else ""
    )


@page("assignment.act")
def break_down(request: PostRequest, pk: int) -> HttpResponseBase:
    """分解 to the organisations below."""
    found = _mine(pk)
    work.require_own(found, request.post)
    below = Level(found.region.level).below
    units = work.units_to_give(found) if below else []
    if below is None or (not units and request.method == "GET"):
        messages.info(request, _("下级单位都已承担这项任务，没有可以再分解的单位。"))
        return redirect("plans:assignment", pk)
    if found.due < clock.today() and request.method == "GET":
        words = _("时限 %(due)s 已过，下级没有时间办理。请先申请延期，同意后再分解到下级。")
        messages.info(request, words % {"due": date_format(found.due, "SHORT_DATE_FORMAT")})
        return redirect("plans:assignment-ask", pk)
    form = BreakDownForm(request.POST or None, initial={"due": found.due})
    given = {"count": len(units), "level": below.label}
    return _form(
        request,
        pk,
        form,
        _("分解到下级"),
        _("下达给 %(count)d 个%(level)s") % given,
        lambda d: work.break_down(pk, request.post, d["due"]),
        lambda count: _("已分解下达给 %(count)d 个%(level)s。") % {**given, "count": count},
        intro=_break_down_words(found, units),
    )


def _break_down_words(found: Assignment, units: Sequence[Region]) -> str:
    """Who gets the task, before anything is written."""
    words = _("%(what)s\n将下达给 %(count)d 个%(level)s：%(names)s。") % {
        "what": found,
        "count": len(units),
        "level": Level(units[0].level).label if units else "",
        "names": "、".join(unit.name for unit in units),
    }
    carrying = found.parts.counted().count()
    if carrying:
        words += _("已有 %(count)d 个下级单位承担，不重复下达。") % {"count": carrying}
    if found.task.targets.exists():
        words += "\n" + _("分解后，数量由下级上报和计数，本级显示合计，不再重复填报。")
    return "\n".join([words, *_shared_words(found)])


def _shared_words(found: Assignment) -> list[str]:
    """That the numbers of a task are not those of each unit below."""
    numbers = [target for target in found.task.targets.all() if not target.is_rate]
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
    found = _mine(pk)
    work.require_own(found, request.post)
    parts = work.open_parts(found)
    words = _("\n取消一经同意，下级还没有办结的 %(count)d 项任务一并取消，已办结的保留。") % {
        "count": parts
    }
    return _form(
        request,
        pk,
        AskForm(request.POST or None),
        _("申请延期或取消"),
        _("提交申请"),
        lambda d: work.ask(pk, request.post, d["kind"], d["reason"], d["new_due"]),
        _("申请已提交，等待批复。"),
        intro=f"{found}{words if parts else ''}",
    )


@require_POST
@page("plan.supervise")
def decide(request: PostRequest, pk: int) -> HttpResponseBase:
    """批复 a request."""
    asked = get_object_or_404(ChangeRequest, pk=pk)
    approved = read_verdict(request.POST, "accept", "refuse")
    found, form = _mine(asked.assignment_id), DecideForm(request.POST)
    answer = act_with_form(
        request,
        form,
        lambda d: work.decide(pk, request.post, approved, d["reply"]),
        to=reverse("plans:assignment", args=[found.pk]),
        done=_("已批复。"),
    )
    return answer or _with_faults(request, found, form, decide_form=form)


@require_POST
@page("assignment.act")
def reply(request: PostRequest, pk: int) -> HttpResponseBase:
    """回复督办通知."""
    found = get_object_or_404(Notice, pk=pk)
    form = ReplyForm(request.POST)
    answer = act_with_form(
        request,
        form,
        lambda d: supervision.reply_notice(pk, request.post, d["reply"]),
        to=reverse("plans:assignment", args=[found.assignment_id]),
        done=_("已回复。"),
    )
    return answer or _with_faults(request, _mine(found.assignment_id), form, reply_form=form)


def _with_faults(
    request: PostRequest, found: Assignment, form: BaseForm, **shown: Any
) -> HttpResponseBase:
    """The page with a form as it was filled in; what is wrong with no field is told above, for the form may be gone."""
    if not form.non_field_errors():
        return _show(request, found, **shown)
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return redirect("plans:assignment", found.pk)


def _act(
    request: PostRequest, found: Assignment, act: Callable[[], Any], done: str
) -> HttpResponseBase:
    return act_and_go(request, act, done, reverse("plans:assignment", args=[found.pk]))


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
    found = _mine(pk)
    back = reverse("plans:assignment", args=[pk])
    return form_page(
        request,
        form,
        act,
        title=title,
        intro=intro or str(found),
        button=button,
        done=done,
        to=back,
        back=back,
        crumbs=[(_("任务台账"), reverse("plans:assignment-list")), (found.task.name, back)],
    )
