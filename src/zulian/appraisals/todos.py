"""What appraisal puts on the to-do list: objections to answer, marks to give, results to look at while they may be objected to."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.appraisals.models import Scheme, Score, UnitResult
from zulian.appraisals.room import OWN, WRITE
from zulian.foundation.waiting import Waiting, register_waiting


def to_answer(post: Post) -> QuerySet[UnitResult]:
    """Units that object to marks which one's own organisation gave."""
    objected = Score.objects.objected().filter(result=OuterRef("pk"))
    rows = UnitResult.objects.with_names().filter(scheme__region_id=post.region_id)
    return rows.filter(Exists(objected)).order_by("scheme__told_on", "pk")


def to_look_at(post: Post) -> QuerySet[UnitResult]:
    """One's own results that were told and are not published yet."""
    rows = UnitResult.objects.with_names().filter(region_id=post.region_id)
    return rows.filter(scheme__state=Scheme.State.TOLD).order_by("scheme__told_on", "pk")


register_waiting(
    Waiting(
        key="appraisals.objected",
        name=_("待答复的考核异议"),
        listing="appraisals:result-list",
        permission=WRITE,
        rows=to_answer,
        note=lambda result: result.scheme.name,
    ),
    Waiting(
        key="appraisals.told",
        name=_("已告知、可提异议的考核结果"),
        listing="appraisals:result-list",
        permission=OWN,
        rows=to_look_at,
        day="scheme__objection_until",
        note=lambda result: result.scheme.name,
    ),
)
