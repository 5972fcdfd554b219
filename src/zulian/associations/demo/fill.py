"""Fill the demo: the five of each city and county, register by register, then what was played by the services."""

from __future__ import annotations

import random
from datetime import date

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.associations import due
from zulian.associations.demo.activities import (
    do_research,
    hold_activities,
    hold_meetings,
    review_of,
)
from zulian.associations.demo.people import fill_seats, give_means, groups_of, keep_contact
from zulian.associations.demo.played import play_cases, play_survey
from zulian.associations.models import Association, Committee, Kind
from zulian.foundation import bulk
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region

SEED = 20130404
LEADING = [Role.CITY_OFFICER, Role.COUNTY_OFFICER]
BODY_COLUMNS = (
    *("set_up_on", "office", "area", "equipment", "contact", "about", "easy"),
    *("staff_count", "member_count", "term_until", "chair_tied", "active_on"),
)
COUNTY = "210921000000"
# What is still to be set up, so that there is something to do.
MISSING = {
    ("210911000000", Kind.MENTAL),
    ("210911000000", Kind.INTELLECTUAL),
    ("210905000000", Kind.MENTAL),
    ("210904000000", Kind.DEAF),
}


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where committees are."""
    if Committee.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        # Those of this year are there since the divisions were founded.
        due.associations_and_their_year(list(Region.objects.current()), date(today.year - 1, 1, 20))
        leads = {p.region_id: p for p in Post.objects.filter(role__in=LEADING)}
        _bodies(chance, today, sorted(leads))
        hold_meetings(chance, today, sorted(leads))
        play_survey(today, leads[COUNTY])
        play_cases(today, leads[COUNTY])


def _bodies(chance: random.Random, today: date, codes: list[str]) -> None:
    """The five of each city and county with what they have and did; each register is written once for all of them."""
    set_up = [
        association
        for association in Association.objects.with_names()
        .filter(region_id__in=codes)
        .order_by("region_id", "pk")
        if (association.region_id, Kind(association.kind)) not in MISSING
    ]
    groups = groups_of(codes)
    give_means(chance, today, set_up)
    teams = fill_seats(chance, today, set_up, groups)
    keep_contact(chance, today, teams)
    do_research(chance, today, set_up)
    hold_activities(chance, today, teams)
    bulk.save(set_up, BODY_COLUMNS)
    bulk.create(review_of(chance, today, association) for association in set_up)
