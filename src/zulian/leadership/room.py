"""The pages of cadres: the tabs that the rooms of leadership and of files share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

NAME = _("干部队伍")
TABS = (
    Tab("offices", _("领导班子"), "leadership:office-list", "office.read"),
    Tab("files", _("干部档案"), "cadres:cadre-list", "cadre.read"),
    Tab("reserve", _("后备干部"), "cadres:reserve-list", "cadre.read"),
    Tab("structure", _("后备结构"), "cadres:reserve-structure", "cadre.read"),
    Tab("trainings", _("培养锻炼"), "cadres:training-list", "cadre.read"),
)
ROOM = Room("leadership", NAME, "office-list", TABS)
