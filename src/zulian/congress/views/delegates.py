"""What the list of a congress is made up of, and how it could still meet its targets."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.congress.models import Congress, CongressState, Delegate, DelegateState, Trait
from zulian.congress.registers.rounds import CONGRESSES
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import delegates as services
from zulian.congress.views.rounds import congress_or_404
from zulian.foundation.inputs import read_id
from zulian.foundation.pages import act_and_go

MOVABLE = {DelegateState.PROPOSED, DelegateState.QUALIFIED}


@page("congress.read")
def composition(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list against its targets; where it falls short, whether and how the names at hand could mend it."""
    congress = congress_or_404(pk)
    try:
        composition, timeout = services.compose(congress), False
    except TimeoutError:
        composition, timeout = services.compose(congress, solve=False), True
    people = {str(d.pk): d for d in Delegate.objects.with_names().filter(congress=congress)}
    swaps = (
        {
            "out": [people[k] for k in composition.repair.out],
            "into": [people[k] for k in composition.repair.into],
        }
        if composition.repair
        else None
    )
    moved = [*swaps["out"], *swaps["into"]] if swaps else []
    is_open = request.post.may("congress.write") and congress.state == CongressState.PREPARING
    return room_of(congress).detail_page(
        request,
        "composition",
        template="congress/composition.html",
        title=_("代表构成"),
        congress=congress,
        found=composition,
        timeout=timeout,
        swaps=swaps,
        rows=[(Trait(standing.target.trait).label, standing) for standing in composition.standings],
        can=is_open and bool(moved) and all(delegate.state in MOVABLE for delegate in moved),
        crumbs=CONGRESSES.crumbs_within(congress),
    )


@require_POST
@page("congress.write")
def relist(request: PostRequest, pk: int) -> HttpResponseBase:
    """Exchange names of the list as proposed."""
    congress_or_404(pk)

    def act() -> Congress:
        # What is no number stands for a name that is gone: nothing is exchanged then.
        out, into = (
            [read_id(key) or 0 for key in request.POST.getlist(side)] for side in ("out", "into")
        )
        return services.relist(pk, out, into)

    return act_and_go(request, act, _("名单已调整。"), ROOM.url("congress-composition", pk))
