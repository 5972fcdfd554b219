"""Before a task is broken down: what the plan of its own organisation asks of the same units already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from zulian.plans.models import Assignment, Task
from zulian.plans.services import joining, likeness


@dataclass(frozen=True)
class Overlap:
    """A task that units have already and that may be the same: how many of them, and whether it goes along by itself."""

    task: Task
    units: int
    is_joined: bool


def overlaps(assignment: Assignment, parts: Sequence[Assignment]) -> list[Overlap]:
    """What the running plan of an organisation asks of those to whom it would hand a task down, alike enough to be the same.

    `parts`: the assignments that breaking it down would make, not yet written.
    """
    if not parts:
        return []
    rows = Assignment.objects.filter(
        circular__region_id=assignment.region_id,
        circular__year=assignment.circular.year,
        circular__closed_at=None,
        region__in=[part.region_id for part in parts],
        served_by=None,
    ).exclude(task=assignment.task_id)
    counted = rows.exclude(state__in=joining.DEAD).order_by().values("task")
    units = dict(counted.annotate(n=Count("region", distinct=True)).values_list("task", "n"))
    if not units:
        return []
    tasks = likeness.tasks_of([assignment.task_id, *units])
    own = tasks[assignment.task_id]
    joined = {row.task_id for row, _root in joining.below_of(parts).pairs}
    return [
        Overlap(task, units[task.pk], task.pk in joined)
        for task in sorted(tasks.values(), key=lambda task: (task.circular_id, task.order))
        if task.pk in units and (task.pk in joined or likeness.may_be_one(own, task))
    ]
