"""Targets (目标任务量): the numbers that a duty asks for, over which time, from each unit or from all together."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from zulian.plans.reading.acts import act_start
from zulian.plans.reading.deadlines import NOT_HELD
from zulian.plans.reading.quantities import DIGIT_WORDS, UNITS, Quantity, quantities
from zulian.plans.reading.splitting import REMEMBERED
from zulian.plans.reading.verbs import VERB

SENTENCE_ENDS = "。；;！\n"
SEGMENT_ENDS = SENTENCE_ENDS + "，,"
# What these count is a time or money, which no register and no report adds up; hours are added up where they are served.
NOT_COUNTED = {"天", "个工作日", "工作日", "元"}
HOURS = "小时"
SERVED = re.compile("时长|志愿服务|助残服务")
LESSONS = {"学时", "课时"}
OF_LEVEL = re.compile("(?:县|区|乡镇|乡|镇|街道|行政村|村|社区)(?!级|残疾人之家|工作站|示范)")
OF_ONE = re.compile("人均|每[名位人]")
TAUGHT = re.compile("培训|学习|课时|人均|每名|每位")
# Spans over which no number is followed: a number of each of them is none of the whole year.
SPAN_NOT_HELD = re.compile(
    "|".join(
        [*(pattern.pattern for _rhythm, pattern in NOT_HELD), "每隔?[两二2]个月", "隔月", "双月"]
    )
)
SPANS = re.compile(
    rf"{SPAN_NOT_HELD.pattern}|每[三3六6]个月|每(?:个)?(?:年度|年|半年|季度|季|月)|全年|年内|年底|年度|上半年|下半年"
)
SPAN_OF = {
    "每月": "month",
    "每个月": "month",
    "每季": "quarter",
    "每季度": "quarter",
    "每个季度": "quarter",
    "每半年": "half",
    **dict.fromkeys(("每三个月", "每3个月"), "quarter"),
    **dict.fromkeys(("每六个月", "每6个月"), "half"),
}
SUM = "合计|共计|总计|一共|总共|累计|(?<![公中])共(?!同|青|享|产|建共)"
TOGETHER = re.compile(rf"(?:全[省市县区]|{SUM}|总数|总量)")
EACH = re.compile(r"每[个家所名]?[县区乡镇街村社单]|各(?:县|区|乡|镇|街|村|社区|单位|地)")
# A sum that is yet to be shared out: 新办4000本，分解到各县区.
DIVIDED = re.compile("(?:分解|下达|分配|分摊)[到至给]")
AT_MOST = re.compile(r"(?:不超过|不得超过|不多于|控制在|不高于)[\u4e00-\u9fa5]{0,4}$")
# A part of the number before it, or of some units alone: 其中海州区80名、阜蒙县150名.
PART = re.compile(r"其中[^。；;]{0,80}$")
# Growth is no level, and a size of each occasion no sum.
GROWTH = re.compile(
    r"(?:(?:[较比](?:上年|去年|同期)|同比)[\u4e00-\u9fa5]{0,3}|(?:增长|增加|提高|下降|上升)(?![到至])[\u4e00-\u9fa5]{0,2})$"
)
# What is to be reached in another year, or over several, beside what is asked for in this one: 今年80%，2028年90%.
THIS_YEAR = re.compile("今年|本年|年内|年底")
LATER = re.compile(
    r"(?:(?:19|20)\d{2}年[底末]?|[两二三四五]年(?:内|共)?)(?:前)?(?:累计|共|计划)?(?:达到|达|实现|完成|培养|建成|新增|发展|提高到)?$"
)
OCCASION = re.compile(r"每(?:次|期|场|批|人|组)[^，,。；;]{0,12}$")
# So much of a mark is no number of a unit: 考核结果占年度绩效的5%.
WEIGHT = re.compile("占[^，,。；;]{0,8}(?:绩效|总分|考核|分值|成绩|权重)[^，,。；;]{0,4}$")
# Whom a condition holds for: 10户以上残疾人的村要….
OF_WHOM = re.compile(
    r"(?:以上|以下)[^，,。；;]{0,10}的(?:村|社区|乡镇|街道|县区?|单位|协会)(?=要|应|须|必须|可|均|都|，)"
)
# What each person, or each group of them, does is no number of a unit: 每名志愿者联系10户.
OF_PERSONS = re.compile(
    r"每(?:一?[名位]|个?(?:人|党员|干部|理事|委员|志愿者|专职委员|(?:志愿)?(?:服务)?(?:小?分?队|小组)|党?支部|家庭医生))[^，,。；;\d]{0,20}$"
)
# What a number falls short of is a condition: 对完成率低于80%的县区进行约谈.
# So is what each one too few costs: 每少1篇扣0.5分.
SHORT_OF = re.compile(r"(?:(?<!不)(?:低于|少于)|不足|不到|达不到|未达到?|每(?:少|缺|多|增|超|减))$")
# Beside a number of the same unit: what is but hoped for (力争达到260人), and how it is divided over times (6月底和11月底各1期).
HOPED = re.compile(
    r"(?:^|[，,])(?:并|同时)?(?:力争|争取)(?:达到?|实现|完成|突破|超过)?$"
    r"|月[^，,。；;\d]{0,4}各[\u4e00-\u9fa5]{0,3}$"
)
# What grows over the year: the rhythm of another act before it in the sentence is none of its own.
# 200人以上（城区）、300人以上（县）: which number is whose is not told apart.
OF_EACH_KIND = re.compile(
    r"\d[^，,。；;\d（）]{1,6}（[^（）]{1,8}）[、，]\d{1,6}[^，,。；;\d（）]{1,6}（[^（）]{1,8}）"
)
GROWS = re.compile("新增|新发展|新建|新注册|发展|注册|招募|培育|吸纳")
NEAR = 16
# No sentence says of a number what stands farther from it than so many signs.
FARTHEST = 400
BOUNDS = ("不少于", "不低于", "至少", "达到", "力争", "确保", "争取", "要", "应", "须", "均")
LEADS = re.compile(
    r"^(?:每个?(?:[县区乡镇街村]|社区)(?:[县区镇村道])?(?:（[^（）]{1,6}）)?|并|同时|还|以及|至少|不少于|不低于|力争|确保|争取|全[省市县区]|合计|共计|总计|一共|总共|累计|共(?!同|青|享|产))++"
)
SHARED = re.compile(r"[\u4e00-\u9fa5]{1,14}(?:率|比例|满意度|覆盖面)")
# Who acts and the verb stand before what is counted.
BEFORE_WHAT = re.compile(r"[）)](?:残联|残协)?|残联|残协|(?<!社会)组织|开展|举办|前|要")
SHARE_KIND = re.compile(r"(?P<kind>[\u4e00-\u9fa5]{2})(?:率|度|面)$")
# A number right before the next one: 演出1次3场.
COUNTED = re.compile(rf"(?:(?<!\d)\d{{1,9}}|[{DIGIT_WORDS}]{{1,4}})(?:{UNITS})$")
FIRST_VERB = re.compile(VERB)
# What stands beside another number in one breath: 示范村2个、示范乡镇1个.
LISTED = re.compile(rf"(?<=\d)(?:{UNITS})(?:[（(][^（）()]{{1,6}}[）)])?[、和及]")
ASIDE_ENDS = re.compile("（[^（）]{1,12}）$")
RATIOS = re.compile(r"\d{1,3}(?:\.\d{1,2})?[%％]")
PAUSE = re.compile("[，,]")
STOP = re.compile("[。；;]")


@dataclass(frozen=True)
class Wanted:
    """One number asked for; `near` are the words to look for what is counted in, the closest first."""

    is_share: bool
    number: Decimal
    unit: str
    what: str
    span: str
    is_each: bool
    # Whether that is said in so many words, or only the usual meaning.
    is_each_said: bool
    phrase: str
    near: tuple[str, ...]
    # The words beside the number without it: 培育助残社会组织 of 培育1个助残社会组织.
    plain: str = ""
    # The act that they say by its verb; empty where they say none.
    verb: str = ""

    @property
    def kind(self) -> str:
        """The kind of a share by its name: 培训 of 培训率, 满意 of 活动满意度; empty for counts and for a mere 比例."""
        match = SHARE_KIND.search(self.what) if self.is_share else None
        return match["kind"] if match else ""


def wanted(text: str) -> list[Wanted]:
    """The targets of a duty's words, in the order in which they stand there."""
    return [_wanted(text, q) for q in sorted(held(text), key=lambda q: q.start)]


