"""Home visits: the planner beside the nearest neighbour that a clerk would follow, on the same 60 visits and 4 teams."""

from __future__ import annotations

import random
import time
from datetime import date
from typing import Any

from zulian.certificates.services.routing import Crew, Leg, Matrix, Plan, Visit, Weights, solve
from zulian.foundation.policy import packaged
from zulian.regions.geo import Spot, great_circle

VISITS, TEAMS, SEEDS, LIMIT = 60, 4, (1, 2, 3), 10.0


def world(seed: int) -> tuple[list[Visit], list[Crew], Matrix, Matrix]:
    """A county of 60 km: windows, assessors, equipment, some that must be today."""
    chance = random.Random(seed)
    rules = packaged("certificates/visits", date(2026, 1, 1))
    spots = [
        Spot(42.06 + chance.uniform(-0.27, 0.27), 121.74 + chance.uniform(-0.36, 0.36))
        for _n in range(VISITS + 1)
    ]
    spots[0] = Spot(42.06, 121.74)
    kilometres = [[great_circle(a, b) * rules["road_factor"] for b in spots] for a in spots]
    minutes = [[k / rules["kmh"] * 60 for k in row] for row in kilometres]
    visits = [
        Visit(
            n,
            opens := chance.choice([510, 510, 600, 780]),
            opens + chance.choice([180, 240, 480]),
            chance.choice([15, 15, 25, 30]),
            1,
            chance.choice([(), (), (4,), (1,)]),
            chance.choice([(), (), ("photo",)]),
            chance.random() < 0.15,
        )
        for n in range(VISITS)
    ]
    crews = [
        Crew(1, 510, 1050, 18, (1, 2, 4), ("photo",)),
        Crew(2, 510, 1050, 18, (4,), ("photo",)),
        Crew(3, 510, 1050, 18, (), ("photo",)),
        Crew(4, 510, 1050, 18, (1, 4), ()),
    ]
    return visits, crews, minutes, kilometres


def nearest_neighbour(
    visits: list[Visit], crews: list[Crew], minutes: Matrix, kilometres: Matrix
) -> Plan:
    """Each team in turn goes where it can begin soonest, the nearest of those; what must be today first."""
    left, legs, total = dict(enumerate(visits, 1)), [], 0.0
    for crew in crews:
        place, free, load, order = 0, float(crew.starts), 0, 0
        while True:
            able = []
            for node, visit in left.items():
                arrive = _arrival(free, minutes[place][node], visit)
                home = arrive + visit.minutes + minutes[node][0]
                fits = (
                    load + visit.load <= crew.capacity
                    and arrive <= visit.last_arrival
                    and home <= crew.ends
                )
                if crew.can(visit) and fits:
                    able.append((not visit.must, arrive, minutes[place][node], node))
            if not able:
                break
            _later, arrive, _way, node = min(able)
            visit, order = left.pop(node), order + 1
            legs.append(Leg(visit.key, crew.key, order, int(arrive), kilometres[place][node]))
            total += kilometres[place][node]
            place, free, load = node, arrive + visit.minutes, load + visit.load
        total += kilometres[place][0]
    return Plan(tuple(legs), tuple((v.key, "") for v in left.values()), round(total, 1))


def _arrival(free: float, way: float, visit: Visit) -> float:
    return max(free + way, float(visit.opens))


def rounds() -> list[dict[str, Any]]:
    """Visits made and kilometres, summed over three days; a plan is better with more visits, or as many and fewer kilometres."""
    rules = packaged("certificates/visits", date(2026, 1, 1))
    weights = Weights(rules["drop_minutes"], rules["must_minutes"])
    ours, peer, slowest, better = [0, 0.0], [0, 0.0], 0.0, 0
    for seed in SEEDS:
        visits, crews, minutes, kilometres = world(seed)
        begun = time.perf_counter()
        plan = solve(visits, crews, minutes, kilometres, weights, rules["solve_seconds"])
        slowest = max(slowest, time.perf_counter() - begun)
        other = nearest_neighbour(visits, crews, minutes, kilometres)
        better += (len(plan.legs), -plan.kilometres) > (len(other.legs), -other.kilometres)
        for total, made in ((ours, plan), (peer, other)):
            total[0] += len(made.legs)
            total[1] += made.kilometres
    begun = time.perf_counter()
    nearest_neighbour(*world(SEEDS[0]))
    peer_ms = round((time.perf_counter() - begun) * 1000, 2)
    return [
        {
            "what": f"rounds of {VISITS} visits for {TEAMS} teams",
            "ms": round(slowest * 1000),
            "promise": f"better, within {LIMIT:g} s",
            "kept": better == len(SEEDS) and slowest <= LIMIT,
            "peer": "nearest neighbour",
            "peer_ms": peer_ms,
            "visits": ours[0],
            "peer_visits": peer[0],
            "kilometres": round(ours[1]),
            "peer_kilometres": round(peer[1]),
            "days": len(SEEDS),
        }
    ]
