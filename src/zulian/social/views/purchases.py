"""Buying services: need, call, offers, judges, result."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.forms import first_message
from zulian.foundation.rooms import Crumbs
from zulian.social import forms
from zulian.social.models import Bid, Criterion, Judge, Organisation, Purchase
from zulian.social.services import purchases as services
from zulian.social.tables import TONES, BidTable, PurchaseFilter, PurchaseTable
from zulian.social.views.common import ROOM, home, to

States = Purchase.State


@page("social.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Purchases of the jurisdiction."""
    acts = [Act(_("论证新需求"), to("purchase-add"), "plus", main=True)] if request.post.may("social.write") else []
    acts.append(Act(_("报价记录"), to("bids"), "clipboard-list"))
    intro = _("需求论证、公开征集、开启报价、评审打分、结果公示、签订合同，一步接一步；截止前谁也看不到报价。")
    return ROOM.listing(
        request,
        "purchases",
        title=_("购买服务"),
        intro=intro,
        rows=Purchase.objects.with_names(),
        table=PurchaseTable,
        filters=PurchaseFilter,
        acts=acts,
    )


@page("social.read")
def bids(request: PostRequest) -> HttpResponseBase:
    """Offers of calls that are over."""
    rows = Bid.objects.with_names().filter(purchase__state__in=[States.JUDGING, States.DECIDED, States.CONTRACTED])
    return ROOM.listing(request, "purchases", title=_("报价记录"), rows=rows, table=BidTable)


@page("social.write")
def add(request: PostRequest) -> HttpResponseBase:
    """A need."""
    return ROOM.form(
        request, forms.PurchaseForm(request.POST or None), lambda d: services.draft(request.post, d), title=_("论证服务需求"), back=to("purchases"),
        to=lambda made: to("purchase", made.pk), done=_("已保存，请核对评分标准后发布公告。"),
    )  # fmt: skip


def found_of(pk: int) -> Purchase:
    """A purchase within the jurisdiction."""
    return get_object_or_404(Purchase.objects.with_names().select_related("winner__organisation"), pk=pk)


def way_to(found: Purchase) -> Crumbs:
    """The way to a purchase."""
    return [*home(), (_("购买服务"), to("purchases")), (found.title, to("purchase", found.pk))]


@page("social.read")
def purchase(request: PostRequest, pk: int) -> HttpResponseBase:
    """One purchase."""
    found = found_of(pk)
    write = request.post.may("social.write") and found.region_id == request.post.region_id
    contract = getattr(found, "contract", None)
    facts = (
        (_("购买单位"), found.region.organisation), (_("服务需求"), found.need), (_("易读介绍"), found.easy), (_("计划服务人数"), found.people),
        (_("预算（元）"), found.budget), (_("公告日期"), found.called_on), (_("截止日期"), found.closes_on), (_("确定日期"), found.decided_on),
        (_("承接组织"), found.winner.organisation.name if found.winner else ""), (_("说明"), found.reason),
    )  # fmt: skip
    acts = _acts(found) if write else []
    if contract is not None:
        acts.append(Act(_("看合同"), to("contract", contract.pk), "file-text"))
    return ROOM.one(
        request,
        "purchases",
        title=found.title,
        state=(TONES[found.state], found.get_state_display()),
        facts=facts,
        acts=acts,
        alert=_hint(found) if write else "",
        crumbs=[*home(), (_("购买服务"), to("purchases"))],
        cards=[_criteria(found, write), *_judges(request, found, write)],
        beside=[_bids(found, write)],
    )


def _hint(found: Purchase) -> str:
    """What keeps the panel from a result."""
    if found.state != States.JUDGING:
        return ""
    try:
        services.results(found)
    except ValidationError as error:
        return first_message(error)
    return ""


def _acts(found: Purchase) -> list[Act]:
    pk, stop = found.pk, Act(_("终止"), to("purchase-stop", found.pk), "x")
    over = found.closes_on is not None and found.closes_on < today()
    opened = [Act(_("开启报价"), to("purchase-open", pk), "eye", main=True, click=True)] if over else []
    counter = [] if over else [Act(_("登记报价"), to("bid-add", pk), "plus", main=True)]
    return {
        States.DRAFT: [
            Act(_("发布公告"), to("purchase-call", pk), "send", main=True),
            Act(_("修改"), to("purchase-change", pk), "edit"),
            stop,
        ],
        States.CALLED: [*opened, *counter, stop],
        States.JUDGING: [
            Act(_("确定承接组织"), to("purchase-decide", pk), "check", main=True),
            Act(_("聘请评审人"), to("judge-add", pk), "plus"),
            stop,
        ],
        States.DECIDED: [Act(_("签订合同"), to("contract-sign", pk), "check", main=True), stop],
    }.get(States(found.state), [])


