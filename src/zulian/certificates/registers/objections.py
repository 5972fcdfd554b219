"""The register of objections (评定异议) to findings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.certificates.forms import DecisionForm, TellForm, parts_begun
from zulian.certificates.models import Objection
from zulian.certificates.registers import case_words as words_of
from zulian.certificates.registers.common import unsworn
from zulian.certificates.room import COUNTER, ROOM
from zulian.certificates.services import objections, redress, telling
from zulian.certificates.services.common import whole
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, Panel
from zulian.registers.actions import Action
from zulian.registers.dates import Day
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Objection.State


class ObjectionRegister(Register):
    """Objections, newest first; the federation of its level decides on one."""

    model, room, tab, permission = Objection, ROOM, "objections", "certificate"
    dates = (Day("due", "decided_on"),)
    key, prefix, title, write = "objection", "objections/", _("评定异议"), "certificate.decide"
    columns = (
        Shown("case__person__name", _("申请人")),
        *("level", "by_whom", "state", "filed_on", "due", "region"),
    )
    template = "certificates/objection.html"
    filters, related = ("state", "level"), ("previous", "by__user")
    facts = (
        Shown("case__certificate", _("原证记载"), lambda row: words_of.former_words(row.case)),
        Shown("case", _("原结论"), lambda row: row.case.said or row.case.get_state_display()),
        *("level", "by_whom", "filed_on", "due"),
        Shown("previous__state", _("上一级复核"), leads="previous"),
        *("decision", "decided_on", "told_on", "told_how"),
        Shown("by__user__name", _("复核经办")),
    )
    actions = (
        Action(
            key="decide",
            label=_("复核结论"),
            service=lambda call: objections.decide(
                call.pk, call.post, call.data["upheld"], call.data["decision"], call.data["parts"]
            ),
            form=DecisionForm,
            starts=lambda row: parts_begun(redress.now_found(row.case)),
            sources=[State.FILED],
            inline=True,
            button=_("记录结论"),
            done=_("复核结论已记录，办件按结论继续。"),
            is_for=lambda post, row: objections.decides(row, post),
        ),
        Action(
            key="tell",
            label=_("登记告知"),
            icon="send",
            service=lambda call: telling.tell_decision(call.pk, call.post, **call.data),
            form=TellForm,
            starts=lambda row: {"told_on": today()},
            sources=[State.UPHELD, State.REJECTED],
            is_open_for=lambda row: row.told_on is None,
            is_for=lambda post, row: telling.is_home(post, row.case),
            permission=COUNTER,
            intro=_("把复核结论告诉提出人的日期和方式；再提异议的期限从这一天起算。"),
            button=_("登记"),
            done=_("已登记，再提异议的期限自告知之日起算。"),
        ),
    )

    def may_act(self, post: Post, row: Any) -> bool:
        is_home = telling.is_home(post, row.case) and not unsworn(post)
        return is_home or objections.decides(row, post)

    def refusal(self, post: Post, row: Any) -> str:
        return objections.decider_words(row)

    def title_of(self, row: Any) -> str:
        return gettext("评定异议：%(name)s") % {"name": row.case.person.name}

    def alert(self, post: Post, row: Any) -> str:
        is_mine = self.may(post, self.action("decide"), row)
        return "" if row.state != State.FILED or is_mine else objections.decider_words(row)

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        return {"intro": row.ground, "person": row.case.person}

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """What was found, and by which measurements: whoever decides weighs them."""
        with whole():
            found = row.case.findings.select_related("by__user", "order")
            items = [words_of.finding_item(finding) for finding in found]
        return [Panel(_("评定"), items, _("这件业务没有评定记录。"))]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        return [*super().acts(row, post, panel), Button(_("查看办件"), row.case.get_absolute_url())]


OBJECTIONS = ObjectionRegister()
