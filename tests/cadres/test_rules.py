"""Rules of files and of the reserve."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zulian.cadres.rules import Gap, bands, missing, share


@given(st.lists(st.integers(18, 100)))
def test_every_age_lies_in_one_band(ages: list[int]) -> None:
    assert sum(n for _name, n in bands(ages)) == len(ages)


def test_what_is_missing_is_named_in_the_order_of_the_rule() -> None:
    assert missing({"a": "", "b": "x", "c": None}, ["c", "b", "a", "d"]) == ["c", "a", "d"]


def test_a_share_of_nothing_is_none() -> None:
    assert share(3, 0) is None
    assert share(3, 4) * 4 == 3  # type: ignore[operator]


def test_a_gap_is_covered_by_as_many_people_as_open_posts() -> None:
    assert Gap(5, 3, 2).covered and not Gap(5, 3, 1).covered and Gap(5, 5, 0).covered
