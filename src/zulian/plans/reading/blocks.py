"""Blocks of a clause's words: each up to a note on who is responsible; or the lines of months (3月：…) of a year's plan."""

from __future__ import annotations

import re

from zulian.plans.reading.helpers import begins_with_note, note_of
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.times import N

# No circular has so many; what goes beyond stays with the last.
MOST_BLOCKS = 5000
LINE = re.compile(
    rf"(?:^|(?<=[。；;]))[ \u3000]*(?P<time>(?:{N}月?份?[至到—–~～－-]{{1,2}})?{N}月份?)[：:]", re.M
)


def by_month(words: str) -> list[tuple[str, str]]:
    """The words of each month with its name, those above the first without; all of them without one where no two months stand.

    >>> by_month("全年安排如下。\\n3月：开展宣传。\\n5月：召开座谈会。")
    [('全年安排如下。\\n', ''), ('开展宣传。\\n', '3月'), ('召开座谈会。', '5月')]
    """
    lines = list(LINE.finditer(words))
    if len(lines) < 2:
        return [(words, "")]
    ends = [*(line.start() for line in lines[1:]), len(words)]
    above = words[: lines[0].start()]
    told = [(words[line.end() : end], line["time"]) for line, end in zip(lines, ends, strict=True)]
    return [(above, ""), *told] if above.strip() else told


def noted_blocks(words: str) -> list[str]:
    """The words cut behind each note on who is responsible, when there are several; with one or none it holds for all."""
    blocks, current, noted = list[str](), "", False
    for sentence in cut_after(SENTENCE_ENDS, words):
        if noted and not begins_with_note(sentence) and len(blocks) < MOST_BLOCKS:
            blocks.append(current)
            current, noted = "", False
        current += sentence
        noted = noted or note_of(sentence).is_of_somebody
    blocks.append(current)
    return blocks if sum(note_of(block).is_of_somebody for block in blocks) > 1 else [words]
