"""Objections (异议): to the city federation, then to the provincial committee, whose result is final (art. 25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from zulian.accounts.models import Post, PostQuerySet
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Objection, State
from zulian.certificates.models.assessment import ObjectionQuerySet, ObjectionState
from zulian.certificates.services import redress
from zulian.certificates.services.assessment import require_kept, require_parts
from zulian.certificates.services.common import require_sworn
from zulian.certificates.services.disputes import goes_on_in, objections_of
from zulian.certificates.services.telling import require_home
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.regions.models import Level

By = Objection.By
# Up to which digits of a code a level's organisation is the same.
LEVEL_OF = {Objection.Level.CITY: Level.CITY, Objection.Level.PROVINCE: Level.PROVINCE}


@unit_of_work
def file(pk: int, post: Post, by_whom: str, ground: str) -> Objection:
    """Take an objection down, until the days of the measure after the telling are over; whatever goes on with the case stops.

    Raises ValidationError without grounds, and where the measure knows of no objection against this result, or no longer.
    """
    require_sworn(post)
    case = Case.objects.locked(pk)
    require_home(case, post)
    if not ground.strip():
        raise ValidationError({"ground": _("请写明异议理由。")})
    known = to_this_finding(case)
    if why := obstacle(case, by_whom, known):
        raise ValidationError(why)
    previous = latest(known) if by_whom == By.APPLICANT else None
    objection = Objection(
        case=case,
        region_id=case.home_id,
        by_whom=by_whom,
        ground=ground.strip(),
        filed_on=today(),
        due=add_workdays(today(), case.routes["workdays"]["objection"]).day,
        previous=previous,
        level=Objection.Level.CITY if previous is None else Objection.Level.PROVINCE,
    )
    with audited("objection.file", objection):
        objection.save()
    if case.is_running and case.paused_on is None:
        with audited("case.pause", case):
            case.paused_on, case.pause_reason = today(), redress.pause_reason()
            case.save()
    return objection


def is_open(case: Case) -> bool:
    """Whether anybody can object to a case's finding today."""
    known = to_this_finding(case)
    return any(not obstacle(case, by_whom, known) for by_whom in By.values)


def obstacle(case: Case, by_whom: str, known: Sequence[Objection]) -> str:
    """Why somebody cannot object to a case's finding today; "" where they can, whatever state the card is in (art. 25).

    `known` are the objections to this finding. The days run from the telling: of the finding, or of the decision on the
    applicant's objection before. What others object to in a publication never uses up the applicant's right. A finding
    that is checked still is none yet, and one that a decision changed is objected to where it was found anew.
    """
    if case.state == State.WITHDRAWN:
        return _("这件业务已撤回，没有结果，不能提出异议。")
    if case.person.died_on is not None:
        return _("申请人已登记死亡，不能提出异议。")
    if case.found_on is None:
        return _("这件业务没有评定结果，不能提出异议。")
    if case.state == State.CHECK:
        return _("评定结论还在核对，核对后才能提出异议。")
    if later := goes_on_in(case):
        words = _("结论已按复核改变，对新结论的异议请在办件 %(number)s 提出。")
        return words % {"number": later.number}
    if any(each.state == ObjectionState.FILED for each in known):
        if by_whom == By.PUBLIC:
            return _("已有异议在复核，请等复核结束；公示期按复核所用的时间顺延，那时再提出。")
        return _("已有异议在复核，请等复核结束；其他人提出的，本人的期限从复核结束之日重新计算。")
    own = latest(known)
    if own and own.level == Objection.Level.PROVINCE:
        return _("省级专家委员会的结论是最终结论，不能再提出异议。")
    if by_whom == By.PUBLIC:
        return _publication_words(case)
    if later := redress.found_anew(case):
        words = _("这些类别后来已重新评定，请对新的结论（办件 %(number)s）提出异议。")
        return words % {"number": later.number}
    told = own.told_on if own else case.told_on
    if own and told and case.state == State.UNQUALIFIED:
        # A refusal is told apart from what was decided before.
        told = max(told, case.told_on) if case.told_on else None
    # While somebody else's objection is looked into, or what was found anew stood in its place until it was given up, the
    # applicant could not file one: their days begin anew after it.
    barred = [each.decided_on for each in known if each.by_whom == By.PUBLIC and each.decided_on]
    barred += redress.given_up_after(case)
    told = max(told, *barred) if told and barred else told
    days = case.procedure["objection_workdays"]
    last = add_workdays(told, days).day if told else None
    if last and today() > last:
        words = _("异议应在得知结果后 %(n)d 个工作日内提出，已于 %(day)s 截止。")
        return words % {"n": days, "day": last}
    return ""


