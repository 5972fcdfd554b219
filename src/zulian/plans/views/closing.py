"""The end of a plan's year: the page before closing, the results, their rows, and carrying over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.excel import excel_response
from zulian.foundation.form_messages import first_message
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_with_form, form_page
from zulian.indicators.tables import LIGHT_WORDS
from zulian.indicators.views import region_looked_at
from zulian.plans.forms import CarryForm, CloseForm
from zulian.plans.models import ChangeRequest, Circular, Clause, Result, TaskTarget
from zulian.plans.rules import Cell
from zulian.plans.services import carrying, closing, results, supervision, unfinished
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.results import Reached
from zulian.plans.views.heads import head_acts
from zulian.plans.views.supervision import light_words
from zulian.regions.models import Level, Region

Crumbs = list[tuple[str, str]]


def _crumbs(plan: Circular) -> Crumbs:
    return [
        (_("工作要点"), reverse("plans:circular-list")),
        (plan.title, reverse("plans:circular", args=[plan.pk])),
    ]


def _own_plan(request: PostRequest, pk: int) -> Circular:
    """An adopted plan of my own organisation."""
    rows = Circular.objects.select_related("region").filter(
        status="adopted", kind=Circular.Kind.PLAN
    )
    return get_object_or_404(rows, pk=pk, region_id=request.post.region_id)


@page("plan.write")
def preview(request: PostRequest, pk: int) -> HttpResponseBase:
    """What would be frozen: clauses done and not, unfinished tasks by organisation, measures without data."""
    plan = _own_plan(request, pk)
    if plan.is_closed:
        return redirect("plans:results", pk)
    circulars = closing.family(plan)
    today, labels = clock.today(), light_words()
    _head, rows = supervision.matrix(PlanReadings(plan, plan.region, plan.as_of(today), today))
    supplements = closing.paper_cells(circulars[1:])
    units = unfinished.unfinished_units(circulars)
    groups = unfinished.unfinished_groups(plan, units)
    title = _("年终结账：%(title)s") % {"title": plan.title}
    if request.GET.get("export") == "xlsx":
        return _unfinished_xlsx(title, groups)
    context = {
        "title": title,
        "crumbs": _crumbs(plan),
        "circular": plan,
        "is_due": closing.is_due(plan, today),
        "rows": [
            *((row.clause, row.total, labels[row.total.light]) for row in rows),
            *((clause, cell, _paper_word(cell)) for clause, cell in supplements),
        ],
        "groups": groups,
        "levels": _by_level(units),
        "unfinished": sum(unit["count"] for unit in units),
        "reported": sum(unit["reported"] for unit in units),
        "asked": ChangeRequest.objects.filter(
            assignment__circular__in=circulars, outcome=""
        ).count(),
        "empty": closing.without_data(plan),
    }
    return render(request, "plans/close.html", context)


def _paper_word(cell: Cell) -> str:
    """What is said of a clause of a supplement, whose measures its own matrix tells."""
    return _("未完成") if cell.left else _("任务已办结")


def _unfinished_xlsx(title: str, groups: list[unfinished.Group]) -> HttpResponse:
    head = [_("所在地"), _("单位"), _("级别"), _("未办结"), _("其中待审核")]
    body = [
        [
            group.region.name,
            unit["region"].organisation,
            unit["region"].kind,
            unit["count"],
            unit["reported"],
        ]
        for group in groups
        for unit in group.units
    ]
    return excel_response(title, head, body)


def _by_level(units: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Each level with how many of its organisations have unfinished tasks, and how many tasks."""
    levels = [(Level(level), [u["count"] for u in units if u["level"] == level]) for level in Level]
    return [(str(level.label), len(counts), sum(counts)) for level, counts in levels if counts]


@page("plan.write")
def confirm(request: PostRequest, pk: int) -> HttpResponseBase:
    """The second look; then the job runner closes the plan."""
    plan = _own_plan(request, pk)
    if plan.is_closed:
        return redirect("plans:results", pk)
    words = _(
        "结账后，《%(title)s》各项指标按 %(day)s 的数字冻结，签收、上报、审核、分解、申请、督办全部停止，补充和修改通知一并结账。"
        "结账不能撤销，也不能重开。未完成的任务可以结转到下一年的工作要点；结转之前仍按逾期显示。"
    )
    return form_page(
        request,
        CloseForm(request.POST if request.method == "POST" else None),
        lambda _data: closing.ask_to_close(plan, request.post),
        title=_("确认年终结账"),
        intro=words % {"title": plan.title, "day": plan.ends_on},
        button=_("结账"),
        to=lambda job: reverse("ledgers:job", args=[job.pk]),
        back=reverse("plans:close", args=[pk]),
        crumbs=[*_crumbs(plan), (_("年终结账"), reverse("plans:close", args=[pk]))],
        template="plans/form.html",
        circular=plan,
    )


def _closed_plan(pk: int) -> Circular:
    """A closed plan, or one of its supplements' plan, in view."""
    rows = Circular.objects.select_related("region").filter(
        closed_at__isnull=False, kind=Circular.Kind.PLAN
    )
    return get_object_or_404(rows, pk=pk)


