"""The picture on the first page: organisations that reach the standard, by level, and what they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Picture
from zulian.indicators.fronts import reached

STANDING = (
    ("grassroots.reached_county", _("县（区）残联达标")),
    ("grassroots.reached_township", _("乡镇（街道）残联达标")),
    ("grassroots.reached_village", _("村（社区）残协达标")),
)
WORK = (
    ("grassroots.equipped", _("组织建设齐全")),
    ("grassroots.checked", _("自查已上报")),
    ("grassroots.evidenced", _("评分附有佐证")),
    ("grassroots.mended", _("问题按期销号")),
)


@register_pictures("grassroots:organisation-list")
def standing(post: Any) -> Sequence[Picture]:
    """From the measures that stand on the page anyway."""
    return [
        *reached(post, _("各级组织达标"), STANDING),
        *reached(post, _("建设、自查和整改"), WORK),
    ]
