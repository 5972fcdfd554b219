"""Contact: people kept in contact with, visits, opinions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.forms import work as forms
from zulian.associations.models import Contact, Opinion, Visit
from zulian.associations.services import contacts as services
from zulian.associations.services.common import norms
from zulian.associations.tables import TONES, ContactTable, Named, OpinionFilter, OpinionTable, VisitTable
from zulian.associations.views.common import ROOM, home, to, way_to, writes
from zulian.foundation.detail import Act, Card, Item


def way() -> Any:
    """The way to contacts."""
    return [*home(), (_("联系"), to("contacts"))]


@page("association.read")
def index(request: PostRequest) -> HttpResponseBase:
    """People whom committee members keep in contact with."""
    rows = Contact.objects.select_related("association__region", "seat__person", "person")
    acts = [Act(_("意见建议"), to("opinions"), "inbox"), Act(_("走访记录"), to("visits"), "clipboard-list")]
    intro = _("每名委员联系 %(n)d 名本类别残疾人，每 %(m)d 个月至少走访一次；从委员页面添加联系对象。") % {
        "n": norms()["contacts"],
        "m": norms()["visit_months"],
    }
    return ROOM.listing(request, "contacts", title=_("联系对象"), intro=intro, rows=rows, table=ContactTable, filters=Named, acts=acts)  # fmt: skip


@page("association.read")
def visits(request: PostRequest) -> HttpResponseBase:
    """Visits."""
    rows = Visit.objects.select_related("contact__person", "contact__seat__person")
    return ROOM.listing(request, "contacts", title=_("走访记录"), rows=rows, table=VisitTable)


@page("association.read")
def opinions(request: PostRequest) -> HttpResponseBase:
    """Opinions and what became of them."""
    return ROOM.listing(
        request,
        "contacts",
        title=_("意见建议"),
        rows=Opinion.objects.with_names(),
        table=OpinionTable,
        filters=OpinionFilter,
    )


@page("association.read")
def contact(request: PostRequest, pk: int) -> HttpResponseBase:
    """One contact: visits and opinions."""
    rows = Contact.objects.select_related("association__region", "seat__person", "person")
    found = get_object_or_404(rows, pk=pk)
    live = writes(request, found) and found.ended_on is None
    acts = (
        [
            Act(_("登记走访"), to("visit-add", pk), "plus", main=True),
            Act(_("结束联系"), to("contact-end", pk), "x", click=True),
        ]
        if live
        else []
    )
    visited = [Item(str(v.on), detail=v.text, tone="signed", state=v.get_how_display()) for v in found.visits.all()]
    said = [
        Item(o.text, to("opinion", o.pk), str(o.on), TONES[o.state], o.get_state_display())
        for o in found.opinions.all()
    ]
    facts = (
        (_("联系人"), found.seat.person.name),
        (_("协会"), str(found.association)),
        (_("开始联系"), found.since),
        (_("最近走访"), found.visited_on or "—"),
        (_("结束联系"), found.ended_on),
    )
    return ROOM.one(
        request, "contacts", title=found.person.name, facts=facts, acts=acts, crumbs=way(), cards=[Card(_("走访联系"), visited, _("还没有走访。"))],
        beside=[Card(_("提出的意见建议"), said, _("还没有意见建议。"))],
    )  # fmt: skip


@page("association.write")
def visit_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A visit."""
    found = get_object_or_404(Contact.objects.select_related("association__region", "person"), pk=pk)

    def act(d: dict[str, Any]) -> Visit:
        opinion = d.pop("opinion")
        return services.visit(pk, request.post, d, opinion)

    return ROOM.form(
        request, forms.VisitForm(request.POST or None), act, title=_("登记走访"), intro=found.person.name, back=to("contact", pk),
        way=way_to(found.association),
    )  # fmt: skip


@require_POST
@page("association.write")
def contact_end(request: PostRequest, pk: int) -> HttpResponseBase:
    """No longer in contact."""
    get_object_or_404(Contact, pk=pk)
    return ROOM.click(request, lambda: services.end(pk, request.post), _("已结束联系。"), to("contact", pk))


def _opinion(pk: int) -> Opinion:
    return get_object_or_404(Opinion.objects.select_related("association__region", "contact__person"), pk=pk)


@page("association.read")
def opinion(request: PostRequest, pk: int) -> HttpResponseBase:
    """One opinion: who answered, what changed."""
    found = _opinion(pk)
    live, acts = writes(request, found), []
    if live and found.state == Opinion.State.OPEN:
        acts.append(Act(_("登记答复"), to("opinion-answer", pk), "send", main=True))
    if live and found.state == Opinion.State.ANSWERED:
        acts.append(Act(_("登记落实"), to("opinion-follow", pk), "check", main=True))
    facts = (
        (_("提出人"), found.contact.person.masked_name if found.contact else "—"), (_("提出日期"), found.on), (_("意见建议"), found.text),
        (_("答复单位"), found.answered_by), (_("答复"), found.answer), (_("答复日期"), found.answered_on), (_("落实情况"), found.change),
        (_("落实日期"), found.changed_on),
    )  # fmt: skip
    return ROOM.one(
        request, "contacts", title=_("意见建议"), intro=str(found.association), state=(TONES[found.state], found.get_state_display()), facts=facts,
        acts=acts, crumbs=[*way(), (_("意见建议"), to("opinions"))],
    )  # fmt: skip


@page("association.write")
def opinion_answer(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who answered, and how."""
    found = _opinion(pk)
    return ROOM.form(
        request, forms.AnswerForm(request.POST or None), lambda d: services.answer(pk, request.post, d["by"], d["answer"]), title=_("登记答复"),
        intro=found.text, back=to("opinion", pk), way=way(),
    )  # fmt: skip


@page("association.write")
def opinion_follow(request: PostRequest, pk: int) -> HttpResponseBase:
    """What changed."""
    found = _opinion(pk)
    return ROOM.form(
        request, forms.FollowForm(request.POST or None), lambda d: services.follow_up(pk, request.post, d["changed"], d["change"]),
        title=_("登记落实"), intro=found.text, back=to("opinion", pk), way=way(),
    )  # fmt: skip
