"""Registers of meetings (会议制度): the year's calendar and what comes beside it, and what meetings decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations.forms import office as forms
from zulian.associations.models import Decision, Meeting
from zulian.associations.registers.base import ASSOCIATION, OF_KIND, OfAssociation, OwnRegister
from zulian.associations.rules.figures import norms
from zulian.associations.services import meetings as services
from zulian.foundation.actor import current_actor
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.filters import DayFilter
from zulian.leadership.meetings import decision_item
from zulian.registers.actions import Action, Call
from zulian.registers.dates import Day
from zulian.registers.shown import Shown

State = Meeting.State
NOTICE = ("on", "place", "agenda")


def notify(call: Call) -> Meeting:
    """Set day, place and agenda, and let those know who are to come."""
    return services.notify(call.pk, call.post, call.data)


def decide(call: Call) -> Decision:
    """Keep what a meeting decided."""
    data = call.data
    return services.decide(
        call.pk, call.post, data["text"], data["owner"], data["due"], data["department"]
    )


class MeetingRegister(OfAssociation):
    """Meetings due and held."""

    model = Meeting
    dates = (
        Day("on", Q(state=State.HELD), takes_place=True, in_feed=True),
        Day("due_on", Q(state=State.HELD), in_feed=True),
    )
    tab, key, prefix, has_page = "meetings", "meeting", "meetings/", True
    columns = ("subject", ASSOCIATION, "due_on", "on", "place", "state")
    filters = (OF_KIND, "kind", "state", DayFilter("due_on", "lte", label=_("应开期限不晚于")))
    facts = (
        *("association", "kind", "due_on", "on", "place", "agenda"),
        Shown(
            "called",
            value=lambda row: gettext("%(n)d 人") % {"n": row.called} if row.called else "",
        ),
        Shown(
            "present",
            _("到会"),
            lambda row: "、".join(
                seat.person.name for seat in row.present.select_related("person")
            ),
        ),
        "minutes",
    )
    panels = (Decision,)
    links = ((_("议定事项"), "decision-list", "clipboard-list"),)
    actions = (
        Action(
            key="notify",
            label=_("发会议通知"),
            icon="send",
            service=notify,
            fields=NOTICE,
            intro=_("地点写明无障碍条件；有聋人委员的，安排手语翻译。"),
            sources=[State.PLANNED],
            main=True,
            button=_("保存并通知"),
            done=_("已通知，可下载会议通知送各委员。"),
        ),
        Action(
            key="hold",
            label=_("登记召开"),
            icon="check",
            service=lambda call: services.hold(call.pk, call.post, **call.data),
            form=forms.HoldForm,
            intro=lambda row: (
                gettext("到会人数不足 %(n)d%% 的，不算召开。")
                % {"n": norms(place=row.region_id)["quorum"]}
            ),
            sources=[State.NOTICED],
            main=True,
        ),
        Action(
            key="move",
            label=_("改期"),
            title=_("发会议通知"),
            service=notify,
            fields=NOTICE,
            sources=[State.NOTICED],
            button=_("保存并通知"),
            done=_("已通知，可下载会议通知送各委员。"),
        ),
        Action(
            key="decision",
            label=_("添加议定事项"),
            icon="plus",
            service=decide,
            form=forms.DecisionForm,
            starts=lambda row: {"owner": row.region_id},
            intro=_("本年工作要点已下达的，议定事项同时成为承办单位的任务。"),
            sources=[State.HELD],
            main=True,
        ),
    )

    def list_rows(self) -> QuerySet[Any]:
        """Those that are overdue come first."""
        is_late = Q(due_on__lt=today()) & ~Q(state=State.HELD)
        in_turn = Case(When(is_late, then=0), default=1)
        rows: QuerySet[Any] = self.rows().annotate(in_turn=in_turn)
        return rows.order_by("in_turn", "-due_on", "pk")

    def list_intro(self, rows: QuerySet[Any]) -> str:
        """How often they are held, and how many are late."""
        words = gettext("%(what)s每年 %(n)d 次")
        rule = "，".join(
            words % {"what": one["name"], "n": one["times"]}
            for one in norms(place=current_actor().region)["meetings"]
        )
        late = rows.filter(due_on__lt=today()).exclude(state=State.HELD).count()
        return gettext("%(rule)s。过期未开 %(n)d 次。") % {"rule": rule, "n": late}

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the notice as a paper."""
        acts = super().acts(row, post, panel)
        if not panel and row.state != State.PLANNED:
            acts.append(Button(_("会议通知"), self.url("paper", row.pk), "file-text"))
        return acts


class DecisionRegister(OwnRegister):
    """What meetings decided, and what came of it."""

    model = Decision
    dates = (Day("due", "done_on", in_feed=True),)
    tab, key, prefix = "meetings", "decision", "decisions/"
    parent, has_page, empty = "meeting", False, _("还没有议定事项。")
    columns = (
        Shown("text", leads="meeting"),
        Shown("owner__organisation", _("承办单位")),
        Shown("department__name", _("承办部门")),
        *("due", "done_on", "outcome"),
    )
    related = ("owner", "department", "meeting__association__region")
    actions = (
        Action(
            key="settle",
            label=_("办结"),
            title=_("办结议定事项"),
            icon="check",
            service=lambda call: services.settle(call.pk, call.post, call.data["outcome"]),
            fields=("outcome",),
            required=("outcome",),
            intro=lambda row: row.text,
            is_open_for=lambda row: not row.url and row.done_on is None,
            button=_("办结"),
            done=_("已办结。"),
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        may_settle = self.may(post, self.action("settle"), row)
        return decision_item(row, self.url("settle", row.pk) if may_settle else "")


MEETINGS = MeetingRegister()
DECISIONS = DecisionRegister()
