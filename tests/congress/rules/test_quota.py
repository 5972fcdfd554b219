"""Shares of delegates: they add up, follow the weights, and favour nobody."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.congress.rules.quota import allocate

weights = st.dictionaries(
    st.text("甲乙丙丁戊", min_size=1, max_size=3), st.integers(1, 10**6), min_size=1, max_size=12
)


@given(weights, st.integers(0, 400), st.integers(0, 3))
def test_seats_add_up_and_stay_within_one_of_their_share(
    units: dict[str, int], more: int, least: int
) -> None:
    total = least * len(units) + more
    found = allocate(total, units, least)
    assert list(found) == list(units) and sum(found.values()) == total
    for unit, seats in found.items():
        share = least + Fraction(more * units[unit], sum(units.values()))
        assert abs(seats - share) < 1 and seats >= least


@given(weights, st.integers(0, 400))
def test_a_heavier_unit_never_has_fewer(units: dict[str, int], total: int) -> None:
    found = allocate(total, units)
    for one in units:
        assert all(found[one] >= found[two] for two in units if units[one] > units[two])


def test_equal_remainders_go_to_the_heavier_then_to_the_earlier() -> None:
    assert allocate(3, {"甲": 1, "乙": 1}) == {"甲": 2, "乙": 1}
    assert allocate(4, {"乙": 1, "甲": 5}) == {"乙": 1, "甲": 3}
    assert allocate(10, {"甲": 0, "乙": 7}, 1) == {"甲": 1, "乙": 9}


@pytest.mark.parametrize(
    ("total", "units", "least"),
    [(3, {"甲": 1, "乙": 1}, 2), (3, {"甲": 0}, 0), (3, {}, 0), (3, {"甲": -1}, 0)],
)
def test_what_cannot_be_shared_is_refused(total: int, units: dict[str, int], least: int) -> None:
    with pytest.raises(ValueError):
        allocate(total, units, least)
