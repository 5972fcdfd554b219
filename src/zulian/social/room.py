"""The pages of social organisations: their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ = "social.read"
ROOM = Room(
    "social",
    _("社会组织"),
    "organisation-list",
    (
        Tab("organisations", _("社会组织"), "organisation-list", READ),
        Tab("inspections", _("年检和扶持"), "inspection-list", READ),
        Tab("purchases", _("购买服务"), "purchase-list", READ),
        Tab("contracts", _("合同履约"), "contract-list", READ),
    ),
)
home, to = ROOM.home, ROOM.url
