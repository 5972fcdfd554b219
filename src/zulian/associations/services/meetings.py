"""Meetings: the year's calendar by the rule, notice, attendance with a quorum, minutes, decisions followed to the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.associations.models import Decision, Meeting, Seat
from zulian.associations.rules.calendar import enough
from zulian.associations.rules.figures import norms
from zulian.associations.services.common import lock_own_association, require_own
from zulian.departments.models import Department
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.leadership import meetings
from zulian.regions.models import Region

CHAIRS = (Seat.Office.CHAIR, Seat.Office.VICE)


@unit_of_work
def plan(pk: int, post: Post, values: dict[str, Any]) -> Meeting:
    """A meeting beyond the calendar."""
    association = lock_own_association(pk, post)
    meeting = Meeting(association=association, **values)
    with audited("meeting.plan", meeting):
        meeting.save()
    return meeting


def due(meeting: Meeting) -> Any:
    """The committee members who should come: the chairs, or all."""
    rows = (
        Seat.objects.open().filter(association_id=meeting.association_id).select_related("person")
    )
    return rows.filter(office__in=CHAIRS) if meeting.kind == "chairs" else rows


@unit_of_work
def notify(pk: int, post: Post, values: dict[str, Any]) -> Meeting:
    """发通知: day, place and agenda are set; the office learns of it, the notice is a paper for those who come.

    Raises ValidationError where nobody has a seat yet.
    """
    meeting = locked(Meeting, pk, Meeting.State.PLANNED, Meeting.State.NOTICED)
    require_own(meeting, post)
    if not due(meeting).exists():
        raise ValidationError(_("还没有委员，请先在协会页面登记委员会。"))
    with audited("meeting.notify", meeting):
        for name, value in values.items():
            setattr(meeting, name, value)
        if meeting.state == Meeting.State.PLANNED:
            meeting.notify()
        meeting.save()
    send(
        meeting.region_id,
        "meeting",
        _("协会会议：%(what)s") % {"what": meeting.subject},
        reverse("associations:meeting", args=[pk]),
        f"association-meeting-{pk}",
    )
    return meeting


@unit_of_work
def hold(pk: int, post: Post, present: Iterable[Seat], minutes: str) -> Meeting:
    """登记召开: who came, what was said; without a quorum it does not count as held.

    Raises ValidationError before its day, and without the quorum of the policy (`associations/norms`).
    """
    meeting = locked(Meeting, pk, Meeting.State.NOTICED)
    require_own(meeting, post)
    if meeting.on > today():
        raise ValidationError(_("会议日期还没有到（%(day)s）。") % {"day": meeting.on})
    seats, called = list(present), due(meeting).count()
    quorum = norms(place=meeting.region_id)["quorum"]
    if not enough(len(seats), called, quorum):
        raise ValidationError(
            {
                "present": _(
                    "应到 %(called)d 人，实到 %(n)d 人，不足 %(share)d%%，会议不能算召开。"
                )
                % {"called": called, "n": len(seats), "share": quorum}
            }
        )
    with audited("meeting.hold", meeting):
        meeting.hold()
        meeting.minutes = need_words(minutes, "minutes", _("请填写会议纪要。"))
        meeting.called = called
        meeting.save()
        meeting.present.set(seats)
    return meeting


@unit_of_work
def decide(
    pk: int,
    post: Post,
    text: str,
    owner: Region,
    due_day: date,
    department: Department | None = None,
) -> Decision:
    """议定事项: a task of the plan where one is in force, else followed here."""
    meeting = locked(Meeting, pk, Meeting.State.HELD)
    require_own(meeting, post)
    decision = Decision(meeting=meeting, text=text, owner=owner, due=due_day, department=department)
    meetings.decide(decision, post, meeting.on, "associations.")
    return decision


@unit_of_work
def settle(pk: int, post: Post, outcome: str) -> Decision:
    """办结, with what came of it."""
    decision = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(decision, post)
    decision.outcome = need_words(outcome, "outcome", _("请写明落实情况。"))
    meetings.settle(decision)
    return decision
