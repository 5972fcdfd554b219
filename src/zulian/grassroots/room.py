"""The pages of grassroots organisations: their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import Button
from zulian.foundation.rooms import Room, Tab
from zulian.regions.models import Region

READ, FILL, CHECK, LEAD = (f"grassroots.{what}" for what in ("read", "fill", "check", "lead"))
ROOM = Room(
    "grassroots",
    _("基层组织"),
    "organisation-list",
    (
        Tab("organisations", _("组织台账"), "organisation-list", READ),
        Tab("gaps", _("缺项统计"), "gaps", READ),
        Tab("campaigns", _("达标评估"), "campaign-list", READ),
        Tab("problems", _("问题整改"), "problem-list", READ),
        Tab("standards", _("评估标准"), "standard-list", READ),
    ),
)


def up(region: Region, post: Post, address: str = "?") -> list[Button]:
    """The way back from a division that a page has drilled into."""
    return [] if region.pk == post.region_id else [Button(_("返回本级"), address, "arrow-back-up")]
