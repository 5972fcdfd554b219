"""Home service: requests and who is entitled, rounds planned and released, outcomes reported from the road."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Request, Round, State, Stop, Team
from zulian.certificates.models.visits import RequestState
from zulian.certificates.rules.visits import eligible
from zulian.certificates.services import decisions
from zulian.certificates.services.common import require_sworn
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import active_scope
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.regions.models import Region

COUNTY = 6


@dataclass(frozen=True)
class Wish:
    """What is asked for: why the person can't come, for what, when, what is to be brought."""

    purpose: str
    source: str
    why: str
    cannot_travel: bool = True
    region: Region | None = None
    categories: tuple[int, ...] = ()
    equipment: tuple[str, ...] = ()
    from_time: time = time(8, 30)
    to_time: time = time(17, 0)
    must_by: date | None = None


def figures(place: str) -> Policy:
    """Who is entitled at a place, how long visits take, how fast cars are."""
    return policy("certificates/visits", today(), place)


@unit_of_work
def ask(person: Person, post: Post, wish: Wish) -> Request:
    """Take a request down; the policy's word on whether the person is entitled stands beside it.

    Raises ValidationError for a place beyond the jurisdiction, a day that is past, without the reason, and for an assessment of no category.
    """
    require_sworn(post)
    place = wish.region or person.residence or person.region
    if not active_scope().holds(place.code):
        raise ValidationError({"region": _("上门地点不在您的管辖范围内。")})
    if wish.must_by and wish.must_by < today():
        raise ValidationError({"must_by": _("日期不能早于今天。")})
    if not wish.why.strip():
        raise ValidationError({"why": _("请写明行动不便的情况。")})
    if wish.purpose == Request.Purpose.ASSESS and not wish.categories:
        raise ValidationError({"categories": _("上门评定请选择评定类别。")})
    card = person.certificates.live().first()
    rules = figures(place.code)
    is_entitled, basis = eligible(
        card.grade if card else None, person.age_on(today()), wish.cannot_travel, rules
    )
    visit_request = Request(
        region=place,
        person=person,
        case=Case.objects.running().filter(person=person).first(),
        purpose=wish.purpose,
        source=wish.source,
        why=wish.why.strip(),
        eligible=is_entitled,
        basis=basis,
        categories=sorted(wish.categories),
        equipment=sorted(wish.equipment),
        minutes=rules["minutes"][wish.purpose],
        from_time=wish.from_time,
        to_time=wish.to_time,
        must_by=wish.must_by,
        asked_on=today(),
        by=post,
    )
    with audited("visit.ask", visit_request):
        visit_request.save()
    return visit_request


@unit_of_work
def judge(pk: int, post: Post, admitted: bool, note: str = "") -> Request:
    """核实 a request: admit it (outside the policy only with a reason), or refuse it with one.

    Raises ValidationError where a reason is wanted and missing.
    """
    request = _locked(pk, post, RequestState.ASKED)
    if not note.strip() and (not admitted or not request.eligible):
        words = (
            _("不在规定对象范围内，同意上门请写明理由。") if admitted else _("不同意时请写明理由。")
        )
        raise ValidationError({"note": words})
    with audited("visit.admit" if admitted else "visit.refuse", request):
        if admitted:
            request.admit()
        else:
            request.refuse()
        request.note = note.strip()
        request.save()
    return request


@unit_of_work
def cancel(pk: int, post: Post, note: str) -> Request:
    """取消 a request that has not been planned."""
    request = _locked(pk, post, RequestState.ASKED, RequestState.WAITING)
    with audited("visit.cancel", request):
        request.cancel()
        request.note = note.strip()
        request.save()
    return request


def _locked(pk: int, post: Post, *states: RequestState) -> Request:
    require_sworn(post)
    request = Request.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if request.state not in states:
        words = _("这份申请现在是“%(state)s”，请刷新页面再看。")
        raise ValidationError(words % {"state": request.get_state_display()})
    return request


def county_of(post: Post) -> Region:
    """The county in which a post plans its rounds.

    Raises PermissionDenied for a post of a city or a province.
    """
    code = post.region_id[:COUNTY].ljust(12, "0")
    if code == post.region_id[:4].ljust(12, "0"):
        raise PermissionDenied(_("上门路线由县（区）残联安排。"))
    return Region.objects.get(code=code)


def waiting_words() -> str:
    """How many requests wait to be planned, and how that is done."""
    words = _(
        "现有 %(n)d 份待安排的申请。系统按小组的类别、设备、时间和车位编排，约需几秒；同一天没下发的会重排。"
    )
    return words % {"n": Request.objects.waiting().count()}


def _locked_round(pk: int, post: Post, status: Round.Status, refusal: str) -> Round:
    """A round for its next step; raises ValidationError where it is not in `status`."""
    require_sworn(post)
    the_round = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=pk)
    )
    if the_round.status != status:
        raise ValidationError(refusal)
    return the_round


