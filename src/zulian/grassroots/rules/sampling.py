"""Whom to visit (抽查): a stratified random sample that anybody can draw again from its seed."""

from __future__ import annotations

import random
from collections.abc import Hashable, Mapping, Sequence
from math import ceil


def drawn(
    strata: Mapping[Hashable, Sequence[int]], percent: int, least: int, seed: int
) -> dict[Hashable, list[int]]:
    """From each stratum `percent` of its members, rounded up, at least `least`, at most all of them.

    The draw of a stratum depends on the seed, on the stratum and on its members alone, not on the order of either.
    """
    found = {}
    for stratum, members in strata.items():
        size = min(len(members), max(ceil(len(members) * percent / 100), least))
        chance = random.Random(f"{seed}|{stratum}")  # noqa: S311  (whoever has the seed must draw the same)
        found[stratum] = sorted(chance.sample(sorted(members), size))
    return found