def held(text: str) -> list[Quantity]:
    """The numbers of a duty's words that become targets."""
    return [
        q
        for q in quantities(text)
        if _is_counted(text, q)
        and not (_is_bound(text, q) or _is_beside(text, q))
        and _span_is_held(text, q)
    ]


def not_held(text: str) -> list[str]:
    """The words of the numbers that are no target because they are asked for over a span that is not followed.

    >>> not_held("每半月走访10户，每季度走访30户。")
    ['每半月走访10户']
    """
    phrases = (
        _cut(text, q, SEGMENT_ENDS)
        for q in quantities(text)
        if _is_counted(text, q) and not _span_is_held(text, q)
    )
    return list(dict.fromkeys(phrases))


def totals(text: str) -> list[str]:
    """The words of the numbers that are asked of all together: 全县共建20个残疾人之家.

    >>> totals("全县共建残疾人之家20个，每个乡镇不少于2个。")
    ['全县共建残疾人之家20个']
    """
    return [one.phrase for one in wanted(text) if not (one.is_each or one.is_share)]


def _span_is_held(text: str, quantity: Quantity) -> bool:
    words = SPANS.findall(_before(text, quantity))
    return not (words and SPAN_NOT_HELD.fullmatch(words[-1]))


def _before(text: str, quantity: Quantity) -> str:
    """The words of the sentence before a number."""
    return text[_begin(text, quantity.start, SENTENCE_ENDS) : quantity.start].lstrip()


