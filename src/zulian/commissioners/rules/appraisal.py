"""Appraisal (考核): marks of three sides into one, grades with a quota for the best. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Marks:
    """The marks given by three sides, 0 to 100; None for a side that was not asked."""

    own: Decimal | None
    town: Decimal | None
    served: Decimal | None


def total(marks: Marks, weights: Mapping[str, int]) -> Decimal | None:
    """The weighted mean of the sides that spoke; a side that was not asked leaves its weight to the others."""
    given = [(mark, weights[side]) for side, mark in vars(marks).items() if mark is not None]
    whole = sum(weight for _mark, weight in given)
    if not whole:
        return None
    return (sum((mark * weight for mark, weight in given), Decimal(0)) / whole).quantize(
        CENT, ROUND_HALF_UP
    )


def grades(
    totals: Mapping[int, Decimal], cuts: Sequence[tuple[str, Decimal]], quota_percent: int
) -> dict[int, str]:
    """The grade of each by the first cut reached; of the highest grade only `quota_percent` of all, the best, the rest takes the next.

    `cuts` go from the highest grade down and end with one from 0. Whoever has the same total as the last within the quota
    but stands beyond it takes the next grade too: the quota is never exceeded, and equals are treated alike.
    """
    found = {key: next(name for name, cut in cuts if value >= cut) for key, value in totals.items()}
    best, second = cuts[0][0], cuts[1][0]
    room = len(totals) * quota_percent // 100
    top = sorted((key for key, name in found.items() if name == best), key=lambda key: -totals[key])
    if len(top) > room:
        edge = totals[top[room]]
        for key in top:
            if totals[key] <= edge:
                found[key] = second
    return found
