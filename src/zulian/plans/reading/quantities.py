"""Quantities and ratios (数量、比例) with what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from zulian.plans.reading.labels import numeral

UNITS = "个工作日|工作日|人次|小时|人|名|个|家|次|场|件|本|份|户|期|支|所|处|项|批|例|篇|天|元"
# A number begins where no digit stands before it and is read to its end, so that a long run of digits is read once.
# Thousands may be set off by commas of half width: 3,000.
DIGITS = r"(?<![\d,])\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?"
CHINESE = "一二三四五六七八九十百千两"
COUNT = re.compile(
    rf"(?P<number>(?:{DIGITS}|[{CHINESE}]{{1,6}})(?:[万亿])?)\s*(?P<unit>{UNITS})(?P<what>[\u4e00-\u9fa5]{{0,8}})"
)
RATIO = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{0,14}?(?:率|比例|面))?(?:要|应|须|均)?(?:达到|达|不低于|不少于|提高到|为|保持)?(?:(?<!\s)\s++)?"
    rf"(?P<number>{DIGITS}\s*[%％]|百分之[一二三四五六七八九十百]+)\s*(?P<bound>以上|以内)?"
)
# One of these stands in every ratio; looking for them first spares most sentences the pattern.
RATIO_SIGNS = ("%", "％", "百分之")
COMPARE = re.compile(r"(?:不少于|不低于|至少|达到|完成|新增|培训|建立|组织|开展|发展|举办|注册)[\u4e00-\u9fa5]{0,8}?$")
AT_LEAST = re.compile(r"(?:不少于|不低于|至少)[\u4e00-\u9fa5]{0,8}?$")
# The longest text that COMPARE can match: three characters, eight more, a line end.
COMPARED = 12
WHAT_ENDS = re.compile("以上|以内|以下|的|和|并")
VAGUE = {"一个", "一次", "一件", "一项", "一名", "一批", "两个", "一支", "一期"}
TENS = {"万": 10**4, "亿": 10**8}


@dataclass(frozen=True)
class Quantity:
    """A number as printed, its unit, what it counts, and where its words stand in the text."""

    number: str
    unit: str
    what: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def value(self) -> Decimal:
        """The number itself: 1.2万 is 12000, 百分之三十 is 30."""
        return value_of(self.number)


def quantities(text: str) -> list[Quantity]:
    """All ratios, and all counts that a verb or bound of the sentence asks for."""
    ratios = RATIO.finditer(text) if any(sign in text for sign in RATIO_SIGNS) else ()
    found = [
        Quantity("".join(m["number"].split()), "%", (m["what"] or "").strip(), m.start("number"), m.end())
        for m in ratios
    ]
    for m in COUNT.finditer(text):
        before = text[max(0, m.start() - COMPARED) : m.start()]
        is_vague = m["number"] + m["unit"] in VAGUE
        if AT_LEAST.search(before) or (not is_vague and (m["number"][0].isdigit() or COMPARE.search(before))):
            what = WHAT_ENDS.split(m["what"])[0]
            found.append(Quantity(m["number"].replace(",", ""), m["unit"], what, m.start(), m.end("unit")))
    return found


def value_of(number: str) -> Decimal:
    """The value of a printed number or ratio.

    >>> value_of("30%"), value_of("百分之三十"), value_of("1.2万"), value_of("两")
    (Decimal('30'), Decimal('30'), Decimal('12000.0'), Decimal('2'))
    """
    number = number.strip("%％ ").removeprefix("百分之").replace(",", "")
    times = TENS.get(number[-1:], 1)
    if times > 1:
        number = number[:-1]
    if number[:1].isdigit():
        return Decimal(number) * times
    thousands, _, rest = number.replace("两", "二").rpartition("千")
    value = (numeral(thousands) if thousands else int("千" in number)) * 1000 + (numeral(rest) if rest else 0)
    return Decimal(value * times)
