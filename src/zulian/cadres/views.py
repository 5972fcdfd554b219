"""Pages of cadres that are no list, no row and no step: comparison, how the reserve is made up, papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.cadres.models import Cadre, Entry, Reserve, quality
from zulian.cadres.papers import appointment_form, reserve_list
from zulian.cadres.registers.reserve import RESERVES
from zulian.cadres.room import ROOM
from zulian.cadres.services.reserve import structures
from zulian.documents import sheets
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_ids
from zulian.indicators.views import region_looked_at
from zulian.people.hooks import disabilities_of

MAX_COMPARED = 4


@page("cadre.read")
def compare(request: PostRequest) -> HttpResponseBase:
    """Up to four cadres side by side."""
    picked = read_ids(request.GET.getlist("pick"))
    wanted = picked[:MAX_COMPARED]
    if len(picked) > MAX_COMPARED:
        messages.warning(
            request, _("一次最多对比 %(n)d 人，只列出先勾选的。") % {"n": MAX_COMPARED}
        )
    chosen = list(
        Cadre.objects.with_names().filter(pk__in=wanted).prefetch_related("entries", "trainings")
    )
    shown = {"title": _("干部对比"), "chosen": chosen, "compared": _compared(chosen)}
    return ROOM.detail_page(request, "files", template="cadres/compare.html", **shown)


def _compared(chosen: list[Cadre]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """One row for each thing that is compared: under each name what is kept of it."""
    facts = disabilities_of(c.person_id for c in chosen)

    def best(cadre: Cadre, kind: str) -> str:
        return (
            "；".join(f"{e.text} {e.result}".strip() for e in cadre.entries.all() if e.kind == kind)
            or "—"
        )

    makers: tuple[tuple[Any, Any], ...] = (
        (_("性别、出生日期"), lambda c: f"{c.person.get_sex_display()} {c.person.birth}"),
        (_("与残疾人的关系"), lambda c: c.get_tie_display()),
        (_("残疾类别等级"), lambda c: facts[c.person_id].words if c.person_id in facts else "—"),
        (_("现任职务"), lambda c: f"{c.unit} {c.position}".strip() or "—"),
        (_("任现职时间"), lambda c: str(c.since or "—")),
        (_("学历"), lambda c: f"{c.get_education_display()} {c.school}".strip() or "—"),
        (_("政治面貌"), lambda c: c.get_party_display() or "—"),
        (_("参加工作时间"), lambda c: str(c.work_since or "—")),
        (_("手语、语言"), lambda c: f"{c.get_sign_display()} {c.languages}".strip()),
        (_("特长"), lambda c: c.strengths or "—"),
        (_("年度考核"), lambda c: best(c, Entry.Kind.APPRAISAL)),
        (_("奖惩"), lambda c: best(c, Entry.Kind.AWARD)),
        (_("培训学时"), lambda c: str(sum(t.hours for t in c.trainings.all()))),
        (_("最近核实"), lambda c: str(c.verified_on or "—")),
    )
    return [
        (name, [(cadre.person.name, str(make(cadre))) for cadre in chosen]) for name, make in makers
    ]


@page("cadre.read")
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The appointment form as Word."""
    rows = Cadre.objects.with_names().select_related("person__region")
    cadre = get_object_or_404(rows, pk=pk)
    record("cadre.paper", cadre)
    name = _("干部任免审批表")
    return file_response(
        f"{name}（{cadre.person.name}）", sheets.write([appointment_form(cadre)], "docx"), "docx"
    )


@page("cadre.read")
def structure(request: PostRequest) -> HttpResponseBase:
    """How the reserve is made up, level by level."""
    region = region_looked_at(request)
    return ROOM.detail_page(
        request,
        "structure",
        template="cadres/structure.html",
        title=_("后备干部结构"),
        region=region,
        levels=structures(region),
        rules=quality(today()),
        crumbs=RESERVES.crumbs(),
    )


@page("cadre.read")
def reserve_paper(request: PostRequest) -> HttpResponseBase:
    """The list in force as an official paper."""
    rows = list(Reserve.objects.on_list().with_names().order_by("level", "region_id", "pk"))
    paper = reserve_list(request.post.region, rows)
    return file_response(paper.name, write_docx(paper), "docx")
