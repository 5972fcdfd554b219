"""What clauses ask of indicators: shown on the indicator's own page beside the goal that is in force for all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from zulian.indicators.registry import ClauseGoal, Indicator, register_goals
from zulian.plans.models import Circular, TaskTarget
from zulian.regions.models import Region, ancestors


@register_goals
def of_clauses(indicator: Indicator, region: Region, day: date) -> Iterator[ClauseGoal]:
    """The shares that the plans under way on `day` ask for, those of the nearest federation first."""
    plans = Circular.objects.filter(
        status=Circular.Status.ADOPTED,
        region__in=[region.code, *ancestors(region.code)],
        starts_on__lte=day,
        ends_on__gte=day,
    )
    targets = TaskTarget.objects.filter(
        kind=TaskTarget.Kind.SHARE, measure=indicator.code, task__circular__in=plans
    ).select_related("task__clause", "task__circular")
    for target in targets.order_by("-task__circular__region_id", "task__order", "order"):
        clause, circular = target.task.clause, target.task.circular
        url = f"{reverse('plans:circular', args=[circular.pk])}#c{clause.pk}"
        yield ClauseGoal(
            float(target.number), target.phrase, f"《{circular.title}》{clause.path}", url
        )
