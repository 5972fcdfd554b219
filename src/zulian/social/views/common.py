"""The room and the ways within it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

ROOM = Room(
    "social", _("社会组织"), "list",
    (
        Tab("organisations", _("社会组织"), "list", "social.read"), Tab("inspections", _("年检和扶持"), "inspections", "social.read"),
        Tab("purchases", _("购买服务"), "purchases", "social.read"), Tab("contracts", _("合同履约"), "contracts", "social.read"),
    ),
)  # fmt: skip
home, to = ROOM.home, ROOM.to
