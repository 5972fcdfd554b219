"""Registers of contracts for services (合同): contracts, their milestones, the people served."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import ListItem
from zulian.registers.actions import Action
from zulian.registers.dates import Day
from zulian.registers.filters import EmptyFilter
from zulian.registers.shown import Shown
from zulian.social import forms
from zulian.social.handed import SERVED
from zulian.social.models import Contract, Milestone, Served
from zulian.social.registers.purchases import OfBuyer
from zulian.social.services import contracts as services
from zulian.social.services.purchases import figures

State = Milestone.State


def people_words(row: Contract) -> str:
    """How many were served of how many."""
    return gettext("已服务 %(n)d 人，应服务 %(m)d 人") % {"n": row.served, "m": row.people}


def mark_words(row: Contract) -> str:
    """What the people served say on the average."""
    mean = row.people_served.aggregate(mean=Avg("mark"))["mean"]
    return (
        gettext("还没有评价")
        if mean is None
        else gettext("平均 %(n).1f 分（满分 5 分）") % {"n": mean}
    )


def is_running(row: Contract) -> bool:
    """Whether a contract is not fulfilled yet."""
    return row.fulfilled_on is None


class ContractRegister(OfBuyer):
    """Contracts for services."""

    model = Contract
    dates = (Day("until", "fulfilled_on", in_feed=True),)
    key, prefix, tab = "contract", "contracts/", "contracts"
    columns = (
        "number",
        "purchase",
        "organisation",
        *("amount", "people", "served", "signed_on", "until", "fulfilled_on"),
    )
    filters = (EmptyFilter("fulfilled_on", _("履约中")), "organisation")
    search, hit_columns = ("number__contains",), ("organisation", "signed_on")
    facts = (
        "purchase",
        "organisation",
        *("amount", "signed_on", "until"),
        Shown("served", _("服务人数"), people_words),
        Shown("people_served", _("服务对象评价"), mark_words),
        "fulfilled_on",
    )
    panels = (Milestone,)
    beside = (Served,)
    links = (
        (_("付款节点"), "milestone-list", "clipboard-list"),
        (_("服务对象"), "served-list", "users"),
    )
    actions = (
        Action(
            key="serve",
            label=_("登记服务对象"),
            icon="plus",
            service=lambda call: services.serve(
                call.pk, call.post, call.data["id_number"], call.data["on"]
            ),
            form=forms.ServedForm,
            is_open_for=is_running,
            main=True,
        ),
        Action(
            key="milestone",
            label=_("安排节点"),
            icon="plus",
            service=lambda call: services.add_milestone(call.pk, call.post, call.data),
            model=Milestone,
            fields=("words", "due_on", "amount"),
            intro=_("各节点付款合计等于合同金额，全部验收并服务够人数，合同才算履约完成。"),
            is_open_for=is_running,
        ),
    )

    def state_of(self, row: Any) -> tuple[str, Any]:
        return ("reported", _("履约中")) if is_running(row) else ("closed", _("已履约"))

    def item(self, row: Any, post: Post) -> ListItem:
        words = gettext("%(a)s 元 · 服务 %(n)d/%(m)d 人") % {
            "a": row.amount,
            "n": row.served,
            "m": row.people,
        }
        return ListItem(row.purchase.title, row.get_absolute_url(), words, *self.state_of(row))


class OfContract(OfBuyer):
    """Rows of a contract."""

    tab, parent, has_page = "contracts", "contract", False

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("contract__purchase")


class MilestoneRegister(OfContract):
    """Parts of a contract (节点): delivered, accepted, paid."""

    model = Milestone
    dates = (Day("due_on", "accepted_on", in_feed=True, name=_("合同节点")),)
    key, prefix = "milestone", "milestones/"
    columns = ("words", "contract", "due_on", "amount", "accepted_on", "paid_on", "state")
    filters = ("state",)
    actions = (
        Action(
            key="deliver",
            label=_("报请验收"),
            icon="send",
            service=lambda call: services.deliver(call.pk, call.data["report"], call.post),
            fields=("report",),
            intro=lambda row: row.words,
            sources=[State.DUE],
        ),
        Action(
            key="judge",
            label=_("验收"),
            icon="check",
            service=lambda call: services.judge(call.pk, call.post, **call.data),
            form=forms.AcceptForm,
            intro=lambda row: row.report,
            sources=[State.DELIVERED],
        ),
        Action(
            key="pay",
            label=_("登记付款"),
            icon="check",
            service=lambda call: services.pay(call.pk, call.post, call.data["on"]),
            form=forms.DayForm,
            intro=lambda row: gettext("付款 %(n)s 元。") % {"n": row.amount},
            sources=[State.ACCEPTED],
            many=True,
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        due = gettext("%(day)s 前 · 付款 %(n)s 元") % {"day": row.due_on, "n": row.amount}
        words = " · ".join(part for part in (due, row.report, row.verdict) if part)
        return ListItem(
            row.words, "", words, *(self.state_of(row) or ("", "")), self.acts(row, post)
        )


class ServedRegister(OfContract):
    """People served under a contract (服务对象), and what they say of it."""

    model = Served
    key, prefix, title = "served", "served/", _("服务对象")
    columns = (Shown("person__masked_name", _("服务对象")), "contract", "on", "mark", "words")

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("person")

    def item(self, row: Any, post: Post) -> ListItem:
        may_hand_out = post.may("social.write") and self.may_act(post, row)
        state = ("issued", gettext("待评价"))
        if row.mark:
            color = "closed" if row.mark >= figures()["satisfied"] else "issued"
            state = (color, gettext("%(n)d 分") % {"n": row.mark})
        url = reverse("accounts:handed", args=[SERVED, row.pk]) if may_hand_out else ""
        return ListItem(row.person.masked_name, url, f"{row.on} {row.words}", *state)


CONTRACTS = ContractRegister()
MILESTONES = MilestoneRegister()
PEOPLE_SERVED = ServedRegister()
