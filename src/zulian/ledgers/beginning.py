"""The step of a new site that this room knows: registers that were imported from tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.beginning import BeginningStep, Stand, register_steps
from zulian.accounts.models import Post
from zulian.ledgers.models import Job
from zulian.regions.ledgers import REGIONS


def _rows(_post: Post) -> Sequence[QuerySet[Any]]:
    """Imports into registers of people and organisations that were written; divisions and accounts are steps of their own."""
    own_steps = (REGIONS.key, "staff")
    written = Job.objects.filter(kind=Job.Kind.WRITE, state=Job.State.DONE)
    return [written.exclude(ledger__in=own_steps)]


def _stand(_post: Post, counts: Sequence[int]) -> Stand:
    if counts[0]:
        return Stand(True, _("已导入 %(n)d 次。") % {"n": counts[0]})
    return Stand(False, _("还没有导入过台账。"))


register_steps(
    BeginningStep(
        key="registers",
        order=90,
        name=gettext_lazy("现有台账导入"),
        why=gettext_lazy("专职委员、志愿者、协会、组织等现成的表格可以直接导入，不必逐条录入。"),
        who=gettext_lazy("市、县残联干部"),
        button=gettext_lazy("台账进出"),
        url=lambda: reverse("ledgers:list"),
        permission="plan.write",
        rows=_rows,
        stand=_stand,
    )
)
