"""What the pages of the room share: the way to them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.grassroots.models import Assessment, Campaign, Standard

Crumbs = list[tuple[Any, str]]


def home() -> Crumbs:
    """The room."""
    return [(_("基层组织"), reverse("grassroots:organisations"))]


def to_standard(found: Standard) -> Crumbs:
    """The way to a standard."""
    return [
        *home(),
        (_("评估标准"), reverse("grassroots:standards")),
        (str(found), reverse("grassroots:standard", args=[found.pk])),
    ]


def to_campaign(found: Campaign) -> Crumbs:
    """The way to a campaign."""
    return [
        *home(),
        (_("评估活动"), reverse("grassroots:campaigns")),
        (found.name, reverse("grassroots:campaign", args=[found.pk])),
    ]


def to_sheet(found: Assessment) -> Crumbs:
    """The way to a sheet."""
    return [*to_campaign(found.campaign), (found.region.organisation, reverse("grassroots:sheet", args=[found.pk]))]
