"""Rounds and congresses: open a round across the tree, set a day, take the steps, hold, file; who blocks whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send, send_all
from zulian.accounts.models import Post
from zulian.congress.models import (
    Congress,
    CongressState,
    Round,
    Step,
    StepState,
    Target,
    procedure,
)
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Level, Region, ancestors

MAX_FILES = 20
FEDERATIONS = (Level.CITY, Level.COUNTY, Level.TOWNSHIP)


# Steps that are taken by holding and by filing.
BEFORE, FILING = "congress", "filing"
BY_ITSELF = {BEFORE, FILING}


@dataclass(frozen=True)
class Call:
    """How a round is opened: its number, the paper, a deadline for each level."""

    ordinal: int
    basis: str
    township_due: date
    county_due: date
    city_due: date

    def due(self, level: int) -> date:
        """The deadline of a level."""
        return {
            Level.TOWNSHIP: self.township_due,
            Level.COUNTY: self.county_due,
            Level.CITY: self.city_due,
        }[Level(level)]


@unit_of_work
def open_round(post: Post, call: Call) -> Round:
    """Open a round: every federation at and below the post's division gets its congress with all steps.

    Raises ValidationError for a day that is past.
    """
    if call.township_due < today():
        raise ValidationError({"township_due": _("时限不能早于今天。")})
    opened = Round(region=post.region, opened_on=today(), **vars(call))
    with audited("round_of_congresses.open", opened):
        opened.save()
    _call_up(opened, post)
    return opened


@unit_of_work
def extend(pk: int, post: Post) -> list[Congress]:
    """Call up federations that came after the round was opened: a new township, a merger. Returns their congresses.

    Raises PermissionDenied for any division but the one that opened it.
    """
    opened = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=pk)
    )
    if opened.region_id != post.region_id:
        raise PermissionDenied(_("由部署这一轮换届的残联补充单位。"))
    congresses = _call_up(opened, post)
    record("round_of_congresses.extend", opened, {"congresses": [None, len(congresses)]})
    return congresses


def _call_up(opened: Round, post: Post) -> list[Congress]:
    """A congress with its steps for every federation of the round that has none of this number, and a message to each."""
    call = Call(
        opened.ordinal, opened.basis, opened.township_due, opened.county_due, opened.city_due
    )
    places = (
        Region.objects.current()
        .under(opened.region_id)
        .filter(level__in=FEDERATIONS)
        .order_by("code")
    )
    held = set(
        Congress.objects.filter(region__in=places, ordinal=call.ordinal).values_list(
            "region_id", flat=True
        )
    )
    rows = [
        Congress(round=opened, region=place, ordinal=call.ordinal, due=call.due(place.level))
        for place in places
        if place.code not in held
    ]
    bulk.create(rows)
    _equip(rows)
    send_all(
        Letter(
            congress.region_id,
            "congress",
            _("请筹备%(name)s，%(due)s前召开") % {"name": congress.name, "due": congress.due},
            congress.get_absolute_url(),
            f"congress-{congress.pk}",
            post.region.organisation,
        )
        for congress in rows
    )
    return rows


def _equip(rows: Sequence[Congress]) -> None:
    """The steps and targets of the policy for new congresses; their deadlines count from the deadline until a day is set."""
    rules = procedure(today())
    steps = [
        Step(
            congress=c,
            key=s["key"],
            order=n,
            name=s["name"],
            days=s["days"],
            approve=s["approve"],
            due=c.due + timedelta(days=s["days"]) if c.due else None,
        )
        for c in rows
        for n, s in enumerate(procedure(today(), c.region_id)["step"], 1)
    ]
    bulk.create(steps)
    targets = [
        Target(congress=c, trait=t["trait"], percent=t["percent"], number=t["number"])
        for c in rows
        for t in rules["target"]
    ]
    bulk.create(targets)


def locked(pk: int, *states: CongressState) -> Congress:
    """The congress for a change by its own federation, or one above; raises where it has gone on meanwhile."""
    congress = Congress.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if states and congress.state not in states:
        words = _("%(name)s现在是“%(state)s”，不能再改。")
        raise ValidationError(
            words % {"name": congress.name, "state": congress.get_state_display()}
        )
    return congress


@unit_of_work
def set_day(pk: int, day: date, place: str) -> Congress:
    """Set the congress day: every open step's deadline is counted from it.

    Raises ValidationError for a day that is past.
    """
    congress = locked(pk, CongressState.PREPARING)
    if day < today():
        raise ValidationError({"day": _("请选择今天或以后的日期。")})
    with audited("congress.day", congress):
        congress.day, congress.place = day, place.strip()
        congress.save()
    for step in congress.steps.exclude(state=StepState.DONE):
        step.due = day + timedelta(days=step.days)
        step.save()
    return congress


# Steps


def _step(pk: int, *states: StepState) -> Step:
    step = Step.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if step.state not in states:
        raise ValidationError(
            _("这一步现在是“%(state)s”，请刷新页面再看。") % {"state": step.get_state_display()}
        )
    if step.congress.state == CongressState.EXEMPT:
        raise ValidationError(_("这个单位不参加本轮换届。"))
    return step


@unit_of_work
def report(
    pk: int, post: Post, note: str, files: Sequence[Any], done_on: date | None = None
) -> Step:
    """Take a step: what was done, with its papers. Where the template says so it goes to the level above for approval.

    Raises ValidationError before its time, for a step that is taken elsewhere, without words, with too many papers, and for a day to come.
    """
    step = _step(pk, StepState.TODO, StepState.RETURNED)
    if step.days >= 0 and step.congress.state == CongressState.PREPARING:
        raise ValidationError(_("大会召开后才能办理这一步。"))
    if step.key in BY_ITSELF:
        raise ValidationError(_("这一步在大会页面登记召开或归档时自动完成。"))
    if not note.strip():
        raise ValidationError({"note": _("请写明办理情况。")})
    if len(files) > MAX_FILES:
        raise ValidationError({"files": _("一次最多上传 %(n)d 个文件。") % {"n": MAX_FILES}})
    day = done_on or today()
    if day > today():
        raise ValidationError({"done_on": _("完成日期不能晚于今天。")})
    kept = [keep(file, file.name, step.region, post, permission="congress.read") for file in files]
    above = step.approve and _above(step.congress) is not None
    with audited("step.submit" if above else "step.done", step):
        if above:
            step.submit()
        else:
            step.finish()
        step.note, step.done_on = note.strip(), day
        step.save()
    step.files.add(*kept)
    if above:
        code = _above(step.congress)
        words = _("%(who)s报批：%(what)s") % {"who": step.region.organisation, "what": step.name}
        send(
            str(code),
            "congress",
            words,
            step.get_absolute_url(),
            f"step-{step.pk}-{step.done_on}-{step.files.count()}",
            step.region.organisation,
        )
    return step


def _above(congress: Congress) -> str | None:
    """The code of the federation above within the round; None at its top, where a paper from outside is attached.

    A province that opened the round approves what its cities send up, though it holds no congress of its own in it.
    """
    if congress.round is None or congress.region_id == congress.round.region_id:
        return None
    top = congress.round.region_id
    return next(
        code
        for code in ancestors(congress.region_id)
        if code == top or Region.objects.get(code=code).level in FEDERATIONS
    )


@unit_of_work
def judge(pk: int, post: Post, approved: bool, verdict: str) -> Step:
    """审批 a step by the level above: approved, or sent back with a reason.

    Raises PermissionDenied for any division that is not above; ValidationError for sending back without a reason.
    """
    step = _step(pk, StepState.SUBMITTED)
    if post.region_id == step.region_id or not _is_above(post, step.region_id):
        raise PermissionDenied(_("报批的步骤由上一级残联审批。"))
    if not approved and not verdict.strip():
        raise ValidationError({"verdict": _("退回请写明原因。")})
    with audited("step.approve" if approved else "step.return", step):
        if approved:
            step.finish()
        else:
            step.send_back()
        step.verdict = verdict.strip()
        step.save()
    what = _("已批准") if approved else _("被退回")
    words = _("%(what)s%(how)s") % {"what": step.name, "how": what}
    send(
        step.region_id,
        "congress",
        words,
        step.get_absolute_url(),
        f"step-{step.pk}-{today()}-{approved}",
        post.region.organisation,
    )
    return step


def _is_above(post: Post, code: str) -> bool:
    return post.region_id in ancestors(code)


@unit_of_work
def assign(pk: int, owner: Post | None) -> Step:
    """Say who is in charge of a step."""
    step = _step(pk, *StepState)
    with audited("step.owner", step):
        step.owner = owner
        step.save()
    return step


# Holding and filing


@unit_of_work
def exempt(pk: int, post: Post, why: str) -> Congress:
    """不参加本轮: said by a federation above, with its reason; it blocks nobody any more.

    Raises PermissionDenied for a division that is not above; ValidationError without the reason.
    """
    congress = locked(pk, CongressState.PREPARING)
    if not _is_above(post, congress.region_id):
        raise PermissionDenied(_("由上级残联决定哪些单位不参加本轮换届。"))
    if not why.strip():
        raise ValidationError({"why": _("请写明原因。")})
    with audited("congress.exempt", congress):
        congress.exempt()
        congress.note = why.strip()
        congress.save()
    return congress
