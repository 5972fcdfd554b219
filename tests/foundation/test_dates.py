"""Months and years are counted without losing or gaining a day where there is one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zulian.foundation.dates import born_before, months_before, years_after

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
def test_who_is_born_on_or_before_the_day_has_reached_the_age(
    birth: date, day: date, years: int
) -> None:
    # On 28 February who was born on a 29th is not yet a year older by law; the bound errs by that day alone.
    reached = years_after(birth, years) <= day
    assert (
        (birth <= born_before(day, years)) == reached or 29 in {birth.day, day.day} or day.day == 28
    )
