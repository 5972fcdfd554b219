"""Live measures of any plan: report rate, on-time rate, overdue tasks, sign-for rate, evidence coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Bearing, Indicator, register
from zulian.indicators.rules import Show
from zulian.plans import measures
from zulian.plans.models import Assignment, Circular, State
from zulian.plans.tables import AssignmentTable


def of_the_year(day: date) -> ScopedQuerySet[Assignment]:
    """Assignments of the plans under way on `day`, and what earlier plans left open: it stays overdue until it is carried over.

    One carried over stays unfinished in its own plan, and is open in the next one only. A past day is answered truly, but
    for the day of carrying over and of dropping, which is not kept, and for a deadline that was put off since.
    """
    under_way = Q(circular__starts_on__lte=day, circular__ends_on__gte=day)
    left_open = Q(circular__ends_on__lt=day) & ~Q(state=State.CARRIED) & ~measures.closed(day)
    return Assignment.objects.with_names().to_do().counted().filter(under_way | left_open)


def tasks_of(circulars: Sequence[Circular]) -> QuerySet[Any]:
    return Assignment.objects.filter(
        circular__in=[circular.pk for circular in circulars if circular.pk]
    ).values("pk")


# Of the figures that count `of_the_year`: beside a plan's own number they would else seem to differ.
WITH_EARLIER = _("含往年未办结")

TOUCHED: dict[type[Model], Bearing] = {Circular: tasks_of}
REPORTED = Indicator(
    "plans.reported",
    _("任务上报率"),
    _("已上报的任务 ÷ 已到期和已提前上报的任务"),
    of_the_year,
    measures.expected,
    measures.reported,
    AssignmentTable,
    clause_field="clause_id",
    touched=TOUCHED,
    entry="plans:assignment-list",
    by_year=True,
    span=WITH_EARLIER,
)
ON_TIME = Indicator(
    "plans.on_time",
    _("按时上报率"),
    _("在时限内上报的任务 ÷ 已到期和已提前上报的任务"),
    of_the_year,
    measures.expected,
    measures.on_time,
    AssignmentTable,
    clause_field="clause_id",
    touched=TOUCHED,
    entry="plans:assignment-list",
    by_year=True,
    span=WITH_EARLIER,
)
OVERDUE = Indicator(
    "plans.overdue",
    _("逾期任务"),
    _("时限已过、尚未上报的任务数，含往年没有办结的"),
    of_the_year,
    measures.given,
    measures.not_overdue,
    AssignmentTable,
    show=Show.MISSING,
    slack=0,
    clause_field="clause_id",
    touched=TOUCHED,
    entry="plans:assignment-list",
    by_year=True,
    span=WITH_EARLIER,
)
SIGNED = Indicator(
    "plans.signed",
    _("任务签收率"),
    _("已签收的任务 ÷ 全部任务"),
    of_the_year,
    measures.given,
    measures.signed,
    AssignmentTable,
    clause_field="clause_id",
    touched=TOUCHED,
    entry="plans:assignment-list",
    by_year=True,
    span=WITH_EARLIER,
)
PROVEN = Indicator(
    "plans.proven",
    _("佐证材料覆盖率"),
    _("附有佐证材料的上报 ÷ 已上报的任务"),
    of_the_year,
    measures.reported,
    measures.proven,
    AssignmentTable,
    clause_field="clause_id",
    touched=TOUCHED,
    entry="plans:assignment-list",
    by_year=True,
    span=WITH_EARLIER,
)
ALL = (REPORTED, ON_TIME, OVERDUE, SIGNED, PROVEN)
register(*ALL)
# The same at the end of the day, for a plan's last one: most tasks are due on it.
AT_END = tuple(
    replace(paper, of=measures.at_end(paper.of), met=measures.at_end(paper.met)) for paper in ALL
)


def paper_on(day: date, today: date) -> tuple[Indicator, ...]:
    """The plan's own measures of a day: while it runs, or of its end once it is over."""
    return ALL if day >= today else AT_END
