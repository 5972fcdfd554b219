"""Registers of plans: what can be done to several tasks of the list at once. Their list and page say more, and are views."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation.forms import BaseForm, area_of
from zulian.foundation.templatetags.zulian import until
from zulian.plans.assignment_forms import NoticeForm
from zulian.plans.models import Assignment, Report, State
from zulian.plans.room import ROOM
from zulian.plans.services import judging, notices, work
from zulian.registers.actions import Action, is_own
from zulian.registers.register import Register


class ReturnForm(BaseForm):
    """Why reports are sent back."""

    models = (Report,)
    reason = area_of(
        gettext_lazy("退回原因"), 300, help_text=gettext_lazy("写明要补正什么，对方会收到。")
    )


def is_judge(post: Post, row: Assignment) -> bool:
    """Whether a post's organisation judges what a task's report says."""
    return row.state == State.REPORTED and judging.acting_judge(row) == post.region_id


def is_above(post: Post, row: Assignment) -> bool:
    """Whether a post's organisation stands above the one that has a task."""
    return bool(post.level < row.region.level)


NOT_REPORTED = gettext_lazy("没有待审核的上报；随上级任务一并办理的，审核上级的那一项。")


def stands_alone(row: Assignment) -> bool:
    """Whether a task is done for itself: one that goes along is done with the task from above."""
    return row.served_by_id is None


def notice_words(row: Assignment) -> str:
    """To whom a notice goes, on which task, and which earlier ones have no reply."""
    words = _("发给%(who)s：%(task)s%(period)s\n完成时限：%(due)s（%(left)s）") % {
        "who": row.region.organisation,
        "task": row.task.name,
        "period": row.period_name,
        "due": row.due_words,
        "left": until(row.first_due),
    }
    earlier = [
        _("%(number)s（%(who)s下发，回复时限 %(day)s）")
        % {
            "number": notice.number,
            "who": notice.issued_by.organisation,
            "day": date_format(notice.reply_due, "SHORT_DATE_FORMAT"),
        }
        for notice in notices.unanswered(row)
    ]
    if not earlier:
        return words
    return words + _(
        "\n这项任务已有督办通知没有回复：%(earlier)s。确要再发的，请写明新的要求。"
    ) % {"earlier": "、".join(earlier)}


def signed_words(row: Assignment) -> str:
    """What is next after a task was signed: its work, or the first day of its plan."""
    circular = row.task.circular
    if circular.is_ahead():
        first = date_format(circular.starts_on, "DATE_FORMAT")
        return _("已签收，%(day)s起办理、上报。") % {"day": first}
    return _("已签收，请按时限办理并上报。")


class AssignmentRegister(Register):
    """Tasks of organisations."""

    model = Assignment
    room, permission, key, prefix = ROOM, "plan", "assignment", "assignments/"
    has_list = has_page = False
    actions = (
        Action(
            key="sign",
            label=gettext_lazy("签收"),
            icon="check",
            sources=[State.ISSUED],
            is_open_for=stands_alone,
            closed=gettext_lazy("已经签收，或随上级任务一并办理，不用单独签收。"),
            service=lambda call: work.sign(call.pk, call.post),
            permission="assignment.act",
            is_for=is_own,
            whose=gettext_lazy("任务由承担单位签收。"),
            many=True,
            done=signed_words,
        ),
        Action(
            key="accept",
            label=gettext_lazy("审核通过"),
            icon="circle-check",
            sources=[State.REPORTED],
            is_open_for=stands_alone,
            closed=NOT_REPORTED,
            service=lambda call: work.judge(call.pk, call.post, accepted=True),
            permission="plan.supervise",
            is_for=is_judge,
            whose=gettext_lazy("上报由上一级残联审核。"),
            many=True,
            done=gettext_lazy("审核通过，任务已办结。"),
        ),
        Action(
            key="return",
            label=gettext_lazy("退回补正"),
            icon="arrow-back-up",
            sources=[State.REPORTED],
            is_open_for=stands_alone,
            closed=NOT_REPORTED,
            form=ReturnForm,
            service=lambda call: work.judge(
                call.pk, call.post, accepted=False, reason=call.data["reason"]
            ),
            permission="plan.supervise",
            is_for=is_judge,
            whose=gettext_lazy("上报由上一级残联审核。"),
            many=True,
            button=gettext_lazy("退回"),
            done=gettext_lazy("已退回，对方会收到原因。"),
        ),
        Action(
            key="notice",
            label=gettext_lazy("下发督办通知"),
            icon="alert-triangle",
            form=NoticeForm,
            intro=notice_words,
            service=lambda call: notices.issue_notice(call.pk, call.post, **call.data),
            together=lambda post, rows, data: notices.issue_notices(rows, post, **data),
            is_open_for=lambda row: row.is_late,
            closed=gettext_lazy("任务没有逾期，不用督办。"),
            permission="plan.supervise",
            is_for=is_above,
            whose=gettext_lazy("督办只能由上级单位下发。"),
            many=True,
            button=gettext_lazy("下发"),
            done=gettext_lazy("督办通知已下发。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().with_along().select_related("circular")  # type: ignore[attr-defined,no-any-return]

    def may_act(self, post: Post, row: Assignment) -> bool:
        """A closed year is closed."""
        return not row.circular.is_closed

    def home_of(self, row: Any) -> str:
        return str(row.get_absolute_url())

    def title_of(self, row: Any) -> str:
        return f"{row.region.organisation} · {row.task.name}{row.period_name}"


ASSIGNMENTS = AssignmentRegister()
