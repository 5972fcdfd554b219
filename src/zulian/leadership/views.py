"""Pages of leadership that are no list, no row and no step: the roster, inspections for their circle alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.leadership import forms
from zulian.leadership.models import Inspection, Term
from zulian.leadership.papers import leader_list
from zulian.leadership.room import ROOM
from zulian.leadership.services import inspections

MAX_ROSTER = 2000


@page("office.read")
def paper(request: PostRequest) -> HttpResponseBase:
    """The roster of those in office as an official paper."""
    rows = Few.of(
        Term.objects.held(today()).with_names().order_by("region_id", "office_id"), MAX_ROSTER
    )
    if rows.words:
        words = _("在任 %(n)d 人，名册一次最多印 %(most)d 人，请用台账导出。") % {
            "n": rows.total,
            "most": MAX_ROSTER,
        }
        messages.error(request, words)
        return redirect("leadership:term-list")
    roster = leader_list(request.post.region, rows)
    return file_response(roster.name, write_docx(roster), "docx")


def _seen(request: PostRequest, pk: int) -> Inspection:
    rows = Inspection.objects.seen_by(request.post).select_related("person", "region", "by__user")
    return get_object_or_404(rows, pk=pk)


@page("inspection.read")
def inspection(request: PostRequest, pk: int) -> HttpResponseBase:
    """An inspection's notes, for the posts of its circle alone; kept in no cache."""
    inspection = _seen(request, pk)
    response = ROOM.detail_page(
        request,
        "offices",
        template="leadership/inspection.html",
        title=_("考察情况"),
        found=inspection,
        notes=inspections.read_notes(inspection, request.post),
        circle=inspection.circle.select_related("user", "region"),
    )
    response["Cache-Control"] = "no-store"
    return response


@page("inspection.read")
def admit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Add another post to the circle of an inspection."""
    inspection = _seen(request, pk)
    return ROOM.form_page(
        request,
        forms.AdmitForm(
            request.POST or None, posts=inspections.admissible(inspection, request.post)
        ),
        lambda data: inspections.admit(pk, request.post, data["post"]),
        title=_("扩大知悉范围"),
        intro=_("只能从本级、上级和下级按规定可以接触考察材料的岗位中选择。"),
        button=_("准许查看"),
        done=_("已准许。"),
        back=ROOM.url("inspection", pk),
    )
