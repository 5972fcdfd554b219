"""Contests: set up, nominate, publish, open, count with two tellers apart, decide; terms follow from the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.congress.models import CongressState, Contest, ContestState, Nominee, procedure
from zulian.congress.models.contests import UP
from zulian.congress.rules import election
from zulian.congress.rules.election import Fault, Votes
from zulian.congress.services import delegates
from zulian.congress.services.rounds import locked
from zulian.congress.services.tellers import UNKNOWN, Comparison, compare, count_of, working_on
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.dates import years_after
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.leadership.models import TIED, Office, Term
from zulian.leadership.services import terms
from zulian.people.models import Person


@dataclass(frozen=True)
class Setup:
    """What is to be elected: seats, whether differential, by whom; `by_election` between congresses."""

    what: str
    seats: int
    differential: bool = False
    electorate: str = Contest.Electorate.CONGRESS
    by_election: bool = False


@unit_of_work
def set_up(pk: int, setup: Setup, after: Contest | None = None) -> Contest:
    """A new contest under the rules in force; a by-election needs a congress that was held.

    Raises ValidationError for a by-election of delegates to the congress above.
    """
    states = (
        (CongressState.HELD, CongressState.FILED)
        if setup.by_election
        else (CongressState.PREPARING, CongressState.HELD)
    )
    congress = locked(pk, *states)
    rules = procedure(today())
    rank = setup.what if setup.what == UP else setup.what.split(".")[1]
    surplus = Fraction(rules["surplus"][rank]) if setup.differential else Fraction(0)
    if setup.what == UP and setup.by_election:
        raise ValidationError({"what": _("出席上级代表大会的代表在大会上选举，不能补选。")})
    contest = Contest(
        congress=congress,
        after=after,
        what=setup.what,
        by_election=setup.by_election,
        seats=setup.seats,
        surplus=str(surplus),
        electorate=setup.electorate,
        quorum=rules["quorum"],
        majority=rules["majority"],
    )
    with audited("contest.set_up", contest):
        contest.save()
    return contest


@unit_of_work
def nominate(
    pk: int, person: Person, tie: str, work: str, nominated_by: str, write_in: bool = False
) -> Nominee:
    """提名 a candidate; while votes are counted only those whom voters wrote in.

    Raises ValidationError for who is a candidate already.
    """
    contest = working_on(pk, ContestState.VOTING if write_in else ContestState.NOMINATING)
    if contest.nominees.filter(person=person).exists():
        raise ValidationError({"id_number": _("这个人已是候选人。")})
    nominee = Nominee(
        contest=contest,
        person=person,
        order=contest.nominees.count() + 1,
        tie=tie,
        work=work.strip(),
        nominated_by=nominated_by.strip(),
        write_in=write_in,
    )
    with audited("nominee.add", nominee):
        nominee.save()
    return nominee


@unit_of_work
def drop(pk: int) -> Contest:
    """Take a candidate back before publication."""
    nominee = Nominee.objects.select_related("contest").get(pk=pk)
    contest = working_on(nominee.contest_id, ContestState.NOMINATING)
    with audited("nominee.drop", nominee):
        nominee.delete()
    return contest


def _require_enough(contest: Contest) -> None:
    have = contest.nominees.filter(write_in=False).count()
    if not election.enough_candidates(have, contest.seats, Fraction(contest.surplus)):
        words = (
            _(
                "差额选举：应选 %(seats)d 名，候选人应比应选名额多 %(share)s 以上，现有 %(have)d 名。"
            )
            if contest.is_differential
            else _("等额选举：应选 %(seats)d 名，候选人应正好 %(seats)d 名，现有 %(have)d 名。")
        )
        raise ValidationError(
            words % {"seats": contest.seats, "have": have, "share": contest.surplus}
        )


@unit_of_work
def publish(pk: int) -> Contest:
    """公示 the candidates for the working days of the policy."""
    contest = working_on(pk, ContestState.NOMINATING)
    _require_enough(contest)
    rules = procedure(today(), contest.congress.region_id)
    with audited("contest.publish", contest):
        contest.publish()
        contest.public_from = today()
        contest.public_until = add_workdays(today(), rules["publicity_workdays"]).day
        contest.save()
    return contest


@unit_of_work
def reopen(pk: int) -> Contest:
    """Back to nomination: an objection during publication was upheld."""
    contest = working_on(pk, ContestState.PUBLIC)
    with audited("contest.reopen", contest):
        contest.reopen()
        contest.public_from = contest.public_until = None
        contest.save()
    return contest


@unit_of_work
def open_voting(pk: int) -> Contest:
    """Hand out the ballot papers: after publication, with a quorum present. A second ballot on the spot needs no new publication.

    Raises ValidationError before publication is over, and where nobody may vote.
    """
    contest = working_on(pk, ContestState.NOMINATING, ContestState.PUBLIC)
    _require_enough(contest)
    if contest.after_id is None:
        if contest.state != ContestState.PUBLIC:
            raise ValidationError(_("请先公示候选人。"))
        if contest.public_until is not None and contest.public_until >= today():
            raise ValidationError(
                _("公示到 %(day)s，期满后才能投票。") % {"day": contest.public_until}
            )
    voters = _voters(contest)
    if not voters:
        raise ValidationError(_("还没有选举人：请先确认当选代表，或登记主席团委员。"))
    with audited("contest.open", contest):
        contest.open()
        contest.voters, contest.on = voters, today()
        contest.save()
    return contest


def _voters(contest: Contest) -> int:
    """How many should come to vote."""
    if contest.electorate == Contest.Electorate.CONGRESS:
        return contest.congress.delegates.elected().count()
    return (
        Term.objects.held(today())
        .filter(region=contest.region, office__body="presidium")
        .values("person_id")
        .distinct()
        .count()
    )


@unit_of_work
def decide(pk: int) -> Contest:
    """宣布结果: both tellers agree. Terms begin, delegates go up; an invalid ballot elects nobody.

    Raises ValidationError while a sheet is missing, the two differ or cannot be right, and for who won without being on file.
    """
    contest = working_on(pk, ContestState.VOTING)
    comparison = compare(contest)
    if len(comparison.sheets) < 2:
        raise ValidationError(_("两名计票员都录入后才能宣布结果。"))
    if comparison.differences:
        raise ValidationError(
            _("两份计票单不一致：%(names)s。请两名计票员重新核对。")
            % {"names": "、".join(comparison.differences)}
        )
    assert comparison.outcome is not None
    if (
        comparison.faults
        and Fault.MORE_BACK not in comparison.outcome.faults
        and Fault.QUORUM not in comparison.outcome.faults
    ):
        raise ValidationError(
            _("计票有误：%(words)s。请两名计票员重新核对。")
            % {"words": "；".join(comparison.faults)}
        )
    strangers = [
        key.removeprefix(UNKNOWN)
        for key in (*comparison.outcome.elected, *comparison.outcome.tied)
        if key.startswith(UNKNOWN)
    ]
    if strangers:
        raise ValidationError(
            _("另选人%(names)s得票过半，请先登记其身份，再宣布结果。")
            % {"names": "、".join(strangers)}
        )
    with audited("contest.decide" if comparison.outcome.holds else "contest.void", contest):
        if comparison.outcome.holds:
            contest.decide()
        else:
            contest.void()
        contest.outcome = _kept(comparison)
        contest.save()
    if comparison.outcome.holds:
        _write_down(contest, comparison)
        _follow(contest)
    return contest


def _kept(comparison: Comparison) -> dict[str, Any]:
    sheet, outcome = comparison.sheets[0], comparison.outcome
    assert outcome is not None
    return {
        "present": sheet.present,
        "issued": sheet.issued,
        "back": sheet.back,
        "invalid": sheet.invalid,
        "write_ins": sheet.write_ins,
        "faults": [str(f) for f in outcome.faults],
        "open_seats": outcome.open_seats,
        "tied": len(outcome.tied),
        "tellers": [s.teller for s in comparison.sheets],
    }


def _write_down(contest: Contest, comparison: Comparison) -> None:
    assert comparison.outcome is not None
    count = count_of(contest, comparison.sheets[0])
    for nominee in contest.nominees.all():
        key = str(nominee.pk)
        votes = count.votes.get(key, Votes(count.write_ins.get(key, 0)))
        nominee.favour, nominee.against, nominee.abstain = (
            votes.favour,
            votes.against,
            votes.abstain,
        )
        nominee.result = (
            Nominee.Result.ELECTED
            if key in comparison.outcome.elected
            else Nominee.Result.TIED
            if key in comparison.outcome.tied
            else Nominee.Result.LOST
        )
        nominee.save()


def _follow(contest: Contest) -> None:
    """What a result brings: delegates for the congress above, or terms in the offices elected."""
    winners = list(
        contest.nominees.filter(result=Nominee.Result.ELECTED)
        .select_related("person")
        .order_by("-favour", "order")
    )
    if not winners:
        return
    if contest.what == UP:
        with scope(EVERYTHING):
            delegates.send_up(contest.congress, [(n.person, n.tie, n.work) for n in winners])
        return
    _install(contest, winners)


def _install(contest: Contest, winners: list[Nominee]) -> None:
    body, rank = contest.what.split(".")
    day = contest.on or today()
    offices = list(
        Office.objects.in_use()
        .filter(region=contest.region, body=body, rank=rank)
        .order_by("number")
    )
    # A first ballot of a congress renews the offices; a second one and a by-election fill what is vacant.
    if not contest.by_election and contest.after_id is None:
        for term in Term.objects.open().filter(office__in=offices):
            terms.leave(term.pk, max(day, term.since), Term.End.CONGRESS)
    held = set(Term.objects.open().filter(office__in=offices).values_list("office_id", flat=True))
    vacant = [office for office in offices if office.pk not in held]
    while len(vacant) < len(winners):
        vacant.append(
            terms.add_office(
                contest.region, body, rank, leading=rank != "member", for_disabled=False
            )
        )
    until = _term_end(contest, day)
    how = Term.How.BY_ELECTION if contest.by_election else Term.How.ELECTED
    for office, winner in _matched(vacant, winners):
        terms.take(
            office,
            terms.Taking(winner.person, day, how, winner.tie, str(contest.congress)[:120], until),
        )


def _matched(offices: list[Office], winners: list[Nominee]) -> list[tuple[Office, Nominee]]:
    """Offices meant for disabled people or relatives go to such winners first."""
    tied = [w for w in winners if w.tie in TIED]
    rest = [w for w in winners if w.tie not in TIED]
    pairs = []
    for office in sorted(offices, key=lambda o: not o.for_disabled):
        pool = (tied or rest) if office.for_disabled else (rest or tied)
        if pool:
            pairs.append((office, pool.pop(0)))
    return pairs


def _term_end(contest: Contest, day: date) -> date:
    """Until the next congress: counted from this one also for a by-election."""
    start = contest.congress.held_on or day
    years = policy("leadership/offices", day, contest.congress.region_id)["term_years"]
    end = years_after(start, years)
    return end if end > day else years_after(day, years)


@unit_of_work
def again(pk: int) -> Contest:
    """A second ballot: those who tied for the seats between them; for seats nobody won, those who lost; all of a void one.

    Raises ValidationError where one was set up, and where no seat is left.
    """
    contest = working_on(pk, ContestState.DECIDED, ContestState.VOID)
    if contest.repeats.exists():
        raise ValidationError(_("已经安排再次投票。"))
    open_seats = (
        contest.outcome["open_seats"] if contest.state == ContestState.DECIDED else contest.seats
    )
    if not open_seats:
        raise ValidationError(_("名额已全部选出，不需要再次投票。"))
    tied = list(contest.nominees.filter(result=Nominee.Result.TIED))
    standing = tied or list(
        contest.nominees.exclude(result=Nominee.Result.ELECTED).filter(write_in=False)
    )
    setup = Setup(
        contest.what,
        open_seats,
        len(standing) > open_seats,
        contest.electorate,
        contest.by_election,
    )
    new_contest = set_up(contest.congress_id, setup, after=contest)
    if len(standing) != open_seats and new_contest.is_differential:
        # Who tied stands again as they are: the surplus of a first ballot is not asked for.
        new_contest.surplus = str(
            min(Fraction(new_contest.surplus), Fraction(len(standing) - open_seats, open_seats))
        )
        new_contest.save()
    for nominee in standing:
        nominate(new_contest.pk, nominee.person, nominee.tie, nominee.work, nominee.nominated_by)
    return new_contest
