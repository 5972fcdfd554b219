"""The pages of congresses: the tabs of the room, and those of one congress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

if TYPE_CHECKING:
    from zulian.congress.models import Congress

READ = "congress.read"
ROOM = Room(
    "congress",
    _("换届"),
    "wave",
    (
        Tab("wave", _("换届进度"), "wave", READ),
        Tab("steps", _("筹备步骤"), "step-list", READ),
        Tab("congresses", _("历次代表大会"), "congress-list", READ),
        Tab("people", _("各级代表"), "delegate-list", READ),
    ),
)
OF_ONE = (
    ("steps", _("筹备清单"), "congress"),
    ("quota", _("名额和构成"), "congress-quota"),
    ("delegates", _("代表名单"), "congress-delegates"),
    ("composition", _("构成检查"), "congress-composition"),
    ("contests", _("选举"), "congress-contests"),
    ("check-in", _("签到"), "congress-check-in"),
)


def room_of(congress: Congress) -> Room:
    """The same room with the tabs of one congress."""
    tabs = tuple(Tab(key, label, to, READ, (congress.pk,)) for key, label, to in OF_ONE)
    return Room(ROOM.app, _("本次大会"), ROOM.front, tabs)
