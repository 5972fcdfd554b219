"""How alike clauses are by what is rare in their plans: words that most clauses of the field share (专职委员, 志愿者) tell nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import log

from zulian.plans.models import Clause
from zulian.plans.services.likeness import plain, share_an_act

# Who acts, as a sentence opens with it: 各乡镇（街道）残联要.
ACTORS = re.compile(
    r"[各本全]?[省市县区乡镇街道村社（）、]{1,20}(?:残联|残协)(?:要|应|须)?"  # untranslated: words of clauses
)
# What clauses of any federation's plan speak of: in a plan of few clauses, too, it tells little.
OF_THE_FIELD = "残疾人|残联|残协|专职委员|志愿|协会|工作|组织|开展|乡镇|街道|社区"  # untranslated: words of clauses
COMMON = frozenset(one + other for word in OF_THE_FIELD.split("|") for one, other in pairwise(word))
LITTLE = 0.4
# One act of theirs among mine: what else is asked for beside it makes the words unlike.
SHARED_ACT = 0.5
# Somebody waits for the upload: long texts are told by their beginnings.
LOOKED_AT = 120


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    """Two signs each, of which nearly all Chinese words consist, within a sentence's parts; who acts is another matter."""
    words = plain(ACTORS.sub("，", text))
    return frozenset(
        one + other for one, other in pairwise(words) if one.isalnum() and other.isalnum()
    )


class Rarity:
    """How many clauses of some plans use a word: the fewer, the more it tells when two share it."""

    def __init__(self, plans: Iterable[Iterable[str]]) -> None:
        self._weights: dict[str, float] = {}
        self._counts: list[tuple[Counter[str], int]] = []
        for texts in plans:
            found = [_pairs(text) for text in texts]
            self._counts.append((Counter(pair for one in found for pair in one), len(found)))

    def _weight(self, pair: str) -> float:
        """1 where one clause of a plan uses it; towards 0 with the part of the clauses that do, in whichever plan that is larger."""
        if pair not in self._weights:
            parts = [
                log((total + 1) / max(counts[pair], 1)) / log(total + 1)
                for counts, total in self._counts
                if total
            ]
            self._weights[pair] = min(parts, default=1.0) * (LITTLE if pair in COMMON else 1)
        return self._weights[pair]

    def alike(self, one: str, other: str) -> float:
        """How alike two texts are, 0 to 1: the weight of what they share, in that of both."""
        whole = self._weigh(_pairs(one)) + self._weigh(_pairs(other))
        return 2 * self._weigh(_pairs(one) & _pairs(other)) / whole if whole else 0.0

    def _weigh(self, pairs: Iterable[str]) -> float:
        return sum(self._weight(pair) for pair in pairs)


def rarity_of(*plans: Iterable[Clause]) -> Rarity:
    """How much each word of some plans tells of a clause."""
    return Rarity(
        ["".join(task.text[:LOOKED_AT] for task in clause.tasks.all()) for clause in clauses]
        for clauses in plans
    )


def alike(own: Clause, upper: Clause, rarity: Rarity) -> float:
    """How alike two clauses are, 0 to 1, by the words of what is to be done; of whichever levels, which the words say by the way.

    Registers tell nothing: one counts all that is done about 专职委员. Where an act of one stands in the other they are alike,
    whatever else is asked for.
    """
    tasks = [(mine, theirs) for mine in own.tasks.all() for theirs in upper.tasks.all()]
    words = max(
        rarity.alike(mine.text[:LOOKED_AT], theirs.text[:LOOKED_AT]) for mine, theirs in tasks
    )
    shares_an_act = any(share_an_act(mine.text, theirs.text) for mine, theirs in tasks)
    return max(words, SHARED_ACT) if shares_an_act else words
