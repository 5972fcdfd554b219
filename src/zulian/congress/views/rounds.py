"""The wave of a round, and the way to a congress."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.congress import pictures
from zulian.congress.models import Congress, Round, procedure
from zulian.congress.registers.rounds import CONGRESSES, ROUNDS, late_or_state
from zulian.congress.room import ROOM
from zulian.congress.services import holding, wave
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button
from zulian.foundation.inputs import read_id
from zulian.foundation.pictures import drawn
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Level


def congress_or_404(pk: int) -> Congress:
    """A congress in view."""
    congress: Congress = get_object_or_404(CONGRESSES.rows(), pk=pk)
    return congress


def congress_badge(congress: Congress) -> Any:
    """The state of a congress in its colour."""
    return badge(*late_or_state(congress))


@page("congress.read")
def index(request: PostRequest) -> HttpResponseBase:
    """The wave of the latest round, or of the one chosen: county by county, who is late and who waits for whom."""
    rounds = list(Round.objects.select_related("region"))
    key = read_id(request.GET.get("round", ""))
    chosen = next((one for one in rounds if key in {None, one.pk}), None)
    region = region_looked_at(request)
    waves = wave.waves(chosen, region) if chosen else []
    rows = [c for w in waves for c in [*w.townships, *([w.own] if w.own else [])]]
    top = wave.at_top(chosen) if chosen else None
    # A township has one congress; what lies below it are the villages that send the delegates.
    own = rows[0] if rows and region.level == Level.TOWNSHIP else None
    senders = wave.senders(own) if own else []
    acts = [*ROUNDS.list_acts(request.post), *(ROUNDS.acts(chosen, request.post) if chosen else [])]
    if region.pk != request.post.region_id:
        acts.append(Button(_("返回本级"), ROOM.url("wave"), "arrow-back-up"))
    return ROOM.detail_page(
        request,
        "wave",
        template="congress/wave.html",
        title=_("换届进度"),
        acts=acts,
        round=chosen,
        rounds=rounds,
        waves=[] if own else waves,
        own=own,
        own_badge=congress_badge(own) if own else "",
        senders=senders,
        full=sum(one.is_full for one in senders),
        tally=wave.tally(rows),
        pictures=drawn(pictures.of_waves(waves)),
        top=top,
        top_badge=congress_badge(top) if top else "",
        waiting=holding.blockers(top) if top else [],
        rules=procedure(today()),
        top_mine=bool(top and request.post.region_id == top.region_id),
        crumbs=[],
    )
