"""The pace of a number within its time, by rule."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CITY
from zulian.foundation.clock import today
from zulian.indicators.goals import Goal, goals, set_target
from zulian.indicators.registry import known, named
from zulian.indicators.rules import Light, Pair, Show
from zulian.indicators.tables import Reading
from zulian.plans.models import TaskTarget
from zulian.plans.services.measured import TargetReading
from zulian.plans.services.readings import lights
from zulian.plans.targets import Window, pace_goal, progress, windows
from zulian.regions.models import Level, Region

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))


def test_at_an_even_pace_63_of_100_are_too_few_at_the_end_of_september() -> None:
    found = progress(Decimal(100), [Decimal(63)], windows("", FIRST, LAST), date(2026, 9, 30), 25)
    assert (found.reached, found.needed, found.expected) == (63, 100, 74)
    assert found.light is Light.YELLOW and not found.is_met


def test_red_is_who_lies_further_behind_than_the_slack() -> None:
    found = progress(Decimal(100), [Decimal(55)], windows("", FIRST, LAST), date(2026, 9, 30), 25)
    assert found.light is Light.RED


def test_nothing_is_late_before_the_first_whole_unit_is_due() -> None:
    times = windows("", FIRST, LAST)
    assert progress(Decimal(2), [Decimal(0)], times, date(2026, 6, 29), 25).light is Light.NONE
    assert progress(Decimal(2), [Decimal(1)], times, date(2026, 6, 29), 25).light is Light.GREEN
    assert progress(Decimal(2), [Decimal(0)], times, date(2026, 7, 2), 25).light is Light.RED


def test_too_much_in_one_quarter_does_not_make_up_for_another() -> None:
    times = windows("quarter", FIRST, LAST)
    assert [t.name for t in times] == ["第1季度", "第2季度", "第3季度", "第4季度"]
    counts = [Decimal(n) for n in (5, 0, 1, 0)]
    found = progress(Decimal(1), counts, times, date(2026, 10, 3), 25)
    assert (found.reached, found.needed, found.expected) == (2, 4, 3)
    assert found.light is Light.RED and found.now == times[3]


@given(st.sampled_from(["", "half", "quarter", "month"]), days)
def test_times_cover_the_plan_without_gap_or_overlap(span: str, day: date) -> None:
    times = windows(span, FIRST, LAST)
    assert times[0].since == FIRST and times[-1].until == LAST
    assert all(
        b.since == a.until + timedelta(days=1) for a, b in zip(times, times[1:], strict=False)
    )
    assert sum(t.since <= day <= t.until for t in times) == (FIRST <= day <= LAST)


@given(st.integers(1, 500), st.integers(0, 600), days, days)
def test_the_pace_only_grows_and_ends_at_the_whole(
    number: int, count: int, one: date, other: date
) -> None:
    times = windows("", FIRST, LAST)
    early, late = (
        progress(Decimal(number), [Decimal(count)], times, d, 25) for d in sorted([one, other])
    )
    assert early.expected <= late.expected <= number
    end = progress(Decimal(number), [Decimal(count)], times, LAST, 25)
    assert end.expected == number and (end.light is Light.GREEN) == (count >= number) == end.is_met


@given(days)
def test_a_share_of_time_lies_between_nothing_and_all(day: date) -> None:
    share = Window("", FIRST, LAST).share(day)
    assert 0 <= share <= 1
    assert pace_goal(90, FIRST, LAST, day) == pytest.approx(90 * float(share))


def test_what_all_units_have_reached_is_done_whatever_the_pace() -> None:
    day, times = date(2026, 6, 30), windows("", date(2026, 1, 1), date(2026, 12, 31))
    met, behind = (progress(Decimal(10), [Decimal(count)], times, day, 20) for count in (12, 7))
    target = TaskTarget(what="走访", number=Decimal(10), unit="户")
    done = TargetReading(target, Region(code="210900000000", name="测试市"), (met, met), 20)
    assert (done.light_words, done.said) == ("已完成", "24／20 户；2个单位中2个完成")
    running = TargetReading(target, Region(code="210900000000", name="测试市"), (met, behind), 20)
    assert running.light_words == "按进度" and "按进度应达" in running.said
    # A closed task has its number or not, whatever the pace.
    closed = [lights([reading], is_closed=True) for reading in (done, running)]
    assert closed == [Pair(1, 1), Pair(0, 1)] and lights([running]) == Pair(1, 1)


@pytest.mark.parametrize(
    ("show", "goal", "words"), [(Show.RATE, 95, "接近达标"), (Show.MISSING, 0, "基本达标")]
)
def test_a_bare_count_is_not_near_a_rate(show: Show, goal: int, words: str) -> None:
    indicator = next(one for one in known() if one.show is show and one.lowest >= Level.COUNTY)
    reading = Reading(
        indicator, Region(code="210900000000", name="测试市"), Pair(9, 10), Goal(goal, 10, "")
    )
    assert reading.light is Light.YELLOW and reading.light_words == words


def test_late_tasks_are_never_near_to_none(regions: None) -> None:
    overdue = named("plans.overdue")
    region = Region.objects.get(code=CITY)
    assert overdue is not None
    usual = goals(region, today())[overdue.code]
    for late, colour in ((0, Light.GREEN), (1, Light.RED), (557, Light.RED)):
        assert Reading(overdue, region, Pair(8000 - late, 8000), usual).light is colour
    set_target(overdue, region, today().year, 5)
    own = goals(region, today())[overdue.code]
    assert Reading(overdue, region, Pair(7994, 8000), own).light is Light.RED


def test_a_share_of_a_make_up_is_judged_only_by_what_is_asked(regions: None) -> None:
    """90 % is nobody's aim for the share of disabled people in a leading group: a clause asks for 30 %."""
    tied = named("leadership.tied_share")
    region = Region.objects.get(code=CITY)
    assert tied is not None
    usual = goals(region, today())[tied.code]
    reading = Reading(tied, region, Pair(601, 1000), usual)
    assert (reading.light, reading.target, reading.light_words) == (
        Light.NONE,
        "未设目标",
        "未设目标",
    )
    set_target(tied, region, today().year, 30)
    reading = Reading(tied, region, Pair(601, 1000), goals(region, today())[tied.code])
    assert (reading.light, reading.target, reading.light_words) == (Light.GREEN, "≥ 30%", "达标")
    filled = named("leadership.filled")
    assert filled is not None and goals(region, today())[filled.code].is_set


def test_a_share_asked_of_what_is_missing_is_shown_and_judged_as_one(regions: None) -> None:
    """换证率不低于95% of a measure that tells how many cards have run out: 97.5 % are enough, and not seventeen cards too many."""
    expired = named("certificates.expired")
    region = Region.objects.get(code=CITY)
    assert expired is not None
    pair, asked = Pair(780, 800), Goal(95, 0, "", is_asked=True)
    reading = Reading(expired.as_rate(), region, pair, asked)
    assert (reading.name, reading.shown) == ("到期换证率", "97.5%")
    assert (reading.light, reading.target) == (Light.GREEN, "≥ 95%")
    assert Reading(expired.as_rate(), region, Pair(740, 800), asked).light is Light.RED
    filled = named("commissioners.filled")
    assert filled is not None and filled.as_rate() is filled
