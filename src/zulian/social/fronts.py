"""The pictures on the first page: organisations by how far they have come, purchases of services by stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Line, Look, Part, Picture
from zulian.social.models import Organisation, Purchase

STAGES = (Part(_("项目（个）"), Look.FULL), Part(_("预算（元）")))
STATES = (Part(_("组织（个）"), Look.HATCH),)


@register_pictures("social:organisation-list")
def stages(post: Any) -> Sequence[Picture]:
    """Two registers, each from one statement."""
    organisations = Organisation.objects.within(post.region).order_by().values("state")
    there = {row["state"]: row["n"] for row in organisations.annotate(n=Count("pk"))}
    purchases = Purchase.objects.within(post.region).order_by().values("state")
    bought = {
        row["state"]: (row["n"], float(row["money"]))
        for row in purchases.annotate(n=Count("pk"), money=Sum("budget"))
    }
    return [
        Picture(
            _("社会组织培育和登记"),
            STATES,
            [
                Line(state.label, (there.get(state, 0),), _url("organisation", state))
                for state in Organisation.State
            ],
        ),
        Picture(
            _("购买服务进展"),
            STAGES,
            [
                Line(state.label, bought.get(state, (0, 0.0)), _url("purchase", state))
                for state in Purchase.State
            ],
        ),
    ]


def _url(what: str, state: str) -> str:
    return f"{reverse(f'social:{what}-list')}?{urlencode({'state': state})}"
