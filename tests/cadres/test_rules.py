"""Rules of files and of the reserve."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zulian.cadres.rules import Gap, bands, born_before, missing, months_before, share, years_after

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(days, st.integers(0, 600))
def test_months_back_keep_the_day_or_the_last_of_the_month(day: date, months: int) -> None:
    found = months_before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day == day.day or (found.day < day.day and found.day >= 28)


@given(days, st.integers(0, 60))
def test_years_on_and_back_again(day: date, years: int) -> None:
    there = years_after(day, years)
    assert there.year - day.year == years and there.month == day.month
    assert months_before(there, 12 * years) == day or (day.month, day.day) == (2, 29)


@given(days, days, st.integers(18, 70))
def test_who_is_born_on_or_before_the_day_has_reached_the_age(birth: date, day: date, years: int) -> None:
    # On 28 February who was born on a 29th is not yet a year older by law; the bound errs by that day alone.
    reached = years_after(birth, years) <= day
    assert (birth <= born_before(day, years)) == reached or 29 in {birth.day, day.day} or day.day == 28


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
