"""What leadership puts on the to-do list."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.leadership.models import Term


def ending(post: Post) -> QuerySet[Term]:
    """Terms of one's own federation that run out."""
    days = policy("leadership/offices", today())["warn_days"]
    own = Term.objects.ending(today(), days).filter(region_id=post.region_id)
    return own.select_related("region", "office").prefetch_related("person").order_by("until", "pk")


register_waiting(
    Waiting(
        key="leadership.ending",
        name=_("一年内届满的任期"),
        listing="leadership:term-list",
        permission="office.write",
        rows=ending,
        title=lambda term: f"{term.office.title} {term.person.name}",
        day="until",
        note=lambda term: term.region.organisation,
        url=lambda term: term.office.get_absolute_url(),
    )
)
