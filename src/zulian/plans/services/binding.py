"""What measures a clause (衡量指标): by the measures' own words, else by how other offices word it, which is a guess."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from zulian.foundation.policy import policy
from zulian.indicators.registry import default_codes, fitting_codes, named
from zulian.plans.models import Clause
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.levels import levels_in
from zulian.plans.reading.tree import Node

WORDING = "plans/wording"
# Where the words end that "…" may stand for.
STOP = re.compile("[，,。；;：:\\n]")
EVERY_LEVEL = "各级"  # untranslated: a word of circulars
# So many measures are offered at most; more would say nothing of what a clause is about.
MOST = 4


class Bound(NamedTuple):
    """The codes of the measures that a clause is bound to, and whether they were guessed."""

    codes: list[str]
    is_guess: bool = False


def bind(node: Node, words: str, parent: Clause | None, on: date) -> Bound:
    """What a clause is bound to: one with items is measured as a whole, and its items then need not be measured each."""
    if parent is None and node.items and not words:
        return Bound([])
    whole = "".join(n.title + n.text for n in node.walk())
    if node.items and not words:
        return by_own_words(whole, on)
    own = node.title + words
    text = whole if node.items else own
    if parent is not None and parent.depth > 0 and parent.indicators:
        return by_own_words(own, on)
    fitting = by_own_words(text, on)
    if fitting.codes and not fitting.is_guess:
        return fitting
    codes = [*worded_codes(text, on)] or fitting.codes or default_codes(text)
    return Bound(codes, is_guess=True)


def by_own_words(text: str, on: date) -> Bound:
    """The measures whose own words a text uses; a guess where these are words of other matters too (达标, 待遇, 上门服务).

    Such a word is sure only beside another that says of what it is meant; measures that have no other word give way to
    those that have.
    """
    beside = {entry["word"]: entry["with"] for entry in policy(WORDING, on)["beside"]}

    def is_sure(code: str) -> bool:
        measure = named(code)
        words = (word for word in measure.words if word in text) if measure else ()
        return any(
            word not in beside or any(other in text for other in beside[word]) for word in words
        )

    codes = _of_named_level(fitting_codes(text), text)
    sure = [code for code in codes if is_sure(code)]
    return Bound(sure) if sure or not codes else Bound(codes, is_guess=True)


def _of_named_level(codes: list[str], text: str) -> list[str]:
    """Measures without those of other levels where a text names one level alone.

    So 区残联要配备残疾人领导干部 is not measured by the townships' posts.
    """
    levels = {code: level for code in codes if (m := named(code)) and (level := m.of_level)}
    names = levels_in(text)
    said = {level for level in levels.values() if (level.name.lower(),) == names}
    if not said or EVERY_LEVEL in text:
        return codes
    return [code for code in codes if levels.get(code) in {None, *said}]


def measure_guess(clause: Clause, guessed: set[str]) -> set[Guess]:
    """The mark of a task whose measure was guessed: that of its clause, or of the one above that is measured as a whole.

    `guessed` are the paths of the clauses whose measures were.
    """
    bound = clause
    while not bound.indicators and bound.parent is not None:
        bound = bound.parent
    return {Guess.MEASURE} if bound.path in guessed or not bound.indicators else set()


def said_codes(text: str, on: date) -> list[str]:
    """The measures that a text speaks of, by their own words or by those that other offices use for them."""
    return list(dict.fromkeys([*fitting_codes(text), *worded_codes(text, on)]))


@lru_cache(500)
def worded_codes(text: str, on: date) -> tuple[str, ...]:
    """The measures that usual words of other offices mean in a text, those of the most words first."""
    parts = STOP.split(text)
    hits = [
        (sum(_says(part, word) for part in parts for word in entry["words"]), entry["measures"])
        for entry in policy(WORDING, on)["bound"]
    ]
    found = sorted((hit for hit in hits if hit[0]), key=lambda hit: -hit[0])
    return tuple(dict.fromkeys(code for _n, codes in found for code in codes))[:MOST]


def _says(part: str, wording: str) -> bool:
    """Whether part of a sentence has the pieces of a wording in their order (专职委员…培训)."""
    place = 0
    for piece in wording.split("…"):
        found = part.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True
