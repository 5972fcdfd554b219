"""Quantities and ratios (数量、比例) with what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNITS = "人次|万人|人|名|个|家|次|场|件|本|份|户|期|支|所|处|项|批|例|小时|天|个工作日|工作日|万元|元"
# A number begins where no digit stands before it and is read to its end, so that a long run of digits is read once.
DIGITS = r"(?<!\d)\d++(?:\.\d++)?"
COUNT = re.compile(
    rf"(?P<number>{DIGITS}|[一二三四五六七八九十百千两]{{1,6}})\s*(?P<unit>{UNITS})(?P<what>[\u4e00-\u9fa5]{{0,8}})"
)
RATIO = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{0,10}?(?:率|比例|面))?(?:要|应|须|均)?(?:达到|达|不低于|不少于|提高到|为|保持)?(?:(?<!\s)\s++)?"
    rf"(?P<number>{DIGITS}\s*[%％]|百分之[一二三四五六七八九十百]+)\s*(?P<bound>以上|以内)?"
)
# One of these stands in every ratio; looking for them first spares most sentences the pattern.
RATIO_SIGNS = ("%", "％", "百分之")
COMPARE = re.compile(r"(?:不少于|不低于|至少|达到|完成|新增|培训|建立|组织|开展|发展|举办|注册)[\u4e00-\u9fa5]{0,8}?$")
# The longest text that COMPARE can match: three characters, eight more, a line end.
COMPARED = 12
WHAT_ENDS = re.compile("以上|以内|以下|的|和|并")
VAGUE = {"一个", "一次", "一件", "一项", "一名", "一批", "两个", "一支", "一期"}


@dataclass(frozen=True)
class Quantity:
    """A number as printed, its unit, and what it counts."""

    number: str
    unit: str
    what: str


def quantities(text: str) -> list[Quantity]:
    """All ratios, and all counts that a verb or bound of the sentence asks for."""
    ratios = RATIO.finditer(text) if any(sign in text for sign in RATIO_SIGNS) else ()
    found = [Quantity("".join(m["number"].split()), "%", (m["what"] or "").strip()) for m in ratios]
    for m in COUNT.finditer(text):
        asked = m["number"][0].isdigit() or COMPARE.search(text[max(0, m.start() - COMPARED) : m.start()])
        if asked and m["number"] + m["unit"] not in VAGUE:
            found.append(Quantity(m["number"], m["unit"], WHAT_ENDS.split(m["what"])[0]))
    return found
