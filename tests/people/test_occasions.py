"""Days of the year by rule."""

from __future__ import annotations

from datetime import date

from zulian.people.commemorative_days import occasion_day


def test_occasions_fall_on_their_days() -> None:
    assert occasion_day("5-sun-3", 2026) == date(2026, 5, 17)
    assert occasion_day("9-sun-4", 2013) == date(2013, 9, 22)
    assert occasion_day("03-05", 2026) == date(2026, 3, 5)
    assert occasion_day("", 2026) is None
