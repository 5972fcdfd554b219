"""Assignments: the list, and the page of one with all that can be done on it and its timeline."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_id
from zulian.foundation.list_query import TODO
from zulian.foundation.lists import list_page
from zulian.plans.assignment_forms import DecideForm, JudgeForm
from zulian.plans.models import (
    Assignment,
    AssignmentQuerySet,
    Circular,
    Report,
    State,
)
from zulian.plans.registers.assignments import ASSIGNMENTS
from zulian.plans.services import changes, judging, notices, spot_checks, talk, work
from zulian.plans.services.behind import rows_behind
from zulian.plans.services.partners import may_write, partners_panel
from zulian.plans.services.standing import (
    is_forbidden_against,
    may_close_by_register,
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
from zulian.regions.models import Level

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
    assignment = get_object_or_404(
        with_all().select_related("handler__user", "served_by__circular", "served_by__judged_by"),
        pk=pk,
    )
    return show(request, assignment)


def show(
    request: PostRequest,
    assignment: Assignment,
    judge_form: JudgeForm | None = None,
    decide_form: DecideForm | None = None,
) -> HttpResponseBase:
    """The page of an assignment; a form that comes back with faults stands on it as it was filled in."""
    post = request.post
    reports = list(
        spot_checks.with_faults(assignment.reports.all())
        .select_related("by__user", "by__region")
        .prefetch_related("evidence", "figures__target")
    )
    asked = assignment.requests.filter(outcome="").first()
    today = clock.today()
    prefetch_related_objects([assignment.task], "targets")
    registers = standing(assignment, today)
    behind, others = rows_behind(registers, assignment, post, today)
    can = _can(assignment, post)
    can["close"] = can.get("work", False) and may_close_by_register(assignment, registers, today)
    context = {
        "title": f"{assignment.task.name}{assignment.period_name}",
        "assignment": assignment,
        "reports": reports,
        "asked": asked,
        "parts": assignment.parts.with_names(),
        "card": partners_panel(assignment, post),
        "may_write": may_write(assignment, post),
        "open_notice": next(
            (one for one in notices.unanswered(assignment) if one.region_id == post.region_id), None
        ),
        "timeline": timeline(assignment),
        "can": can,
        # Nobody else of the organisation could judge it: it stands as declared by itself.
        "declares": can.get("judge", False)
        and assignment.region_id == post.region_id
        and judging.is_own_report(assignment, post)
        and not judging.colleagues(post),
        "judge_form": _judge_form(judge_form, reports, denied=registers.is_denied),
        "decide_form": decide_form or DecideForm(),
        "registers": registers,
        "along_asked": [
            (one.row, reading)
            for one in registers.along
            if one.row.task.targets.all()
            for reading in one.standing.asked
        ],
        "behind": behind,
        "others": others,
        "may_forbid": is_forbidden_against(today),
        "notes": assignment.notes.select_related(
            "by__user", "by__region", "to__user", "to__region"
        ),
        "may_talk": talk.may_talk(assignment, post),
        "question": talk.open_question(assignment, post),
        "faulty": Few.of(spot_checks.faulty_parts(assignment), NAMED)
        if assignment.state in DONE
        else (),
        "parts_to_drop": changes.open_parts(assignment) if asked and can.get("decide") else 0,
        "drawn": spot_checks.waiting_on(assignment, post) if post.may("plan.supervise") else None,
        "crumbs": [(_("任务台账"), reverse("plans:assignment-list"))],
    }
    return render(request, "plans/assignment.html", context)


def _judge_form(form: JudgeForm | None, reports: list[Report], *, denied: bool) -> JudgeForm:
    """The form by which the report that waits is judged, also where it comes back with faults."""
    waiting = next((report.pk for report in reports if not report.outcome), None)
    return form or JudgeForm(denied=denied, initial={"report": waiting})


def _can(assignment: Assignment, post: Post) -> dict[str, bool]:
    """What a post may do; of what the list offers for several tasks too, as the register says it."""
    if assignment.circular.is_closed:
        return {}
    own = assignment.region_id == post.region_id and post.may("assignment.act")
    may = {
        a.key: ASSIGNMENTS.may(post, a, assignment)
        for a in ASSIGNMENTS.actions
        if a.key != "return"
    }
    shared = {
        "ask": own and assignment.is_waiting,
        "decide": assignment.issued_by_id == post.region_id and post.may("plan.supervise"),
        "notice": may["notice"],
    }
    if assignment.served_by_id is not None:
        # The deadline is that of its own plan; all else is done on the task from above.
        return shared
    begun = own and not work.is_ahead(assignment)
    return {
        **shared,
        "act": own,
        "work": begun,
        "sign": may["sign"],
        "report": begun and assignment.state in {State.SIGNED, State.RETURNED},
        "name_handler": own
        and assignment.state not in {State.CLOSED, State.DROPPED, State.CARRIED},
        "break_down": begun
        and assignment.is_waiting
        and assignment.region.level < Level.VILLAGE
        and assignment.state != State.ISSUED
        and bool(work.units_to_give(assignment)),
        "judge": may["accept"],
    }


def with_all() -> AssignmentQuerySet:
    """Assignments with what a page of one names: its plan, and what goes along with it."""
    rows: AssignmentQuerySet = (
        Assignment.objects.with_names().with_along().select_related("circular__region")
    )
    return rows
