"""Designated hospitals and their assessors."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates import forms
from zulian.certificates.models import Assessor, Hospital
from zulian.certificates.services import setup
from zulian.certificates.services.common import require_sworn
from zulian.certificates.tables import AssessorTable, HospitalTable
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.foundation.scopes import active_scope


def crumbs() -> list[tuple[Any, str]]:
    return [(_("评定机构"), reverse("certificates:hospitals"))]


@page("certificate.read")
def hospitals(request: PostRequest) -> HttpResponseBase:
    """Designated hospitals in reach."""
    return list_page(
        request, title=_("评定机构"), rows=Hospital.objects.select_related("region"), table=HospitalTable,
        template="certificates/hospitals.html", tab="hospitals", intro=_("由省级指定的医院。评定医生只能评定本院和本人都具备的类别。"),
    )  # fmt: skip


@page("certificate.setup")
def hospital_add(request: PostRequest) -> HttpResponseBase:
    """Enter a hospital."""
    return _hospital(request, None, _("添加评定机构"))


@page("certificate.setup")
def hospital_edit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change a hospital of my jurisdiction."""
    rows = Hospital.objects.filter(active_scope().condition("region_id")).select_related("region")
    return _hospital(request, get_object_or_404(rows, pk=pk), _("修改评定机构"))


def _hospital(request: PostRequest, found: Hospital | None, title: str) -> HttpResponseBase:
    names = ("name", "categories", "basis", "since", "until")
    form = forms.HospitalForm(request.POST or None, initial={n: getattr(found, n) for n in names} if found else None)
    region = found.region if found else request.post.region
    home = reverse("certificates:hospitals")

    def act(data: dict[str, Any]) -> Hospital:
        require_sworn(request.post)
        return setup.designate(region, data["name"], data["categories"], data["basis"], data["since"], data["until"])

    back = reverse("certificates:assessor-add", args=[found.pk]) if found else home
    return form_page(
        request, form, act, title=title, button=_("保存"), done=_("已保存。"), to=home, back=home, crumbs=crumbs(),
        intro=found.name if found else "", more=(_("添加评定医生"), back) if found else None,
    )  # fmt: skip


@page("certificate.setup")
def assessor_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Appoint a doctor."""
    hospital = get_object_or_404(Hospital.objects.filter(active_scope().condition("region_id")), pk=pk)
    form = forms.AssessorForm(request.POST or None)
    home = reverse("certificates:assessors")

    def act(data: dict[str, Any]) -> Assessor:
        require_sworn(request.post)
        return setup.appoint(hospital, data["post"], data["categories"])

    return form_page(
        request, form, act, title=_("添加评定医生"),
        intro=f"{hospital.name}（{hospital.category_words}）", button=_("添加"), done=_("已添加。"), to=home, back=home, crumbs=crumbs(),
    )  # fmt: skip


@page("certificate.read")
def assessors(request: PostRequest) -> HttpResponseBase:
    """Doctors who assess."""
    rows = Assessor.objects.select_related("hospital", "post__user")
    return list_page(
        request,
        title=_("评定医生"),
        rows=rows,
        table=AssessorTable,
        template="certificates/list.html",
        tab="hospitals",
        crumbs=crumbs(),
    )
