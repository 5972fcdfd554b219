"""Sharing the delegates out (代表名额分配) to electoral units: largest remainder, with a floor for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def allocate(total: int, weights: Mapping[str, int], least: int = 0) -> dict[str, int]:
    """Seats by unit, in the order of `weights`, adding up to `total`.

    Each unit has `least` seats; the rest follows the weights: whole parts first, then one each to the largest remainders,
    to the heavier unit and then to the earlier one where these are equal. Raises ValueError where the floor alone is more
    than the total, or no unit has any weight.
    """
    rest = total - least * len(weights)
    if rest < 0 or not weights or min(weights.values()) < 0:
        raise ValueError("too few seats for the floor, or a weight below nothing")
    whole = sum(weights.values())
    if rest and not whole:
        raise ValueError("no unit has any weight")
    exact = {
        unit: Fraction(rest * weight, whole) if whole else Fraction(0)
        for unit, weight in weights.items()
    }
    seats = {unit: int(share) for unit, share in exact.items()}
    order = {unit: number for number, unit in enumerate(weights)}
    left = rest - sum(seats.values())
    for unit in sorted(exact, key=lambda u: (-(exact[u] - seats[u]), -weights[u], order[u]))[:left]:
        seats[unit] += 1
    return {unit: least + n for unit, n in seats.items()}
