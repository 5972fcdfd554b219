"""Points and grade of the yearly review. No database here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def suggested(most: int, met: int, of: int) -> int:
    """The points that a share of what was due makes, rounded down; nothing due makes none.

    >>> suggested(15, 5, 6), suggested(15, 0, 0)
    (12, 0)
    """
    return most * min(met, of) // of if of else 0


def total(points: Mapping[str, int], items: Sequence[tuple[str, str, int]]) -> int:
    """All points together; each counts from nothing up to its most."""
    return sum(max(0, min(points.get(key, 0), most)) for key, _words, most in items)


def grade(points: int, grades: Sequence[tuple[int, str]]) -> str:
    """The grade of a total: the highest whose least it reaches."""
    return next((name for least, name in sorted(grades, reverse=True) if points >= least), "")