def _criteria(found: Purchase, write: bool) -> Card:
    live = write and found.state == States.DRAFT
    items = [
        Item(
            c.words,
            detail=_("按报价计算") if c.by_price else "",
            tone="signed",
            state=_("%(n)d 分") % {"n": c.points},
            acts=[Act(_("删除"), to("criterion-drop", c.pk), "x", click=True)] if live else (),
        )
        for c in found.criteria.all()
    ]
    return Card(
        _("评分标准"),
        items,
        _("还没有评分标准。"),
        [Act(_("添加"), to("criterion-add", found.pk), "plus")] if live else (),
    )


def _judges(request: PostRequest, found: Purchase, write: bool) -> list[Card]:
    if found.state in {States.DRAFT, States.CALLED}:
        return []
    among = services.bidders(found)
    items = [
        _judge(request, j, services.conflict_of(j, among), write and found.state == States.JUDGING)
        for j in found.judges.all()
    ]
    return [Card(_("评审人"), items, _("还没有聘请评审人。"))]


def _judge(request: PostRequest, judge: Judge, conflict: str, live: bool) -> Item:
    if conflict:
        state = ("dropped", _("回避"))
    elif judge.done_at:
        state = ("closed", _("已评分"))
    else:
        state = ("issued", _("待声明")) if judge.declared is None else ("reported", _("待评分"))
    detail = "，".join(w for w in (judge.employer, conflict, judge.reason) if w)
    acts = []
    if live and not judge.done_at and not conflict:
        acts.append(Act(_("评审地址"), to("judge-page", judge.pk), "link"))
    if live and not judge.done_at:
        acts.append(Act(_("撤换"), to("judge-drop", judge.pk), "x", click=True))
    return Item(judge.name, "", detail, *state, acts)


def _bids(found: Purchase, write: bool) -> Card:
    """Offers; of a call that is still open only how many there are."""
    title = _("收到的报价")
    if found.state in {States.DRAFT, States.CALLED}:
        return Card(title, [], _("收到 %(n)d 份，截止后开启；开启前谁也看不到内容。") % {"n": found.bids.count()})
    items = []
    for b in found.bids.select_related("organisation").order_by("place", "pk"):
        state = (
            ("closed", _("第 %(n)d 名") % {"n": b.place})
            if b.place
            else ("dropped", _("超出预算"))
            if b.score is not None
            else ("issued", _("待评"))
        )
        words = (
            _("报价 %(p)s 元，总分 %(s)s") % {"p": b.price, "s": b.score}
            if b.score is not None
            else _("报价 %(p)s 元") % {"p": b.price}
        )
        acts = (
            [Act(_("附件"), reverse("documents:download", args=[b.file_id]), "download")] if b.file_id and write else ()
        )
        items.append(
            Item(b.organisation.name, to("organisation", b.organisation_id), f"{words}。{b.plan[:200]}", *state, acts)
        )
    return Card(title, items, _("没有收到报价。"))


