"""Rules of cadres' files and of the reserve, without a database: what is missing, how old, whether in proportion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

BANDS = ((0, 30), (31, 35), (36, 40), (41, 45), (46, 50), (51, 120))


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, the last of the month where there is none.

    >>> months_before(date(2024, 2, 29), 12)
    datetime.date(2023, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def years_after(day: date, years: int) -> date:
    """The same day some years later, 28 February for a 29th that is not there."""
    return months_before(day, -12 * years)


def born_before(day: date, years: int) -> date:
    """Who is born on this day or earlier has reached `years` on `day`."""
    return months_before(day, 12 * years)


def missing(kept: Mapping[str, object], required: Sequence[str]) -> list[str]:
    """The required fields that hold nothing, in the order of the rule."""
    return [name for name in required if not kept.get(name)]


def share(part: int, whole: int) -> Fraction | None:
    """A proportion, None over nothing."""
    return Fraction(part, whole) if whole else None


def bands(ages: Iterable[int]) -> list[tuple[str, int]]:
    """How many are of each band of age; every age lies in one band."""
    found = list(ages)
    return [(f"{low}—{high}" if low else f"≤{high}", sum(low <= a <= high for a in found)) for low, high in BANDS]


@dataclass(frozen=True)
class Gap:
    """Posts meant for disabled people against those so held, and the people on the list who could take them."""

    posts: int
    held: int
    ready: int

    @property
    def open(self) -> int:
        return self.posts - self.held

    @property
    def covered(self) -> bool:
        """Whether the list has somebody for every open post."""
        return self.ready >= self.open
