"""The step of a new site that this room knows: who holds the offices of the federations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.beginning import BeginningStep, Stand, register_steps
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.leadership.models import Office


def _rows(post: Post) -> Sequence[QuerySet[Any]]:
    """Own leading offices, those of them that nobody holds, and the same with all below."""
    everywhere, vacant = (
        Office.objects.in_use().filter(leading=True),
        Office.objects.vacant(today()).filter(leading=True),
    )
    own = {"region_id": post.region_id}
    return [everywhere.filter(**own), vacant.filter(**own), everywhere, vacant]


def _stand(_post: Post, counts: Sequence[int]) -> Stand:
    own, own_vacant, everywhere, vacant = counts
    words = _(
        "本级 %(own)d 个职务，已登记 %(filled)d 人；连同下级 %(all)d 个，已登记 %(all_filled)d 人。"
    )
    facts = {
        "own": own,
        "filled": own - own_vacant,
        "all": everywhere,
        "all_filled": everywhere - vacant,
    }
    return Stand(own > 0 and not own_vacant, words % facts)


register_steps(
    BeginningStep(
        key="offices",
        order=70,
        name=gettext_lazy("领导职务"),
        why=gettext_lazy("应设的职务已经列出，只须登记谁在任。"),
        who=gettext_lazy("各级残联干部，各登记本级的"),
        button=gettext_lazy("登记任职"),
        url=lambda: reverse("leadership:office-list"),
        permission="office.term",
        rows=_rows,
        stand=_stand,
    )
)
