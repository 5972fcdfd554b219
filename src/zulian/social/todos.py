"""What the room of social organisations puts on the to-do list."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.public import register_front
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.social.models import Milestone, Purchase

register_front("social", _("残疾人社会组织"), "public", "easy")


def to_move_on(post: Post) -> QuerySet[Purchase]:
    """One's own purchases whose next step is due."""
    due = Q(state="called", closes_on__lt=today()) | Q(state__in=["judging", "decided"])
    return Purchase.objects.filter(due, region_id=post.region_id).order_by("pk")


def to_accept(post: Post) -> QuerySet[Milestone]:
    """One's own milestones to accept and to pay."""
    own = Milestone.objects.filter(region_id=post.region_id, state__in=["delivered", "accepted"])
    return own.select_related("contract").order_by("due_on", "pk")


register_waiting(
    Waiting(
        key="social.purchases",
        name=_("要推进的购买服务"),
        listing="social:purchase-list",
        permission="social.write",
        rows=to_move_on,
        note=lambda purchase: purchase.get_state_display(),
    ),
    Waiting(
        key="social.milestones",
        name=_("待验收和付款的节点"),
        listing="social:milestone-list",
        permission="social.write",
        rows=to_accept,
        title=lambda milestone: milestone.words,
        day="due_on",
        note=lambda milestone: milestone.get_state_display(),
        url=lambda milestone: milestone.contract.get_absolute_url(),
    ),
)
