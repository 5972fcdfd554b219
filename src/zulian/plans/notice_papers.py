"""A supervision notice as an official paper (督办通知)."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zulian.documents.official import Official, Table, Text
from zulian.plans.models import Notice, NoticeTask


def _day(day: date) -> str:
    return (
        f"{day.year}年{day.month}月{day.day}日"  # untranslated: an official date is always Chinese
    )


def notice_official(notice: Notice) -> Official:
    """What is asked, on which tasks of whom, and by when to reply; signed by who issued it on the day it went out."""
    official = Official(
        _("关于办理逾期任务的督办通知"),
        notice.region.organisation,
        notice.issued_by.official_name,
        localtime(notice.at).date(),
        number=notice.number,
    )
    rows = NoticeTask.objects.filter(notice=notice).select_related(
        "region", "assignment__task", "assignment__clause"
    )
    table = Table(
        (_("序号"), _("任务"), _("条款"), _("承担单位"), _("完成时限")),
        tuple(
            (
                str(n),
                f"{row.assignment.task.name}{row.assignment.period_name}",
                row.assignment.clause.path,
                row.region.organisation,
                _day(row.assignment.due),
            )
            for n, row in enumerate(rows, 1)
        ),
    )
    opening = _("经查，下列 %(count)d 项任务已过完成时限，尚未办结：") % {"count": len(table.rows)}
    reply = _("请于%(day)s前书面回复。") % {"day": _day(notice.reply_due)}
    asked = [line.strip() for line in notice.text.splitlines() if line.strip()]
    official.blocks += [Text((opening,)), table, *(Text((line,)) for line in asked), Text((reply,))]
    return official
