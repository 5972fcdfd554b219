"""Pairs and lights."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zulian.indicators.registry import known
from zulian.indicators.rules import Light, Pair, Show, light, value

pairs = st.integers(0, 500).flatmap(lambda of: st.integers(0, of).map(lambda met: Pair(met, of)))


@given(pairs, pairs, pairs)
def test_pairs_add_up_in_any_order(a: Pair, b: Pair, c: Pair) -> None:
    assert (a + b) + c == a + (b + c) == c + b + a
    assert (a + b).missing == a.missing + b.missing


@given(pairs, st.integers(0, 100), st.integers(0, 40))
def test_a_rate_is_green_exactly_from_its_target_on(pair: Pair, target: int, slack: int) -> None:
    found = light(pair, Show.RATE, target, slack)
    assert (found is Light.NONE) == (pair.of == 0)
    if pair.of:
        assert (found is Light.GREEN) == (100 * pair.met >= target * pair.of)
        assert (found is Light.RED) == (100 * pair.met < (target - slack) * pair.of)


def test_a_rounded_rate_does_not_reach_the_target() -> None:
    nearly = Pair(8996, 10_000)
    assert nearly.percent == 90.0
    assert light(nearly, Show.RATE, 90, 20) is Light.YELLOW


def test_a_number_of_failing_rows_is_green_up_to_its_target() -> None:
    assert light(Pair(10, 10), Show.MISSING, 0, 20) is Light.GREEN
    assert light(Pair(9, 10), Show.MISSING, 0, 20) is Light.YELLOW
    assert light(Pair(7, 10), Show.MISSING, 0, 20) is Light.RED
    assert light(Pair(7, 10), Show.MISSING, 3, 20) is Light.GREEN


def test_what_is_shown() -> None:
    assert value(Pair(1, 4), Show.RATE) == 25.0
    assert value(Pair(1, 4), Show.MISSING) == 3.0
    assert value(Pair(), Show.RATE) is None


def test_no_two_indicators_have_one_name() -> None:
    names = [str(indicator.name) for indicator in known()]
    assert sorted(names) == sorted(set(names))
