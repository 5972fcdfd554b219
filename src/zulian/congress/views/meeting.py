"""The meeting: check-in with the live quorum, badges and papers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.congress import papers
from zulian.congress.models import Congress, CongressState, Delegate
from zulian.congress.registers.rounds import CONGRESSES
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import meeting as services
from zulian.congress.tables import CheckInFilter, CheckInTable, PresenceTable
from zulian.congress.views.rounds import congress_or_404
from zulian.documents import sheets
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.detail import Button
from zulian.foundation.form_messages import first_message
from zulian.foundation.inputs import read_id


def _badges(congress: Congress, address: Callable[[str], str]) -> bytes:
    from zulian.congress.badges import write_badges  # loads ReportLab

    return write_badges(congress, address)


# Each paper: its kind, and how it is made from a congress and the address of each check-in code.
PAPERS: dict[str, tuple[str, Callable[[Congress, Callable[[str], str]], tuple[str, bytes]]]] = {
    "delegates": (
        "docx",
        lambda c, _a: (papers.delegate_list(c).name, write_docx(papers.delegate_list(c))),
    ),
    "minutes": ("docx", lambda c, _a: (papers.minutes(c).name, write_docx(papers.minutes(c)))),
    "seats": ("docx", lambda c, _a: (_("签到座次表"), sheets.write([papers.seat_list(c)], "docx"))),
    "forms": (
        "docx",
        lambda c, _a: (_("会议文件和无障碍准备清单"), sheets.write([papers.paper_list(c)], "docx")),
    ),
    "badges": ("pdf", lambda c, a: (_("代表证"), _badges(c, a))),
}


def _desk(pk: int) -> str:
    return ROOM.url("congress-check-in", pk)


@page("congress.read")
def desk(request: PostRequest, pk: int) -> HttpResponseBase:
    """Check-in by list, with the live quorum."""
    congress = congress_or_404(pk)
    rows = (
        Delegate.objects.elected().with_names().filter(congress=congress).order_by("unit_id", "pk")
    )
    can = request.post.may("congress.write") and congress.state in {
        CongressState.PREPARING,
        CongressState.HELD,
    }
    papers_ = (
        (_("代表证"), "badges", "printer"),
        (_("签到座次表"), "seats", "file-text"),
        (_("无障碍清单"), "forms", "file-text"),
    )
    return room_of(congress).list_page(
        request,
        "check-in",
        template="congress/check_in.html",
        title=_("签到"),
        rows=rows,
        table=CheckInTable if can else PresenceTable,
        filters=CheckInFilter,
        acts=[
            *CONGRESSES.acts(congress, request.post, panel="check-in"),
            *(Button(words, ROOM.url("paper", pk, key), icon) for words, key, icon in papers_),
        ],
        congress=congress,
        presence=services.presence(congress),
        papers=services.wanted_papers(congress),
        can=can,
        crumbs=CONGRESSES.crumbs_within(congress),
    )


@page("congress.read")
def live(request: PostRequest, pk: int) -> HttpResponseBase:
    """The quorum as it stands now: a part of the check-in page."""
    congress = congress_or_404(pk)
    return render(
        request,
        "congress/presence.html",
        {"congress": congress, "presence": services.presence(congress)},
    )


@require_POST
@page("congress.write")
def check(request: PostRequest, pk: int) -> HttpResponseBase:
    """Check a delegate of the list in, or take it back."""
    act = services.check_out if "out" in request.POST else services.check_in
    key = read_id(request.POST.get("out") or request.POST.get("in", ""))
    delegate = get_object_or_404(Delegate, congress=pk, pk=key or 0)
    try:
        act(delegate.pk)
    except ValidationError as error:
        messages.error(request, first_message(error))
    query = request.POST.get("query", "")[:300]
    return redirect(f"{_desk(pk)}{'?' + query if query else ''}")


@page("congress.write")
def badge(request: PostRequest, code: str) -> HttpResponseBase:
    """What a badge's code opens on the phone at the door: who it is, one button to check them in."""
    delegate = get_object_or_404(
        Delegate.objects.with_names().select_related("congress__region"), code=code
    )
    if request.method == "POST":
        try:
            services.check_in(delegate.pk)
        except ValidationError as error:
            messages.error(request, first_message(error))
        return redirect("congress:badge", code)
    congress = delegate.congress
    return room_of(congress).detail_page(
        request,
        "check-in",
        template="congress/badge.html",
        title=delegate.person.name,
        found=delegate,
        congress=congress,
        presence=services.presence(congress),
        crumbs=CONGRESSES.crumbs_within(congress),
    )


@page("congress.read")
def paper(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """One of the meeting's papers."""
    congress = congress_or_404(pk)
    if key not in PAPERS:
        raise Http404
    kind, make = PAPERS[key]
    name, data = make(congress, lambda code: request.build_absolute_uri(ROOM.url("badge", code)))
    record("congress.paper", congress, {"paper": [None, key]})
    return file_response(name, data, kind)
