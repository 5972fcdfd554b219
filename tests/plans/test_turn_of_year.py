"""The turn of the year: every measure walks from 31 December to 2 January on a filled place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.plans.test_new_city import DUE, DUE_LATER
from zulian.foundation.clock import on_day
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import known
from zulian.indicators.rules import Pair
from zulian.indicators.services import close_year, overview
from zulian.plans import demo
from zulian.plans.models import Assignment
from zulian.plans.services.daily import daily
from zulian.regions.models import Level, Region

CITY = "210900000000"
LAST, FIRST, SECOND = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)
CODES = [indicator.code for indicator in known()]
YEARLY = [indicator.code for indicator in known() if indicator.yearly]
# What counts events of a year has none on its first days. What is open from before goes on: it is counted where there is any.
OF_EVENTS = {
    "certificates.same_day": "nobody was accepted in the new year yet",
    "certificates.upheld": "no objection was decided in the new year yet",
}
EVERYWHERE = {*DUE, *DUE_LATER, *YEARLY}
Values = dict[str, dict[str, Pair]]


@dataclass
class Walk:
    """What all measures gave: on the last day, of the last day when it was over, and on the second day of the new year."""

    before: Values
    asked_later: Values
    after: Values
    snapshot: dict[str, Pair]


def values(day: date) -> Values:
    """The pairs of all measures by division, counted from the rows."""
    found: Values = {code: {} for code in CODES}
    for counts in aggregates.counted(day, Level.VILLAGE).values():
        for (code, place), pair in counts.items():
            found[code][place] = pair
    return found


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    """The demo of the last day of a year, and the day's work of three days."""
    with django_db_blocker.unblock(), scope(EVERYTHING), transaction.atomic():
        with on_day(LAST):
            demo.fill()
            daily()
            before = values(LAST)
        for day in (FIRST, SECOND):
            with on_day(day):
                daily()
        with on_day(SECOND):
            rows = Snapshot.objects.filter(day=LAST, region=CITY)
            snapshot = {row.indicator: Pair(row.met, row.of) for row in rows}
            yield Walk(before, values(LAST), values(SECOND), snapshot)
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("code", CODES)
def test_asked_of_the_last_day_it_gives_what_it_gave(walk: Walk, code: str) -> None:
    assert walk.asked_later[code] == walk.before[code]
    assert walk.snapshot.get(code, Pair()) == walk.before[code].get(CITY, Pair())


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_EVENTS])
def test_it_never_turns_to_nothing_where_there_was_something(walk: Walk, code: str) -> None:
    had = {place for place, pair in walk.before[code].items() if pair.of}
    has = {place for place, pair in walk.after[code].items() if pair.of}
    # What is due is so in each division; events of the whole city suffice.
    assert had <= has if code in EVERYWHERE else CITY in has or not had


def test_the_walk_meets_nearly_every_measure(walk: Walk) -> None:
    assert [code for code in CODES if not walk.before[code].get(CITY, Pair()).of] == []


@pytest.mark.parametrize("code", YEARLY)
def test_a_yearly_measure_begins_at_nothing_of_all_that_is_due(walk: Walk, code: str) -> None:
    pair = walk.after[code][CITY]
    assert pair.met == 0 < pair.of


def test_no_unfinished_task_is_forgotten_at_new_year(walk: Walk) -> None:
    open_ones = Assignment.objects.open()
    assert walk.after["plans.signed"][CITY].of == open_ones.count()
    late = walk.after["plans.overdue"][CITY].missing
    assert (
        late == open_ones.overdue(SECOND).count() >= walk.before["plans.overdue"][CITY].missing > 0
    )


def test_the_days_work_closed_the_year_and_closes_it_once(walk: Walk) -> None:
    with on_day(SECOND):
        assert close_year(SECOND) == 0
        whole = overview(Region.objects.get(code=CITY), SECOND)
    assert {code: pair for code, pair in whole.items() if pair != walk.after[code].get(CITY)} == {}
