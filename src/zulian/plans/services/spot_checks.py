"""Spot checks (抽查): whoever no longer judges everything draws some closed tasks at random and looks at them itself."""

from __future__ import annotations

import random
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.plans.models import (
    OPEN,
    Assignment,
    AssignmentQuerySet,
    Circular,
    Report,
    SpotCheck,
    SpotCheckItem,
    State,
)
from zulian.plans.services import joining
from zulian.plans.services.work import held, is_closed
from zulian.regions.models import Level, Region

MOST = 200
# A report stands as long as nobody found that it is not so.
STANDING = (Report.Outcome.ACCEPTED, Report.Outcome.DECLARED, Report.Outcome.PROVED)
REMARK_LENGTH = 300


def pool(circular: Circular, post: Post, level: int | None = None) -> AssignmentQuerySet:
    """What may be drawn: closed tasks of a plan that others below judged, and that this office did not draw before."""
    rows: AssignmentQuerySet = Assignment.objects.filter(
        circular=circular, state=State.CLOSED
    ).to_do()
    rows = (
        rows.within(post.region)
        .exclude(region_id=post.region_id)
        .exclude(judged_by_id=post.region_id)
    )
    drawn = SpotCheckItem.objects.filter(
        check_of__region_id=post.region_id, check_of__circular=circular
    )
    rows = rows.exclude(pk__in=drawn.values("assignment_id"))
    return rows.filter(region__level=level) if level else rows


def served(circular: Circular, post: Post) -> int:
    """How many closed tasks of a plan went along with one from above: they are drawn from the plan above, where they were judged."""
    rows = Assignment.objects.filter(circular=circular, state=State.CLOSED, served_by__isnull=False)
    return rows.within(post.region).exclude(region_id=post.region_id).count()


def sample(keys: list[int], size: int, seed: str) -> list[int]:
    """Some of the keys, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311  (to be drawn again by anybody who doubts it)
    return sorted(chance.sample(sorted(keys), min(size, len(keys))))


@unit_of_work
def draw(circular: Circular, post: Post, size: int, level: Level | None = None) -> SpotCheck:
    """Draw up to `size` closed tasks at random; the seed is kept, so that the drawing can be done again.

    Raises ValidationError when there is nothing to draw, or the plan is closed.
    """
    if circular.is_closed:
        raise ValidationError(_("这份工作要点已年终结账，不再抽查。"))
    if not 1 <= size <= MOST:
        raise ValidationError({"size": _("一次抽查 1 至 %(most)d 项。") % {"most": MOST}})
    # Two of the same office wait for each other, so that nothing is drawn twice.
    Region.objects.select_for_update(no_key=True).get(pk=post.region_id)
    keys = list(pool(circular, post, level).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise ValidationError(_("没有可抽查的任务：要由下级审核办结、且本单位还没有抽查过。"))
    check = SpotCheck(
        circular=circular,
        region=post.region,
        seed=secrets.token_hex(4),
        drawn_from=len(keys),
        by=post,
        at=clock.now(),
    )
    with audited("spot_check.draw", check):
        check.save()
    drawn = Assignment.objects.in_bulk(sample(keys, size, check.seed))
    bulk.create(
        SpotCheckItem(check_of=check, assignment_id=key, region_id=drawn[key].region_id)
        for key in sorted(drawn)
    )
    return check


def waiting_on(assignment: Assignment, post: Post) -> SpotCheckItem | None:
    """What this office drew of an assignment and has not settled yet."""
    return assignment.spot_checks.filter(outcome="", check_of__region_id=post.region_id).first()


@unit_of_work
def settle(pk: int, post: Post, is_sound: bool, remark: str = "") -> SpotCheckItem:
    """Say what was found. What is not so (不实) goes back to its organisation; it, and whoever had judged it, is told.

    On a plan that was closed meanwhile the finding is noted and told, and nothing is reopened: its year is frozen.
    Raises PermissionDenied for any but the office that drew it, ValidationError without a remark on a fault.
    """
    item = (
        SpotCheckItem.objects.select_for_update(no_key=True, of=("self",))
        .select_related("check_of")
        .get(pk=pk)
    )
    if item.check_of.region_id != post.region_id:
        raise PermissionDenied(_("这项抽查由抽取的单位核实。"))
    if item.outcome:
        raise ValidationError(_("这项抽查已经核实过了。"))
    if not is_sound and not remark.strip():
        raise ValidationError({"remark": _("认定不实的，请写明情况，方便对方整改。")})
    assignment = held(item.assignment_id)
    with audited("spot_check.settle", item):
        item.outcome = SpotCheckItem.Outcome.SOUND if is_sound else SpotCheckItem.Outcome.FAULT
        item.remark, item.settled_at = remark.strip(), clock.now()
        item.save()
    if is_sound:
        return item
    reopens = assignment.state == State.CLOSED and not is_closed(assignment)
    if reopens:
        with audited("assignment.reopen", assignment):
            assignment.reopen()
            assignment.save()
            joining.follow([assignment])
        _no_longer_stands(assignment, item, post)
    _tell(assignment, item, post, reopens)
    return item


def _no_longer_stands(assignment: Assignment, item: SpotCheckItem, post: Post) -> None:
    """The report that was found untrue counts no longer, and other offices that drew the same need not look at it."""
    report = assignment.reports.filter(outcome__in=STANDING).order_by("-at", "-pk").first()
    if report is not None:
        with audited("report.judge", report):
            report.outcome = Report.Outcome.FAULTED
            report.save()
    words = _("%(who)s已抽查认定不实：%(remark)s")
    remark = words % {"who": post.region.organisation, "remark": item.remark}
    with scope(EVERYTHING):
        for other in SpotCheckItem.objects.filter(assignment=assignment, outcome=""):
            with audited("spot_check.settle", other):
                other.outcome, other.settled_at = item.outcome, item.settled_at
                other.remark = remark[:REMARK_LENGTH]
                other.save()


def with_faults(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with what a spot check found of each that it found untrue (`fault`); None of the others.

    Whoever drew the same has the remark of the one that found it, with its name before it.
    """
    found = SpotCheckItem.objects.filter(
        assignment=OuterRef("assignment"),
        outcome=SpotCheckItem.Outcome.FAULT,
        settled_at__gte=OuterRef("judged_at"),
    ).order_by("settled_at", Length("remark"), "pk")
    remark = Subquery(found.values("remark")[:1])
    return rows.annotate(fault=Case(When(outcome=Report.Outcome.FAULTED, then=remark)))


