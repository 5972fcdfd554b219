"""Work on an assignment: sign, break down, report, verify, return, ask for a change and decide on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import can_proceed

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.documents.services import ACCEPTED, keep
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work
from zulian.plans.models import (
    Assignment,
    Report,
    ReportFigure,
    State,
    TaskTarget,
)
from zulian.plans.services import joining, judging
from zulian.plans.services.standing import is_forbidden_against, may_close_by_register, standing
from zulian.regions.models import Region, level_below

MAX_FILES = 9
CLOSED = gettext_lazy("这份工作要点已年终结账，不再办理；未完成的任务由下达单位结转到下年。")


def require_own(assignment: Assignment, post: Post) -> None:
    """Only the organisation that carries the task acts on it.

    Raises PermissionDenied for any other.
    """
    if assignment.region_id != post.region_id:
        raise PermissionDenied(
            _("这项任务由%(name)s承担，您不能代办。") % {"name": assignment.region.organisation}
        )


def require_issuer(assignment: Assignment, post: Post) -> None:
    """Only the organisation that gave the task moves its deadline or takes it back.

    Raises PermissionDenied for any other.
    """
    if assignment.issued_by_id != post.region_id:
        raise PermissionDenied(
            _("这项任务由%(name)s下达，时限由其调整。")
            % {"name": assignment.issued_by.organisation}
        )


def held(pk: int) -> Assignment:
    """The assignment, locked until the transaction ends, whatever may be done with it.

    Raises ValidationError for one that was taken back meanwhile.
    """
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
    assignment = rows.with_names().select_related("circular__region").filter(pk=pk).first()
    if assignment is None:
        raise ValidationError(_("这项任务刚刚已被下达单位收回，不用再办。"))
    return assignment


def is_closed(assignment: Assignment) -> bool:
    """Whether its plan is closed, asked anew: who closes a plan locks all of its assignments, so ask once the lock is held."""
    return Assignment.objects.filter(pk=assignment.pk, circular__closed_at__isnull=False).exists()


def locked(pk: int, *, along_too: bool = False) -> Assignment:
    """The assignment for a change, locked until the transaction ends.

    `along_too`: what goes along with a task from above may be changed as well, for its deadline is that of its own plan.
    Raises ValidationError when its plan is closed, and for what goes along otherwise.
    """
    assignment = held(pk)
    if is_closed(assignment):
        raise ValidationError(CLOSED)
    if assignment.served_by_id is not None and not along_too:
        raise ValidationError(
            _("这项任务随上级的任务一并办理，不用另办，请到上级的那项任务里办理。")
        )
    return assignment


def is_ahead(assignment: Assignment) -> bool:
    """Whether the year of its plan has not begun: it can be signed, and nothing can be done on it yet."""
    return assignment.circular.is_ahead()


def _require_begun(assignment: Assignment) -> None:
    """Raise ValidationError for a task of a plan whose year has not begun."""
    if is_ahead(assignment):
        raise ValidationError(
            _("年度未开始：执行期从%(day)s起，现在可以签收，到时再办理。")
            % {"day": date_format(assignment.circular.starts_on)}
        )


def save_with_those_along(assignment: Assignment) -> None:
    """Write an assignment, and what goes along with it."""
    assignment.save()
    joining.follow([assignment])


def require_possible(possible: bool, assignment: Assignment) -> None:
    """Raise ValidationError, which names the state, where a step does not go on from it."""
    if not possible:
        raise ValidationError(
            _("任务当前为“%(state)s”，不能进行这一步，请刷新页面查看最新状态。")
            % {"state": State(assignment.state).label}
        )


@unit_of_work
def sign(pk: int, post: Post) -> Assignment:
    """签收 a task; signing twice changes nothing."""
    assignment = locked(pk)
    require_own(assignment, post)
    if assignment.state == State.SIGNED:
        return assignment
    require_possible(can_proceed(assignment.sign), assignment)
    with audited("assignment.sign", assignment):
        assignment.sign()
        save_with_those_along(assignment)
    return assignment


def lacks_evidence(assignment: Assignment) -> bool:
    """Whether the task asks for evidence and none was sent in yet."""
    return assignment.task.needs_evidence and not assignment.evidence_count


def evidence_of(assignment: Assignment) -> QuerySet[Any]:
    """Which attachments came with the reports of an assignment, one row for each."""
    return Report.evidence.through.objects.filter(report__assignment=assignment)


@unit_of_work
def report(
    pk: int,
    post: Post,
    text: str,
    figures: Mapping[int, Decimal] | None = None,
    files: Iterable[UploadedFile[Any]] = (),
    kept: Iterable[int] = (),
) -> Report:
    """上报 what was done, with evidence where the task asks for it, and the numbers that no register knows.

    `figures` are numbers by the key of their target; `kept` are keys of evidence of earlier reports that goes along again.
    Raises ValidationError for too many files, and where evidence is asked for and missing.
    """
    assignment = locked(pk)
    require_own(assignment, post)
    _require_begun(assignment)
    require_possible(can_proceed(assignment.report), assignment)
    files = list(files)
    if len(files) > MAX_FILES:
        raise ValidationError(
            {"files": _("一次最多上传 %(max)d 个文件，请挑选后再传。") % {"max": MAX_FILES}}
        )
    if lacks_evidence(assignment) and not files:
        raise ValidationError(
            {"files": _("本任务须附佐证材料，请上传%(accepted)s。") % {"accepted": ACCEPTED}}
        )
    report = Report(assignment=assignment, text=text, by=post)
    asked = [target for target in asked_of(assignment) if target.pk in (figures or {})]
    with audited("report.add", report):
        report.save()
        bulk.create(
            ReportFigure(report=report, target=target, number=(figures or {})[target.pk])
            for target in asked
        )
        again = (
            evidence_of(assignment)
            .filter(attachment_id__in=list(kept))
            .values_list("attachment_id", flat=True)
        )
        report.evidence.set([*again, *(keep(f, f.name or "", post.region, post).pk for f in files)])
    with audited("assignment.report", assignment):
        assignment.report()
        assignment.evidence_count += len(files)
        save_with_those_along(assignment)
    return report


@unit_of_work
def judge(
    pk: int, post: Post, accepted: bool, reason: str = "", read: int | None = None
) -> Assignment:
    """审核 the waiting report: accept it and close the task, or return it with a reason.

    `read`: the key of the report that was read; another that came since is not judged unread.

    Raises PermissionDenied for any but the organisation just above, ValidationError for one's own report that a colleague
    could judge; where nobody else could, it is closed as self-declared (自报完成).
    """
    assignment = locked(pk)
    judging.require_judge(assignment, post)
    require_possible(can_proceed(assignment.verify), assignment)
    if read is not None and not assignment.reports.filter(outcome="", pk=read).exists():
        raise ValidationError(_("打开以后，承担单位又报了新的材料，下面是最新的，请看过再审核。"))
    if not accepted and not reason.strip():
        raise ValidationError({"reason": _("退回时请写明原因，方便对方补正。")})
    if accepted:
        _check_against_register(assignment, reason)
    outcome = judging.verdict(assignment, post) if accepted else Report.Outcome.RETURNED
    for waiting in assignment.reports.filter(outcome=""):
        with audited("report.judge", waiting):
            waiting.outcome, waiting.reason, waiting.judged_at = outcome, reason, clock.now()
            waiting.save()
    with audited("assignment.verify" if accepted else "assignment.return", assignment):
        if accepted:
            assignment.verify()
        else:
            assignment.send_back()
        save_with_those_along(assignment)
    if not accepted:
        tell_carrier(
            assignment,
            "returned",
            _("“%(task)s”被退回：%(reason)s") % facts_of(assignment, reason),
            by=post,
        )
    return assignment


def _check_against_register(assignment: Assignment, reason: str) -> None:
    """Closing what the registers deny needs a reason, or is refused, by policy."""
    today = clock.today()
    found = standing(assignment, today)
    if not found.is_denied or (reason.strip() and not is_forbidden_against(today)):
        return
    words = found.denied_words
    if is_forbidden_against(today):
        raise ValidationError(
            {
                "reason": _("台账显示还没有完成（%(words)s），不能办结。请退回，或先补齐台账。")
                % {"words": words}
            }
        )
    raise ValidationError(
        {
            "reason": _("台账显示还没有完成（%(words)s）。确要办结的，请写明理由。")
            % {"words": words}
        }
    )


@unit_of_work
def close_by_register(pk: int, post: Post) -> Assignment:
    """按台账办结 what the registers prove whole: the unit's own click, without another's verdict; the report says what they say.

    Raises ValidationError where they do not.
    """
    assignment = locked(pk)
    require_own(assignment, post)
    _require_begun(assignment)
    require_possible(assignment.is_waiting, assignment)
    today = clock.today()
    found = standing(assignment, today)
    if not may_close_by_register(assignment, found, today):
        raise ValidationError(
            _("台账还不能证明这项任务已经完成，请补齐台账，或上报后由下达单位审核。")
        )
    report = Report(
        assignment=assignment,
        by=post,
        text=found.sentences,
        outcome=Report.Outcome.PROVED,
        reason=_("台账已证明完成"),
        judged_at=clock.now(),
    )
    with audited("report.add", report):
        report.save()
    with audited("assignment.close_by_register", assignment):
        if assignment.state == State.ISSUED:
            assignment.sign()
        assignment.report()
        assignment.verify()
        save_with_those_along(assignment)
    return assignment


def units_to_give(assignment: Assignment) -> list[Region]:
    """The organisations one level below to which breaking a task down would give it: those that do not carry it yet."""
    below = level_below(assignment.region)
    if below is None:
        return []
    same = Assignment.objects.filter(task=assignment.task, period=assignment.period)
    regions = Region.objects.under(assignment.region_id).current().filter(level=below)
    return list(regions.exclude(code__in=same.values("region_id")).order_by("code"))


def parts_for(assignment: Assignment, units: Iterable[Region], due: date) -> list[Assignment]:
    """What breaking a task down gives to some units, not yet written."""
    return [
        Assignment(
            circular=assignment.circular,
            clause=assignment.clause,
            task=assignment.task,
            parent=assignment,
            region=region,
            issued_by=assignment.region,
            judged_by=assignment.region,
            period=assignment.period,
            due=due,
            given_on=assignment.circular.as_of(clock.today()),
        )
        for region in units
    ]


def is_broken_down(assignment: Assignment) -> bool:
    """Whether organisations below carry it: then its numbers are theirs to report, and it shows their sum."""
    return assignment.parts.counted().exists()


def asked_of(assignment: Assignment) -> list[TaskTarget]:
    """The numbers that its report is asked for: those no register knows, unless organisations below report them.

    What goes along with it is asked for as well.
    """
    if is_broken_down(assignment):
        return []
    along = Assignment.objects.filter(served_by=assignment).counted().values("task")
    asked = TaskTarget.objects.filter(Q(task=assignment.task_id) | Q(task__in=along), measure="")
    return list(asked.order_by("task_id", "order"))


@unit_of_work
def break_down(pk: int, post: Post, due: date) -> int:
    """分解 a county's task to all its townships (a township's to its villages); repeated, it adds only new ones.

    Raises ValidationError for what cannot be broken down further, and for a day that is past or later than its own.
    """
    assignment = locked(pk)
    require_own(assignment, post)
    below = level_below(assignment.region)
    if below is None or assignment.state == State.DROPPED:
        raise ValidationError(_("这项任务不能再往下分解。"))
    _require_begun(assignment)
    if due < clock.today():
        words = _("下级时限不能早于今天。本任务的时限 %(due)s 已过的，请先申请延期。")
        raise ValidationError({"due": words % {"due": assignment.due}})
    if due > assignment.due:
        raise ValidationError(
            {"due": _("下级时限不能晚于本级时限 %(due)s。") % {"due": assignment.due}}
        )
    assignments = parts_for(assignment, units_to_give(assignment), due)
    joining.let_serve(assignments, is_locking=True)
    with audited("assignment.break_down", assignment):
        bulk.create(assignments)
    joining.take_along(assignments)
    for part in assignments:
        if part.served_by_id is not None:
            # It has the task already, from above.
            continue
        tell_carrier(
            part,
            "issued",
            _("%(who)s下达任务“%(task)s”，请签收")
            % {
                "who": assignment.region.organisation,
                "task": f"{assignment.task.name}{assignment.period_name}",
            },
        )
    return len(assignments)


def facts_of(assignment: Assignment, reason: str) -> dict[str, str]:
    """What a message on an assignment names: the task with its period, and a reason."""
    return {"task": f"{assignment.task.name}{assignment.period_name}", "reason": reason}


def tell_carrier(assignment: Assignment, kind: str, title: str, by: Post | None = None) -> None:
    """A message to the organisation of a task, from that of `by`, else from the one that gave it."""
    stamp = f"{timezone.now():%Y%m%d%H%M%S%f}" if kind in {"returned", "decided"} else ""
    send(
        assignment.region_id,
        kind,
        title,
        reverse("plans:assignment", args=[assignment.pk]),
        key=f"{kind}:{assignment.pk}:{stamp}",
        sender=(by.region if by else assignment.issued_by).organisation,
    )