def _is_counted(text: str, quantity: Quantity) -> bool:
    if quantity.unit == HOURS:
        segment = _cut(text, quantity, SEGMENT_ENDS)
        return bool(SERVED.search(segment)) and not TAUGHT.search(segment)
    if quantity.unit in LESSONS:
        return not OF_ONE.search(_cut(text, quantity, SEGMENT_ENDS))
    # How many of those are who act (24个乡镇所属村残协完成换届) is nothing that each of them does.
    is_of_actors = OF_LEVEL.match(quantity.what) and not _cut_before(text, quantity).strip()
    return quantity.unit not in NOT_COUNTED and not is_of_actors


def _cut_before(text: str, quantity: Quantity) -> str:
    """The words of the segment before a number, without what says of all."""
    before = text[_begin(text, quantity.start, SEGMENT_ENDS) : quantity.start]
    return before.removeprefix("全县").removeprefix("全市").removeprefix("全省")


def _is_bound(text: str, quantity: Quantity) -> bool:
    """Whether a number is no target to be reached: one that must not be passed, growth, a part, the size of each occasion."""
    after = text[quantity.end - 2 : quantity.end + 3]
    before = text[max(0, quantity.start - NEAR) : quantity.start]
    is_growth = "百分点" in after or (quantity.unit == "%" and GROWTH.search(before))
    is_part = bool(PART.search(text, max(0, quantity.start - FARTHEST), quantity.start))
    return (
        is_part
        or "以内" in after
        or bool(
            is_growth
            or AT_MOST.search(before)
            or SHORT_OF.search(before)
            or (LATER.search(before) and THIS_YEAR.search(text))
            or _is_share_in_brackets(text, quantity)
            or OCCASION.search(before)
            or WEIGHT.search(before)
            or OF_WHOM.match(text, quantity.end - 2)
            or OF_WHOM.match(text, quantity.end)
            or OF_PERSONS.search(before)
        )
    )


def _is_share_in_brackets(text: str, quantity: Quantity) -> bool:
    """Whether a number in brackets only divides one of the same unit before them: 200户（春节前100户、助残日100户）."""
    opened = max(text.rfind("（", 0, quantity.start), text.rfind("(", 0, quantity.start))
    if opened < 0 or any(sign in text[opened : quantity.start] for sign in "）)。；;"):
        return False
    first = max(0, opened - NEAR)
    return any(
        one.unit == quantity.unit and first <= one.start < opened for one in quantities(text)
    )


def says_several(text: str) -> bool:
    """Whether a text asks for several numbers of one thing, or over several spans: which of them is when or whose is not told apart.

    >>> says_several("全年评残200人，上半年评残80人。"), says_several("每月学习1次、每季度考试1次。")
    (True, True)
    >>> says_several("打造示范乡镇1个、示范村3个。")
    False
    """
    things = [(one.unit, one.what) for one in wanted(text)]
    is_twice = any(
        unit == other and (not what or not of or what == of)
        for place, (unit, what) in enumerate(things)
        for other, of in things[place + 1 :]
    )
    spans = {words for words in SPANS.findall(text) if words in SPAN_OF or words == "每年"}
    is_divided = any(_is_share_in_brackets(text, one) for one in quantities(text))
    is_told_apart = bool(things) and bool(OF_EACH_KIND.search(text))
    return is_twice or is_divided or is_told_apart or (len(things) > 1 and len(spans) > 1)


def _is_beside(text: str, quantity: Quantity) -> bool:
    """Whether a number only adds to one of the same unit before it in its sentence or the one before: a hope, or its division over times."""
    if not HOPED.search(text, max(0, quantity.start - NEAR), quantity.start):
        return False
    first = max(0, quantity.start - FARTHEST, text.rfind("。", 0, quantity.start) + 1)
    return any(
        one.unit == quantity.unit and first <= one.start < quantity.start
        for one in quantities(text)
    )


