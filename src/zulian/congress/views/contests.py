"""Papers of a contest, and the page on which a teller enters a count."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from zulian.accounts.access import page
from zulian.accounts.holding import opened_by_holder
from zulian.accounts.middleware import PostRequest
from zulian.congress import papers
from zulian.congress.forms import TellerForm
from zulian.congress.handed import TELLER
from zulian.congress.models import Contest, ContestState, TellerSheet
from zulian.congress.services import tellers
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.pages import act_with_form
from zulian.foundation.public import public

LARGE = 1.8


def _one(pk: int) -> Contest:
    return get_object_or_404(Contest.objects.with_names(), pk=pk)


@page("congress.read")
def ballot(request: PostRequest, pk: int) -> HttpResponseBase:
    """The ballot paper to print; large print on demand."""
    contest = _one(pk)
    large = request.GET.get("size") == "large"
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("contest.ballot", contest)
    data = sheets.write([papers.ballot(contest)], kind, LARGE if large else 1)
    return file_response(contest.name, data, kind)


@page("congress.read")
def result(request: PostRequest, pk: int) -> HttpResponseBase:
    """The result sheet."""
    contest = _one(pk)
    if not contest.outcome:
        raise Http404
    record("contest.result", contest)
    data = sheets.write([papers.result_sheet(contest)], "docx")
    return file_response(contest.name, data, "docx")


@public
@opened_by_holder(TELLER)
def count(request: HttpRequest, key: str) -> HttpResponse:
    """A teller's page, for who holds it alone: they need no account, and see nothing of the other's count."""
    contest, seat, _turn = tellers.read_key(key)
    nominees = contest.nominees.filter(write_in=False).select_related("person")
    form = TellerForm(request.POST or None, nominees=nominees)
    sheet = contest.sheets.filter(seat=seat).first()
    is_open = contest.state == ContestState.VOTING
    if is_open and (answer := _enter(request, contest, seat, form)):
        return answer
    context = {
        "title": f"{contest.name} · {dict(TellerSheet.SEATS)[seat]}",
        "contest": contest,
        "form": form,
        "there": sheet,
        "is_open": is_open,
        "done": "done" in request.GET and sheet is not None,
    }
    return render(request, "congress/count.html", context)


def _enter(
    request: HttpRequest, contest: Contest, seat: str, form: TellerForm
) -> HttpResponse | None:
    def act(data: dict[str, Any]) -> TellerSheet:
        figures = {name: data[name] for name in ("teller", "present", "issued", "back", "invalid")}
        entered = tellers.Entered(**figures, votes=form.votes(), write_ins=data["others"])
        return tellers.enter(contest.pk, seat, entered)

    return act_with_form(request, form, act, to=f"{request.path}?done=1")
