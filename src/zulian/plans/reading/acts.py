"""Acts (事项): which segments of a sentence say what is to be done, and what only says how, why or with which aim."""

from __future__ import annotations

import re
from functools import lru_cache

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.deadlines import AFTERWARDS, DAY_WITHIN, OPENS
from zulian.plans.reading.helpers import NAMES, WITH, names_helpers
from zulian.plans.reading.holidays import NAMES as HOLIDAY_NAMES
from zulian.plans.reading.levels import ANY
from zulian.plans.reading.splitting import (
    REMEMBERED,
    SEGMENT_ENDS,
    SENTENCE_ENDS,
    cut_after,
    without_citations,
)
from zulian.plans.reading.times import N
from zulian.plans.reading.verbs import CHECKABLE, CLOSED, NO_VERB, VERB
from zulian.plans.reading.weight import without_times

LEADS = re.compile(
    rf"(?:[在于]?{DAY_WITHIN.pattern}|{AFTERWARDS}每(?:人|名|个)?(?:年|季度|月|半年|周|星期|旬|日|天|半个?月|[两2](?:个月|周))(?:[末底初]|{N}[日号](?:[至到—–~～－-]{{1,2}}{N}[日号])?)?(?:之前|以前|前)?|请(?:各单位|各地|你们)?|要|应当|应|须|必须|需|全市|全省|全县|全区|并且|并|同时|还|继续|进一步|认真|切实|积极|大力|深入|扎实|全面|广泛|及时|逐步|逐项|逐一|逐级|逐户|逐人|逐村|入户|上门(?=走访|核实|采集|慰问|建立|办理|登记|开展|指导)|加快(?=完善|健全|推进|建设|改进|落实|整改|建立)|努力|着力|"
    # Within how long an answer is given: 在一个月内收回证件, 10个工作日内办结.
    rf"(?:自[^，,。；;自]{{1,14}}起)?在?(?:{N}|两)个?(?:月|工作日|日|天|周|小时)(?:之内|以内|内)|"
    r"抓紧|尽快|(?:先行|率先)(?=开展|实施|推行|启动|探索|建立|组建)|每周[一二三四五六日]|逐个|[按逐](?:月(?!足额)|季度|季(?!度))|联合(?=检查|抽查|督查|督导|开展|举办|印发|下发|组织|召开)|集中|统一|定期|(?:共|分)?[两二三四]次(?=对|开展|组织|$)|按时|依法|加大(?![^，,。；;]{1,8}力度)|做细|有序|稳步|进行|年内|当年|本年度|不断|主动|亲自|按时|足额|限期|重点|至少|负责|分别|各(?!自)|共同|力争|确保|务必|务(?=于|在|须)|将(?=于|在(?!职)|适时|择期|会同)|(?:领导)?班子(?:中|里|内))"
)
# What is to be finished by some time: 各县区专职委员年度考核于12月15日前完成.
ENDS_BY = re.compile(
    r"(?=[^，,。；;]{0,24}(?:完成|结束|办结)(?:[，,。；;]|$))[^，,。；;于在\d]{0,14}(?:考核|自查|核查|普查|评估|验收|补选|备案|审核|清理|登记|建档|更新|整改|换届)(?:工作)?[于在\d]"
)
DONE_SO = re.compile(r"(?:做到|实现)")
# Without one of these a segment says no act: most segments are spared the rest.
ANY_VERB = re.compile(rf"{CHECKABLE}|做到|实现|加强|保障|确保|严格|配合|协助|协同")
# Who is named by office acts, whatever verb follows.
OFFICE = re.compile("残联|残协|联合会|[盲聋肢智精]协|协会")
STARTS = re.compile(rf"{VERB}|{CLOSED}")
WITH_WHOM = re.compile(rf"(?:{WITH.pattern})(?:同级|当地|上级|各级|本级)?")
# Behind a preposition (在节日开展…, 结合运动会举办…) the verb comes later in the segment.
PREPOSITION = re.compile(
    r"(?:在|于|以|对|针对|将|按照|按|根据|围绕|结合|利用|依托|通过|为|把|由|与|向|从|于|会同|联合|商(?=请|[省市县区旗])|严格|抓住|自(?!查)|收到|本?文件(?:印发|下发)后|\d|[一二三四五六七八九十]{1,2}月"
    rf"|{HOLIDAY_NAMES})"
)
LATER = re.compile(
    rf"(?<!发挥)(?<!未)(?<!不)(?!{NO_VERB})(?:列出|制定|修订|查找|排查|公示|核发|招募|表彰|慰问|解决|完善|健全|巩固|搞好|抓好|开展|举办|组织|召开|筹备召开|筹备|建立|实施|实行|完成|报送|上报|落实|成立|配备|配齐|核准|培训|走访|检查|建成|办好|"
    r"做好|报告|下发|反馈|考核|通报|选拔|选配|选取|提交|制作|整顿|核对|更新|摸清|推荐|整改|轮训|抽查|购买|发放|评定|签订|登记|核查|提供|提出(?=[^，,。；;]{0,12}(?:意见|方案|计划|建议))|拿出)(?!的)(?=[\u4e00-\u9fa5〇“《])"
    r"|进行(?=(?:半年和年度|年中和年终|平时和年度|[年季]度|半年|全面|集中|日常|一次)?(?:抽查|检查|督查|督导|轮训|考核|评估|核查|排查|整治|比对))|上门(?=评定|评残|办证|送证|服务|鉴定)"
    r"|(?:建设|打造|培育|发展)成(?=[\u4e00-\u9fa5])"
    r"|[逐入挨][户人村一项](?:核查|走访|排查|核实)|(?<!汇)报(?=(?:上级|[省市县区旗乡镇])[^，,。；;]{0,3}残联|一次|[\u4e00-\u9fa5]{0,4}(?:清单|名单|名册|总结|材料|数据|进展|报表))"
)
# What is taken up before the verb belongs to the act: 把请示报送上级.
TAKEN = re.compile(
    "把|将|对(?=[^，,。；;]{1,20}(?:[逐入挨][户人村一项]|轮训|抽查|(?:进行|开展)[^，,。；;]{0,6}(?:检查|督查|督导|核查|排查|评估|培训|走访|整治|考核|比对)|(?:予以|给予)))"
)
TAKEN_LATER = re.compile("(?<=[前底内])(?:把|将)")
BARE = re.compile(rf"(?:{CHECKABLE}|加强|培养|教育|使用|及时|一次|进行|并|和)+")
MODAL = re.compile(r"[^，,。；;：:]{2,16}?(?:要|应当|应|须|必须)(?=[\u4e00-\u9fa5])")
MODALS = re.compile(r"(?:要|应当|应|须|必须|并|同时|还要)+")
ADVERBS = re.compile(
    r"(?:(?:认真|切实|积极|大力|深入|扎实|全面|广泛|进一步|继续|着力|努力|分别)(?=[\u4e00-\u9fa5]{2}))+"
)
# Who is taught may stand before the verb: 全部专职委员轮训一遍.
TAUGHT_ALL = re.compile(r"[^，,。；;]{1,20}?轮训(?:一[遍次轮])?(?=[，,。；;]|$)")
# A second act in one breath: 设立联络站并走访残疾人家庭.
ALSO = re.compile(rf"(?<=.)(?:并且?|同时|以及)(?:{LEADS.pattern}){{0,4}}(?={VERB})")
# What praises (有声有色，形式多样，行之有效的活动): its commas part no acts, and a title does without it.
EPITHET = "(?:有声有色|形式多样|行之有效|丰富多彩|丰富多样|内容丰富|形式新颖|特色鲜明|扎实有效|卓有成效|喜闻乐见|健康向上|生动活泼|切实可行|富有特色)"
EPITHET_ENDS = re.compile(rf"{EPITHET}[，,]\s*$")
EPITHETS = re.compile(rf"{EPITHET}(?:[、，,]{EPITHET}){{0,4}}的")
# Two comparatives (更多，更个性化的服务) are one attribute.
MORE_ENDS, MORE = re.compile(r"更[\u4e00-\u9fa5]{1,4}[，,]\s*$"), re.compile("更")
# What others are encouraged to do goes on: 鼓励社会组织注册，承担社会事务.
WISHED, WISH = re.compile("鼓励|支持|引导|动员"), re.compile("(?:并|依法|积极)?(?:承担|参与|加入)")
# What only says that the rest comes later.
ALONE = re.compile(r"\s?(?:此后|之后|以后|其后|随后|今后)[，,]")
# Circumstances without which an act of any kind (开展活动) says nothing.
TELLING = re.compile(
    r"(?:要|应|须|同时|并)?(?:围绕|结合|依托|利用|借助|通过|以(?=[^，,。；;]{2,20}为)"
    r"|在(?=[^，,。；;]{2,24}(?:中|期间|时机|之际|契机|日|节)))"
)
ANYTHING = re.compile(
    r"(?:组织开展|开展|组织|举办|做好|搞好|抓好)[\u4e00-\u9fa5]{0,5}(?:工作|活动|服务)"
)
ADVERBS_END = re.compile(
    "(?:认真|切实|积极|大力|深入|扎实|全面|广泛|进一步|继续|着力|努力|集中){1,3}$"
)
STOPS = "，,。；;！：:、 \t\n"
# Two acts side by side (成立办公室，配备人员) are mostly one piece of work, if one title says both; from three on each is
# followed by itself.
SERIES, TOGETHER = 3, 32
# Handing in what was made just before (10月20日前报区残联) is no act beside making it.
HANDED_IN = re.compile(
    r"(?:一并|及时|统一|汇总后?|逐级)?(?:报送?|上报|报备|提交|呈报)(?:至|到|给)?(?:上级|[省市县区旗乡镇街][^，,。；;]{0,3}?)(?:残联|残疾人联合会)[^，,。；;]{0,8}"
    r"|(?:一并|及时|统一|汇总后?|逐级)?(?:报送|上报|报备|提交)"
)
OF_WHAT = re.compile("[对将把][^，,。；;]{2}")
# How many are named for what was told just before: 评选优秀专职委员，推荐3名; no act beside that.
COUNTED_ONLY = re.compile(
    r"(?:推荐|选派|选送|推选|遴选|评选|表彰|申报|上报|报送)(?:各|至少|不少于|不超过)?(?:\d{1,5}|[一二三四五六七八九十两]{1,3})(?:[-—至]\d{1,5})?(?:名|人|个|件|份|篇|家|户)(?:以上|左右)?"
)
# Whom an inspection is made of, no actor of its own behind it: 对各县（区）进行抽查，每县（区）抽查2个乡镇.
INSPECTION = re.compile("抽查|检查|督查|督导|抽检|抽取")
INSPECTED = re.compile(rf"每一?个?(?>{ANY})(?:各|至少|随机)?(?:{INSPECTION.pattern})")
# What part somebody has in an act that is told elsewhere in the sentence: 市残联牵头，乡镇残联配合.
ROLE = re.compile(
    r"(?:(?P<lead>(?:负责)?牵头(?:负责|抓总|组织)?(?:、[\u4e00-\u9fa5（）]{2,14}?(?:配合|协助|参与))?|(?:具体|主要|分工|共同)?负责(?:落实|实施|组织实施)?|抓总|(?:、[\u4e00-\u9fa5]{2,8}?)?(?:共同|联合)?(?:承办|主办)|抓好落实|(?:具体|组织)?(?:实施|落实)|组织(?:实施)?)"
    r"|(?P<help>(?:积极)?(?:做好)?(?:配合|协助|协同|参与|参加|协办|支持)(?:工作)?|(?:跟踪|全程|督促)?(?:指导|督导|监督)))[，,、；;。]?"
)
RECURS = re.compile(rf"并?{AFTERWARDS}每")
# Who answers for something is told no act by that.
ANSWERS = re.compile("为(?:第一|直接|主要|具体)?责任人")


