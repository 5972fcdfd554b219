"""Lists of delegates: the solver beside the swaps that a clerk would try one after the other, on the same names and targets."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from zulian.congress.rules.composition import Candidate, Target, repair, standings

NAMES, UNITS, SEATS_EACH, SEEDS, LIMIT = 300, 20, 5, range(1, 11), 2.0
TRAITS = (
    ("tied", 0.45),
    ("women", 0.24),
    ("grassroots", 0.45),
    ("minority", 0.04),
    ("party", 0.3),
    ("sight", 0.04),
    ("hearing", 0.05),
    ("body", 0.2),
    ("mind", 0.03),
    ("psyche", 0.03),
)
TARGETS = (
    Target("tied", Fraction(1, 2)),
    Target("women", Fraction(3, 10)),
    Target("grassroots", Fraction(1, 2)),
    Target("minority", number=6),
    Target("party", Fraction(35, 100)),
    Target("sight", number=5),
    Target("hearing", number=5),
    Target("body", number=10),
    Target("mind", number=4),
    Target("psyche", number=4),
)


def world(seed: int) -> tuple[list[Candidate], set[str]]:
    """Three hundred names of twenty units, a third of them on the list as they came in."""
    chance = random.Random(seed)
    names = [
        Candidate(
            f"{unit}-{n}", str(unit), frozenset(t for t, share in TRAITS if chance.random() < share)
        )
        for unit in range(UNITS)
        for n in range(NAMES // UNITS)
    ]
    return names, {c.key for c in names if int(c.key.split("-")[1]) < SEATS_EACH}


def one_by_one(names: Sequence[Candidate], chosen: set[str]) -> tuple[bool, int]:
    """The best single swap again and again, until every target is met or no swap helps; whether it got there, with how many."""
    now, swaps, size = set(chosen), 0, UNITS * SEATS_EACH

    def lacking(keys: set[str]) -> int:
        rows = [c for c in names if c.key in keys]
        return sum(max(0, s.needed - s.have) for s in standings(rows, TARGETS, size))

    short = lacking(now)
    while short:
        tries = [
            (lacking(now - {a.key} | {b.key}), a.key, b.key)
            for a in names
            if a.key in now
            for b in names
            if b.unit == a.unit and b.key not in now
        ]
        best, out, into = min(tries)
        if best >= short:
            return False, swaps
        now, short, swaps = now - {out} | {into}, best, swaps + 1
    return True, swaps


def lists() -> list[dict[str, Any]]:
    """The slowest answer of ten lists; never more swaps than one by one, and an answer wherever that finds one."""
    slowest, ours, theirs, peer_ms, good = 0.0, 0, 0, [], True
    for seed in SEEDS:
        names, chosen = world(seed)
        begun = time.perf_counter()
        found = repair(names, chosen, {str(unit): SEATS_EACH for unit in range(UNITS)}, TARGETS)
        slowest = max(slowest, time.perf_counter() - begun)
        begun = time.perf_counter()
        reached, swaps = one_by_one(names, chosen)
        peer_ms.append((time.perf_counter() - begun) * 1000)
        if reached:
            good = good and found is not None and len(found.into) <= swaps
            theirs += swaps
            ours += len(found.into) if found else 0
    middle = sorted(peer_ms)[len(peer_ms) // 2]
    return [
        {
            "what": f"a list of {UNITS * SEATS_EACH} mended from {NAMES} names",
            "ms": round(slowest * 1000, 1),
            "promise": f"within {LIMIT:g} s, no more swaps",
            "kept": slowest < LIMIT and good,
            "peer": "the best swap again and again",
            "peer_ms": round(middle, 1),
            "swaps": ours,
            "peer_swaps": theirs,
        }
    ]