@unit_of_work
def release(pk: int, post: Post) -> Round:
    """下发: from now on the teams work by it."""
    the_round = _locked_round(pk, post, Round.Status.DRAFT, _("这份路线已经下发。"))
    with audited("round.release", the_round):
        the_round.status = Round.Status.RELEASED
        the_round.save()
    return the_round


@dataclass(frozen=True)
class Report:
    """What a team says of a stop; `key` is made by the phone, so that a report sent twice counts once."""

    key: uuid.UUID
    stop: int
    version: int
    outcome: str
    note: str = ""


class Conflict(ValidationError):
    """The stop was changed by somebody else meanwhile; `stop` is how it stands now."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(_("这一站已由别人填报，请核对后再定。"))
        self.stop = stop


@unit_of_work
def report(post: Post, said: Report) -> Stop:
    """Keep the outcome of a stop. Repeated with the same key it changes nothing; a stale version raises Conflict."""
    require_sworn(post)
    # The round before its stops and what was asked for, as whoever closes it locks: nobody reports to one just closed.
    known = Stop.objects.filter(pk=said.stop).values("round_id", "request_id").first()
    if known is not None:
        Round.objects.select_for_update(of=("self",), no_key=True).get(pk=known["round_id"])
        Request.objects.select_for_update(of=("self",), no_key=True).get(pk=known["request_id"])
    stop = (
        Stop.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round", "request__person", "request__region", "region")
        .filter(pk=said.stop)
        .first()
    )
    if stop is None:
        raise ValidationError(_("没有这一站，路线可能已重排，请刷新。"))
    if stop.key == said.key:
        return stop
    if stop.round.status != Round.Status.RELEASED:
        raise ValidationError(_("这份路线还没有下发或已结束。"))
    if said.outcome not in {o.value for o in Stop.Outcome if o.value}:
        raise ValidationError({"outcome": _("请选择上门结果。")})
    if stop.version != said.version:
        raise Conflict(stop)
    with audited("stop.report", stop):
        stop.outcome, stop.note, stop.key = said.outcome, said.note.strip(), said.key
        stop.version, stop.reported_at = stop.version + 1, now()
        stop.save()
    _follow(stop, post)
    return stop


def _follow(stop: Stop, post: Post) -> None:
    """The outcome reaches the request: done, or back to be planned again, or ended at the person's wish.

    Raises ValidationError where the request has ended otherwise, and where a visit that was made is to be one that was not.
    """
    request = stop.request
    if request.state == RequestState.DONE and stop.outcome == Stop.Outcome.DONE:
        return  # more is said of it: the visit stays made
    if request.state not in {RequestState.WAITING, RequestState.PLANNED}:
        words = _(
            "这份申请已是“%(state)s”，上门结果不能再改；填错了的，请在办件页更正并告诉经办人。"
        )
        raise ValidationError(words % {"state": request.get_state_display()})
    if request.stops.filter(pk__gt=stop.pk).exists():
        raise ValidationError(_("这份申请已排进后来的路线，请在那一站填报。"))
    with audited("visit.outcome", request):
        if stop.outcome == Stop.Outcome.DONE:
            if request.state != RequestState.PLANNED:
                request.plan()
            request.finish()
            request.done_on = today()
        else:
            if request.state == RequestState.PLANNED:
                request.put_back()
            if stop.outcome == Stop.Outcome.REFUSED:
                request.cancel()
        request.note = stop.note[:200]
        request.save()
    if request.case_id is not None and stop.outcome == Stop.Outcome.DONE:
        _tell_case(request, request.case_id, post)


def _tell_case(request: Request, case_pk: int, post: Post) -> None:
    """The case learns of the visit: a note in its present step, and a card that was brought home is handed over.

    Raises ValidationError where the card may not be handed over now.
    """
    case = Case.objects.locked(case_pk)
    step = case.history.filter(left_on=None).first()
    if step:
        words = _("%(day)s 已上门：%(what)s。%(note)s")
        with audited("case.visited", case):
            said = words % {
                "day": today(),
                "what": request.get_purpose_display(),
                "note": request.note,
            }
            step.note = f"{step.note}{said}"[:300]
            step.save()
            case.at_home = True
            case.save()
    if case.state == State.HANDOVER and request.purpose == Request.Purpose.DELIVER:
        decisions.hand_over(case.pk, post, "home", request.person.name)


@unit_of_work
def close_round(pk: int, post: Post) -> Round:
    """结束 a round: stops nobody reported on go back to be planned."""
    the_round = _locked_round(pk, post, Round.Status.RELEASED, _("只有已下发的路线才能结束。"))
    with audited("round.close", the_round):
        for stop in the_round.stops.filter(outcome="").select_related("request"):
            if stop.request.state == RequestState.PLANNED:
                stop.request.put_back()
                stop.request.save()
        the_round.status = Round.Status.CLOSED
        the_round.save()
    return the_round


@unit_of_work
def save_team(team: Team, values: dict[str, Any], post: Post) -> Team:
    """Add or change a team."""
    require_sworn(post)
    for name, value in values.items():
        setattr(team, name, value)
    with audited("team.save", team):
        team.save()
    return team
