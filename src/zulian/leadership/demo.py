"""The demo of the leadership room: posts and terms of every federation; people in working age for the wings that stand on it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from zulian.foundation import bulk
from zulian.foundation.dates import years_after
from zulian.leadership.models import Office, Term, Tie
from zulian.leadership.services import posts
from zulian.people.demo import Maker
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level, Region

SEED = 20130322
CITY, COUNTY = "210900000000", "210921000000"
LAST_CONGRESS = timedelta(days=5 * 365 - 150)


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, after people are there, and does nothing where posts are."""
    if Office.objects.exists():
        return
    with transaction.atomic():
        _leadership(random.Random(SEED), today)  # noqa: S311  (a demo must come out the same each time)


def adults(code: str, today: date, youngest: int = 25, oldest: int = 55, known: bool = True) -> Iterator[Person]:
    """Invented people of a division in working age: first those on file, where `known`, then new ones without end."""
    low, high = today - timedelta(days=oldest * 365), today - timedelta(days=youngest * 366)
    if known:
        yield from Person.objects.alive().under(code).filter(birth__range=(low, high)).order_by("pk")
    maker = Maker(SEED + int(code[4:12]) % 9973)
    region = Region.objects.get(code=code)
    while True:
        made = maker.person(region, today, today - timedelta(days=maker.chance.randint(youngest * 366, oldest * 365)))
        if not Person.objects.numbered(made.id_number).exists():
            made.save()
            yield made


def tied(chance: random.Random, is_disabled: bool) -> str:
    """How somebody stands to disabled people."""
    return Tie.SELF if is_disabled else chance.choice((Tie.RELATIVE, Tie.NONE, Tie.NONE))


def _leadership(chance: random.Random, today: date) -> None:
    """Posts of every federation by the policy, held since the last congress but for some vacancies."""
    places = Region.objects.current().under(CITY).filter(level__in=[Level.CITY, Level.COUNTY, Level.TOWNSHIP])
    terms = []
    for place in places.order_by("code"):
        made = posts.establish(place)
        since = today - LAST_CONGRESS + timedelta(days=chance.randint(0, 90))
        people, others = adults(place.code, today), adults(place.code, today, known=False)
        chosen = [next(people) if office.for_disabled or chance.random() < 0.15 else next(others) for office in made]
        disabled = disabilities_of(p.pk for p in chosen)
        for office, person in zip(made, chosen, strict=True):
            if chance.random() < 0.12:
                continue
            tie = tied(chance, person.pk in disabled)
            if office.for_disabled and tie == Tie.NONE and chance.random() < 0.7:
                tie = Tie.RELATIVE
            terms.append(
                Term(
                    office=office, region=place, person=person, tie=tie, how=Term.How.ELECTED, source="第五次代表大会", since=since,
                    until=years_after(since, 5),
                )
            )  # fmt: skip
    bulk.create(terms)
