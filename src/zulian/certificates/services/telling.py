"""Telling applicants what was found: the day is recorded, and the days for an objection run from it (art. 25)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Objection, State
from zulian.certificates.models.assessment import ObjectionState
from zulian.certificates.models.cases import Told
from zulian.certificates.services.common import COUNTY, require_sworn
from zulian.certificates.services.disputes import objections_of
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work


@unit_of_work
def tell(pk: int, post: Post, told_on: date, told_how: str) -> Case:
    """Record when and how an applicant was told of the finding; done by the county of their household register.

    Raises ValidationError where there is no finding, while it is still checked, and where it was told.
    """
    require_sworn(post)
    case = Case.objects.locked(pk)
    require_home(case, post)
    if case.found_on is None:
        raise ValidationError(_("这件业务没有评定结果，不需要告知。"))
    if case.state == State.CHECK:
        raise ValidationError(_("结论还在核对，核对后再告知。"))
    if case.told_on:
        raise ValidationError(_("结果已于 %(day)s 告知。") % {"day": case.told_on})
    # A refusal is told once it is there, whatever was told of the finding before.
    is_refused = case.state == State.UNQUALIFIED and case.ended_on is not None
    _check_day(told_on, case.ended_on if is_refused and case.ended_on else case.found_on)
    with audited("case.tell", case):
        case.told_on, case.told_how = told_on, _known(told_how)
        case.save()
    return case


@unit_of_work
def tell_decision(pk: int, post: Post, told_on: date, told_how: str) -> Objection:
    """Record when and how whoever objected was told of the decision.

    Raises ValidationError before there is one, and where it was told.
    """
    require_sworn(post)
    objection = (
        Objection.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    require_home(objection.case, post)
    if objection.state == ObjectionState.FILED or objection.decided_on is None:
        raise ValidationError(_("还没有复核结论。"))
    if objection.told_on:
        raise ValidationError(_("复核结论已于 %(day)s 告知。") % {"day": objection.told_on})
    _check_day(told_on, objection.decided_on)
    with audited("objection.tell", objection):
        objection.told_on, objection.told_how = told_on, _known(told_how)
        objection.save()
    return objection


def told_with_card(case: Case, told_how: Told) -> None:
    """Who gets the card reads what was found on it: told today, unless that was done before."""
    if case.found_on and case.told_on is None:
        case.told_on, case.told_how = today(), told_how
    for objection in objections_of(case).filter(told_on=None).exclude(state=ObjectionState.FILED):
        with audited("objection.tell", objection):
            objection.told_on, objection.told_how = today(), told_how
            objection.save()


def require_home(case: Case, post: Post) -> None:
    """Only the county of the household register speaks with its applicants, whoever's turn the case is.

    Raises PermissionDenied for any other.
    """
    if not is_home(post, case):
        raise PermissionDenied(_("由户籍所在县（区）残联办理。"))


def is_home(post: Post, case: Case) -> bool:
    """Whether a post is of the county of a case's household register; of a doubted transfer of the one that had it assessed."""
    return post.region_id[:COUNTY] == case.home_id[:COUNTY]


def _check_day(day: date, since: date) -> None:
    if not since <= day <= today():
        words = _("告知日期应在 %(since)s 和今天之间。")
        raise ValidationError({"told_on": words % {"since": since}})


def _known(how: str) -> str:
    if how not in Told.values:
        raise ValidationError({"told_how": _("请选择告知方式。")})
    return how
