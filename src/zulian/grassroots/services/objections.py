"""What an organisation says to its result: it agrees, or objects to the mark of an item; who held the campaign decides and settles."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.dates import years_after
from zulian.foundation.policy import Policy
from zulian.foundation.steps import need_words
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Mark,
    Objection,
)
from zulian.grassroots.models.campaigns import TOLD
from zulian.grassroots.rules.scoring import grade
from zulian.grassroots.services.checking import read_mark, require_state, sheet, standing_result
from zulian.grassroots.services.common import require_above, rules
from zulian.grassroots.services.standings import reach


def _rules(assessment: Assessment) -> Policy:
    """The rules of the division that holds the assessment."""
    return rules(today(), assessment.campaign.region_id)


def objection_due(assessment: Assessment) -> date | None:
    """The last day to object."""
    if assessment.told_on is None:
        return None
    return add_workdays(assessment.told_on, _rules(assessment)["objection_workdays"]).day


@unit_of_work
def accept(pk: int, post: Post) -> Assessment:
    """确认: the organisation agrees with what was found.

    Raises PermissionDenied for any other.
    """
    assessment = sheet(pk)
    require_state(assessment, *TOLD)
    if post.region_id != assessment.region_id:
        raise PermissionDenied(_("由被评估单位自己确认。"))
    with audited("assessment.accept", assessment):
        assessment.accepted_on = today()
        assessment.save()
    return assessment


@unit_of_work
def object_to(mark_pk: int, post: Post, text: str) -> Objection:
    """申诉 to the mark of an item, while the time for it runs.

    Raises PermissionDenied for any other; ValidationError after that time, and for a mark that is one's own.
    """
    mark = Mark.objects.select_related("item", "assessment").get(pk=mark_pk)
    assessment = sheet(mark.assessment_id)
    require_state(assessment, *TOLD)
    due = objection_due(assessment)
    if post.region_id != assessment.region_id:
        raise PermissionDenied(_("由被评估单位自己提出。"))
    if mark.said.checked is None:
        raise ValidationError(_("这一项与自评一致，不需要申诉。"))
    if due is not None and due < today():
        raise ValidationError(_("申诉期限 %(day)s 已过。") % {"day": due})
    objection = Objection(mark=mark, text=need_words(text, "text", _("请写明理由。")), by=post)
    with audited("objection.make", objection):
        objection.save()
    return objection


@unit_of_work
def decide(pk: int, post: Post, mark: str | None, reply: str) -> Objection:
    """裁定: another mark, or None to keep it. Whoever checked the item does not decide about it alone: a reason is wanted.

    Raises ValidationError for one that was decided, and where the other mark is missing.
    """
    objection = (
        Objection.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mark__item", "mark__assessment")
        .get(pk=pk)
    )
    assessment = sheet(objection.mark.assessment_id)
    require_above(post, assessment.region_id)
    if objection.outcome:
        raise ValidationError(_("这项申诉已经裁定。"))
    reply = need_words(reply, "reply", _("请写明裁定的理由。"))
    if mark is not None:
        value = read_mark(mark, objection.mark.item, str(objection.mark.item)[:20])
        if value is None:
            raise ValidationError({"mark": _("请填写调整后的得分。")})
        with audited("mark.decide", objection.mark):
            objection.mark.decided = value
            objection.mark.reckon()
            objection.mark.save()
    with audited("objection.decide", objection):
        objection.outcome = (
            Objection.Outcome.UPHELD if mark is not None else Objection.Outcome.REFUSED
        )
        objection.reply, objection.decided_at, objection.decided_by = reply, now(), post
        objection.save()
    with audited("assessment.reckon", assessment):
        assessment.percent = standing_result(assessment).percent
        assessment.save()
    return objection


# Settled


def why_not_settled(assessment: Assessment, day: date) -> str:
    """Why a sheet can't be settled yet, "" when it can."""
    if assessment.state not in TOLD:
        return _("还没有完成复核。")
    if assessment.sampled and assessment.state != AssessmentState.VISITED:
        return _("已被抽中，还没有完成实地检查。")
    if Objection.objects.filter(mark__assessment=assessment, outcome="").exists():
        return _("有申诉还没有裁定。")
    due = objection_due(assessment)
    if assessment.accepted_on is None and due is not None and due >= day:
        return _("申诉期到 %(day)s，单位确认或期满以后再核定。") % {"day": due}
    return ""


@unit_of_work
def settle(pk: int, post: Post) -> Assessment:
    """核定: what it came to stands, and with it whether the standard is reached and until when.

    Raises PermissionDenied for any division but the one that holds the campaign; ValidationError where something stands in the way, and says what.
    """
    assessment = sheet(pk)
    if assessment.campaign.region_id != post.region_id:
        raise PermissionDenied(_("由组织这次评估的残联核定。"))
    reason = why_not_settled(assessment, today())
    if reason:
        raise ValidationError(reason)
    result = standing_result(assessment)
    reached = grade(result, assessment.standard.pass_mark, assessment.standard.good_mark)
    with audited("assessment.settle", assessment):
        assessment.settle()
        assessment.settled_on, assessment.percent, assessment.grade = (
            today(),
            result.percent,
            reached,
        )
        assessment.save()
    reach(
        assessment,
        reached,
        years_after(today(), _rules(assessment)["valid_years"]) + timedelta(days=1),
    )
    return assessment