@lru_cache(REMEMBERED)
def act_start(segment: str) -> int | None:
    """Where in a segment the act begins that it says, None when it says none.

    >>> act_start("要认真查找问题不足，"), act_start("充分发挥作用，"), act_start("按照培训计划，")
    (3, None, None)
    """
    if not ANY_VERB.search(segment) and not OFFICE.search(segment):
        return None
    words = without_citations(segment)
    start = len(words) - len(words.lstrip())
    actor = opening_actor(words)
    starts = [actor.end or start]
    if modal := MODAL.match(words, start):
        starts.append(modal.end())
    for place in starts:
        if (found := _act_at(words, place)) is not None:
            return found
    rest = words[actor.end :]
    is_act = (
        actor.is_free
        and bool(without_times(rest).strip(STOPS + "从自起于在"))
        and not (ROLE.fullmatch(rest.strip()) or names_helpers(rest) or ANSWERS.match(rest))
    )
    if not is_act:
        return None
    # What somebody answers for without a verb (盲协负责10月15日活动) keeps that word.
    answers_for = words.find("负责", actor.end, begun := _leads_end(words, actor.end))
    return answers_for if answers_for >= 0 else begun


def _act_at(words: str, start: int) -> int | None:
    begun = _leads_end(words, start)
    if timed := OPENS.match(words, begun):
        begun = _leads_end(words, timed.end())
    if (helped := WITH_WHOM.match(words, begun)) and (names := NAMES.match(words, helped.end())):
        begun = _leads_end(words, names.end())
    if TAUGHT_ALL.match(words, begun) and not PREPOSITION.match(words, begun):
        return begun
    if STARTS.match(words, begun) or DONE_SO.match(words, begun) or ENDS_BY.match(words, begun):
        return begun
    if PREPOSITION.match(words, begun) or PREPOSITION.match(words, start):
        later = LATER.search(words, begun + 1)
        taken = TAKEN.match(words, begun)
        if later and (taken := taken or TAKEN_LATER.search(words, begun, later.start())):
            return taken.start()
        return later.start() if later else None
    return None


