"""The room and the ways within it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.associations.models import Association
from zulian.foundation.rooms import Crumbs, Room, Tab

ROOM = Room(
    "associations", _("专门协会"), "list",
    (
        Tab("bodies", _("协会"), "list", "association.read"), Tab("people", _("委员和会员"), "seats", "association.read"),
        Tab("meetings", _("会议"), "meetings", "association.read"), Tab("contacts", _("联系"), "contacts", "association.read"),
        Tab("research", _("调研"), "research", "association.read"), Tab("activities", _("活动品牌"), "activities", "association.read"),
        Tab("cases", _("维权"), "cases", "association.case"), Tab("reviews", _("创先争优"), "reviews", "association.read"),
        Tab("statistics", _("分类统计"), "statistics", "association.read"),
    ),
)  # fmt: skip
home, to = ROOM.home, ROOM.to


def association_of(pk: int) -> Association:
    """An association within the jurisdiction."""
    return get_object_or_404(Association.objects.with_names(), pk=pk)


def way_to(found: Association) -> Crumbs:
    """The way to an association."""
    return [*home(), (found.short, to("association", found.pk))]


def writes(request: PostRequest, row: Any, permission: str = "association.write") -> bool:
    """Whether the post may write a row: of its own division, with the permission."""
    return request.post.may(permission) and row.region_id == request.post.region_id
