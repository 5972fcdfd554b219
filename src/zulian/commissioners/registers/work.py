"""Registers of daily work (工作日志): what commissioners did, and what people need."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners.models import Log, Need
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import work as services
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.filters import DayFilter
from zulian.people.hooks import meets
from zulian.people.shown import person_link
from zulian.people.tables import name_filter
from zulian.registers.actions import Action
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Need.State


def photo_link(row: Log) -> str:
    """The way to the photograph; what is read of somebody's home is written down."""
    if row.photo_id is None:
        return ""
    url = reverse("documents:download", args=[row.photo_id])
    return format_html('<a href="{}">{}</a>', url, _("照片"))


class LogRegister(Register):
    """What commissioners did, day by day."""

    model = Log
    room, tab, permission = ROOM, "work", "commissioner"
    key, prefix = "log", "log/"
    intro = _("专职委员用手机记录走访、服务和发现的需求，考核时按事实计数。")
    parent, has_page, panel_rows, empty = "commissioner", False, 10, _("没有工作记录。")
    related = ("commissioner__person", "region", "person")
    columns = (
        "day",
        Shown("commissioner__person__name", _("姓名"), leads="commissioner"),
        *("region", "kind"),
        Shown("person__name", _("服务对象")),
        "text",
        Shown("photo", value=photo_link),
    )
    filters = (
        name_filter("commissioner__person"),
        "kind",
        DayFilter(
            "since", label=_("从"), method=lambda rows, name, value: rows.filter(day__gte=value)
        ),
        DayFilter(
            "until", label=_("到"), method=lambda rows, name, value: rows.filter(day__lte=value)
        ),
    )

    def list_acts(self, post: Post) -> list[Button]:
        """The way to the page where a commissioner notes what was done."""
        may_note = post.may("log.write")
        return (
            [Button(_("记工作日志"), ROOM.url("log-write"), "edit", main=True)] if may_note else []
        )

    def item(self, row: Any, post: Post) -> ListItem:
        words = (str(row.day), row.get_kind_display(), row.person.name if row.person else "")
        url = reverse("documents:download", args=[row.photo_id]) if row.photo_id else ""
        return ListItem(" · ".join(filter(None, words)), url, row.text)


def finding_words(row: Need) -> str:
    """When the need was found, by whom, doing what."""
    return f"{row.log.day} {row.log.commissioner.person.name} {row.log.get_kind_display()}"


def progress_link(row: Need) -> str:
    """The way to what became of the need in the room that took it."""
    return format_html('<a href="{}">{}</a>', row.url, _("看办理进度")) if row.url else ""


def reply_words(row: Need) -> str:
    """What was done about the need, and when."""
    return f"{row.reply}（{row.done_on}）" if row.reply else ""


def can_be_handed_over(row: Need) -> bool:
    """Whether some room meets the need, and knows for whom."""
    return row.person_id is not None and meets(row.kind)


class NeedRegister(Register):
    """Needs found on visits: handed to the room that can meet them, or settled."""

    model = Need
    room, tab, permission = ROOM, "needs", "need"
    key, prefix, title = "need", "needs/", _("走访发现的需求")
    related = ("person", "region", "log__commissioner__person")
    columns = (
        "kind",
        Shown("person__name", _("服务对象")),
        *("region", "text"),
        Shown("log__day", _("发现日期")),
        *("state", "reply"),
    )
    filters = ("kind", "state")
    facts = (
        Shown("region__organisation", _("单位")),
        Shown("person", value=person_link),
        "text",
        Shown("log", _("发现"), finding_words),
        Shown("url", _("转办"), progress_link),
        Shown("reply", value=reply_words),
    )
    actions = (
        Action(
            key="hand-over",
            label=_("转办"),
            icon="send",
            service=lambda call: services.hand_over(call.pk, call.post),
            sources=[State.OPEN],
            is_open_for=can_be_handed_over,
            main=True,
            many=True,
            done=_("已转办。"),
        ),
        Action(
            key="settle",
            label=_("登记办理情况"),
            icon="check",
            service=lambda call: services.settle(call.pk, call.post, **call.data),
            fields=("reply",),
            required=("reply",),
            intro=lambda row: row.text,
            sources=[State.OPEN, State.TAKEN],
            many=True,
            button=_("办结"),
            done=_("已办结。"),
        ),
    )


LOGS = LogRegister()
NEEDS = NeedRegister()
