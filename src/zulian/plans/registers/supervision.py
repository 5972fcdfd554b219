"""Registers of what is said on tasks: progress reports, requests to postpone or drop, supervision notices, spot checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.foundation.addresses import IdFilter
from zulian.foundation.filters import DayFilter
from zulian.plans.measures import end_of
from zulian.plans.models import ChangeRequest, Notice, Report, SpotCheckItem
from zulian.plans.numbers import written
from zulian.plans.room import ROOM
from zulian.plans.services import spot_checks
from zulian.registers.dates import Day
from zulian.registers.filters import hidden
from zulian.registers.register import Register
from zulian.registers.shown import Shown


def task_name(row: Any) -> str:
    """The name of a row's task, with the period that it is of."""
    return f"{row.assignment.task.name}{row.assignment.period_name}"


TASK = Shown("assignment__task__name", _("任务"), task_name, leads="assignment")


def of_task(name: str) -> django_filters.Filter:
    """Rows whose task is of a plan, or of a clause: where figures of a bulletin lead to."""

    def narrow(rows: QuerySet[Any], _name: str, value: int) -> QuerySet[Any]:
        return rows.filter(**{f"assignment__{name}": value})

    return hidden(IdFilter(field_name=name, method=narrow))


def unit(label: Any) -> Shown:
    """The organisation that a row is of."""
    return Shown("region", label, lambda row: row.region.organisation)


def as_of(column: str, name: str = "on") -> django_filters.Filter:
    """Rows whose moment in a column lies before the end of a day: what a figure of a bulletin counted then."""

    def narrow(rows: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        return rows.filter(**{f"{column}__lt": end_of(value)})

    return hidden(DayFilter(field_name=name, label=_("截至"), method=narrow))


def by_answer(label: Any, yes: Any, no: Any, name: str, is_yes: Callable[[], Q]) -> Any:
    """A filter by whether a row has its answer."""

    def narrow(rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_yes()) if value == "yes" else rows.exclude(is_yes())

    choices = [("yes", yes), ("no", no)]
    return django_filters.ChoiceFilter(
        field_name=name, label=label, choices=choices, method=narrow, empty_label=_("全部")
    )


WAITING = by_answer(_("处理情况"), _("待处理"), _("已处理"), "waiting", lambda: Q(outcome=""))


class OfTasksRegister(Register):
    """Rows that belong to a task and stand on its page."""

    room, permission = ROOM, "plan"
    parent, state, has_page = "assignment", "outcome", False
    related: ClassVar[Sequence[str]] = ("region", "assignment__task")


class ReportRegister(OfTasksRegister):
    """Progress reports; for the figures of a bulletin also what was sent back, by plan, clause and day."""

    model = Report
    key, prefix = "report", "reports/"
    columns = (
        TASK,
        unit(_("上报单位")),
        "text",
        "at",
        "outcome",
        Shown("reason", value=spot_checks.said_to),
    )
    filters = (
        WAITING,
        hidden(
            django_filters.ChoiceFilter(
                field_name="returned",
                label=_("已退回"),
                choices=[("yes", _("已退回"))],
                method=lambda rows, _name, _value: rows.filter(outcome=Report.Outcome.RETURNED),
            )
        ),
        of_task("circular"),
        of_task("clause"),
        as_of("judged_at"),
    )

    def rows(self) -> QuerySet[Any]:
        return spot_checks.with_faults(super().rows())


class RequestRegister(OfTasksRegister):
    """Requests to postpone or drop tasks."""

    model = ChangeRequest
    key, prefix = "request", "requests/"
    columns = (TASK, unit(_("申请单位")), "kind", "reason", "new_due", "at", "outcome", "reply")
    filters = (WAITING,)


class NoticeRegister(OfTasksRegister):
    """Supervision notices; for the figures of a bulletin also by plan and day."""

    model = Notice
    dates = (Day("reply_due", "replied_at", in_feed=True),)
    key, prefix, state = "notice", "notices/", ""
    search, hit_columns = ("number__contains",), ("at", TASK)
    columns = (
        Shown("number", leads="assignment"),
        TASK,
        unit(_("被督办单位")),
        *("text", "at", "reply_due", "replied_at"),
    )
    filters = (
        by_answer(
            _("回复情况"),
            _("已回复"),
            _("未回复"),
            "replied",
            lambda: Q(replied_at__isnull=False),
        ),
        of_task("circular"),
        as_of("at"),
        as_of("replied_at", "replied_by"),
    )

    def found_by(self, words: str) -> QuerySet[Any]:
        """By its number, however the brackets were typed."""
        return super().found_by(written(words))

    def hit_detail(self, row: Any) -> str:
        """The organisation that it went to."""
        return str(row.region.organisation)


def by_finding(rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    """Drawn tasks by what was found; those that nobody has looked at yet have nothing there."""
    return rows.filter(outcome="" if value == "waiting" else value)


class SpotCheckRegister(OfTasksRegister):
    """Tasks drawn in spot checks of all plans."""

    model, read = SpotCheckItem, "plan.supervise"
    key, prefix, title = "spot-check", "spot-checks/", _("抽查")
    related = ("region", "assignment__task", "assignment__clause", "check_of__region")
    columns = (
        TASK,
        unit(_("被抽查单位")),
        Shown("check_of__region", _("抽查单位"), lambda row: row.check_of.region.organisation),
        Shown("check_of__at", _("抽取时间")),
        *("outcome", "remark"),
    )
    filters = (
        django_filters.ChoiceFilter(
            field_name="outcome",
            label=_("核实结果"),
            choices=[("waiting", _("待核实")), ("sound", _("属实")), ("fault", _("不实"))],
            method=by_finding,
            empty_label=_("全部"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().order_by("-check_of__at", "-pk")


REPORTS = ReportRegister()
SPOT_CHECKS = SpotCheckRegister()
REQUESTS = RequestRegister()
NOTICES = NoticeRegister()
