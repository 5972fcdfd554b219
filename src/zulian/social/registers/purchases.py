"""Registers of services bought (购买服务): purchases, the criteria and judges of each, offers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.form_messages import first_message
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.register import Register
from zulian.registers.shown import Shown
from zulian.social import forms
from zulian.social.handed import JUDGE
from zulian.social.models import Bid, Contract, Criterion, Judge, Purchase
from zulian.social.room import ROOM
from zulian.social.services import contracts
from zulian.social.services import purchases as services

State = Purchase.State
NEED = ("title", "need", "easy", "people", "budget")
# Before its offers are opened nobody sees them, and nobody judges.
SEALED = (State.DRAFT, State.CALLED)


def is_called_and_over(row: Purchase) -> bool:
    """Whether the call of a purchase is over."""
    return row.closes_on is not None and row.closes_on < today()


def judges_wanted() -> str:
    """How many judges a purchase needs, and who may not be one."""
    words = gettext(
        "至少 %(n)d 名、单数，购买单位的人每 %(own)d 名中最多 1 名；在报价组织工作或任职的不能聘请。"
    )
    figures = services.figures()
    return words % {"n": figures["judges"], "own": figures["own_one_in"]}


def judge_state(judge: Judge, conflict: str) -> tuple[str, str]:
    """How far a judge is: colour and words."""
    if conflict:
        return "dropped", gettext("回避")
    if judge.done_at:
        return "closed", gettext("已评分")
    return (
        ("issued", gettext("待声明")) if judge.declared is None else ("reported", gettext("待评分"))
    )


def bid_state(bid: Bid) -> tuple[str, str]:
    """What came of an offer: colour and words."""
    if bid.place:
        return "closed", gettext("第 %(n)d 名") % {"n": bid.place}
    return ("issued", gettext("待评")) if bid.score is None else ("dropped", gettext("超出预算"))


def key_of(bid: Bid | None) -> int | None:
    """The key of a chosen offer."""
    return None if bid is None else bid.pk


class OfBuyer(Register):
    """What a federation buys is its own business: others of the jurisdiction look on."""

    room, tab, permission = ROOM, "purchases", "social"

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.region_id == post.region_id)


class PurchaseRegister(OfBuyer):
    """Purchases of services, from the need to the result."""

    model = Purchase
    dates = (
        Day("closes_on", ~Q(state__in=["draft", "called"]), ~Q(state="stopped"), in_feed=True),
    )
    key, prefix, title = "purchase", "purchases/", _("购买服务")
    intro = _(
        "需求论证、公开征集、开启报价、评审打分、结果公示、签订合同，一步接一步；截止前谁也看不到报价。"
    )
    columns = (
        "title",
        Shown("region", _("购买单位")),
        *("people", "budget", "called_on", "closes_on", "decided_on", "state"),
    )
    filters = ("title", "state")
    search, hit_columns = ("title__contains",), ("called_on",)
    facts = (
        Shown("region__organisation", _("购买单位")),
        *("need", "easy", "people", "budget", "called_on", "closes_on", "decided_on"),
        Shown("winner__organisation__name", _("承接组织")),
        "reason",
    )
    panels = (Criterion, Judge)
    beside = (Bid,)
    links = ((_("报价记录"), "bid-list", "clipboard-list"),)
    actions = (
        Add(
            label=_("论证新需求"),
            title=_("论证服务需求"),
            service=lambda call: services.draft(call.post, call.data),
            fields=NEED,
            done=_("已保存，请核对评分标准后发布公告。"),
        ),
        Action(
            key="call",
            label=_("发布公告"),
            icon="send",
            service=lambda call: services.call(call.pk, call.post, call.data["closes_on"]),
            form=forms.CallForm,
            starts=lambda row: {"closes_on": services.ahead(services.figures()["call_days"])},
            intro=_("发布后需求和评分标准不能再改。"),
            sources=[State.DRAFT],
            main=True,
            button=_("发布"),
            done=_("已发布，公众页面可以看到。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改服务需求"),
            service=lambda call: services.change(call.pk, call.post, call.data),
            fields=NEED,
            sources=[State.DRAFT],
        ),
        Action(
            key="bid",
            label=_("登记报价"),
            icon="plus",
            service=lambda call: services.take_bid(call.pk, call.post, **call.data),
            form=forms.CounterBidForm,
            intro=_("组织也可以在自己的页面上报价。登记后密封，截止前不再显示。"),
            sources=[State.CALLED],
            is_open_for=lambda row: not is_called_and_over(row),
            main=True,
        ),
        Action(
            key="open",
            label=_("开启报价"),
            icon="eye",
            service=lambda call: services.open_offers(call.pk, call.post),
            sources=[State.CALLED],
            is_open_for=is_called_and_over,
            main=True,
            done=_("已开启报价，请聘请评审人。"),
        ),
        Action(
            key="decide",
            label=_("确定承接组织"),
            icon="check",
            service=lambda call: services.decide(
                call.pk, call.post, key_of(call.data["choice"]), call.data["reason"]
            ),
            form=forms.DecideForm,
            intro=_(
                "按评审总分排名，总分相同的报价低者优先；再相同的，选定一家并写明理由。结果随即公示。"
            ),
            sources=[State.JUDGING],
            main=True,
            button=_("确定并公示"),
        ),
        Action(
            key="contract",
            label=_("签订合同"),
            icon="check",
            service=lambda call: contracts.sign(call.pk, call.post, call.data),
            model=Contract,
            fields=("number", "amount", "people", "signed_on", "until"),
            starts=lambda row: {"amount": row.winner.price, "people": row.people},
            intro=lambda row: row.winner.organisation.name,
            sources=[State.DECIDED],
            main=True,
            done=_("已签订，请安排付款节点。"),
            leads_to=lambda contract: str(contract.get_absolute_url()),
        ),
        Action(
            key="stop",
            label=_("终止"),
            title=_("终止项目"),
            icon="x",
            service=lambda call: services.stop(call.pk, call.post, call.data["reason"]),
            form=forms.ReasonForm,
            intro=_("原因会公开。"),
            sources=[State.DRAFT, State.CALLED, State.JUDGING, State.DECIDED],
            button=_("终止"),
            done=_("已终止。"),
        ),
        Action(
            key="criterion",
            label=_("添加"),
            title=_("添加评分项"),
            icon="plus",
            service=lambda call: services.add_criterion(call.pk, call.post, call.data),
            model=Criterion,
            fields=("words", "points", "by_price"),
            intro=_("合计应为 100 分。"),
            sources=[State.DRAFT],
            panel="criterion",
        ),
        Action(
            key="judge",
            label=_("聘请评审人"),
            icon="plus",
            service=lambda call: services.appoint(call.pk, call.post, call.data),
            model=Judge,
            fields=("name", "employer", "own_house"),
            intro=lambda row: judges_wanted(),
            sources=[State.JUDGING],
            panel="judge",
            leads_to=lambda judge: reverse("accounts:handed", args=[JUDGE, judge.pk]),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("winner__organisation", "contract")

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the contract that came of it."""
        acts = super().acts(row, post, panel)
        if not panel and hasattr(row, "contract"):
            acts.append(Button(_("看合同"), row.contract.get_absolute_url(), "file-text"))
        return acts

    def alert(self, post: Post, row: Any) -> str:
        """What keeps the judges from a result."""
        if row.state != State.JUDGING or not self.may_act(post, row):
            return ""
        try:
            services.results(row)
        except ValidationError as error:
            return first_message(error)
        return ""