def _publication_words(case: Case) -> str:
    """Why others cannot object today: they do while it is published, whenever the applicant was told (art. 9)."""
    if case.publish_until is None:
        return _("这件业务没有公示，其他人不能提出异议。")
    if case.state != State.PUBLISH and today() > case.publish_until:
        return _("公示已于 %(day)s 结束，其他人的异议应在公示期内提出。") % {
            "day": case.publish_until
        }
    return ""


def to_this_finding(case: Case) -> list[Objection]:
    """The objections to the present finding of a case, the oldest first: one dispute, whatever case a decision opened."""
    return list(objections_of(case))


def latest(known: Sequence[Objection]) -> Objection | None:
    """The applicant's newest one of these objections; theirs or their guardian's alone go on to the province."""
    own = [each for each in known if each.by_whom == By.APPLICANT]
    return own[-1] if own else None


@unit_of_work
def decide(
    pk: int, post: Post, upheld: bool, decision: str, parts: Mapping[int, int] | None = None
) -> Objection:
    """The result of the reassessment, recorded by the federation of its level.

    What the provincial committee found is recorded by the city where nobody holds the province's post here.
    Raises ValidationError for one that was decided, without an opinion, for a grade that is none, and where an upheld objection changes nothing.
    """
    objection = (
        Objection.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    require_decider(objection, post)
    if objection.state != ObjectionState.FILED:
        raise ValidationError(_("这份异议已有复核结论，请刷新后查看。"))
    parts = dict(parts or {})
    if not decision.strip():
        raise ValidationError({"decision": _("请写明复核意见。")})
    if parts:
        require_parts(parts)
    case = Case.objects.locked(objection.case_id)
    if upheld:
        require_kept(parts, redress.beyond(case))
    now_parts = {int(c): g for c, g in case.parts.items()}
    # Who was refused though something was found may be right with just that.
    if upheld and parts == now_parts and not (parts and case.state == State.UNQUALIFIED):
        raise ValidationError({"upheld": _("复核结果与原结论相同，请选择“维持原结论”。")})
    with audited("objection.decide", objection):
        if upheld:
            objection.uphold()
        else:
            objection.reject()
        objection.decided_on, objection.decision, objection.by = today(), decision.strip(), post
        objection.parts = {str(c): g for c, g in parts.items()} if upheld else {}
        # Whoever has moved meanwhile is told where they live now.
        objection.region_id = case.home_id
        objection.save()
    if upheld:
        redress.uphold(case, post, parts)
    else:
        redress.reject(case)
    if upheld and objection.by_whom == By.PUBLIC:
        # The applicant never objected to what was found now: their right begins anew, at the city.
        objections_of(case).set_aside()
        objection.is_past = True
    return objection


def require_decider(objection: Objection, post: Post) -> None:
    """Raise PermissionDenied, naming who decides, unless the post's federation does."""
    if not decides(objection, post):
        raise PermissionDenied(decider_words(objection))


def decider_words(objection: Objection) -> str:
    """Who decides, and who records it: of the provincial committee the province's federation, or the city's in its stead."""
    if objection.level == Objection.Level.CITY:
        return _("异议由市残联组织复核。")
    if _level_deciding(objection) == Level.PROVINCE:
        return _("这份异议由省级专家委员会评定，结论由省残联登记。")
    return _("这份异议由省级专家委员会评定，结论由市残联登记。")


def decides(objection: Objection, post: Post) -> bool:
    """Whether the federation of `post` records the result of an objection."""
    level = _level_deciding(objection)
    return post.region.level == level and post.region_id[:level] == objection.region_id[:level]


def _level_deciding(objection: Objection) -> Level:
    """The level of the federation that records a result: the city's for the province where nobody holds its post here."""
    level = LEVEL_OF[Objection.Level(objection.level)]
    province = objection.region_id[: Level.PROVINCE].ljust(12, "0")
    return Level.CITY if level == Level.PROVINCE and not _officers(province).exists() else level


def waiting_for(post: Post) -> ObjectionQuerySet:
    """The objections in view whose result the federation of `post` records."""
    rows: ObjectionQuerySet = Objection.objects.waiting()
    if post.region.level == Level.PROVINCE:
        return rows.filter(level=Objection.Level.PROVINCE)
    # Where the province has nobody, the city stands in for it.
    return rows.filter(Q(level=Objection.Level.CITY) | ~Exists(_officers(post.region.parent_code)))


def _officers(province: str) -> PostQuerySet:
    with scope(EVERYTHING):
        return Post.objects.held().filter(region_id=province, role=Role.PROVINCE_OFFICER)