def is_circumstance(segment: str) -> bool:
    """Whether a segment only says how or where something is done: 按照标准, 在节日."""
    return bool(
        PREPOSITION.match(segment, _leads_end(segment, len(segment) - len(segment.lstrip())))
    )


def is_bare(act: str) -> bool:
    """Whether an act is verbs alone: 完善改进, 推荐使用 do not say of what."""
    return bool(BARE.fullmatch(act))


def _leads_end(words: str, start: int) -> int:
    """The end of the adverbs and auxiliaries from `start` on."""
    while match := LEADS.match(words, start):
        if STARTS.match(words, start):
            break
        start = match.end()
    return start


def segments(sentence: str) -> list[str]:
    """A sentence cut at its commas, but for those within a run of epithets."""
    return list(_segments(sentence))


@lru_cache(REMEMBERED)
def _segments(sentence: str) -> tuple[str, ...]:
    found: list[str] = []
    before = ""
    for part in cut_after(SEGMENT_ENDS, sentence):
        if before and (
            ALONE.fullmatch(before)
            or EPITHET_ENDS.search(before)
            or (MORE.match(part) and MORE_ENDS.search(before))
        ):
            found[-1] += part
        else:
            found.append(part)
        before = part
    return tuple(found)


def is_open(part: str) -> bool:
    """Whether a segment ends at a comma, so that the sentence goes on."""
    return part.rstrip().endswith(("，", ","))


