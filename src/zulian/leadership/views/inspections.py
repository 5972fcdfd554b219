"""Inspections: the notes for their circle alone, and letting another post in."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.pages import form_page
from zulian.leadership import forms
from zulian.leadership.models import Inspection
from zulian.leadership.services import inspections
from zulian.leadership.views.posts import home


def _seen(request: PostRequest, pk: int) -> Inspection:
    rows = Inspection.objects.seen_by(request.post).select_related("person", "region", "by__user")
    return get_object_or_404(rows, pk=pk)


@page("inspection.read")
def inspection(request: PostRequest, pk: int) -> HttpResponseBase:
    """An inspection's notes, for the posts of its circle alone; kept in no cache."""
    found = _seen(request, pk)
    context = {
        "title": _("考察情况"), "found": found, "notes": inspections.read_notes(found, request.post), "tab": "offices",
        "circle": found.circle.select_related("user", "region"), "crumbs": [home()],
    }  # fmt: skip
    response = render(request, "leadership/inspection.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page("inspection.read")
def admit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let another post in."""
    found = _seen(request, pk)
    form = forms.AdmitForm(request.POST or None, posts=inspections.admissible(found, request.post))
    back = reverse("leadership:inspection", args=[pk])
    return form_page(
        request, form, lambda data: inspections.admit(pk, request.post, data["post"]), title=_("扩大知悉范围"), button=_("准许查看"), to=back,
        done=_("已准许。"), intro=_("只能从本级、上级和下级按规定可以接触考察材料的岗位中选择。"), back=back, crumbs=[home()],
    )  # fmt: skip
