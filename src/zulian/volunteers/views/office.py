"""Pages of the office that are no list, no row and no step: taking down at the station, papers, the year, the match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.codes import code_svg
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_ids, read_year
from zulian.foundation.once import do_once
from zulian.people.commemorative_days import year_days
from zulian.registers.pages import add_view, row_of
from zulian.volunteers.forms import office as forms
from zulian.volunteers.models import Activity, Registration, Volunteer
from zulian.volunteers.papers import certificate_code, meeting_notice, service_certificate
from zulian.volunteers.registers.activities import ACTIVITIES
from zulian.volunteers.registers.needs import SERVICES
from zulian.volunteers.registers.network import MEETINGS
from zulian.volunteers.registers.people import VOLUNTEERS
from zulian.volunteers.registers.training import TRAININGS
from zulian.volunteers.room import ROOM, one, to
from zulian.volunteers.services import activities, matching, offers, registry, training
from zulian.volunteers.services.common import words_of

MOST_BRANDED, FAULTS_SHOWN = 400, 5


@page("volunteer.register")
def register(request: PostRequest) -> HttpResponseBase:
    """Take an application down at the station; with the document at hand the volunteer is registered at once.

    What a village commissioner takes down waits for the review.
    """
    approves = request.post.may("volunteer.write")
    form = forms.StationForm(request.POST or None)
    if not approves:
        del form.fields["how"]

    def act(data: dict[str, Any]) -> Volunteer | Registration:
        return registry.register_at_station(
            form.application(), request.post, forms.how_words(data.get("how", ""))
        )

    return ROOM.form_page(
        request,
        form,
        act,
        title=_("登记志愿者"),
        button=_("登记"),
        to=lambda row: str(row.get_absolute_url()),
        intro=_("当面核验身份证件的，登记后直接入册编号；暂不核验的，转入注册审核。")
        if approves
        else _("登记本村（社区）的志愿者申请，由上级核验身份、审核通过后入册编号。"),
        done=_("已登记。"),
        back=to("volunteer-list"),
    )


@page("volunteer.read")
def card(request: PostRequest, pk: int) -> HttpResponseBase:
    """The card to print, with its QR code."""
    volunteer = row_of(VOLUNTEERS, pk, request.post)
    url = request.build_absolute_uri(to("public-card", volunteer.card_code))
    return one(
        request,
        "people",
        template="volunteers/card.html",
        title=_("志愿者证"),
        volunteer=volunteer,
        crumbs=[
            *VOLUNTEERS.crumbs_to(volunteer),
            (volunteer.person.name, volunteer.get_absolute_url()),
        ],
        url=url,
        qr=mark_safe(code_svg(url)),  # noqa: S308  (made of numbers alone)
        issuer=registry.issuer(volunteer),
        stars="★" * volunteer.stars,
    )


@page("volunteer.read")
def certificate(request: PostRequest, pk: int) -> HttpResponseBase:
    """The certificate of service."""
    volunteer = row_of(VOLUNTEERS, pk, request.post)
    record("volunteer.certificate", volunteer)
    return certificate_response(request, volunteer)


def certificate_response(request: HttpRequest, volunteer: Volunteer) -> HttpResponseBase:
    """The certificate as of today, with its verification address."""
    url = request.build_absolute_uri(to("public-verify", certificate_code(volunteer, today())))
    paper = sheets.write([service_certificate(volunteer, today(), url)], "pdf")
    return file_response(_("助残志愿服务证明"), paper, "pdf")


@page("volunteer.read")
def meeting_paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The notice of a meeting as a document."""
    paper = sheets.write([meeting_notice(row_of(MEETINGS, pk, request.post))], "docx")
    return file_response(_("联席会议通知"), paper, "docx")


@require_POST
@page("volunteer.write")
def passed(request: PostRequest, pk: int) -> HttpResponseBase:
    """The volunteers who passed a session."""
    session = row_of(TRAININGS, pk, request.post)
    keys = read_ids(request.POST.getlist("pick"))
    return ROOM.post_action(
        request,
        lambda: training.passed(pk, request.post, keys),
        _("已登记合格，资格即时生效。"),
        session.get_absolute_url(),
    )


