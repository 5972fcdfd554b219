"""The reserve: list, one name and its steps, how it is made up, the list on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.cadres import forms, proofs
from zulian.cadres.models import ON_LIST, Cadre, Reserve, ReserveState, quality
from zulian.cadres.papers import reserve_list
from zulian.cadres.services import reserve as services
from zulian.cadres.tables import TONES, ReserveFilter, ReserveTable
from zulian.cadres.views.files import crumbs, to_file
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.forms import HouseForm
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.indicators.views import region_looked_at

Act = Callable[[int, Post, dict[str, Any]], Any]
# Each step: its name, its form, what it does, in which states it may be taken.
STEPS: dict[str, tuple[Any, type[HouseForm], Act, tuple[ReserveState, ...]]] = {
    "review": (
        gettext_lazy("登记联合审核"), forms.ReviewForm, lambda pk, post, d: services.review(pk, post, d["verdict"] == "pass", d["note"]),
        (ReserveState.NOMINATED,),
    ),
    "confirm": (
        gettext_lazy("确定列入名单"), forms.ConfirmForm, lambda pk, post, d: services.confirm(pk, post, d["basis"]),
        (ReserveState.REVIEWED,),
    ),
    "recommend": (
        gettext_lazy("推荐使用"), forms.RecommendForm, lambda pk, post, d: services.recommend(pk, post, d["to"]),
        (ReserveState.CONFIRMED,),
    ),
    "appoint": (
        gettext_lazy("登记任用"), forms.AppointForm, lambda pk, post, d: services.appoint(pk, post, d["to"], d["on"]), ON_LIST,
    ),
    "evaluate": (
        gettext_lazy("年度考评"), forms.EvaluateForm, lambda pk, post, d: services.evaluate(pk, post, d["verdict"], d["reason"]), ON_LIST,
    ),
}  # fmt: skip


def home() -> tuple[Any, str]:
    """The reserve in the crumbs."""
    return _("后备干部"), reverse("cadres:reserves")


@page("cadre.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Names on the reserve."""
    return list_page(
        request, title=_("后备干部"), rows=Reserve.objects.with_names(), table=ReserveTable, filters=ReserveFilter,
        template="cadres/reserves.html", ledger="reserves", tab="reserve",
        intro=_("提名、联合审核、确定名单、培养考评、推荐使用，一步一登记。"),
    )  # fmt: skip


@page("cadre.write")
def nominate(request: PostRequest, pk: int) -> HttpResponseBase:
    """Nominate a cadre."""
    cadre = get_object_or_404(Cadre.objects.with_names(), pk=pk)
    form = forms.NominateForm(request.POST or None)
    limits = quality(today())["reserve_age"]
    intro = _("年龄界限：市级 %(city)d 岁、县级 %(county)d 岁、乡级 %(township)d 岁（背景资料，可调整）。") % limits
    return form_page(
        request, form, lambda d: services.nominate(cadre, d["level"], d["direction"], d["reason"]), title=_("提名后备干部"),
        intro=intro, button=_("提名"), to=lambda made: reverse("cadres:reserve", args=[made.pk]), done=_("已提名，等会同组织部门审核。"),
        back=to_file(pk), crumbs=crumbs(cadre),
    )  # fmt: skip


def _mine(pk: int) -> Reserve:
    return get_object_or_404(Reserve.objects.with_names(), pk=pk)


@page("cadre.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One name: where it stands, what comes next, what has been."""
    found = _mine(pk)
    steps = [(key, name) for key, (name, _form, _act, states) in STEPS.items() if found.state in states]
    evaluated = found.evaluations.filter(year=today().year).exists()
    context = {
        "title": found.cadre.person.name, "found": found, "badge": badge(TONES[found.state], found.get_state_display()), "tab": "reserve",
        "steps": [(k, n) for k, n in steps if not (k == "evaluate" and evaluated)] if request.post.may("cadre.write") else [],
        "alert": proofs.RESERVE.sentence(found, today(), _("已列入名单")) if found.confirmed_on else "",
        "evaluations": found.evaluations.select_related("by__user"), "trainings": found.cadre.trainings.all(), "crumbs": [*crumbs(), home()],
    }  # fmt: skip
    return render(request, "cadres/reserve.html", context)


@page("cadre.write")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Take a name one step on."""
    if key not in STEPS:
        raise Http404
    found = _mine(pk)
    name, kind, act, _states = STEPS[key]
    back = reverse("cadres:reserve", args=[pk])
    return form_page(
        request, kind(request.POST or None), lambda data: act(pk, request.post, data), title=name, button=_("保存"), to=back, done=_("已登记。"),
        intro=f"{found.cadre.person.name} · {found.get_level_display()} · {found.direction}", back=back,
        crumbs=[*crumbs(), home(), (found.cadre.person.name, back)],
    )  # fmt: skip


@page("cadre.read")
def structure(request: PostRequest) -> HttpResponseBase:
    """How the reserve is made up, level by level."""
    region = region_looked_at(request)
    context = {
        "title": _("后备干部结构"), "region": region, "levels": services.structures(region), "rules": quality(today()), "tab": "structure",
        "crumbs": [*crumbs(), home()],
    }  # fmt: skip
    return render(request, "cadres/structure.html", context)


@page("cadre.read")
def paper(request: PostRequest) -> HttpResponseBase:
    """The list in force as an official paper."""
    rows = list(Reserve.objects.on_list().with_names().order_by("level", "region_id", "pk"))
    made = reserve_list(request.post.region, rows)
    return file_response(made.name, write_docx(made), "docx")
