"""The register of rights cases (维权个案), which posts of their circle alone see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.associations.forms import office as forms
from zulian.associations.models import CaseNote, RightsCase
from zulian.associations.registers.base import ASSOCIATION, OF_KIND
from zulian.associations.room import ROOM
from zulian.associations.services import cases as services
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem, Panel
from zulian.foundation.forms import MARKS
from zulian.registers.actions import Action
from zulian.registers.dates import Day
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = RightsCase.State


def note_item(note: CaseNote) -> ListItem:
    """A step in handling a case."""
    who = note.by.user.name if note.by else _("反映人")
    detail = gettext("%(at)s · %(who)s") % {"at": str(localdate(note.at)), "who": who}
    return ListItem(
        note.text, "", detail, *(("reported", _("反映人可见")) if note.shared else ("", ""))
    )


class CaseRegister(Register):
    """Cases; a list shows nothing of their words, and opening one leaves its trace."""

    model = RightsCase
    dates = (Day("due_on", Q(state__in=[State.CLOSED, State.REFUSED])),)
    room, tab, key, prefix = ROOM, "cases", "case", "cases/"
    permission = read = write = "association.case"
    intro = _(
        "受理以后，只有承办人和准许的人能看到；每次打开都有记录。从协会页面登记来访、来信；公众页面提交的自动到这里。"
    )
    columns = ("matter", "on", ASSOCIATION, "source", "due_on", "done_on", "state")
    filters, related = (OF_KIND, "state"), ("handler__user",)
    facts = (
        *("association", "matter", "source", "name", "reply_to", "text", "on", "due_on"),
        Shown("handler__user__name", _("承办人")),
        *("outcome", "done_on"),
        Shown("mark", value=lambda row: dict(MARKS).get(row.mark, "")),
    )
    actions = (
        Action(
            key="take",
            label=_("受理"),
            icon="check",
            service=lambda call: services.take_up(call.pk, call.post),
            sources=[State.NEW],
            main=True,
            many=True,
            done=_("已受理，由您承办。"),
        ),
        Action(
            key="refuse",
            label=_("不予受理"),
            icon="x",
            service=lambda call: services.refuse(call.pk, call.post, call.data["note"]),
            form=forms.RefuseForm,
            intro=_("原因会显示在反映人的页面上。"),
            sources=[State.NEW],
            done=_("已登记。"),
        ),
        Action(
            key="note",
            label=_("添加办理记录"),
            icon="plus",
            service=lambda call: services.note(
                call.pk, call.post, call.data["text"], call.data["shared"]
            ),
            form=forms.CaseNoteForm,
            sources=[State.HANDLING],
            main=True,
        ),
        Action(
            key="close",
            label=_("办结"),
            icon="check",
            service=lambda call: services.close(call.pk, call.post, call.data["outcome"]),
            form=forms.OutcomeForm,
            sources=[State.HANDLING],
            done=_("已办结。"),
        ),
        Action(
            key="admit",
            label=_("准许他人查看"),
            icon="users",
            service=lambda call: services.admit(call.pk, call.post, call.data["post"]),
            form=forms.AdmitForm,
            sources=[State.HANDLING],
            button=_("准许"),
        ),
    )

    def seen_by(self, rows: QuerySet[Any], post: Post) -> QuerySet[Any]:
        return rows.seen_by(post)  # type: ignore[attr-defined, no-any-return]

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """Opening a case leaves its trace."""
        services.read(row, request.post)
        return {}

    def alert(self, post: Post, row: Any) -> str:
        """That it should have been closed by now."""
        return gettext("已超过办理期限。") if row.late(today()) else ""

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """How it is handled."""
        notes = [note_item(note) for note in row.notes.select_related("by__user")]
        return [Panel(_("办理记录"), notes, _("还没有办理记录。"))]

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """Who may see it."""
        circle = [
            ListItem(each.user.name, "", str(each))
            for each in row.circle.select_related("user", "region")
        ]
        return [
            Panel(_("知悉范围"), circle, _("受理以前，本单位的协会工作人员和残联干部都能看到。"))
        ]


CASES = CaseRegister()
