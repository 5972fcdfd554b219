"""Pages for everybody: organisations, calls and results; the organisation's own page; the judge's; what people served say."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.holding import opened_by_holder
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel, detail_page
from zulian.foundation.easy import Line, easy_page, lines_of, more_of
from zulian.foundation.few import Few
from zulian.foundation.pages import form_page
from zulian.foundation.public import public
from zulian.registers.shown import state_of
from zulian.social import forms
from zulian.social.handed import ORGANISATION
from zulian.social.models import Bid, Contract, Milestone, Organisation, Purchase
from zulian.social.room import to
from zulian.social.services import contracts, organisations, purchases

MOST = 100


Crumbs = list[tuple[Any, str]]


def front() -> Crumbs:
    """The first page."""
    return [(_("残疾人社会组织"), to("public"))]


@public
def index(request: HttpRequest) -> HttpResponseBase:
    """Organisations that agree, calls and results."""
    rows = Few.of(Organisation.objects.public().with_names(), MOST)
    listed = [
        ListItem(o.name, to("public-organisation", o.pk), f"{o.region.name} · {o.services}")
        for o in rows
    ]
    purchases = Few.of(Purchase.objects.public().with_names(), MOST)
    calls = [
        ListItem(
            p.title,
            to("public-purchase", p.pk),
            _("%(who)s · %(day)s 截止") % {"who": p.region.organisation, "day": p.closes_on},
            *(state_of(p, "state") or ()),
        )
        for p in purchases
    ]
    return detail_page(
        request,
        title=_("残疾人社会组织"),
        intro=_("已登记并同意公开的组织，以及购买服务的公告和结果。"),
        cards=[Panel(_("组织名录"), listed, _("还没有公开的组织。"), of=rows)],
        beside=[Panel(_("购买服务公告和结果"), calls, _("现在没有公告。"), of=purchases)],
    )


@public
def easy(request: HttpRequest) -> HttpResponseBase:
    """Organisations in easy reading."""
    rows = Few.of(Organisation.objects.public().with_names(), MOST)
    lines = [
        Line("users", _("这些组织可以帮您。")),
        *(Line("home", o.name, to("easy-organisation", o.pk)) for o in rows),
        *more_of(rows),
    ]
    return easy_page(request, _("谁可以帮我"), lines, whole=to("public"))


def _organisation(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.public().with_names(), pk=pk)


@public
def organisation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One organisation."""
    organisation = _organisation(pk)
    facts = (
        (_("类型"), organisation.get_kind_display()),
        (_("性质"), organisation.get_nature_display()),
        (_("统一社会信用代码"), organisation.credit_code),
        (_("登记管理机关"), organisation.authority),
        (_("业务主管单位"), organisation.supervisor),
        (_("负责人"), organisation.leader),
        (_("服务内容"), organisation.services),
        (_("每年可服务人数"), organisation.capacity or ""),
        (_("地址"), organisation.place),
        (_("联系方式"), organisation.contact),
        (_("最近年检合格年度"), organisation.inspected_year),
    )
    return detail_page(
        request,
        title=organisation.name,
        facts=facts,
        crumbs=front(),
        acts=[Button(_("易读版"), to("easy-organisation", pk), "file-text")],
    )


@public
def easy_organisation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One organisation in easy reading."""
    organisation = _organisation(pk)
    lines = lines_of(organisation.easy or organisation.services, "users")
    lines += (
        [Line("home", _("地址：%(place)s") % {"place": organisation.place})]
        if organisation.place
        else []
    )
    lines += (
        [Line("send", _("联系：%(how)s") % {"how": organisation.contact})]
        if organisation.contact
        else []
    )
    return easy_page(
        request, organisation.name, lines, whole=to("public-organisation", pk), alone=to("easy")
    )


@public
def purchase(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A call, and its result once there is one."""
    purchase = get_object_or_404(
        Purchase.objects.public().with_names().select_related("winner__organisation"), pk=pk
    )
    facts = (
        (_("购买单位"), purchase.region.organisation),
        (_("服务需求"), purchase.need),
        (_("计划服务人数"), purchase.people),
        (_("预算（元）"), purchase.budget),
        (_("公告日期"), purchase.called_on),
        (_("截止日期"), purchase.closes_on),
        (_("承接组织"), purchase.winner.organisation.name if purchase.winner else ""),
        (_("成交价（元）"), purchase.winner.price if purchase.winner else ""),
        (_("确定日期"), purchase.decided_on),
        (_("说明"), purchase.reason),
    )
    rows = [
        ListItem(c.words, tone="signed", state=_("%(n)d 分") % {"n": c.points})
        for c in purchase.criteria.all()
    ]
    ranked = (
        [
            ListItem(
                b.organisation.name,
                detail=_("总分 %(s)s") % {"s": b.score},
                tone="closed",
                state=_("第 %(n)d 名") % {"n": b.place},
            )
            for b in purchase.bids.select_related("organisation")
            .filter(place__isnull=False)
            .order_by("place")
        ]
        if purchase.winner
        else []
    )
    lines = [Panel(_("评分标准"), rows, "")] + (
        [Panel(_("评审结果"), ranked, "")] if ranked else []
    )
    hint = (
        _("已登记的社会组织，请打开本组织的页面报价。")
        if purchase.state == Purchase.State.CALLED
        and purchase.closes_on
        and purchase.closes_on >= today()
        else ""
    )
    return detail_page(
        request,
        title=purchase.title,
        state=state_of(purchase, "state"),
        facts=facts,
        crumbs=front(),
        alert=hint,
        beside=lines,
        acts=[Button(_("易读版"), to("easy-purchase", pk), "file-text")],
    )


