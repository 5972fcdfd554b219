"""The picture on the first page: volunteers who served, and their hours, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.clock import today
from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Line, Look, Part, Picture
from zulian.volunteers.models import Stint
from zulian.volunteers.services.statistics import last_day, months

PARTS = (
    Part(gettext_lazy("服务时长（小时）"), Look.FULL),
    Part(gettext_lazy("参加服务的志愿者（人）"), Look.HATCH),
)


@register_pictures("volunteers:volunteer-list")
def by_month(post: Any) -> Sequence[Picture]:
    """The last twelve months, from one statement."""
    firsts = months(today())[::-1]
    rows = Stint.objects.within(post.region).confirmed().filter(day__gte=firsts[0])
    grouped = rows.order_by().annotate(month=TruncMonth("day")).values("month")
    found = {
        row["month"]: (float(row["hours"]), row["people"])
        for row in grouped.annotate(hours=Sum("hours"), people=Count("volunteer", distinct=True))
    }
    lines = [Line(_month(first), found.get(first, (0, 0)), _url(first)) for first in firsts]
    return [
        Picture(
            _("近十二个月的服务"),
            PARTS,
            lines,
            is_upright=True,
            url=reverse("volunteers:statistics"),
        ),
    ]


def _month(first: date) -> str:
    """A month in few letters, the first of a year with its year."""
    if first.month == 1:
        return _("%(year)d年1月") % {"year": first.year}
    return _("%(month)d月") % {"month": first.month}


def _url(first: date) -> str:
    """The stretches of service of a month."""
    query = {"since": first, "until": last_day(first)}
    return f"{reverse('volunteers:stint-list')}?{urlencode(query)}"
