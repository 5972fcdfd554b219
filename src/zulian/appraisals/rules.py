"""How marks are counted (计分): rates times points, so much off for each, and what a unit comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from zulian.indicators.rules import Pair

TENTH = Decimal("0.1")


class Kind(StrEnum):
    """计分方式: a rate of the plan, what is judged, what is taken off or put on top."""

    MEASURED = "measured"
    ON_TIME = "on_time"
    REPORTED = "reported"
    SIGNED = "signed"
    PROVEN = "proven"
    JUDGED = "judged"
    LATE = "late"
    PENALTY = "penalty"
    BONUS = "bonus"


RATES = (Kind.MEASURED, Kind.ON_TIME, Kind.REPORTED, Kind.SIGNED, Kind.PROVEN)
# What the points of a scheme add up from; the others are taken off or put on top.
RATED = (*RATES, Kind.JUDGED)
TAKEN_OFF = (Kind.LATE, Kind.PENALTY)
# What the system counts; the others are given by hand.
COUNTED = (*RATES, Kind.LATE)


def short(points: Decimal) -> str:
    """Points without a nought behind the point.

    >>> short(Decimal("40.0")), short(Decimal("0.5"))
    ('40', '0.5')
    """
    return f"{points.normalize():f}"


def tenth(number: Decimal) -> Decimal:
    """Rounded to a tenth, halves up."""
    return number.quantize(TENTH, ROUND_HALF_UP)


def of_rate(points: Decimal, pair: Pair) -> Decimal | None:
    """The share of the points that a rate earns; None where nothing was asked.

    >>> of_rate(Decimal(40), Pair(3, 4))
    Decimal('30.0')
    """
    return tenth(points * pair.met / pair.of) if pair.of else None


def off_for_each(points: Decimal, each: Decimal, times: int) -> Decimal:
    """So much for each time, at most the points of the item.

    >>> off_for_each(Decimal(10), Decimal("0.5"), 3), off_for_each(Decimal(1), Decimal("0.5"), 3)
    (Decimal('1.5'), Decimal('1.0'))
    """
    return tenth(min(points, each * times))


def off_for_share(points: Decimal, each: Decimal, pair: Pair) -> Decimal:
    """So much for each hundredth that a rate lacks, at most the points of the item.

    >>> off_for_share(Decimal(10), Decimal("0.5"), Pair(6, 8)), off_for_share(Decimal(10), Decimal(1), Pair(0, 3))
    (Decimal('10.0'), Decimal('10.0'))
    >>> off_for_share(Decimal(10), Decimal("0.1"), Pair(6, 8))
    Decimal('2.5')
    """
    return tenth(min(points, each * 100 * pair.missing / pair.of)) if pair.of else Decimal(0)


@dataclass(frozen=True)
class Mark:
    """The mark of a unit for an item; None where the item asked nothing of it."""

    kind: Kind
    points: Decimal
    got: Decimal | None


@dataclass(frozen=True)
class Parts:
    """What a total is made of: what was got of what could be, counted for the full points, off and on top."""

    got: Decimal
    possible: Decimal
    full: Decimal
    off: Decimal
    bonus: Decimal
    scaled: Decimal


def parts_of(marks: Iterable[Mark]) -> Parts:
    """What the total of a unit is made of.

    Items that asked nothing of a unit are left out and the others count for them (折算): who had nothing to report is
    neither praised nor blamed.
    """
    marks = list(marks)
    rated = [mark for mark in marks if mark.kind in RATED]
    asked = [mark for mark in rated if mark.got is not None]
    full, possible = (sum((m.points for m in some), Decimal(0)) for some in (rated, asked))
    got = _got(asked)
    return Parts(
        got,
        possible,
        full,
        _got(mark for mark in marks if mark.kind in TAKEN_OFF),
        _got(mark for mark in marks if mark.kind is Kind.BONUS),
        tenth(got * full / possible) if possible else Decimal(0),
    )


def _got(marks: Iterable[Mark]) -> Decimal:
    return sum((mark.got or Decimal(0) for mark in marks), Decimal(0))


def total_of(marks: Iterable[Mark]) -> Decimal | None:
    """What a unit comes to; None where nothing was asked of it. Penalties go off and bonuses on top, never below nought."""
    parts = parts_of(marks)
    if not parts.possible:
        return None
    got = parts.got * parts.full / parts.possible - parts.off + parts.bonus
    return tenth(max(got, Decimal(0)))


def places_of(totals: Sequence[Decimal | None]) -> list[int | None]:
    """The place of each total, the highest first; equal ones share it, and who has none has no place.

    >>> places_of([Decimal(90), None, Decimal(95), Decimal(90)])
    [2, None, 1, 2]
    """
    known = [total for total in totals if total is not None]
    return [None if t is None else 1 + sum(other > t for other in known) for t in totals]
