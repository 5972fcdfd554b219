"""Papers from above (来文登记): the list, registering, one paper with what cites it, correcting what was read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.plans.forms import PaperForm, RegisterForm
from zulian.plans.models import IncomingPaper
from zulian.plans.services import incoming
from zulian.plans.tables import PaperFilter, PaperTable


def _crumbs() -> list[tuple[str, str]]:
    return [(_("工作要点"), reverse("plans:circulars")), (_("来文登记"), reverse("plans:papers"))]


@page("plan.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Papers registered by my organisation, and those that others above have opened."""
    return list_page(
        request,
        title=_("来文登记"),
        intro=_("上级和组织部门的来文在这里登记、保存；工作要点里引用的文件会自动对上。"),
        rows=IncomingPaper.objects.select_related("region"),
        table=PaperTable,
        filters=PaperFilter,
        template="plans/papers.html",
        crumbs=[(_("工作要点"), reverse("plans:circulars"))],
    )


@page("plan.write")
def register(request: PostRequest) -> HttpResponseBase:
    """Hand over a paper that came in."""
    form = RegisterForm(request.POST or None, request.FILES or None)

    def act(data: dict[str, Any]) -> IncomingPaper:
        return incoming.register(
            data["file"].read(), data["file"].name, request.post, data["received_on"]
        )

    return form_page(
        request,
        form,
        act,
        title=_("登记来文"),
        button=_("上传并登记"),
        done=_registered_words,
        to=lambda paper: reverse("plans:paper-edit", args=[paper.pk]),
        back=reverse("plans:papers"),
        crumbs=_crumbs(),
    )


def _registered_words(paper: IncomingPaper) -> str:
    """Under which entry it stands, and which other paper has its number."""
    words = _("已登记为%(entry)s，请核对读出的内容。") % {"entry": paper.entry}
    other = incoming.of_same_number(paper)
    if other is None:
        return words
    hint = _("本单位已登记过同一文号的%(entry)s《%(title)s》，请核对文号是否读错、来文是否重复。")
    return words + hint % {"entry": other.entry, "title": other.title}


@page("plan.read")
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """One paper: its text, and the circulars that cite it."""
    found = get_object_or_404(
        IncomingPaper.objects.select_related("region", "source", "by__user"), pk=pk
    )
    context = {
        "title": found.title,
        "paper": found,
        "circular": found,
        "citing": incoming.citing(found, request.post.region_id),
        "shows_remark": incoming.shows_remark(found),
        "may_edit": found.region_id == request.post.region_id and request.post.may("plan.write"),
        "crumbs": _crumbs(),
    }
    return render(request, "plans/incoming.html", context)


@page("plan.write")
def edit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct what was read of a paper of my organisation."""
    found = get_object_or_404(
        IncomingPaper.objects.select_related("source"), pk=pk, region_id=request.post.region_id
    )
    back = reverse("plans:paper", args=[pk])
    names = ("issuer", "number", "title", "issued_on", "received_on", "remark", "published")
    form = PaperForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    return form_page(
        request,
        form,
        lambda data: incoming.correct(found, data),
        title=_("核对来文"),
        intro=found.entry,
        button=_("保存"),
        done=_("已保存。"),
        to=back,
        back=back,
        crumbs=[*_crumbs(), (found.title, back)],
    )
