"""Deadlines (时限) and rhythms (周期) as circulars word them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from zulian.foundation.workdays import add_workdays
from zulian.plans.reading.holidays import HOLIDAYS, NAMES, last_day_before
from zulian.plans.reading.labels import CN, numeral
from zulian.plans.reading.splitting import REMEMBERED
from zulian.plans.reading.times import Deadline, N, Rhythm
from zulian.plans.reading.verbs import VERB

AND = "(?:[、和及与]|以及)"
PART = "底|末|初|上旬|中旬|下旬"
# The day, or the part, of several months behind the last of them: 3月、6月、9月、12月的20日前; each may leave out its 月.
OF_ALL = (
    rf"(?={AND}(?:{N}月?{AND}){{0,10}}{N}月份?的?(?:(?P<daysall>{N})[日号]|(?P<partall>{PART})))"
)
# A month whose 月 stands behind the last of several: 4、10月底前.
MONTH_OF_SEVERAL = rf"(?={AND}(?:{N}{AND}){{0,10}}{N}月份?(?:的?(?:{N}[日号]|{PART})|各|分别))"
# A point in time: 5月20日, 九月上旬, 元月底, 第三季度, 上半年, 年底, 2026.6.30.
POINT = re.compile(
    r"(?:(?:(?<!\d)(?P<year>(?:19|20)\d{2})年|(?P<next>明年|来年|次年)|今年|本年|当年)?"
    rf"(?:(?<![{CN}\d])(?P<month>元|{N})(?:月|{MONTH_OF_SEVERAL})(?:份?的?(?P<day>{N})[日号](?:[（(](?:星期|周)[一二三四五六日天][）)])?|份?(?P<part>{PART})|{OF_ALL}|份)?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?:[末底]|结束)?|(?P<half>[上下])半年[末底]?|(?<!半)(?P<end>年[底末终]))"
    # 2027年底 and 明年底 say 年 once.
    r"|(?:(?<!\d)(?P<endyear>(?:19|20)\d{2})|(?P<endnext>[明来次])|[今本当])(?P<yearend>年[底末终])"
    r"|(?<![\d.])(?P<dotyear>(?:19|20)\d{2})[.．/-](?P<dotmonth>\d{1,2})(?:[.．/-](?P<dotday>\d{1,2}))?(?![\d.])"
    # 3.31前 needs no year where it is said that it is a time.
    r"|(?<![\d.年第])(?P<shortmonth>1[0-2]|[1-9])[.．·](?P<shortday>\d{1,2})(?=日?(?:之前|以前|前)))"
)
# 全年 of what is summed up (总结全年工作) is no time by which.
WITHIN_YEAR = re.compile(r"年内|本年度内|全年(?!(?:的)?(?:工作|情况|总结|任务|目标))")
# A holiday before which something is to be done.
BEFORE_HOLIDAY = re.compile(
    rf"(?:全国)?“?(?P<name>{'|'.join(HOLIDAYS)})”?(?:佳节|节日|节)?"
    # So long before it: 春节前20天, 国庆节前一周.
    rf"(?:前(?P<ahead>{N}|半)个?(?P<aheadunit>天|日|周|星期|月)|"
    # Of several one 前 is behind the last: 春节、中秋节前.
    rf"(?:到来)?(?:之前|以前|前(?!后))|(?=(?:{AND}“?{NAMES}”?(?:佳节|节日|节)?){{1,5}}(?:到来)?(?:之前|以前|前(?!后))))"
)
# A span from the day on which the paper is issued: 自文件印发之日起两个月内, 收到通知后10个工作日内.
FROM_ISSUE = re.compile(
    rf"(?:(?:自|从)[^，,。；;]{{0,8}}(?:印发|下发|发布|发文)(?:之日|之时)?起|(?:印发|下发|发布|发文|收到本?(?:通知|文件|要点|意见|函))[^，,。；;]{{0,6}}后)，?"
    rf"(?P<number>[两{CN}\d]{{1,3}})个?(?P<unit>月|工作日|日|天|周)(?:之内|以内|内)"
)
# A time of day: 下午3点, 9:00, 9时30分.
CLOCK = (
    r"(?:上午|下午|中午|晚上|早上|早|晚|晨)?\s?(?:(?<!\d)\d{1,2}[:：]\d{2}(?!\d)|(?<!\d)\d{1,2}[点时](?![次名个条])(?:\d{1,2}分|半|整)?)"
    r"|上午|下午|中午"
)
# Words around a point that make it a deadline.
AFTER = re.compile(
    rf" ?(?:{CLOCK})?(?:[（(]含[^（）()]{{0,4}}[)）])?(?:之前|以前|底前|前(?!后)|内|止|为止|完成|办结|报送|上报|报|召开|开展|举办|组织|进行|"
    r"达到|实现|到位|建成|建立|配齐|配备|落实|汇总|检查|走访|培训|排查|核查|抽查|摸底|清理|自查|比对|评选|考核|公示|申报|举行|督查|调研|慰问|述职|承办|主办|印发|公布|出台|发放|总结|总评|评比|评定|向|对(?!口|照)|要|须"
    rf"|(?:分别)?{VERB}(?!的))"
)
# What each of several points asks for: 6月底和11月底各报告一次.
OF_EACH = re.compile(r" ?(?:之前|以前|底前|前)?(?:分别|各(?!级|地|单位|[市县区乡镇街村]))")
# A point in time that says of what kind things are, not when something is to be done: 2027年底前到期的残疾人证.
OF_A_THING = re.compile(
    r"(?:之前|以前|前|内)?(?:已经?)?(?:到期|期满|届满|有效|办理|核发|发放|出生|去世|死亡|参加|任职|成立|取得|注册)(?:且[^，,。；;]{1,6})?的"
)
# A point of the month in which the paper is issued or of the next: 本月底前, 下月10日前.
OF_THIS_MONTH = re.compile(
    rf"(?:(?P<this>本月|当月|这个月)|下个?月)份?(?:(?P<day>{N})[日号]|(?P<part>底|末|初|上旬|中旬|下旬))(?:之前|以前|前)"
)
BEFORE = re.compile(
    r"(?:不迟于|不晚于|最迟|最晚|至迟|截至|截止[到至]?|力争|争取|确保|务必|务于|[于在至到—－-])[在于到]?$"
)
# Before the first of several points: 每年3月、9月各举办1期.
BEFORE_FIRST = re.compile(r"(?:[于在]|每年度?|分别|于每年度?)$")
# A point from which on something holds.
NOT_AFTER = re.compile(r"起|以来|以后|之后|后")
# A point that opens a segment and stands for itself: “第三季度，各县……”, “上半年各县……”.
# So does the one of each of several times: 第一期4月份，培训….
OPENING = re.compile(
    r"(?:^|[，,。；;：:\n])(?:(?:第[一二三四五六]|首)(?:期|批|次|阶段|轮)[在于]?)?$"
)
# What something counts for at a time is not done then: 抽查结果纳入年终考核.
COUNTS_FOR = re.compile("(?:[纳列计]入|作为|接受|迎接|参加|结合)$")
APART = re.compile(r"[，,]|各?[市县乡镇村]")
CHAIN = re.compile(r"(?:之前|以前|底前|前)?(?:[、和及与]|以及)(?:每年)?")
# Several things, each with its point, and one verb for all: 3月10日前将方案、6月20日前将总结报县残联.
CHAIN_OF_THINGS = re.compile(
    r"(?:之前|以前|前)(?:将|把)[^，,。；;、将把\d]{2,16}[、和及](?:并?[于在])?"
)
FROM_TO = re.compile(r"起?[至到—–~～－-]{1,2}")
# What is but begun at a time: 3月启动，9月底完成.
BEGUN = re.compile("启动|开始|起|部署|动员|以来|以后|之后")
# The longest text that BEFORE looks at, and the longest between two points of a chain.
AROUND, LONGEST_BETWEEN = 8, 24
EVERY = "每(?:隔)?"
# Rhythms that no plan holds, with the next greater one by which they are followed.
NOT_HELD = (
    (
        Rhythm.MONTH,
        re.compile(
            rf"{EVERY}[日天](?![^，,。；;]{{0,8}}元)|{EVERY}个?旬|按旬|逐旬|{EVERY}半个?月|半月一次|{EVERY}[双两二2]周|双周|隔周"
            rf"|{EVERY}[十1][0五5]?[日天]"
        ),
    ),
    (Rhythm.WEEK, re.compile(rf"{EVERY}个?(?:周(?![年边岁])|星期)|按周|逐周")),
    (Rhythm.HALF, re.compile(rf"{EVERY}[四五45]个月")),
    (Rhythm.YEAR, re.compile(r"每隔?[两二三四五2345]年|隔年")),
)
# A day within a quarter or half year (每季度首月5日前): the period is held, the day in it is not.
DAY_WITHIN = re.compile(
    rf"{EVERY}个?(?:季度?|半年)的?(?:首月|末月|(?:第[一二三1-3]|首|最后一)个?月|[末底初])的?{N}[日号](?:前|之前|以前)?"
)
RHYTHMS = (
    *NOT_HELD,
    (Rhythm.TWO_MONTHS, re.compile(rf"{EVERY}[两二2]个月|隔月|双月")),
    (Rhythm.QUARTER, re.compile(rf"{EVERY}[三3]个月|{EVERY}个?季度|按季度|{EVERY}季|按季|逐季")),
    (
        Rhythm.HALF,
        re.compile(
            rf"(?<![上下半])半年(?=联合|抽|检查|督|通报|调度)|{EVERY}[六6]个月|{EVERY}半年|半年一次|上、?下半年各"
        ),
    ),
    (
        Rhythm.MONTH,
        re.compile(
            rf"{EVERY}个?月(?!重点|[^，,。；;每]{{0,10}}\d{{1,5}}(?:\.\d)?元)|按月|月度|逐月"
        ),
    ),
    (Rhythm.YEAR, re.compile(rf"{EVERY}年|{EVERY}个?年度|按年度|一年一次")),
)
# Of a span of days (每月20日至25日) the last.
# Of several days of a month (每月5日、20日) one is held.
MONTHLY_DAYS = re.compile(rf"每个?月(?:的)?{N}[日号]?[、和及]{N}[日号]")
MONTHLY_DAY = re.compile(
    rf"每个?月(?:的)?(?:{N}[日号]?[至到—–~～－-]{{1,2}})?({N})(?:日|号)(?:前|之前|以前)?"
)
MONTHLY_PART = re.compile("每个?月(?:的)?(初|上旬|中旬)(?:前|之前|以前)?")
DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30}
LONGEST_AHEAD = 180
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
PARTS = {"初": 10, "上旬": 10, "中旬": 20}
# What recurs once the first time is over: 11月底前召开一次会议，此后每月召开一次.
AFTERWARDS = "(?:(?:此后|之后|以后|其后|随后|今后)，?)?"
LATER_ON = re.compile("(?:此后|之后|以后|其后|随后)，?$")
# A segment that begins with a time of its own: 年底前…, 8月底前…, 全年…, 每季度….
AT = (
    rf"(?:今年|本年|当年|明年|来年|次年|(?<!\d)(?:19|20)\d{{2}}年)?(?:年[底末终]|(?:{N}{AND}){{0,11}}(?:元|{N})月份?(?:的?{N}[日号]|{PART})?|第?[一二三四1-4]季度[末底]?)"
    r"|(?<!\d)(?:19|20)\d{2}年[底末终]|[明来次今]年[底末终]"
)
# A month or a quarter right before what is done in it: 3月召开会议, 6月底、11月底报告.
MONTH = rf"(?:{N}月份?(?:的?{N}[日号]|{PART})?|第?[一二三四]季度[末底]?|年[底末])"
# Several points of what is done at each: 6月底和11月底各报告一次.
POINTS_EACH = rf"[在于]?(?:每年)?(?:{AT}|[上下]半年)(?:前?(?:[、和及]|以及)(?:{AT}|[上下]半年)){{1,5}}(?:之前|以前|前)?(?=各|分别)"
LATEST = "(?:不迟于|不晚于|最迟|最晚|至迟|截至|截止[到至]?)[在于到]?"
OPENS = re.compile(
    rf"(?:第[一二三四五六]批|首批)?(?:并且?)?(?:分别)?"
    rf"(?:{POINTS_EACH}|[在于]?{N}月?[至到—–~～－-]{{1,2}}{N}月(?:底|末|份)?|[在于]?(?:{AT})(?:前?(?:[、和及]|以及)(?:{AT})){{1,5}}(?:之前|以前|前(?!后))|[在于]?(?:{AT})(?:{CLOCK})?(?:之前|以前|前(?!后))|{LATEST}(?:{AT})(?:之前|以前|前(?!后))?|[在于](?:{AT})(?:[、和及](?:{AT})){{1,5}}|[在于]?(?:本月|下个?月|次月)(?:{N}[日号]|底|末|[上中下]旬)(?:之前|以前|前(?!后))"
    rf"|自(?:即日|今|今日|本?(?:通知|文件)?(?:印发|下发)之日)起?[至到](?:{AT})(?:止|前)?"
    rf"|[在于]?(?:“?{NAMES}”?节?{AND}){{0,5}}“?{NAMES}”?节?(?:之前|以前|前后?|期间|当[天日])(?:(?:[、和及]|以及)“?{NAMES}”?节?前(?!后)){{0,4}}"
    rf"|[在于]?(?:全年|年内|[上下]半年|{AFTERWARDS}每(?:个)?(?:半年|季度|半?个?月|年|周|星期|旬)(?:[末底初])?(?:{N}[日号]?(?:[、和及]{N}[日号]){{1,3}}|{N}[日号])?(?:之前|以前|前(?!后))?|每[两2](?:个月|周))|[按逐](?:月(?!足额)|季度|季(?!度))(?=[\u4e00-\u9fa5])|{MONTH}(?:(?:[、和及]|以及){MONTH}){{0,5}}(?={VERB}|向))"
)


def deadline(text: str, year: int) -> Deadline | None:
    """The first deadline or rhythm in `text`, for a circular of `year`; None when it sets none."""
    return next(iter(deadlines(text, year)), None)


def deadlines(text: str, year: int, issued: date | None = None) -> list[Deadline]:
    """The deadlines that `text` sets in one breath (6月30日、12月15日前分别报送), mostly one; or its rhythm; or none.

    The day on which the paper was `issued` is needed for what is counted from that day (印发后两个月内), and for a holiday of next year.
    """
    return list(_deadlines(text.translate(FULL_WIDTH), year, issued))


def whole_deadlines(text: str, year: int, issued: date | None = None) -> list[Deadline]:
    """The deadlines of all that is told: what some part is to reach by then (其中一季度达到30%) is not when it is done."""
    return deadlines(text.partition("其中")[0], year, issued) or deadlines(text, year, issued)


@lru_cache(REMEMBERED)
def _deadlines(text: str, year: int, issued: date | None) -> Sequence[Deadline]:
    if (match := MONTHLY_DAY.search(text)) and _is_first(match, text):
        is_nearest = bool(MONTHLY_DAYS.search(text))
        day_of_month = numeral(match[1])
        return [
            Deadline(
                rhythm=Rhythm.MONTH, month_day=day_of_month, words=match[0], is_nearest=is_nearest
            )
        ]
    if match := MONTHLY_PART.search(text):
        return [Deadline(rhythm=Rhythm.MONTH, month_day=PARTS[match[1]], words=match[0])]
    if DAY_WITHIN.search(text) and (recurring := _recurring(text)):
        return [recurring]
    if chain := _first_chain(text, year, issued):
        return chain
    if of_this_month := _of_this_month(text, issued):
        return [of_this_month]
    if spans := from_issue(text, issued):
        return [spans]
    if recurring := _recurring(text):
        return [recurring]
    if match := WITHIN_YEAR.search(text):
        return [Deadline(date(year, 12, 31), words=match[0])]
    return []


def _is_first(monthly: re.Match[str], text: str) -> bool:
    """Whether a day of the month is one, and no other rhythm stands before it: 每半年抽查一次，每月25日前注销."""
    other = _recurring(text[: monthly.start()])
    return 1 <= numeral(monthly[1]) <= 31 and other is None


def _recurring(text: str) -> Deadline | None:
    """The first rhythm of a text."""
    if within := DAY_WITHIN.search(text):
        rhythm = Rhythm.HALF if "半年" in within[0] else Rhythm.QUARTER
        return Deadline(rhythm=rhythm, words=within[0], is_nearest=True)
    matches = [
        (match.start(), place, match[0])
        for place, (_rhythm, pattern) in enumerate(RHYTHMS)
        if (match := pattern.search(text))
    ]
    if not matches:
        return None
    start, place, words = min(matches)
    # What recurs only after something else does so from the beginning of the plan here.
    later = LATER_ON.search(text, max(0, start - AROUND), start)
    return Deadline(
        rhythm=RHYTHMS[place][0],
        words=(later[0] if later else "") + words,
        is_nearest=bool(later) or place < len(NOT_HELD),
    )


def points_in_time(words: str, year: int, issued: date | None = None) -> list[Deadline]:
    """The times that a cell or a note names, which need no 前: 6月, 2026.6, 6月底、11月底, 全年, 每季度.

    Of a span (3月至10月), and of what is begun at one time and done at another, the end alone.
    """
    words = words.translate(FULL_WIDTH)
    found = deadlines(words, year, issued)
    if found and any(one.day is None for one in found):
        return found
    points: list[Deadline] = []
    last_end = 0
    for match in _points(words):
        if match.start() < last_end:
            continue
        between = words[max(last_end, match.start() - LONGEST_BETWEEN) : match.start()]
        if points and (FROM_TO.fullmatch(between) or BEGUN.search(between)):
            points.pop()
        last_end = match.end()
        if point := _point(match, year, issued):
            points.append(point)
    return points if len(points) > len(found) else found


def _points(text: str) -> list[re.Match[str]]:
    """The points and holidays of a text in their order."""
    return sorted(
        [*POINT.finditer(text), *BEFORE_HOLIDAY.finditer(text)], key=lambda match: match.start()
    )


def from_issue(text: str, issued: date | None) -> Deadline | None:
    """The day that a text counts from the issue of its paper; None where it counts none, or that day is not known."""
    match = FROM_ISSUE.search(text.translate(FULL_WIDTH))
    if not match or issued is None:
        return None
    number = numeral(match["number"].replace("两", "二"))
    if match["unit"] == "月":
        year, month = divmod(issued.year * 12 + issued.month - 1 + number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return Deadline(date(year, month + 1, min(issued.day, last)), words=match[0])
    if match["unit"] == "工作日":
        return Deadline(add_workdays(issued, number).day, words=match[0])
    return Deadline(
        issued + timedelta(number * (7 if match["unit"] == "周" else 1)), words=match[0]
    )


def _of_this_month(text: str, issued: date | None) -> Deadline | None:
    """The day that a text counts by the month of issue; None where it counts none, or that month is not known."""
    match = OF_THIS_MONTH.search(text)
    if match is None or issued is None:
        return None
    year, month = divmod(issued.year * 12 + issued.month - 1 + (0 if match["this"] else 1), 12)
    last = calendar.monthrange(year, month + 1)[1]
    day = numeral(match["day"]) if match["day"] else PARTS.get(match["part"], last)
    return Deadline(date(year, month + 1, day), words=match[0]) if 1 <= day <= last else None


def _first_chain(text: str, year: int, issued: date | None) -> tuple[Deadline, ...]:
    """The first point or holiday that is a deadline, with those that are joined to it by 、 or 和."""
    chain: list[Deadline] = []
    last_end, first_start = 0, 0
    matches = _points(text)
    for place, match in enumerate(matches):
        if match.start() < last_end:
            continue
        between = text[max(last_end, match.start() - LONGEST_BETWEEN) : match.start()]
        if chain and FROM_TO.fullmatch(between):
            chain.pop()
        elif not (chain and (CHAIN.fullmatch(between) or CHAIN_OF_THINGS.fullmatch(between))):
            chain = []
        last_end = match.end()
        point = _point(match, year, issued)
        if point is None:
            chain = []
            continue
        first_start = first_start if chain else match.start()
        chain.append(point)
        following = matches[place + 1] if place + 1 < len(matches) else None
        if _goes_on(text, match.end(), following):
            continue
        is_each = len(chain) > 1 and _is_of_each(text, first_start, match.end())
        if match.re is BEFORE_HOLIDAY or is_each or _is_deadline(text, match):
            return tuple(chain)
    return ()


def _is_of_each(text: str, start: int, end: int) -> bool:
    """Whether several points from `start` to `end` are each the time of what is told: 于6月底和11月底各报告一次."""
    before = text[max(0, start - AROUND) : start]
    return bool(OF_EACH.match(text, end) or BEFORE_FIRST.search(before))


def _is_deadline(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - AROUND) : match.start()]
    if OF_A_THING.match(text, match.end()) or COUNTS_FOR.search(before):
        return False
    if AFTER.match(text, match.end()):
        return True
    if OPENING.search(before) and APART.match(text, match.end()):
        return True
    return bool(BEFORE.search(before)) and not NOT_AFTER.match(text, match.end())


def _goes_on(text: str, end: int, following: re.Match[str] | None) -> bool:
    """Whether the point that follows is joined to the one that ends at `end`."""
    if following is None or not end <= following.start() <= end + LONGEST_BETWEEN:
        return False
    between = text[end : following.start()]
    return any(joint.fullmatch(between) for joint in (CHAIN, CHAIN_OF_THINGS, FROM_TO))


def _point(match: re.Match[str], year: int, issued: date | None) -> Deadline | None:
    """The day of a point in time, the one before a holiday; None for one that no calendar has."""
    if match.re is BEFORE_HOLIDAY:
        day_before = last_day_before(match["name"], year, issued)
        return Deadline(day_before - _ahead(match), words=_words(match)) if day_before else None
    if match["next"] or match["endnext"]:
        year += 1
    year = int(match["year"] or match["dotyear"] or match["endyear"] or year)
    month, day = _month_and_day(match)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return Deadline(date(year, month, day or last), words=_words(match))


def _ahead(match: re.Match[str]) -> timedelta:
    """How long before the day before a holiday something is to be done: 春节前20天 is nineteen days before its eve."""
    if not match["ahead"]:
        return timedelta()
    days = DAYS_OF[match["aheadunit"]]
    whole = days // 2 if match["ahead"] == "半" else numeral(match["ahead"]) * days
    return timedelta(max(0, min(whole, LONGEST_AHEAD) - 1))


def _words(match: re.Match[str]) -> str:
    """The words of a point; of one that shares what stands behind the last of several with the sign that joins it to them."""
    groups = match.groupdict()
    is_shared = bool(groups.get("daysall") or groups.get("partall"))
    is_shared |= match.re is BEFORE_HOLIDAY and "前" not in match[0]
    return match.string[match.start() : match.end() + is_shared]


def _month_and_day(match: re.Match[str]) -> tuple[int, int | None]:
    if match["quarter"]:
        return numeral(match["quarter"]) * 3, None
    if match["half"]:
        return (6 if match["half"] == "上" else 12), None
    if match["end"] or match["yearend"]:
        return 12, None
    if match["shortmonth"]:
        return int(match["shortmonth"]), int(match["shortday"])
    if match["dotmonth"]:
        return int(match["dotmonth"]), int(match["dotday"]) if match["dotday"] else None
    month = 1 if match["month"] == "元" else numeral(match["month"])
    if days := match["day"] or match["daysall"]:
        return month, numeral(days)
    return month, PARTS.get(match["part"] or match["partall"] or "")
