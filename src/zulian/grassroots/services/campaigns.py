"""Campaigns: open one over all organisations, draw whom to visit, send inspectors, settle, close."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send, send_all
from zulian.accounts.models import Post
from zulian.foundation import bulk
from zulian.foundation.audit import audited, record
from zulian.foundation.changes import changing
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Assessment, AssessmentState, Campaign, Item, Mark, Standard
from zulian.grassroots.models.campaigns import CHECKED
from zulian.grassroots.rules.sampling import drawn
from zulian.regions.models import Level, Region

MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class Dates:
    """When a campaign begins and by when its steps are done."""

    starts_on: date
    self_due: date
    review_due: date
    ends_on: date


@unit_of_work
def open_campaign(post: Post, name: str, standards: Sequence[Standard], dates: Dates) -> Campaign:
    """Open a campaign: every organisation of the division at the levels of the standards gets its sheet with all items.

    Raises ValidationError for an end that is past, and for standards that are not in force or of one level twice.
    """
    if dates.ends_on < today():
        raise ValidationError({"ends_on": _("结束日期不能早于今天。")})
    levels = [s.level for s in standards]
    if not standards or len(set(levels)) != len(levels):
        raise ValidationError({"standards": _("每个层级选一份施行中的标准，至少选一份。")})
    if any(s.state != Standard.State.FORCE for s in standards):
        raise ValidationError({"standards": _("只能选施行中的标准。")})
    campaign = Campaign(
        region=post.region, name=name.strip(), year=dates.starts_on.year, **vars(dates)
    )
    with audited("campaign.open", campaign):
        campaign.save()
    campaign.standards.set(standards)
    _call_up(campaign, standards)
    return campaign


def _call_up(campaign: Campaign, standards: Sequence[Standard]) -> None:
    """A sheet with its items for every organisation below the one that calls."""
    for standard in standards:
        leaves = standard.tree().leaves
        places = (
            Region.objects.current()
            .under(campaign.region_id)
            .filter(level=standard.level)
            .exclude(pk=campaign.region_id)
        )
        sheets = bulk.create(
            Assessment(campaign=campaign, standard=standard, region=place)
            for place in places.order_by("code")
        )
        if standard.level == Level.COUNTY:
            words = _("评估活动“%(name)s”已部署") % {"name": campaign.name}
            url = campaign.get_absolute_url()
            send_all(
                Letter(sheet.region_id, "campaign", words, url, f"campaign:{sheet.pk}")
                for sheet in sheets
            )
        _lay_out_marks(sheets, leaves)


def _lay_out_marks(sheets: Sequence[Assessment], leaves: Sequence[Item]) -> None:
    """An empty mark for each item of each sheet: tens of thousands where a city calls, so they are written as columns."""
    columns: dict[str, list[Any]] = {
        "assessment_id": [sheet.pk for sheet in sheets for _item in leaves],
        "region_id": [sheet.region_id for sheet in sheets for _item in leaves],
        "item_id": [item.pk for item in leaves] * len(sheets),
        "wants_evidence": [bool(item.evidence) for item in leaves] * len(sheets),
    }
    bulk.insert_columns(Mark, columns, len(sheets) * len(leaves))


def _lock_own(pk: int, post: Post) -> Campaign:
    campaign = Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if campaign.region_id != post.region_id:
        raise PermissionDenied(_("由组织这次评估的残联办理。"))
    if campaign.state != Campaign.State.OPEN:
        raise ValidationError(_("这次评估已经结束。"))
    return campaign


# Whom to visit


@unit_of_work
def draw(pk: int, post: Post, percent: int, least: int, seed: int | None = None) -> int:
    """抽样: from each county, level and kind of place some of the organisations that handed in. Returns how many are to be visited.

    The seed is kept; who draws again with it over the same sheets gets the same. Not after the first visit.
    Raises ValidationError after the first visit, and where nobody handed in.
    """
    campaign = _lock_own(pk, post)
    sheets = Assessment.objects.filter(campaign=campaign).exclude(
        state__in=[AssessmentState.FILLING, AssessmentState.RETURNED]
    )
    if sheets.filter(
        Q(state=AssessmentState.VISITED) | Q(sampled=True, state=AssessmentState.SETTLED)
    ).exists():
        raise ValidationError(_("已经开始检查，不能重新抽样。"))
    strata: dict[Hashable, list[int]] = defaultdict(list)
    for sheet in sheets.select_related("region"):
        strata[stratum(sheet.region)].append(sheet.pk)
    if not strata:
        raise ValidationError(_("还没有单位上报自查结果，请上报以后再抽样。"))
    seed = secrets.randbelow(MAX_SEED) + 1 if seed is None else seed
    chosen = [key for keys in drawn(strata, percent, least, seed).values() for key in keys]
    everybody = list(Assessment.objects.filter(campaign=campaign).values_list("pk", flat=True))
    with changing(Assessment, everybody):
        Assessment.objects.filter(campaign=campaign).update(
            sampled=False, visitor=None, visit_on=None
        )
        Assessment.objects.filter(pk__in=chosen).update(sampled=True)
    with audited("campaign.draw", campaign):
        campaign.seed, campaign.sample_percent, campaign.sample_least, campaign.drawn_on = (
            seed,
            percent,
            least,
            today(),
        )
        campaign.save()
    return len(chosen)


def stratum(region: Region) -> str:
    """The stratum of an organisation (分层): its county, its level, and whether it is a town's or a rural one."""
    urban = region.name.endswith(
        ("街道", "居委会", "社区", "街道办事处")
    )  # untranslated: how divisions are called
    return f"{region.code[:6]}|{region.level}|{'urban' if urban else 'rural'}"


