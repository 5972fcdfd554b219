"""The pages of associations: their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ = "association.read"
ROOM = Room(
    "associations",
    _("专门协会"),
    "association-list",
    (
        Tab("bodies", _("协会"), "association-list", READ),
        Tab("people", _("委员和会员"), "seat-list", READ),
        Tab("meetings", _("会议"), "meeting-list", READ),
        Tab("contacts", _("联系"), "contact-list", READ),
        Tab("research", _("调研"), "research-list", READ),
        Tab("activities", _("活动品牌"), "activity-list", READ),
        Tab("cases", _("维权"), "case-list", "association.case"),
        Tab("reviews", _("创先争优"), "review-list", READ),
        Tab("statistics", _("分类统计"), "statistics", READ),
    ),
)
home, to = ROOM.home, ROOM.url
