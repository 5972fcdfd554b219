"""Targets of tasks: the rows behind one, and its correction in the review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import django_tables2 as tables
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.lists import list_page
from zulian.foundation.numbers import plain
from zulian.indicators.registry import countable, named
from zulian.indicators.services import failing
from zulian.indicators.tables import OWN
from zulian.indicators.views import as_of_words, is_own_looked_at, region_looked_at, who_words
from zulian.plans.models import Assignment, Circular, Task, TaskTarget
from zulian.plans.review_forms import TargetForm
from zulian.plans.services import shown, targets
from zulian.plans.services.measured import amount_words
from zulian.plans.services.progress import Listed, own_alone_of, rows_of
from zulian.plans.services.seen import Shown
from zulian.plans.tables import AmountColumn, FigureTable
from zulian.plans.views.days import plan_day
from zulian.plans.views.in_place import (
    MARKED,
    clause_click,
    clause_form,
    still_draft,
    task_or_404,
)
from zulian.plans.views.seen import told_if_gone
from zulian.regions.models import Region

WHAT = 60


@page("plan.read")
def rows(request: PostRequest, pk: int) -> HttpResponseBase:
    """What a target counts in a division: the register's rows of its time, or the reports that say the number."""
    adopted = Circular.objects.filter(status="adopted")
    targets = TaskTarget.objects.select_related("task__circular__region")
    target = get_object_or_404(targets, pk=pk, task__circular__in=adopted)
    circular, region = target.task.circular, region_looked_at(request)
    day = plan_day(request, circular)
    of_plan: dict[str, Any] = {
        "template": "plans/rows.html",
        "circular": circular,
        "tab": "clauses",
        "crumbs": [
            (_("工作要点"), reverse("plans:circular-list")),
            (
                circular.title,
                f"{reverse('plans:circular', args=[circular.pk])}#c{target.task.clause_id}",
            ),
        ],
    }
    if target.is_rate and (indicator := named(target.measure)):
        title = _("%(name)s：未达到的明细") % {"name": indicator.name}
        missed = failing(indicator, region, day)
        intro = f"{region.organisation} · {as_of_words(day)}{target.phrase}"
        return list_page(
            request,
            title=title,
            intro=intro,
            rows=missed,
            table=indicator.table,
            looked_at=region,
            parameters=("on",),
            **of_plan,
        )
    listed, is_own = rows_of(target, region, day), is_own_looked_at(request)
    measure = countable(target.measure)
    if is_own and measure:
        listed = own_alone_of(listed, target, region, day)
    listing = (
        listed.rows if measure else listed.rows.select_related("region", "report__assignment__task")
    )
    title = _("%(name)s：已计入的明细") if measure else _("%(name)s：各单位上报的数")
    return list_page(
        request,
        title=title % {"name": target.name},
        intro=_own_intro(target, region, day, listed)
        if is_own and measure
        else _intro(target, region, day, listed),
        looked_at=region,
        placed=not is_own,
        parameters=("on", OWN),
        rows=listing,
        table=_with_amounts(measure.table if measure else FigureTable, target.unit),  # type: ignore[arg-type]
        **of_plan,
    )


def _with_amounts(table: Any, unit: str) -> Callable[[Any], tables.Table]:
    """A list with a column of what each row brings."""
    name = _("计入（%(unit)s）") % {"unit": unit} if unit else _("计入")
    return partial(table, extra_columns=[("amount", AmountColumn(verbose_name=name))])


def _own_intro(target: TaskTarget, region: Region, day: date, listed: Listed) -> str:
    """The sentence above a division's own rows: the organisation and their sum."""
    facts = {"who": who_words(region, is_own=True), "as_of": as_of_words(day)}
    facts |= {"total": plain(listed.total), "unit": target.unit, "phrase": target.phrase}
    return _("%(who)s · %(as_of)s%(phrase)s。以下合计 %(total)s %(unit)s。") % facts


def _intro(target: TaskTarget, region: Region, day: date, listed: Listed) -> str:
    """The sentence above the rows: their organisation, their sum, and how the number shown by the plan follows from it."""
    words = [f"{region.organisation} · {as_of_words(day)}{target.phrase}。"]
    told = (
        _("以下平均 %(total)s %(unit)s")
        if target.kind == target.Kind.SHARE
        else _("以下合计 %(total)s %(unit)s")
    )
    words.append(told % {"total": plain(listed.total), "unit": target.unit})
    if listed.reached is None or listed.needed is None:
        words.append(_("；%(words)s。") % {"words": _whose_sum(target, region)})
        return "".join(words)
    words.append(
        _("，计入 %(shown)s。") % {"shown": amount_words(target, listed.reached, listed.needed)}
    )
    if listed.reached == listed.total:
        return "".join(words)
    if target.task.circular.is_closed and day >= target.task.circular.ends_on:
        words.append(_("计入的是结账时的数字，明细是台账现在所记。"))
    else:
        words.append(_("每期超出目标的部分不抵其他期。"))
    return "".join(words)


def _whose_sum(target: TaskTarget, region: Region) -> str:
    """Who reaches a number together, of which a division has but a part."""
    parts = Assignment.objects.filter(task=target.task_id, region=region, parent__isnull=False)
    part = parts.select_related("issued_by").first() if target.is_each else None
    if part is not None:
        return _("计入%(who)s的合计") % {"who": part.issued_by.organisation}
    return _("这个目标由%(who)s合计达到") % {"who": target.task.circular.region.organisation}


def _target(request: PostRequest, pk: int) -> TaskTarget:
    """A target of a draft of my own organisation. Raises AdoptedError once it has gone out."""
    rows = TaskTarget.objects.select_related("task__circular", "task__clause__circular")
    own = get_object_or_404(rows, pk=pk, task__circular__region_id=request.post.region_id)
    still_draft(own.task.circular)
    return own


@page("plan.write")
@told_if_gone
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A further number of a task."""
    task = task_or_404(request, pk)
    form = TargetForm(request.POST or None, initial={"what": task.name[:WHAT], "is_each": True})
    seen = [Shown(task, (*MARKED, "text"))]
    return _form(request, task, form, seen, lambda data: targets.add(task, data))


@page("plan.write")
@told_if_gone
def edit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Say what is counted, how many, over which time, by what."""
    target = _target(request, pk)
    names = list(TargetForm.base_fields)
    initial = {name: getattr(target, name) for name in names} | {"number": plain(target.number)}
    form = TargetForm(request.POST or None, initial=initial)
    seen = [Shown(target, tuple(names)), Shown(target.task, MARKED)]
    return _form(request, target.task, form, seen, lambda data: targets.edit(target, data))


def _form(
    request: PostRequest,
    task: Task,
    form: TargetForm,
    seen: Sequence[Shown],
    act: Callable[[dict[str, Any]], Any],
) -> HttpResponseBase:
    title = _("目标任务量（%(path)s）") % {"path": task.clause.path}
    return clause_form(request, task.clause, form, act, shown=seen, title=title, intro=task.text)


@require_POST
@page("plan.write")
@told_if_gone
def remove(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a number out of the draft."""
    target = _target(request, pk)
    return clause_click(
        request,
        target.task.clause,
        [target],
        lambda: shown.of_target(target),
        lambda: targets.remove(target),
        _("目标任务量已删除。"),
    )