# Activities


@page("volunteer.read")
def year(request: PostRequest) -> HttpResponseBase:
    """The year's days and what is planned on each; brands across the years."""
    shown = read_year(request.GET.get("year", ""), today().year)
    by_occasion: dict[str, list[Activity]] = {}
    planned = (
        Activity.objects.with_names().filter(on__year=shown).exclude(state=Activity.State.CANCELLED)
    )
    for activity in planned:
        by_occasion.setdefault(activity.occasion, []).append(activity)
    days = [
        (day, key, name, usual, by_occasion.pop(key, []))
        for day, key, name, usual in year_days(shown)
    ]
    by_brand: dict[str, list[Activity]] = {}
    branded = Activity.objects.public().exclude(brand="").select_related("region")
    latest = Few.of(branded.order_by("-on", "-pk"), MOST_BRANDED)
    for activity in reversed(latest):
        by_brand.setdefault(activity.brand, []).append(activity)
    return one(
        request,
        "activities",
        template="volunteers/year.html",
        title=_("%(year)d 年活动日历") % {"year": shown},
        crumbs=ACTIVITIES.crumbs(),
        days=days,
        rest=[activity for rows in by_occasion.values() for activity in rows],
        brands={
            name: rows for name, rows in by_brand.items() if len({row.on.year for row in rows}) > 1
        },
        latest=latest,
        year=shown,
        may_plan=request.post.may("volunteer.activity"),
        feed=request.build_absolute_uri(to("public-feed")),
    )


def plan(request: HttpRequest, occasion: str) -> HttpResponseBase:
    """A new activity, begun from the template of an occasion: of this year, or of the next where its day is over."""
    start = activities.template(occasion, today().year)
    if start.get("on") and start["on"] < today():
        start = activities.template(occasion, today().year + 1)
    return add_view(ACTIVITIES, replace(ACTIVITIES.action("add"), starts=lambda row: start))(
        request
    )


# The match


@page("volunteer.write")
def match(request: PostRequest) -> HttpResponseBase:
    """The best plan for all open services; a person picks what is done."""
    if request.method == "POST":
        return redirect(do_once(request, lambda: _invite(request)))
    proposals = matching.propose(request.post.region)
    return one(
        request,
        "services",
        template="volunteers/match.html",
        title=_("匹配志愿者"),
        crumbs=SERVICES.crumbs(),
        pairs=[(pair, words_of(pair.service.need.kind)) for pair in proposals.pairs],
        unmet=proposals.unmet,
        services=proposals.services,
        days=matching.horizon(),
    )


def _invite(request: PostRequest) -> str:
    """Invite those picked and say what came of it; returns where to go on."""
    picked = _picked(request.POST.getlist("pick"))
    done, faults = matching.decide(request.post.region, picked)
    if done:
        messages.success(request, _("已邀请 %(n)d 位志愿者，等他们答复。") % {"n": done})
    for words in faults[:FAULTS_SHOWN]:
        messages.error(request, words)
    if not picked:
        messages.error(request, _("请先勾选要邀请的。"))
    return to("match")


def _picked(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of a service and a volunteer out of texts like 12-34."""
    pairs = [read_ids(text.split("-")) for text in texts]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


@require_POST
@page("volunteer.write")
def ask(request: PostRequest, pk: int, volunteer: int) -> HttpResponseBase:
    """Ask one of the candidates for a service."""
    service = row_of(SERVICES, pk, request.post)
    why = next(
        (p.why for p in matching.candidates(service) if p.volunteer.pk == volunteer),
        [_("由工作人员选定")],
    )
    get_object_or_404(Volunteer, pk=volunteer)
    return ROOM.post_action(
        request,
        lambda: offers.ask(pk, volunteer, why),
        _("已邀请，等答复。"),
        service.get_absolute_url(),
    )
