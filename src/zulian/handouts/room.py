"""The pages of handouts (通知传阅): their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ, WRITE, FOLLOW = "handout.read", "handout.write", "handout.follow"
ROOM = Room(
    "handouts",
    _("通知传阅"),
    "handout-list",
    (Tab("handouts", _("传阅材料"), "handout-list", READ),),
)
