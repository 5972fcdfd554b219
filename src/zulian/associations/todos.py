"""What the associations put on the to-do list."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations.models import Activity, Meeting, Opinion, Review, RightsCase
from zulian.foundation.clock import today
from zulian.foundation.dates import months_before
from zulian.foundation.public import register_front
from zulian.foundation.waiting import Waiting, register_waiting

register_front("associations", _("专门协会"), "public", "easy")


def open_cases(post: Post) -> QuerySet[RightsCase]:
    """Complaints to take up and to close; their words stay on their page."""
    return (
        RightsCase.objects.seen_by(post)
        .filter(state__in=["new", "handling"])
        .order_by("due_on", "pk")
    )


def missed_meetings(post: Post) -> QuerySet[Meeting]:
    """One's own meetings of the last year whose day has passed."""
    own = Meeting.objects.with_names().filter(
        region_id=post.region_id, association__set_up_on__isnull=False
    )
    due = own.filter(due_on__gt=months_before(today(), 12), due_on__lt=today())
    return due.exclude(state=Meeting.State.HELD).order_by("due_on", "pk")


def unanswered(post: Post) -> QuerySet[Opinion]:
    """One's own opinions and proposals without an answer."""
    return Opinion.objects.filter(region_id=post.region_id, state=Opinion.State.OPEN).order_by(
        "on", "pk"
    )


def to_sum_up(post: Post) -> QuerySet[Activity]:
    """One's own activities that are over and not summed up."""
    own = Activity.objects.filter(
        region_id=post.region_id, state__in=["approved", "held"], on__lt=today()
    )
    return own.order_by("on", "pk")


def to_approve(post: Post) -> QuerySet[Activity]:
    """Activities that the federation is asked to approve."""
    return Activity.objects.filter(
        region_id=post.region_id, state=Activity.State.SUBMITTED
    ).order_by("on", "pk")


def to_review(post: Post) -> QuerySet[Review]:
    """Yearly self-ratings that the federation is to review."""
    return (
        Review.objects.filter(region_id=post.region_id, state=Review.State.SUBMITTED)
        .with_names()
        .order_by("pk")
    )


register_waiting(
    Waiting(
        key="associations.cases",
        is_of_people=True,
        name=_("要办的维权个案"),
        listing="associations:case-list",
        permission="association.case",
        rows=open_cases,
        day="due_on",
        note=lambda case: case.get_state_display(),
    ),
    Waiting(
        key="associations.meetings",
        name=_("过期未开的协会会议"),
        listing="associations:meeting-list",
        permission="association.write",
        rows=missed_meetings,
        title=lambda meeting: meeting.subject,
        day="due_on",
        note=lambda meeting: meeting.association.short,
    ),
    Waiting(
        key="associations.opinions",
        is_of_people=True,
        name=_("待答复的意见建议"),
        listing="associations:opinion-list",
        permission="association.write",
        rows=unanswered,
        title=lambda opinion: opinion.text,
        since="on",
    ),
    Waiting(
        key="associations.sum-up",
        name=_("要登记总结的协会活动"),
        listing="associations:activity-list",
        permission="association.write",
        rows=to_sum_up,
        title=lambda activity: activity.title,
        day="on",
        is_deadline=False,
    ),
    Waiting(
        key="associations.approve",
        name=_("待审批的协会活动"),
        listing="associations:activity-list",
        permission="association.lead",
        rows=to_approve,
        title=lambda activity: activity.title,
        day="on",
        is_deadline=False,
        url=lambda activity: reverse("associations:activity-judge", args=[activity.pk]),
    ),
    Waiting(
        key="associations.reviews",
        name=_("待评议的协会自评"),
        listing="associations:review-list",
        permission="association.lead",
        rows=to_review,
        title=lambda review: f"{review.association.short} {review.year}",
    ),
)
