"""Cutting texts and lists of names where no bracket is open, in one pass over the text."""

from __future__ import annotations

import re
from functools import lru_cache

PAIRS = {"》": "《", "〉": "〈", "）": "(", ")": "(", "】": "【", "”": "“", "』": "『", "」": "「"}
OPENING = {
    "《": "《",
    "〈": "〈",
    "（": "(",
    "(": "(",
    "【": "【",
    "“": "“",
    "『": "『",
    "「": "「",
}
BRACKETS = frozenset([*PAIRS, *OPENING])
# Several rules ask the same of the same words, one behind another: what was read of so many is remembered.
REMEMBERED = 64
SENTENCE_ENDS, SEGMENT_ENDS = frozenset("。；;！\n"), frozenset("，,")
WORD = re.compile(r"\w")
JOIN = re.compile("[、和及与]")
# Names that have an 和 of their own.
COMPOUND = re.compile(
    "(人力资源|住房|旅游|自然资源|发展|工业|文化|教育|农业|卫生|科学|应急|国土资源|交通|商务|民族)和(社会保障|城乡建设|规划|改革|信息化|旅游|体育|科技|农村|计划生育|健康|技术|广播电视|宗教)"
)
CITED = re.compile(r"《[^《》\n]{0,200}+(?:《[^《》\n]{0,200}+》[^《》\n]{0,200}+)?》")


def split_outside_brackets(separator: re.Pattern[str], text: str) -> list[str]:
    """Split at a separator unless a closing bracket comes after it before any opening one.

    >>> split_outside_brackets(re.compile("[、，]"), "县（市、区）残联、乡镇")
    ['县（市、区）残联', '乡镇']
    """
    inside = _before_closing(text)
    pieces, start = [], 0
    for mark in separator.finditer(text):
        if not inside[mark.end()]:
            pieces.append(text[start : mark.start()])
            start = mark.end()
    return [*pieces, text[start:]]


def _before_closing(text: str) -> bytearray:
    """For every place whether the next bracket from there on closes; walked from the end, so that each is seen once."""
    inside = bytearray(len(text) + 1)
    for place in range(len(text) - 1, -1, -1):
        char = text[place]
        inside[place] = char in ")）" or (inside[place + 1] and char not in "(（")
    return inside


def cut_after(ends: frozenset[str], text: str) -> list[str]:
    """Cut a text after each of some stops that stands in no citation, quotation or bracket; joined, the pieces are the text.

    >>> cut_after(SEGMENT_ENDS, "按照《甲，乙》，开展自查。")
    ['按照《甲，乙》，', '开展自查。']
    """
    return list(_cut_after(ends, text))


@lru_cache(REMEMBERED)
def _cut_after(ends: frozenset[str], text: str) -> tuple[str, ...]:
    if ends.isdisjoint(text):
        return (text,) if text else ()
    depth = bytes(len(text)) if BRACKETS.isdisjoint(text) else _depths(text)
    cuts = [
        place + 1
        for place, char in enumerate(text)
        if char in ends and (char == "\n" or not depth[place])
    ]
    # What follows a stop without a word in it (another stop, a bracket) belongs to what was ended.
    ends_of = zip(cuts, [*cuts[1:], len(text)], strict=False)
    cuts = [cut for cut, following in ends_of if WORD.search(text, cut, following)]
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return tuple(pieces)


def _depths(text: str) -> list[int]:
    """How many brackets are open at each place; one that is never closed opens nothing."""
    changes = [0] * (len(text) + 1)
    for start, end in brackets(text):
        changes[start] += 1
        changes[end] -= 1
    depth, found = 0, []
    for change in changes:
        depth += change
        found.append(depth)
    return found


def brackets(text: str) -> list[tuple[int, int]]:
    """Where brackets, quotations and citations open and close, in the order in which they close; all within one line."""
    found, still_open = [], list[tuple[str, int]]()
    for place, char in enumerate(text):
        if char == "\n":
            still_open.clear()
        elif char in OPENING:
            still_open.append((OPENING[char], place))
        elif char in PAIRS and still_open and still_open[-1][0] == PAIRS[char]:
            found.append((still_open.pop()[1], place))
    return found


def outermost_brackets(text: str) -> list[tuple[int, int]]:
    """Those of `brackets` that stand in no other."""
    found: list[tuple[int, int]] = []
    for start, end in brackets(text):
        while found and found[-1][0] > start:
            found.pop()
        found.append((start, end))
    return found


def without_citations(text: str, filler: str = "〇") -> str:
    """The text with each cited title blanked out, as long as before, so that its words are not taken for the clause's own."""
    return CITED.sub(lambda match: filler * len(match[0]), text)


def split_bodies(names: str, ends: re.Pattern[str] = JOIN) -> list[str]:
    """The bodies of a list, each with the 和 of its own name.

    >>> split_bodies("县人力资源和社会保障局、县民政局和团县委")
    ['县人力资源和社会保障局', '县民政局', '团县委']
    """
    return [whole(name) for name in ends.split(guarded(names)) if name]


def guarded(names: str) -> str:
    """A list of names in which no 和 that belongs to a name parts it; `whole` gives it back."""
    return COMPOUND.sub(r"\1\0\2", names)


def whole(name: str) -> str:
    return name.replace("\0", "和")
