"""What the pages of tasks share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room

ROOM = Room("plans", _("任务台账"), "assignment-list", ())
