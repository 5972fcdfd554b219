"""Campaigns: list, one with its progress, comparison, the draw, inspectors, settling, the pack."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_id, read_ids
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.foundation.scopes import active_scope
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Campaign, Problem, Standard
from zulian.grassroots.services import campaigns as services
from zulian.grassroots.services import comparison, packs, settling
from zulian.grassroots.services.common import rules
from zulian.grassroots.tables import AssessmentFilter, AssessmentTable, CampaignTable
from zulian.grassroots.views.common import home, to_campaign
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Level, Region

WEAKEST = 10


def _to(pk: int) -> str:
    return reverse("grassroots:campaign", args=[pk])


def _mine(pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("region"), pk=pk)


@page("grassroots.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Campaigns of one's own and of those above."""
    return list_page(
        request, title=_("评估活动"), rows=Campaign.objects.select_related("region"), table=CampaignTable, tab="campaigns",
        template="grassroots/campaigns.html", intro=_("一次评估：自查、复核、抽查、申诉、核定，结果转为达标状态和整改问题。"),
    )  # fmt: skip


@page("grassroots.lead")
def add(request: PostRequest) -> HttpResponseBase:
    """Open a campaign."""
    standards = Standard.objects.in_force().order_by("level")
    form = forms.CampaignForm(request.POST or None, standards=standards, initial={"starts_on": today()})

    def act(data: dict[str, Any]) -> Campaign:
        dates = services.Dates(*(data[name] for name in ("starts_on", "self_due", "review_due", "ends_on")))
        return services.open_campaign(request.post, data["name"], list(data["standards"]), dates)

    return form_page(
        request, form, act, title=_("部署评估活动"), button=_("部署"), to=lambda made: _to(made.pk), done=_("已部署，各单位的评估表已生成。"),
        intro=_("本级管辖范围内、所选标准各层级的组织，每个单位生成一份评估表。"), back=reverse("grassroots:campaigns"), crumbs=home(),
    )  # fmt: skip


