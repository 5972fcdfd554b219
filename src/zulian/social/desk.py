"""What the room of social organisations puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.public import register_front
from zulian.foundation.registries import Todo, TodoGroup, few, register_todo
from zulian.social.models import Milestone, Purchase

SHOWN = 5
register_front("social", gettext_lazy("残疾人社会组织"), "public", "easy")


@register_todo
def my_purchases(post: Post) -> Iterator[TodoGroup]:
    """Own purchases whose next step is due, and milestones to accept and to pay."""
    if not post.may("social.write"):
        return
    due = Q(state="called", closes_on__lt=today()) | Q(state__in=["judging", "decided"])
    rows, count = few(Purchase.objects.filter(due, region_id=post.region_id), SHOWN)
    items = [
        Todo(p.title, reverse("social:purchase", args=[p.pk]), "purchase", note=p.get_state_display()) for p in rows
    ]
    yield TodoGroup(_("要推进的购买服务"), count, reverse("social:purchase-list"), tuple(items))
    parts = Milestone.objects.filter(region_id=post.region_id, state__in=["delivered", "accepted"]).order_by("due_on")
    first, left = few(parts, SHOWN)
    waiting = [
        Todo(
            m.words,
            reverse("social:contract", args=[m.contract_id]),
            "milestone",
            due=m.due_on,
            note=m.get_state_display(),
        )
        for m in first
    ]
    yield TodoGroup(_("待验收和付款的节点"), left, reverse("social:milestone-list"), tuple(waiting))
