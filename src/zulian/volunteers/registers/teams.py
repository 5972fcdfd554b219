"""The registers of teams and of stretches of service (志愿服务团体、服务记录)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import ListItem
from zulian.registers.actions import Add
from zulian.registers.filters import EmptyFilter
from zulian.volunteers.models import Stint, Team, Volunteer
from zulian.volunteers.registers.parts import (
    BY_KIND,
    KIND,
    VOLUNTEER,
    VolunteersRegister,
    between,
    by_name,
)
from zulian.volunteers.services import registry as services
from zulian.volunteers.services.common import words_of


class TeamRegister(VolunteersRegister):
    """Groups of volunteers that come together."""

    model = Team
    key, prefix, tab = "team", "teams/", "people"
    columns = ("name", "region", "leader", "host", "since")
    facts = ("region", "leader", "host", "since")
    panels = (Volunteer,)
    actions = (
        Add(
            label=_("登记团体"),
            title=_("登记志愿服务团体"),
            service=lambda call: services.add_team(call.post, call.data),
            fields=("name", "region", "leader", "phone", "host"),
            button=_("登记"),
            done=_("已登记。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("region")


def stint_state(row: Stint) -> tuple[str, str]:
    """Whether the hours of a stretch count already."""
    return ("closed", gettext("已计入")) if row.confirmed_on else ("reported", gettext("待确认"))


class StintRegister(VolunteersRegister):
    """Stretches of service, whose hours count once they are confirmed."""

    model = Stint
    key, prefix, tab, ledger, title = (
        "stint",
        "hours/",
        "people",
        "volunteer-hours",
        _("志愿服务记录"),
    )
    intro = _("扫码签到签退或由服务对象、联络站确认后计入时长；重叠和超时的不予登记。")
    parent, has_page = "volunteer", False
    columns = (VOLUNTEER, "day", "region", KIND, "start", "end", "hours", "how", "confirmed_on")
    filters = (
        by_name("volunteer__person"),
        BY_KIND,
        EmptyFilter("confirmed_on", _("待确认")),
        *between("day"),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        words = gettext("%(h)s 小时 · %(how)s") % {
            "h": f"{row.hours:f}",
            "how": row.get_how_display(),
        }
        return ListItem(f"{row.day} {words_of(row.kind)}", "", words, *stint_state(row))


TEAMS = TeamRegister()
STINTS = StintRegister()
