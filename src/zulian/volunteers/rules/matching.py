"""Who is proposed for whom (供需匹配): all open services at once, as a minimum-cost flow. No database here.

Hard: the kind of service is offered, the qualification where one is needed is valid, the volunteer has time, is near enough, is not booked that
day, has not declined it, is of the same sex where that is required, and is proposed at most once a day and `per_plan` times in all.
Soft, in kilometres: distance, unmet needs, who has been there before or is wished for, who has served little lately.

Why a flow is enough: whoever is proposed once a day can't be booked twice, so that a day of a volunteer is a node of capacity one; the price of a
further service to one volunteer only grows, so that it is a row of parallel arcs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from zulian.regions.geo import EARTH_KM, Spot
from zulian.volunteers.rules.figures import bits_between
from zulian.volunteers.rules.pairs import Ask, Helper, Pair, Plan, Weights

SCALE = 1000  # the solver counts in metres


class Crowd:
    """All volunteers in columns, so that a service asks all of them at once."""

    def __init__(self, helpers: Sequence[Helper], weights: Weights) -> None:
        self.helpers, self.weights = helpers, weights
        self.keys = np.array([h.key for h in helpers], dtype=np.int64)
        self.place = {h.key: n for n, h in enumerate(helpers)}
        self.up = np.radians([h.spot.latitude for h in helpers])
        self.across = np.radians([h.spot.longitude for h in helpers])
        self.radius = np.array([h.radius for h in helpers], dtype=float)
        self.times = np.array([h.times for h in helpers], dtype=np.int64)
        self.sex = np.array([h.sex for h in helpers])
        self.base = np.array([h.recent for h in helpers], dtype=float) * weights.each_recent
        self._offering: dict[tuple[str, date], np.ndarray] = {}

    def offering(self, kind: str, day: date) -> np.ndarray:
        """Who offers a kind of service, may give it and is free that day; the same for all services of a day, so kept."""
        if (kind, day) not in self._offering:
            needs = kind in self.weights.trained
            self._offering[kind, day] = np.array(
                [
                    n
                    for n, h in enumerate(self.helpers)
                    if kind in h.skills
                    and day not in h.busy
                    and (h.away_until is None or h.away_until < day)
                    and (not needs or h.qualified.get(kind, date.min) >= day)
                ],
                dtype=np.int64,
            )
        return np.asarray(self._offering[kind, day])

    def candidates(self, ask: Ask) -> tuple[np.ndarray, np.ndarray, np.ndarray, str]:
        """Places of those who can come, their kilometres, what each costs (first service), and why nobody can, if so."""
        able = self.offering(ask.kind, ask.on)
        if not len(able):
            return able, able, able, "skill"
        wanted = bits_between(ask.on, ask.start, ask.end)
        able = able[(self.times[able] & wanted) == wanted]
        if ask.sex:
            able = able[self.sex[able] == ask.sex]
        able = able[~np.isin(self.keys[able], list(ask.not_again))] if ask.not_again else able
        if not len(able):
            return able, able, able, "time"
        far = self.kilometres(ask.spot, able)
        near = far <= self.radius[able]
        able, far = able[near], far[near]
        cost = far + self.base[able]
        for keys, worth in (
            (ask.known, self.weights.known),
            ({ask.wished} - {0}, self.weights.wished),
        ):
            if keys:
                cost = cost - worth * np.isin(self.keys[able], list(keys))
        return able, far, cost, "" if len(able) else "far"

    def kilometres(self, spot: Spot, places: np.ndarray) -> np.ndarray:
        """Great circles from a spot to volunteers."""
        up, across = np.radians(spot.latitude), np.radians(spot.longitude)
        part = (
            np.sin((self.up[places] - up) / 2) ** 2
            + np.cos(up) * np.cos(self.up[places]) * np.sin((self.across[places] - across) / 2) ** 2
        )
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, part))))


def match(asks: Sequence[Ask], helpers: Sequence[Helper], weights: Weights) -> Plan:
    """The best plan of all: as many people helped as the weights want, at the least cost."""
    crowd = Crowd(helpers, weights)
    rows, unmet = [], {}
    for n, ask in enumerate(asks):
        able, far, cost, why = crowd.candidates(ask)
        if why:
            unmet[ask.key] = why
            continue
        # Of the rest nobody is needed: were one in the plan, some nearer one would be free and no dearer.
        keep = (
            np.argsort(cost, kind="stable")[: len(asks)] if len(able) > len(asks) else slice(None)
        )
        rows.append((n, able[keep], far[keep], cost[keep], len(able)))
    if not rows:
        return Plan([], unmet, sum(weights.unmet[ask.risk] for ask in asks))
    return _solve(asks, crowd, rows, unmet)


def _solve(
    asks: Sequence[Ask], crowd: Crowd, rows: list[tuple[Any, ...]], unmet: dict[int, str]
) -> Plan:
    """Services → days of volunteers → volunteers → the end; a service may stay unmet at its price."""
    weights, days = crowd.weights, sorted({asks[row[0]].on for row in rows})
    place_of_day = {day: n for n, day in enumerate(days)}
    heads, costs = [], []
    for n, able, _far, cost, _all in rows:
        heads.append(able * len(days) + place_of_day[asks[n].on])
        costs.append(np.round(cost * SCALE).astype(np.int64))
    day_nodes, at_day = np.unique(np.concatenate(heads), return_inverse=True)
    people, at_person = np.unique(day_nodes // len(days), return_inverse=True)
    count, end = len(rows), len(rows) + len(day_nodes) + len(people)
    tails = np.repeat(np.arange(count), [len(h) for h in heads])
    flow = min_cost_flow.SimpleMinCostFlow()
    pairs_arcs = _arcs(flow, tails, count + at_day, np.concatenate(costs))
    _arcs(
        flow,
        count + np.arange(len(day_nodes)),
        count + len(day_nodes) + at_person,
        np.zeros(len(day_nodes)),
    )
    for n in range(weights.per_plan):
        price = np.full(len(people), round(n * weights.each_more * SCALE))
        _arcs(
            flow, count + len(day_nodes) + np.arange(len(people)), np.full(len(people), end), price
        )
    prices = np.array([round(weights.unmet[asks[row[0]].risk] * SCALE) for row in rows])
    _arcs(flow, np.arange(count), np.full(count, end), prices)
    flow.set_nodes_supplies(
        np.arange(end + 1), np.array([1] * count + [0] * (end - count) + [-count])
    )
    if (
        flow.solve() != flow.OPTIMAL
    ):  # pragma: no cover  (there is always the plan that helps nobody)
        raise RuntimeError("The flow has no solution")
    chosen = flow.flows(pairs_arcs) > 0
    alone = sum(weights.unmet[asks[n].risk] for n in range(len(asks)) if asks[n].key in unmet)
    pairs = _read(asks, crowd, rows, chosen)
    met = {pair.ask for pair in pairs}
    taken = {asks[row[0]].key: "taken" for row in rows if asks[row[0]].key not in met}
    return Plan(pairs, unmet | taken, flow.optimal_cost() / SCALE + alone)


def _arcs(flow: Any, tails: np.ndarray, heads: np.ndarray, costs: np.ndarray) -> np.ndarray:
    """Arcs of capacity one; their numbers."""
    found: np.ndarray = flow.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32),
        heads.astype(np.int32),
        np.ones(len(tails), dtype=np.int64),
        costs.astype(np.int64),
    )
    return found


def _read(
    asks: Sequence[Ask], crowd: Crowd, rows: list[tuple[Any, ...]], chosen: np.ndarray
) -> list[Pair]:
    pairs, start = [], 0
    for n, able, far, cost, everybody in rows:
        hit = np.flatnonzero(chosen[start : start + len(able)])
        start += len(able)
        if len(hit):
            at = int(hit[0])
            pairs.append(
                Pair(
                    asks[n].key,
                    int(crowd.keys[able[at]]),
                    float(far[at]),
                    float(cost[at]),
                    int(everybody) - 1,
                )
            )
    return pairs


def ranked(ask: Ask, helpers: Sequence[Helper], weights: Weights, most: int = 8) -> list[Pair]:
    """The best volunteers for one service, nearest in cost first: for replacing somebody at short notice."""
    crowd = Crowd(helpers, weights)
    able, far, cost, _why = crowd.candidates(ask)
    order = [int(n) for n in np.argsort(cost, kind="stable")[:most]]
    return [
        Pair(ask.key, int(crowd.keys[able[n]]), float(far[n]), float(cost[n]), len(able) - 1)
        for n in order
    ]
