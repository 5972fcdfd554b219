"""Objections (异议): to the city federation, then to the provincial committee, whose result is final (art. 25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, Q
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from zulian.accounts.models import Post, PostQuerySet
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Objection, State
from zulian.certificates.models.assessment import ObjectionQuerySet, ObjectionState
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import cards
from zulian.certificates.services.assessment import ASSESSED, settle
from zulian.certificates.services.common import (
    ask_for_guardian,
    begin,
    finish,
    require_sworn,
)
from zulian.certificates.services.counter import restart
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
    """Take an objection down, until the days of the measure after the telling are over; whatever goes on with the case stops."""
    require_sworn(post)
    case = Case.objects.locked(pk)
    require_home(case, post)
    if not ground.strip():
        raise ValidationError({"ground": _("请写明异议理由。")})
    known = to_this_finding(case)
    if why := obstacle(case, by_whom, known):
        raise ValidationError(why)
    previous = latest(known) if by_whom == By.APPLICANT else None
    made = Objection(
        case=case,
        region_id=case.home_id,
        by_whom=by_whom,
        ground=ground.strip(),
        filed_on=today(),
        due=add_workdays(today(), case.routes["workdays"]["objection"]).day,
        previous=previous,
        level=Objection.Level.CITY if previous is None else Objection.Level.PROVINCE,
    )
    with audited("objection.file", made):
        made.save()
    if case.is_running and case.paused_on is None:
        with audited("case.pause", case):
            case.paused_on, case.pause_reason = today(), _("异议复核")
            case.save()
    return made


def is_open(case: Case) -> bool:
    """Whether anybody can object to a case's finding today."""
    known = to_this_finding(case)
    return any(not obstacle(case, by_whom, known) for by_whom in By.values)


def obstacle(case: Case, by_whom: str, known: Sequence[Objection]) -> str:
    """Why somebody cannot object to a case's finding today; "" where they can, whatever state the card is in (art. 25).

    `known` are the objections to this finding. The days run from the telling: of the finding, or of the decision on the
    applicant's objection before. What others object to in a publication never uses up the applicant's right.
    """
    if case.state == State.WITHDRAWN:
        return _("这件业务已撤回，没有结果，不能提出异议。")
    if case.found_on is None:
        return _("这件业务没有评定结果，不能提出异议。")
    if any(each.state == ObjectionState.FILED for each in known):
        return _("已有异议在复核，请等复核结束。")
    own = latest(known)
    if own and own.level == Objection.Level.PROVINCE:
        return _("省级专家委员会的结论是最终结论，不能再提出异议。")
    previous = own if by_whom == By.APPLICANT else None
    told = previous.told_on if previous else case.told_on
    days = case.procedure["objection_workdays"]
    last = add_workdays(told, days).day if told else None
    if last and today() > last:
        words = _("异议应在得知结果后 %(n)d 个工作日内提出，已于 %(day)s 截止。")
        return words % {"n": days, "day": last}
    return ""


def to_this_finding(case: Case) -> list[Objection]:
    """The objections to the present finding of a case, the oldest first."""
    return list(case.objections.filter(is_past=False).order_by("pk"))


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
    if not set(parts) <= ASSESSED or not set(parts.values()) <= {1, 2, 3, 4}:
        raise ValidationError({"category": _("复核结果的类别或等级不对。")})
    case = Case.objects.locked(objection.case_id)
    now_parts = {int(c): g for c, g in case.parts.items()}
    if upheld and parts == now_parts:
        raise ValidationError({"category": _("复核结果与原结论相同，请选择“维持原结论”。")})
    with audited("objection.decide", objection):
        if upheld:
            objection.uphold()
        else:
            objection.reject()
        objection.decided_on, objection.decision, objection.by = today(), decision.strip(), post
        objection.parts = {str(c): g for c, g in parts.items()}
        objection.save()
    _take_effect(case, post, upheld, parts)
    if upheld and objection.by_whom == By.PUBLIC:
        # The applicant never objected to what was found now: their right begins anew, at the city.
        case.objections.all().set_aside()
        objection.is_past = True
    return objection


def require_decider(objection: Objection, post: Post) -> None:
    """Raise PermissionDenied, naming who decides, unless the post's federation does."""
    if not decides(objection, post):
        raise PermissionDenied(decider_words(objection, post))


def decider_words(objection: Objection, post: Post) -> str:
    """Who decides, for a post whose federation does not."""
    if objection.level == Objection.Level.PROVINCE and post.region.level == Level.CITY:
        return _("这份异议由省残联组织复核。")
    return _("异议由市残联组织复核。")


def decides(objection: Objection, post: Post) -> bool:
    """Whether the federation of `post` records the result of an objection."""
    level = LEVEL_OF[Objection.Level(objection.level)]
    if (
        level == Level.PROVINCE
        and not _officers(objection.region_id[:level].ljust(12, "0")).exists()
    ):
        level = Level.CITY
    return post.region.level == level and post.region_id[:level] == objection.region_id[:level]


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


def _take_effect(case: Case, post: Post, upheld: bool, parts: Mapping[int, int]) -> None:
    """Rejected: the clock runs again. Upheld: the new result takes the place of the old one, published anew."""
    if not upheld:
        if case.paused_on:
            restart(case)
    elif case.state == State.CLOSED:
        _open_regrading(case, post, parts)
    else:
        _regrade(case, post, parts)


def _regrade(case: Case, post: Post, parts: Mapping[int, int]) -> None:
    if not can_proceed(case.regrade_by_objection):
        words = _("这件业务%(state)s，没有可以更改的结论，请选择“维持原结论”。")
        raise ValidationError({"upheld": words % {"state": case.get_state_display()}})
    if (
        case.state == State.UNQUALIFIED
        and Case.objects.running().filter(person=case.person).exists()
    ):
        raise ValidationError(_("申请人已有另一件业务在办，请先办结或撤回，再处理这份异议。"))
    if case.state == State.UNQUALIFIED and not parts:
        raise ValidationError({"category": _("复核结果仍不符合，请选择“维持原结论”。")})
    if case.paused_on:
        restart(case)
    if case.state == State.HANDOVER:
        cards.void(case, _("异议成立，未发放，作废"))
    with audited("case.regrade_by_objection", case):
        finish(case, post)
        settle(case, parts)
        case.regrade_by_objection()
        begin(case)
        ask_for_guardian(case)


def _open_regrading(case: Case, post: Post, parts: Mapping[int, int]) -> None:
    """The card is out already: a case of change of grade begins with the new result, at its publication."""
    if not parts:
        raise ValidationError({"category": _("证件已发放；复核认为不符合条件的，请办理注销。")})
    if Case.objects.running().filter(person=case.person).exists():
        raise ValidationError(_("申请人已有另一件业务在办，请先办结，再处理这份异议。"))
    made = Case(
        region=case.person.region,
        person=case.person,
        certificate=case.certificate,
        kind=Kind.REGRADE,
        arrived_on=today(),
        accepted_on=today(),
        accepted_by=case.accepted_by,
        origin=case,
        state=State.ORDER,
    )
    with audited("case.start", made):
        settle(made, parts)
        begin(made)
        finish(made, post, str(_("按异议复核结论")))
        made.send_order()
        made.find()
        begin(made)
        ask_for_guardian(made)
