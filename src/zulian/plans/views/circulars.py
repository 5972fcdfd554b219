"""Circulars: list, upload, comparison, and the adopted plan with its paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.pages import form_page
from zulian.indicators.registry import named
from zulian.indicators.views import region_looked_at
from zulian.plans import comparison
from zulian.plans.clauses import clause_changes, counted_clauses
from zulian.plans.forms import UploadForm
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.registers.circulars import CIRCULARS
from zulian.plans.services import deriving, incoming, receiving, results
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.results import Reached
from zulian.plans.services.supervision import own_rates
from zulian.plans.views.days import plan_day
from zulian.plans.views.heads import head_acts


def _seen(request: PostRequest) -> QuerySet[Circular]:
    """Adopted circulars in view, and the drafts of my own organisation; others' drafts do not exist for me."""
    return CIRCULARS.seen_by(Circular.objects.all(), request.post)


@page("plan.write")
def upload(request: PostRequest) -> HttpResponseBase:
    """Hand over this year's circular."""
    mine = Circular.objects.filter(
        region_id=request.post.region_id, status="adopted", kind="plan", closed_at=None
    )
    form = UploadForm(request.POST or None, request.FILES or None, adopted=mine)

    def receive(data: dict[str, Any]) -> Circular:
        given = data["file"]
        kind = data.get("kind", Circular.Kind.PLAN)
        return receiving.receive(given.read(), given.name, request.post, kind, data.get("amends"))

    def opened_at(circular: Circular) -> str:
        """Where a draft goes on: a second plan of its year is first given its kind, in the review."""
        is_second = receiving.adopted_plan(circular.region_id, circular.year) is not None
        is_compared = not is_second and receiving.previous(circular) is not None
        return reverse("plans:compare" if is_compared else "plans:review", args=[circular.pk])

    return form_page(
        request,
        form,
        receive,
        title=_("上传工作要点"),
        button=_("上传并读取"),
        back=reverse("plans:circular-list"),
        to=opened_at,
        crumbs=[(_("工作要点"), reverse("plans:circular-list"))],
    )


@page("plan.read")
def circular(request: PostRequest, pk: int) -> HttpResponseBase:
    """One circular: a draft leads to its review, an adopted one shows clause by clause."""
    circular = get_object_or_404(_seen(request).select_related("region", "source", "amends"), pk=pk)
    if not circular.is_adopted:
        return redirect("plans:review", pk)
    region, today = region_looked_at(request), clock.today()
    context = {
        **plan_context(circular),
        "title": circular.title,
        "tab": "clauses",
        "region": region,
    }
    context |= head_acts(request, circular)
    plan = circular.amends or circular
    context["plan_pk"] = plan.pk
    readings = PlanReadings(circular, region, plan_day(request, circular), today)
    is_frozen = circular.is_closed and readings.day >= circular.ends_on
    measured, paper = ({}, {}) if is_frozen else (readings.whole, own_rates(readings))
    frozen = results.by_clause(plan, region) if is_frozen else {}
    context["clauses"] = [
        (
            clause,
            tasks,
            measured.get(clause.pk, []),
            paper.get(clause.pk, []),
            frozen.get(clause.pk, []),
        )
        for clause, tasks, _names in context["clauses"]
    ]
    context["on"] = readings.on
    return render(request, "plans/circular.html", context)


