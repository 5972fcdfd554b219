"""The half-year bulletin and the year's summary: on the web with links, and as an official .docx."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.official import Block, Heading, Official, Table, write_docx
from zulian.documents.views import file_response
from zulian.foundation import clock
from zulian.foundation.inputs import read_day
from zulian.plans.models import Circular
from zulian.plans.services import bulletin
from zulian.plans.views.days import plan_day
from zulian.plans.views.heads import head_acts


def asked_for(request: PostRequest, circular: Circular) -> tuple[bulletin.Kind, date]:
    """Which document is asked for (`?kind=`, else the usual one of these days), and as of which day (`?on=`)."""
    today, wanted = clock.today(), request.GET.get("kind", "")
    is_known = wanted in set(bulletin.Kind)
    kind = bulletin.Kind(wanted) if is_known else bulletin.usual_kind(circular.year, today)
    if read_day(request.GET.get("on", "")):
        return kind, plan_day(request, circular)
    return kind, circular.as_of(bulletin.closing_day(kind, circular.year, today))


@page("plan.read")
def bulletin_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """The document for my division, `?export=docx` to download."""
    circular = get_object_or_404(Circular.objects.select_related("region"), pk=pk, status="adopted")
    kind, day = asked_for(request, circular)
    official = bulletin.write(circular, request.post.region, kind, clock.today(), day)
    not_begun = bulletin.not_begun(circular, clock.today())
    if request.GET.get("export") == "docx" and not not_begun:
        return file_response(official.name, write_docx(official), "docx")
    context = {
        "title": circular.title,
        "circular": circular,
        "tab": "bulletin",
        "made": official,
        "kind": kind,
        "day": day,
        "kinds": [(bulletin.Kind.HALF, _("上半年通报")), (bulletin.Kind.YEAR, _("全年总结"))],
        "blocks": shaped(official),
        "not_begun": not_begun,
        "crumbs": [(_("工作要点"), reverse("plans:circular-list"))],
    }
    return render(request, "plans/bulletin.html", context | head_acts(request, circular))


def shaped(official: Official) -> list[tuple[str, str, Block]]:
    """The blocks as a page shows them: shape, printed number and block."""
    return [(_shape(block), label, block) for label, block in official.numbered()]


def _shape(block: object) -> str:
    if isinstance(block, Heading):
        return f"h{block.level}"
    return "table" if isinstance(block, Table) else "text"
