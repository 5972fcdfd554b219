"""Hours, stars, times and repeats."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zulian.volunteers.rules.figures import (
    bit,
    bits_between,
    has_time,
    hours_between,
    repeats,
    stars_of,
)

STARS = [100, 300, 600, 1000, 1500]
DAY = date(2026, 3, 2)


@given(st.integers(0, 2000))
def test_stars_begin_exactly_at_their_hours(hours: int) -> None:
    stars = stars_of(Decimal(hours), STARS)
    assert all(hours >= step for step in STARS[:stars])
    assert all(hours < step for step in STARS[stars:])


@given(st.integers(0, 24 * 60))
def test_hours_count_begun_halves_not_at_all(minutes: int) -> None:
    start = datetime(2026, 3, 2, 0, 0)
    hours = hours_between(start, start + timedelta(minutes=minutes))
    assert hours * 60 <= minutes < hours * 60 + 30


@given(st.times(), st.times())
def test_a_stretch_touches_the_parts_it_lies_in(start: time, end: time) -> None:
    if start < end:
        found = bits_between(DAY, start, end)
        assert found and found & ~sum(bit(0, part) for part in range(3)) == 0
        assert has_time(found, DAY, start, end)
        assert not has_time(found & (found - 1), DAY, start, end)


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["", "week", "fortnight", "month"]),
    st.integers(0, 366),
)
def test_repeats_go_on_until_their_day_and_no_further(first: date, step: str, days: int) -> None:
    until = first + timedelta(days=days)
    found = repeats(first, step, until, 60)
    assert found[0] == first and found == sorted(set(found)) and found[-1] <= max(until, first)
    assert len(found) == 1 or step
    if step == "week":
        assert len(found) == min(60, days // 7 + 1)


def test_a_month_that_is_too_short_takes_its_last_day() -> None:
    assert repeats(date(2026, 1, 31), "month", date(2026, 4, 1), 9) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]
