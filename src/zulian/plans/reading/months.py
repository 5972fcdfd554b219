"""A year's plan in lines of months (3月：…): each month is the time of what its line asks for."""

from __future__ import annotations

import re

from zulian.plans.reading.times import N

LINE = re.compile(rf"^[ \u3000]*(?P<time>(?:{N}月?份?[至到—–~～－-]{{1,2}})?{N}月份?)[：:]", re.M)


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