@unit_of_work
def send_inspector(
    campaign: Campaign, post: Post, keys: Sequence[int], visitor: Post, on: date
) -> int:
    """安排检查: who visits which of the drawn organisations on which day. Returns how many.

    Raises ValidationError for a day outside the campaign, where nobody is drawn, and for a post that is not above all of them.
    """
    if on < today() or on > campaign.ends_on:
        raise ValidationError({"on": _("检查日期应在今天和活动结束日期之间。")})
    rows = list(
        Assessment.objects.to_visit()
        .filter(campaign=campaign, pk__in=keys)
        .select_related("region")
    )
    if not rows:
        raise ValidationError({"pick": _("请勾选要安排的单位：抽中并已完成复核的单位才能安排。")})
    inside = visitor.region.scope()
    if any(not inside.holds(row.region_id) or row.region_id == visitor.region_id for row in rows):
        raise ValidationError({"visitor": _("检查人应来自上级残联，并管辖所选单位。")})
    for row in rows:
        with audited("assessment.send", row):
            row.visitor, row.visit_on = visitor, on
            row.save()
    return len(rows)


# The end


@unit_of_work
def close(pk: int, post: Post) -> Campaign:
    """结束: what is settled stands, what is not stays as it is.

    Raises ValidationError while a sheet that was checked is not settled.
    """
    campaign = _lock_own(pk, post)
    if (
        Assessment.objects.filter(campaign=campaign, state__in=CHECKED)
        .exclude(state=AssessmentState.SETTLED)
        .exists()
    ):
        raise ValidationError(_("还有已复核、已检查但未核定的单位，请先“核定”。"))
    rows = list(Assessment.objects.filter(campaign=campaign).values_list("pk", flat=True))
    with changing(Assessment, rows), audited("campaign.close", campaign):
        campaign.close()
        campaign.save()
    return campaign


def before(campaign: Campaign) -> Campaign | None:
    """The campaign before it by the same federation, to compare with."""
    earlier = Campaign.objects.filter(
        region_id=campaign.region_id, starts_on__lt=campaign.starts_on
    )
    return earlier.order_by("-starts_on", "-pk").first()


def note_late(campaign: Campaign, row: Assessment) -> None:
    """A reminder to an organisation that has not handed in."""
    words = _("请尽快完成“%(name)s”自查") % {"name": campaign.name}
    url = row.get_absolute_url()
    send(row.region_id, "campaign", words, url, f"campaign-late:{row.pk}:{today()}")
    record("assessment.remind", row)