def _wanted(text: str, quantity: Quantity) -> Wanted:
    sentence = _cut(text, quantity, SENTENCE_ENDS)
    segment = _cut(text, quantity, SEGMENT_ENDS)
    before = _before(text, quantity)
    # Of 各县（区）共… and 全市每个乡镇… the word behind holds.
    each = max((match.start() for match in EACH.finditer(before)), default=-1)
    last = _last_segment(before)
    # What all do together counts all that follows in its sentence: 举办全市培训班2期，培训不少于120人次.
    sums = (match.start() for match in TOGETHER.finditer(before))
    is_together = (at := max(sums, default=-1)) >= 0 and at > each
    is_together = is_together or (each < 0 and bool(DIVIDED.search(sentence)))
    is_each = each >= 0 and not is_together
    what, verb = _what(text, quantity, segment), _verb(segment)
    is_act_of_its_own = act_start(segment) is not None and what != verb
    return Wanted(
        is_share=quantity.unit == "%",
        number=quantity.value,
        unit=quantity.unit,
        what=what,
        span=_span(last if GROWS.search(last) else before),
        is_each=is_each or not is_together,
        is_each_said=is_each or is_together,
        phrase=segment,
        # What an act of its own counts is not that of the act beside it (召开座谈会1次，并走访慰问), but a bare verb says of
        # whom only with the words before it: 轮训专职委员，全年培训不少于2期.
        near=(segment,) if is_act_of_its_own else (segment, sentence, text),
        plain=segment.replace(text[quantity.start : quantity.end], "", 1),
        verb=verb,
    )


def _verb(segment: str) -> str:
    """The verb by which some words say their act."""
    start = act_start(segment)
    match = FIRST_VERB.match(segment, start) if start is not None else None
    return match[0] if match else ""


def _cut(text: str, quantity: Quantity, ends: str) -> str:
    """The words around a number up to the next of some stops on both sides."""
    stops = _stops(text, ends)
    place = bisect_left(stops, quantity.end)
    end = min(quantity.end + FARTHEST, len(text))
    if place < len(stops):
        end = min(end, stops[place])
    return text[_begin(text, quantity.start, ends) : end].strip()


def _begin(text: str, place: int, ends: str) -> int:
    """Where the words before a place begin, behind the last of some stops."""
    stops = _stops(text, ends)
    last = bisect_left(stops, place) - 1
    return max(0, place - FARTHEST, stops[last] + 1 if last >= 0 else 0)


@lru_cache(REMEMBERED)
def _stops(text: str, ends: str) -> tuple[int, ...]:
    """Where some stops stand in a text."""
    return tuple(place for place, sign in enumerate(text) if sign in ends)


def _span(before: str) -> str:
    """Over which time: the last word of time before the number; the whole plan where there is none."""
    words = SPANS.findall(before)
    return SPAN_OF.get(words[-1], "") if words else ""


def _last_segment(before: str) -> str:
    return PAUSE.split(before)[-1]


def _what(text: str, quantity: Quantity, segment: str) -> str:
    """What is counted: the words after the unit, else those between the last word of time or place and the number."""
    if quantity.what:
        return quantity.what
    if quantity.unit == "%" and (
        shares := SHARED.findall(
            text[_begin(text, quantity.start, SENTENCE_ENDS) : quantity.end][-80:]
        )
    ):
        place = _place_of_share(segment, text[quantity.start : quantity.end])
        share = shares[max(place, -len(shares))]
        return str(SPANS.split(BEFORE_WHAT.split(share)[-1])[-1])
    before = STOP.split(_last_segment(text[max(0, quantity.start - FARTHEST) : quantity.start]))[-1]
    before = _without_bounds(COUNTED.sub("", LISTED.split(before)[-1]))
    # 示范村（社区）2个: the bracket belongs to what is counted.
    behind = ASIDE_ENDS.search(before)
    aside = behind[0] if behind else ""
    words = BEFORE_WHAT.split(SPANS.split(before.removesuffix(aside))[-1])[-1].strip()
    return LEADS.sub("", words + aside)[-20:]


def _place_of_share(segment: str, number: str) -> int:
    """Which of the shares named in a segment a ratio is of, from the end: 准确率、及时率分别达到100%、98%."""
    numbers = RATIOS.findall(segment)
    if "分别" not in segment or len(numbers) != len(SHARED.findall(segment)):
        return -1
    return numbers.index(number) - len(numbers) if number in numbers else -1


def _without_bounds(words: str) -> str:
    while words.endswith(BOUNDS):
        words = words[: -next(len(bound) for bound in BOUNDS if words.endswith(bound))]
    return words
