"""What the congresses put on the to-do list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.congress.models import Step, StepState
from zulian.congress.models.rounds import DONE
from zulian.foundation.clock import today
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.regions.models import Level

NOTICE = timedelta(days=30)


def to_take(post: Post) -> QuerySet[Step]:
    """Steps of one's own congress that come next."""
    own = Step.objects.open().filter(
        region_id=post.region_id, congress__state__in=["preparing", *DONE]
    )
    soon = own.exclude(state=StepState.SUBMITTED).filter(due__lte=today() + NOTICE)
    return soon.with_names().order_by("due", "order")


def to_approve(post: Post) -> QuerySet[Step]:
    """Steps that the level just below hands in."""
    below = Level(post.region.level).below or 0
    return (
        Step.objects.filter(state=StepState.SUBMITTED, region__level=below)
        .with_names()
        .order_by("done_on", "pk")
    )


STEP: dict[str, Any] = {
    "listing": "congress:step-list",
    "title": lambda step: step.name,
    "day": "due",
    "note": lambda step: f"{step.region.organisation} · {step.congress.name}",
}
register_waiting(
    Waiting(
        key="congress.steps",
        name=_("换届要办的步骤"),
        permission="congress.write",
        rows=to_take,
        **STEP,
    ),
    Waiting(
        key="congress.approvals",
        name=_("等我审批的换届步骤"),
        permission="congress.round",
        rows=to_approve,
        **STEP,
    ),
)
