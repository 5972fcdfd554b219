"""The demo of the congress room: a round in mid-wave, the fifth congresses before it, one township played whole, one county at work."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.congress.demo.contests import contest_ahead, open_contest, vote
from zulian.congress.models import (
    Congress,
    CongressState,
    Delegate,
    DelegateState,
    Round,
    Step,
    StepState,
    Unit,
)
from zulian.congress.models.delegates import Need
from zulian.congress.services import (
    delegates,
    electoral_units,
    holding,
    meeting,
    rounds,
)
from zulian.foundation import bulk
from zulian.foundation.changes import changing
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work
from zulian.leadership.demo import CITY, COUNTY, LAST_CONGRESS, adults, tied
from zulian.leadership.models import Term, Tie
from zulian.people.demo import Adults
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level, Region

SEED = 20130321
WORK = ("村委会", "中学", "卫生院", "工业园区", "农民合作社", "残疾人就业基地", "社区服务站")
NEEDS = tuple(Need.values)


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, after the cadres, and does nothing where a round is there."""
    if Round.objects.exists():
        return
    city = Post.objects.get(role=Role.CITY_OFFICER, region_id=CITY)
    county = Post.objects.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
    town = Post.objects.select_related("region").get(role=Role.TOWNSHIP_OFFICER)
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        opened = today - timedelta(days=240)
        _before(today, chance)
        with on_day(opened):
            call = rounds.Call(
                6,
                "省残联换届指导意见（演示）",
                today - timedelta(days=45),
                today + timedelta(days=40),
                today + timedelta(days=120),
            )
            the_round = rounds.open_round(city, call)
        _townships(the_round, chance, today, {town.region_id})
    with unit_of_work():
        _whole(
            Congress.objects.with_names().get(round=the_round, region=town.region_id),
            town,
            county,
            chance,
            today,
        )
    with unit_of_work():
        _county(
            Congress.objects.with_names().get(round=the_round, region_id=COUNTY),
            county,
            city,
            chance,
            today,
        )
        _city(Congress.objects.with_names().get(round=the_round, region_id=CITY), city, today)


def _before(today: date, chance: random.Random) -> None:
    """The fifth congresses, five years ago: the terms of the present boards began with them."""
    places = Region.objects.current().under(CITY).filter(level__in=rounds.FEDERATIONS)
    began = dict(Term.objects.values_list("region_id", "since"))
    bulk.create(
        Congress(
            region=place,
            ordinal=5,
            state=CongressState.FILED,
            held_on=began.get(place.code, today - LAST_CONGRESS),
            size=size,
            attended=size - chance.randint(0, 3),
        )
        for place, size in (
            (p, {Level.CITY: 120, Level.COUNTY: 70}.get(Level(p.level), 30)) for p in places
        )
    )


def _townships(the_round: Round, chance: random.Random, today: date, apart: set[str]) -> None:
    """Most townships are through, some late; one county is slow, one township does not take part."""
    rows = list(
        Congress.objects.with_names()
        .filter(round=the_round, region__level=Level.TOWNSHIP)
        .exclude(region__in=apart)
        .prefetch_related("steps")
        .order_by("region_id")
    )
    slow = "210922"
    over: list[tuple[Congress, list[Step]]] = []
    with changing(Congress, [c.pk for c in rows]):
        for n, congress in enumerate(rows):
            share = 0.55 if congress.region_id.startswith(slow) else 0.93
            if chance.random() < share:
                over.append(_done(congress, chance, today, n))
        _list([congress for congress, _steps in over], chance, today)
        _write_done(over)
    for congress in rows[-1:]:
        Congress.objects.filter(pk=congress.pk, state=CongressState.PREPARING).update(
            state=CongressState.EXEMPT, note="正在撤并"
        )


def _done(
    congress: Congress, chance: random.Random, today: date, n: int
) -> tuple[Congress, list[Step]]:
    """A congress that is over, filed but for one in five, and its steps; not yet written."""
    congress.held_on = congress.day = today - timedelta(days=chance.randint(20, 130))
    congress.filed_on = congress.held_on + timedelta(days=12) if n % 5 else None
    congress.size = chance.randint(24, 40)
    done = [
        step
        for step in congress.steps.all()
        if congress.filed_on or step.key not in {"filing", "report"}
    ]
    for step in done:
        step.done_on = step.due = congress.held_on
        step.note = "已办理（演示）"
    return congress, done


