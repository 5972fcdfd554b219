"""Contests: candidates, publication, ballot papers, tellers, results."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.congress import forms, papers
from zulian.congress.models import CongressState, Contest, ContestState, Nominee, TellerSheet
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import contests as services
from zulian.congress.services import tellers
from zulian.congress.views.rounds import crumbs, mine
from zulian.documents import sheets
from zulian.documents.codes import code_svg
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.pages import act_and_go, act_with_form
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.forms import InspectionForm
from zulian.leadership.models import Inspection
from zulian.leadership.services import inspections
from zulian.people.services import enrol
from zulian.registers.shown import state_of

LARGE = 1.8
ACTS = {
    "publish": services.publish,
    "reopen": services.reopen,
    "open": services.open_voting,
    "decide": services.decide,
}
DONE = {
    "publish": gettext_lazy("已公示，期满后可以投票。"),
    "reopen": gettext_lazy("已退回提名。"),
    "open": gettext_lazy("可以打印选票、发票，由两名计票员分别录入。"),
    "decide": gettext_lazy("结果已登记。"),
}


def tone_of(contest: Contest) -> str:
    """The colour of a contest's state."""
    color, _words = state_of(contest, "state") or ("", "")
    return color


def _to(pk: int) -> str:
    return reverse("congress:contest", args=[pk])


def _one(pk: int) -> Contest:
    return get_object_or_404(Contest.objects.with_names(), pk=pk)


@page("congress.read")
def index(request: PostRequest, pk: int) -> HttpResponseBase:
    """What one congress elects."""
    congress = mine(pk)
    rows = congress.contests.with_names().order_by("pk")
    held = congress.state in {CongressState.HELD, CongressState.FILED}
    return room_of(congress).detail_page(
        request,
        "contests",
        template="congress/contests.html",
        title=_("选举"),
        congress=congress,
        rows=[
            (contest, tone_of(contest), list(contest.nominees.select_related("person")))
            for contest in rows
        ],
        can=request.post.may("congress.write") and congress.state != CongressState.EXEMPT,
        held=held,
        crumbs=crumbs(congress),
    )


