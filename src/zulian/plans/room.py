"""What the pages of plans and of tasks share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room

PLANS = Room("plans", _("工作要点"), "circular-list", ())
ROOM = Room("plans", _("任务台账"), "assignment-list", ())
