"""Home service: a request taken down, route sheets, and the page that a team carries on its phone."""

from __future__ import annotations

import json
import uuid
from itertools import groupby
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates import forms
from zulian.certificates.models import Request, Round, Stop, Team
from zulian.certificates.papers import route_sheet
from zulian.certificates.registers.visits import HOURS, REQUESTS
from zulian.certificates.room import ROOM
from zulian.certificates.services import visits
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.form_messages import first_message
from zulian.foundation.inputs import read_json
from zulian.people.models import Person

MAX_SYNC = 100
PARTS = (
    "vendor/tabler/tabler.min.css",
    "colours.css",
    "zulian.css",
    "zulian.js",
    "field.js",
    "vendor/icons/icons.svg",
    "zulian.svg",
)


def scope_of_phone() -> str:
    """What the phone keeps: the list of rounds and the field pages."""
    return ROOM.url("visit-list")


@page("visit.ask")
def ask(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a request down for a person."""
    person = get_object_or_404(Person.objects.alive().select_related("region", "residence"), pk=pk)
    village = request.post.level > 6 and not request.post.may("certificate.counter")
    start = {
        "source": "village" if village else "counter",
        "from_time": HOURS["starts"],
        "to_time": HOURS["ends"],
    }

    def act(data: dict[str, Any]) -> Request:
        lists = {name: tuple(data[name]) for name in ("categories", "equipment")}
        return visits.ask(person, request.post, visits.Wish(**data | lists))

    return ROOM.form_page(
        request,
        forms.VisitForm(request.POST or None, initial=start),
        act,
        title=_("登记上门申请"),
        intro=f"{person.name} · {person.region.name}",
        button=_("登记"),
        done=_("已登记，等核实。"),
        to=lambda made: made.get_absolute_url(),
        back=person.get_absolute_url(),
        crumbs=REQUESTS.crumbs(),
    )


def _round(pk: int) -> Round:
    return get_object_or_404(Round.objects.select_related("region"), pk=pk)


@page("visit.plan")
def route_sheets(request: PostRequest, pk: int) -> HttpResponseBase:
    """Route sheets to print, one a team; they carry addresses and phones, so printing is on record."""
    the_round = _round(pk)
    stops = the_round.stops.select_related("team", "region", "request__person")
    record("round.print", the_round)
    papers = [
        route_sheet(the_round, team, own) for team, own in groupby(stops, lambda stop: stop.team)
    ]
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    return file_response(_("上门路线单"), sheets.write(papers, kind), kind)


@page("visit.plan")
def field(request: PostRequest, pk: int, team: int) -> HttpResponseBase:
    """The page a team carries: its stops in order, each with its form; works on without signal once opened."""
    the_round = _round(pk)
    crew = get_object_or_404(Team, pk=team)
    record("round.field", the_round)
    return ROOM.detail_page(
        request,
        "",
        template="certificates/field.html",
        title=_("%(team)s · %(day)s") % {"team": crew.name, "day": the_round.day},
        crumbs=[],
        round=the_round,
        team=crew,
        stops=the_round.stops.select_related("region", "request__person").filter(team=crew),
        outcomes=[outcome for outcome in Stop.Outcome.choices if outcome[0]],
    )


@page("visit.plan")
def stop(request: PostRequest, pk: int) -> HttpResponseBase:
    """The outcome of one stop without the script."""
    stop = get_object_or_404(
        Stop.objects.select_related("round", "team", "request__person", "region"), pk=pk
    )
    start = {"outcome": stop.outcome, "note": stop.note}

    def act(data: dict[str, Any]) -> Stop:
        said = visits.Report(uuid.uuid4(), pk, stop.version, data["outcome"], data["note"])
        return visits.report(request.post, said)

    return ROOM.form_page(
        request,
        forms.StopForm(request.POST or None, initial=start),
        act,
        title=_("填报上门结果"),
        intro=str(stop),
        back=ROOM.url("field", stop.round_id, stop.team_id),
        crumbs=[],
    )


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
    return {
        **answer,
        "status": "saved",
        "version": kept.version,
        "words": str(kept.get_outcome_display()),
    }


def worker(request: PostRequest) -> HttpResponse:
    """The service worker: served from here so that it may serve the field pages."""
    path = finders.find("field-worker.js")
    with open(str(path), encoding="utf-8") as source:  # noqa: PTH123  (finders give a plain path)
        text = source.read()
    files = json.dumps([static(name) for name in PARTS])
    response = HttpResponse(
        text.replace('"FILES"', files), content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = scope_of_phone()
    return response


def manifest(request: PostRequest) -> HttpResponse:
    """What makes the field page installable."""
    icon = {"src": static("zulian.svg"), "sizes": "any", "type": "image/svg+xml"}
    facts = {
        "name": _("组联通 上门服务"),
        "short_name": _("上门服务"),
        "lang": "zh-Hans",
        "display": "standalone",
        "start_url": ROOM.url("round-list"),
        "scope": scope_of_phone(),
        "theme_color": "#0b4450",
        "background_color": "#f4f6f7",
        "icons": [icon],
    }
    return JsonResponse(
        facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
