"""What the registers of the room have alike: whose rows they are, how they are narrowed, who may act on them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.grassroots.models import Assessment
from zulian.grassroots.models.standards import LEVELS
from zulian.grassroots.radar import radar
from zulian.grassroots.room import CHECK, ROOM
from zulian.grassroots.services.common import is_above
from zulian.grassroots.services.comparison import profile
from zulian.regions.filters import UnitFilter
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown, in_words

# The organisation that a row is of, by its name; the level that it stands at.
UNIT = Shown("region", value=lambda row: row.region.organisation)
LEVEL = Shown("region__level", _("层级"))
BY_PLACE = (
    UnitFilter("words", label=_("单位名称")),
    django_filters.ChoiceFilter(
        field_name="level",
        label=_("层级"),
        choices=LEVELS,
        empty_label=ALL,
        method=lambda rows, name, value: rows.filter(region__level=value),
    ),
)


class GrassrootsRegister(Register):
    """A register of the room: whoever checks others writes it, unless an action says otherwise."""

    room, permission, write = ROOM, "grassroots", CHECK


def if_any(name: str) -> Shown:
    """What is said of a row only where it is not nothing."""
    return Shown(name, value=lambda row: in_words(getattr(row, name) or None))


def axes_of(sheet: Assessment | None) -> dict[str, Any]:
    """What a sheet came to group by group, as the template of a page shows it; nothing for none."""
    axes = profile(sheet) if sheet else []
    return {"last": sheet, "axes": axes, "radar": radar(axes)}


def stands_above(post: Post, row: Any) -> bool:
    """Whether a post works at a level above the organisation that a row is of."""
    return is_above(post, row.region_id)
