"""Pages of the divisions: list, detail with history, rename and merge, the picker's suggestions.

They stand in the accounts room, for a page needs a post and the divisions lie a floor below.
"""

from __future__ import annotations

from collections.abc import Callable

import django_tables2 as tables
from django import forms
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.access import page
from zulian.accounts.forms import RegionField
from zulian.accounts.middleware import PostRequest
from zulian.foundation.forms import BaseForm
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.foundation.scopes import active_scope
from zulian.regions import services
from zulian.regions.filters import RegionFilter
from zulian.regions.models import Region, ancestors, level_below

MAX_PICKS = 12


class RegionTable(tables.Table):
    """Divisions of the jurisdiction."""

    name = tables.LinkColumn(
        "regions:detail", args=[tables.A("code")], verbose_name=gettext_lazy("名称")
    )

    class Meta:
        model = Region
        fields = ("code", "name", "level", "valid_from", "valid_to")
        order_by = "code"


class RenameForm(BaseForm):
    """A new name from a day on."""

    models = (Region,)

    name = forms.CharField(label=gettext_lazy("新名称"), max_length=60)
    on = forms.DateField(label=gettext_lazy("生效日期"))
    basis = forms.CharField(label=gettext_lazy("依据文件"), max_length=120)


class MergeForm(BaseForm):
    """The division that takes this one over."""

    into = RegionField(label=gettext_lazy("并入"))
    on = forms.DateField(label=gettext_lazy("生效日期"))
    basis = forms.CharField(label=gettext_lazy("依据文件"), max_length=120)


def _region_or_404(code: str) -> Region:
    return get_object_or_404(Region.objects.within(active_scope()), code=code)


@page("region.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Divisions of the jurisdiction."""
    rows = Region.objects.within(active_scope())
    return list_page(
        request,
        title=_("行政区划"),
        rows=rows,
        table=RegionTable,
        filters=RegionFilter,
        ledger="regions",
    )


@page("region.read")
def detail(request: PostRequest, code: str) -> HttpResponseBase:
    """One division: its place, what lies below it, and its history."""
    region = _region_or_404(code)
    above = Region.objects.filter(code__in=ancestors(code)).order_by("level")
    level = level_below(region)
    children = Region.objects.under(code).filter(level=level) if level else Region.objects.none()
    context = {
        "title": region.name,
        "region": region,
        "above": above,
        "children": children,
        "events": region.events.select_related("into"),
        "gains": region.gains.select_related("region"),
        "crumbs": [(_("行政区划"), reverse("regions:list"))],
    }
    return render(request, "accounts/region.html", context)


@page("region.read")
def pick(request: PostRequest) -> HttpResponseBase:
    """Suggestions of the region picker."""
    words = str(next((v for k, v in request.GET.items() if k not in {"field", "anywhere"}), ""))[
        :40
    ]
    regions = Region.objects.current()
    regions = regions if "anywhere" in request.GET else regions.within(active_scope())
    return render(request, "regions/pick.html", {"regions": regions.matching(words)[:MAX_PICKS]})


@page("region.write")
def rename(request: PostRequest, code: str) -> HttpResponseBase:
    """Rename a division."""
    return _change(request, _region_or_404(code), RenameForm, services.rename, _("更名"))


@page("region.write")
def merge(request: PostRequest, code: str) -> HttpResponseBase:
    """Merge a division into another."""
    return _change(request, _region_or_404(code), MergeForm, services.merge, _("并入其他区划"))


def _change(
    request: PostRequest,
    region: Region,
    form_class: type[BaseForm],
    service: Callable[..., Region],
    title: str,
) -> HttpResponseBase:
    back = reverse("regions:detail", args=[region.code])
    return form_page(
        request,
        form_class(request.POST or None),
        lambda data: service(region, **data),
        to=back,
        back=back,
        title=f"{region.name}：{title}",
        button=_("保存变更"),
        done=_("区划变更已记录。"),
        crumbs=[(_("行政区划"), reverse("regions:list"))],
    )
