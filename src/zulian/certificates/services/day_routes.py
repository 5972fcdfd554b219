"""A day's route of a team is planned: which stops in which order, over which roads, at what time (上门路线)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Request, Round, Stop, Team
from zulian.certificates.models.visits import RequestState
from zulian.certificates.services import routing
from zulian.certificates.services.common import require_sworn
from zulian.certificates.services.visits import county_of, figures
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy
from zulian.foundation.work import unit_of_work
from zulian.regions.geo import great_circle
from zulian.regions.models import Region, Road
from zulian.regions.services import spots

HOUR = 60


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


def _ensure_draft(the_round: Round | None) -> None:
    if the_round and the_round.status != Round.Status.DRAFT:
        raise ValidationError({"day": _("这一天的路线已经下发，不能重排。")})


def _keep_round(post: Post, county: Region, day: date, plan: routing.Plan) -> Round:
    old = Round.objects.select_for_update(no_key=True).filter(region=county, day=day).first()
    _ensure_draft(old)
    the_round = old or Round(region=county, day=day, at=now())
    with audited("round.plan", the_round):
        if old:
            _take_apart(old)
        the_round.kilometres, the_round.left_out, the_round.at, the_round.by = (
            plan.kilometres,
            [list(x) for x in plan.left_out],
            now(),
            post,
        )
        the_round.save()
        waiting = (
            Request.objects.waiting().within(county).select_for_update(of=("self",), no_key=True)
        )
        _keep_stops(the_round, plan, {request.pk: request for request in waiting})
    return the_round


def _take_apart(old: Round) -> None:
    """Put the requests of a draft back, so that they are planned with the others."""
    for stop in old.stops.select_related("request"):
        stop.request.put_back()
        stop.request.save()
    old.stops.all().delete()


def _keep_stops(the_round: Round, plan: routing.Plan, requests: dict[int, Request]) -> None:
    for leg in plan.legs:
        request = requests.get(leg.visit)
        if request is None:
            continue
        Stop.objects.create(
            round=the_round,
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
