"""A congress is held and filed: what still stands in its way, the day itself, who must be there (召开、备案)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.congress.models import (
    Congress,
    CongressState,
    Step,
    StepState,
    procedure,
)
from zulian.congress.rules.election import Terms, present_enough
from zulian.congress.services.rounds import BEFORE, FILING, locked
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import code_range
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Level


def blockers(congress: Congress) -> list[Congress]:
    """Congresses one level below in the same round that must be held first."""
    if congress.round_id is None:
        return []
    below = Level(congress.region.level).below or 0
    low, high = code_range(congress.region_id)
    rows = (
        Congress.objects.preparing()
        .with_names()
        .filter(round=congress.round_id, region__level=below)
    )
    return list(rows.filter(region_id__gte=low, region_id__lt=high))


@unit_of_work
def hold(pk: int, on: date, attended: int) -> Congress:
    """登记召开: only after all congresses below, after every step before it, and with a quorum.

    Raises ValidationError for a day to come, and while one of these is missing, and says which.
    """
    congress = locked(pk, CongressState.PREPARING)
    if on > today():
        raise ValidationError({"held_on": _("召开日期不能晚于今天。")})
    if late := blockers(congress):
        names = "、".join(c.region.name for c in late[:5])
        raise ValidationError(
            _("先下级后上级：%(names)s等 %(n)d 个单位还没有召开。")
            % {"names": names, "n": len(late)}
        )
    steps = list(congress.steps.all())
    meeting = next(step for step in steps if step.key == BEFORE)
    if undone := [s.name for s in steps if s.order < meeting.order and s.state != StepState.DONE]:
        raise ValidationError(_("还有步骤没有完成：%(names)s。") % {"names": "、".join(undone)})
    due = congress.delegates.elected().count()
    _require_quorum(attended, due)
    with audited("congress.hold", congress):
        congress.hold()
        congress.held_on, congress.attended, congress.size = on, attended, due
        congress.save()
    _finish(meeting, on)
    return congress


def terms() -> Terms:
    """Quorum and majority in force today."""
    rules = procedure(today())
    return Terms(Fraction(rules["quorum"]), Fraction(rules["majority"]))


def _require_quorum(attended: int, due: int) -> None:
    if attended > due:
        raise ValidationError(
            {"attended": _("实到人数不能多于当选代表 %(due)d 人。") % {"due": due}}
        )
    if not present_enough(attended, due, terms()):
        words = _("应到代表 %(due)d 人，实到 %(have)d 人，不足 %(share)s，不能召开。")
        raise ValidationError(
            {"attended": words % {"due": due, "have": attended, "share": terms().quorum}}
        )


def _finish(step: Step, on: date) -> None:
    if step.state == StepState.DONE:
        return
    with audited("step.done", step):
        step.finish()
        step.done_on = on
        step.save()


@unit_of_work
def file(pk: int) -> Congress:
    """归档: after the first presidium session and the report of results.

    Raises ValidationError while one of these is missing, and says which.
    """
    congress = locked(pk, CongressState.HELD)
    if undone := [step.name for step in before_filing(congress)]:
        raise ValidationError(_("还有步骤没有完成：%(names)s。") % {"names": "、".join(undone)})
    with audited("congress.file", congress):
        congress.file()
        congress.filed_on = today()
        congress.save()
    for step in congress.steps.all():
        _finish(step, today())
    return congress


def before_filing(congress: Congress) -> list[Step]:
    """The steps that are open and must be done before it is filed."""
    return list(congress.steps.open().exclude(key=FILING))
