"""Supervision: reminders before and after the deadline, 督办 notices with reply, the matrix and the ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.policy import policy
from zulian.foundation.workdays import add_workdays
from zulian.plans.models import Assignment, Circular, Clause, Notice, State, overdue_on
from zulian.plans.rules import Cell, Score
from zulian.plans.services.work import locked
from zulian.regions.models import Level, Region

POLICY = "plans/supervision"


@dataclass(frozen=True)
class MatrixRow:
    """One clause with its cells, one for each division in the head, and their sum."""

    clause: Clause
    cells: list[tuple[Region, Cell]]
    total: Cell


def cells(rows: Iterable[Any]) -> dict[tuple[int, str], Cell]:
    """Cells by (clause id, code prefix) from grouped counts."""
    names = ("total", "closed", "overdue", "issued", "reported", "returned")
    return {(int(r["clause_id"]), str(r["child"])): Cell(*(int(r[n]) for n in names)) for r in rows}


def matrix(circular: Circular, region: Region, day: date) -> tuple[list[Region], list[MatrixRow]]:
    """The matrix clause × child division of `region`: one statement for all counts.

    Returns the divisions of the head (the division itself first, for tasks of its own) and the rows.
    """
    below = Level(region.level).below or Level.VILLAGE
    children = list(Region.objects.under(region.code).current().filter(level=below))
    length = int(below)
    counted = (
        Assignment.objects.filter(circular=circular).under(region.code).counted().order_by()
        .annotate(child=Substr("region_id", 1, length)).values("clause_id", "child").annotate(**_counts(day))
    )  # fmt: skip
    found = cells(counted)
    head = [region, *children]
    rows = []
    for clause in circular.clauses.all():
        row = [(r, found.get((clause.pk, r.code[:length]), Cell())) for r in head]
        if any(cell.total for _region, cell in row):
            rows.append(MatrixRow(clause, row, add(cell for _region, cell in row)))
    own = any(row.cells[0][1].total for row in rows)
    if not own:
        head, rows = children, [MatrixRow(r.clause, r.cells[1:], r.total) for r in rows]
    return head, rows


def add(parts: Iterable[Cell]) -> Cell:
    """The sum of cells: pairs add up the tree."""
    total = [0] * 6
    for c in parts:
        for n, value in enumerate((c.total, c.closed, c.overdue, c.issued, c.reported, c.returned)):
            total[n] += value
    return Cell(*total)


def _counts(day: date) -> dict[str, Count]:
    return {
        "total": Count("pk"),
        "closed": Count("pk", filter=Q(state=State.CLOSED)),
        "overdue": Count("pk", filter=overdue_on(day)),
        "issued": Count("pk", filter=Q(state=State.ISSUED)),
        "reported": Count("pk", filter=Q(state=State.REPORTED)),
        "returned": Count("pk", filter=Q(state=State.RETURNED)),
    }


def ranking(circular: Circular, region: Region, day: date) -> list[tuple[int, Region, Score]]:
    """Child divisions of `region` by score, best first, equal scores sharing a place; weights are policy."""
    figures = policy(POLICY, day)
    weights = {key: figures[f"score_{key}"] for key in ("on_time", "report", "sign", "evidence")}
    below = Level(region.level).below or Level.VILLAGE
    due = Q(due__lte=day)
    reported = Q(state__in=[State.REPORTED, State.CLOSED])
    grouped = (
        Assignment.objects.filter(circular=circular).under(region.code).counted().order_by()
        .annotate(child=Substr("region_id", 1, int(below))).values("child")
        .annotate(
            all=Count("pk"),
            due_count=Count("pk", filter=due | reported),
            on_time_count=Count("pk", filter=reported & Q(on_time=True)),
            report_count=Count("pk", filter=reported),
            sign_count=Count("pk", filter=~Q(state=State.ISSUED)),
            proven=Count("pk", filter=reported & Q(evidence_count__gt=0)),
        )
    )  # fmt: skip
    regions = {r.code[: int(below)]: r for r in Region.objects.under(region.code).current().filter(level=below)}
    scored = []
    for row in grouped:
        if (child := regions.get(row["child"])) is not None:
            rates = {
                "on_time": (row["on_time_count"], row["due_count"]),
                "report": (row["report_count"], row["due_count"]),
                "sign": (row["sign_count"], row["all"]),
                "evidence": (row["proven"], row["report_count"]),
            }
            scored.append((child, Score(rates, weights)))
    scored.sort(key=lambda pair: (-pair[1].value, pair[0].code))
    places: list[tuple[int, Region, Score]] = []
    for n, (child, score) in enumerate(scored, 1):
        place = places[-1][0] if places and places[-1][2].value == score.value else n
        places.append((place, child, score))
    return places


def remind(day: date) -> int:
    """Send the reminders that fall on `day`, in working days before and days after the deadline.

    Runs under the scope of everything; repeated on the same day it adds nothing.
    """
    figures = policy(POLICY, day)
    sent = 0
    for days in figures["remind_workdays_before"]:
        due = add_workdays(day, days).day
        for assignment in Assignment.objects.with_names().filter(due=due, state__in=[State.ISSUED, State.SIGNED]):
            sent += _remind(assignment, day, _("“%(task)s”还有 %(days)d 个工作日到期") % _facts(assignment, days))
    for days in figures["remind_days_after"]:
        late = Assignment.objects.with_names().overdue(day).filter(due=day - timedelta(days=days))
        for assignment in late:
            sent += _remind(assignment, day, _("“%(task)s”已逾期 %(days)d 天") % _facts(assignment, days))
    return sent


def _facts(assignment: Assignment, days: int) -> dict[str, str | int]:
    return {"task": assignment.task.name, "days": days}


def _remind(assignment: Assignment, day: date, title: str) -> bool:
    return send(
        assignment.region_id, "reminder", title, f"/plans/assignments/{assignment.pk}/",
        key=f"reminder:{assignment.pk}:{day}", sender=assignment.issued_by.organisation,
    )  # fmt: skip


@transaction.atomic
def issue_notice(pk: int, post: Post, text: str) -> Notice:
    """下发督办通知 on a late assignment in one's jurisdiction; the reply is due in working days set by policy."""
    assignment = locked(pk)
    today = timezone.localdate()
    if not assignment.is_overdue:
        raise ValidationError(_("任务没有逾期，不需要督办。"))
    if assignment.region_id == post.region_id or post.level >= assignment.region.level:
        raise ValidationError(_("督办只能由上级单位下发。"))
    count = Notice.objects.filter(issued_by=post.region, at__year=today.year).count() + 1
    days = policy(POLICY, today)["notice_reply_workdays"]
    made = Notice(
        assignment=assignment, region=assignment.region, issued_by=post.region, text=text,
        number=_("督办〔%(year)d〕%(count)d号") % {"year": today.year, "count": count},
        reply_due=add_workdays(today, days).day,
    )  # fmt: skip
    with audited("notice.issue", made):
        made.save()
    send(
        made.region_id, "notice", _("收到%(number)s：%(text)s") % {"number": made.number, "text": text},
        f"/plans/assignments/{assignment.pk}/", key=f"notice:{made.pk}", sender=post.region.organisation,
    )  # fmt: skip
    return made


@transaction.atomic
def reply_notice(pk: int, post: Post, reply: str) -> Notice:
    """回复 a notice to one's own organisation."""
    notice = Notice.objects.select_for_update().get(pk=pk)
    if notice.region_id != post.region_id:
        raise ValidationError(_("这份督办通知不是发给您单位的。"))
    if notice.replied_at:
        raise ValidationError(_("这份督办通知已经回复过了。"))
    with audited("notice.reply", notice):
        notice.reply, notice.replied_at = reply, timezone.now()
        notice.save()
    return notice
