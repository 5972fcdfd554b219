"""An empty new city: its registers ask for everything that is due, so that its measures are red and never without data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests import builders
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.indicators.goals import goals, light_of
from zulian.indicators.registry import Indicator, named
from zulian.indicators.rules import Light, Pair
from zulian.indicators.services import overview
from zulian.plans.models import Circular
from zulian.plans.services import receiving, review
from zulian.plans.services.daily import daily
from zulian.regions.models import Level, Region
from zulian.regions.services import load

CITY, COUNTY, TOWN, VILLAGE = "211000000000", "211002000000", "211002001000", "211002001001"
PLACES = {Level.CITY: CITY, Level.COUNTY: COUNTY, Level.TOWNSHIP: TOWN, Level.VILLAGE: VILLAGE}
DIVISIONS = (
    (CITY, "演示市"),
    (COUNTY, "演示区"),
    ("211003000000", "演二区"),
    (TOWN, "演一街道"),
    ("211003001000", "演二街道"),
    (VILLAGE, "演一社区居委会"),
    ("211002001002", "演二社区居委会"),
    ("211003001001", "演三社区居委会"),
)
FOUNDED, LAST_DAY = date(2026, 1, 10), date(2026, 12, 31)
# Measures over rows that are due: the lowest level that has any of its own.
DUE = {
    "leadership.filled": Level.TOWNSHIP,
    "leadership.disabled_city": Level.CITY,
    "leadership.disabled_county": Level.COUNTY,
    "leadership.disabled_township": Level.TOWNSHIP,
    "grassroots.reached_county": Level.COUNTY,
    "grassroots.reached_township": Level.TOWNSHIP,
    "grassroots.reached_village": Level.VILLAGE,
    "grassroots.equipped": Level.VILLAGE,
    "commissioners.filled": Level.VILLAGE,
    "volunteers.groups": Level.COUNTY,
    "volunteers.meetings": Level.COUNTY,
    "volunteers.hubs": Level.COUNTY,
    "volunteers.brigades": Level.CITY,
    "volunteers.stations_township": Level.TOWNSHIP,
    "volunteers.stations_village": Level.VILLAGE,
    "associations.active_blind": Level.COUNTY,
    "associations.active_deaf": Level.COUNTY,
    "associations.active_physical": Level.COUNTY,
    "associations.active_intellectual": Level.COUNTY,
    "associations.active_mental": Level.COUNTY,
    "associations.set_up": Level.COUNTY,
    "associations.office": Level.COUNTY,
    "associations.staffed": Level.COUNTY,
    "associations.in_term": Level.COUNTY,
    "certificates.promises": Level.COUNTY,
}
# Due by a day of the year, so that nothing is late on the first.
DUE_LATER = {"associations.meetings": Level.COUNTY}
# Why nothing is asked for in an empty city; the measure of the same clause that is red instead, where there is one.
BY_EVENT = "counts what happened: asked for, held or handed in"
NOBODY = "counts people in the register, of whom nobody knows how many there ought to be"
NOTHING_YET = {
    "congress.held": "no round is called up, which alone says by when",
    "congress.on_time": "no round is called up",
    "congress.composition": "no congress was held",
    "cadres.complete": f"{NOBODY}; leadership.filled",
    "cadres.fresh": f"{NOBODY}; leadership.filled",
    "cadres.trained": NOBODY,
    "cadres.used": BY_EVENT,
    "grassroots.checked": "no campaign is called; grassroots.reached_village",
    "grassroots.evidenced": "no campaign is called",
    "grassroots.mended": "no problem is found",
    "commissioners.complete": f"{NOBODY}; commissioners.filled",
    "commissioners.fresh": f"{NOBODY}; commissioners.filled",
    "commissioners.paid": f"{NOBODY}; commissioners.filled",
    "commissioners.active": f"{NOBODY}; commissioners.filled",
    "commissioners.appraised": f"{NOBODY}; commissioners.filled",
    "commissioners.trained": f"{NOBODY}; commissioners.filled",
    "commissioners.hours": f"{NOBODY}; commissioners.filled",
    "volunteers.real_name": NOBODY,
    "volunteers.active": NOBODY,
    "volunteers.trained": NOBODY,
    "volunteers.confirmed": BY_EVENT,
    "volunteers.helped": BY_EVENT,
    "volunteers.prompt": BY_EVENT,
    "volunteers.held": BY_EVENT,
    "volunteers.told": BY_EVENT,
    "volunteers.again": BY_EVENT,
    "associations.cases": BY_EVENT,
    "associations.contacts": f"{NOBODY}; associations.in_term",
    "associations.answered": BY_EVENT,
    "associations.research": "the associations choose their topics and days; associations.meetings",
    "associations.adopted": BY_EVENT,
    "associations.summed": BY_EVENT,
    "associations.reached_blind": NOBODY,
    "associations.reached_deaf": NOBODY,
    "associations.reached_physical": NOBODY,
    "associations.reached_intellectual": NOBODY,
    "associations.reached_mental": NOBODY,
    "associations.reviewed": "an association that is not set up has nothing to rate; associations.set_up",
    "social.registered": NOBODY,
    "social.inspected": NOBODY,
    "social.fulfilled": BY_EVENT,
    "social.served": BY_EVENT,
    "social.satisfied": BY_EVENT,
    "certificates.same_day": BY_EVENT,
    "certificates.on_time": BY_EVENT,
    "certificates.home_visits": BY_EVENT,
}


@pytest.fixture
def circular(everything: None, real_circular: bytes) -> Iterator[Circular]:
    """The real circular of an empty city that was founded this January, with the accounts of its officers."""
    with on_day(FOUNDED):
        load(DIVISIONS)
        city = builders.post(Role.CITY_OFFICER, CITY)
        builders.post(Role.COUNTY_OFFICER, COUNTY)
        yield _adopted(city, real_circular)


def _adopted(city: Post, paper: bytes) -> Circular:
    text = paper.decode().replace("2013", "2026").replace("2012", "2025")
    circular = receiving.receive(text.encode(), "要点.txt", city)
    review.adopt(circular)
    return circular


def bound(circular: Circular) -> set[str]:
    return {code for clause in circular.clauses.all() for code in clause.indicators}


def wrong(code: str, lowest: Level, day: date) -> dict[str, Pair]:
    """The divisions of the levels that an indicator belongs to where it is not red, with what it says there."""
    indicator = _named(code)
    found = {}
    for level, place in PLACES.items():
        region = Region.objects.get(code=place)
        pair = overview(region, day, [indicator]).get(code, Pair())
        if level <= lowest and light_of(indicator, pair, goals(region, day)[code]) is not Light.RED:
            found[place] = pair
    return found


def _named(code: str) -> Indicator:
    indicator = named(code)
    assert indicator is not None
    return indicator


def test_each_measure_of_the_circular_is_red_or_has_its_reason(circular: Circular) -> None:
    general = {code for code in bound(circular) if code.startswith("plans.")}
    assert bound(circular) - general == DUE.keys() | DUE_LATER.keys() | NOTHING_YET.keys()
    assert {
        code: places for code, level in DUE.items() if (places := wrong(code, level, FOUNDED))
    } == {}
    daily()
    assert {
        code: places for code, level in DUE.items() if (places := wrong(code, level, FOUNDED))
    } == {}


def test_what_is_due_later_is_red_when_the_plan_ends(circular: Circular) -> None:
    every = DUE | DUE_LATER
    assert {
        code: places for code, level in every.items() if (places := wrong(code, level, LAST_DAY))
    } == {}


def test_the_reasons_are_true_on_the_last_day_of_the_plan_too(circular: Circular) -> None:
    pairs = overview(
        Region.objects.get(code=CITY), LAST_DAY, [_named(code) for code in NOTHING_YET]
    )
    assert pairs == {}
