"""Home service: requests, teams, rounds, route sheets, and the page that a team carries on its phone."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.certificates import visit_forms as forms
from zulian.certificates.models import Assessor, Request, Round, Stop, Team
from zulian.certificates.models.visits import RequestState
from zulian.certificates.papers import route_sheet
from zulian.certificates.services import visits
from zulian.certificates.visit_tables import RequestFilter, RequestTable, RoundTable, TeamTable
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.forms import first_message
from zulian.foundation.inputs import read_json
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.people.models import Person

MAX_SYNC = 100


def scope_of_phone() -> str:
    """What the phone keeps: the list of rounds and the field pages."""
    return reverse("certificates:visits")


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("上门服务"), reverse("certificates:visits")), *more]


@page("visit.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Requests for visits at home."""
    return list_page(
        request, title=_("上门服务"), rows=Request.objects.with_names(), table=RequestTable, filters=RequestFilter,
        template="certificates/visits.html", tab="visits",
        intro=_("行动不便的重度残疾人由残联上门受理、评定、换证、送证。先核实条件，再按天编排路线。"),
    )  # fmt: skip


@page("visit.ask")
def ask(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a request down for a person."""
    person = get_object_or_404(Person.objects.alive().select_related("region", "residence"), pk=pk)
    village = request.post.level > 6 and not request.post.may("certificate.counter")
    form = forms.VisitForm(request.POST or None, initial={"source": "village" if village else "counter"})
    return form_page(
        request, form, lambda data: visits.ask(person, request.post, visits.Wish(**_wish(data))), title=_("登记上门申请"),
        intro=f"{person.name} · {person.region.name}", button=_("登记"), to=lambda made: reverse("certificates:visit", args=[made.pk]),
        done=_("已登记，等核实。"), back=reverse("people:detail", args=[pk]), crumbs=crumbs(),
    )  # fmt: skip


def _wish(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "categories": tuple(data["categories"]), "equipment": tuple(data["equipment"])}


@page("visit.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One request; who plans also decides on it here."""
    found = get_object_or_404(Request.objects.with_names().select_related("by__user"), pk=pk)
    if request.method == "POST":
        require(request, "visit.plan")
    form = forms.VisitJudgeForm(request.POST or None, admitted=found.state == RequestState.WAITING)

    def act(data: dict[str, Any]) -> Request:
        if data["verdict"] == "cancel":
            return visits.cancel(pk, request.post, data["note"])
        return visits.judge(pk, request.post, data["verdict"] == "admit", data["note"])

    answer = act_with_form(request, form, act, to=reverse("certificates:visit", args=[pk]), done=_("已处理。"))
    if answer:
        return answer
    context = {
        "title": f"{found.person.name} · {found.get_purpose_display()}", "found": found, "form": form, "tab": "visits",
        "can_judge": found.state in {RequestState.ASKED, RequestState.WAITING} and request.post.may("visit.plan"), "crumbs": crumbs(),
        "rules": visits.figures(),
        "stops": found.stops.select_related("round", "team"), "tools": [name for key, name in forms.TOOLS if key in found.equipment],
    }  # fmt: skip
    return render(request, "certificates/visit.html", context)


@page("visit.read")
def teams(request: PostRequest) -> HttpResponseBase:
    """Teams that make visits."""
    rows = Team.objects.select_related("region", "assessor__post__user", "assessor__hospital")
    return list_page(
        request,
        title=_("上门小组"),
        rows=rows,
        table=TeamTable,
        template="certificates/teams.html",
        tab="visits",
        crumbs=crumbs(),
    )


@page("visit.plan")
def team_add(request: PostRequest) -> HttpResponseBase:
    """A new team of my county."""
    return _team(request, Team(region=visits.county_of(request.post)), _("添加小组"))


@page("visit.plan")
def team_edit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change a team."""
    return _team(request, get_object_or_404(Team, pk=pk), _("修改小组"))


def _team(request: PostRequest, team: Team, title: str) -> HttpResponseBase:
    names = ("name", "members", "assessor", "equipment", "starts", "ends", "capacity", "active")
    start = (
        {name: getattr(team, name) for name in names if name != "assessor"} | {"assessor": team.assessor_id}
        if team.pk
        else None
    )
    assessors = Assessor.objects.select_related("post__user", "hospital")
    form = forms.TeamForm(request.POST or None, initial=start, assessors=assessors)
    home = (_("上门小组"), reverse("certificates:teams"))
    return form_page(
        request, form, lambda data: visits.save_team(team, data, request.post), title=title, button=_("保存"), done=_("小组已保存。"), to=home[1],
        back=home[1], crumbs=crumbs(home),
    )  # fmt: skip


@page("visit.read")
def rounds(request: PostRequest) -> HttpResponseBase:
    """Rounds, the latest day first."""
    rows = Round.objects.select_related("region").annotate(stop_count=Count("stops"))
    return list_page(
        request,
        title=_("上门路线"),
        rows=rows,
        table=RoundTable,
        template="certificates/rounds.html",
        tab="visits",
        crumbs=crumbs(),
    )


@page("visit.plan")
def plan(request: PostRequest) -> HttpResponseBase:
    """Plan a day."""
    form = forms.RoundForm(request.POST or None)
    waiting = Request.objects.waiting().within(visits.county_of(request.post)).count()
    home = (_("上门路线"), reverse("certificates:rounds"))
    return form_page(
        request, form, lambda data: visits.plan_round(request.post, data["day"]), title=_("编排上门路线"),
        intro=_("现有 %(n)d 份待安排的申请。系统按小组的类别、设备、时间和车位编排，约需几秒；同一天没下发的会重排。") % {"n": waiting},
        button=_("编排"), done=_("已编排，请核对后下发。"), to=lambda made: reverse("certificates:round", args=[made.pk]), back=home[1],
        crumbs=crumbs(home),
    )  # fmt: skip


def _round(pk: int) -> Round:
    return get_object_or_404(Round.objects.select_related("region"), pk=pk)


def _stops(found: Round) -> Any:
    return found.stops.select_related("team", "region", "request__person")


@page("visit.read")
def round_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """One day's rounds, team by team, with what was left out and why."""
    found = _round(pk)
    by_team: dict[Team, list[Stop]] = {}
    for stop in _stops(found):
        by_team.setdefault(stop.team, []).append(stop)
    left = dict(found.left_out)
    people = {r.pk: r for r in Request.objects.with_names().filter(pk__in=left)}
    context = {
        "title": _("%(day)s 上门路线") % {"day": found.day}, "round": found, "teams": by_team.items(), "tab": "visits",
        "left_out": [(people[pk], why) for pk, why in left.items() if pk in people],
        "crumbs": crumbs((_("上门路线"), reverse("certificates:rounds"))),
    }  # fmt: skip
    return render(request, "certificates/round.html", context)


@require_POST
@page("visit.plan")
def release(request: PostRequest, pk: int) -> HttpResponseBase:
    """Hand the rounds to the teams."""
    return _turn(request, pk, visits.release, _("已下发，各小组可在手机上打开。"))


@require_POST
@page("visit.plan")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """End the day."""
    return _turn(request, pk, visits.close_round, _("已结束，没到访的回到待安排。"))


def _turn(request: PostRequest, pk: int, service: Any, done: str) -> HttpResponseBase:
    _round(pk)
    return act_and_go(request, lambda: service(pk, request.post), done, reverse("certificates:round", args=[pk]))


@page("visit.plan")
def route_sheets(request: PostRequest, pk: int) -> HttpResponseBase:
    """Route sheets to print, one a team; they carry addresses and phones, so printing is on record."""
    found = _round(pk)
    stops = list(_stops(found))
    teams_there = list(dict.fromkeys(stop.team for stop in stops))
    record("round.print", found)
    made = [route_sheet(found, team, [s for s in stops if s.team == team]) for team in teams_there]
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    return file_response(_("上门路线单"), sheets.write(made, kind), kind)


@page("visit.plan")
def field(request: PostRequest, pk: int, team: int) -> HttpResponseBase:
    """The page a team carries: its stops in order, each with its form; works on without signal once opened."""
    found = _round(pk)
    crew = get_object_or_404(Team, pk=team)
    context = {
        "title": _("%(team)s · %(day)s") % {"team": crew.name, "day": found.day}, "round": found, "team": crew,
        "stops": _stops(found).filter(team=crew), "outcomes": [o for o in Stop.Outcome.choices if o[0]], "tab": "visits",
    }  # fmt: skip
    record("round.field", found)
    return render(request, "certificates/field.html", context)


@page("visit.plan")
def stop(request: PostRequest, pk: int) -> HttpResponseBase:
    """The outcome of one stop without the script."""
    found = get_object_or_404(_all_stops(), pk=pk)
    form = forms.StopForm(request.POST or None, initial={"outcome": found.outcome or "done", "note": found.note})
    back = reverse("certificates:field", args=[found.round_id, found.team_id])
    return form_page(
        request, form,
        lambda data: visits.report(request.post, visits.Report(uuid.uuid4(), pk, found.version, data["outcome"], data["note"])),
        title=_("填报上门结果"), intro=str(found), button=_("保存"), done=_("已保存。"), to=back, back=back, crumbs=crumbs(),
    )  # fmt: skip


def _all_stops() -> Any:
    return Stop.objects.select_related("round", "team", "request__person", "region")


@require_POST
@page("visit.plan")
def sync(request: PostRequest) -> HttpResponseBase:
    """What phones kept while away: each report is kept once, a stale one comes back as a conflict with what stands now."""
    said = read_json(request) if request.body else []
    if said is None:
        return JsonResponse({"error": _("数据格式不对，请刷新页面。")}, status=400)
    if not isinstance(said, list) or len(said) > MAX_SYNC:
        return JsonResponse({"error": _("一次最多同步 %(n)d 条。") % {"n": MAX_SYNC}}, status=400)
    return JsonResponse({"answers": [_sync_one(request, one) for one in said]})


def _sync_one(request: PostRequest, one: Any) -> dict[str, Any]:
    try:
        wish = visits.Report(
            uuid.UUID(str(one["key"])),
            int(one["stop"]),
            int(one["version"]),
            str(one["outcome"]),
            str(one.get("note", "")),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        return {"key": None, "status": "refused", "words": _("这一条的格式不对。")}
    answer: dict[str, Any] = {"key": str(wish.key), "stop": wish.stop}
    try:
        kept = visits.report(request.post, wish)
    except visits.Conflict as error:
        now = {
            "outcome": error.stop.outcome,
            "outcome_words": error.stop.get_outcome_display(),
            "note": error.stop.note,
        }
        return {
            **answer,
            "status": "conflict",
            "version": error.stop.version,
            "now": now,
            "words": first_message(error),
        }
    except (ValidationError, PermissionDenied) as error:
        words = first_message(error) if isinstance(error, ValidationError) else str(error)
        return {**answer, "status": "refused", "words": words}
    return {**answer, "status": "saved", "version": kept.version, "words": str(kept.get_outcome_display())}


def worker(request: PostRequest) -> HttpResponse:
    """The service worker: served from here so that it may serve the field pages."""
    path = finders.find("field-worker.js")
    with open(str(path), encoding="utf-8") as source:  # noqa: PTH123  (finders give a plain path)
        text = source.read()
    names = [
        "vendor/tabler/tabler.min.css",
        "zulian.css",
        "zulian.js",
        "field.js",
        "vendor/icons/icons.svg",
        "zulian.svg",
    ]
    files = json.dumps([static(name) for name in names])
    response = HttpResponse(text.replace('"FILES"', files), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = scope_of_phone()
    return response


def manifest(request: PostRequest) -> HttpResponse:
    """What makes the field page installable."""
    icon = {"src": static("zulian.svg"), "sizes": "any", "type": "image/svg+xml"}
    facts = {
        "name": _("组联通 上门服务"), "short_name": _("上门服务"), "lang": "zh-Hans", "display": "standalone",
        "start_url": reverse("certificates:rounds"), "scope": scope_of_phone(), "theme_color": "#0b4450",
        "background_color": "#f4f6f7", "icons": [icon],
    }  # fmt: skip
    return JsonResponse(facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
