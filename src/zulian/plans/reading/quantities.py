"""Quantities and ratios (数量、比例) with what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from zulian.plans.reading.labels import numeral
from zulian.plans.reading.splitting import REMEMBERED

UNITS = (
    "个工作日|工作日|人次|小时|学时|课时|人|名|个(?!月|季度|星期|学期)|家|次|场|件|本|份|户"
    "|期|支|所|处|项|批|例|篇|条|张|套|台|块|间|册|枚|副|幅|辆|封|天|元"
)
# A number begins where no digit stands before it and is read to its end, so that a long run of digits is read once.
# Thousands may be set off by commas of half width or by a blank: 3,000, 3 200.
DIGITS = (
    r"(?<![\d,])(?:\d{1,3}(?:[ \u00a0\u2009]\d{3}(?!\d)){1,4}+|\d++(?:,\d{3}(?!\d))*+)(?:\.\d++)?"
)
DIGIT_WORDS = "一二三四五六七八九十百千两零〇"
THOUSANDS = re.compile("[, \u00a0\u2009]")
RANGE = r"(?:[-—–~～－至到]\d++(?:\.\d++)?)?"
CHINESE = rf"[{DIGIT_WORDS}]{{1,6}}+(?:[万亿][{DIGIT_WORDS}]{{1,6}}+)?"
COUNT = re.compile(
    rf"(?<!第)(?P<number>(?:{DIGITS}{RANGE}|{CHINESE})[万亿千百]?)(?P<about>[余多])?\s*(?P<unit>{UNITS})(?:(?<=[场户件批])次)?"
    r"(?P<what>(?:“[\u4e00-\u9fa5]{1,10}”)?[\u4e00-\u9fa5]{0,12})"
)
# Words that were cut at their longest end with the last of these.
NOUNS = (
    *("家庭", "残疾人", "干部", "委员", "志愿者", "会员", "活动", "会议", "培训班", "组织"),
    *("协会", "服务", "报告", "材料", "站"),
)
LONGEST = 12
FRACTION = rf"[{DIGIT_WORDS}]{{1,6}}+分之[{DIGIT_WORDS}]{{1,6}}"
RATIO = re.compile(
    r"(?P<what>[\u4e00-\u9fa5]{0,14}?(?:率|比例|面))?(?:要|应|须|均)?(?:力争)?(?:达到|达|不低于|不少于|提高到|为|保持)?(?:(?<!\s)\s++)?"
    rf"(?P<number>{DIGITS}\s*(?:[%％]?[-—–~～－至到]\d++(?:\.\d++)?)?[%％]|{FRACTION}|(?:半数|一半)(?=以上))\s*(?P<bound>以上|以内)?"
)
# One of these stands in every ratio; looking for them first spares most sentences the pattern.
RATIO_SIGNS = ("%", "％", "分之", "半数", "一半")
COMPARE = re.compile(
    r"(?:不少于|不低于|至少|达到|完成|新增|培训|建立|组织|开展|发展|举办|注册|服务|选拔|走访|扶持|帮助|招募|配备|选聘)"
    r"[\u4e00-\u9fa5]{0,8}?$"
)
# A number in characters that nobody says of just anything: 一百二十, 两万.
LARGE = re.compile(r"[一二三四五六七八九两][十百千万亿]")
AT_LEAST = re.compile(r"(?:不少于|不低于|至少)[\u4e00-\u9fa5]{0,8}?$")
# The longest text that COMPARE can match: three characters, eight more, a line end.
COMPARED = 12
BY_WHEN = re.compile(r"^[^，,。；;]{0,8}?(?:[月年日度底末初旬节])(?:底|末)?(?:之前|以前|前)")
WHAT_ENDS = re.compile("以上|以内|以下|的|和|并")
VAGUE = {
    "一个",
    "一次",
    "一件",
    "一项",
    "一名",
    "一批",
    "两个",
    "一支",
    "一期",
    *(f"一{unit}" for unit in "条张套台块间册枚副幅辆封"),
}
TENS = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
RANGE_SIGN = re.compile("[%％]?[-—–~～－至到]")
HALF = {"半数", "一半"}
SPAN_UNITS = {"个工作日", "工作日", "天", "小时"}
WITHIN = re.compile("之内|以内|内|之前|以前|前")
# How long something may take at most (压缩至15个工作日, 受理3个工作日) is no number of what is done.
SPAN_BEFORE = re.compile(
    "(?:提前|[由从]|压缩[至到为]|缩短[至到为]|(?:受理|审核|审批|评定|发证|办理|公示|鉴定|医院)(?:时限|期限|时间)?(?:为)?)$"
)
OPENS_SEGMENT = "，,。；;：: \n"
UNITS_ACT = re.compile("(?:城区|县区|县|区|旗|乡镇|街道|乡|镇)(?:残联|要|应|须)")


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
    return list(_quantities(text))


@lru_cache(REMEMBERED)
def _quantities(text: str) -> tuple[Quantity, ...]:
    ratios = RATIO.finditer(text) if any(sign in text for sign in RATIO_SIGNS) else ()
    quantities = [
        Quantity(
            "".join(m["number"].split()), "%", _subject(m["what"] or ""), m.start("number"), m.end()
        )
        for m in ratios
    ]
    for m in COUNT.finditer(text):
        before = text[max(0, m.start() - COMPARED) : m.start()]
        is_vague = m["number"] + m["unit"] in VAGUE
        if _is_span(m, text) or _names_units(m, text):
            continue
        is_plain = m["number"][0].isdigit() or LARGE.match(m["number"])
        if AT_LEAST.search(before) or (not is_vague and (is_plain or COMPARE.search(before))):
            what = WHAT_ENDS.split(m["what"].removeprefix("以上"))[0]
            if len(what) == LONGEST:
                ends = [what.rfind(noun) + len(noun) for noun in NOUNS if noun in what]
                what = what[: max(ends, default=LONGEST)]
            quantities.append(
                Quantity(THOUSANDS.sub("", m["number"]), m["unit"], what, m.start(), m.end("unit"))
            )
    return tuple(quantities)


def _is_span(match: re.Match[str], text: str) -> bool:
    """Whether a number says within or how long before what time something is done: 收到后15个工作日内, 提前10天."""
    if match["unit"] not in SPAN_UNITS:
        return False
    before = text[max(0, match.start() - COMPARED) : match.start()]
    return bool(WITHIN.match(text, match.end("unit")) or SPAN_BEFORE.search(before))


def _names_units(match: re.Match[str], text: str) -> bool:
    """Whether a number opens a segment and says how many units act: 5个城区残联4月中旬前报."""
    opens = not match.start() or text[match.start() - 1] in OPENS_SEGMENT
    return opens and match["unit"] == "个" and bool(UNITS_ACT.match(match["what"]))


def _subject(what: str) -> str:
    """What a ratio is of, without the time before it: 建档率 of 8月底前建档率达到60%."""
    return BY_WHEN.sub("", what.strip()).removeprefix("力争").removeprefix("确保")


def value_of(number: str) -> Decimal:
    """The value of a printed number or ratio, of a range (5-10名) its lower end.

    >>> value_of("30%"), value_of("百分之三十"), value_of("1.2万"), value_of("两"), value_of("5-10"), value_of("三分之二")
    (Decimal('30'), Decimal('30'), Decimal('12000.0'), Decimal('2'), Decimal('5'), Decimal('66.67'))
    """
    if number in HALF:
        return Decimal(50)
    low, *high = RANGE_SIGN.split(THOUSANDS.sub("", number.strip("%％ ")))
    if "分之" in low:
        return _fraction(*low.split("分之"))
    if not low[:1].isdigit():
        return Decimal(_chinese(low))
    # In 1-2万 the word of both stands behind the second.
    tens = [end for end in ([low, *high][-1:] or [low]) if end[-1:] in TENS]
    return Decimal(low.rstrip("百千万亿")) * (TENS[tens[0][-1]] if tens else 1)


def _fraction(below: str, above: str) -> Decimal:
    """三分之二 and 百分之三十 in per cent."""
    return (Decimal(100 * _chinese(above)) / max(_chinese(below), 1)).quantize(
        Decimal("0.01")
    ).normalize() + 0


def _chinese(number: str) -> int:
    """The value of Chinese numerals up to the hundred millions: 一万两千 is 12000."""
    number = number.replace("两", "二")
    for word in ("亿", "万", "千"):
        head, found, rest = number.rpartition(word)
        if found:
            return (_chinese(head) if head else 1) * TENS[word] + (_chinese(rest) if rest else 0)
    return numeral(number) if number else 0