def act_words(part: str, start: int | None) -> str:
    """The words of an act without who, by when and how praised."""
    if start is None:
        start = opening_actor(part).end
        modal = MODALS.match(part, start)
        start = modal.end() if modal else start
        timed = OPENS.match(part, start)
        start = timed.end() if timed and part[timed.end() :].strip(STOPS) else start
        adverbs = ADVERBS.match(part, start)
        start = adverbs.end() if adverbs else start
    return EPITHETS.sub("", part[start:]).strip(STOPS)


def telling(parts: list[str], starts: list[int | None], place: int) -> str:
    """The words before an act of any kind that tell it apart: 结合运动会 of 结合运动会开展活动; "" where it stands for itself."""
    if not ANYTHING.fullmatch(act_words(parts[place], starts[place])):
        return ""
    own = MODALS.sub("", parts[place][opening_actor(parts[place]).end : starts[place]], count=1)
    own = ADVERBS_END.sub("", own.strip(STOPS)).strip(STOPS)
    found = own if TELLING.match(own) else ""
    if place and starts[place - 1] is None and is_open(parts[place - 1]):
        before = parts[place - 1].strip(STOPS)
        found = f"{before}，{found}" if TELLING.match(before) else found
    return found


def follows(parts: list[str], starts: list[int | None], place: int) -> bool:
    """Whether a further act may stand in a title: it is whole, and no time or actor of its own opens it."""
    if (
        starts[place] is None
        or not is_open(parts[place - 1])
        or OPENS.match(parts[place])
        or opening_actor(parts[place])
    ):
        return False
    goes_on = is_open(parts[place]) and place + 1 < len(parts) and starts[place + 1] is None
    return not goes_on or is_bare(act_words(parts[place], starts[place]))


