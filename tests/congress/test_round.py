"""A whole round as a script: a hundred townships, their county, the city; every step, list, ballot and term through the services."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import CITY, COUNTY, post
from tests.congress import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, CongressState, Contest, Delegate
from zulian.congress.services import electoral_units, holding, rounds
from zulian.foundation.anchors import verify
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators.services import overview
from zulian.leadership.models import Term
from zulian.regions.models import Region
from zulian.regions.services import load

TOWNS = [f"210921{n:03}000" for n in range(100, 200)]
LATE = TOWNS[:7]


def township(congress: Congress, own: Post, above: Post) -> None:
    """From the first request to the file: two delegates, a chair of the board, one delegate for the county."""
    ready = stage.ready(congress, own, above, seats=2)
    people = [d.person for d in ready.delegates.elected().select_related("person")]
    stage.vote(stage.contest(ready, "board.chair", people[:1], 1), [2])
    stage.vote(stage.contest(ready, "up", people[1:], 1), [2])
    stage.close(ready, own, above)


def higher(congress: Congress, own: Post, above: Post | None, seats: int) -> None:
    """A county or the city: its delegates came from below."""
    rounds.set_day(congress.pk, today(), "会堂")
    stage.relax(congress)
    stage.elect_delegates(congress)
    stage.take_steps(congress, own, above)
    stage.check_in(congress)
    there = congress.delegates.present().count()
    people = [d.person for d in congress.delegates.elected().select_related("person")[:4]]
    stage.vote(stage.contest(congress, "board.chair", people[:1], 1), [there])
    if above is not None:
        stage.vote(stage.contest(congress, "up", people[1:4], seats), [there - 1, there - 2, 1])
    stage.close(Congress.objects.with_names().get(pk=congress.pk), own, above)


@pytest.mark.long
def test_a_round_from_a_hundred_townships_to_the_city(own_database: None) -> None:
    load(
        [
            (CITY, "阜新市"),
            (COUNTY, "阜新蒙古族自治县"),
            *((code, f"演{n}镇") for n, code in enumerate(TOWNS)),
        ]
    )
    city, county, town = (
        post(Role.CITY_OFFICER),
        post(Role.COUNTY_OFFICER),
        post(Role.TOWNSHIP_OFFICER, TOWNS[0]),
    )
    found = stage.open_round(city)
    assert found.congresses.count() == 102
    top, middle = stage.of(found, CITY), stage.of(found, COUNTY)
    for congress, seats in ((middle, 1), (top, 2)):
        for unit in electoral_units.units_from_below(congress.pk):
            electoral_units.change_unit(unit.pk, 1, seats)
    low = {
        c.region_id: c for c in Congress.objects.with_names().filter(round=found, region__level=9)
    }
    for code in TOWNS:
        if code not in LATE:
            township(low[code], town, county)
    assert {c.region_id for c in holding.blockers(middle)} == set(LATE)
    with on_day(found.township_due + timedelta(days=3)):
        for code in LATE:
            township(low[code], town, county)
        assert not holding.blockers(middle)
        higher(middle, county, city, 2)
        higher(top, city, None, 0)
        _check(found.pk)


def _check(pk: int) -> None:
    rows = Congress.objects.filter(round=pk)
    assert set(rows.values_list("state", flat=True)) == {CongressState.FILED}
    assert (
        not rows.exclude(steps__state="done").exists()
        and not rows.filter(composition_met=False).exists()
    )
    assert Delegate.objects.filter(congress__region=COUNTY).count() == 100
    assert Delegate.objects.filter(congress__region=CITY, how="elected").count() == 2
    assert Contest.objects.filter(congress__round=pk, state="decided").count() == 2 * 100 + 2 + 1
    assert (
        Term.objects.held(today()).filter(office__rank="chair", office__body="board").count() == 102
    )
    with scope(EVERYTHING):
        pairs = overview(Region.objects.get(code=CITY), today())
    wanted = {
        "congress.held": 102,
        "congress.on_time": 102 - len(LATE),
        "congress.composition": 102,
        "leadership.filled": 102,
    }
    assert {code: pairs[code].met for code in wanted} == wanted and pairs["congress.held"].of == 102
    assert verify().sound