@public
def easy_purchase(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A call in easy reading."""
    purchase = get_object_or_404(Purchase.objects.public(), pk=pk)
    return easy_page(
        request,
        purchase.title,
        lines_of(purchase.easy, "users"),
        whole=to("public-purchase", pk),
        alone=to("easy"),
    )


# The organisation's own page


def _own(key: str) -> Organisation:
    organisation = (
        Organisation.objects.with_names()
        .exclude(state=Organisation.State.ENDED)
        .filter(page_key=key)
        .first()
    )
    if organisation is None:
        raise Http404
    return organisation


@public
@opened_by_holder(ORGANISATION)
def mine(request: HttpRequest, key: str) -> HttpResponseBase:
    """What an organisation can do: keep its facts, offer, deliver."""
    organisation = _own(key)
    offers = {b.purchase_id: b for b in organisation.bids.all()}
    calls = []
    for p in Purchase.objects.open_on(today()).with_names():
        bid = offers.get(p.pk)
        detail = _("%(day)s 截止。%(own)s") % {
            "day": p.closes_on,
            "own": _("已报 %(n)s 元，截止前可以改。") % {"n": bid.price} if bid else "",
        }
        registered = organisation.state == Organisation.State.REGISTERED
        acts = (
            [Button(_("改报价") if bid else _("报价"), to("mine-bid", key, p.pk), "send")]
            if registered
            else ()
        )
        calls.append(ListItem(p.title, to("public-purchase", p.pk), detail, acts=acts))
    facts = (
        (_("登记状态"), organisation.get_state_display()),
        (_("服务内容"), organisation.services),
        (_("公开的联系方式"), organisation.contact),
        (_("每年可服务人数"), organisation.capacity or ""),
        (_("公众页面"), _("公开") if organisation.listed else _("不公开")),
    )
    return detail_page(
        request,
        title=organisation.name,
        intro=_("这是本组织自己的页面，请保管好地址。"),
        facts=facts,
        crumbs=front(),
        acts=[Button(_("修改介绍"), to("mine-change", key), "edit", main=True)],
        cards=_parts(organisation, key),
        beside=[Panel(_("正在征集"), calls, _("现在没有公告。"))],
    )


def _parts(organisation: Organisation, key: str) -> list[Panel]:
    """The contracts of an organisation with their milestones."""
    cards = []
    for contract in (
        Contract.objects.filter(organisation=organisation)
        .select_related("purchase")
        .prefetch_related("milestones")
    ):
        items = [
            ListItem(
                milestone.words,
                detail=_("%(day)s 前 · %(n)s 元 %(v)s")
                % {"day": milestone.due_on, "n": milestone.amount, "v": milestone.verdict},
                tone=(state := state_of(milestone, "state") or ("", ""))[0],
                state=state[1],
                acts=[Button(_("报请验收"), to("mine-deliver", key, milestone.pk), "send")]
                if milestone.state == Milestone.State.DUE
                else (),
            )
            for milestone in contract.milestones.all()
        ]
        cards.append(
            Panel(
                _("合同 %(n)s：%(what)s") % {"n": contract.number, "what": contract.purchase.title},
                items,
                _("还没有安排节点。"),
            )
        )
    return cards or [Panel(_("合同"), [], _("还没有合同。"))]


@public
@opened_by_holder(ORGANISATION)
def mine_change(request: HttpRequest, key: str) -> HttpResponseBase:
    """Its own facts."""
    organisation = _own(key)
    form = forms.OwnFactsForm(request.POST or None, instance=copy(organisation))
    return form_page(
        request,
        form,
        lambda d: organisations.change_own(key, d),
        title=_("修改介绍"),
        button=_("保存"),
        to=to("mine", key),
        back=to("mine", key),
        done=_("已保存。"),
        crumbs=[(organisation.name, to("mine", key))],
    )


@public
@opened_by_holder(ORGANISATION)
def mine_bid(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Offer, or change the offer."""
    organisation = _own(key)
    wanted = get_object_or_404(Purchase.objects.public(), pk=pk)
    bid = Bid.objects.filter(purchase=wanted, organisation=organisation).first()
    form = forms.BidForm(
        request.POST or None, request.FILES or None, instance=copy(bid) if bid else None
    )
    return form_page(
        request,
        form,
        lambda d: purchases.bid(pk, organisation, d, d["paper"]),
        title=_("报价"),
        button=_("提交报价"),
        intro=_("%(what)s。截止前别人看不到您的报价。") % {"what": wanted.title},
        to=to("mine", key),
        back=to("mine", key),
        done=_("已提交。"),
        crumbs=[(organisation.name, to("mine", key))],
    )


@public
@opened_by_holder(ORGANISATION)
def mine_deliver(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """A milestone is done."""
    organisation = _own(key)
    part = get_object_or_404(Milestone.objects.filter(contract__organisation=organisation), pk=pk)
    return form_page(
        request,
        forms.DeliverForm(request.POST or None),
        lambda d: contracts.deliver(pk, d["report"], key=key),
        title=_("报请验收"),
        button=_("提交"),
        intro=part.words,
        to=to("mine", key),
        back=to("mine", key),
        done=_("已报请验收。"),
        crumbs=[(organisation.name, to("mine", key))],
    )


# The judge's page
