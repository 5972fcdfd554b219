"""What is due of associations: the five of each city and county, the year's meetings, the review of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from zulian.associations.models import Association, Kind, Meeting, Review
from zulian.associations.rules.calendar import due_days
from zulian.associations.rules.figures import norms
from zulian.foundation import bulk
from zulian.regions.due import among, due_rows
from zulian.regions.models import Level, Region

LEVELS = (Level.CITY, Level.COUNTY)


@due_rows
def associations_and_their_year(regions: Sequence[Region], day: date) -> list[Model]:
    """The associations, and what the rule asks of each in the year, be it set up or not: no meeting excuses the other."""
    places = [region for region in regions if region.level in LEVELS]
    if not places:
        return []
    known = set(among(Association.objects.all(), places).values_list("region_id", "kind"))
    bodies = bulk.create(
        Association(region=place, kind=kind)
        for place in places
        for kind in Kind
        if (place.code, kind) not in known
    )
    codes = {place.code for place in places}
    owing = [row for row in among(Association.objects.all(), places) if row.region_id in codes]
    return [*bodies, *_meetings(places, owing, day.year), *_reviews(places, owing, day.year - 1)]


def _meetings(
    places: Sequence[Region], associations: Sequence[Association], year: int
) -> list[Meeting]:
    """排定全年会议: the meetings of the year that are not in the calendar yet."""
    rows = among(Meeting.objects.filter(due_on__year=year), places)
    known = set(rows.values_list("association_id", "kind", "due_on"))
    return bulk.create(
        Meeting(
            association=association,
            kind=kind,
            due_on=due_on,
            on=due_on,
            number=number,
            subject=subject,
        )
        for association in associations
        for kind, number, due_on, subject in _calendar(year, association.region_id)
        if (association.pk, kind, due_on) not in known
    )


def _calendar(year: int, place: str) -> Iterator[tuple[str, int, date, str]]:
    """Kind, number in the year, last day and subject of each meeting that an association at a place holds in a year."""
    words = _("%(year)d年第%(n)d次%(what)s")
    for kind in norms(date(year, 1, 1), place)["meetings"]:
        for number, due_on in enumerate(due_days(year, kind["times"]), 1):
            subject = words % {"year": year, "n": number, "what": kind["name"]}
            yield kind["key"], number, due_on, subject


def _reviews(
    places: Sequence[Region], associations: Sequence[Association], year: int
) -> list[Review]:
    """The self-rating of a year that is over, of each association that was set up in it or before."""
    known = set(
        among(Review.objects.filter(year=year), places).values_list("association_id", flat=True)
    )
    last_day = date(year, 12, 31)
    return bulk.create(
        Review(association=association, year=year)
        for association in associations
        if association.set_up_on
        and association.set_up_on <= last_day
        and association.pk not in known
    )
