"""Counting an election (选举计票): is it valid, who is elected, who must stand again. No database, no voter.

The usual rules of congresses, background knowledge; every figure comes from policy: a quorum of those who should have come, no
more papers back than given out, no more marks on a paper than seats, and for a seat more than half of the papers of those present.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True)
class Terms:
    """The rules in force: quorum, a share of those who should come, reached with equality; majority, a share to be exceeded."""

    quorum: Fraction = Fraction(2, 3)
    majority: Fraction = Fraction(1, 2)


class Fault(StrEnum):
    """Why an election does not hold, or a count can't be right."""

    QUORUM = "quorum"  # too few are present
    MORE_ISSUED = "more_issued"  # more papers given out than people present
    MORE_BACK = "more_back"  # more papers came back than were given out
    PAPERS = "papers"  # valid and invalid papers don't add up to those that came back
    VOTES = "votes"  # a candidate's votes don't add up to the valid papers
    MARKS = "marks"  # more marks in favour than seats times valid papers


@dataclass(frozen=True)
class Votes:
    """What the valid papers say of one candidate."""

    favour: int
    against: int = 0
    abstain: int = 0

    @property
    def total(self) -> int:
        return self.favour + self.against + self.abstain


@dataclass(frozen=True)
class Count:
    """One ballot as a teller counted it. `write_ins` are names that voters added, with the marks they got."""

    due: int
    present: int
    issued: int
    back: int
    invalid: int
    votes: Mapping[str, Votes]
    write_ins: Mapping[str, int]

    @property
    def valid(self) -> int:
        return self.back - self.invalid


@dataclass(frozen=True)
class Outcome:
    """What a ballot brings. `tied` stand again for the seats left between them; `open_seats` nobody has won."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    open_seats: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether the election is valid."""
        return not self.faults


def present_enough(present: int, due: int, terms: Terms) -> bool:
    """Whether a meeting has its quorum."""
    return due > 0 and present >= terms.quorum * due


def faults(count: Count, seats: int, terms: Terms) -> list[Fault]:
    """Everything that is wrong with a count, in the order in which it is checked."""
    faults = []
    if not present_enough(count.present, count.due, terms):
        faults.append(Fault.QUORUM)
    if count.issued > count.present:
        faults.append(Fault.MORE_ISSUED)
    if count.back > count.issued:
        faults.append(Fault.MORE_BACK)
    if not 0 <= count.invalid <= count.back:
        faults.append(Fault.PAPERS)
    if any(
        min(v.favour, v.against, v.abstain) < 0 or v.total != count.valid
        for v in count.votes.values()
    ):
        faults.append(Fault.VOTES)
    marks = sum(v.favour for v in count.votes.values()) + sum(count.write_ins.values())
    if marks > seats * count.valid or any(
        not 0 <= n <= count.valid for n in count.write_ins.values()
    ):
        faults.append(Fault.MARKS)
    return faults


def outcome(count: Count, seats: int, terms: Terms) -> Outcome:
    """Who is elected to `seats`: those with more than the majority of the papers of those present, the most votes first.

    Equal votes at the last seat elect neither: they stand again. A faulty count elects nobody.
    """
    wrong = faults(count, seats, terms)
    if wrong:
        return Outcome((), (), seats, tuple(wrong))
    favour = {name: votes.favour for name, votes in count.votes.items()}
    favour |= {name: n + favour.get(name, 0) for name, n in count.write_ins.items()}
    passed = sorted(
        (n for n in favour if favour[n] > terms.majority * count.present),
        key=lambda n: (-favour[n], n),
    )
    if len(passed) <= seats:
        return Outcome(tuple(passed), (), seats - len(passed), ())
    last = favour[passed[seats - 1]]
    if favour[passed[seats]] < last:
        return Outcome(tuple(passed[:seats]), (), 0, ())
    sure = tuple(name for name in passed if favour[name] > last)
    return Outcome(
        sure, tuple(name for name in passed if favour[name] == last), seats - len(sure), ()
    )


def enough_candidates(candidates: int, seats: int, surplus: Fraction) -> bool:
    """Whether there are candidates enough: as many as seats when `surplus` is 0, else by that share more, at least one (差额)."""
    if not surplus:
        return candidates == seats
    return candidates >= seats + max(1, -(-seats * surplus.numerator // surplus.denominator))


def differences(first: Count, second: Count) -> list[str]:
    """Where two tellers disagree: names of figures, and of candidates whose votes differ; empty when they agree."""
    figures = ("due", "present", "issued", "back", "invalid")
    found = [name for name in figures if getattr(first, name) != getattr(second, name)]
    for one, two in ((first.votes, second.votes), (first.write_ins, second.write_ins)):
        names: Sequence[str] = list(dict.fromkeys([*one, *two]))
        found += [name for name in names if one.get(name) != two.get(name)]
    return found