class OfPurchase(OfBuyer):
    """Rows of a purchase."""

    parent = "purchase"
    has_page = False


class CriterionRegister(OfPurchase):
    """What offers are judged by (评分标准)."""

    model = Criterion
    key, prefix, has_list = "criterion", "criteria/", False
    actions = (
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: services.drop_criterion(call.pk, call.post),
            is_open_for=lambda row: row.purchase.state == State.DRAFT,
            done=_("已删除。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("purchase")

    def item(self, row: Any, post: Post) -> ListItem:
        detail = _("按报价计算") if row.by_price else ""
        return ListItem(
            row.words,
            "",
            detail,
            "signed",
            gettext("%(n)d 分") % {"n": row.points},
            self.acts(row, post),
        )


class JudgeRegister(OfPurchase):
    """Judges of a purchase (评审人)."""

    model = Judge
    key, prefix, has_list = "judge", "judges/", False
    actions = (
        Action(
            key="drop",
            label=_("撤换"),
            icon="x",
            service=lambda call: services.dismiss(call.pk, call.post),
            is_open_for=lambda row: row.purchase.state == State.JUDGING and not row.done_at,
            done=_("已撤换。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("purchase")

    def panel(self, parent: Any, post: Post, acts: Any) -> Panel | None:
        """Nobody judges before the offers are opened."""
        return None if parent.state in SEALED else super().panel(parent, post, acts)

    def item(self, row: Any, post: Post) -> ListItem:
        conflict = services.conflict_of(row, services.bidders(row.purchase))
        detail = "，".join(words for words in (row.employer, conflict, row.reason) if words)
        return ListItem(
            row.name, "", detail, *judge_state(row, conflict), self._acts(row, post, conflict)
        )

    def _acts(self, row: Judge, post: Post, conflict: str) -> list[Button]:
        """Beside the actions: the way to the judge's page."""
        acts = self.acts(row, post)
        if acts and not conflict:
            acts.insert(
                0, Button(_("评审链接"), reverse("accounts:handed", args=[JUDGE, row.pk]), "link")
            )
        return acts


class BidRegister(OfPurchase):
    """Offers (报价) of calls that are over: before that nobody sees them."""

    model = Bid
    key, prefix, title = "bid", "purchases/bids/", _("报价记录")
    columns = ("purchase", "organisation", "price", "at", "score", "place")

    def rows(self) -> QuerySet[Any]:
        return (
            super()
            .rows()
            .filter(purchase__state__in=[State.JUDGING, State.DECIDED, State.CONTRACTED])
        )

    def panel(self, parent: Any, post: Post, acts: Any) -> Panel | None:
        """Of a call that still stands open only how many there are."""
        title = _("收到的报价")
        if parent.state in SEALED:
            words = gettext("收到 %(n)d 份，截止后开启；开启前谁也看不到内容。")
            return Panel(title, [], words % {"n": parent.bids.count()})
        rows = (
            Bid.objects.filter(purchase=parent)
            .select_related("organisation")
            .order_by("place", "pk")
        )
        return Panel(title, [self.item(row, post) for row in rows], _("没有收到报价。"))

    def item(self, row: Any, post: Post) -> ListItem:
        words = gettext("报价 %(p)s 元") % {"p": row.price}
        if row.score is not None:
            words += gettext("，总分 %(s)s") % {"s": row.score}
        url = reverse("documents:download", args=[row.file_id]) if row.file_id else ""
        acts = (
            [Button(_("附件"), url, "download")]
            if url and post.may("social.write") and self.may_act(post, row)
            else []
        )
        return ListItem(
            row.organisation.name,
            row.organisation.get_absolute_url(),
            f"{words}。{row.plan[:200]}",
            *bid_state(row),
            acts,
        )


PURCHASES = PurchaseRegister()
CRITERIA = CriterionRegister()
JUDGES = JudgeRegister()
BIDS = BidRegister()
