"""Business across counties (跨省通办): a holder of another county at this counter."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates.models.cases import KINDS
from zulian.certificates.room import ROOM
from zulian.certificates.services import across, looking_up
from zulian.certificates.services.promises import missing_promises
from zulian.certificates.views.counter import start_page, way
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.models import Person


def _visitor(token: str) -> across.Visitor:
    try:
        return across.visitor(token)
    except Person.DoesNotExist as error:
        raise Http404 from error


@page("certificate.counter")
def index(request: PostRequest, token: str) -> HttpResponseBase:
    """What is told of the card, and the business that any county takes in."""
    visitor = _visitor(token)
    names, kinds = dict(KINDS), across.kinds_across(today())
    with scope(EVERYTHING):
        offers = [
            (kind, names[kind], why)
            for kind, why in looking_up.offers(visitor.person, today())
            if kind in kinds
        ]
    card = visitor.card
    return ROOM.detail_page(
        request,
        "counter",
        template="certificates/across.html",
        title=_("跨县通办：%(name)s") % {"name": visitor.person.masked_name},
        person=visitor.person,
        card=card,
        facts=[
            (_("户籍所在地"), visitor.person.region.full_path),
            (_("残疾人证号"), card.masked_number),
            (_("类别等级"), card.said),
            (_("状态"), card.state_words),
            (_("有效期至"), card.valid_until),
        ]
        if card
        else [],
        offers=[
            (ROOM.url("across-start", token, kind), name) for kind, name, why in offers if not why
        ],
        closed=[(name, why) for _kind, name, why in offers if why],
        missing=missing_promises(request.post, today()),
        crumbs=way(),
    )


@page("certificate.counter")
def start(request: PostRequest, token: str, kind: str) -> HttpResponseBase:
    """Take a business down for the county that decides."""
    if kind not in across.kinds_across(today()):
        raise Http404
    visitor = _visitor(token)
    with scope(EVERYTHING):
        return start_page(request, visitor.person, kind, ROOM.url("across", token))
