"""Settling a whole campaign, and handing in many sheets at once: long work, done by the job runner."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.grassroots.models import Assessment, Campaign
from zulian.grassroots.models.campaigns import TOLD
from zulian.grassroots.services.checking import submit
from zulian.grassroots.services.objections import settle, why_not_settled
from zulian.ledgers.jobs import Progress, works
from zulian.ledgers.jobs import submit as queue
from zulian.ledgers.models import Job

LEDGER = "assessments"


def ask_to_settle(campaign: Campaign, post: Post) -> Job:
    """Queue the job that settles every sheet that can be settled.

    Raises PermissionDenied for any division but the one that holds the campaign; ValidationError where it is over.
    """
    if campaign.region_id != post.region_id:
        raise PermissionDenied(_("由组织这次评估的残联核定。"))
    if campaign.state != Campaign.State.OPEN:
        raise ValidationError(_("这次评估已经结束。"))
    return queue(Job.Kind.SETTLE, post, LEDGER, campaign=campaign.pk, reason="")


@works(Job.Kind.SETTLE, piecewise=True)
def settle_all(progress: Progress) -> str:
    """Settle sheet by sheet: each is a whole by itself, so a stop leaves nothing half done."""
    job = progress.job
    rows = list(
        Assessment.objects.filter(campaign=job.options["campaign"], state__in=TOLD)
        .with_names()
        .order_by("region_id")
    )
    progress.begin(_("核定"), len(rows))
    done = 0
    for n, row in enumerate(rows, 1):
        if not why_not_settled(row, today()) and _settled(row, job.post):
            done += 1
        progress.beat(n)
    return _("已核定 %(n)d 个单位，%(left)d 个还不能核定。") % {"n": done, "left": len(rows) - done}


def _settled(row: Assessment, post: Post) -> bool:
    """Settle one sheet; False when somebody objected to it, or closed the campaign, since it was read."""
    try:
        settle(row.pk, post)
    except ValidationError:
        return False
    return True


def ask_to_submit(campaign: Campaign, post: Post) -> Job:
    """Queue the job that hands in every sheet of the jurisdiction that is filled in.

    Raises ValidationError where there is none.
    """
    if not Assessment.objects.filter(campaign=campaign).to_fill().exists():
        raise ValidationError(_("没有等待上报的评估表。"))
    return queue(Job.Kind.SUBMIT, post, LEDGER, campaign=campaign.pk, reason="")


@works(Job.Kind.SUBMIT, piecewise=True)
def submit_ready(progress: Progress) -> str:
    """Hand in sheet by sheet; those that lack something stay as they are."""
    job = progress.job
    rows = list(
        Assessment.objects.filter(campaign=job.options["campaign"]).to_fill().order_by("region_id")
    )
    progress.begin(_("上报"), len(rows))
    done = 0
    for n, row in enumerate(rows, 1):
        try:
            submit(row.pk, job.post)
            done += 1
        except ValidationError:
            pass  # what it lacks is said when somebody hands it in by itself
        progress.beat(n)
    return _("已上报 %(n)d 个单位，%(left)d 个还没有填完。") % {"n": done, "left": len(rows) - done}
