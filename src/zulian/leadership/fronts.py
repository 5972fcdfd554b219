"""The pictures on the first page: leading offices that are held and vacant, by the level of the federation and by office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.foundation.clock import today
from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Line, Look, Part, Picture
from zulian.leadership.indicators import filled
from zulian.leadership.models import TITLES, Office
from zulian.regions.filters import LEVELS

PARTS = (Part(_("已配备"), Look.FULL), Part(_("空缺"), Look.LATE))


@register_pictures("leadership:office-list")
def offices(post: Any) -> Sequence[Picture]:
    """Who holds what, from one statement."""
    due: Counter[Any] = Counter()
    held: Counter[Any] = Counter()
    rows = Office.objects.within(post.region).in_use().filter(leading=True).order_by()
    for level, body, rank, n, there in (
        rows.values_list("region__level", "body", "rank")
        .annotate(n=Count("pk"), there=Count("pk", filter=filled(today())))
        .values_list("region__level", "body", "rank", "n", "there")
    ):
        for key in (level, (body, rank)):
            due[key] += n
            held[key] += there
    vacant = {"state": "vacant"}
    by_level = [
        Line(name, (held[level], due[level] - held[level]), _url(vacant | {"region__level": level}))
        for level, name in LEVELS
        if due[level]
    ]
    by_title = [
        Line(title, (held[key], due[key] - held[key])) for key, title in TITLES.items() if due[key]
    ]
    return [
        Picture(_("各级领导职务配备"), PARTS, by_level, is_share=True),
        Picture(_("各类领导职务配备"), PARTS, by_title),
    ]


def _url(query: dict[str, Any]) -> str:
    return f"{reverse('leadership:office-list')}?{urlencode(query)}"
