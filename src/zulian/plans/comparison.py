"""This year's circular against last year's, clause by clause: which clauses stay, change, come and go."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from zulian.plans.models import Clause

# Clauses of one circular on different work are alike to some 0.46 at most, by the words that all of them use.
ALIKE = 0.5
# What two clauses have in common beside their words makes them alike: the heading, the measures of registers. What is measured
# by the same registers altogether is the same work, in whatever words each year says it.
BONUS_TITLE, BONUS_MEASURES = 0.25, 0.5
# Headings that share fewer of their characters are not alike.
SAME_TITLE = 0.6
# Texts that are less alike are shown whole, one after the other: nobody reads what differs sign by sign.
READABLE = 0.4
# The printed address makes nothing alike: it only decides between counterparts that are.
BONUS_PATH = 0.1
# Measures of the plan itself suit every clause.
GENERAL = "plans."
MAX_PAIRS = 40_000
# Somebody waits for the page: half a second for the pairing, and as much for the words that differ. Two long circulars
# need a tenth of it.
MOST_STEPS = 5_000_000
# Numbers differ as a whole: 80 became 100, not 8 became 10.
SQUARE = str.maketrans("〔〕【】﹝﹞", "[][][]")
TOKEN = re.compile(r"[0-9.]+|.", re.S)


class Change(StrEnum):
    """未变, 有修改, 新增, 上年有今年无."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Piece:
    """A run of words that both texts share, or that only one has."""

    text: str
    kind: str  # "", "added" or "removed"


@dataclass(frozen=True)
class Compared:
    """A clause of this year, its counterpart of last year, and the words that differ."""

    change: Change
    new: Clause | None
    old: Clause | None
    pieces: tuple[Piece, ...] = ()


class Budget:
    """How much comparing is left: texts of the same few characters, over and over, would take for ever."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def affords(self, before: Counter[str], after: Counter[str]) -> bool:
        """Whether two texts may be compared, by how often each of their tokens meets itself; if so, the steps are spent."""
        steps = sum(count * after[token] for token, count in before.items())
        if steps > self.left:
            return False
        self.left -= steps
        return True


def compare(new: Sequence[Clause], old: Sequence[Clause]) -> list[Compared]:
    """Pair the clauses of two circulars, the closest first; the result follows this year's order, gone ones last."""
    pairs: dict[int, Clause] = {}
    taken: set[int] = set()
    for _score, n, o in sorted(_scores(new, old), key=lambda s: (-s[0], s[1].order, s[2].order)):
        if n.pk not in pairs and o.pk not in taken:
            pairs[n.pk] = o
            taken.add(o.pk)
    _pair_headings(pairs, new, old)
    taken = {clause.pk for clause in pairs.values()}
    budget = Budget()
    found = [_compared(clause, pairs.get(clause.pk), budget) for clause in new]
    return found + [Compared(Change.GONE, None, clause) for clause in old if clause.pk not in taken]


def _pair_headings(pairs: dict[int, Clause], new: Sequence[Clause], old: Sequence[Clause]) -> None:
    """Pair what only gathers others with that of last year which gathers most of their counterparts."""
    known = {clause.pk: clause for clause in old}
    taken = {clause.pk for clause in pairs.values()}
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for clause in new:
        like = pairs.get(clause.pk)
        if like is not None and clause.parent_id and like.parent_id in known:
            votes[clause.parent_id][like.parent_id] += 1
    for clause in new:
        if clause.pk in pairs or clause.text or clause.pk not in votes:
            continue
        above = known[votes[clause.pk].most_common(1)[0][0]]
        if above.pk not in taken and not above.text:
            pairs[clause.pk] = above
            taken.add(above.pk)


def words(clause: Clause) -> str:
    """Heading and text of a clause in one string."""
    return "。".join(filter(None, (clause.title, clause.text)))


def _as_read(text: str) -> str:
    """A text whose brackets, commas and digits are of one width: how wide they are typed changes nothing."""
    return unicodedata.normalize("NFKC", text.translate(SQUARE))


def _unspaced(text: str) -> str:
    return "".join(_as_read(text).split())


def _scores(new: Sequence[Clause], old: Sequence[Clause]) -> list[tuple[float, Clause, Clause]]:
    """How alike each pair of clauses is; in very long papers only pairs of the same address are looked at.

    What the budget does not afford is judged by which characters it consists of alone.
    """
    by_path_only = len(new) * len(old) > MAX_PAIRS
    budget = Budget()
    counts = {clause.pk: Counter(words(clause)) for clause in (*new, *old)}
    found = []
    for o in old:
        matcher = SequenceMatcher(b=words(o), autojunk=False)
        for n in new:
            same_path = n.path == o.path
            if n.depth != o.depth or (by_path_only and not same_path):
                continue
            bonus = _in_common(n, o)
            most = _shared(counts[n.pk], counts[o.pk])
            if most + bonus >= ALIKE:
                matcher.set_seq1(words(n))
                exact = budget.affords(counts[n.pk], counts[o.pk])
                score = (matcher.ratio() if exact else most) + bonus
                if score >= ALIKE:
                    found.append((score + BONUS_PATH * same_path, n, o))
    return found


def _in_common(new: Clause, old: Clause) -> float:
    """How alike heading and measures make two clauses."""
    one, other = (
        {code for code in c.indicators if not code.startswith(GENERAL)} for c in (new, old)
    )
    measures = len(one & other) / len(one | other) if one | other else 0.0
    titles = _shared(Counter(new.title), Counter(old.title)) if new.title and old.title else 0.0
    return BONUS_TITLE * titles * (titles >= SAME_TITLE) + BONUS_MEASURES * measures


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of characters that two texts have in common in whatever order: they are alike to this degree at most."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _compared(new: Clause, old: Clause | None, budget: Budget) -> Compared:
    if old is None:
        return Compared(Change.NEW, new, None)
    before, after = words(old), words(new)
    if _unspaced(before) == _unspaced(after):
        return Compared(Change.SAME, new, old)
    return Compared(Change.CHANGED, new, old, tuple(_pieces(before, after, budget)))


def _pieces(before: str, after: str, budget: Budget) -> list[Piece]:
    """What stays, goes and comes; the whole texts where the budget does not afford more."""
    pieces = []
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    old_read, new_read = list(map(_as_read, old)), list(map(_as_read, new))
    if not budget.affords(Counter(old_read), Counter(new_read)):
        return [Piece(before, "removed"), Piece(after, "added")]
    matcher = SequenceMatcher(a=old_read, b=new_read, autojunk=False)
    if matcher.ratio() < READABLE:
        return [Piece(before, "removed"), Piece(after, "added")]
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(new[b1:b2]), ""))
            continue
        if a2 > a1:
            pieces.append(Piece("".join(old[a1:a2]), "removed"))
        if b2 > b1:
            pieces.append(Piece("".join(new[b1:b2]), "added"))
    return pieces
