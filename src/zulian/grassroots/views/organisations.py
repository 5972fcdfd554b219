"""The register: list, one organisation, what is missing level by level, a veto item that failed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Item, Organisation, Problem
from zulian.grassroots.models.standards import LEVELS
from zulian.grassroots.radar import radar
from zulian.grassroots.services import organisations as services
from zulian.grassroots.services.common import is_above
from zulian.grassroots.services.comparison import profile
from zulian.grassroots.tables import OrganisationFilter, OrganisationTable, grade_badge
from zulian.grassroots.views.common import home
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Children, Level


@page("grassroots.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Organisations of the jurisdiction."""
    return list_page(
        request, title=_("基层组织"), rows=Organisation.objects.with_names(), table=OrganisationTable, filters=OrganisationFilter,
        template="grassroots/list.html", ledger="organisations", tab="organisations",
        intro=_("县（区）残联、乡镇（街道）残联和村（社区）残协，每个一份：机构、人员、场所、经费、制度。"),
    )  # fmt: skip


def _mine(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.with_names(), pk=pk)


@page("grassroots.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One organisation: what it has, what it lacks, how it was assessed."""
    found = _mine(pk)
    sheets = Few.of(Assessment.objects.filter(region=found.region_id).with_names().order_by("-pk"), 6)
    last = next((s for s in sheets if s.percent is not None), None)
    axes = profile(last) if last else []
    context = {
        "title": str(found), "found": found, "grade": grade_badge(found.grade), "crumbs": home(), "tab": "organisations",
        "missing": services.missing(found, today()), "sheets": sheets, "axes": axes, "radar": radar(axes), "last": last,
        "standings": found.standings.select_related("assessment__campaign"),
        "problems": Problem.objects.open().filter(region=found.region_id), "reached": bool(found.reached_until and found.reached_until > today()),
        "can": {"write": request.post.may("grassroots.fill"),
                "veto": request.post.may("grassroots.check") and is_above(request.post, found.region_id)},
    }  # fmt: skip
    return render(request, "grassroots/organisation.html", context)


@page("grassroots.fill")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct an entry."""
    found = _mine(pk)
    back = reverse("grassroots:organisation", args=[pk])
    form = forms.OrganisationForm(
        request.POST or None, initial={name: getattr(found, name) for name in forms.ORGANISATION_FIELDS}
    )
    return form_page(
        request, form, lambda data: services.change(pk, data), title=_("更新组织情况"), button=_("保存"), to=back, done=_("已保存，记为今天核实。"),
        back=back, crumbs=[*home(), (str(found), back)],
    )  # fmt: skip


@page("grassroots.check")
def veto(request: PostRequest, pk: int) -> HttpResponseBase:
    """A veto item failed after all."""
    found = _mine(pk)
    back = reverse("grassroots:organisation", args=[pk])
    items = Item.objects.filter(pk__in=[item.pk for item in services.veto_items(found)])
    form = forms.VetoForm(request.POST or None, items=items)
    return form_page(
        request, form, lambda data: services.fail_veto(pk, request.post, data["item"], data["text"]), title=_("登记否决事项"), button=_("登记"),
        intro=_("登记后达标状态立即终止，并生成整改问题；整改验收通过后自动恢复。"), back=back, crumbs=[*home(), (str(found), back)],
        to=lambda made: reverse("grassroots:problem", args=[made.pk]), done=_("已登记，达标状态已终止。"),
    )  # fmt: skip


@page("grassroots.read")
def gaps(request: PostRequest) -> HttpResponseBase:
    """What is missing, level by level, in the divisions below."""
    region, day = region_looked_at(request), today()
    children = Children.of(region)
    tables = []
    for level, name in LEVELS:
        wanted = services.needs(level, day)
        rows = Organisation.objects.within(region).filter(region__level=level).order_by()
        counts = {f"n{i}": Count("pk", filter=~need.condition) for i, need in enumerate(wanted)}
        found: dict[Any, Any] = {
            children.place(row["place"]): row
            for row in rows.annotate(place=Substr("region_id", 1, children.length))
            .values("place")
            .annotate(total=Count("pk"), **counts)
        }
        places = [r for r in [region, *children.regions] if r in found]
        if places:
            lines = [
                (need, [(r, found[r][f"n{i}"]) for r in places], sum(found[r][f"n{i}"] for r in places))
                for i, need in enumerate(wanted)
            ]
            tables.append(
                (level, name, [(r, found[r]["total"]) for r in places], sum(found[r]["total"] for r in places), lines)
            )
    context = {
        "title": _("缺项统计"), "region": region, "tables": tables, "crumbs": home(), "tab": "gaps",
        "deeper": [r for r in children.regions if r.level < Level.VILLAGE],
    }  # fmt: skip
    return render(request, "grassroots/gaps.html", context)
