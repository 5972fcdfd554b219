"""Matching: 2 000 needs and 20 000 volunteers, the plan for all at once beside a clerk who goes from need to need."""

from __future__ import annotations

import random
import time as clock
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from tests.volunteers.by_hand import greedy

from zulian.regions.geo import Spot
from zulian.volunteers.rules.figures import bit
from zulian.volunteers.rules.matching import match
from zulian.volunteers.rules.pairs import Ask, Helper, Plan
from zulian.volunteers.services.matching import weights

NEEDS, VOLUNTEERS, SEEDS, LIMIT = 2000, 20_000, (1, 2, 3), 5.0
# What is asked for, and how many of a hundred volunteers offer it.
ASKED = {
    "company": 18,
    "escort": 22,
    "clean": 12,
    "drive": 14,
    "sign": 12,
    "rehab": 12,
    "legal": 10,
}
OFFERED = {"company": 50, "escort": 35, "clean": 25, "drive": 10, "sign": 3, "rehab": 3, "legal": 2}
TOWNS = 83
# By how much the plan for all is to be better: fewer people left without help, and fewer kilometres.
FEWER, NEARER = 0.05, 0.03


def world(seed: int) -> tuple[list[Ask], list[Helper]]:
    """A city of 83 townships: most volunteers live near the middle, the needs everywhere; rare skills are as rare as they are."""
    chance = random.Random(seed)
    towns = [Spot(chance.uniform(41.7, 42.6), chance.uniform(121.0, 122.6)) for _n in range(TOWNS)]

    def near(town: Spot) -> Spot:
        return Spot(town.latitude + chance.gauss(0, 0.03), town.longitude + chance.gauss(0, 0.04))

    first = date(2026, 3, 2)
    helpers = []
    for n in range(VOLUNTEERS):
        skills = {kind for kind, share in OFFERED.items() if chance.random() * 100 < share} or {
            "company"
        }
        times = sum(bit(d, p) for d in range(7) for p in range(3) if chance.random() < 0.2)
        town = towns[min(int(abs(chance.gauss(0, TOWNS / 4))), TOWNS - 1)]
        helpers.append(
            Helper(
                n + 1,
                near(town),
                chance.choice([3.0, 5.0, 10.0, 20.0]),
                times,
                chance.choice("mf"),
                frozenset(skills),
                {kind: date(2027, 1, 1) for kind in skills},
                frozenset(),
                chance.choice([0, 0, 1, 2, 5]),
            )
        )
    kinds = chance.choices(list(ASKED), list(ASKED.values()), k=NEEDS)
    asks = []
    for n, kind in enumerate(kinds):
        hour = chance.choice([8, 9, 10, 13, 14, 15, 18])
        day = first + timedelta(days=chance.randrange(14))
        asks.append(
            Ask(
                n + 1,
                kind,
                day,
                time(hour),
                time(hour + 2),
                near(chance.choice(towns)),
                chance.choice(["low", "low", "middle", "high"]),
            )
        )
    return asks, helpers


def plenty(seed: int) -> tuple[list[Ask], list[Helper]]:
    """Two days on which everybody can be helped, so that kilometres alone tell plans apart."""
    chance = random.Random(seed)
    towns = [Spot(chance.uniform(41.7, 42.6), chance.uniform(121.0, 122.6)) for _n in range(TOWNS)]
    kinds = list(OFFERED)[:3]

    def near() -> Spot:
        town = chance.choice(towns)
        return Spot(town.latitude + chance.gauss(0, 0.03), town.longitude + chance.gauss(0, 0.04))

    helpers = [
        Helper(
            n + 1,
            near(),
            40.0,
            sum(bit(d, p) for d in range(7) for p in range(3) if chance.random() < 0.1),
            "f",
            frozenset(chance.sample(kinds, 2)),
        )
        for n in range(VOLUNTEERS)
    ]
    hours = [chance.choice([9, 14]) for _n in range(NEEDS)]
    first = date(2026, 3, 2)
    asks = [
        Ask(
            n + 1,
            chance.choice(kinds),
            first + timedelta(days=n % 2),
            time(hour),
            time(hour + 2),
            near(),
        )
        for n, hour in enumerate(hours)
    ]
    return asks, helpers


@dataclass
class Sum:
    """All seeds together: the slowest run, who was left without help, kilometres."""

    slowest: float = 0.0
    left: int = 0
    kilometres: float = 0.0

    def add(
        self, solve: Callable[[list[Ask], list[Helper]], Plan], case: tuple[list[Ask], list[Helper]]
    ) -> Plan:
        begun = clock.perf_counter()
        plan = solve(*case)
        self.slowest = max(self.slowest, clock.perf_counter() - begun)
        self.left += len(plan.unmet)
        self.kilometres += sum(pair.kilometres for pair in plan.pairs)
        return plan


def rows() -> list[dict[str, Any]]:
    """Lines of the common table."""
    used = weights()
    ours, hand, near, near_by_hand = Sum(), Sum(), Sum(), Sum()
    for seed in SEEDS:
        case = world(seed)
        best = ours.add(lambda a, h: match(a, h, used), case)
        assert best.cost <= hand.add(lambda a, h: greedy(a, h, used), case).cost + 1
        case = plenty(seed)
        near.add(lambda a, h: match(a, h, used), case)
        near_by_hand.add(lambda a, h: greedy(a, h, used), case)
    what, peer = (
        f"{NEEDS} needs × {VOLUNTEERS} volunteers",
        "peer: need by need, the best who is free",
    )
    assert near.left == near_by_hand.left == 0
    return [
        _row(
            f"best plan of {what}, ms, slowest of {2 * len(SEEDS)}; {peer}",
            max(ours.slowest, near.slowest) * 1000,
            max(hand.slowest, near_by_hand.slowest) * 1000,
            "under 5 s",
            max(ours.slowest, near.slowest) < LIMIT,
        ),
        _row(
            f"people left without help, {len(SEEDS)} plans of {what}; {peer}",
            ours.left,
            hand.left,
            f"{FEWER:.0%} fewer",
            ours.left <= hand.left * (1 - FEWER),
        ),
        _row(
            f"kilometres where all are helped, {len(SEEDS)} plans of {what}; {peer}",
            near.kilometres,
            near_by_hand.kilometres,
            f"{NEARER:.0%} fewer",
            near.kilometres <= near_by_hand.kilometres * (1 - NEARER),
        ),
    ]


def _row(promise: str, ours: float, peer: float, aim: str, kept: bool) -> dict[str, Any]:
    return {
        "promise": promise,
        "ours": round(ours, 1),
        "peer": round(peer, 1),
        "ratio": round(ours / peer, 2),
        "aim": aim,
        "kept": kept,
    }
