"""What an account has seen (查看记录): files opened, values shown in full, things printed and exported, as the trail tells it.

The first question after a password has leaked: whose data lay open, and who must be told.
"""

from __future__ import annotations

from functools import cache

import django_tables2 as tables
from django.db.models import Count, Q
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.action_nouns import NOUNS
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.accounts.tables import ActionColumn, AuditFilter, ChangesColumn
from zulian.foundation.lists import list_page
from zulian.foundation.models import AuditEntry

# By these verbs somebody gets to see data of people; messages and handouts are read, and hold none.
VERBS = ("read", "reveal", "print", "export", "download", "show")
HOLD_NONE = frozenset({"message", "handout"})


@cache
def seeing_actions() -> tuple[str, ...]:
    """The actions of the trail by which somebody sees data of people."""
    return tuple(f"{noun}.{verb}" for noun in NOUNS if noun not in HOLD_NONE for verb in VERBS)


class SeenFilter(AuditFilter):
    """By kind, action and day; whose it is, the page says."""

    actor = None


class SeenTable(tables.Table):
    """What was seen, the latest first."""

    action = ActionColumn()
    changes = ChangesColumn(empty_values=())

    class Meta:
        model = AuditEntry
        fields = ("at", "action", "label", "changes", "address", "actor")
        order_by = "-at"


@page("audit.read")
def seen(request: PostRequest, pk: int) -> HttpResponseBase:
    """What an account has seen within the jurisdiction; one that works elsewhere and did nothing here is not known."""
    entries = AuditEntry.objects.filter(user_id=pk)
    latest = entries.order_by("-pk").first()
    post = Post.objects.filter(user_id=pk).select_related("user", "region").order_by("-pk").first()
    if post is not None:
        who = f"{post.user}（{post}）"
    elif latest is not None:
        who = latest.actor
    else:
        raise Http404
    rows = entries.filter(action__in=seeing_actions())
    count = rows.order_by().aggregate(
        files=Count("object_id", distinct=True, filter=Q(action__endswith=".read")),
        reveals=Count("pk", filter=Q(action__endswith=".reveal")),
        takes=Count("pk", filter=Q(action__endswith=".export") | Q(action__endswith=".download")),
    )
    intro = _(
        "共打开 %(files)d 份档案，查看完整信息 %(reveals)d 次，导出和下载 %(takes)d 次。账号泄露时，据此查明涉及哪些人。"
    )
    return list_page(
        request,
        title=_("%(who)s的查看记录") % {"who": who},
        intro=intro % count,
        rows=rows,
        table=SeenTable,
        filters=SeenFilter,
        crumbs=[(_("审计日志"), reverse("accounts:audit"))],
    )
