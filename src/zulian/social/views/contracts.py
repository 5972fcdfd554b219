"""Contracts: milestones, acceptance, payment, people served."""

from __future__ import annotations

from django.db.models import Avg
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.rooms import Crumbs
from zulian.social import forms
from zulian.social.models import Contract, Milestone, Served
from zulian.social.services import contracts as services
from zulian.social.services.purchases import figures
from zulian.social.tables import TONES, ContractFilter, ContractTable, MilestoneTable, ServedTable
from zulian.social.views import purchases
from zulian.social.views.common import ROOM, home, to

States = Milestone.State
SHOWN = 30


@page("social.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Contracts of the jurisdiction."""
    acts = [Act(_("付款节点"), to("milestones"), "clipboard-list"), Act(_("服务对象"), to("served-list"), "users")]
    return ROOM.listing(
        request, "contracts", title=_("购买服务合同"), rows=Contract.objects.with_names(), table=ContractTable, filters=ContractFilter, acts=acts,
    )  # fmt: skip


@page("social.read")
def milestones(request: PostRequest) -> HttpResponseBase:
    """Milestones of all contracts."""
    return ROOM.listing(
        request,
        "contracts",
        title=_("合同节点"),
        rows=Milestone.objects.select_related("contract"),
        table=MilestoneTable,
    )


@page("social.read")
def served_list(request: PostRequest) -> HttpResponseBase:
    """People served."""
    return ROOM.listing(
        request,
        "contracts",
        title=_("服务对象"),
        rows=Served.objects.select_related("contract", "person"),
        table=ServedTable,
    )


@page("social.write")
def sign(request: PostRequest, pk: int) -> HttpResponseBase:
    """Sign with the winner."""
    found = purchases.found_of(pk)
    start = {"amount": found.winner.price if found.winner else None, "people": found.people}
    return ROOM.form(
        request, forms.ContractForm(request.POST or None, initial=start), lambda d: services.sign(pk, request.post, d), title=_("签订合同"),
        intro=found.winner.organisation.name if found.winner else "", back=to("purchase", pk), way=purchases.way_to(found),
        to=lambda made: to("contract", made.pk), done=_("已签订，请安排付款节点。"),
    )  # fmt: skip


def _contract(pk: int) -> Contract:
    return get_object_or_404(Contract.objects.with_names(), pk=pk)


def way_to(found: Contract) -> Crumbs:
    """The way to a contract."""
    return [*home(), (_("合同履约"), to("contracts")), (found.number, to("contract", found.pk))]


@page("social.read")
def contract(request: PostRequest, pk: int) -> HttpResponseBase:
    """One contract: milestones, people, what they say."""
    found = _contract(pk)
    write = request.post.may("social.write") and found.region_id == request.post.region_id
    said = found.people_served.aggregate(mean=Avg("mark"))["mean"]
    facts = (
        (_("项目"), found.purchase.title),
        (_("承接组织"), found.organisation.name),
        (_("合同金额（元）"), found.amount),
        (_("签订日期"), found.signed_on),
        (_("完成期限"), found.until),
        (_("服务人数"), _("已服务 %(n)d 人，应服务 %(m)d 人") % {"n": found.served, "m": found.people}),
        (_("服务对象评价"), _("平均 %(n).1f 分（满分 5 分）") % {"n": said} if said is not None else _("还没有评价")),
        (_("履约完成日期"), found.fulfilled_on),
    )
    live = write and found.fulfilled_on is None
    satisfied = figures()["satisfied"]
    acts = (
        [
            Act(_("登记服务对象"), to("served-add", pk), "plus", main=True),
            Act(_("安排节点"), to("milestone-add", pk), "plus"),
        ]
        if live
        else []
    )
    served = Few.of(found.people_served.select_related("person"), SHOWN)
    people = [
        Item(
            s.person.masked_name,
            to("served-page", s.pk) if write else "",
            f"{s.on} {s.words}",
            "closed" if s.mark and s.mark >= satisfied else "issued",
            _("%(n)d 分") % {"n": s.mark} if s.mark else _("待评价"),
        )
        for s in served
    ]
    return ROOM.one(
        request,
        "contracts",
        title=found.number,
        intro=found.purchase.title,
        facts=facts,
        acts=acts,
        crumbs=[*home(), (_("合同履约"), to("contracts"))],
        state=("closed", _("已履约")) if found.fulfilled_on else ("reported", _("履约中")),
        cards=[Card(_("节点"), [_milestone(m, write) for m in found.milestones.all()], _("还没有安排节点。"))],
        beside=[Card(_("服务对象"), people, _("还没有登记服务对象。"), of=served)],
    )


def _milestone(found: Milestone, write: bool) -> Item:
    parts = [_("%(day)s 前 · 付款 %(n)s 元") % {"day": found.due_on, "n": found.amount}, found.report, found.verdict]
    acts = (
        {
            States.DUE: [Act(_("报请验收"), to("milestone-deliver", found.pk), "send")],
            States.DELIVERED: [Act(_("验收"), to("milestone-judge", found.pk), "check")],
            States.ACCEPTED: [Act(_("登记付款"), to("milestone-pay", found.pk), "check")],
        }.get(States(found.state), [])
        if write
        else []
    )
    return Item(found.words, "", " · ".join(p for p in parts if p), TONES[found.state], found.get_state_display(), acts)


@page("social.write")
def milestone_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A milestone."""
    found = _contract(pk)
    return ROOM.form(
        request,
        forms.MilestoneForm(request.POST or None),
        lambda d: services.add_milestone(pk, request.post, d),
        title=_("安排节点"),
        back=to("contract", pk),
        way=way_to(found),
        intro=_("各节点付款合计等于合同金额，全部验收并服务够人数，合同才算履约完成。"),
    )


def _of(pk: int) -> Milestone:
    return get_object_or_404(Milestone.objects.select_related("contract"), pk=pk)


@page("social.write")
def milestone_deliver(request: PostRequest, pk: int) -> HttpResponseBase:
    """Taken in at the office."""
    found = _of(pk)
    return ROOM.form(
        request,
        forms.DeliverForm(request.POST or None),
        lambda d: services.deliver(pk, d["report"], request.post),
        title=_("报请验收"),
        intro=found.words,
        back=to("contract", found.contract_id),
        way=way_to(found.contract),
    )


@page("social.write")
def milestone_judge(request: PostRequest, pk: int) -> HttpResponseBase:
    """Accepted or back."""
    found = _of(pk)
    return ROOM.form(
        request, forms.AcceptForm(request.POST or None), lambda d: services.judge(pk, request.post, d["accepted"], d["verdict"]), title=_("验收"),
        intro=found.report, back=to("contract", found.contract_id), way=way_to(found.contract),
    )  # fmt: skip


@page("social.write")
def milestone_pay(request: PostRequest, pk: int) -> HttpResponseBase:
    """Paid."""
    found = _of(pk)
    return ROOM.form(
        request, forms.DayForm(request.POST or None), lambda d: services.pay(pk, request.post, d["on"]), title=_("登记付款"),
        intro=_("付款 %(n)s 元。") % {"n": found.amount}, back=to("contract", found.contract_id), way=way_to(found.contract),
    )  # fmt: skip


@page("social.write")
def served_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody served."""
    found = _contract(pk)
    return ROOM.form(
        request, forms.ServedForm(request.POST or None), lambda d: services.serve(pk, request.post, d["id_number"], d["on"]), title=_("登记服务对象"),
        back=to("contract", pk), way=way_to(found),
    )  # fmt: skip


@page("social.write")
def served_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """The address where somebody served says what they think, to be given to them."""
    found = get_object_or_404(Served.objects.select_related("contract", "person"), pk=pk)
    url = request.build_absolute_uri(to("served", found.page_key))
    return ROOM.one(
        request,
        "contracts",
        title=_("评价地址"),
        intro=_("发给服务对象或家属，短信、微信、纸条都可以；不用打电话。"),
        facts=((found.person.masked_name, url),),
        crumbs=way_to(found.contract),
    )
