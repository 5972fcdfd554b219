"""The timeline (办理过程) of an assignment, from its own dates, reports, requests and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment, Report, State
from zulian.plans.services.carrying import carried_at

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OUTCOMES: dict[str, StrOrPromise] = {
    Report.Outcome.ACCEPTED: gettext_lazy("审核通过"),
    Report.Outcome.RETURNED: gettext_lazy("退回"),
    Report.Outcome.DECLARED: gettext_lazy("自报完成"),
    Report.Outcome.PROVED: gettext_lazy("按台账办结"),
    # What was found later is a step of its own.
    Report.Outcome.FAULTED: gettext_lazy("审核通过"),
}


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened."""

    at: datetime
    what: StrOrPromise
    note: str = ""


def timeline(assignment: Assignment) -> list[TimelineEntry]:
    """All that happened, the newest first."""
    steps = []
    if assignment.parent_id:
        steps += _given_out(assignment)
    elif assignment.circular.adopted_at:
        steps.append(
            TimelineEntry(assignment.circular.adopted_at, _("文件下达"), assignment.circular.title)
        )
    steps += _carried(assignment)
    if assignment.signed_at:
        steps.append(
            TimelineEntry(
                assignment.signed_at, _("%(who)s签收") % {"who": assignment.region.organisation}
            )
        )
    steps += _broken_down(assignment)
    for report in assignment.reports.all():
        steps += _reported(report, assignment.signed_at)
    for item in assignment.spot_checks.exclude(outcome="").select_related("check_of__region"):
        words = _("%(who)s抽查，认定%(outcome)s") % {
            "who": item.check_of.region.organisation,
            "outcome": item.get_outcome_display(),
        }
        steps.append(TimelineEntry(item.settled_at or item.check_of.at, words, item.remark))
    for asked in assignment.requests.all():
        steps.append(TimelineEntry(asked.at, asked.get_kind_display(), asked.reason))
        if asked.decided_at:
            words = _("批复：%(outcome)s") % {"outcome": asked.get_outcome_display()}
            steps.append(TimelineEntry(asked.decided_at, words, asked.reply))
    for notice in (one.notice for one in assignment.notices.select_related("notice")):
        steps.append(TimelineEntry(notice.at, notice.number, notice.text))
        if notice.replied_at:
            steps.append(TimelineEntry(notice.replied_at, _("回复督办"), notice.reply))
    # What was done at one click comes in the order of the work, and is noted within one second.
    return sorted(steps, key=lambda step: step.at.replace(microsecond=0))[::-1]


def _reported(report: Report, signed_at: datetime | None) -> list[TimelineEntry]:
    """A report and what was said to it; what the registers proved is one step, which signs as well."""
    if report.outcome == Report.Outcome.PROVED:
        at = max(report.at, signed_at or report.at)
        return [TimelineEntry(at, OUTCOMES[report.outcome], report.text)]
    steps = [TimelineEntry(report.at, _("上报"), report.text)]
    if report.judged_at:
        steps.append(TimelineEntry(report.judged_at, OUTCOMES[report.outcome], report.reason))
    return steps


def _given_out(part: Assignment) -> list[TimelineEntry]:
    """When the unit above handed a part down, with the paper it comes from."""
    with scope(EVERYTHING):
        moments = _entries(part.parent_id).order_by("at").values_list("at", flat=True)
        at = next((one for one in moments if localtime(one).date() >= part.given_on), None)
    if at is None:
        return []
    words = _("%(who)s分解下达") % {"who": part.issued_by.organisation}
    return [TimelineEntry(at, words, part.circular.title)]


def _entries(pk: int | None) -> QuerySet[AuditEntry]:
    """What was noted when an assignment was handed down."""
    return AuditEntry.objects.filter(
        model=Assignment._meta.label_lower, object_id=str(pk), action="assignment.break_down"
    )


def _broken_down(assignment: Assignment) -> list[TimelineEntry]:
    """When it was handed down to the units below."""
    moments = _entries(assignment.pk).values_list("at", flat=True)
    return [TimelineEntry(at, _("分解到下级单位")) for at in moments]


def _carried(assignment: Assignment) -> list[TimelineEntry]:
    """Where it came from, and where it went, when it goes on from one year to the next."""
    steps = []
    if assignment.carried_from_id and (at := carried_at(assignment)):
        before = Assignment.objects.select_related("circular").get(pk=assignment.carried_from_id)
        words = _("《%(title)s》%(period)s") % _titles(before)
        steps.append(TimelineEntry(at, _("由上年结转"), words))
    if assignment.state == State.CARRIED:
        # What went along with a task from above was carried over with that one.
        either = Q(carried_from=assignment) | Q(carried_from=assignment.served_by_id)
        with scope(EVERYTHING):
            rows = Assignment.objects.select_related("circular").filter(
                either, carried_from__isnull=False
            )
            after = rows.order_by("-carried_from_id").first()
        if after is not None and (at := carried_at(after)):
            steps.append(
                TimelineEntry(at, _("结转到下年"), _("《%(title)s》%(period)s") % _titles(after))
            )
    return steps


def _titles(assignment: Assignment) -> dict[str, str]:
    return {"title": assignment.circular.title, "period": assignment.period_name}
