"""Ballots of the demo: one that is held, and one of the county that lies ahead."""

from __future__ import annotations

from datetime import date, timedelta

from zulian.accounts.models import Post
from zulian.congress.models import (
    Congress,
    Contest,
)
from zulian.congress.services import (
    contests,
    tellers,
)
from zulian.foundation.clock import on_day
from zulian.leadership.demo import COUNTY, tied
from zulian.leadership.models import Term, Tie
from zulian.leadership.services import inspections
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person


def open_contest(
    congress: Congress, what: str, people: list[Person], seats: int, today: date
) -> Contest:
    contest = contests.set_up(
        congress.pk, contests.Setup(what, seats, differential=len(people) > seats)
    )
    for person in people:
        tie = Tie(tied(person, bool(disabilities_of([person.pk]))))
        contests.nominate(contest.pk, person, tie, "", "党委提名")
    # Early enough for its working days whatever holidays lie between.
    with on_day(today - timedelta(days=30)):
        contests.publish(contest.pk)
    return contest


def vote(contest: Contest, today: date) -> None:
    contests.open_voting(contest.pk)
    there = contest.congress.delegates.present().count()
    names = list(contest.nominees.all())
    favour = [there - 1 - n if n < contest.seats else 3 for n in range(len(names))]
    votes = {str(n.pk): (yes, there - yes, 0) for n, yes in zip(names, favour, strict=True)}
    for seat, teller in (("a", "朱演甲"), ("b", "秦演乙")):
        tellers.enter(contest.pk, seat, tellers.Entered(teller, there, there, there, 0, votes, {}))
    contests.decide(contest.pk)


def contest_ahead(congress: Congress, own: Post, today: date) -> None:
    held = (
        Term.objects.held(today)
        .filter(region_id=COUNTY, office__body="board")
        .select_related("person")
    )
    terms = list(held[:3])
    contest = contests.set_up(congress.pk, contests.Setup("board.chair", 1))
    contests.nominate(contest.pk, terms[0].person, Tie(terms[0].tie), "县残联", "县委提名")
    contests.publish(contest.pk)
    vice = contests.set_up(congress.pk, contests.Setup("board.vice", 2))
    for term in terms[1:]:
        contests.nominate(vice.pk, term.person, Tie(term.tie), "县残联", "县委提名")
    findings = inspections.Findings(
        "换届人选考察",
        today - timedelta(days=3),
        "县委组织部、县残联联合考察组",
        "（演示）政治素质好，熟悉残疾人工作，民主测评优秀率较高；建议加强财务知识学习。",
        "fit",
    )
    inspections.inspect(terms[0].person, own.region, own, findings)
