"""Who may judge offers (回避): conflicts of interest and the make-up of a panel. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Bidder:
    """An organisation that offers, and the names of who leads it and works in it."""

    name: str
    people: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class JudgeFacts:
    """A judge: name, where employed, whether of the buyer's own house, what was declared of a conflict; None: nothing declared yet."""

    name: str
    employer: str
    own_house: bool = False
    declared: bool | None = None


class Conflict(StrEnum):
    """Why somebody may not judge."""

    DECLARED = "declared"
    EMPLOYED = "employed"
    LEADS = "leads"


class Fault(StrEnum):
    """What a panel lacks."""

    FEW = "few"
    EVEN = "even"
    OWN = "own"
    UNDECLARED = "undeclared"


def plain(name: str) -> str:
    """A name without blanks and brackets, so that two ways to write it are one."""
    return "".join(c for c in name if c.isalnum()).casefold()


def conflict(judge: JudgeFacts, bidders: Iterable[Bidder]) -> Conflict | None:
    """Why a judge must step aside; a conflict with one bidder excludes from judging any of them."""
    if judge.declared:
        return Conflict.DECLARED
    rows = list(bidders)
    if any(plain(judge.employer) == plain(b.name) for b in rows):
        return Conflict.EMPLOYED
    if any(plain(judge.name) in {plain(name) for name in b.people} for b in rows):
        return Conflict.LEADS
    return None


def fit(judges: Sequence[JudgeFacts], bidders: Iterable[Bidder]) -> list[JudgeFacts]:
    """Those who may judge."""
    rows = list(bidders)
    return [judge for judge in judges if conflict(judge, rows) is None]


def faults(
    judges: Sequence[JudgeFacts], bidders: Iterable[Bidder], least: int, own_one_in: int
) -> list[Fault]:
    """What keeps the panel of those who may judge from beginning."""
    left = fit(judges, bidders)
    faults = [Fault.UNDECLARED] if any(judge.declared is None for judge in left) else []
    if len(left) < least:
        faults.append(Fault.FEW)
    if len(left) % 2 == 0:
        faults.append(Fault.EVEN)
    if sum(judge.own_house for judge in left) * own_one_in > len(left):
        faults.append(Fault.OWN)
    return faults
