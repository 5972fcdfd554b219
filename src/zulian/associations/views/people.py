"""Committees, seats and members."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.forms import bodies as forms
from zulian.associations.forms.work import ContactForm
from zulian.associations.models import Committee, Contact, Member, Seat, Turnout
from zulian.associations.services import bodies as services
from zulian.associations.services import contacts
from zulian.associations.services.common import norms
from zulian.associations.tables import MemberFilter, MemberTable, SeatFilter, SeatTable
from zulian.associations.views.common import ROOM, association_of, to, way_to, writes
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_id

MOST = 60


@page("association.read")
def seats(request: PostRequest) -> HttpResponseBase:
    """Seats of the committees."""
    rows = Seat.objects.with_names().select_related("person", "committee", "association__region")
    acts = [Act(_("会员"), to("members"), "users")]
    return ROOM.listing(
        request, "people", title=_("协会委员"), rows=rows, table=SeatTable, filters=SeatFilter, acts=acts
    )


@page("association.read")
def members(request: PostRequest) -> HttpResponseBase:
    """Members."""
    rows = Member.objects.with_names().select_related("person", "association__region")
    asked = read_id(request.GET.get("association", ""))
    acts = [Act(_("委员"), to("seats"), "users")]
    if asked is not None and request.post.may("association.write"):
        acts.insert(0, Act(_("发展会员"), to("member-add", asked), "plus", main=True))
    return ROOM.listing(
        request, "people", title=_("协会会员"), rows=rows, table=MemberTable, filters=MemberFilter, ledger="association-members", acts=acts,
    )  # fmt: skip


@page("association.write")
def member_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A new member."""
    found = association_of(pk)
    form = forms.MemberForm(request.POST or None)

    def act(d: dict[str, Any]) -> Member:
        return services.join(pk, request.post, form.person(), d)

    return ROOM.form(
        request, form, act, title=_("发展会员"), intro=str(found), back=f"{to('members')}?association={pk}", way=way_to(found), done=_("已入会。"),
    )  # fmt: skip


@page("association.read")
def member(request: PostRequest, pk: int) -> HttpResponseBase:
    """One member, and what they took part in."""
    found = get_object_or_404(Member.objects.select_related("association__region", "person", "through"), pk=pk)
    live = writes(request, found) and found.left_on is None
    turnouts = Turnout.objects.filter(member=found).select_related("activity").order_by("-activity__on")
    rows = Few.of(turnouts, MOST)
    items = [Item(t.activity.title, to("activity", t.activity_id), str(t.activity.on)) for t in rows]
    facts = (
        (_("协会"), str(found.association)), (_("与本类别残疾人的关系"), found.get_tie_display()),
        (_("所关联的残疾人"), found.through.masked_name if found.through else ""), (_("入会日期"), found.joined_on), (_("退会日期"), found.left_on),
    )  # fmt: skip
    acts = [Act(_("退会"), to("member-leave", pk), "x", click=True)] if live else []
    return ROOM.one(
        request, "people", title=found.person.name, facts=facts, acts=acts, crumbs=[*way_to(found.association), (_("会员"), to("members"))],
        beside=[Card(_("参加的活动"), items, _("还没有参加过活动。"), of=rows)],
    )  # fmt: skip


@require_POST
@page("association.write")
def member_leave(request: PostRequest, pk: int) -> HttpResponseBase:
    """A member leaves."""
    found = get_object_or_404(Member, pk=pk)
    return ROOM.click(
        request,
        lambda: services.leave(pk, request.post),
        _("已退会。"),
        f"{to('members')}?association={found.association_id}",
    )


@page("association.write")
def elect(request: PostRequest, pk: int) -> HttpResponseBase:
    """A new committee."""
    found = association_of(pk)
    intro = _("产生新一届委员会，任期 %(n)d 年；上一届委员同时卸任，再逐个登记新委员。") % {"n": norms()["term_years"]}
    return ROOM.form(
        request, forms.ElectForm(request.POST or None), lambda d: services.elect(pk, request.post, d["since"]), title=_("换届"), intro=intro,
        back=to("association", pk), way=way_to(found), button=_("产生新一届"), done=_("已产生，请登记委员。"),
    )  # fmt: skip


@page("association.write")
def seat_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody takes a seat."""
    committee = get_object_or_404(Committee.objects.with_names(), pk=pk)
    form = forms.SeatForm(request.POST or None, initial={"since": committee.since})

    def act(d: dict[str, Any]) -> Seat:
        return services.take_seat(pk, request.post, form.person(), d)

    back = to("association", committee.association_id)
    intro = _("主席须由本类别残疾人或其亲属担任。")
    return ROOM.form(request, form, act, title=_("登记委员"), intro=intro, back=back, way=way_to(committee.association))


def _seat(pk: int) -> Seat:
    rows = Seat.objects.select_related("association__region", "person", "committee", "through")
    return get_object_or_404(rows, pk=pk)


@page("association.read")
def seat(request: PostRequest, pk: int) -> HttpResponseBase:
    """One committee member, and whom they keep in contact with."""
    found = _seat(pk)
    live = writes(request, found) and found.left_on is None
    rows = Contact.objects.filter(seat=found, ended_on=None).select_related("person")
    items = [
        Item(c.person.name, to("contact", c.pk), _("最近走访 %(day)s") % {"day": c.visited_on} if c.visited_on else _("还没有走访"))
        for c in rows
    ]  # fmt: skip
    acts = [Act(_("添加联系对象"), to("contact-add", pk), "plus", main=True), Act(_("卸任"), to("seat-leave", pk), "x")] if live else []  # fmt: skip
    facts = (
        (_("协会"), str(found.association)), (_("届次"), str(found.committee)), (_("职务"), found.get_office_display()),
        (_("与本类别残疾人的关系"), found.get_tie_display()), (_("所关联的残疾人"), found.through.masked_name if found.through else ""),
        (_("产生方式"), found.get_how_display()), (_("任职日期"), found.since), (_("卸任日期"), found.left_on), (_("卸任原因"), found.left_why),
    )  # fmt: skip
    title = _("联系对象（应联系 %(n)d 人）") % {"n": norms()["contacts"]}
    return ROOM.one(
        request, "people", title=found.person.name, facts=facts, acts=acts, beside=[Card(title, items, _("还没有联系对象。"))],
        crumbs=way_to(found.association),
    )  # fmt: skip


@page("association.write")
def seat_leave(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody leaves a seat."""
    found = _seat(pk)
    return ROOM.form(
        request, forms.LeaveForm(request.POST or None), lambda d: services.leave_seat(pk, request.post, d["day"], d["why"]), title=_("卸任"),
        intro=_("空缺可以届中补选。"), back=to("association", found.association_id), way=way_to(found.association), done=_("已卸任。"),
    )  # fmt: skip


@page("association.write")
def contact_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody to keep in contact with."""
    found = _seat(pk)
    return ROOM.form(
        request, ContactForm(request.POST or None), lambda d: contacts.assign(pk, request.post, d["id_number"], d["since"]), title=_("添加联系对象"),
        back=to("seat", pk), way=way_to(found.association),
    )  # fmt: skip
