"""Rules of cadres' files and of the reserve, without a database: what is missing, whether in proportion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

BANDS = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 120))


def missing(kept: Mapping[str, object], required: Sequence[str]) -> list[str]:
    """The required fields that hold nothing, in the order of the rule."""
    return [name for name in required if not kept.get(name)]


def share(part: int, whole: int) -> Fraction | None:
    """A proportion, None over nothing."""
    return Fraction(part, whole) if whole else None


def bands(ages: Iterable[int]) -> list[tuple[str, int]]:
    """How many are of each band of age; every age lies in one band."""
    found = list(ages)
    return [
        (f"{low}—{high}" if low else f"≤{high}", sum(low <= a <= high for a in found))
        for low, high in BANDS
    ]


@dataclass(frozen=True)
class Gap:
    """Offices meant for disabled people against those so held, and the people on the list who could take them."""

    offices: int
    held: int
    ready: int

    @property
    def open(self) -> int:
        return self.offices - self.held

    @property
    def covered(self) -> bool:
        """Whether the list has somebody for every open post."""
        return self.ready >= self.open
