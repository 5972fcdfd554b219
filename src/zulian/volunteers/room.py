"""The pages of volunteers: their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ = "volunteer.read"
ROOM = Room(
    "volunteers",
    _("志愿助残"),
    "volunteer-list",
    (
        Tab("people", _("志愿者"), "volunteer-list", READ),
        Tab("registrations", _("注册审核"), "registration-list", READ),
        Tab("needs", _("需求"), "need-list", READ),
        Tab("services", _("供需对接"), "service-list", READ),
        Tab("activities", _("活动"), "activity-list", READ),
        Tab("training", _("培训"), "training-list", READ),
        Tab("network", _("组织网络"), "unit-list", READ),
        Tab("statistics", _("统计月报"), "statistics", READ),
    ),
)
home, to, one = ROOM.home, ROOM.url, ROOM.detail_page
