"""The planner keeps every hard wish: hours, windows, assessors, equipment, room; and leaves out only what it must."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from zulian.certificates.services.routing import Crew, Plan, Visit, Weights, solve

WEIGHTS = Weights(240, 5000)


def world(seed: int, visits: int, crews: int) -> tuple[list[Visit], list[Crew], list[list[float]]]:
    chance = random.Random(seed)
    spots = [(chance.uniform(0, 40), chance.uniform(0, 40)) for _n in range(visits + 1)]
    minutes = [
        [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 * 1.5 for b in spots] for a in spots
    ]
    wanted = [
        Visit(
            n,
            opens := chance.choice([510, 600, 780]),
            opens + chance.choice([120, 300]),
            chance.choice([15, 30, 45]),
            chance.choice([1, 1, 2]),
            chance.choice([(), (4,), (1, 4)]),
            chance.choice([(), ("photo",)]),
            chance.random() < 0.2,
        )
        for n in range(visits)
    ]
    teams = [
        Crew(
            n,
            510,
            1020,
            chance.choice([3, 8]),
            chance.choice([(), (4,), (1, 2, 4)]),
            chance.choice([(), ("photo",)]),
        )
        for n in range(crews)
    ]
    return wanted, teams, minutes


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 3))
def test_every_plan_can_be_driven(seed: int, visits: int, crews: int) -> None:
    wanted, teams, minutes = world(seed, visits, crews)
    plan = solve(wanted, teams, minutes, minutes, WEIGHTS, 0.2)
    check(plan, wanted, teams, minutes)


def check(plan: Plan, wanted: list[Visit], teams: list[Crew], minutes: list[list[float]]) -> None:
    by_key, crew_of = {v.key: (n, v) for n, v in enumerate(wanted, 1)}, {c.key: c for c in teams}
    planned = [leg.visit for leg in plan.legs]
    assert sorted([*planned, *(key for key, _why in plan.left_out)]) == sorted(by_key)
    for crew in teams:
        legs = sorted((leg for leg in plan.legs if leg.crew == crew.key), key=lambda leg: leg.order)
        place, free, load = 0, float(crew.starts), 0
        for leg in legs:
            node, visit = by_key[leg.visit]
            assert crew_of[leg.crew].can(visit)
            assert visit.opens <= leg.arrive <= visit.last_arrival
            assert leg.arrive + 1 >= free + minutes[place][node]
            place, free, load = node, leg.arrive + visit.minutes, load + visit.load
        assert load <= crew.capacity
        assert free + (minutes[place][0] if legs else 0) <= crew.ends + 1
    assert all(why for _key, why in plan.left_out)


def test_who_must_be_visited_today_goes_first() -> None:
    visits = [Visit(n, 510, 1020, 60, must=n == 3) for n in range(4)]
    far = [[0.0 if a == b else 60.0 for b in range(5)] for a in range(5)]
    plan = solve(visits, [Crew(1, 510, 700, 9)], far, far, WEIGHTS, 0.3)
    assert [leg.visit for leg in plan.legs] == [3]


def test_without_teams_or_visits_nothing_breaks() -> None:
    assert solve([], [], [[0]], [[0]], WEIGHTS, 0.1).legs == ()
    assert (
        solve(
            [Visit(1, 510, 1020, 10)], [], [[0, 0], [0, 0]], [[0, 0], [0, 0]], WEIGHTS, 0.1
        ).left_out[0][0]
        == 1
    )
