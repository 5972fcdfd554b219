"""The pictures on the first pages: holders by category, age and grade from the kept counts, and how long the steps of cases take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.certificates.services import statistics
from zulian.certificates.services.holder_lines import Holders
from zulian.foundation.clock import today
from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Line, Look, Part, Picture
from zulian.people.disabilities import GRADES

# From the most severe grade on; each with lines of its own, so that paper tells them apart.
GRADE_PARTS = tuple(
    Part(name, look)
    for (_grade, name), look in zip(
        GRADES, (Look.FULL, Look.HATCH, Look.CROSS, Look.DOTS), strict=True
    )
)
TIME_PARTS = (
    Part(_("中位数"), Look.FULL),
    Part(_("到九成再加"), Look.DOTS),
    Part(_("件数")),
    Part(_("超时")),
)


# What the cases themselves show stands before who holds a card.
@register_pictures("certificates:case-list")
def times(post: Any) -> Sequence[Picture]:
    """Working days of the steps that were finished this year, but for those that are done on the day."""
    if not post.may("certificate.read"):
        return []
    lines = [
        Line(one.name, (one.median, _more(one), one.count, one.late), one.url)
        for one in statistics.step_times(post.region, today().year)
        if one.median or _more(one) or one.late
    ]
    page = f"{reverse('certificates:times')}?under={post.region.code}"
    return [Picture(_("本年各环节用时（工作日，当天办完的不列）"), TIME_PARTS, lines, url=page)]


@register_pictures("certificates:case-list", "people:person-list")
def holders(post: Any) -> Sequence[Picture]:
    """Holders by category and by age, each by grade: both from one statement."""
    if not post.may("certificate.read"):
        return []
    by_category, by_age = statistics.holders_by_grade(post.region)
    page = f"{reverse('certificates:holders')}?under={post.region.code}&by="
    return [
        Picture(_("持证人：类别和等级"), GRADE_PARTS, _lines(by_category), url=f"{page}category"),
        Picture(_("持证人：年龄和等级"), GRADE_PARTS, _lines(by_age), url=f"{page}age"),
    ]


def _more(time: statistics.StepTime) -> float:
    """How many days more than half of the cases nine tenths of them took."""
    return max((time.ninety or 0) - (time.median or 0), 0)


def _lines(holders: Iterable[Holders]) -> list[Line]:
    return [
        Line(one.name, [one.grades[grade] for grade, _name in GRADES], one.url(""))
        for one in holders
    ]
