"""Marks made a result, by property: nobody else's order of names, judges or offers matters, and better is never worse."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.social.rules.scoring import Criterion, Result, middle, price_points, tally

CRITERIA = [Criterion("plan", 50), Criterion("staff", 30), Criterion("price", 20, by_price=True)]
TRIM = 5


@st.composite
def purchases(draw: st.DrawFn) -> tuple[dict[Any, Decimal], dict[Any, Any], Decimal]:
    offers = draw(st.integers(1, 5))
    judges = draw(st.sampled_from([1, 3, 5, 7]))
    prices: dict[Any, Decimal] = {n: Decimal(draw(st.integers(1, 200))) for n in range(offers)}
    marks = {
        n: {
            j: {"plan": draw(st.integers(0, 50)), "staff": draw(st.integers(0, 30))}
            for j in range(judges)
        }
        for n in range(offers)
    }
    return prices, marks, Decimal(draw(st.integers(50, 200)))


def result(case: tuple[dict[Any, Decimal], dict[Any, Any], Decimal]) -> list[Result]:
    prices, marks, budget = case
    return tally(prices, marks, CRITERIA, budget, TRIM)


def by_offer(rows: list[Result]) -> dict[Any, tuple[Fraction, int | None]]:
    return {row.offer: (row.total, row.place) for row in rows}


@given(purchases())
def test_places_follow_totals_then_prices_and_only_those_within_the_budget_have_one(
    case: Any,
) -> None:
    prices, _marks, budget = case
    rows = result(case)
    placed = [row for row in rows if row.place is not None]
    assert {row.offer for row in placed} == {
        offer for offer, price in prices.items() if price <= budget
    }
    keys = [(-row.total, prices[row.offer]) for row in placed]
    assert keys == sorted(keys)
    for row, key in zip(placed, keys, strict=True):
        assert row.place == 1 + sum(other < key for other in keys)


@given(purchases())
def test_totals_lie_between_nothing_and_a_hundred(case: Any) -> None:
    assert all(0 <= row.quality <= 80 and 0 <= row.price_points <= 20 for row in result(case))


@given(purchases(), st.randoms(use_true_random=False))
def test_the_order_of_offers_and_judges_does_not_matter(case: Any, chance: random.Random) -> None:
    prices, marks, budget = case
    offers = list(prices)
    chance.shuffle(offers)
    judges = list(next(iter(marks.values())))
    chance.shuffle(judges)
    mixed = {o: {j: marks[o][j] for j in judges} for o in offers}
    assert by_offer(result(case)) == by_offer(
        tally({o: prices[o] for o in offers}, mixed, CRITERIA, budget, TRIM)
    )


@given(purchases(), st.data())
def test_a_better_mark_never_worsens_the_offer(case: Any, data: st.DataObject) -> None:
    prices, marks, budget = case
    offer, judge = (
        data.draw(st.sampled_from(sorted(prices))),
        data.draw(st.sampled_from(sorted(marks[0]))),
    )
    before = by_offer(result(case))[offer]
    if marks[offer][judge]["plan"] < 50:
        marks[offer][judge]["plan"] += 1
        after = by_offer(result((prices, marks, budget)))[offer]
        assert after[0] >= before[0]
        assert before[1] is None or (after[1] is not None and after[1] <= before[1])


@given(purchases(), st.data())
def test_a_lower_price_of_the_cheapest_keeps_it_ahead_of_those_it_beat(
    case: Any, data: st.DataObject
) -> None:
    prices, marks, budget = case
    within = [o for o in prices if prices[o] <= budget]
    if not within:
        return
    cheapest = min(within, key=lambda o: prices[o])
    before = by_offer(result(case))[cheapest][1]
    lower = prices | {cheapest: prices[cheapest] * Decimal("0.5")}
    after = by_offer(result((lower, marks, budget)))[cheapest][1]
    assert before is not None and after is not None and after <= before


@given(purchases())
def test_an_offer_beyond_the_budget_has_no_influence_on_the_others(case: Any) -> None:
    prices, marks, budget = case
    more = prices | {"dear": budget + 1}
    with_dear = tally(more, marks | {"dear": marks[0]}, CRITERIA, budget, TRIM)
    assert {o: r for o, r in by_offer(with_dear).items() if o != "dear"} == by_offer(result(case))


@given(st.lists(st.fractions(0, 100), min_size=TRIM, max_size=9), st.fractions(0, 100))
def test_from_five_judges_on_no_single_one_moves_a_result_beyond_the_others(
    marks: list[Fraction], wild: Fraction
) -> None:
    assert min(marks) <= middle([*marks, wild], TRIM) <= max(marks)


def test_marks_that_are_missing_or_too_high_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        tally({1: Decimal(5)}, {1: {"a": {"plan": 10}}}, CRITERIA, Decimal(9), TRIM)
    with pytest.raises(ValueError, match="beyond"):
        tally({1: Decimal(5)}, {1: {"a": {"plan": 51, "staff": 1}}}, CRITERIA, Decimal(9), TRIM)
    with pytest.raises(ValueError, match="nobody"):
        tally({1: Decimal(5)}, {1: {}}, CRITERIA, Decimal(9), TRIM)


def test_worked_by_hand() -> None:
    marks = {
        "a": {
            1: {"plan": 40, "staff": 20},
            2: {"plan": 44, "staff": 22},
            3: {"plan": 42, "staff": 24},
        }
    }
    marks["b"] = {j: {"plan": 45, "staff": 20} for j in (1, 2, 3)}
    rows = tally({"a": Decimal(80), "b": Decimal(100)}, marks, CRITERIA, Decimal(100), TRIM)
    assert [(row.offer, row.shown(), row.place) for row in rows] == [
        ("a", "84.00", 1),
        ("b", "81.00", 2),
    ]
    assert price_points(Decimal(100), Decimal(80), 20) == 16
