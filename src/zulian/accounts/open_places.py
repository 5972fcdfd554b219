"""Divisions for pages without an account: they are public knowledge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET

from zulian.accounts.forms import RegionField
from zulian.regions.models import Region

MAX_PICKS = 12


@require_GET
def open_places(request: HttpRequest) -> HttpResponseBase:
    """Suggestions for a division."""
    words = str(next(iter(request.GET.values()), ""))[:40]
    return render(
        request,
        "regions/pick.html",
        {"regions": Region.objects.current().matching(words)[:MAX_PICKS]},
    )


class OpenRegionField(RegionField):
    """A division on a page without an account; `picks` names the address of its suggestions."""

    def __init__(self, *, picks: str, **kwargs: Any) -> None:
        self.picks = picks
        super().__init__(anywhere=True, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"hx-get": reverse_lazy(self.picks)}
