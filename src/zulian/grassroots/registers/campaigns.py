"""The register of campaigns (评估活动): opened, drawn from, settled, closed; who hands in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.detail import Button
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Campaign, Problem
from zulian.grassroots.registers.common import GrassrootsRegister
from zulian.grassroots.room import CHECK, FILL, LEAD, ROOM
from zulian.grassroots.services import campaigns as services
from zulian.grassroots.services import settling
from zulian.grassroots.services.common import rules
from zulian.grassroots.services.comparison import progress, summed
from zulian.indicators.views import region_looked_at
from zulian.ledgers.models import Job
from zulian.regions.models import Level
from zulian.registers.actions import Action, Add, Call, is_own
from zulian.registers.dates import Day
from zulian.registers.shown import Shown

SAMPLE = ("sample_percent", "sample_least", "seed")
UNDER_WAY = _("正在办理，可以离开这个页面，稍后再看。")


def job_address(job: Job) -> str:
    """Where one sees how far a job is."""
    return ROOM.url("ledgers:job", job.pk)


def open_campaign(call: Call) -> Campaign:
    """Call up the organisations."""
    data = call.data
    dates = services.Dates(
        *(data[name] for name in ("starts_on", "self_due", "review_due", "ends_on"))
    )
    return services.open_campaign(call.post, data["name"], list(data["standards"]), dates)


def sample_start(row: Campaign) -> dict[str, Any]:
    """How large a sample is by the policy, or was the last time."""
    figures = rules(today(), row.region_id)
    percent = row.sample_percent or figures["sample_percent"]
    return {"sample_percent": percent, "sample_least": figures["sample_least"], "seed": None}


def sample_words(row: Campaign) -> str:
    """How its sample was drawn."""
    if not row.seed:
        return ""
    words = gettext("%(d)s 按 %(p)s%% 分层随机抽样，种子 %(s)s")
    return words % {"d": row.drawn_on, "p": row.sample_percent, "s": row.seed}


CLOSED = Q(state=Campaign.State.CLOSED)


class CampaignRegister(GrassrootsRegister):
    """Campaigns of one's own and of those above."""

    model = Campaign
    dates = (
        Day("self_due", CLOSED, in_feed=True),
        Day("review_due", CLOSED, in_feed=True),
        Day("ends_on", CLOSED, in_feed=True),
    )
    key, prefix, tab, write = "campaign", "campaigns/", "campaigns", LEAD
    intro = _("一次评估：自查、复核、抽查、申诉、核定，结果转为达标状态和整改问题。")
    template = "grassroots/campaign.html"
    related = ("region",)
    columns = (
        "name",
        "year",
        Shown("region", value=lambda row: row.region.organisation),
        *("state", "starts_on", "self_due", "review_due", "ends_on"),
    )
    facts = (
        Shown("region__organisation", _("组织单位")),
        *("starts_on", "self_due", "review_due", "ends_on"),
        Shown("seed", _("抽样"), sample_words),
    )
    links = ((_("佐证材料"), "evidence-list", "paperclip"),)
    actions = (
        Add(
            label=_("部署评估"),
            title=_("部署评估活动"),
            service=open_campaign,
            form=forms.CampaignForm,
            starts=lambda row: {"starts_on": today()},
            intro=_("本级管辖范围内、所选标准各层级的组织，每个单位生成一份评估表。"),
            button=_("部署"),
            done=_("已部署，各单位的评估表已生成。"),
        ),
        Action(
            key="hand-in",
            label=_("上报已填完的"),
            icon="send",
            service=lambda call: settling.ask_to_submit(call.row, call.post),
            sources=[Campaign.State.OPEN],
            permission=FILL,
            done=UNDER_WAY,
            leads_to=job_address,
        ),
        Action(
            key="draw",
            label=_("抽取检查单位"),
            icon="arrows-exchange",
            service=lambda call: services.draw(
                call.pk, call.post, *(call.data[name] for name in SAMPLE)
            ),
            fields=SAMPLE,
            optional=("seed",),
            starts=sample_start,
            intro=_("从已上报的单位中，按县、层级、城乡分层随机抽取；种子记录在案，可以重现。"),
            sources=[Campaign.State.OPEN],
            is_for=is_own,
            button=_("抽取"),
            done=lambda count: gettext("已抽取 %(n)d 个单位。") % {"n": count},
        ),
        Action(
            key="settle",
            label=_("核定可核定的单位"),
            icon="check",
            service=lambda call: settling.ask_to_settle(call.row, call.post),
            sources=[Campaign.State.OPEN],
            is_for=is_own,
            done=UNDER_WAY,
            leads_to=job_address,
        ),
        Action(
            key="close",
            label=_("结束评估活动"),
            icon="x",
            service=lambda call: services.close(call.pk, call.post),
            sources=[Campaign.State.OPEN],
            is_for=is_own,
            done=_("评估活动已结束。"),
        ),
    )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: one's own sheet, and who is visited when."""
        acts = super().acts(row, post, panel)
        own = (
            Assessment.objects.filter(campaign=row, region_id=post.region_id).first()
            if post.may(FILL)
            else None
        )
        if own is not None:
            acts.insert(0, Button(_("本单位评估表"), own.get_absolute_url(), "edit", main=True))
        if post.may(CHECK) and row.seed:
            acts.append(Button(_("抽查安排"), ROOM.url("visits", row.pk), "home"))
        acts.append(
            Button(
                _("离线填报表"),
                f"{ROOM.url('mark-list')}?assessment__campaign={row.pk}",
                "clipboard-list",
            )
        )
        return acts

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """How far it is, division by division."""
        region, post = region_looked_at(request), request.post
        lines = progress(row, region)
        return {
            "campaign": row,
            "region": region,
            "rows": lines,
            "total": summed(lines, region),
            "standards": row.standards.order_by("level"),
            "packed": region.level == Level.COUNTY and post.may(LEAD),
            "village": Level.VILLAGE,
            "open_problems": Problem.objects.open()
            .filter(assessment__campaign=row)
            .within(region)
            .count(),
        }


CAMPAIGNS = CampaignRegister()
