"""Having reached the standard (达标): it begins with an assessment, ends, and comes back when what ended it is mended."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.grassroots.models import Assessment, Organisation, Standing
from zulian.grassroots.models.organisations import Grade


def reach(assessment: Assessment, grade: str, until: date) -> None:
    """Keep what an assessment came to: a new standing, or the end of the one before."""
    organisation, _new = Organisation.objects.get_or_create(region_id=assessment.region_id)
    for before in organisation.standings.filter(ended_on=None):
        end(before, _("新一轮评估") if grade != Grade.SHORT else _("评估未达标"), "")
    if grade != Grade.SHORT:
        standing = Standing(
            organisation=organisation,
            assessment=assessment,
            grade=grade,
            since=today(),
            until=until,
        )
        with audited("standing.reach", standing):
            standing.save()
    note(organisation, grade, until if grade != Grade.SHORT else None)


def end(standing: Standing, why: str, veto_key: str) -> None:
    """End a standing today; `veto_key` names the veto item that ended it, "" for none."""
    with audited("standing.end", standing):
        standing.ended_on, standing.ended_why, standing.veto_key = today(), why, veto_key
        standing.save()


def note(organisation: Organisation, grade: str, until: date | None) -> None:
    """Keep at the organisation itself what it has reached, and until when."""
    with audited("organisation.grade", organisation):
        organisation.grade, organisation.reached_until = grade, until
        organisation.save(update_fields=["grade", "reached_until"])


def restore(region_id: str, item_key: str) -> bool:
    """What ended a standing is mended: it counts again unless its time is over or a newer one stands."""
    organisation = Organisation.objects.filter(region_id=region_id).first()
    last = organisation.standings.first() if organisation else None
    if (
        organisation is None
        or last is None
        or not item_key
        or last.veto_key != item_key
        or last.until <= today()
    ):
        return False
    with audited("standing.restore", last):
        last.ended_on, last.ended_why, last.veto_key = None, "", ""
        last.save()
    note(organisation, last.grade, last.until)
    return True
