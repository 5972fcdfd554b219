"""Supervision notices (督办通知): written on late tasks, one to each organisation that answers for them, and replied to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited
from zulian.foundation.form_messages import first_message
from zulian.foundation.policy import policy
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.plans.models import Assignment, Notice, NoticeTask
from zulian.plans.services.supervision import POLICY
from zulian.plans.services.work import locked
from zulian.regions.models import Region, ancestors


class Addressee(TextChoices):
    """To whom a notice on late tasks goes."""

    BELOW = "below", gettext_lazy("下一级残联：每家一份，列出其辖区内的逾期任务")
    BEARER = "bearer", gettext_lazy("承担单位：每家一份，列出其自己的逾期任务")


def reply_workdays(today: date, place: str) -> int:
    """In how many working days a notice of a division is to be replied to."""
    return int(policy(POLICY, today, place)["notice_reply_workdays"])


def reply_day(today: date, place: str) -> date:
    """The day by which a notice of today is to be replied to."""
    return add_workdays(today, reply_workdays(today, place)).day


def unanswered(assignment: Assignment) -> list[Notice]:
    """The notices on a task, and on what goes along with it, that have no reply; the first to be replied to first."""
    on_it = NoticeTask.objects.filter(
        Q(assignment=assignment) | Q(assignment__served_by=assignment)
    )
    rows = Notice.objects.filter(replied_at=None, pk__in=on_it.order_by().values("notice"))
    return list(rows.select_related("issued_by").order_by("reply_due", "pk"))


def addressees(rows: Iterable[Assignment], post: Post, to: str) -> dict[str, list[int]]:
    """The keys of tasks by the division whose organisation a notice on them goes to.

    That is whoever bears them, or the highest organisation on the way to them from the post's own (to: BELOW); a county
    that lies directly under a province is the highest there.
    """
    places = list(rows)
    ways = {row.region_id: [row.region_id] for row in places}
    if to == Addressee.BELOW:
        ways = {code: _way(code, post.region_id) for code in ways}
    codes = {code for way in ways.values() for code in way}
    there = set(Region.objects.filter(code__in=codes).values_list("code", flat=True))
    found: dict[str, list[int]] = defaultdict(list)
    for row in places:
        found[next(code for code in ways[row.region_id] if code in there)].append(row.pk)
    return found


def _way(code: str, top: str) -> list[str]:
    """The divisions from below `top` down to a code, both ends of it that are not `top` itself."""
    line = [*reversed(ancestors(code)), code]
    return line[line.index(top) + 1 :] if top in line else [code]


def issue_notices(
    rows: Iterable[Assignment], post: Post, text: str, to: str = Addressee.BEARER
) -> dict[int, str]:
    """下发督办通知 on late tasks, one to each addressee with all of its tasks; each notice is one transaction.

    Returns why a task stands in none, by its key: it is not late, its unit is not below, or one's last notice on it may
    still be replied to.
    """
    refusals: dict[int, str] = {}
    for code, keys in sorted(addressees(rows, post, to).items()):
        try:
            refusals |= _issue(keys, post, text, code)
        except ValidationError as error:
            refusals |= dict.fromkeys(keys, first_message(error))
    return refusals


def issue_notice(pk: int, post: Post, text: str, to: str = Addressee.BEARER) -> Notice:
    """下发督办通知 on one late task; the reply is due in working days set by policy.

    Raises ValidationError where it is not late, for a unit that is not below, and while one's last notice may still be replied to.
    """
    row = Assignment.objects.filter(pk=pk)
    for refusal in issue_notices(row, post, text, to).values():
        raise ValidationError(refusal)
    return Notice.objects.filter(issued_by=post.region_id).latest("pk")


@unit_of_work
def _issue(keys: Iterable[int], post: Post, text: str, code: str) -> dict[int, str]:
    """One notice to the organisation of a division on those of the tasks that may be urged; why the others may not."""
    today = clock.today()
    refusals: dict[int, str] = {}
    late: dict[int, Assignment] = {}
    for pk in sorted(keys):
        try:
            row = _urged(pk, post, today)
        except ValidationError as error:
            refusals[pk] = first_message(error)
        else:
            late[row.pk] = row
    if not late:
        return refusals
    count = Notice.objects.filter(issued_by=post.region, at__year=today.year).count() + 1
    notice = Notice(
        region_id=code,
        issued_by=post.region,
        text=text,
        number=_("督办〔%(year)d〕%(count)d号") % {"year": today.year, "count": count},
        reply_due=reply_day(today, post.region_id),
    )
    with audited("notice.issue", notice):
        notice.save()
        bulk.create([NoticeTask(notice=notice, assignment=row) for row in late.values()])
    words = _("收到%(number)s：%(text)s") % {"number": notice.number, "text": text}
    if len(late) > 1:
        words = _("收到%(number)s（%(count)d 项任务）：%(text)s") % {
            "number": notice.number,
            "count": len(late),
            "text": text,
        }
    send(
        code,
        "notice",
        words,
        notice.get_absolute_url(),
        key=f"notice:{notice.pk}",
        sender=post.region.organisation,
    )
    return refusals


def _urged(pk: int, post: Post, today: date) -> Assignment:
    """The task that a notice is on, locked: what goes along with one for a plan below where that alone is late.

    Raises ValidationError where it may not be urged by the post.
    """
    row = locked(pk, along_too=True)
    if not row.is_overdue:
        # Late for a plan below alone: the notice is on what goes along for it.
        along = Assignment.objects.overdue(today).filter(served_by=row).order_by("due").first()
        if along is None:
            raise ValidationError(_("任务没有逾期，不需要督办。"))
        row = along
    if row.region_id == post.region_id or post.level >= row.region.level:
        raise ValidationError(_("督办只能由上级单位下发。"))
    before = Notice.objects.filter(
        tasks__assignment=row, issued_by=post.region, replied_at=None, reply_due__gte=today
    ).first()
    if before:
        words = _("已下发%(number)s，%(day)s 前回复，期满没有回复再督办。")
        raise ValidationError(words % {"number": before.number, "day": before.reply_due})
    return row


@unit_of_work
def reply_notice(pk: int, post: Post, reply: str) -> Notice:
    """回复 a notice to one's own organisation.

    Raises ValidationError for another's, and for one that was replied to.
    """
    notice = Notice.objects.select_for_update(no_key=True).get(pk=pk)
    if notice.region_id != post.region_id:
        raise ValidationError(_("这份督办通知不是发给您单位的。"))
    if notice.replied_at:
        raise ValidationError(_("这份督办通知已经回复过了。"))
    with audited("notice.reply", notice):
        notice.reply, notice.replied_at = reply, clock.now()
        notice.save()
    who = post.region.organisation
    send(
        notice.issued_by_id,
        "notice",
        _("%(who)s已回复%(number)s：%(text)s")
        % {"who": who, "number": notice.number, "text": reply},
        notice.get_absolute_url(),
        key=f"notice-reply:{notice.pk}",
        sender=who,
    )
    return notice
