"""Registers of what is said on tasks: progress reports, requests to postpone or drop, supervision notices, spot checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.addresses import IdFilter
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.filters import DayFilter
from zulian.foundation.forms import BaseForm, area_of
from zulian.plans.measures import end_of
from zulian.plans.models import ChangeRequest, Notice, NoticeTask, Report, SpotCheckItem
from zulian.plans.numbers import written
from zulian.plans.room import ROOM
from zulian.plans.services import notices, spot_checks
from zulian.registers.actions import Action, is_own
from zulian.registers.dates import Day
from zulian.registers.filters import hidden
from zulian.registers.many import MOST_ROWS
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


def of_plan(rows: Any, _name: str, value: int) -> Any:
    """Notices that list a task of a plan."""
    return rows.on_plan(value)


class ReplyForm(BaseForm):
    """A reply in words."""

    models = (Notice,)
    reply = area_of(_("回复"), 2000, help_text=_("写明没有按时办结的原因和办结日期。"))


ABOUT = Shown("about", _("任务"))


class NoticeRegister(Register):
    """Supervision notices; for the figures of a bulletin also by plan and day."""

    room, permission, model = ROOM, "plan", Notice
    dates = (Day("reply_due", "replied_at", in_feed=True),)
    key, prefix, related = "notice", "notices/", ("region", "issued_by")
    search, hit_columns = ("number__contains",), ("at", ABOUT)
    columns = (
        "number",
        unit(_("被督办单位")),
        ABOUT,
        *("text", "at", "reply_due", "replied_at"),
    )
    facts = (
        unit(_("被督办单位")),
        Shown("issued_by", _("督办单位"), lambda row: row.issued_by.organisation),
        *("at", "text", "reply_due", "replied_at", "reply"),
    )
    panels = (NoticeTask,)
    actions = (
        Action(
            key="reply",
            label=_("回复督办"),
            icon="send",
            form=ReplyForm,
            service=lambda call: notices.reply_notice(call.pk, call.post, call.data["reply"]),
            permission="assignment.act",
            is_for=is_own,
            whose=_("督办通知由收到的单位回复。"),
            is_open_for=lambda row: row.replied_at is None,
            closed=_("这份督办通知已经回复过了。"),
            inline=True,
            main=True,
            button=_("回复督办"),
            done=_("已回复。"),
        ),
    )
    filters = (
        by_answer(
            _("回复情况"),
            _("已回复"),
            _("未回复"),
            "replied",
            lambda: Q(replied_at__isnull=False),
        ),
        hidden(IdFilter(field_name="circular", method=of_plan)),
        as_of("at"),
        as_of("replied_at", "replied_by"),
    )

    def rows(self) -> QuerySet[Any]:
        rows: Any = super().rows()
        return rows.with_tasks()  # type: ignore[no-any-return]

    def state_of(self, row: Any) -> tuple[str, Any]:
        """Whether it was replied to, or should have been."""
        if row.replied_at:
            return "closed", _("已回复")
        return ("overdue", _("逾期未回复")) if row.is_late(today()) else ("issued", _("待回复"))

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the reply: the notice as a document."""
        acts = super().acts(row, post, panel)
        paper = Button(_("督办通知的 Word 文件"), self.url("paper", row.pk), "file-text")
        return acts if panel else [*acts, paper]

    def found_by(self, words: str) -> QuerySet[Any]:
        """By its number, however the brackets were typed."""
        return super().found_by(written(words))

    def hit_detail(self, row: Any) -> str:
        """The organisation that it went to."""
        return str(row.region.organisation)


class NoticeTaskRegister(Register):
    """The late tasks that notices list, each with how it stands now."""

    room, permission, model = ROOM, "plan", NoticeTask
    key, prefix, parent, state = "notice-task", "notice-tasks/", "notice", ""
    has_page = has_list = False
    # All that are chosen in a list at once: whoever is urged sees each.
    panel_rows = MOST_ROWS
    related = ("region", "assignment__task")
    columns = (TASK, unit(_("承担单位")))

    def title_of(self, row: Any) -> str:
        return task_name(row)

    def item(self, row: Any, post: Post) -> ListItem:
        """With its deadline and its state."""
        task = row.assignment
        title = f"{row.region.organisation} · {task_name(row)}"
        day = date_format(task.due, "SHORT_DATE_FORMAT")
        return ListItem(title, task.get_absolute_url(), day, task.state, task.state_words)


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
NOTICES, NOTICE_TASKS = NoticeRegister(), NoticeTaskRegister()
