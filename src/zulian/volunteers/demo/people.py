"""The volunteers of the demo: who they are, what they did in earlier years, what they learnt, who applies."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.dates import months_before, years_after
from zulian.leadership.demo import adults
from zulian.people.demo import Adults
from zulian.regions.models import Level, Region
from zulian.volunteers.demo.common import CITY, COUNTY, SEED, moment
from zulian.volunteers.models import (
    Qualification,
    Stint,
    Trained,
    Volunteer,
)
from zulian.volunteers.models.registry import joined
from zulian.volunteers.rules.figures import bit, stars_of
from zulian.volunteers.services import registry, training
from zulian.volunteers.services.common import figures, trained_kinds
from zulian.volunteers.services.registry import Application, number_of

GROWN_UP = 18
KINDS = (
    "company",
    "escort",
    "care",
    "clean",
    "repair",
    "hair",
    "drive",
    "teach",
    "sign",
    "braille",
    "rehab",
    "legal",
    "culture",
    "event",
)


def register_people(chance: random.Random, today: date) -> None:
    """Some for each township, more in the demo county; all of age on the day on which they registered."""
    rows: list[Volunteer] = []
    people = Adults(CITY, today, GROWN_UP, 65, SEED)
    below: dict[str, list[Region]] = defaultdict(list)
    for village in (
        Region.objects.under(CITY).current().filter(level=Level.VILLAGE).order_by("code")
    ):
        below[village.parent_code].append(village)
    for place in Region.objects.under(CITY).current().filter(level=Level.TOWNSHIP).order_by("code"):
        villages = below[place.code]
        most = chance.randint(5, 13) if place.code.startswith(COUNTY[:6]) else chance.randint(2, 4)
        for n in range(most):
            person = people.new(place)
            since = max(
                today - timedelta(days=chance.randint(20, 1200)),
                years_after(person.birth, GROWN_UP),
            )
            checked = chance.random() < 0.93
            rows.append(
                Volunteer(
                    person=person,
                    region=chance.choice(villages) if villages and n else place,
                    number=f"~{place.code[4:]}{n}",
                    registered_on=since,
                    skills=joined(sorted(chance.sample(KINDS, chance.randint(2, 5)))),
                    radius=chance.choice((5, 10, 15, 30)),
                    vehicle=chance.choice(("", "", "bike", "car")),
                    verified_on=since if checked else None,
                    verified_how="见身份证原件" if checked else "",
                    times=sum(
                        bit(d, p) for d in range(7) for p in range(3) if chance.random() < 0.5
                    ),
                    education=chance.choice(("high", "college", "bachelor")),
                    politics=chance.choice(("party", "league", "other")),
                )
            )
    people.write()
    for row in rows:
        # The key of the person came with `write`.
        row.person = row.person
    volunteers = bulk.create(rows)
    for row in volunteers:
        row.number = number_of(row)
    bulk.save(volunteers, ["number"])


def write_hours(chance: random.Random, today: date) -> None:
    """Stretches of two years, most of them confirmed; some people have many hours, so that there are stars."""
    stints: list[bulk.Row] = []
    volunteers = list(Volunteer.objects.all())
    for volunteer in volunteers:
        days: set[date] = set()
        for _n in range(chance.choice((0, 1, 3, 6, 12, 60))):
            day = today - timedelta(days=chance.randint(3, 500))
            if day <= volunteer.registered_on or day in days:
                continue
            days.add(day)
            hours = chance.choice((2, 2, 3, 4, 8))
            is_confirmed = chance.random() < 0.97
            stints.append(
                {
                    "volunteer_id": volunteer.pk,
                    "kind": chance.choice(volunteer.skill_keys),
                    "day": day,
                    "start": moment(day, 8),
                    "end": moment(day, 8 + hours),
                    "hours": Decimal(hours),
                    "how": Stint.How.STATION,
                    "confirmed_on": day if is_confirmed else None,
                }
            )
            if is_confirmed:
                volunteer.hours += Decimal(hours)
                volunteer.times_served += 1
                volunteer.last_served_on = max(volunteer.last_served_on or day, day)
        volunteer.stars = stars_of(volunteer.hours, figures()["stars"])
    bulk.insert(Stint, stints)
    bulk.save(volunteers, ["hours", "times_served", "last_served_on", "stars"])


def hold_trainings(chance: random.Random, today: date) -> None:
    """Trainings of each county, with who came and what they may do since."""
    for post in Post.objects.filter(role=Role.COUNTY_OFFICER).select_related("region"):
        day = today - timedelta(days=120)
        new_training = training.hold(
            post,
            {
                "title": "助残志愿者培训（演示）",
                "on": day,
                "place": "县残联",
                "hours": 8,
                "keys": sorted(trained_kinds()),
            },
        )
        people = [v for v in Volunteer.objects.within(post.region) if chance.random() < 0.8]
        bulk.create(Trained(training=new_training, volunteer=v, passed=True) for v in people)
        for v in people:
            v.trained_on = day
        bulk.save(people, ["trained_on"])
        until = months_before(day, -int(figures()["qualified_months"]))
        rows = [
            Qualification(volunteer=v, key=key, on=day, until=until, proof=new_training.title)
            for v in people
            for key in v.skill_keys
            if key in trained_kinds()
        ]
        bulk.create(rows)
    county = Post.objects.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    new_training = training.hold(
        county,
        {
            "title": "手语翻译提高班（演示）",
            "on": today,
            "place": "县残疾人康复中心",
            "hours": 6,
            "keys": ["sign"],
        },
    )
    for v in Volunteer.objects.under(COUNTY).able("sign")[:4]:
        training.sign_in_by_hand(new_training.pk, county, v.number)


def take_applications(chance: random.Random, today: date) -> None:
    """Applications that wait."""
    villages = list(Region.objects.under(COUNTY).filter(level=Level.VILLAGE).order_by("code")[:5])
    for village, person in zip(
        villages, adults("210922000000", today, 20, 40, known=False), strict=False
    ):
        entry = Application(
            person.name,
            person.id_number,
            person.phone or "12000000001",
            village,
            chance.sample(KINDS, 2),
            True,
            profile={"times": bit(5, 0) | bit(6, 0), "radius": 10},
        )
        registry.apply(entry)
