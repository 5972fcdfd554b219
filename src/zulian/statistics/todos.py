"""What statistical returns put on the to-do list of who fills them and of who judges them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.statistics.models import Filing
from zulian.statistics.room import WRITE


def to_hand_in(post: Post) -> QuerySet[Filing]:
    """One's own returns that are still to be handed in."""
    own = Filing.objects.unsent().filter(region_id=post.region_id)
    return own.with_names().order_by("due_on", "pk")


def to_judge(post: Post) -> QuerySet[Filing]:
    """The returns of units just below that wait for a verdict."""
    return Filing.objects.to_judge(post.region_id).with_names().order_by("due_on", "pk")


def to_remind(post: Post) -> QuerySet[Filing]:
    """The returns of units just below that should have been handed in by now."""
    late = Filing.objects.overdue(today()).filter(to_id=post.region_id)
    return late.with_names().order_by("due_on", "pk")


register_waiting(
    Waiting(
        key="statistics.fill",
        name=_("待填报、上报的统计报表"),
        listing="statistics:filing-list",
        permission=WRITE,
        rows=to_hand_in,
        day="due_on",
    ),
    Waiting(
        key="statistics.judge",
        name=_("下级上报、待审核的统计报表"),
        listing="statistics:filing-list",
        permission=WRITE,
        rows=to_judge,
        since="handed_on",
        note=lambda filing: filing.region.name,
    ),
    Waiting(
        key="statistics.late",
        name=_("下级逾期未报、要催报的统计报表"),
        listing="statistics:filing-list",
        permission=WRITE,
        rows=to_remind,
        day="due_on",
        note=lambda filing: filing.region.name,
    ),
)
