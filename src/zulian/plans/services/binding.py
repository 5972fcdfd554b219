"""What measures a clause (衡量指标): by the measures' own words, else by how other offices word it, which is a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from zulian.foundation.policy import policy, versions
from zulian.indicators.registry import default_codes, fitting_codes
from zulian.plans.models import Clause
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.tree import Node

WORDING = "plans/wording"
# What may stand for … within a wording: words of the same clause of a sentence.
GAP = "[^，,。；;：:\\n]{0,16}?"
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
        return Bound(fitting_codes(whole))
    own = node.title + words
    text = whole if node.items else own
    if parent is not None and parent.depth > 0 and parent.indicators:
        return Bound(fitting_codes(own))
    if fitting := fitting_codes(text):
        return Bound(fitting)
    return Bound(worded_codes(text, on) or default_codes(text), is_guess=True)


def measure_guess(clause: Clause, guessed: set[str]) -> set[Guess]:
    """The mark of a task whose measure was guessed: that of its clause, or of the one above that is measured as a whole.

    `guessed` are the paths of the clauses whose measures were.
    """
    bound = clause
    while not bound.indicators and bound.parent is not None:
        bound = bound.parent
    return {Guess.MEASURE} if bound.path in guessed or not bound.indicators else set()


@lru_cache(500)
def worded_codes(text: str, on: date) -> list[str]:
    """The measures that usual words of other offices mean in a text, those of the most words first."""
    hits = [(len(pattern.findall(text)), codes) for pattern, codes in _wordings(_version(on))]
    found = sorted((hit for hit in hits if hit[0]), key=lambda hit: -hit[0])
    return list(dict.fromkeys(code for _n, codes in found for code in codes))[:MOST]


def _version(on: date) -> int:
    """The place of the version of the wordings in force on a day."""
    return versions(WORDING).index(policy(WORDING, on))


@cache
def _wordings(version: int) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    return [
        (re.compile("|".join(_patterns(entry["words"]))), tuple(entry["measures"]))
        for entry in versions(WORDING)[version]["bound"]
    ]


def _patterns(words: list[str]) -> Iterator[str]:
    for word in words:
        yield GAP.join(map(re.escape, word.split("…")))
