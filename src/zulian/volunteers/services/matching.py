"""From the registers to the rules and back: the best plan for all open services, in words, for a person to decide on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.geo import Spot
from zulian.regions.models import Place, Region
from zulian.volunteers.models import Offer, Qualification, Service, SignUp, Volunteer
from zulian.volunteers.rules.pairs import Ask, Helper, Pair, Plan, Weights
from zulian.volunteers.services import offers
from zulian.volunteers.services.common import figures, trained_kinds, words_of

MOST_SERVICES = 5000
ALL_WEEK = (1 << 21) - 1


@dataclass(frozen=True)
class Proposal:
    """A volunteer proposed for a service, with the reasons in sentences."""

    service: Service
    volunteer: Volunteer
    why: list[str]


@dataclass(frozen=True)
class Proposals:
    """The plan as people read it: pairs, and the services nobody can take with the reason."""

    pairs: list[Proposal]
    unmet: list[tuple[Service, str]]
    services: Few


def weights() -> Weights:
    """The policy in force."""
    rules = policy("volunteers/matching", today())
    return Weights(
        rules["unmet"],
        rules["known"],
        rules["wished"],
        rules["each_recent"],
        rules["each_more"],
        rules["per_plan"],
        trained_kinds(),
    )


def horizon() -> int:
    """How many days ahead are planned."""
    return int(policy("volunteers/matching", today())["days"])


class _Map:
    """Where divisions lie; one without coordinates lies where the nearest above it does."""

    def __init__(self) -> None:
        rows = Place.objects.values_list("region_id", "latitude", "longitude")
        self.spots = {code: Spot(up, across) for code, up, across in rows}

    def spot(self, code: str) -> Spot:
        for length in (12, 9, 6, 4):
            spot = self.spots.get(code[:length].ljust(12, "0"))
            if spot is not None:
                return spot
        return Spot(0.0, 0.0)


def open_services(region: Region) -> Any:
    """Services of a jurisdiction to be matched within the horizon, the most careful first."""
    rows = Service.objects.within(region).filter(state=Service.State.OPEN, on__gte=today())
    return (
        rows.filter(on__lte=today() + timedelta(days=horizon()))
        .with_names()
        .order_by("on", "start", "pk")
    )


def _asks(services: Sequence[Service], where: _Map) -> list[Ask]:
    """Services as the rules read them: who has been there, who declined."""
    keys = [s.pk for s in services]
    people = {s.need.person_id for s in services if s.need.person_id}
    known: dict[int, set[int]] = defaultdict(set)
    with scope(EVERYTHING):
        past = Service.objects.filter(need__person__in=people, state=Service.State.CONFIRMED)
        for person, volunteer in past.values_list("need__person_id", "volunteer_id"):
            known[person].add(volunteer)
        declined: dict[int, set[int]] = defaultdict(set)
        for service, volunteer in (
            Offer.objects.filter(service__in=keys)
            .exclude(answer="")
            .values_list("service_id", "volunteer_id")
        ):
            declined[service].add(volunteer)
    return [
        Ask(
            s.pk,
            s.need.kind,
            s.on,
            s.start,
            s.end,
            where.spot(s.region_id),
            s.need.risk,
            sex=s.need.person.sex if s.need.same_sex and s.need.person else "",
            wished=s.need.wished_id or 0,
            known=frozenset(known.get(s.need.person_id or 0, ())),
            not_again=frozenset(declined.get(s.pk, ())),
        )
        for s in services
    ]


def _helpers(
    region: Region, kinds: Iterable[str], first: date, last: date, where: _Map
) -> list[Helper]:
    """The active volunteers of a jurisdiction who offer one of some services, with what they are promised already."""
    wanted = set(kinds)
    rows = Volunteer.objects.within(region).back_before(last).select_related("person")
    fields = ("pk", "region_id", "radius", "times", "away_until", "skills", "person__sex")
    people = [v for v in rows.only(*fields) if wanted & set(v.skill_keys)]
    qualified: dict[int, dict[str, date]] = defaultdict(dict)
    for volunteer, key, until in Qualification.objects.filter(
        key__in=wanted, until__gte=first
    ).values_list("volunteer_id", "key", "until"):
        qualified[volunteer][key] = until
    busy: dict[int, set[date]] = defaultdict(set)
    with scope(EVERYTHING):
        for volunteer, day in (
            Service.objects.live()
            .filter(on__range=(first, last), volunteer__isnull=False)
            .values_list("volunteer_id", "on")
        ):
            busy[volunteer].add(day)
        for volunteer, day in SignUp.objects.filter(
            on__range=(first, last), state="in"
        ).values_list("volunteer_id", "on"):
            busy[volunteer].add(day)
        since = today() - timedelta(days=policy("volunteers/matching", today())["recent_days"])
        recent = dict(
            Service.objects.live()
            .filter(on__gte=since, volunteer__isnull=False)
            .values_list("volunteer_id")
            .annotate(n=Count("pk", filter=Q(on__lte=last)))
        )
    usual = figures()["usual_radius"]
    return [
        Helper(
            v.pk,
            where.spot(v.region_id),
            float(v.radius or usual),
            v.times or ALL_WEEK,
            v.person.sex,
            frozenset(v.skill_keys),
            qualified.get(v.pk, {}),
            frozenset(busy.get(v.pk, ())),
            recent.get(v.pk, 0),
            v.away_until,
        )
        for v in people
    ]


def propose(region: Region) -> Proposals:
    """推荐: the best plan for all open services of the days ahead."""
    services = Few.of(open_services(region), MOST_SERVICES)
    if not services:
        return Proposals([], [], services)
    where = _Map()
    asks = _asks(services, where)
    helpers = _helpers(
        region, {a.kind for a in asks}, today(), today() + timedelta(days=horizon()), where
    )
    from zulian.volunteers.rules.matching import match  # loads NumPy and the solver

    plan = match(asks, helpers, weights())
    return _in_words(plan, services, asks, helpers)


def _in_words(plan: Plan, services: Few, asks: list[Ask], helpers: list[Helper]) -> Proposals:
    by_key = {s.pk: s for s in services}
    ask_of, helper_of = {a.key: a for a in asks}, {h.key: h for h in helpers}
    people = Volunteer.objects.with_names().in_bulk([p.helper for p in plan.pairs])
    pairs = [
        Proposal(by_key[p.ask], people[p.helper], reasons(p, ask_of[p.ask], helper_of[p.helper]))
        for p in sorted(plan.pairs, key=lambda p: (by_key[p.ask].on, by_key[p.ask].start, p.ask))
    ]
    unmet = [(by_key[key], unmet_words(why, by_key[key])) for key, why in plan.unmet.items()]
    return Proposals(pairs, sorted(unmet, key=lambda row: (row[0].on, row[0].start)), services)


def unmet_words(why: str, service: Service) -> str:
    """Why nobody is proposed."""
    kind = words_of(service.need.kind)
    return {
        "skill": _("辖区内这一天没有能提供“%(kind)s”的志愿者（或资格已过期、已有安排）")
        % {"kind": kind},
        "time": _("会“%(kind)s”的志愿者这个时间都没有空，或已谢绝") % {"kind": kind},
        "far": _("有空的志愿者都超出了服务半径"),
        "taken": _("合适的志愿者都安排给了别的需求"),
    }[why]


def reasons(pair: Pair, ask: Ask, helper: Helper) -> list[str]:
    """为什么是她: what spoke for the pair."""
    found = [_("会%(kind)s") % {"kind": words_of(ask.kind)}]
    if ask.kind in helper.qualified:
        found.append(_("资格到 %(day)s") % {"day": helper.qualified[ask.kind]})
    found.append(_("这个时间有空"))
    found.append(
        _("约 %(km).1f 公里") % {"km": pair.kilometres}
        if pair.kilometres >= 0.05
        else _("就在本地")
    )
    if pair.helper == ask.wished:
        found.append(_("服务对象希望由她（他）来"))
    if pair.helper in ask.known:
        found.append(_("以前去过，互相熟悉"))
    if ask.sex:
        found.append(_("同性志愿者"))
    found.append(
        _("近期已服务 %(n)d 次") % {"n": helper.recent}
        if helper.recent
        else _("近期没有安排过，分担均衡")
    )
    found.append(
        _("另有 %(n)d 人可选") % {"n": pair.others} if pair.others else _("唯一合适的人选")
    )
    return found


def candidates(service: Service) -> list[Proposal]:
    """换人或单独安排: the best few for one service, from the whole county."""
    from zulian.volunteers.rules.matching import ranked  # loads NumPy and the solver

    county = Region.objects.get(code=f"{service.region_id[:6]}000000")
    where = _Map()
    ask = _asks([service], where)[0]
    helpers = _helpers(county, {ask.kind}, service.on, service.on, where)
    pairs = ranked(ask, helpers, weights())
    helper_of = {h.key: h for h in helpers}
    people = Volunteer.objects.with_names().in_bulk([p.helper for p in pairs])
    return [
        Proposal(service, people[p.helper], reasons(p, ask, helper_of[p.helper]))
        for p in pairs
        if p.helper in people
    ]


def decide(region: Region, picked: Iterable[tuple[int, int]]) -> tuple[int, list[str]]:
    """采用: ask the volunteers of the picked pairs; answers how many were asked, and why others were not."""
    wanted = list(picked)
    there = {s.pk: s for s in open_services(region).filter(pk__in=[s for s, _v in wanted])}
    fresh = {(p.service.pk, p.volunteer.pk): p.why for p in propose(region).pairs}
    done, faults = 0, []
    for service, volunteer in wanted:
        if service not in there:
            faults.append(_("有一次服务已经安排或取消，请刷新后再看。"))
            continue
        try:
            offers.ask(service, volunteer, fresh.get((service, volunteer), [_("由工作人员选定")]))
            done += 1
        except ValidationError as error:
            faults.extend(error.messages)
    return done, faults
