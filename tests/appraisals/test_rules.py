"""How marks are counted, and what a unit comes to."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zulian.appraisals.rules import (
    RATED,
    Kind,
    Mark,
    of_rate,
    off_for_each,
    places_of,
    total_of,
)
from zulian.indicators.rules import Pair

tenths = st.integers(0, 1000).map(lambda n: Decimal(n) / 10)


@given(tenths, st.integers(0, 50), st.integers(0, 50))
def test_a_rate_earns_its_share_and_never_more(points: Decimal, met: int, more: int) -> None:
    got = of_rate(points, Pair(met, met + more))
    if met + more == 0:
        assert got is None
    else:
        assert got is not None and 0 <= got <= points
        assert got == points or more


@given(tenths, tenths, st.integers(0, 100))
def test_what_is_taken_off_ends_at_the_points(points: Decimal, each: Decimal, times: int) -> None:
    assert 0 <= off_for_each(points, each, times) <= points


def test_what_asks_nothing_of_a_unit_counts_neither_for_nor_against_it() -> None:
    marks = [
        Mark(Kind.MEASURED, Decimal(60), Decimal(30)),
        Mark(Kind.ON_TIME, Decimal(40), None),
        Mark(Kind.LATE, Decimal(10), Decimal("1.5")),
        Mark(Kind.BONUS, Decimal(5), Decimal(2)),
    ]
    assert total_of(marks) == Decimal("50.5")
    assert total_of(marks[1:]) is None


@given(st.lists(st.tuples(st.sampled_from(RATED), tenths), min_size=1, max_size=8))
def test_full_marks_come_to_the_sum_of_the_points(rated: list[tuple[Kind, Decimal]]) -> None:
    whole = sum((points for _kind, points in rated), Decimal(0))
    total = total_of(Mark(kind, points, points) for kind, points in rated)
    assert total == (whole or None)


@given(st.lists(st.one_of(st.none(), tenths), max_size=12))
def test_places_follow_the_totals(totals: list[Decimal | None]) -> None:
    places = places_of(totals)
    for total, place in zip(totals, places, strict=True):
        better = [
            other for other in totals if other is not None and total is not None and other > total
        ]
        assert place == (None if total is None else len(better) + 1)


def test_nobody_comes_to_less_than_nothing() -> None:
    marks = [
        Mark(Kind.JUDGED, Decimal(100), Decimal(0)),
        Mark(Kind.PENALTY, Decimal(9), Decimal(9)),
    ]
    assert total_of(marks) == 0
