"""Working days by the announced calendar, and beyond it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zulian.foundation.workdays import add_workdays, is_announced, is_workday

known_days = st.dates(date(2005, 1, 1), date(2024, 12, 1))


def test_holidays_and_shifted_workdays_of_2013() -> None:
    assert is_workday(date(2013, 2, 17))
    assert not is_workday(date(2013, 10, 1))


def test_years_not_yet_announced_count_monday_to_friday_and_say_so() -> None:
    assert not is_announced(date(2090, 1, 2))
    assert is_workday(date(2090, 1, 2))
    assert add_workdays(date(2090, 1, 2), 1).provisional


def test_crossing_into_an_unannounced_year_is_provisional() -> None:
    last = next(y for y in range(2020, 2100) if not is_announced(date(y, 6, 1))) - 1
    assert add_workdays(date(last, 12, 31), 3).provisional
    assert not add_workdays(date(last, 1, 10), 3).provisional


@given(known_days, st.integers(1, 30))
def test_counting_forward_lands_on_a_workday_with_that_many_between(start: date, days: int) -> None:
    end = add_workdays(start, days).day
    assert is_workday(end)
    assert (
        sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)) == days
    )


@given(known_days, st.integers(1, 20))
def test_forward_then_back_returns_to_a_workday(start: date, days: int) -> None:
    if is_workday(start):
        assert add_workdays(add_workdays(start, days).day, -days).day == start