def said_to(report: Any) -> str:
    """What was said to a report, of those `with_faults`: of one that was found untrue what was found, then why it had been accepted."""
    if not getattr(report, "fault", None):
        return str(report.reason)
    words = _("抽查核实情况：%(found)s") % {"found": report.fault}
    return f"{words}；{_('办结时的审核意见：%s') % report.reason}" if report.reason else words


def faulty_parts(assignment: Assignment) -> AssignmentQuerySet:
    """What organisations below have to do again after a spot check, of a task that was broken down to them.

    The report above rested on theirs; it is not undone, but whoever reads it is told.
    """
    rows: AssignmentQuerySet = Assignment.objects.with_names().within(assignment.region)
    rows = rows.filter(
        task_id=assignment.task_id, period=assignment.period, parent__isnull=False, state__in=OPEN
    )
    return (
        rows.filter(spot_checks__outcome=SpotCheckItem.Outcome.FAULT)
        .exclude(pk=assignment.pk)
        .distinct()
    )


def _tell(assignment: Assignment, item: SpotCheckItem, post: Post, reopens: bool) -> None:
    """The organisation that carries the task, the one that had judged it, and those that had broken it down."""
    facts = {
        "task": assignment.task.name,
        "remark": item.remark,
        "who": assignment.region.organisation,
    }
    if reopens:
        words = _("%(who)s“%(task)s”经抽查不实，已退回：%(remark)s") % facts
    else:
        words = _("%(who)s“%(task)s”经抽查不实，记录在案：%(remark)s") % facts
    url = reverse("plans:assignment", args=[assignment.pk])
    told = {assignment.region_id, assignment.judged_by_id, *_above(assignment)} - {post.region_id}
    send_all(
        Letter(
            code, "returned", words, url, f"spot-check:{item.pk}:{code}", post.region.organisation
        )
        for code in sorted(told)
    )


def _above(assignment: Assignment) -> list[str]:
    """The organisations whose own tasks this one is a part of."""
    codes: list[str] = []
    with scope(EVERYTHING):
        parent = assignment.parent
        while parent is not None:
            codes.append(parent.region_id)
            parent = parent.parent
    return codes
