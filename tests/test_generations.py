"""Which backups stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zulian.generations import Generations, kept

USUAL = Generations(7, 4, 12)
MOMENTS = st.sets(
    st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 1, 1)), max_size=60
)


def test_after_two_years_of_nights_there_are_days_weeks_and_months() -> None:
    last = datetime(2026, 11, 29, 1)
    stay = sorted(kept([last - timedelta(days=n) for n in range(730)], USUAL), reverse=True)
    assert stay[:7] == [last - timedelta(days=n) for n in range(7)]
    assert len(stay) <= 7 + 4 + 12
    assert stay[-1] == datetime(2025, 12, 31, 1)
    # Sundays are the last of their weeks; the week of today is one of the four.
    assert {datetime(2026, 11, day, 1) for day in (8, 15, 22, 29)} <= set(stay)


def test_nights_without_a_backup_take_no_place() -> None:
    old = [datetime(2026, 1, day, 1) for day in (3, 9, 20)]
    assert kept(old, Generations(7, 0, 0)) == set(old)


@given(MOMENTS)
def test_the_newest_stays_and_what_stays_is_kept_again(moments: set[datetime]) -> None:
    stay = kept(moments, USUAL)
    assert stay <= moments
    assert not moments or max(moments) in stay
    assert kept(stay, USUAL) == stay
