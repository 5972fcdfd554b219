"""Targets of tasks: the rows behind one, and its correction in the review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation import clock
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.indicators.registry import countable, named
from zulian.indicators.services import failing
from zulian.indicators.views import region_looked_at
from zulian.plans.forms import TargetForm
from zulian.plans.models import Circular, Report, Task, TaskTarget
from zulian.plans.services import targets
from zulian.plans.services.progress import times_of
from zulian.plans.tables import ReportTable

WHAT = 60


@page("plan.read")
def rows(request: PostRequest, pk: int) -> HttpResponseBase:
    """What a target counts in a division: the register's rows of its time, or the reports that say the number."""
    adopted = Circular.objects.filter(status="adopted")
    target = get_object_or_404(TaskTarget.objects.select_related("task__circular"), pk=pk, task__circular__in=adopted)
    circular, region = target.task.circular, region_looked_at(request)
    day = circular.as_of(clock.today())
    crumbs = [
        (_("工作要点"), reverse("plans:circulars")),
        (circular.title, f"{reverse('plans:circular', args=[circular.pk])}#c{target.task.clause_id}"),
    ]
    intro = f"{region.organisation} · {target.phrase}"
    measure, indicator = countable(target.measure), named(target.measure)
    if measure:
        times = times_of(target, circular)
        found = measure.rows(day).within(region).filter(measure.within(times[0].since, min(times[-1].until, day)))
        title = _("%(name)s：已计入的明细") % {"name": measure.name}
        return list_page(request, title=title, intro=intro, rows=found, table=measure.table, crumbs=crumbs)
    if indicator:
        title = _("%(name)s：未达到的明细") % {"name": indicator.name}
        missed = failing(indicator, region, day)
        return list_page(request, title=title, intro=intro, rows=missed, table=indicator.table, crumbs=crumbs)
    said = Report.objects.within(region).filter(figures__target=target).select_related("region", "assignment__task")
    title = _("%(name)s：各单位上报的数") % {"name": target.what}
    return list_page(request, title=title, intro=intro, rows=said, table=ReportTable, crumbs=crumbs)


def _target(request: PostRequest, pk: int) -> TaskTarget:
    """A target of a draft of my own organisation."""
    mine = Circular.objects.filter(region_id=request.post.region_id, status="draft")
    found = TaskTarget.objects.select_related("task__circular", "task__clause")
    return get_object_or_404(found, pk=pk, task__circular__in=mine)


@page("plan.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A further number of a task."""
    mine = Circular.objects.filter(region_id=request.post.region_id, status="draft")
    task = get_object_or_404(Task.objects.select_related("circular", "clause"), pk=pk, circular__in=mine)
    form = TargetForm(request.POST or None, initial={"what": task.name[:WHAT], "is_each": True})
    return _form(request, task, form, lambda data: targets.add(task, data))


@page("plan.write")
def edit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Say what is counted, how many, over which time, by what."""
    target = _target(request, pk)
    names = list(TargetForm.base_fields)
    form = TargetForm(request.POST or None, initial={name: getattr(target, name) for name in names})
    return _form(request, target.task, form, lambda data: targets.edit(target, data))


def _form(request: PostRequest, task: Task, form: TargetForm, act: Callable[[dict[str, Any]], Any]) -> HttpResponseBase:
    back = _review_of(task)
    return form_page(
        request,
        form,
        act,
        title=_("目标任务量（%(path)s）") % {"path": task.clause.path},
        button=_("保存"),
        intro=task.text,
        to=back,
        back=back,
        crumbs=[(_("工作要点"), reverse("plans:circulars")), (_("核对条款和任务"), back)],
    )


def _review_of(task: Task) -> str:
    """The task's clause on the page of the review."""
    return f"{reverse('plans:review', args=[task.circular_id])}#c{task.clause_id}"


@require_POST
@page("plan.write")
def remove(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a number out of the draft."""
    target = _target(request, pk)
    return act_and_go(request, lambda: targets.remove(target), _("目标任务量已删除。"), _review_of(target.task))
