"""Weight of words: what is left of them once who, by when and how much are taken out; and all the times that they name."""

from __future__ import annotations

import re
from functools import lru_cache

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.deadlines import AND, AT, CLOCK
from zulian.plans.reading.holidays import NAMES
from zulian.plans.reading.labels import CN
from zulian.plans.reading.quantities import UNITS, quantities
from zulian.plans.reading.splitting import REMEMBERED, without_citations
from zulian.plans.reading.times import N

# Every wording of a time, read as a deadline or not. 全年, 每年 and 年内 say no more than the plan's own period.
TIME = re.compile(
    rf"(?:{AT}|[上下]半年)(?:份|起)?[至到—–~～－-]{{1,2}}(?:{AT}|[上下]半年)(?:之前|以前|前|内)?"
    rf"|(?:\d{{1,2}}[至到—–~～－-]{{1,2}})?(?:{AT}|[上下]半年)(?:{CLOCK})?(?:之前|以前|前|内)?"
    rf"|(?:“?{NAMES}”?(?:佳节|节日|节)?{AND}){{0,5}}“?{NAMES}”?(?:佳节|节日|节)?(?:到来)?(?:之前|以前|前后?|期间|当[天日])"
    r"|“(?:两节|双节|十一)”(?:之前|以前|前后?|期间)|两节期间"
    rf"|每?逢(?:[单双]月(?:{N}[日号])?前?|[一二三四五六七八九十]逢[一二三四五六七八九十]|[^，,。；;]{{0,6}}(?:节日|节|日))"
    rf"|每隔?(?:[两二三四五六半2-6]?个?(?:月|季度?|周|星期|旬)|半年|[{CN}\d]{{0,2}}[日天])(?:[一二三四五六日]|[末底初])?(?:的?(?:首|第[一二三]个?)月)?(?:{N}[日号])?(?:之前|以前|前)?"
    rf"|(?:本|当|次|下|单|双|首)个?月(?:份|内)?(?:{N}[日号]|[底末初]|[上中下]旬)?(?:之前|以前|前|内)?"
    r"|(?<![\d.])\d{1,2}[.．·]\d{1,2}(?=日?(?:之前|以前|前))|的?第[一二三四](?:个)?(?:周|星期)(?:的?(?:周|星期)[一二三四五六日天])?|年[初中](?!级)"
    r"|[春夏秋冬](?:、[春夏秋冬]){0,3}[两三四]?季"
    rf"|(?:提前)?[两半{CN}\d]{{1,3}}个?(?:工作日|小时|天|日|周|星期|月|年)(?:之内|以内|内|前|之前|以前)"
    rf"|提前[两半{CN}\d]{{1,3}}个?(?:工作日|小时|天|日|周|星期|月)"
)
NUMBER = re.compile(rf"\d++(?:[.,]\d++)?\s*[%％]?(?:{UNITS})?")
# Words that say nothing of what is done.
LIGHT = re.compile(
    "不迟于|不晚于|最迟|最晚|至迟|截至|不少于|不低于|不超过|不得少于|不多于|至少|最少|最多|以上|以下|以内|左右|达到|达|均|都|各自|每批|各|每个|每|全部|全面|全体|全市|全县|全区|全省|全年|年内|年度|基本|"
    "完成|分别|其中|要|应|须|必须|将|并|和|及|与|于|在|第[一二三四五六]批|批次|一次|一遍|力争|确保|争取|务必|前|内|后|底|时|为|有|共|是|再|也|还|同时|次"
    "|一[次个名项批期]"
)
STOPS = re.compile(r"[^\u4e00-\u9fa5]")


@lru_cache(REMEMBERED)
def times(words: str) -> tuple[re.Match[str], ...]:
    """The wordings of a time in a piece of words."""
    return tuple(TIME.finditer(words))


def without_times(words: str) -> str:
    """A piece of words without its times.

    >>> without_times("每季度通报，10月底前上报。")
    '通报，上报。'
    """
    place, kept = 0, ""
    for match in times(words):
        kept += words[place : match.start()]
        place = match.end()
    return kept + words[place:]


def weight(words: str) -> str:
    """What a piece of words says beside who, by when and how much, in Chinese characters.

    >>> weight("第二批10月底前，每批不少于30人。"), weight("结果于次月15日前通报。")
    ('', '结果通报')
    """
    words = without_citations(words, "")
    words = words[opening_actor(words).end :]
    kept, place = "", 0
    for quantity in sorted(quantities(words), key=lambda one: one.start):
        start = quantity.start
        if quantity.unit == "%" and words[:start].endswith(quantity.what):
            start -= len(quantity.what)
        if start >= place:
            kept += words[place:start] + "，"
            place = quantity.end
    kept += words[place:]
    return STOPS.sub("", LIGHT.sub("", NUMBER.sub("", without_times(kept))))
