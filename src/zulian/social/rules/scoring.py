"""Marks of several judges made one result (综合评分), exactly. No database here."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Criterion:
    """What is marked: its most points, and whether they come from the price."""

    key: Hashable
    points: int
    by_price: bool = False


@dataclass(frozen=True)
class Result:
    """What an offer has: points for quality and price together, its place (1 is best); one above the budget has no place."""

    offer: Hashable
    quality: Fraction
    price_points: Fraction
    place: int | None

    @property
    def total(self) -> Fraction:
        return self.quality + self.price_points

    def shown(self) -> str:
        """The total with two decimals."""
        hundredths = round(self.total * 100)
        return f"{hundredths // 100}.{hundredths % 100:02d}"


def middle(marks: Sequence[Fraction], trim_from: int) -> Fraction:
    """The mean, from `trim_from` marks on without one best and one worst."""
    kept = sorted(marks)
    if len(kept) >= trim_from:
        kept = kept[1:-1]
    return sum(kept, Fraction(0)) / len(kept)


def price_points(price: Decimal, lowest: Decimal, points: int) -> Fraction:
    """The lowest price has all points, others in proportion."""
    return Fraction(points) * Fraction(lowest) / Fraction(price)


def tally(
    prices: Mapping[Hashable, Decimal],
    marks: Mapping[Hashable, Mapping[Hashable, Mapping[Hashable, int]]],
    criteria: Sequence[Criterion],
    budget: Decimal,
    trim_from: int,
) -> list[Result]:
    """The results, best first. `marks` are by offer, judge and criterion; every judge has marked every offer.

    An offer above the budget gets no place and does not set the lowest price. Of equal totals the lower price is better;
    equal in both share a place. Raises ValueError for marks that are missing or beyond a criterion's points.
    """
    quality = [c for c in criteria if not c.by_price]
    within = {offer for offer, price in prices.items() if price <= budget}
    lowest = min((prices[offer] for offer in within), default=Decimal(0))
    by_price = sum(c.points for c in criteria if c.by_price)
    results = []
    for offer, price in prices.items():
        sums = [_sum(given, quality) for given in marks[offer].values()]
        if not sums:
            raise ValueError("nobody has marked an offer")
        gained = price_points(price, lowest, by_price) if offer in within else Fraction(0)
        results.append(Result(offer, middle(sums, trim_from), gained, None))
    return _placed(results, prices, within)


def _sum(given: Mapping[Hashable, int], quality: Sequence[Criterion]) -> Fraction:
    total = 0
    for criterion in quality:
        mark = given.get(criterion.key)
        if mark is None or not 0 <= mark <= criterion.points:
            raise ValueError("a mark is missing or beyond its points")
        total += mark
    return Fraction(total)


def _placed(
    results: list[Result], prices: Mapping[Hashable, Decimal], within: set[Hashable]
) -> list[Result]:
    """Best first, with places; those outside the budget last."""
    order = sorted(results, key=lambda r: (r.offer not in within, -r.total, prices[r.offer]))
    placed: list[Result] = []
    for n, row in enumerate(order):
        if row.offer not in within:
            placed.append(row)
            continue
        before = placed[-1] if placed else None
        same = before is not None and (before.total, prices[before.offer]) == (
            row.total,
            prices[row.offer],
        )
        place = before.place if before is not None and same else n + 1
        placed.append(Result(row.offer, row.quality, row.price_points, place))
    return placed