@page("social.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change a draft."""
    found = found_of(pk)
    start = {name: getattr(found, name) for name in ("title", "need", "easy", "people", "budget")}
    return ROOM.form(
        request, forms.PurchaseForm(request.POST or None, initial=start), lambda d: services.change(pk, request.post, d), title=_("修改服务需求"),
        back=to("purchase", pk), way=way_to(found),
    )  # fmt: skip


@page("social.write")
def criterion_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A criterion."""
    found = found_of(pk)
    return ROOM.form(
        request, forms.CriterionForm(request.POST or None), lambda d: services.add_criterion(pk, request.post, d), title=_("添加评分项"),
        intro=_("合计应为 100 分。"), back=to("purchase", pk), way=way_to(found),
    )  # fmt: skip


@require_POST
@page("social.write")
def criterion_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """A criterion out."""
    found = get_object_or_404(Criterion, pk=pk)
    return ROOM.click(request, lambda: services.drop_criterion(pk, request.post), _("已删除。"), to("purchase", found.purchase_id))  # fmt: skip


@page("social.write")
def call(request: PostRequest, pk: int) -> HttpResponseBase:
    """The call."""
    found = found_of(pk)
    start = {"closes_on": services.ahead(services.figures()["call_days"])}
    return ROOM.form(
        request, forms.CallForm(request.POST or None, initial=start), lambda d: services.call(pk, request.post, d["closes_on"]), title=_("发布公告"),
        intro=_("发布后需求和评分标准不能再改。"), back=to("purchase", pk), way=way_to(found), button=_("发布"), done=_("已发布，公众页面可以看到。"),
    )  # fmt: skip


@page("social.write")
def bid_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """An offer taken in at the counter."""
    found = found_of(pk)
    rows = Organisation.objects.there().filter(state=Organisation.State.REGISTERED)
    form = forms.CounterBidForm(request.POST or None, request.FILES or None, organisations=rows)

    def act(d: dict[str, Any]) -> Bid:
        return services.bid(pk, d["organisation"], d, d["paper"], request.post)

    return ROOM.form(
        request,
        form,
        act,
        title=_("登记报价"),
        intro=_("组织也可以在自己的页面上报价。登记后密封，截止前不再显示。"),
        back=to("purchase", pk),
        way=way_to(found),
    )


@require_POST
@page("social.write")
def open_offers(request: PostRequest, pk: int) -> HttpResponseBase:
    """Open the offers."""
    found_of(pk)
    return ROOM.click(
        request, lambda: services.open_offers(pk, request.post), _("已开启报价，请聘请评审人。"), to("purchase", pk)
    )


@page("social.write")
def judge_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A judge."""
    found = found_of(pk)
    intro = _("至少 %(n)d 名、单数，购买单位的人每 %(own)d 名中最多 1 名；在报价组织工作或任职的不能聘请。") % {
        "n": services.figures()["judges"],
        "own": services.figures()["own_one_in"],
    }
    return ROOM.form(
        request, forms.JudgeForm(request.POST or None), lambda d: services.appoint(pk, request.post, d), title=_("聘请评审人"), intro=intro,
        back=to("purchase", pk), way=way_to(found), to=lambda made: to("judge-page", made.pk),
    )  # fmt: skip


@page("social.write")
def judge_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """The address of a judge's page, to be given to the judge."""
    found = get_object_or_404(Judge.objects.select_related("purchase"), pk=pk)
    url = request.build_absolute_uri(to("judge", found.page_key))
    return ROOM.one(
        request,
        "purchases",
        title=_("评审地址"),
        intro=_("发给评审人本人：先声明有没有利害关系，再评分。"),
        facts=((found.name, url),),
        crumbs=way_to(found.purchase),
    )


@require_POST
@page("social.write")
def judge_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """A judge leaves the panel."""
    found = get_object_or_404(Judge, pk=pk)
    return ROOM.click(
        request, lambda: services.dismiss(pk, request.post), _("已撤换。"), to("purchase", found.purchase_id)
    )


@page("social.write")
def decide(request: PostRequest, pk: int) -> HttpResponseBase:
    """The result."""
    found = found_of(pk)
    form = forms.DecideForm(
        request.POST if request.method == "POST" else None, bids=found.bids.select_related("organisation")
    )
    return ROOM.form(
        request,
        form,
        lambda d: services.decide(pk, request.post, d["choice"].pk if d["choice"] else None, d["reason"]),
        title=_("确定承接组织"),
        intro=_("按评审总分排名，总分相同的报价低者优先；再相同的，选定一家并写明理由。结果随即公示。"),
        back=to("purchase", pk),
        way=way_to(found),
        button=_("确定并公示"),
    )


@page("social.write")
def stop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Stop it."""
    found = found_of(pk)
    return ROOM.form(
        request,
        forms.ReasonForm(request.POST or None),
        lambda d: services.stop(pk, request.post, d["reason"]),
        title=_("终止项目"),
        back=to("purchase", pk),
        way=way_to(found),
        intro=_("原因会公开。"),
        button=_("终止"),
        done=_("已终止。"),
    )
