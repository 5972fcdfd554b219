"""The step of a new site that this room knows: the first circular, uploaded, checked and adopted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.beginning import BeginningStep, Stand, register_steps
from zulian.accounts.models import Post
from zulian.plans.models import Circular
from zulian.regions.models import ancestors


def _rows(post: Post) -> Sequence[QuerySet[Any]]:
    """Circulars of the own unit that are being checked, and adopted ones of the own line: the city's is its counties' too."""
    line = [post.region_id, *ancestors(post.region_id)]
    draft, adopted = Circular.Status.DRAFT, Circular.Status.ADOPTED
    rows = Circular.objects.all()
    return [
        rows.filter(region_id=post.region_id, status=draft),
        rows.filter(region_id__in=line, status=adopted),
    ]


def _stand(_post: Post, counts: Sequence[int]) -> Stand:
    drafts, adopted = counts
    if adopted:
        return Stand(True, _("已下达 %(n)d 份。") % {"n": adopted})
    if drafts:
        return Stand(False, _("有 %(n)d 份正在核对，还没有下达。") % {"n": drafts})
    return Stand(False, _("还没有上传。"))


register_steps(
    BeginningStep(
        key="circular",
        order=80,
        name=gettext_lazy("第一份工作要点"),
        why=gettext_lazy("上传年度工作要点，核对后下达，任务就到了各单位。"),
        who=gettext_lazy("印发工作要点的残联干部"),
        button=gettext_lazy("上传和核对"),
        url=lambda: reverse("plans:circular-list"),
        permission="plan.write",
        rows=_rows,
        stand=_stand,
    )
)
