"""Rounds and congresses: the wave, one congress with its steps, what is done with both."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.congress import forms
from zulian.congress.models import Congress, CongressState, Round, Step, StepState, procedure
from zulian.congress.services import meeting, wave
from zulian.congress.services import rounds as services
from zulian.congress.tables import CongressFilter, CongressTable, StepFilter, StepTable, congress_badge, step_badge
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_id
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.indicators.views import region_looked_at

# Where the work of a step is done, for those that are more than a paper.
PLACES = {
    "quota": "congress:quota", "delegates": "congress:delegates", "qualification": "congress:delegates", "inspection": "congress:contests",
    "nominees": "congress:contests", "congress": "congress:check-in", "presidium": "congress:contests",
}  # fmt: skip


def crumbs(congress: Congress | None = None, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way to a congress."""
    home = [(_("换届"), reverse("congress:list"))]
    return [*home, (congress.region.organisation, to_congress(congress.pk)), *more] if congress else home


def to_congress(pk: int) -> str:
    """The address of a congress."""
    return reverse("congress:congress", args=[pk])


def mine(pk: int) -> Congress:
    """A congress in view."""
    return get_object_or_404(Congress.objects.with_names(), pk=pk)


@page("congress.read")
def index(request: PostRequest) -> HttpResponseBase:
    """The wave of the latest round, or of the one chosen: county by county, who is late and who waits for whom."""
    found = Round.objects.select_related("region")
    key = read_id(request.GET.get("round", ""))
    chosen = found.filter(pk=key).first() if key is not None else found.first()
    region = region_looked_at(request)
    waves = wave.waves(chosen, region) if chosen else []
    rows = [c for w in waves for c in [*w.townships, *([w.own] if w.own else [])]]
    top = wave.at_top(chosen) if chosen else None
    context = {
        "title": _("换届进度"), "round": chosen, "rounds": found, "waves": waves, "tally": wave.tally(rows), "tab": "wave", "region": region,
        "top": top, "top_badge": congress_badge(top) if top else "", "waiting": services.blockers(top) if top else [],
        "badge": congress_badge, "rules": procedure(today()), "can": request.post.may("congress.round"),
        "top_mine": bool(top and request.post.region_id == top.region_id),
    }  # fmt: skip
    return render(request, "congress/wave.html", context)


@page("congress.round")
def open_round(request: PostRequest) -> HttpResponseBase:
    """Open a round."""
    home = reverse("congress:list")
    return form_page(
        request, forms.RoundForm(request.POST or None), lambda data: services.open_round(request.post, services.Call(**data)), title=_("部署换届"),
        intro=_("给管辖范围内的每个残联建立代表大会和筹备清单，并发出通知。时限先乡级、再县级、后市级。"), button=_("部署"), to=home,
        done=_("已部署，各单位已收到通知。"), back=home, crumbs=crumbs(),
    )  # fmt: skip


@require_POST
@page("congress.round")
def extend(request: PostRequest, pk: int) -> HttpResponseBase:
    """Call up federations that are new since the round was opened."""
    get_object_or_404(Round, pk=pk)
    return act_and_go(
        request, lambda: services.extend(pk, request.post), _("已补充新设的单位。"), reverse("congress:list")
    )


@page("congress.read")
def congresses(request: PostRequest) -> HttpResponseBase:
    """Congresses of all rounds, and those before."""
    return list_page(
        request, title=_("历次代表大会"), rows=Congress.objects.with_names(), table=CongressTable, filters=CongressFilter,
        template="congress/list.html", ledger="congresses", tab="congresses", crumbs=crumbs(),
    )  # fmt: skip


@page("congress.read")
def steps(request: PostRequest) -> HttpResponseBase:
    """Steps of all congresses in view."""
    return list_page(
        request, title=_("筹备步骤"), rows=Step.objects.with_names(), table=StepTable, filters=StepFilter, template="congress/list.html",
        tab="steps", crumbs=crumbs(),
    )  # fmt: skip


