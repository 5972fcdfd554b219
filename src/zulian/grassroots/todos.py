"""What the grassroots organisations put on the to-do list."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Campaign,
    Objection,
    Problem,
    ProblemState,
)
from zulian.grassroots.models.campaigns import TOLD

NEXT_LEVEL = {4: 6, 6: 9, 9: 12}


def running() -> Any:
    """Sheets of campaigns that run."""
    rows = Assessment.objects.filter(campaign__state=Campaign.State.OPEN)
    return rows.with_names().order_by("campaign__self_due", "region_id", "pk")


def to_fill(post: Post) -> QuerySet[Assessment]:
    """Sheets of one's own organisation to fill in."""
    return running().filter(region_id=post.region_id).to_fill()  # type: ignore[no-any-return]


def to_accept(post: Post) -> QuerySet[Assessment]:
    """Results that one's own organisation is to agree with or to object to."""
    return running().filter(region_id=post.region_id, state__in=TOLD, accepted_on=None)  # type: ignore[no-any-return]


def to_check(post: Post) -> QuerySet[Assessment]:
    """Sheets that the level just below handed in."""
    below = running().filter(
        state=AssessmentState.SUBMITTED, region__level=NEXT_LEVEL.get(post.level, 0)
    )
    return below.exclude(region_id=post.region_id).exclude(submitted_by=post)  # type: ignore[no-any-return]


def to_visit(post: Post) -> QuerySet[Assessment]:
    """Organisations that a post is to check on the spot."""
    return running().to_visit().filter(visitor=post)  # type: ignore[no-any-return]


def with_objections(post: Post) -> QuerySet[Assessment]:
    """Sheets with objections to decide."""
    open_ones = Objection.objects.filter(outcome="").exclude(region_id=post.region_id)
    rows = Assessment.objects.filter(pk__in=open_ones.order_by().values("mark__assessment"))
    return rows.with_names().order_by("region_id", "pk")


def to_mend(post: Post) -> QuerySet[Problem]:
    """Problems that a post is to mend, and those of its own organisation that nobody in particular does."""
    mine = Problem.objects.filter(Q(owner=post) | Q(owner=None, region_id=post.region_id))
    return mine.exclude(state__in=["mended", "closed"]).with_names().order_by("due", "pk")


def to_verify(post: Post) -> QuerySet[Problem]:
    """Problems that the level just below says are mended."""
    below = Problem.objects.filter(
        state=ProblemState.MENDED, region__level=NEXT_LEVEL.get(post.level, 0)
    )
    return below.with_names().order_by("due", "pk")


SHEET: dict[str, Any] = {
    "listing": "grassroots:sheet-list",
    "title": lambda sheet: f"{sheet.region.organisation} · {sheet.campaign.name}",
}
PROBLEM: dict[str, Any] = {
    "listing": "grassroots:problem-list",
    "title": lambda problem: problem.text[:40],
    "day": "due",
    "note": lambda problem: problem.region.organisation,
}
register_waiting(
    Waiting(
        key="grassroots.fill",
        name=_("等本单位自查的评估表"),
        permission="grassroots.read",
        rows=to_fill,
        day="campaign__self_due",
        **SHEET,
    ),
    Waiting(
        key="grassroots.accept",
        name=_("等本单位确认的评估结果"),
        permission="grassroots.read",
        rows=to_accept,
        day="campaign__review_due",
        **SHEET,
    ),
    Waiting(
        key="grassroots.check",
        name=_("等复核的评估表"),
        permission="grassroots.check",
        rows=to_check,
        day="campaign__review_due",
        **SHEET,
    ),
    Waiting(
        key="grassroots.visit",
        name=_("由我实地检查的单位"),
        permission="grassroots.check",
        rows=to_visit,
        day="campaign__ends_on",
        **SHEET,
    ),
    Waiting(
        key="grassroots.objections",
        name=_("有申诉等裁定的评估表"),
        permission="grassroots.check",
        rows=with_objections,
        **SHEET,
    ),
    Waiting(
        key="grassroots.mend",
        name=_("要整改的问题"),
        permission="grassroots.fill",
        rows=to_mend,
        **PROBLEM,
    ),
    Waiting(
        key="grassroots.verify",
        name=_("等验收的整改"),
        permission="grassroots.check",
        rows=to_verify,
        is_deadline=False,
        **PROBLEM,
    ),
)
