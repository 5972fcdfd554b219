"""The room and the ways within it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Crumbs, Room, Tab

ROOM = Room(
    "volunteers", _("志愿助残"), "list",
    (
        Tab("people", _("志愿者"), "list", "volunteer.read"), Tab("registrations", _("注册审核"), "registrations", "volunteer.read"),
        Tab("needs", _("需求"), "needs", "volunteer.read"), Tab("services", _("供需对接"), "services", "volunteer.read"),
        Tab("activities", _("活动"), "activities", "volunteer.read"), Tab("training", _("培训"), "trainings", "volunteer.read"),
        Tab("network", _("组织网络"), "units", "volunteer.read"), Tab("statistics", _("统计月报"), "statistics", "volunteer.read"),
    ),
)  # fmt: skip
home, to, listing, one = ROOM.home, ROOM.to, ROOM.listing, ROOM.one
__all__ = ["ROOM", "Crumbs", "home", "listing", "one", "to"]
