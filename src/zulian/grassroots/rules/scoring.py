"""Scoring by a tree of items (评分): weights, items that don't apply, vetoes, and which of several marks counts.

A mark is the share of an item's points that was earned, from 0 to 1; None where the item does not apply. What does not
apply is left out and the points of its neighbours are stretched to fill the whole (折算).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
Marks = Mapping[int, Decimal | None]


@dataclass(frozen=True)
class Node:
    """An item of a standard. Without `points` of its own, a group is worth what its items are worth together."""

    key: int
    points: Decimal = ZERO
    weight: Decimal = ONE
    veto: bool = False
    children: tuple[Node, ...] = ()

    @cached_property
    def worth(self) -> Decimal:
        """Its points among its neighbours, weight included."""
        own = self.points or sum((child.worth for child in self.children), ZERO)
        return own * self.weight

    def leaves(self) -> Iterator[Node]:
        """The items that are marked."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True)
class Result:
    """What marks come to: the share of the standard's full points, and the veto items that failed."""

    share: Decimal
    full: Decimal
    vetoes: tuple[int, ...] = ()

    @property
    def points(self) -> Decimal:
        """Points of the full ones, to two decimals."""
        return rounded(self.full * self.share)

    @property
    def percent(self) -> Decimal:
        """Points of a hundred, to two decimals; 0 where nothing applies."""
        return rounded(self.share * HUNDRED) if self.full else ZERO


def rounded(number: Decimal) -> Decimal:
    """To two decimals, as clerks round."""
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def score(nodes: Sequence[Node], marks: Marks) -> Result:
    """Add marks up the tree. An item without a mark earned nothing; a failed veto item is named, whatever the points."""
    full = sum((node.worth for node in nodes), ZERO)
    share = _share(nodes, marks)
    leaves = [leaf for node in nodes for leaf in node.leaves()]
    failed = tuple(leaf.key for leaf in leaves if leaf.veto and fails(marks.get(leaf.key, ZERO)))
    return Result(share or ZERO, full, failed)


def fails(mark: Decimal | None) -> bool:
    """Whether a veto item is not met: anything short of the whole; what does not apply can't fail."""
    return mark is not None and mark < ONE


def share_of(node: Node, marks: Marks) -> Decimal | None:
    """The share an item or group earned, None where nothing of it applies."""
    if node.children:
        return _share(node.children, marks)
    return marks.get(node.key, ZERO)


def _share(nodes: Sequence[Node], marks: Marks) -> Decimal | None:
    earned = [(node.worth, found) for node in nodes if (found := share_of(node, marks)) is not None]
    whole = sum((worth for worth, _share in earned), ZERO)
    if not earned:
        return None
    if not whole:
        # Items worth nothing are requirements: they decide by their vetoes alone.
        return ONE
    return sum((worth * share for worth, share in earned), ZERO) / whole


def grade(result: Result, pass_mark: Decimal, good_mark: Decimal) -> str:
    """优秀 good, 达标 reached, 未达标 short; a failed veto item is always short."""
    if result.vetoes or result.percent < pass_mark:
        return "short"
    return "good" if result.percent >= good_mark else "reached"


@dataclass(frozen=True)
class Said:
    """What was said of one item: by the organisation, by the level above from its records, on the spot, after an objection."""

    own: Decimal | None = None
    not_applicable: bool = False
    review: Decimal | None = None
    visit: Decimal | None = None
    decided: Decimal | None = None

    @property
    def checked(self) -> Decimal | None:
        """The mark of those who check: what was seen on the spot counts before what the papers say."""
        return self.visit if self.visit is not None else self.review

    @property
    def known(self) -> bool:
        """Whether anybody has answered."""
        return self.not_applicable or any(
            m is not None for m in (self.own, self.review, self.visit, self.decided)
        )


def settled(said: Said) -> Decimal | None:
    """The mark that counts (核定分): decided, else visit, else review, else the organisation's own; None where it does not apply."""
    for mark in (said.decided, said.visit, said.review):
        if mark is not None:
            return mark
    if said.not_applicable:
        return None
    return said.own if said.own is not None else ZERO


def differs(said: Said, slack: Decimal) -> bool:
    """Whether those who check saw it otherwise by more than `slack` (a share of the item), or marked what was said not to apply."""
    if said.checked is None:
        return False
    if said.not_applicable:
        return True
    return abs(said.checked - (said.own or ZERO)) > slack
