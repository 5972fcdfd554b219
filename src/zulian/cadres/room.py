"""The pages of cadres' files and of the reserve: the way to them."""

from __future__ import annotations

from zulian.foundation.rooms import Room
from zulian.leadership.room import NAME, TABS

ROOM = Room("cadres", NAME, "cadre-list", TABS)
