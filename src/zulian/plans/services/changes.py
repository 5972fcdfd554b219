"""Requests to postpone or drop a task, and what is decided on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from zulian.accounts.models import Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import (
    OPEN,
    Assignment,
    ChangeRequest,
)
from zulian.plans.services import joining
from zulian.plans.services.work import (
    facts_of,
    locked,
    require_issuer,
    require_own,
    require_possible,
    save_with_those_along,
    tell_carrier,
)


@unit_of_work
def ask(pk: int, post: Post, kind: str, reason: str, new_due: date | None = None) -> ChangeRequest:
    """Ask the issuer to postpone or drop the task; what goes along with another one too, of the issuer of its own plan.

    Raises ValidationError for a day not after the present one or too late for the issuer's own, and while a request waits.
    """
    assignment = locked(pk, along_too=True)
    require_own(assignment, post)
    require_possible(can_proceed(assignment.drop), assignment)
    if kind == ChangeRequest.Kind.POSTPONE and (new_due is None or new_due <= assignment.due):
        raise ValidationError(
            {"new_due": _("请填写晚于现时限 %(due)s 的日期。") % {"due": assignment.due}}
        )
    if kind == ChangeRequest.Kind.POSTPONE and new_due and new_due > assignment.circular.ends_on:
        words = _(
            "工作要点执行到 %(last)s 为止，延期不能晚于这一天；到时没有完成的，由下达单位结转到下年。"
        )
        raise ValidationError({"new_due": words % {"last": assignment.circular.ends_on}})
    if assignment.requests.filter(outcome="").exists():
        raise ValidationError(_("已有一份申请在等待批复，请等批复后再提。"))
    change_request = ChangeRequest(
        assignment=assignment,
        kind=kind,
        reason=reason,
        new_due=new_due if kind == ChangeRequest.Kind.POSTPONE else None,
    )
    with audited("request.add", change_request):
        change_request.save()
    return change_request


@unit_of_work
def decide(request_pk: int, post: Post, approved: bool, reply: str = "") -> ChangeRequest:
    """批复 a request; only approval changes the deadline or drops the task.

    Raises ValidationError for one that was answered, and for a refusal without words.
    """
    asked = ChangeRequest.objects.select_for_update(no_key=True).get(pk=request_pk)
    assignment = locked(asked.assignment_id, along_too=True)
    require_issuer(assignment, post)
    if asked.outcome:
        raise ValidationError(_("这份申请已经批复过了。"))
    if not approved and not reply.strip():
        raise ValidationError({"reply": _("不同意时请写明意见。")})
    with audited("request.decide", asked):
        asked.outcome = (
            ChangeRequest.Outcome.APPROVED if approved else ChangeRequest.Outcome.REFUSED
        )
        asked.reply, asked.decided_at = reply, clock.now()
        asked.save()
    if approved:
        # Meanwhile it may have been closed: then there is nothing to put off or to drop.
        require_possible(can_proceed(assignment.drop), assignment)
        before = assignment.due
        with audited(f"assignment.{asked.kind}", assignment):
            if asked.kind == ChangeRequest.Kind.DROP:
                assignment.drop()
            elif asked.new_due:
                assignment.due = asked.new_due
            save_with_those_along(assignment)
        if asked.kind == ChangeRequest.Kind.DROP:
            _drop_parts([assignment], post)
        if asked.new_due:
            joining.follow_deadline(assignment, before)
    words = _("同意") if approved else _("不同意")
    title = _("“%(task)s”的申请批复：%(reason)s") % facts_of(assignment, f"{words} {reply}")
    tell_carrier(assignment, "decided", title, by=post)
    return asked


def open_parts(assignment: Assignment) -> int:
    """How many tasks below go with it when it is dropped: those it was broken down to, and theirs, that are not closed."""
    with scope(EVERYTHING):
        below = (
            Q(parent=assignment)
            | Q(parent__parent=assignment)
            | Q(parent__parent__parent=assignment)
        )
        return Assignment.objects.filter(below).open().count()


def _drop_parts(uppers: Sequence[Assignment], post: Post) -> None:
    """What dropped tasks were broken down to is dropped with them; what is closed stays, and what waits for a reply is answered."""
    with scope(EVERYTHING):
        every = Assignment.objects.filter(parent__in=[upper.pk for upper in uppers])
        parts = joining.lock(every)
    if not parts:
        return
    dropped = [part for part in parts if part.state in OPEN]
    reply = _("上级的任务已取消")
    with audited_all("assignment.drop", dropped):
        for part in dropped:
            part.drop()
        bulk.save(dropped, ["state"])
    with scope(EVERYTHING):
        waiting = ChangeRequest.objects.filter(assignment__in=dropped, outcome="")
        waiting.update(outcome=ChangeRequest.Outcome.REFUSED, reply=reply, decided_at=clock.now())
    joining.follow(dropped)
    for part in dropped:
        if part.served_by_id is None:
            tell_carrier(
                part, "decided", _("“%(task)s”已取消：%(reason)s") % facts_of(part, reply), by=post
            )
    _drop_parts(parts, post)
