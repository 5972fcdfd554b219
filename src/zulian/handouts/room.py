"""The pages of handouts (通知传阅) and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room

READ, WRITE, FOLLOW = "handout.read", "handout.write", "handout.follow"
ROOM = Room("handouts", _("通知传阅"), "handout-list", ())