def _list(congresses: Sequence[Congress], chance: random.Random, today: date) -> None:
    """The delegates of congresses that are over, from those on file there, and what is told of them."""
    young, old = today - timedelta(days=22 * 366), today - timedelta(days=70 * 365)
    on_file: dict[str, list[Person]] = {c.region_id: [] for c in congresses}
    for person in Person.objects.alive().filter(birth__range=(old, young)).order_by("pk"):
        own = on_file.get(f"{person.region_id[:9]}000")
        if own is not None:
            own.append(person)
    disabled = disabilities_of(person.pk for people in on_file.values() for person in people)
    units = []
    for congress in congresses:
        congress.size = len(on_file[congress.region_id][: congress.size])
        congress.attended = congress.size - chance.randint(0, congress.size // 8)
        unit = Unit(congress=congress, place=congress.region, name=congress.region.name)
        unit.region, unit.seats = congress.region, congress.size
        units.append(unit)
    bulk.create(units)
    bulk.create(
        _elected(unit, person, disabled, chance)
        for unit in units
        for person in on_file[unit.congress.region_id][: unit.seats]
    )
    for congress in congresses:
        wanted = ("tied", "women", "grassroots", "party")
        congress.targets.exclude(trait__in=wanted).delete()
        congress.composition_met = delegates.compose(congress, solve=False).met


def _elected(
    unit: Unit, person: Person, disabled: Mapping[int, Any], chance: random.Random
) -> Delegate:
    """A delegate of a congress that is over."""
    fact = disabled.get(person.pk)
    return Delegate(
        congress=unit.congress,
        region=unit.region,
        unit=unit,
        person=person,
        tie=tied(person, fact is not None),
        category=fact.category if fact else None,
        party=chance.random() < 0.45,
        grassroots=chance.random() < 0.75,
        work=f"{unit.name}{chance.choice(WORK)}",
        state=DelegateState.ELECTED,
    )


def _write_done(over: Sequence[tuple[Congress, list[Step]]]) -> None:
    congresses, steps = (
        [row for row, _steps in over],
        [step for _row, steps in over for step in steps],
    )
    columns = ("day", "held_on", "filed_on", "size", "attended", "composition_met")
    bulk.update(
        Congress,
        [
            (
                row.pk,
                {name: getattr(row, name) for name in columns}
                | {"state": CongressState.FILED if row.filed_on else CongressState.HELD},
            )
            for row in congresses
        ],
    )
    bulk.update(
        Step,
        [
            (
                row.pk,
                {"state": StepState.DONE, "done_on": row.done_on, "due": row.due, "note": row.note},
            )
            for row in steps
        ],
    )


def _unseen(people: Iterable[Person], seen: set[int]) -> Iterator[Person]:
    """Each person once, whatever list they come from."""
    for person in people:
        if person.pk not in seen:
            seen.add(person.pk)
            yield person


def _propose(
    congress: Congress, people: Iterable[Person], chance: random.Random, today: date, extra: int = 0
) -> None:
    """Names for every seat, some more than seats, chosen as they come: so the list has something to mend."""
    rows: list[Delegate] = []
    taken = Counter(
        congress.delegates.at_hand().filter(listed=True).values_list("unit_id", flat=True)
    )
    there = set(congress.delegates.values_list("person_id", flat=True))
    known = _unseen(people, there)
    others = Adults(congress.region_id, today, 25, 60, SEED + congress.pk)
    proposed = Counter(congress.delegates.values_list("unit_id", flat=True))
    named = {
        unit: [
            next(known) if chance.random() < 0.6 else others.new(congress.region)
            for _n in range(unit.seats + extra - proposed[unit.pk])
        ]
        for unit in congress.units.all()
    }
    others.write()
    disabled = disabilities_of(person.pk for persons in named.values() for person in persons)
    for unit, persons in named.items():
        for person in persons:
            fact = disabled.get(person.pk)
            tie = tied(person, fact is not None)
            needs = (
                tuple(chance.sample(NEEDS, 1)) if tie == Tie.SELF and chance.random() < 0.35 else ()
            )
            rows.append(
                Delegate(
                    congress=congress,
                    unit=unit,
                    person=person,
                    tie=tie,
                    category=fact.category if fact else None,
                    party=chance.random() < 0.45,
                    grassroots=chance.random() < 0.6,
                    work=f"{unit.name}{chance.choice(WORK)}",
                    needs=list(needs),
                    listed=taken[unit.pk] < unit.seats,
                )
            )
            taken[unit.pk] += 1
    bulk.create(rows)
    delegates.refresh(congress.pk)


def _steps(congress: Congress, own: Post, above: Post, today: date, keys: Iterable[str]) -> None:
    wanted = set(keys)
    for step in congress.steps.all():
        if step.key in wanted:
            with on_day(min(step.due or today, today)):
                rounds.report(step.pk, own, f"{step.name}，已完成。", [])
                if Step.objects.get(pk=step.pk).state == StepState.SUBMITTED:
                    rounds.judge(step.pk, above, True, "同意")


def _whole(congress: Congress, own: Post, above: Post, chance: random.Random, today: date) -> None:
    """The demo account's township: from the request to the file, every step and ballot through the services."""
    held = today - timedelta(days=50)
    with on_day(held - timedelta(days=120)):
        rounds.set_day(congress.pk, held, "镇政府会议室")
        _weigh(congress, lambda n: 20 + n * 7 % 40)
        electoral_units.share_out(congress.pk, max(24, congress.units.count()))
    congress = Congress.objects.with_names().get(pk=congress.pk)
    for target in congress.targets.filter(trait__in=["mind", "psyche", "sight", "hearing"]):
        delegates.set_target(congress.pk, target.trait, 0, 0)
    with on_day(held - timedelta(days=50)):
        _propose(congress, adults(congress.region_id, today, 22, 62), chance, today)
        _mend(congress)
        delegates.pass_all(congress.pk)
        delegates.elect_all(congress.pk)
    before = [s.key for s in congress.steps.all() if s.days < 0]
    _steps(congress, own, above, held, before)
    with on_day(held):
        for delegate in congress.delegates.elected()[1:]:
            meeting.check_in(delegate.pk)
        meeting.seat_all(congress.pk, 8)
        pool = [d.person for d in congress.delegates.elected().select_related("person")]
        for what, chosen, seats in (
            ("board.chair", pool[:1], 1),
            ("board.vice", pool[1:2], 1),
            ("up", pool[2:5], 2),
        ):
            vote(open_contest(congress, what, chosen, seats, held), held)
        holding.hold(congress.pk, held, congress.delegates.present().count())
    with on_day(held + timedelta(days=3)):
        _steps(congress, own, above, held + timedelta(days=3), ["presidium", "report"])
        holding.file(congress.pk)


def _weigh(congress: Congress, weight: Callable[[int], int]) -> None:
    """A unit for each division below, with an invented number of disabled people by its place in the list."""
    places = count()
    electoral_units.add_units(congress.pk, lambda _place: weight(next(places)))


def _mend(congress: Congress) -> None:
    """Let the solver bring the list in order, where it can."""
    composition = delegates.compose(congress)
    if composition.repair:
        delegates.relist(
            congress.pk, map(int, composition.repair.out), map(int, composition.repair.into)
        )


def _county(congress: Congress, own: Post, above: Post, chance: random.Random, today: date) -> None:
    """The demo county in mid-preparation: list not yet in order, candidates published, an inspection in its officer's circle."""
    with on_day(today - timedelta(days=100)):
        rounds.set_day(congress.pk, today + timedelta(days=25), "县政府礼堂")
        _weigh(congress, lambda n: 60 + n * 37 % 140)
        electoral_units.add_unit(congress.pk, "县直单位和专门协会", 160)
        electoral_units.share_out(congress.pk, 60)
    with on_day(today - timedelta(days=40)):
        _propose(congress, adults(COUNTY, today, 22, 62), chance, today, extra=1)
        delegates.set_target(congress.pk, "party", 50, 0)
    _steps(
        congress, own, above, today, ["request_party", "request_above", "reply", "group", "quota"]
    )
    step = congress.steps.get(key="delegates")
    rounds.assign(step.pk, own)
    contest_ahead(congress, own, today)


def _city(congress: Congress, own: Post, today: date) -> None:
    with on_day(today - timedelta(days=60)):
        rounds.set_day(congress.pk, today + timedelta(days=100), "市会议中心")
        _weigh(congress, lambda n: 300 + n * 211 % 900)
        electoral_units.share_out(congress.pk, 120)
    for key in ("request_party", "request_above"):
        step = congress.steps.get(key=key)
        rounds.report(step.pk, own, "请示已报送，附件为请示文稿。", [])
