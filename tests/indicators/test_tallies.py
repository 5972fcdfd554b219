"""Kept counts: they equal a count of the rows after any work, whatever wrote, and pages read nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    assignment,
    bring_to,
    plan,
    post,
)
from tests.certificates.office import case_in, holder, office
from tests.ledgers.books import CARD_HEADS, agree, book, cards, hand_in
from zulian.accounts.roles import Role
from zulian.certificates.models import Certificate, State
from zulian.certificates.services import statistics
from zulian.certificates.services.statistics import Wanted
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates, services
from zulian.indicators.models import Built, Tally
from zulian.indicators.registry import known
from zulian.indicators.rules import Pair
from zulian.ledgers.services import revert
from zulian.people.services import Entry, merge, register, undo_merge
from zulian.plans.models import State as TaskState
from zulian.plans.services import adopting
from zulian.regions.models import Region
from zulian.regions.services import merge as merge_regions

pytestmark = pytest.mark.usefixtures("regions")


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def work_of_a_week() -> Any:
    """Plans, promises, cases, cards, an import, a merge and its undoing: through the services, as every day."""
    who = office()
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = plan(city)
    bring_to(assignment(made, "一（一）", COUNTY), TaskState.CLOSED, county, city)
    bring_to(
        assignment(made, "二（一）", TOWN), TaskState.RETURNED, post(Role.TOWNSHIP_OFFICER), county
    )
    for state in (State.MATERIALS, State.ASSESS, State.REVIEW, State.CLOSED):
        case_in(who, state)
    one, _card = holder(who)
    taken = agree(hand_in("certificates", who.clerk, book(CARD_HEADS, cards(12))))
    double = register(
        Entry(one.name, one.region, no_number="pending", sex=one.sex, birth=one.birth)
    )
    merge(double, one, "同一人")
    undo_merge(double)
    return who, taken


@pytest.mark.parametrize("first", [True, False])
def test_counts_kept_by_writes_equal_a_count_of_the_rows(first: bool) -> None:
    if first:
        aggregates.rebuild(today())
    who, taken = work_of_a_week()
    if not first:
        aggregates.rebuild(today())
        case_in(who, State.CLOSED)
    assert aggregates.verify() == []
    assert Tally.objects.filter(of__gt=0).count() > 40
    revert(taken, who.clerk)
    assert Certificate.objects.live().count() == sum(
        t.of for t in Tally.objects.filter(source="certificates.holders", region_id=CITY)
    )
    assert aggregates.verify() == []


def test_pages_say_the_same_from_kept_counts_as_from_the_rows() -> None:
    work_of_a_week()
    merge_regions(region("210921101000"), region(TOWN), today(), "演示")
    places = [region(code) for code in (CITY, COUNTY, TOWN, VILLAGE)]
    by = ("category", "sex", "age", "region")
    wishes = (Wanted(), Wanted(category=4), Wanted(sex="male"))

    def said() -> Any:
        return (
            [services.overview(place, today()) for place in places],
            [services.by_child(i, place, today()) for i in known() for place in places],
            [
                [(line.name, dict(line.grades)) for line in statistics.holders(place, b, wish)]
                for place in places
                for b in by
                for wish in wishes
            ],
        )

    scanned = said()
    aggregates.rebuild(today())
    with CaptureQueriesContext(connection) as queries:
        kept = said()
    assert _plain(kept) == _plain(scanned)
    for query in queries:
        sql = query["sql"]
        assert "COUNT(" not in sql or "certificates_certificate" in sql, sql
    with CaptureQueriesContext(connection) as queries:
        services.overview(places[0], today())
        statistics.holders(places[0], "category", Wanted())
    assert not [q for q in queries if "COUNT(" in q["sql"]]


def _plain(said: Any) -> Any:
    """Without zeros and empty counters, which say nothing."""
    overviews, children, tables = said
    return (
        [{k: v for k, v in o.items() if v.of} for o in overviews],
        children,
        [
            [(name, {g: n for g, n in grades.items() if n}) for name, grades in table]
            for table in tables
        ],
    )


def test_a_wrong_count_is_found_and_mended() -> None:
    work_of_a_week()
    aggregates.rebuild(today())
    row = Tally.objects.filter(of__gt=0)[0]
    Tally.objects.filter(pk=row.pk).update(of=row.of + 1)
    assert len(aggregates.verify()) == 1
    aggregates.rebuild(today())
    assert aggregates.verify() == []


def test_counts_of_yesterday_stand_until_the_days_work_and_no_longer() -> None:
    aggregates.rebuild(today())
    assert aggregates.built("plans.reported", today()) and aggregates.built(
        "plans.reported", today() + timedelta(days=1)
    )
    assert not aggregates.built("plans.reported", today() + timedelta(days=2))
    assert not aggregates.built("plans.reported", today() - timedelta(days=1))


def test_an_earlier_day_never_replaces_a_later_one() -> None:
    aggregates.rebuild(today())
    services.take_snapshots(today() - timedelta(days=30))
    assert {b.day for b in Built.objects.all()} == {today()}


def test_kept_counts_are_scoped() -> None:
    work_of_a_week()
    aggregates.rebuild(today())
    with scope(region(OTHER_VILLAGE).scope()):
        assert services.overview(region(COUNTY), today()) == {}


def test_a_new_day_counts_anew() -> None:
    who = office()
    _one, card = holder(who)
    aggregates.rebuild(today())
    expired = lambda: services.overview(region(CITY), today())["certificates.expired"]  # noqa: E731
    assert expired() == Pair(1, 1)
    with on_day(card.valid_until + timedelta(days=1)):
        aggregates.rebuild(today())
        assert expired() == Pair(0, 1)


def test_all_indicators_of_all_places_below_agree_with_each_by_itself() -> None:
    work_of_a_week()
    merge_regions(region("210921101000"), region(TOWN), today(), "演示")
    places = [region(code) for code in (CITY, COUNTY, TOWN, VILLAGE)]

    def compare() -> int:
        filled = 0
        for place in places:
            below = services.overview_below(place, today())
            for indicator in known():
                for child, pair in services.by_child(indicator, place, today()):
                    if child in below:
                        assert below[child].get(indicator.code, Pair()) == pair, (
                            indicator.code,
                            child,
                        )
                        filled += bool(pair.of)
        return filled

    scanned = compare()
    aggregates.rebuild(today())
    assert compare() == scanned > 10
    with CaptureQueriesContext(connection) as queries:
        services.overview_below(places[0], today())
    assert not [q for q in queries if "COUNT(" in q["sql"]]


def test_counts_follow_a_plan_that_is_recalled_with_few_statements_for_each_task() -> None:
    city = post(Role.CITY_OFFICER)
    aggregates.rebuild(today())
    given = plan(city)
    count = given.assignments.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        adopting.recall(given, city)
    assert not given.assignments.exists() and aggregates.verify() == []
    assert len(asked) < 3 * count
