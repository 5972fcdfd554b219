"""The pictures on the first page: what the associations lack of the norm, and which of the five kinds are set up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.associations.models import SHORT, Association, Kind
from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Line, Look, Part, Picture
from zulian.indicators.fronts import reached

GAP = (
    ("associations.set_up", _("组建")),
    ("associations.office", _("办公场所")),
    ("associations.staffed", _("专兼职人员")),
    ("associations.in_term", _("委员会任期和主席")),
    ("associations.meetings", _("会议按期召开")),
    ("associations.summed", _("活动有总结")),
)
KINDS = (Part(_("已成立"), Look.FULL), Part(_("待成立"), Look.EMPTY))


@register_pictures("associations:association-list")
def gap(post: Any) -> Sequence[Picture]:
    """The gap from the measures that stand on the page anyway, the kinds from one statement."""
    rows = Association.objects.within(post.region).order_by().values("kind")
    found = {
        row["kind"]: (row["there"], row["due"] - row["there"])
        for row in rows.annotate(due=Count("pk"), there=Count("set_up_on"))
    }
    kinds = [
        Line(SHORT[kind], found[kind], _url({"kind": kind.value})) for kind in Kind if kind in found
    ]
    return [
        *reached(post, _("与建设规范的差距"), GAP),
        Picture(
            _("五类协会组建"), KINDS, kinds, is_share=True, url=reverse("associations:statistics")
        ),
    ]


def _url(query: dict[str, Any]) -> str:
    return f"{reverse('associations:association-list')}?{urlencode(query)}"
