"""The demo of the leadership room: offices and terms of every federation; people in working age for the wings that stand on it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from zulian.foundation import bulk
from zulian.foundation.dates import years_after
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import Office, Term, Tie
from zulian.people.demo import Adults, Maker, works_in_federation
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level, Region

SEED = 20130322
CITY, COUNTY = "210900000000", "210921000000"
LAST_CONGRESS = timedelta(days=5 * 365 - 150)
# How many new people are looked up at once.
AT_ONCE = 6
# Somebody elected at the last congress was a grown person then.
YOUNGEST_LEADER = 32


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, after people are there, and does nothing where terms are."""
    if Term.objects.exists():
        return
    with unit_of_work():
        _leadership(random.Random(SEED), today)  # noqa: S311  (a demo must come out the same each time)


def adults(
    code: str, today: date, youngest: int = 25, oldest: int = 55, known: bool = True
) -> Iterator[Person]:
    """Invented people of a division in working age: first those on file, where `known`, then new ones without end."""
    low, high = today - timedelta(days=oldest * 365), today - timedelta(days=youngest * 366)
    if known:
        yield from (
            Person.objects.alive().under(code).filter(birth__range=(low, high)).order_by("pk")
        )
    maker = Maker(SEED + int(code[4:12]) % 9973)
    region = Region.objects.get(code=code)
    while True:
        births = [maker.chance.randint(youngest * 366, oldest * 365) for _n in range(AT_ONCE)]
        people = [maker.person(region, today, today - timedelta(days=days)) for days in births]
        indexes = [person.id_index for person in people]
        taken = set(Person.objects.filter(id_index__in=indexes).values_list("id_index", flat=True))
        for person in people:
            if person.id_index not in taken:
                taken.add(person.id_index)
                person.save()
                yield person


def tied(person: Person, is_disabled: bool) -> str:
    """How somebody stands to disabled people: the same in every register that asks."""
    if is_disabled:
        return Tie.SELF
    return Tie.RELATIVE if person.birth.toordinal() % 10 < 3 else Tie.NONE


def _leadership(chance: random.Random, today: date) -> None:
    """The offices of every federation, held since the last congress but for some vacancies."""
    offices: dict[str, list[Office]] = defaultdict(list)
    for office in Office.objects.in_use().with_names().order_by("pk"):
        offices[office.region_id].append(office)
    places = (
        Region.objects.current()
        .under(CITY)
        .filter(level__in=[Level.CITY, Level.COUNTY, Level.TOWNSHIP])
    )
    people = Adults(CITY, today, YOUNGEST_LEADER, 55, SEED, works_in_federation)
    chosen: list[tuple[Office, Person, date]] = []
    for place in places.order_by("code"):
        since = today - LAST_CONGRESS + timedelta(days=chance.randint(0, 90))
        for office in offices[place.code]:
            known = office.for_disabled or chance.random() < 0.15
            chosen.append((office, people.on_file(place) if known else people.new(place), since))
    people.write()
    disabled = disabilities_of(person.pk for _office, person, _since in chosen)
    bulk.create(
        _term(office, person, since, person.pk in disabled)
        for office, person, since in chosen
        if chance.random() > 0.12
    )


def _term(office: Office, person: Person, since: date, is_disabled: bool) -> Term:
    return Term(
        office=office,
        person=person,
        tie=tied(person, is_disabled),
        how=Term.How.ELECTED,
        source="第五次代表大会",
        since=since,
        until=years_after(since, 5),
    )
