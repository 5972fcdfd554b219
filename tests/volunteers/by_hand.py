"""What a clerk does by hand, for tests and benchmarks to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zulian.volunteers.rules.matching import Crowd
from zulian.volunteers.rules.pairs import Ask, Helper, Pair, Plan, Weights


def greedy(asks: Sequence[Ask], helpers: Sequence[Helper], weights: Weights) -> Plan:
    """What a clerk does by hand: one service after the other, each the cheapest who is still free."""
    crowd = Crowd(helpers, weights)
    load: dict[int, int] = {}
    booked: set[tuple[int, date]] = set()
    made, unmet, total = [], {}, 0.0
    for ask in asks:
        able, far, cost, why = crowd.candidates(ask)
        free = [
            n
            for n, place in enumerate(able)
            if (int(place), ask.on) not in booked and load.get(int(place), 0) < weights.per_plan
        ]
        price = {n: float(cost[n]) + load.get(int(able[n]), 0) * weights.each_more for n in free}
        if not price or min(price.values()) > weights.unmet[ask.risk]:
            unmet[ask.key] = why or "taken"
            total += weights.unmet[ask.risk]
            continue
        best = min(price, key=lambda n: price[n])
        place = int(able[best])
        booked.add((place, ask.on))
        load[place] = load.get(place, 0) + 1
        total += price[best]
        made.append(
            Pair(
                ask.key, int(crowd.keys[place]), float(far[best]), float(cost[best]), len(able) - 1
            )
        )
    return Plan(made, unmet, total)
