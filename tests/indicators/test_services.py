"""Measuring: one definition gives value, children, failing rows, snapshots and trend, and all agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import timezone

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    bring_to,
    plan,
    post,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import goals, services
from zulian.indicators.aggregates import rebuild
from zulian.indicators.models import Snapshot, Target
from zulian.indicators.registry import (
    Indicator,
    _measures,
    default_codes,
    known,
    named,
    register,
    suggested,
)
from zulian.indicators.rules import Light, Pair
from zulian.plans.models import State
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
INDICATORS = [i.code for i in known()]


@pytest.fixture
def year(regions: None) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    with on_day(timezone.localdate() - timedelta(days=9)):
        made = plan(city)
    bring_to(assignment(made, "一（一）", COUNTY), State.CLOSED, county, city)
    bring_to(
        assignment(made, "二（一）", TOWN), State.REPORTED, post(Role.TOWNSHIP_OFFICER), county
    )
    town = Post.objects.get(role=Role.TOWNSHIP_OFFICER)
    bring_to(assignment(made, "二（二）", VILLAGE), State.RETURNED, post(Role.COMMISSIONER), town)


def region(code: str) -> Region:
    return Region.objects.get(code=code)


@pytest.mark.parametrize("where", [CITY, COUNTY, TOWN, VILLAGE])
def test_the_whole_is_the_sum_of_its_children_and_failing_rows_are_what_is_missing(
    year: None, where: str
) -> None:
    place, today = region(where), timezone.localdate()
    whole = services.overview(place, today)
    wrong = {}
    for indicator in known():
        pair = whole.get(indicator.code, Pair())
        children = sum(
            (child for _region, child in services.by_child(indicator, place, today)), Pair()
        )
        missing = services.failing(indicator, place, today).count()
        if (children, missing) != (pair, pair.missing):
            wrong[indicator.code] = (pair, children, missing)
    assert wrong == {}
    assert any(pair.of for pair in whole.values())  # the sums are not all of nothing


def test_one_statement_for_all_children(year: None, django_assert_num_queries: object) -> None:
    indicator, place = named("plans.reported"), region(CITY)
    with django_assert_num_queries(5):  # type: ignore[operator]  # children, merged ones, counts kept?, jurisdiction, the count
        services.by_child(indicator, place, timezone.localdate())  # type: ignore[arg-type]


def test_nothing_outside_the_scope_is_counted(year: None) -> None:
    with scope(region(OTHER_COUNTY).scope()):
        assert services.overview(region(COUNTY), timezone.localdate()) == {}


class TestSnapshots:
    def test_every_level_adds_up(self, year: None) -> None:
        today = timezone.localdate()
        services.take_snapshots(today)
        for code in INDICATORS:
            kept = Snapshot.objects.filter(indicator=code, day=today)
            found = defaultdict(Pair, {s.region_id: Pair(s.met, s.of) for s in kept})
            assert found[CITY] == services.overview(region(CITY), today).get(code, Pair())
            assert found[TOWN].of <= found[COUNTY].of <= found[CITY].of

    def test_repeated_they_only_refresh(self, year: None) -> None:
        today = timezone.localdate()
        assert (
            services.take_snapshots(today)
            == services.take_snapshots(today)
            == Snapshot.objects.count()
        )

    def test_the_trend_runs_from_old_to_new(self, year: None) -> None:
        today = timezone.localdate()
        for back in (3, 1, 0):
            services.take_snapshots(today - timedelta(days=back))
        indicator = named("plans.overdue")
        assert indicator is not None
        days = [day for day, _pair in services.trend(indicator, region(CITY), today)]
        assert days == [today - timedelta(days=n) for n in (3, 1, 0)]


class TestTargets:
    def test_the_nearest_target_counts(self) -> None:
        indicator, today = named("plans.reported"), timezone.localdate()
        assert indicator is not None
        goals.set_target(indicator, region(CITY), today.year, 80)
        goals.set_target(indicator, region(COUNTY), today.year, 70)
        assert goals.goals(region(TOWN), today)[indicator.code].value == 70
        assert goals.goals(region(OTHER_COUNTY), today)[indicator.code].value == 80
        assert (
            goals.light_of(
                indicator, Pair(75, 100), goals.goals(region(TOWN), today)[indicator.code]
            )
            is Light.GREEN
        )

    def test_a_target_above_is_read_below_but_not_beside(self) -> None:
        indicator, today = named("plans.reported"), timezone.localdate()
        assert indicator is not None
        goals.set_target(indicator, region(CITY), today.year, 80)
        goals.set_target(indicator, region(OTHER_COUNTY), today.year, 10)
        with scope(region(COUNTY).scope()):
            assert [t.region_id for t in Target.objects.all()] == [CITY]

    def test_a_rate_beyond_100_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="0 到 100"):
            goals.set_target(named("plans.reported"), region(CITY), 2026, 101)  # type: ignore[arg-type]


class TestRegistry:
    def test_a_code_stands_once(self) -> None:
        with _measures.temporary(), pytest.raises(ImproperlyConfigured, match="two measures"):
            register(known()[0])

    def test_what_is_declared_too_late_is_refused(self) -> None:
        late = replace(known()[0], code="x.late")
        with pytest.raises(ImproperlyConfigured, match="further up in INSTALLED_APPS"):
            register(late)

    def test_fitting_indicators_come_before_general_ones(self) -> None:
        first = known()[0]
        fitting = Indicator(
            "x.y", "x", "x", first.rows, first.of, first.met, first.table, words=("志愿者",)
        )
        with _measures.temporary():
            register(fitting)
            assert suggested("新增志愿者")[0] is fitting
            assert default_codes("新增志愿者") == ["x.y"]
        assert "x.y" not in default_codes("换届")


def test_a_day_is_remembered_from_what_is_kept_as_from_the_rows(year: None) -> None:
    day = timezone.localdate()
    columns = ("indicator", "region_id", "met", "of")
    with scope(EVERYTHING):
        services.remember(day)
        counted = set(Snapshot.objects.filter(day=day).values_list(*columns))
        Snapshot.objects.all().delete()
        rebuild(day)
        services.remember_kept(day)
        assert set(Snapshot.objects.filter(day=day).values_list(*columns)) == counted != set()
