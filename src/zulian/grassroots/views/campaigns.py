"""Campaigns: comparison, who visits whom, the pack of a county."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.detail import Button
from zulian.foundation.inputs import read_ids
from zulian.foundation.pages import act_with_form
from zulian.foundation.rooms import Crumbs
from zulian.foundation.scopes import active_scope
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Campaign, Standard
from zulian.grassroots.registers.campaigns import CAMPAIGNS, UNDER_WAY, job_address, sample_words
from zulian.grassroots.room import CHECK, LEAD, READ, ROOM, up
from zulian.grassroots.services import campaigns as services
from zulian.grassroots.services import comparison, packs
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Level, Region
from zulian.registers.pages import row_of

WEAKEST = 10


def _way(campaign: Campaign) -> Crumbs:
    """The way to a page about a campaign."""
    return [*CAMPAIGNS.crumbs_to(campaign), (campaign.name, campaign.get_absolute_url())]


def _chosen(standards: list[Standard], level: str, region: Region) -> Standard:
    """The standard of the level that is asked for; of the next level below the division where none is."""
    below = (standard for standard in standards if standard.level > region.level)
    return next((each for each in standards if str(each.level) == level), None) or next(
        below, standards[-1]
    )


@page(READ)
def heat(request: PostRequest, pk: int) -> HttpResponseBase:
    """Items against divisions, the weakest items, and the change since the campaign before."""
    campaign: Campaign = row_of(CAMPAIGNS, pk, request.post)
    region = region_looked_at(request)
    standards = list(campaign.standards.order_by("level"))
    standard = _chosen(standards, request.GET.get("level", ""), region)
    heat = comparison.heat(campaign, standard, region)
    earlier, changes = comparison.changes(campaign, heat, region)
    grid = [
        (
            number,
            item,
            [(place, heat.cells[item.pk].get(place)) for place in heat.regions],
            heat.whole.get(item.pk),
        )
        for number, item in heat.lines
    ]
    others = [
        Button(each.get_level_display(), f"?level={each.level}&under={region.code}")
        for each in standards
        if each != standard
    ]
    return ROOM.detail_page(
        request,
        "campaigns",
        template="grassroots/heat.html",
        title=_("对比分析"),
        intro=f"{campaign.name} · {region.name} · {standard}",
        acts=[*others, *up(region, request.post, f"?level={standard.level}")],
        region=region,
        chosen=standard,
        heat=heat,
        grid=grid,
        weakest=heat.weakest(WEAKEST),
        earlier=earlier,
        changes=changes,
        village=Level.VILLAGE,
        crumbs=_way(campaign),
    )


@page(CHECK)
def visits(request: PostRequest, pk: int) -> HttpResponseBase:
    """The drawn organisations: who visits them, and when."""
    campaign: Campaign = row_of(CAMPAIGNS, pk, request.post)
    form = forms.SendForm(request.POST or None)
    form.fit_to(campaign)
    keys = read_ids(request.POST.getlist("pick"))
    answer = act_with_form(
        request,
        form,
        lambda data: services.send_inspector(
            campaign, request.post, keys, data["visitor"], data["on"]
        ),
        to=ROOM.url("visits", pk),
        done=lambda count: _("已安排 %(n)d 个单位。") % {"n": count},
    )
    drawn = Assessment.objects.filter(campaign=campaign, sampled=True).with_names()
    counties = dict(
        Region.objects.filter(level=Level.COUNTY).within(active_scope()).values_list("code", "name")
    )
    rows = [
        (row, counties.get(row.region_id[:6].ljust(12, "0"), ""))
        for row in drawn.select_related("visitor__user", "visitor__region")
    ]
    return answer or ROOM.detail_page(
        request,
        "campaigns",
        template="grassroots/visits.html",
        title=_("抽查安排"),
        intro=f"{campaign.name} · {sample_words(campaign) or _('还没有抽样。')}",
        form=form,
        rows=rows,
        crumbs=_way(campaign),
    )


@require_POST
@page(LEAD)
def pack(request: PostRequest, pk: int, code: str) -> HttpResponseBase:
    """Everything of one county for the level above."""
    campaign: Campaign = row_of(CAMPAIGNS, pk, request.post)
    if not active_scope().holds(code):
        raise Http404
    county = get_object_or_404(Region, code=code, level=Level.COUNTY)
    back = campaign.get_absolute_url()
    return ROOM.post_action(
        request, lambda: packs.ask(campaign, county, request.post), UNDER_WAY, job_address, back
    )
