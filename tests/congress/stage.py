"""Plain builders of rounds and congresses: people, delegates, steps taken, ballots counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.congress.models import (
    Congress,
    Contest,
    Delegate,
    Nominee,
    Round,
    Step,
    StepState,
    Target,
    Unit,
)
from zulian.congress.services import (
    contests,
    delegates,
    electoral_units,
    holding,
    meeting,
    rounds,
    tellers,
)
from zulian.foundation import bulk
from zulian.foundation.clock import on_day, today
from zulian.leadership.models import Tie
from zulian.people.models import Person

_serial = count(1)
BIRTH = date(1990, 1, 1)


def people(code: str, how_many: int, **more: Any) -> list[Person]:
    """Invented people of a division, written at once."""
    made = []
    for _n in range(how_many):
        n = next(_serial)
        number = numbered(BIRTH + timedelta(days=n // 900), n % 900)
        sex = "male" if int(number[16]) % 2 else "female"
        person = Person(
            region_id=code,
            name=f"演代{n}",
            birth=BIRTH + timedelta(days=n // 900),
            sex=sex,
            id_number=number,
            **more,
        )
        person.index()
        made.append(person)
    return bulk.create(made)


def call(ordinal: int = 6, first: date | None = None) -> rounds.Call:
    """A round with half a year, three quarters and a year for the levels."""
    day = first or today()
    return rounds.Call(
        ordinal,
        "演示通知",
        day + timedelta(days=180),
        day + timedelta(days=270),
        day + timedelta(days=360),
    )


def open_round(city: Post, ordinal: int = 6) -> Round:
    """A round of the city's."""
    return rounds.open_round(city, call(ordinal))


def of(round_: Round, code: str) -> Congress:
    """The congress of a federation."""
    return Congress.objects.with_names().get(round=round_, region_id=code)


def units(congress: Congress, weights: Sequence[int], seats: int) -> list[Unit]:
    """Units with weights and their seats."""
    for n, weight in enumerate(weights, 1):
        electoral_units.add_unit(congress.pk, f"第{n}选举单位", weight)
    electoral_units.share_out(congress.pk, seats)
    return list(congress.units.all())


def relax(congress: Congress) -> None:
    """Only one target, so that any list with a disabled delegate meets it."""
    Target.objects.filter(congress=congress).update(percent=0, number=0)
    delegates.set_target(congress.pk, "tied", 0, 1)


def fill(congress: Congress, code: str = "") -> list[Delegate]:
    """A name for each open seat, every second one disabled."""
    made = []
    for unit in congress.units.all():
        free = unit.seats - unit.delegates.at_hand().count()
        for n, person in enumerate(people(code or congress.region_id, max(free, 0))):
            tie, category = (Tie.SELF, 4) if n % 2 == 0 else (Tie.NONE, None)
            made.append(
                delegates.propose(
                    congress.pk, person, delegates.Name(unit, tie, category, work="演示单位")
                )
            )
    return made


def elect_delegates(congress: Congress) -> None:
    """The list passes the review and is elected."""
    delegates.pass_all(congress.pk)
    delegates.elect_all(congress.pk)


def take_steps(congress: Congress, own: Post, above: Post | None, keys: Iterable[str] = ()) -> None:
    """Take the open steps (those named, or all before the congress), with the approval of the level above where wanted."""
    wanted = set(keys) or {s.key for s in congress.steps.all() if s.days < 0}
    for step in Step.objects.filter(congress=congress, key__in=wanted).exclude(
        state=StepState.DONE
    ):
        rounds.report(step.pk, own, "已办理", [])
        if above is not None and Step.objects.get(pk=step.pk).state == StepState.SUBMITTED:
            rounds.judge(step.pk, above, True, "同意")


def check_in(congress: Congress, how_many: int = 0) -> int:
    """Delegates come: all, unless told how many."""
    rows = list(congress.delegates.elected())
    for delegate in rows[: how_many or len(rows)]:
        meeting.check_in(delegate.pk)
    return how_many or len(rows)


def contest(
    congress: Congress, what: str, candidates: Sequence[Person], seats: int, **more: Any
) -> Contest:
    """A contest with its candidates, published long enough ago to be voted on today."""
    made = contests.set_up(
        congress.pk, contests.Setup(what, seats, differential=len(candidates) > seats, **more)
    )
    for person in candidates:
        contests.nominate(made.pk, person, Tie.SELF, "演示单位", "党委提名")
    with on_day(today() - timedelta(days=20)):
        contests.publish(made.pk)
    return contests.open_voting(made.pk)


def entered(
    contest: Contest, favour: Sequence[int], teller: str = "演甲", present: int = 0, **more: Any
) -> tellers.Entered:
    """A count without abstentions: so many in favour of each candidate, the rest against."""
    there = present or contest.congress.delegates.present().count()
    votes = {
        str(n.pk): (yes, there - yes, 0)
        for n, yes in zip(contest.nominees.filter(write_in=False), favour, strict=True)
    }
    figures = {
        "present": there,
        "issued": there,
        "back": there,
        "invalid": 0,
        "votes": votes,
        "write_ins": {},
        **more,
    }
    return tellers.Entered(teller=teller, **figures)


def vote(contest: Contest, favour: Sequence[int], present: int = 0, **more: Any) -> Contest:
    """Both tellers enter the same, and the result is announced."""
    for seat, teller in (("a", "演甲"), ("b", "演乙")):
        tellers.enter(contest.pk, seat, entered(contest, favour, teller, present, **more))
    return contests.decide(contest.pk)


def winners(contest: Contest) -> list[Person]:
    """Who was elected."""
    return [
        n.person
        for n in contest.nominees.filter(result=Nominee.Result.ELECTED).select_related("person")
    ]


def ready(
    congress: Congress, own: Post, above: Post | None, seats: int = 4, code: str = ""
) -> Congress:
    """Everything up to the morning of the congress day: list elected, steps taken, everybody there."""
    rounds.set_day(congress.pk, today(), "演示会场")
    if not congress.units.exists():
        units(congress, [1, 1], seats)
    relax(congress)
    fill(congress, code)
    elect_delegates(congress)
    take_steps(congress, own, above)
    check_in(congress)
    return Congress.objects.with_names().get(pk=congress.pk)


def close(congress: Congress, own: Post, above: Post | None) -> Congress:
    """Held today with everybody who checked in, reported and filed."""
    holding.hold(congress.pk, today(), congress.delegates.present().count())
    take_steps(congress, own, above, ["presidium", "report"])
    return holding.file(congress.pk)
