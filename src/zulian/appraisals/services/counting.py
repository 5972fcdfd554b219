"""What a plan says of the units that are appraised by it (计分): marks by rate, off for what is late, totals and places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from zulian.appraisals.models import LateBy, Scheme, SchemeItem, Score, UnitResult
from zulian.appraisals.rules import (
    RATES,
    Kind,
    Mark,
    of_rate,
    off_for_each,
    off_for_share,
    places_of,
    short,
    total_of,
)
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators.counting import count as counts_by
from zulian.indicators.rules import Pair
from zulian.plans.indicators import ON_TIME, PROVEN, REPORTED, SIGNED
from zulian.plans.models import Assignment
from zulian.plans.services import supervision
from zulian.plans.services.readings import PlanReadings

# Which rate of the plan each kind is counted by.
RATE_OF = {
    Kind.MEASURED: supervision.MEASURED,
    Kind.ON_TIME: ON_TIME.code,
    Kind.REPORTED: REPORTED.code,
    Kind.SIGNED: SIGNED.code,
    Kind.PROVEN: PROVEN.code,
}
Pairs = Mapping[str, Pair]


def count(scheme: Scheme) -> None:
    """Count every unit as of today: what was given by hand stays, totals and places follow."""
    # The plan is read as the organisation reads that issued it, whoever acts.
    with scope(EVERYTHING):
        day = scheme.circular.as_of(today())
        readings = PlanReadings(scheme.circular, scheme.region, day, today())
        said = {child.code: score.pairs for _n, child, score in supervision.ranking(readings)}
        own = _own_tasks(scheme, day)
        changed = []
        for score in Score.objects.filter(result__scheme=scheme).select_related("item"):
            asked = own if score.item.late_by == LateBy.OWN else said
            points, basis = counted(score.item, asked.get(score.region_id, {}))
            if (points, basis) != (score.counted, score.basis):
                score.counted, score.basis = points, basis
                changed.append(score)
        Score.objects.bulk_update(changed, ["counted", "basis"], batch_size=500)
        with audited("scheme.count", scheme):
            scheme.scored_on = today()
            scheme.save()
        add_up(scheme)


def _own_tasks(scheme: Scheme, day: date) -> Mapping[str, Pairs]:
    """How many of the tasks that are each unit's own were reported, of those that fell due."""
    rows = Assignment.objects.filter(circular=scheme.circular).counted().given_by(day)
    return counts_by([REPORTED], rows, day, F("region_id"))


def counted(item: SchemeItem, pairs: Pairs) -> tuple[Decimal | None, str]:
    """The mark that a plan gives for an item, and what it is made of, in words."""
    kind = Kind(item.kind)
    if kind in RATES:
        pair = pairs.get(RATE_OF[kind], Pair())
        if not pair.of:
            return None, _("没有应办的任务，不计分")
        words = _("%(met)d／%(of)d 项") % {"met": pair.met, "of": pair.of}
        return of_rate(item.points, pair), words
    if kind is Kind.LATE and item.each is not None:
        # What was reported late has lost its points by the rate of what is in time.
        return _off_for_late(item, item.each, pairs.get(REPORTED.code, Pair()))
    return None, ""


def _off_for_late(item: SchemeItem, each: Decimal, pair: Pair) -> tuple[Decimal, str]:
    said = {"n": pair.missing, "of": pair.of, "each": short(each)}
    if item.late_by == LateBy.SHARE:
        words = _("到期未上报 %(n)d／%(of)d 项，每 1%% 扣 %(each)s 分")
        return off_for_share(item.points, each, pair), words % said
    words = _("到期未上报 %(n)d 项，每项扣 %(each)s 分")
    if item.late_by == LateBy.OWN:
        words = _("本单位任务到期未上报 %(n)d 项，每项扣 %(each)s 分")
    return off_for_each(item.points, each, pair.missing), words % said


def add_up(scheme: Scheme) -> None:
    """The totals of all units by the marks that count, and their places."""
    with scope(EVERYTHING):
        results = list(scheme.results.prefetch_related("scores__item"))
        totals = [total_of(marks_of(result)) for result in results]
        changed = []
        for result, total, place in zip(results, totals, places_of(totals), strict=True):
            if (result.total, result.place) != (total, place):
                result.total, result.place = total, place
                changed.append(result)
        UnitResult.objects.bulk_update(changed, ["total", "place"], batch_size=500)


def marks_of(result: UnitResult) -> list[Mark]:
    """The marks of a unit; what is neither taken off nor put on top yet is nought."""
    marks = []
    for score in result.scores.all():
        kind, got = Kind(score.item.kind), score.points
        marks.append(Mark(kind, score.item.points, got))
    return marks
