"""What letters put on the to-do list of who sent them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.departments.models import Letter
from zulian.departments.room import WRITE
from zulian.foundation.clock import today
from zulian.foundation.waiting import Waiting, register_waiting


def to_urge(post: Post) -> QuerySet[Letter]:
    """One's own letters that should have been answered by now."""
    own = Letter.objects.overdue(today()).filter(region_id=post.region_id)
    return own.with_names().order_by("answer_by", "pk")


def to_finish(post: Post) -> QuerySet[Letter]:
    """One's own letters whose answer has come."""
    own = Letter.objects.answered().filter(region_id=post.region_id)
    return own.with_names().order_by("answered_on", "pk")


register_waiting(
    Waiting(
        key="departments.late",
        name=_("逾期没有复函、要催办的函"),
        listing="departments:letter-list",
        permission=WRITE,
        rows=to_urge,
        day="answer_by",
        since="sent_on",
        note=lambda letter: letter.department.name,
    ),
    Waiting(
        key="departments.answered",
        name=_("已收到复函、待办结的函"),
        listing="departments:letter-list",
        permission=WRITE,
        rows=to_finish,
        since="answered_on",
        note=lambda letter: letter.department.name,
    ),
)