@page("plan.read")
def compare_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """This circular beside last year's, clause by clause."""
    circular = get_object_or_404(_seen(request).select_related("region"), pk=pk)
    before = receiving.previous(circular)
    new, old_clauses = list(circular.clauses.all()), list(before.clauses.all()) if before else []
    rows = comparison.compare(new, old_clauses) if before else []
    changes = clause_changes(rows, new, old_clauses)
    counts = Counter(changes.values())
    words = {"same": _("未变"), "changed": _("有修改"), "new": _("新增"), "gone": _("删去")}
    region = region_looked_at(request)
    old = results.reached(before, region) if before and not before.is_ahead() else {}
    not_yet = _not_yet(circular)
    now = results.reached(circular, region) if before and not not_yet else {}
    ahead = results.measures_asked(circular) if before and not_yet else {}
    context = {
        "title": _("与上年比较"),
        "circular": circular,
        "before": before,
        "after": receiving.following(circular),
        "region": region,
        "tab": "compare",
        "is_before_ahead": before is not None and before.is_ahead(),
        # A year may have no plan: then it is an earlier one.
        "is_last_year": before is not None and before.year == circular.year - 1,
        "is_before_over": before is not None and before.ends_on < clock.today(),
        "rows": [
            (row, *_badge(row, changes, words), _pairings(row, now, old, ahead, not_yet))
            for row in rows
        ],
        "within": _within_clauses(rows, changes),
        "counts": [(word, counts[comparison.Change(key)]) for key, word in words.items()],
        "crumbs": [
            (_("工作要点"), reverse("plans:circular-list")),
            (circular.title, reverse("plans:circular", args=[pk])),
        ],
        "draft": circular.region_id == request.post.region_id and not circular.is_adopted,
    }
    if circular.is_adopted:
        context |= head_acts(request, circular)
    return render(request, "plans/compare.html", context)


def _within_clauses(
    rows: Sequence[comparison.Compared], changes: dict[int, comparison.Change]
) -> list[tuple[str, int]]:
    """How many items within clauses, which the head sentence does not count, came and went."""
    items = Counter(
        row.change
        for row in rows
        if (clause := row.new or row.old) and clause.pk not in changes and clause.text
    )
    words = {comparison.Change.NEW: _("新增"), comparison.Change.GONE: _("删去")}
    return [(word, items[change]) for change, word in words.items() if items[change]]


def _badge(
    row: comparison.Compared, changes: dict[int, comparison.Change], words: dict[str, str]
) -> tuple[str, str]:
    """What the badge of a row says, and its words: those of the clauses that the head sentence counts are as many.

    Sections, and what stands below a clause, are told in words alone; what is carried over is called so.
    """
    clause = row.new or row.old
    if clause is None or clause.is_carried_over:
        return "", _("上年结转")
    if clause.pk in changes:
        return changes[clause.pk], words[changes[clause.pk]]
    return "", "" if row.change is comparison.Change.SAME else _("其中%(word)s") % {
        "word": words[row.change]
    }


def _pairings(
    row: comparison.Compared,
    now: dict[int, list[Reached]],
    old: dict[int, list[Reached]],
    ahead: dict[int, set[tuple[str, str]]],
    not_yet: str,
) -> list[results.Pairing]:
    """The results of a pair of clauses side by side."""
    this_year = now.get(row.new.pk, []) if row.new else []
    last_year = old.get(row.old.pk, []) if row.old else []
    asked = ahead.get(row.new.pk, set()) if row.new else set[tuple[str, str]]()
    return results.paired(this_year, last_year, asked, not_yet)


def _not_yet(circular: Circular) -> str:
    """Why there is nothing to tell of a plan yet, in words; empty once its tasks are out and its period has begun."""
    if circular.is_ahead():
        return _("年度未开始")
    return "" if circular.is_adopted else _("本年还没有下达")


def plan_context(circular: Circular) -> dict[str, Any]:
    """What the pages of a circular show of it: its clauses with their tasks and the names of their indicators."""
    clauses = list(circular.clauses.select_related("carries_out__circular"))
    tasks: dict[int, list[Task]] = {}
    for task in circular.tasks.prefetch_related("targets"):
        tasks.setdefault(task.clause_id, []).append(task)
    return {
        "circular": circular,
        "clauses": [(clause, tasks.get(clause.pk, []), _names(clause)) for clause in clauses],
        "cited": incoming.cited_by(circular),
        "upper": None if circular.is_adopted else deriving.upper_plan(circular),
        "previous": receiving.previous(circular),
        "supplements": list(circular.supplements.filter(status="adopted"))
        if circular.is_adopted
        else [],
        "clause_count": len(counted := counted_clauses(clauses)),
        "cut_off": sum(clause.is_cut_off for clause in clauses if clause not in counted),
        "task_count": sum(map(len, tasks.values())),
        "crumbs": [(_("工作要点"), reverse("plans:circular-list"))],
    }


def _names(clause: Clause) -> str:
    """The indicators of a clause by name."""
    return "、".join(str(i.name) for code in clause.indicators if (i := named(code)))