@lru_cache(REMEMBERED)
def says_act(sentence: str) -> bool:
    """Whether a sentence says an act of its own, so that it is a duty and no remark on the one before."""
    return any(act_start(segment) is not None for segment in segments(sentence))


def count_acts(text: str) -> int:
    """How many acts a text asks for; a bare one (加快整改) belongs to the one before.

    >>> count_acts("设立联络站并走访残疾人家庭，加快完善。"), count_acts("充分发挥作用。")
    (2, 0)
    """
    found = 0
    for sentence in cut_after(SENTENCE_ENDS, text):
        parts = segments(sentence)
        starts = [act_start(part) for part in parts]
        for place, start in enumerate(starts):
            if start is not None and not (
                place and (goes_along(parts, starts, place) or is_handed_in(parts[place], start))
            ):
                found += 1 + len(ALSO.findall(act_words(parts[place], start)))
    return found


def acts_in(text: str) -> list[str]:
    """The words of each act that a text says, without who, by when and how praised.

    >>> acts_in("村要每季度更新档案，并走访残疾人家庭。")
    ['更新档案', '走访残疾人家庭']
    """
    parts = (part for sentence in cut_after(SENTENCE_ENDS, text) for part in segments(sentence))
    return [act_words(part, start) for part in parts if (start := act_start(part)) is not None]


