"""Letters and texts that a regular expression may take, by walking what it was parsed to: what runs are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from tests.shapes import REPEATS, parsed

MOST_SAMPLES = 12
# What stands for the many letters that a class does not name.
OTHER = "x"
CATEGORIES = {
    op.CATEGORY_DIGIT: "7",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "字",
    op.CATEGORY_NOT_DIGIT: "x",
    op.CATEGORY_NOT_SPACE: "x",
    op.CATEGORY_NOT_WORD: "-",
}


def letters_of(tree: Any) -> Iterator[str]:
    """A character for each literal, range and class that a parsed pattern names."""
    for code, value in tree:
        if code in (op.LITERAL, op.NOT_LITERAL):
            yield chr(value)
        if code in (op.NOT_LITERAL, op.ANY, op.NEGATE):
            yield OTHER
        elif code is op.RANGE:
            yield chr(value[0])
            yield chr(value[1])
        elif code is op.CATEGORY:
            yield CATEGORIES[value]
        elif code is op.IN:
            yield from letters_of(value)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from letters_of(branch)
        elif code in REPEATS:
            yield from letters_of(value[2])
        elif code in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT, op.ATOMIC_GROUP):
            yield from letters_of(value if code is op.ATOMIC_GROUP else value[-1])


def samples_of(tree: Any) -> list[str]:
    """Some texts that a parsed pattern takes, or nearly: every repetition once at the least."""
    texts = [""]
    for code, value in tree:
        nexts = [""]
        if code is op.LITERAL:
            nexts = [chr(value)]
        elif code in (op.NOT_LITERAL, op.ANY):
            nexts = [OTHER]
        elif code is op.IN:
            negated = value[0][0] is op.NEGATE
            nexts = [OTHER] if negated else list(letters_of(value))[:1]
        elif code is op.BRANCH:
            nexts = [text for branch in value[1] for text in samples_of(branch)]
        elif code in REPEATS:
            nexts = [text * max(1, value[0]) for text in samples_of(value[2])]
        elif code in (op.SUBPATTERN, op.ATOMIC_GROUP):
            nexts = samples_of(value if code is op.ATOMIC_GROUP else value[-1])
        texts = [a + b for a, b in islice(product(texts, nexts), MOST_SAMPLES)]
    return texts


def loops_of(tree: Any) -> Iterator[str]:
    """A character for each literal, range and class inside a repetition without an upper bound."""
    for code, value in tree:
        if code in REPEATS:
            yield from letters_of(value[2]) if value[1] is op.MAXREPEAT else loops_of(value[2])
        elif code is op.BRANCH:
            yield from (letter for branch in value[1] for letter in loops_of(branch))
        elif code in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT, op.ATOMIC_GROUP):
            yield from loops_of(value if code is op.ATOMIC_GROUP else value[-1])


def letters(pattern: re.Pattern[Any]) -> list[str]:
    return list(dict.fromkeys([*letters_of(parsed(pattern)), OTHER, " ", "\n"]))


def loops(pattern: re.Pattern[Any]) -> list[str]:
    """Those of its open repetitions; what stands for most letters comes first, so that a choice has it."""
    return list(dict.fromkeys(sorted(loops_of(parsed(pattern)), key=OTHER.__ne__)))


def beginnings(pattern: re.Pattern[Any]) -> list[str]:
    """What a match may have taken when the run comes: the beginnings of the samples."""
    return list(
        dict.fromkeys(
            text[:n] for text in samples_of(parsed(pattern)) for n in range(1, len(text) + 1)
        )
    )


def some(values: list[str], most: int) -> list[str]:
    """Evenly chosen ones of a long list."""
    return values[:: -(-len(values) // most)] if values else []
