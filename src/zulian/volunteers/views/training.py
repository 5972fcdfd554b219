"""Training: sessions, their QR code, who came, who passed."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.codes import code_svg
from zulian.foundation.clock import today
from zulian.foundation.detail import Act
from zulian.foundation.inputs import read_ids
from zulian.foundation.pages import act_and_go, form_page
from zulian.volunteers import forms, proofs
from zulian.volunteers.models import Trained, Training
from zulian.volunteers.services import training as services
from zulian.volunteers.services.common import words_of
from zulian.volunteers.tables import OfVolunteer, TrainedTable, TrainingTable
from zulian.volunteers.views.common import Crumbs, home, listing, one, to


def way() -> Crumbs:
    """The way to the sessions."""
    return [*home(), (_("培训"), to("trainings"))]


@page("volunteer.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Sessions of the jurisdiction and those above."""
    acts = [
        Act(_("参训记录"), to("trained"), "clipboard-list"),
        Act(_("服务资格"), to("qualifications"), "shield-lock"),
    ]
    if request.post.may("volunteer.write"):
        acts.insert(0, Act(_("开班"), to("training-add"), "plus", main=True))
    return listing(
        request, "training", title=_("志愿者培训"), rows=Training.objects.select_related("region"), table=TrainingTable, acts=acts,
        intro=_("手语、盲文、康复、法律、接送等服务须先培训合格，取得有期限的资格。"),
    )  # fmt: skip


@page("volunteer.read")
def trained(request: PostRequest) -> HttpResponseBase:
    """Who attended what."""
    rows = Trained.objects.select_related("volunteer__person", "region", "training")
    return listing(request, "training", title=_("志愿者参训记录"), rows=rows, table=TrainedTable, filters=OfVolunteer)


@page("volunteer.write")
def add(request: PostRequest) -> HttpResponseBase:
    """A session."""
    return form_page(
        request, forms.TrainingForm(request.POST or None), lambda d: services.hold(request.post, d), title=_("开班"), button=_("开班"),
        to=lambda made: to("training", made.pk), done=_("已开班，当天现场出示签到二维码。"), back=to("trainings"), crumbs=way(),
    )  # fmt: skip


def _mine(pk: int) -> Training:
    return get_object_or_404(Training.objects.select_related("region"), pk=pk)


@page("volunteer.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One session."""
    found = _mine(pk)
    runs = request.post.may("volunteer.write") and found.region_id == request.post.region_id
    url = request.build_absolute_uri(to("arrive", found.code))
    facts = (
        (_("日期"), found.on), (_("地点"), found.place), (_("学时"), found.hours),
        (_("合格后取得资格"), "、".join(words_of(key) for key in found.keys) or "—"),
    )  # fmt: skip
    acts = [Act(_("按编号登记签到"), to("training-sign-in", pk), "plus")] if runs else []
    people = Trained.objects.filter(training=found).select_related("volunteer__person", "region")
    return one(
        request,
        "training",
        template="volunteers/training.html",
        title=found.title,
        intro=found.region.organisation,
        alert=proofs.TRAINING.sentence(found, today(), _("已登记开班")) if found.on <= today() else "",
        facts=facts,
        acts=acts,
        crumbs=way(),
        found=found,
        runs=runs,
        people=people,
        url=url,
        qr=mark_safe(code_svg(url)),  # noqa: S308  (made of numbers alone)
    )


@page("volunteer.write")
def sign_in(request: PostRequest, pk: int) -> HttpResponseBase:
    """Sign somebody in by number."""
    found, back = _mine(pk), to("training", pk)
    return form_page(
        request, forms.NumberForm(request.POST or None), lambda d: services.sign_in_by_hand(pk, request.post, d["number"]), title=_("登记签到"),
        button=_("签到"), to=back, done=_("已签到。"), back=back, crumbs=[*way(), (found.title, back)],
    )  # fmt: skip


@require_POST
@page("volunteer.write")
def passed(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who passed."""
    _mine(pk)
    keys = read_ids(request.POST.getlist("pick"))
    return act_and_go(request, lambda: services.passed(pk, request.post, keys), _("已登记合格，资格即时生效。"), to("training", pk))  # fmt: skip