@page("congress.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Set up a contest; after the congress it is a by-election."""
    congress = mine(pk)
    by_election = request.GET.get("by") == "1"
    form = forms.ContestForm(
        request.POST or None, initial={"electorate": "presidium"} if by_election else None
    )
    back = ROOM.url("contests", pk)
    return ROOM.form_page(
        request,
        form,
        lambda data: services.set_up(pk, services.Setup(**data, by_election=by_election)),
        title=_("安排补选") if by_election else _("安排选举"),
        done=_("已安排，请添加候选人。"),
        to=lambda contest: _to(contest.pk),
        back=back,
        crumbs=crumbs(congress, (_("选举"), back)),
    )


def _inspected(request: PostRequest, contest: Contest) -> dict[int, list[Inspection]]:
    """Inspections of the candidates that this post may see."""
    found: dict[int, list[Inspection]] = {}
    for row in (
        Inspection.objects.seen_by(request.post)
        .filter(person__nominations__contest=contest)
        .distinct()
    ):
        found.setdefault(row.person_id, []).append(row)
    return found


@page("congress.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One contest from nomination to result."""
    contest = _one(pk)
    write = request.post.may("congress.write")
    voting = contest.state == ContestState.VOTING
    inspected = _inspected(request, contest)
    nominees = list(contest.nominees.select_related("person").order_by("-favour", "order"))
    keys = _teller_pages(request, contest) if voting and write else []
    return room_of(contest.congress).detail_page(
        request,
        "contests",
        template="congress/contest.html",
        title=contest.name,
        contest=contest,
        congress=contest.congress,
        tone=tone_of(contest),
        nominees=[(nominee, inspected.get(nominee.person_id, [])) for nominee in nominees],
        compared=tellers.compare(contest) if voting else None,
        tellers=keys,
        valid=contest.outcome.get("back", 0) - contest.outcome.get("invalid", 0),
        inspect=request.post.may("inspection.read"),
        can=_possible(contest) if write else {},
        crumbs=crumbs(contest.congress, (_("选举"), ROOM.url("contests", contest.congress_id))),
    )


def _possible(contest: Contest) -> dict[str, bool]:
    """What may be done with a contest in its present state."""
    nominating, public = (
        contest.state == ContestState.NOMINATING,
        contest.state == ContestState.PUBLIC,
    )
    shown = public and contest.public_until is not None and contest.public_until < today()
    voting, second = contest.state == ContestState.VOTING, contest.after_id is not None
    unfinished = contest.state == ContestState.VOID or bool(contest.outcome.get("open_seats"))
    return {
        "nominate": nominating,
        "publish": nominating and not second,
        "open": shown or (nominating and second),
        "reopen": public,
        "decide": voting,
        "write_in": voting,
        "again": unfinished and not contest.repeats.exists(),
    }


def _teller_pages(request: PostRequest, contest: Contest) -> list[dict[str, Any]]:
    """The two tellers' pages as links and codes, and who has entered already."""
    there = {s.seat: s for s in contest.sheets.all()}
    pages = []
    for seat, name in TellerSheet.SEATS:
        url = request.build_absolute_uri(
            reverse("congress:count", args=[tellers.teller_key(contest, seat)])
        )
        code = mark_safe(code_svg(url))  # noqa: S308  (made of numbers alone)
        pages.append({"name": name, "url": url, "code": code, "sheet": there.get(seat)})
    return pages


@page("congress.write")
def nominee_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A candidate; while votes are counted somebody whom voters wrote in."""
    contest = _one(pk)
    write_in = contest.state == ContestState.VOTING
    form = forms.NomineeForm(request.POST or None)

    def act(data: dict[str, Any]) -> Nominee:
        return services.nominate(
            pk, enrol(form.person()), data["tie"], data["work"], data["nominated_by"], write_in
        )

    return ROOM.form_page(
        request,
        form,
        act,
        title=_("登记另选人") if write_in else _("添加候选人"),
        intro=contest.name,
        button=_("添加"),
        done=_("已添加。"),
        back=_to(pk),
        crumbs=crumbs(contest.congress),
    )


@require_POST
@page("congress.write")
def nominee_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a candidate back."""
    nominee = get_object_or_404(Nominee, pk=pk)
    return act_and_go(request, lambda: services.drop(pk), _("已取消。"), _to(nominee.contest_id))


@page("inspection.read")
def nominee_inspect(request: PostRequest, pk: int) -> HttpResponseBase:
    """Record the inspection of a candidate."""
    nominee = get_object_or_404(
        Nominee.objects.select_related("person", "contest__congress__region"), pk=pk
    )
    form = InspectionForm(
        request.POST or None,
        initial={"purpose": f"{nominee.contest.congress} {nominee.contest.name}"[:100]},
    )
    findings = inspections.Findings
    return ROOM.form_page(
        request,
        form,
        lambda data: inspections.inspect(
            nominee.person, request.post.region, request.post, findings(**data)
        ),
        title=_("登记考察情况"),
        intro=nominee.person.name,
        done=_("已保存，目前只有您能看。"),
        to=lambda inspection: ROOM.url("leadership:inspection", inspection.pk),
        back=_to(nominee.contest_id),
        crumbs=crumbs(nominee.contest.congress),
    )


@require_POST
@page("congress.write")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Take a contest one step on."""
    if key not in ACTS:
        raise Http404
    _one(pk)
    return act_and_go(request, lambda: ACTS[key](pk), DONE[key], _to(pk))


@require_POST
@page("congress.write")
def again(request: PostRequest, pk: int) -> HttpResponseBase:
    """A second ballot."""
    _one(pk)
    return act_and_go(
        request,
        lambda: services.again(pk),
        _("已安排再次投票，候选人已列出。"),
        to=lambda contest: _to(contest.pk),
        refused=_to(pk),
    )


@page("congress.read")
def ballot(request: PostRequest, pk: int) -> HttpResponseBase:
    """The ballot paper to print; large print on demand."""
    contest = _one(pk)
    large = request.GET.get("size") == "large"
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("contest.ballot", contest)
    return file_response(
        f"{contest.name}", sheets.write([papers.ballot(contest)], kind, LARGE if large else 1), kind
    )


@page("congress.read")
def result(request: PostRequest, pk: int) -> HttpResponseBase:
    """The result sheet."""
    contest = _one(pk)
    if not contest.outcome:
        raise Http404
    record("contest.result", contest)
    return file_response(
        f"{contest.name}", sheets.write([papers.result_sheet(contest)], "docx"), "docx"
    )


def count(request: HttpRequest, key: str) -> HttpResponse:
    """A teller's page, opened by its key alone: they need no account, and see nothing of the other's count."""
    with scope(EVERYTHING):
        try:
            contest, seat = tellers.read_key(key)
        except (signing.BadSignature, Contest.DoesNotExist) as error:
            raise Http404 from error
        nominees = contest.nominees.filter(write_in=False).select_related("person")
        form = forms.TellerForm(request.POST or None, nominees=nominees)
        there = contest.sheets.filter(seat=seat).first()
        is_open = contest.state == ContestState.VOTING
        if is_open and (answer := _enter(request, contest, seat, form)):
            return answer
        context = {
            "title": f"{contest.name} · {dict(TellerSheet.SEATS)[seat]}",
            "contest": contest,
            "form": form,
            "there": there,
            "is_open": is_open,
            "done": "done" in request.GET and there is not None,
        }
        response = render(request, "congress/count.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _enter(
    request: HttpRequest, contest: Contest, seat: str, form: forms.TellerForm
) -> HttpResponse | None:
    def act(data: dict[str, Any]) -> TellerSheet:
        entered = tellers.Entered(
            data["teller"],
            data["present"],
            data["issued"],
            data["back"],
            data["invalid"],
            form.votes(),
            data["others"],
        )
        return tellers.enter(contest.pk, seat, entered)

    return act_with_form(request, form, act, to=f"{request.path}?done=1")