def series(sentence: str) -> list[str]:
    """A sentence cut into its acts when it lists at least three, or two that one title does not say.

    What comes between goes with the act before it, how and where something is done (按照标准) with the act after it; a bare
    act (加快整改) belongs to the one before.

    >>> series("进行对照检查，查找问题，加快整改，巩固成果。")
    ['进行对照检查，', '查找问题，加快整改，', '巩固成果。']
    """
    parts = segments(sentence)
    starts = [act_start(part) for part in parts]
    said = [place for place, start in enumerate(starts) if start is not None]
    # What part somebody has in it (由村残协组织，乡镇残联指导) is no act beside what is done.
    said = [place for place in said if not _is_role(parts[place])] or said
    acts = [
        place for place in said if place == said[0] or not is_handed_in(parts[place], starts[place])
    ]
    own = [place for place in acts if place == acts[0] or not goes_along(parts, starts, place)]
    # What recurs (每季度召开一次会议) is no part of what is done once before it (组建领导小组).
    recurs = len(own) == SERIES - 1 and bool(RECURS.match(parts[own[1]].strip()))
    if (
        not recurs
        and len(own) < SERIES
        and not (len(own) == SERIES - 1 and _need_two_titles(parts, starts, acts))
    ):
        return [sentence]
    cuts = [0, *(_begin(parts, starts, place) for place in own[1:]), len(parts)]
    return ["".join(parts[start:end]) for start, end in zip(cuts, cuts[1:], strict=False)]


def _is_role(part: str) -> bool:
    """Whether a segment says nothing but what part somebody has in an act."""
    return bool(ROLE.fullmatch(part[opening_actor(part).end :].strip()))


def is_handed_in(part: str, start: int | None) -> bool:
    """Whether an act is to hand in, and does not say what."""
    return (
        start is not None
        and bool(HANDED_IN.fullmatch(act_words(part, start)))
        and not OF_WHAT.search(part[:start])
    )


def hands_in(sentence: str) -> bool:
    """Whether all that a sentence asks for is to hand in what is not said.

    >>> hands_in("10月20日前报区残联。"), hands_in("10月20日前将名单报区残联。")
    (True, False)
    """
    parts = segments(sentence)
    starts = [act_start(part) for part in parts]
    return any(start is not None for start in starts) and all(
        start is None or is_handed_in(part, start)
        for part, start in zip(parts, starts, strict=True)
    )


def counts_only(sentence: str) -> bool:
    """Whether all that a sentence asks for is how many are named for what was told before it.

    >>> counts_only("每个县（区）推荐3名。"), counts_only("推荐优秀专职委员3名。")
    (True, False)
    """
    parts = segments(sentence)
    acts = [act_words(part, start) for part in parts if (start := act_start(part)) is not None]
    return bool(acts) and all(COUNTED_ONLY.fullmatch(words) for words in acts)


def goes_along(parts: list[str], starts: list[int | None], place: int) -> bool:
    """Whether an act is bare, or says what is to come of it (做到应办尽办), right behind another: it is no act beside that."""
    if DONE_SO.match(parts[place], starts[place] or 0) and any(
        start is not None for start in starts[:place]
    ):
        return True
    if starts[place - 1] is None:
        return False
    if COUNTED_ONLY.fullmatch(act_words(parts[place], starts[place])):
        return True
    if INSPECTED.match(parts[place].lstrip()) and INSPECTION.search(parts[place - 1]):
        return True
    # With a time of its own (5月底前完成自查) it is more than what comes of the one before.
    return not OPENS.match(parts[place].lstrip()) and is_bare(
        act_words(parts[place], starts[place])
    )


def _need_two_titles(parts: list[str], starts: list[int | None], acts: list[int]) -> bool:
    """Whether one title cannot say all acts: other words stand between them, or they are too long.

    What leads up to an actor or a time (要健全网络，县要建立总站) stays with what is told there.
    """
    if opening_actor(parts[acts[-1]]) or OPENS.match(parts[acts[-1]]):
        return False
    words = "，".join(act_words(parts[place], starts[place]) for place in acts)
    are_together = all(follows(parts, starts, place) for place in range(acts[0] + 1, acts[-1] + 1))
    return not are_together or len(words) > TOGETHER


def _begin(parts: list[str], starts: list[int | None], place: int) -> int:
    """Where the piece of an act begins: with what says right before it how or where it is done, or of what a bare act is."""
    if starts[place - 1] is None and is_bare(act_words(parts[place], starts[place])):
        place -= 1
    while starts[place - 1] is None and is_circumstance(parts[place - 1]):
        place -= 1
    return place
