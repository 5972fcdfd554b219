"""What the leadership room puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.registries import Todo, TodoGroup, register_todo
from zulian.leadership.models import Term

SHOWN = 6


@register_todo
def my_terms(post: Post) -> Iterator[TodoGroup]:
    """Terms of the own federation that run out."""
    if post.may("office.write"):
        days = policy("leadership/posts", today())["warn_days"]
        ending = Term.objects.ending(today(), days).filter(region_id=post.region_id)
        yield _terms(ending.select_related("region", "office").prefetch_related("person").order_by("until"))


def _terms(rows: Any) -> TodoGroup:
    items = [
        Todo(
            f"{t.office.title} {t.person.name}",
            t.office.get_absolute_url(),
            "term",
            t.until,
            t.until < today(),
            t.region.organisation,
        )
        for t in rows[:SHOWN]
    ]
    return TodoGroup(
        _("一年内届满的任期"), rows.count(), f"{reverse('leadership:office-list')}?state=ending", tuple(items)
    )
