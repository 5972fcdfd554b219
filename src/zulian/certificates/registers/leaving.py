"""Registers of what others tell of holders: deaths (死亡比对), households that moved away (户籍迁出未迁证)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates import forms
from zulian.certificates.models import DeathReport, Departure
from zulian.certificates.models.leaving import ReportState
from zulian.certificates.registers.common import NameFilter, OfSworn
from zulian.certificates.room import COUNTER
from zulian.certificates.services import deaths, moved
from zulian.certificates.templatetags.portraits import portrait_of
from zulian.foundation.actor import current_actor
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.registers import undone_words
from zulian.registers.actions import Action, Add
from zulian.registers.shown import Shown

HOLDER = Shown("person__name", _("持证人"))
NUMBER = Shown("person__masked_id", _("身份证号"))


class OfHolder(OfSworn):
    """Rows about a holder, told by another office or the national register."""

    tab = "checks"
    links = (
        (_("死亡比对"), "death-list", "users"),
        (_("户籍迁出未迁证"), "departure-list", "home"),
        (_("国家库核对"), "check-list", "search"),
    )

    def title_of(self, row: Any) -> str:
        return f"{row.person.name} · {row.region.name}"

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        file = Button(_("档案"), row.person.get_absolute_url(), "file-text")
        return [*super().acts(row, post, panel), file]

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """Who it is about."""
        return [Panel(_("核对本人"), [ListItem(portrait_of(row.person, post))], "")]


class DeathRegister(OfHolder):
    """Living holders who stand on a list of deaths."""

    model, tab, permission, write = DeathReport, "checks", "certificate", COUNTER
    key, prefix, ledger, title = "death", "deaths/", "deaths", _("死亡比对")
    intro = _(
        "公安、民政、卫健的死亡名单导入后，只列出本辖区在册的持证人。逐人核实后再批量注销；注销错了可以撤销。"
    )
    columns = (HOLDER, NUMBER, "died_on", "source", "origin", "state", "region")
    filters = (NameFilter(), "source", "state")
    facts = (
        HOLDER,
        NUMBER,
        *("region", "died_on", "source", "origin", "how", "checked_on"),
        Shown("checked_by__user__name", _("核实人")),
    )
    related = ("checked_by__user",)
    actions = (
        Add(
            label=_("登记一人"),
            service=lambda call: deaths.report(call.post, deaths.Line(**call.data)),
            form=forms.DeathLineForm,
            done=_("已列入，请核实。"),
        ),
        Action(
            key="check",
            label=_("核实"),
            service=lambda call: deaths.check(
                call.pk, call.post, call.data["died"], call.data["how"]
            ),
            form=forms.DeathCheckForm,
            sources=[ReportState.LISTED],
            inline=True,
            button=_("记录核实情况"),
            done=_("核实情况已记录。"),
        ),
        Action(
            key="settle",
            label=_("登记死亡，注销"),
            icon="x",
            service=lambda call: deaths.settle(call.pk, call.post),
            sources=[ReportState.CHECKED],
            main=True,
            many=True,
            closed=_("只能注销已核实的，请先逐人核实。"),
            done=_("已登记死亡，残疾人证已注销。"),
        ),
        Action(
            key="recall",
            label=_("撤回核实"),
            icon="arrow-back-up",
            service=lambda call: deaths.recall(call.pk, call.post, call.data["why"]),
            form=forms.WhyForm,
            sources=[ReportState.CHECKED],
            button=_("撤回"),
            done=_("已撤回，请重新核实。"),
        ),
        Action(
            key="undo",
            label=_("撤销注销"),
            icon="arrow-back-up",
            service=lambda call: deaths.undo(call.pk, call.post, call.data["why"]),
            form=forms.WhyForm,
            sources=[ReportState.SETTLED],
            many=True,
            button=_("撤销"),
            done=lambda undone: undone_words(undone),
            leads_to=lambda undone: str(undone.death.person.get_absolute_url()),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("person", "region", "checked_by__user")


def follow_words(rules: Any) -> str:
    """What follows by policy."""
    if not rules["freeze_months"] and not rules["cancel_months"]:
        return gettext("现行设置只告知，不冻结、不注销。")
    found = []
    if rules["freeze_months"]:
        found.append(gettext("满 %(n)s 个月冻结") % {"n": rules["freeze_months"]})
    if rules["cancel_months"]:
        found.append(gettext("满 %(n)s 个月注销") % {"n": rules["cancel_months"]})
    words = gettext("告知 %(days)s 个工作日后，%(what)s。")
    return words % {"days": rules["notice_workdays"], "what": "，".join(found)}


def listed_words() -> str:
    """After how long somebody is listed, and what follows by the policy of the day."""
    rules = moved.figures(today(), current_actor().region)
    words = gettext("户籍迁出满 %(list)s 个月仍未办迁移的列入待办。%(more)s")
    return words % {"list": rules["list_months"], "more": follow_words(rules)}


class DepartureRegister(OfHolder):
    """Holders whose household has moved away without the card."""

    model, tab, permission, write = Departure, "checks", "certificate", COUNTER
    key, prefix, ledger, title = "departure", "departures/", "departures", _("户籍迁出未迁证")
    intro = lazy(listed_words, str)()
    columns = (HOLDER, NUMBER, "moved_on", "moved_to", "state", "noticed_on", "region")
    filters = (NameFilter(), "state", "source")
    facts = (
        HOLDER,
        NUMBER,
        *("region", "moved_on", "moved_to", "source", "noticed_on", "notice", "note"),
        Shown("policy", _("依据"), lambda row: moved.figures(today(), row.region_id).source),
    )
    actions = (
        Add(
            label=_("登记迁出"),
            service=lambda call: moved.report(call.post, **call.data),
            form=forms.DepartureForm,
            done=_("已登记。"),
        ),
        Action(
            key="tell",
            label=_("登记告知"),
            service=lambda call: moved.tell(call.pk, call.post, **call.data),
            fields=("noticed_on", "notice"),
            required=("noticed_on", "notice"),
            sources=[Departure.State.OPEN, Departure.State.NOTICED],
            starts=lambda row: {"noticed_on": today()},
            main=True,
            done=_("告知已登记。"),
        ),
        Action(
            key="settle",
            label=_("办结"),
            service=lambda call: moved.settle(call.pk, call.post, **call.data),
            fields=("note",),
            required=("note",),
            sources=[Departure.State.OPEN, Departure.State.NOTICED, Departure.State.FROZEN],
            done=_("已办结。"),
        ),
    )


DEATHS = DeathRegister()
DEPARTURES = DepartureRegister()
