"""The register of handouts: what an organisation has sent out, and what one has to read."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.handouts import services
from zulian.handouts.forms import HandoutForm
from zulian.handouts.models import Handout, HandoutQuerySet
from zulian.handouts.room import FOLLOW, READ, ROOM
from zulian.handouts.rules import READERS
from zulian.registers.actions import Action, Add, is_own
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Handout.State
UNREAD_SHOWN = 10


def audience_words(row: Handout) -> str:
    """The roles that must read it, from the top down."""
    named = {one.role for one in row.audience.all()}
    return "、".join(str(role.label) for role in READERS if role in named)


def own_reading(row: Any) -> str:
    """Whether who looks at it has read it, "" for whom it is not meant; needs `with_reading_of`."""
    return {"read": gettext("已读"), "unread": gettext("未读")}.get(row.reading, "")


def reading_words(row: Any) -> str:
    """The same, and how many of the jurisdiction have read it where there are any."""
    own = {"read": gettext("我已读"), "unread": gettext("我未读")}.get(row.reading, "")
    count = gettext("%(n)d 人已读") % {"n": row.read_count} if row.read_count > 1 else ""
    return " · ".join(filter(None, (own, count)))


def is_reader(post: Post, row: Handout) -> bool:
    """Whether a post must read it and has not."""
    return Handout.objects.unread_by(post).filter(pk=row.pk).exists()


def _keys(rows: HandoutQuerySet) -> QuerySet[Any]:
    return rows.order_by().values("pk")


class HandoutRegister(Register):
    """What one is to read, and for offices what goes to somebody of their jurisdiction, with who has read it."""

    model = Handout
    room, permission, key = ROOM, "handout", "handout"
    title = ROOM.name
    template = "handouts/handout.html"
    intro = _("要读的通知、手册和学习材料。读完点“我已阅读”，发出单位看得到谁还没有读。")
    related = ("region", "by__user", "file")
    columns = (
        "title",
        Shown("reading", _("阅读情况"), reading_words),
        Shown("region__organisation", _("发出单位")),
        "read_by",
        "kind",
        "at",
        "state",
    )
    filters = ("title", "kind", "state")
    search = ("title__contains",)
    facts = (
        "kind",
        Shown("region__organisation", _("发出单位")),
        Shown("by__user__name", _("发出人")),
        "at",
        Shown("audience", _("传阅给"), audience_words),
        "read_by",
        Shown("reading", _("我的阅读"), own_reading),
    )
    actions = (
        Add(
            label=_("发通知、学习材料"),
            title=_("发出传阅材料"),
            form=HandoutForm,
            service=lambda call: services.send_out(call.post, call.data),
            button=_("发出"),
            done=_("已发出，要读的人会在首页看到。"),
        ),
        Action(
            key="read",
            label=_("我已阅读"),
            icon="check",
            permission=READ,
            service=lambda call: services.read(call.row, call.post),
            sources=[State.OUT],
            is_for=is_reader,
            whose=_("这份材料您已读过，或不是传阅给您这个岗位的。"),
            main=True,
            many=True,
            done=_("已记下您读过。"),
        ),
        Action(
            key="remind",
            label=_("催没读的人"),
            icon="bell",
            service=lambda call: services.remind(call.row, call.post),
            sources=[State.OUT],
            is_for=services.may_remind,
            whose=_("由发出单位和读的人所在的单位催。"),
            is_open_for=lambda row: services.unread_of(row).exists(),
            closed=services.ALL_READ,
            done=lambda count: gettext("已提醒 %(n)d 个单位；同一天只提醒一次。") % {"n": count},
        ),
        Action(
            key="stop",
            label=_("停止传阅"),
            icon="x",
            service=lambda call: services.stop(call.row),
            sources=[State.OUT],
            is_for=is_own,
            whose=_("由发出单位办理。"),
            done=_("已停止传阅，已阅记录保留。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        """With the roles that must read each."""
        rows: QuerySet[Any] = super().rows().prefetch_related("audience")
        return rows

    def seen_by(self, rows: QuerySet[Any], post: Post) -> QuerySet[Any]:
        """Everybody sees what is meant for them, an office what goes to somebody of its jurisdiction as well."""
        seen = Q(pk__in=_keys(Handout.objects.meant_for(post))) | Q(by=post)
        if post.may(FOLLOW):
            seen |= Q(pk__in=_keys(Handout.objects.followed_by(post)))
        told: QuerySet[Any] = rows.filter(seen).with_reading_of(post)  # type: ignore[attr-defined]
        return told

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """What it says stands first, and over the whole width."""
        return {"row": row}

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """Who has not read it, for those who look after it."""
        if not post.may(FOLLOW):
            return []
        unread = services.unread_of(row)
        url = ROOM.url("handout-unread", row.pk)
        shown = Few.of(unread.order_by("region_id", "pk"), UNREAD_SHOWN, url)
        items = [
            ListItem(p.user.name, "", f"{p.region.organisation} {p.get_role_display()}")
            for p in shown
        ]
        total = services.audience_of(row).count()
        facts = {"n": shown.total, "total": total}
        title = gettext("%(total)d 人中 %(n)d 人未读") % facts
        to = unread_link(row) if shown.total else readers_link(row)
        return [Panel(title, items, gettext("都已读过。"), [to], of=shown), *_unreached_card(row)]


def unread_link(row: Handout) -> Button:
    """The way to the list of those who have not read it."""
    return Button(gettext("未读名单"), ROOM.url("handout-unread", row.pk), "users")


def readers_link(row: Handout) -> Button:
    """The way to the list of those who have."""
    return Button(gettext("已阅名单"), ROOM.url("handout-readers", row.pk), "check")


def _unreached_card(row: Handout) -> list[Panel]:
    """The divisions that it cannot reach, by their level; no card where there are none."""
    empty = [
        ListItem(gettext("%(level)s %(n)d 个") % {"level": level.label, "n": number}, "", why)
        for why in [gettext("还没有在岗人员，请系统管理员开设账号和岗位。")]
        for level, number in services.unreached(row)
    ]
    return [Panel(gettext("收不到的单位"), empty, "")] if empty else []


HANDOUTS = HandoutRegister()


def remind_button(row: Handout, post: Post) -> list[Button]:
    """催阅 beside the list of those who have not read it, where it may be done."""
    remind = HANDOUTS.action("remind")
    if not HANDOUTS.may(post, remind, row):
        return []
    url = HANDOUTS.url(remind.key, row.pk)
    return [Button(remind.label, url, remind.icon, main=True, click=True)]
