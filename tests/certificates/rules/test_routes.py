"""The way of a case in both versions, and its clock on the Chinese calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.certificates.rules import routes
from zulian.certificates.rules.cards import Kind
from zulian.foundation.policy import packaged, policy
from zulian.foundation.workdays import add_workdays, is_workday, workdays_between

dates = st.dates(date(2008, 1, 1), date(2030, 12, 31))


@given(dates, st.sampled_from(list(Kind)))
def test_every_way_ends(day: date, kind: Kind) -> None:
    steps = routes.route(packaged("certificates/routes", day), kind)
    state, seen = "materials", []
    while (state := routes.following(steps, state)) != routes.DONE:
        seen.append(state)
    assert tuple(seen) == steps


@given(dates, st.sampled_from(list(Kind)))
def test_every_step_has_its_days(day: date, kind: Kind) -> None:
    procedure, routed = policy("certificates/procedure", day), packaged("certificates/routes", day)
    for step in routes.route(routed, kind):
        assert routes.days_for(step, procedure, routed) > 0


def test_publication_came_with_2018() -> None:
    old, new = (
        packaged("certificates/routes", day) for day in (date(2017, 12, 31), date(2018, 1, 1))
    )
    assert "publish" not in routes.route(old, Kind.FIRST)
    assert "publish" in routes.route(new, Kind.FIRST)
    figures = policy("certificates/procedure", date(2018, 1, 1))
    assert (
        figures["publish_workdays"],
        figures["review_workdays"],
        figures["evident_signers"],
    ) == (5, 10, 0)
    assert not figures.background
    assert policy("certificates/procedure", date(2013, 3, 19)).background


@given(dates, st.integers(1, 60))
def test_a_deadline_is_a_working_day_and_takes_as_many(entered: date, days: int) -> None:
    last = routes.due(entered, days).day
    assert is_workday(last)
    assert workdays_between(entered, last) == days


def test_the_golden_week_is_jumped_and_shifted_days_count() -> None:
    # 2024: 29 September was a Sunday that was worked, 1 to 7 October were free, 12 October was a Saturday that was worked.
    assert routes.due(date(2024, 9, 27), 5).day == date(2024, 10, 10)
    assert routes.due(date(2024, 10, 10), 2).day == date(2024, 10, 12)


def test_a_year_not_yet_announced_is_provisional() -> None:
    assert routes.due(date(2031, 1, 2), 5).provisional
    assert not routes.due(date(2024, 1, 2), 5).provisional


@given(dates, st.integers(1, 30), st.integers(0, 20), st.integers(0, 40))
def test_a_pause_gives_back_exactly_its_working_days(
    entered: date, days: int, after: int, rest: int
) -> None:
    due = routes.due(entered, days).day
    paused = min(add_workdays(entered, after).day, due)
    resumed = paused + timedelta(days=rest)
    moved = routes.after_pause(due, paused, resumed)
    assert workdays_between(resumed, moved) == workdays_between(paused, due) or moved == due


@given(dates, st.integers(0, 40), st.integers(1, 30))
def test_late_is_after_the_last_day(entered: date, took: int, allowed: int) -> None:
    left, due = add_workdays(entered, took).day, add_workdays(entered, allowed).day
    result = routes.passed(entered, left, due, 0)
    assert result.days == took
    assert result.late is (took > allowed)


@pytest.mark.parametrize(
    ("age", "categories", "expected"),
    [(17, [4], True), (18, [4], False), (40, [5], True), (40, [6, 4], True), (70, [1], False)],
)
def test_who_applies_through_a_guardian(age: int, categories: list[int], expected: bool) -> None:
    assert (
        routes.needs_guardian(age, categories, packaged("certificates/routes", date(2026, 1, 1)))
        is expected
    )


def test_where_the_city_reviews_it_does_so_after_the_county_approved() -> None:
    day = date(2026, 1, 1)
    found = packaged("certificates/routes", day)
    reviewed = replace(found, values=found.values | {"city_review": True})
    assert routes.route(found, Kind.FIRST)[3:5] == ("review", "approve")
    assert routes.route(reviewed, Kind.FIRST)[3:6] == ("review", "approve", "city")
    assert routes.route(reviewed, Kind.RENEWAL) == routes.route(found, Kind.RENEWAL)
