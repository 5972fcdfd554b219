"""Home service: requests and who is entitled, rounds planned and released, outcomes reported from the road."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Request, Round, State, Stop, Team
from zulian.certificates.models.visits import RequestState
from zulian.certificates.rules.visits import eligible
from zulian.certificates.services import routing
from zulian.certificates.services.common import advance, require_sworn
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import active_scope
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.regions.geo import great_circle
from zulian.regions.models import Region, Road
from zulian.regions.services import spots

HOUR = 60
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
    made = Request(
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
    with audited("visit.ask", made):
        made.save()
    return made


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


def plan_round(post: Post, day: date, seconds: float | None = None) -> Round:
    """Plan a day's rounds for all teams of the county; a draft of the same day is planned anew.

    The planner takes `seconds`, or what the policy gives it.
    The planner works outside the transaction, so that nobody waits for it; what changed meanwhile is left out.
    Raises ValidationError for a day that is past, and where there is no team or no request.
    """
    require_sworn(post)
    county = county_of(post)
    if day < today():
        raise ValidationError({"day": _("请选择今天或以后的日期。")})
    teams = list(Team.objects.filter(region=county, active=True).select_related("assessor"))
    if not teams:
        raise ValidationError(_("还没有启用的上门小组，请先添加小组。"))
    draft = Round.objects.filter(region=county, day=day).first()
    _ensure_draft(draft)
    rows = Request.objects.with_names().within(county)
    drafted = rows.filter(state=RequestState.PLANNED, stops__round=draft) if draft else rows.none()
    requests = [*rows.waiting(), *drafted]
    if not requests:
        raise ValidationError(_("没有待安排的上门申请。"))
    plan = solve(requests, teams, county, day, seconds)
    with unit_of_work():
        return _keep_round(post, county, day, plan)


def _ensure_draft(found: Round | None) -> None:
    if found and found.status != Round.Status.DRAFT:
        raise ValidationError({"day": _("这一天的路线已经下发，不能重排。")})


def _keep_round(post: Post, county: Region, day: date, plan: routing.Plan) -> Round:
    old = Round.objects.select_for_update(no_key=True).filter(region=county, day=day).first()
    _ensure_draft(old)
    made = old or Round(region=county, day=day, at=now())
    with audited("round.plan", made):
        if old:
            _take_apart(old)
        made.kilometres, made.left_out, made.at, made.by = (
            plan.kilometres,
            [list(x) for x in plan.left_out],
            now(),
            post,
        )
        made.save()
        waiting = (
            Request.objects.waiting().within(county).select_for_update(of=("self",), no_key=True)
        )
        _keep_stops(made, plan, {request.pk: request for request in waiting})
    return made


def _take_apart(old: Round) -> None:
    """Put the requests of a draft back, so that they are planned with the others."""
    for stop in old.stops.select_related("request"):
        stop.request.put_back()
        stop.request.save()
    old.stops.all().delete()


def _keep_stops(made: Round, plan: routing.Plan, requests: dict[int, Request]) -> None:
    for leg in plan.legs:
        request = requests.get(leg.visit)
        if request is None:
            continue
        Stop.objects.create(
            round=made,
            team_id=leg.crew,
            request=request,
            order=leg.order,
            arrive=clock(leg.arrive),
            kilometres=leg.kilometres,
        )
        request.plan()
        request.save()


def solve(
    requests: Sequence[Request],
    teams: Sequence[Team],
    county: Region,
    day: date,
    seconds: float | None = None,
) -> routing.Plan:
    """Describe the day to the planner and solve it."""
    rules = figures(county.code)
    visits = [
        routing.Visit(
            r.pk,
            minute(r.from_time),
            minute(r.to_time),
            r.minutes,
            r.load,
            tuple(r.categories),
            tuple(r.equipment),
            r.must_by is not None and r.must_by <= day,
        )
        for r in requests
    ]
    crews = [
        routing.Crew(
            t.pk,
            minute(t.starts),
            minute(t.ends),
            t.capacity,
            tuple(t.categories),
            tuple(t.equipment),
        )
        for t in teams
    ]
    minutes, kilometres = distances([county.code, *(r.region_id for r in requests)], rules)
    weights = routing.Weights(rules["drop_minutes"], rules["must_minutes"])
    return routing.solve(
        visits, crews, minutes, kilometres, weights, seconds or rules["solve_seconds"]
    )


def distances(codes: Sequence[str], rules: Policy) -> tuple[list[list[float]], list[list[float]]]:
    """Minutes and kilometres between divisions: by road where known, else great circle times the policy's factor.

    Raises ValidationError where a centre is not known, and says of which.
    """
    where = spots(set(codes))
    if lost := sorted(set(codes) - where.keys()):
        names = "、".join(Region.objects.filter(code__in=lost[:5]).values_list("name", flat=True))
        raise ValidationError(
            _("还没有这些地方的坐标：%(names)s。请系统管理员导入区划中心坐标。") % {"names": names}
        )
    roads = {
        (r.origin_id, r.target_id): (r.minutes, r.kilometres)
        for r in Road.objects.filter(origin_id__in=set(codes), target_id__in=set(codes))
    }
    minutes, kilometres = [], []
    for a in codes:
        row = [
            roads.get((a, b)) or _as_the_crow_flies(great_circle(where[a], where[b]), rules)
            for b in codes
        ]
        minutes.append([m for m, _k in row])
        kilometres.append([k for _m, k in row])
    return minutes, kilometres


def _as_the_crow_flies(kilometres: float, rules: Policy) -> tuple[float, float]:
    road = kilometres * rules["road_factor"]
    return road / rules["kmh"] * HOUR, road


def minute(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * HOUR + at.minute


def clock(minutes: int) -> time:
    """A time of day from minutes after midnight."""
    return time(*divmod(min(minutes, 24 * HOUR - 1), HOUR))


def _locked_round(pk: int, post: Post, status: Round.Status, refusal: str) -> Round:
    """A round for its next step; raises ValidationError where it is not in `status`."""
    require_sworn(post)
    found = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=pk)
    )
    if found.status != status:
        raise ValidationError(refusal)
    return found


@unit_of_work
def release(pk: int, post: Post) -> Round:
    """下发: from now on the teams work by it."""
    found = _locked_round(pk, post, Round.Status.DRAFT, _("这份路线已经下发。"))
    with audited("round.release", found):
        found.status = Round.Status.RELEASED
        found.save()
    return found


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
    """The outcome reaches the request: done, or back to be planned again, or ended at the person's wish."""
    request = stop.request
    if request.state == RequestState.DONE:
        return  # corrected afterwards: the visit itself stays made
    with audited("visit.outcome", request):
        if stop.outcome == Stop.Outcome.DONE:
            if request.state != RequestState.PLANNED:
                request.plan()
            request.finish()
            request.done_on = today()
        elif request.state == RequestState.PLANNED:
            request.put_back()
            if stop.outcome == Stop.Outcome.REFUSED:
                request.cancel()
        request.note = stop.note[:200]
        request.save()
    if request.case_id is not None and stop.outcome == Stop.Outcome.DONE:
        _tell_case(request, request.case_id, post)


def _tell_case(request: Request, case_pk: int, post: Post) -> None:
    """The case learns of the visit: a note in its present step, and a card that was brought home is handed over."""
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
    if (
        case.state == State.HANDOVER
        and request.purpose == Request.Purpose.DELIVER
        and case.paused_on is None
    ):
        case.handed_how, case.handed_to = "home", request.person.name
        advance(case, "hand_over", post, request.note)


@unit_of_work
def close_round(pk: int, post: Post) -> Round:
    """结束 a round: stops nobody reported on go back to be planned."""
    found = _locked_round(pk, post, Round.Status.RELEASED, _("只有已下发的路线才能结束。"))
    with audited("round.close", found):
        for stop in found.stops.filter(outcome="").select_related("request"):
            if stop.request.state == RequestState.PLANNED:
                stop.request.put_back()
                stop.request.save()
        found.status = Round.Status.CLOSED
        found.save()
    return found


@unit_of_work
def save_team(team: Team, values: dict[str, Any], post: Post) -> Team:
    """Add or change a team."""
    require_sworn(post)
    for name, value in values.items():
        setattr(team, name, value)
    with audited("team.save", team):
        team.save()
    return team