@page("plan.read")
def results_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """What a closed plan froze, clause by clause, for one division and those below it."""
    plan, region = _closed_plan(pk), region_looked_at(request)
    circulars = [plan.pk, *plan.supplements.filter(status="adopted").values_list("pk", flat=True)]
    clauses = list(Clause.objects.filter(circular__in=circulars).select_related("circular"))
    targets = list(
        TaskTarget.objects.filter(task__circular__in=circulars).select_related("task__circular")
    )
    below = results.below(plan, region)
    found = results.frozen(plan, [region, *below])
    own = found.get(region.pk, {})
    by_clause = results.arrange(clauses, targets, own, region)
    lines = [(clause, by_clause[clause.pk]) for clause in clauses if by_clause.get(clause.pk)]
    if request.GET.get("export") == "xlsx":
        return _results_xlsx(plan, region, results.of_whole(own), lines)
    context = {
        "title": plan.title,
        "circular": plan,
        "tab": "results",
        "region": region,
        "whole": results.of_whole(own),
        "lines": lines,
        "below": [(place, results.of_whole(found.get(place.pk, {}))) for place in below],
        "legend": LIGHT_WORDS.items(),
        "crumbs": [(_("工作要点"), reverse("plans:circular-list"))],
    }
    return render(request, "plans/results.html", context | head_acts(request, plan))


def _results_xlsx(
    plan: Circular, region: Region, whole: list[Reached], lines: list[tuple[Clause, list[Reached]]]
) -> HttpResponse:
    title = _("%(title)s年终结果（%(region)s）") % {"title": plan.title, "region": region.name}
    head = [_("条款"), _("指标"), _("年终值"), _("达到"), _("总数"), _("状态")]
    body = [[_("全部任务"), *_cells(one)] for one in whole]
    body += [[str(clause), *_cells(one)] for clause, found in lines for one in found]
    return excel_response(title, head, body)


def _cells(one: Reached) -> list[Any]:
    return [one.name, one.shown, one.met, one.of, one.light_words]


@page("indicator.read")
def rows(request: PostRequest, pk: int, result: int) -> HttpResponseBase:
    """The rows that failed a measure when the plan was closed."""
    plan = _closed_plan(pk)
    found = get_object_or_404(Result.objects.select_related("region"), pk=result, circular=plan)
    indicator = results.measure_of(found)
    if indicator is None:
        raise Http404
    behind = results.behind(plan, found, indicator)
    back = f"{reverse('plans:results', args=[pk])}?under={found.region_id}"
    return list_page(
        request,
        title=_("%(name)s：年终未达到的明细") % {"name": indicator.name},
        intro=_rows_words(found, behind),
        rows=behind.rows,
        table=indicator.table,
        crumbs=[*_crumbs(plan), (_("年终结果"), back)],
        template="plans/rows.html",
        circular=plan,
        tab="results",
    )


def _rows_words(result: Result, behind: results.Behind) -> str:
    words = _("%(who)s，结账时有 %(count)d 项没有达到。") % {
        "who": result.region.organisation,
        "count": behind.count,
    }
    if behind.too_many:
        return words + _("明细太多，请在年终结果页上选下级单位查看。")
    if behind.vanished:
        words += _("其中 %(n)d 项现已不在台账中（已删除、已注销或已转出）。") % {
            "n": behind.vanished
        }
    return words + _("下面是这些记录现在的样子。")


@page("plan.write")
def carry(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take what is unfinished over into the next year's plan."""
    plan = _own_plan(request, pk)
    try:
        carrying.require_over(plan, request.post)
    except ValidationError as error:
        messages.error(request, first_message(error))
        return redirect("plans:circular", pk)
    into, left = carrying.next_plan(plan), carrying.unfinished(plan)
    waiting = carrying.waiting(plan, into) if into else 0
    tasks = [
        (task.pk, f"{task.clause.path} {task.name}（{_times(count)}）")
        for task, count in left.tasks
    ]
    units = [
        (region.code, f"{region.organisation}（{_times(count)}）") for region, count in left.units
    ]
    initial = {
        "tasks": [key for key, _words in tasks],
        "units": [key for key, _words in units],
        "due": carrying.default_due(plan, into),
    }
    form = CarryForm(
        request.POST if request.method == "POST" else None,
        tasks=tasks,
        units=units,
        initial=initial,
    )
    answer = act_with_form(
        request,
        form,
        lambda d: carrying.carry(plan, request.post, d["tasks"], d["units"], d["due"]),
        to=reverse("plans:circular", args=[into.pk]) if into else "",
        done=lambda count: _done(into, count),
    )
    if answer is not None:
        return answer
    context = {
        "title": _("结转未完成任务"),
        "circular": plan,
        "into": into,
        "left": left,
        "waiting": waiting,
        "form": form,
        "year": carrying.next_year(plan),
        "crumbs": _crumbs(plan),
    }
    return render(request, "plans/carry.html", context)


def _times(count: int) -> str:
    return _("%(count)d 项") % {"count": count}


def _done(into: Circular | None, count: int) -> str:
    if into is not None and not into.is_adopted:
        words = _("已选 %(count)d 项，列入《%(title)s》的“上年结转任务”，下达时一并分解。")
    else:
        words = _("已结转 %(count)d 项到《%(title)s》。")
    return words % {"count": count, "title": into.title if into else ""}