@page("congress.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One congress: where it stands, its steps, who blocks it, what may be done."""
    congress = mine(pk)
    write = request.post.may("congress.write")
    above = request.post.region_id != congress.region_id
    preparing = congress.state == CongressState.PREPARING
    context = {
        "title": str(congress), "congress": congress, "badge": congress_badge(congress), "tab": "steps",
        "steps": [(s, step_badge(s)) for s in congress.steps.with_names()], "blockers": services.blockers(congress) if preparing else [],
        "crumbs": crumbs(), "rules": procedure(congress.held_on or today()), "presence": meeting.presence(congress),
        "quorum": procedure(congress.held_on or today())["quorum"], "before": Congress.objects.filter(region=congress.region).exclude(pk=pk),
        "can": {
            "day": write and preparing, "hold": write and preparing and congress.day is not None and congress.day <= today(),
            "file": write and congress.state == CongressState.HELD,
            "exempt": write and preparing and above and request.post.may("congress.round"),
        },
    }  # fmt: skip
    return render(request, "congress/congress.html", context)


@page("congress.write")
def set_day(request: PostRequest, pk: int) -> HttpResponseBase:
    """Set the congress day."""
    congress = mine(pk)
    form = forms.DayForm(request.POST or None, initial={"day": congress.day, "place": congress.place})
    return form_page(
        request, form, lambda data: services.set_day(pk, **data), title=_("拟定大会日期"), button=_("保存"), to=to_congress(pk),
        intro=_("完成时限：%(due)s") % {"due": congress.due or "—"}, done=_("已保存，各步骤时限已重新倒推。"), back=to_congress(pk),
        crumbs=crumbs(congress),
    )  # fmt: skip


@page("congress.write")
def hold(request: PostRequest, pk: int) -> HttpResponseBase:
    """The congress was held."""
    congress = mine(pk)
    there = meeting.presence(congress)
    start = {
        "on": congress.day if congress.day and congress.day <= today() else None,
        "attended": there.present or None,
    }
    form = forms.HoldForm(request.POST or None, initial=start)
    intro = _("应到代表 %(due)d 人，已签到 %(have)d 人，达到 %(need)d 人方可召开。") % {
        "due": there.due, "have": there.present, "need": there.needed,
    }  # fmt: skip
    return form_page(
        request, form, lambda data: services.hold(pk, **data), title=_("登记召开"), intro=intro, button=_("登记"), to=to_congress(pk),
        done=_("已登记召开，请接着登记主席团第一次会议和选举结果报告。"), back=to_congress(pk), crumbs=crumbs(congress),
    )  # fmt: skip


@require_POST
@page("congress.write")
def file(request: PostRequest, pk: int) -> HttpResponseBase:
    """File the congress."""
    mine(pk)
    return act_and_go(request, lambda: services.file(pk), _("已归档。"), to_congress(pk))


@page("congress.round")
def exempt(request: PostRequest, pk: int) -> HttpResponseBase:
    """A federation does not take part."""
    congress = mine(pk)
    return form_page(
        request, forms.ExemptForm(request.POST or None), lambda data: services.exempt(pk, request.post, data["why"]), title=_("不参加本轮换届"),
        button=_("确定"), to=to_congress(pk), done=_("已登记。"), back=to_congress(pk), crumbs=crumbs(congress),
    )  # fmt: skip


@page("congress.read")
def step(request: PostRequest, pk: int) -> HttpResponseBase:
    """One step: what was done, its papers; report it, or say yes or no to it from above."""
    found = get_object_or_404(Step.objects.with_names().select_related("congress__round"), pk=pk)
    if request.method == "POST":
        require(request, "congress.write")
    waiting = found.state == StepState.SUBMITTED
    above = request.post.region_id != found.region_id
    early = found.days >= 0 and found.congress.state == CongressState.PREPARING
    reportable = found.state != StepState.DONE and found.key not in services.BY_ITSELF and not early
    form: Any = (
        forms.JudgeForm(request.POST or None)
        if waiting
        else forms.ReportForm(request.POST or None, request.FILES or None)
    )

    def act(data: dict[str, Any]) -> Step:
        if waiting:
            return services.judge(pk, request.post, data["verdict"] == "approve", data["words"])
        return services.report(pk, request.post, data["note"], data["files"], data["done_on"])

    answer = act_with_form(request, form, act, to=reverse("congress:step", args=[pk]), done=_("已保存。"))
    if answer:
        return answer
    context = {
        "title": found.name, "step": found, "badge": step_badge(found), "form": form, "waiting": waiting, "tab": "steps",
        "can_act": request.post.may("congress.write") and (above if waiting else reportable),
        "crumbs": crumbs(found.congress), "files": found.files.all(), "congress": found.congress,
        "place": reverse(PLACES[found.key], args=[found.congress_id]) if found.key in PLACES else "",
    }  # fmt: skip
    return render(request, "congress/step.html", context)


@page("congress.write")
def owner(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who is in charge of a step."""
    found = get_object_or_404(Step.objects.with_names(), pk=pk)
    back = reverse("congress:step", args=[pk])
    posts = Post.objects.held().filter(region_id=found.region_id, role__in=PERMISSIONS["congress.write"])
    form = forms.OwnerForm(request.POST or None, initial={"owner": found.owner_id}, posts=posts)
    return form_page(
        request, form, lambda data: services.assign(pk, data["owner"]), title=_("指定负责人"), intro=found.name, button=_("保存"), to=back,
        done=_("已保存。"), back=back, crumbs=crumbs(found.congress),
    )  # fmt: skip