@page("grassroots.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """How far a campaign is, division by division."""
    found, region = _mine(pk), region_looked_at(request)
    rows = comparison.progress(found, region)
    own = found.region_id == request.post.region_id and request.post.may("grassroots.lead")
    context = {
        "title": found.name, "found": found, "region": region, "rows": rows, "total": comparison.summed(rows, region), "tab": "campaigns",
        "standards": found.standards.order_by("level"), "crumbs": to_campaign(found)[:2], "is_open": found.state == Campaign.State.OPEN,
        "own": own, "packed": region.level == Level.COUNTY and request.post.may("grassroots.lead"),
        "mine": Assessment.objects.filter(campaign=found, region=request.post.region_id).first(), "village": Level.VILLAGE,
        "fill": request.post.may("grassroots.fill"),
        "open_problems": Problem.objects.open().filter(assessment__campaign=found).within(region).count(),
    }  # fmt: skip
    return render(request, "grassroots/campaign.html", context)


@page("grassroots.read")
def sheets(request: PostRequest) -> HttpResponseBase:
    """Sheets of the jurisdiction; those of one campaign with what can be done to several."""
    key = read_id(request.GET.get("campaign", ""))
    found = Campaign.objects.filter(pk=key).first() if key is not None else None
    return list_page(
        request, title=found.name if found else _("评估表"), rows=Assessment.objects.with_names(), table=AssessmentTable, filters=AssessmentFilter,
        template="grassroots/sheets.html", ledger="assessments", tab="campaigns", found=found, crumbs=to_campaign(found) if found else home(),
    )  # fmt: skip


@page("grassroots.read")
def heat(request: PostRequest, pk: int) -> HttpResponseBase:
    """Items against divisions, the weakest items, and the change since the campaign before."""
    found, region = _mine(pk), region_looked_at(request)
    standards = list(found.standards.order_by("level"))
    chosen = next((s for s in standards if str(s.level) == request.GET.get("level")), None) or next(
        (s for s in standards if s.level > region.level), standards[-1]
    )
    table = comparison.heat(found, chosen, region)
    earlier, changed = comparison.changes(found, table, region)
    grid = [
        (n, item, [(r, table.cells[item.pk].get(r)) for r in table.regions], table.whole.get(item.pk))
        for n, item in table.lines
    ]
    context = {
        "title": _("对比分析"), "found": found, "region": region, "standards": standards, "chosen": chosen, "heat": table, "grid": grid,
        "weakest": table.weakest(WEAKEST), "earlier": earlier, "changes": changed, "crumbs": to_campaign(found), "tab": "campaigns",
        "village": Level.VILLAGE,
    }  # fmt: skip
    return render(request, "grassroots/heat.html", context)


@page("grassroots.lead")
def draw(request: PostRequest, pk: int) -> HttpResponseBase:
    """Draw whom to visit."""
    found, figures = _mine(pk), rules(today())
    start = {"percent": found.sample_percent or figures["sample_percent"], "least": figures["sample_least"]}
    return form_page(
        request, forms.DrawForm(request.POST or None, initial=start),
        lambda d: services.draw(pk, request.post, d["percent"], d["least"], d["seed"]), title=_("抽取检查单位"), button=_("抽取"),
        intro=_("从已上报的单位中，按县、层级、城乡分层随机抽取；种子记录在案，可以重现。"), back=_to(pk), crumbs=to_campaign(found),
        to=reverse("grassroots:visits", args=[pk]), done=lambda n: _("已抽取 %(n)d 个单位。") % {"n": n},
    )  # fmt: skip


@page("grassroots.check")
def visits(request: PostRequest, pk: int) -> HttpResponseBase:
    """The drawn organisations: who visits them, and when."""
    found = _mine(pk)
    posts = Post.objects.held().filter(role__in=PERMISSIONS["grassroots.check"])
    form = forms.SendForm(request.POST or None, posts=posts)
    keys = read_ids(request.POST.getlist("pick"))
    answer = act_with_form(
        request, form, lambda d: services.send_inspector(found, request.post, keys, d["visitor"], d["on"]),
        to=reverse("grassroots:visits", args=[pk]), done=lambda n: _("已安排 %(n)d 个单位。") % {"n": n},
    )  # fmt: skip
    rows = (
        Assessment.objects.filter(campaign=found, sampled=True)
        .with_names()
        .select_related("visitor__user", "visitor__region")
    )
    counties = dict(Region.objects.filter(level=Level.COUNTY).within(active_scope()).values_list("code", "name"))
    context = {
        "title": _("抽查安排"), "found": found, "form": form, "tab": "campaigns", "crumbs": to_campaign(found),
        "rows": [(row, counties.get(row.region_id[:6].ljust(12, "0"), "")) for row in rows],
    }  # fmt: skip
    return answer or render(request, "grassroots/visits.html", context)


@require_POST
@page("grassroots.lead")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Settle what can be settled, or end the campaign."""
    found = _mine(pk)
    if key == "close":
        return act_and_go(request, lambda: services.close(pk, request.post), _("评估活动已结束。"), _to(pk))
    if key != "settle":
        raise Http404
    return _job(request, lambda: settling.ask_to_settle(found, request.post), pk)


@require_POST
@page("grassroots.fill")
def hand_in(request: PostRequest, pk: int) -> HttpResponseBase:
    """Hand in all sheets of the jurisdiction that are filled in."""
    found = _mine(pk)
    return _job(request, lambda: settling.ask_to_submit(found, request.post), pk)


@require_POST
@page("grassroots.lead")
def pack(request: PostRequest, pk: int, code: str) -> HttpResponseBase:
    """Everything of one county for the level above."""
    found = _mine(pk)
    if not active_scope().holds(code):
        raise Http404
    county = get_object_or_404(Region, code=code, level=Level.COUNTY)
    return _job(request, lambda: packs.ask(found, county, request.post), pk)


def _job(request: PostRequest, ask: Any, pk: int) -> HttpResponseBase:
    return act_and_go(
        request,
        ask,
        _("正在办理，可以离开这个页面，稍后再看。"),
        to=lambda job: reverse("ledgers:job", args=[job.pk]),
        refused=_to(pk),
    )
