"""Recruitment: notices, applicants, the choice."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms
from zulian.commissioners.models import Applicant, Position, Recruitment
from zulian.commissioners.services import recruitment as services
from zulian.commissioners.tables import RECRUITMENT_TONES, RecruitmentTable
from zulian.commissioners.views.archive import Crumbs, home, to_file
from zulian.foundation.clock import today
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page


def to(pk: int) -> str:
    """The address of a notice."""
    return reverse("commissioners:recruitment", args=[pk])


def way(found: Recruitment | None = None) -> Crumbs:
    """The way to a notice."""
    start = [*home(), (_("选聘"), reverse("commissioners:recruitments"))]
    return [*start, (found.title, to(found.pk))] if found else start


def _mine(pk: int) -> Recruitment:
    return get_object_or_404(Recruitment.objects.select_related("region"), pk=pk)


@page("commissioner.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Notices."""
    return list_page(
        request, title=_("选聘公告"), rows=Recruitment.objects.select_related("region"), table=RecruitmentTable, crumbs=home(), tab="recruitment",
        template="commissioners/recruitments.html", intro=_("公告空缺岗位，登记报名、审核和成绩，同等条件下残疾人和残疾人亲属优先。"),
    )  # fmt: skip


@page("commissioner.write")
def add(request: PostRequest) -> HttpResponseBase:
    """A new notice."""
    vacant = Position.objects.vacant().with_names()
    form = forms.NoticeForm(
        request.POST or None, positions=vacant, initial={"opens_on": today(), "conditions": _conditions()}
    )

    def act(d: dict[str, Any]) -> Recruitment:
        notice = services.Notice(d["title"], d["conditions"], d["opens_on"], d["closes_on"])
        return services.publish(request.post, notice, list(d["positions"]))

    return form_page(
        request, form, act, title=_("发布选聘公告"), button=_("发布"), to=lambda made: to(made.pk), done=_("已发布。"),
        back=reverse("commissioners:recruitments"), crumbs=way(),
    )  # fmt: skip


def _conditions() -> str:
    return _("热心助残工作，有一定文化和沟通能力，身体条件能够胜任；同等条件下残疾人和残疾人亲属优先。")


@page("commissioner.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One notice: posts and who applied, ranked."""
    found = _mine(pk)
    rows = Applicant.objects.filter(recruitment=found).select_related("person", "position__region")
    by_post: dict[int, list[Applicant]] = {}
    for applicant in rows:
        by_post.setdefault(applicant.position_id, []).append(applicant)
    groups = [
        (p, services.ranked(by_post.get(p.pk, [])))
        for p in Position.objects.filter(recruitments=found).with_names().prefetch_related("tenures")
    ]
    context = {
        "title": found.title, "found": found, "groups": groups, "tone": RECRUITMENT_TONES[found.state], "tab": "recruitment", "crumbs": way(),
        "write": request.post.may("commissioner.write"),
    }  # fmt: skip
    return render(request, "commissioners/recruitment.html", context)


@page("commissioner.write")
def apply(request: PostRequest, pk: int) -> HttpResponseBase:
    """Register somebody who applies."""
    found = _mine(pk)
    form = forms.ApplyForm(request.POST or None, positions=Position.objects.filter(recruitments=found).with_names())
    return form_page(
        request, form, lambda d: services.apply(pk, d["position"], form.person(), d["tie"]), title=_("登记报名"), button=_("登记"), to=to(pk),
        done=_("已登记。"), back=to(pk), crumbs=way(found),
    )  # fmt: skip


def _applicant(pk: int) -> Applicant:
    return get_object_or_404(Applicant.objects.select_related("recruitment", "person"), pk=pk)


@page("commissioner.write")
def review(request: PostRequest, pk: int) -> HttpResponseBase:
    """Review an applicant."""
    found = _applicant(pk)
    back = to(found.recruitment_id)
    return form_page(
        request, forms.ReviewForm(request.POST or None), lambda d: services.review(pk, d["verdict"] == "pass", d["note"], d["score"]),
        title=_("审核报名人"), intro=found.person.name, button=_("保存"), to=back, done=_("已登记。"), back=back, crumbs=way(found.recruitment),
    )  # fmt: skip


@page("commissioner.write")
def choose(request: PostRequest, pk: int) -> HttpResponseBase:
    """Choose an applicant for the post."""
    found = _applicant(pk)
    back = to(found.recruitment_id)
    return form_page(
        request, forms.ChooseForm(request.POST or None, initial={"since": today()}), lambda d: services.choose(pk, d["since"], d["why"]),
        title=_("确定聘用"), intro=found.person.name, button=_("聘用"), to=lambda made: to_file(made.pk), done=_("已聘用，档案已建立。"), back=back,
        crumbs=way(found.recruitment),
    )  # fmt: skip


@require_POST
@page("commissioner.write")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Close or finish a notice."""
    _mine(pk)
    acts = {"close": (services.close, _("报名已截止。")), "finish": (services.finish, _("选聘已完成。"))}
    if key not in acts:
        raise Http404
    act, done = acts[key]
    return act_and_go(request, lambda: act(pk), done, to(pk))
