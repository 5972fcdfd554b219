"""Who has read a handout, and who has not."""

from __future__ import annotations

import django_tables2 as tables
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.handouts import services
from zulian.handouts.models import Handout, Receipt
from zulian.handouts.registers import HANDOUTS, readers_link, remind_button, unread_link
from zulian.handouts.room import FOLLOW, ROOM


class UnreadTable(tables.Table):
    """People who have not read a handout."""

    organisation = tables.Column(
        verbose_name=gettext_lazy("单位"), accessor="region__organisation", orderable=False
    )
    name = tables.Column(verbose_name=gettext_lazy("姓名"), accessor="user__name", orderable=False)
    role = tables.Column(
        verbose_name=gettext_lazy("岗位"), accessor="get_role_display", orderable=False
    )

    class Meta:
        model = Post
        fields = ("organisation", "name", "role")


class ReadersTable(tables.Table):
    """People who have read a handout, and when."""

    organisation = tables.Column(
        verbose_name=gettext_lazy("单位"), accessor="region__organisation", orderable=False
    )
    name = tables.Column(
        verbose_name=gettext_lazy("姓名"), accessor="post__user__name", orderable=False
    )
    role = tables.Column(
        verbose_name=gettext_lazy("岗位"), accessor="post__get_role_display", orderable=False
    )
    at = tables.Column(verbose_name=gettext_lazy("阅读时间"))

    class Meta:
        model = Receipt
        fields = ("organisation", "name", "role", "at")


@page(FOLLOW)
def unread(request: PostRequest, pk: int) -> HttpResponseBase:
    """The people within one's jurisdiction who have not read a handout."""
    row = _row_of(request, pk)
    return ROOM.list_page(
        request,
        "",
        title=_("没有读“%(title)s”的人") % {"title": row.title},
        rows=services.unread_of(row).order_by("region_id", "pk"),
        table=UnreadTable,
        acts=[*remind_button(row, request.post), readers_link(row)],
        crumbs=[*ROOM.home(), (row.title, row.get_absolute_url())],
    )


@page(FOLLOW)
def readers(request: PostRequest, pk: int) -> HttpResponseBase:
    """The people within one's jurisdiction who have read it, the last first."""
    row = _row_of(request, pk)
    rows = Receipt.objects.filter(handout=row).select_related("post__user", "region")
    return ROOM.list_page(
        request,
        "",
        title=_("读过“%(title)s”的人") % {"title": row.title},
        rows=rows.order_by("-at", "-id"),
        table=ReadersTable,
        acts=[unread_link(row)],
        crumbs=[*ROOM.home(), (row.title, row.get_absolute_url())],
    )


def _row_of(request: PostRequest, pk: int) -> Handout:
    """A handout that the post sees; raises Http404."""
    seen = HANDOUTS.seen_by(Handout.objects.all(), request.post)
    row: Handout = get_object_or_404(seen, pk=pk)
    return row
