"""What handouts put on the to-do list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.waiting import Waiting, register_waiting
from zulian.handouts.models import Handout

register_waiting(
    Waiting(
        key="handouts.read",
        name=_("等我读的通知和学习材料"),
        listing="handouts:handout-list",
        permission="handout.read",
        rows=lambda post: (
            Handout.objects.unread_by(post).select_related("region").order_by("read_by", "pk")
        ),
        day="read_by",
        since="at",
        note=lambda handout: handout.region.organisation,
    )
)
