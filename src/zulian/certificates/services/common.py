"""What every step shares: the locked case, whose turn it is, the clock that stops and starts, the message."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Finding, State
from zulian.certificates.rules import routes
from zulian.certificates.services.disputes import cases_of
from zulian.certificates.services.learning import unlicensed_words
from zulian.certificates.services.promises import MISSING, missing_promises
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, Scope, scope
from zulian.foundation.work import current_work
from zulian.regions.models import Level

COUNTY = 6
# In which state each of the steps is done that are different people's.
STEP_OF: dict[str, str] = {
    State.MATERIALS: "accept",
    State.REVIEW: "review",
    State.APPROVE: "approve",
    State.CITY: "city",
}
GUARDIAN = "guardian"  # the guardian's papers on the list of a case


def require_sworn(post: Post) -> None:
    """Without both promises in force a post only reads in this room.

    Raises PermissionDenied where one is missing, and says which.
    """
    if words := unsworn_words(post):
        raise PermissionDenied(words)


def unsworn_words(post: Post) -> str:
    """What a post is told that lacks promises, or a licence where the policy asks for one; "" for one that may work."""
    missing = _missing(post, today())
    words = _("您还没有签订有效的%(what)s，在残疾人证业务中只能查看。请先到“承诺书”签署。")
    return words % {"what": "、".join(missing)} if missing else unlicensed_words(post)


def _missing(post: Post, day: date) -> list[str]:
    """The promises that a post lacks, looked up once for a unit of work until somebody signs in it."""
    work = current_work()
    if work is None:
        return missing_promises(post, day)
    known: dict[tuple[int, date], list[str]] = work.known.setdefault(MISSING, {})
    if (post.pk, day) not in known:
        known[post.pk, day] = missing_promises(post, day)
    return known[post.pk, day]


def whole() -> AbstractContextManager[Scope]:
    """All rows of a case that a post works on, wherever they are kept: those of a case between two counties are its home's."""
    return scope(EVERYTHING)


def require_county(case: Case, post: Post) -> None:
    """Only the county whose turn it is acts on a case.

    Raises PermissionDenied for any other.
    """
    if post.region_id[:COUNTY] != case.county:
        raise PermissionDenied(_("这件业务现在由另一个县（区）残联办理。"))


def working_on(pk: int, post: Post, *states: State) -> Case:
    """The case locked for a step, once everything allows it: promises, county, state, no pause.

    Raises PermissionDenied or ValidationError with what is wrong; of two clerks at once the second one is told.
    """
    require_sworn(post)
    case = Case.objects.locked(pk)
    if case.ended_words:
        raise ValidationError(case.ended_words)
    require_county(case, post)
    if case.state not in states:
        words = _("这件业务现在是“%(state)s”，可能别人刚刚办过这一步，请刷新页面再看。")
        raise ValidationError(words % {"state": case.get_state_display()})
    if case.paused_on:
        raise ValidationError(
            _("这件业务的时限已暂停（%(why)s），请先恢复。") % {"why": case.pause_reason}
        )
    return case


def require_other_hands(case: Case, post: Post, step: str) -> None:
    """Acceptance, assessment, review and approval are done by different people (the list is the policy's).

    Raises PermissionDenied where the same user did one of the steps before.
    """
    apart = case.routes["apart"]
    if step not in apart:
        return
    done = _hands(case)
    names = {
        "accept": _("受理"),
        "assess": _("评定"),
        "review": _("审核"),
        "approve": _("审批"),
        "city": _("市级审核"),
    }
    for other in apart:
        if other != step and post.user_id in done[other]:
            words = _("这件业务的%(before)s是您办的，%(now)s须由另一人办理。")
            raise PermissionDenied(words % {"before": names[other], "now": names[step]})


def _hands(case: Case) -> dict[str, set[int]]:
    """Who did each of the steps that are done by different people, each time that it was done.

    A city that decided on an objection ended a step of the county without having done it.
    """
    done: dict[str, set[int]] = {step: set() for step in (*STEP_OF.values(), "assess")}
    with whole():
        ended = case.history.filter(state__in=STEP_OF, by__isnull=False)
        for step in ended.select_related("by__region"):
            if step.by and (step.by.region.level == Level.CITY) is (step.state == State.CITY):
                done[STEP_OF[step.state]].add(step.by.user_id)
        # What a decision opened goes on from what was found before it.
        found = Finding.objects.filter(case__in=cases_of(case)).select_related("by")
        done["assess"] |= {finding.by.user_id for finding in found}
        # Who wrote a joint record down does none of the later steps, though those found who signed it.
        joint = case.history.filter(state=State.ORDER, by__isnull=False) if case.signers else ()
        done["accept"] |= {step.by.user_id for step in joint if step.by}
    if case.accepted_by:
        done["accept"].add(case.accepted_by.user_id)
    return done


def begin(case: Case) -> None:
    """Enter the present state: open its step with the deadline of the rules in force on the case's date."""
    if case.state in {State.CLOSED, State.UNQUALIFIED, State.WITHDRAWN}:
        case.due, case.provisional, case.ended_on = None, False, today()
        case.paused_on, case.pause_reason = None, ""
    else:
        days = routes.days_for(case.state, case.procedure, case.routes)
        last = routes.due(today(), days)
        case.due, case.provisional, case.ended_on = last.day, last.provisional, None
    if case.state == State.PUBLISH and case.publish_until is None:
        case.publish_from = today()
        case.publish_until = routes.due(today(), case.procedure["publish_workdays"]).day
    case.save()
    if case.due:
        case.history.create(
            state=case.state, entered_on=today(), due=case.due, provisional=case.provisional
        )


def finish(case: Case, post: Post | None, note: str = "") -> None:
    """Leave the present step: how long it took, whether it was late."""
    with whole():
        step = case.history.select_for_update(no_key=True).filter(left_on=None).first()
    if step is None:
        return
    result = routes.passed(step.entered_on, today(), step.due, step.paused_days)
    step.left_on, step.days, step.late, step.by, step.note = (
        today(),
        result.days,
        result.late,
        post,
        note[:300],
    )
    step.save()
    case.late = case.late or result.late


def advance(case: Case, action: str, post: Post | None, note: str = "") -> Case:
    """Take a case one transition on: `action` names the model's transition and the audit entry."""
    with audited(f"case.{action}", case):
        finish(case, post, note)
        getattr(case, action)()
        begin(case)
        ask_for_guardian(case)
    return case


def ask_for_guardian(case: Case) -> None:
    """Put the guardian's papers on the list of a case that waits for a guardian."""
    if case.state != State.MATERIALS or not case.lacks_guardian:
        return
    items = policy("certificates/materials", case.arrived_on)["materials"]
    names = {item["key"]: item["name"] for item in items}
    with whole():
        if not case.materials.filter(key=GUARDIAN).exists():
            case.materials.create(key=GUARDIAN, name=names[GUARDIAN])
