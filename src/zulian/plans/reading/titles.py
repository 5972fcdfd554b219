"""Titles of duties: the act that is asked for, in a few words, never a cut citation."""

from __future__ import annotations

import re
from functools import lru_cache

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import (
    COUNTED_ONLY,
    DONE_SO,
    HANDED_IN,
    RECURS,
    ROLE,
    STOPS,
    TOGETHER,
    WISH,
    WISHED,
    act_start,
    act_words,
    follows,
    is_bare,
    is_circumstance,
    is_open,
    says_act,
    segments,
    telling,
)
from zulian.plans.reading.deadlines import CHAIN_OF_THINGS, OPENS
from zulian.plans.reading.helpers import NOTE, names_helpers
from zulian.plans.reading.splitting import CITED, REMEMBERED, cut_after
from zulian.plans.reading.verbs import VERB
from zulian.plans.reading.weight import weight, without_times

LONGEST = 40
SENTENCES = frozenset("。；;！\n")
NUMBER_BEHIND = re.compile(r"《〇》[(（][^()（）]{2,40}号[)）]")
# Who makes up a body (由文明办、教育等部门组成的领导小组) stands with the task as those who help.
COMPOSED = re.compile(r"由[^，,。；;由]{2,60}?(?:组成|参加|参与)的")
# For whom something is done: 对行动不便的重度残疾人，实行上门办证服务.
WHOM = re.compile(
    r"(?:对(?!照)|面向|针对)[^，,]{1,16}(?:人|者|户|家庭|人员|群体|对象|干部|委员|组织|单位|儿童|学生|会员)[，,]\s*$"
)
# What has not been done is to be done: 新任办证员未签订承诺书的，要及时签订.
UNDONE = re.compile(r"(?P<who>[^未没尚]{0,30})(?:尚?未|尚?没有)(?P<what>[^，,]{3,30})的")
# What a bare act is done by: 按照评估标准，对照检查.
STANDARD = re.compile(
    r"(?:按照|对照|依照|参照|根据|依据)[^，,。；;]{2,24}?(?:标准|规范|细则|指标|办法)(?=[，,]?$)"
)
# By which time a part of it is done is no part of what is done: 分两批培训专职委员：第一批4月底前.
IN_PARTS = re.compile(r"[：:，,](?:第[一二三四五六]批|首批)[^：:]{0,20}$")
# 海州区、细河区为第一批，3月底前完成: of what, its heading says.
BATCH = re.compile("为(?P<which>第[一二三四五六]批|首批)")
# A title begins with no word that joins it to others: 并做好信息报送.
AND = re.compile("^(?:要?求：)?并(?![轨入网购联])")
# That something is finished says nothing more of it.
ENDED = re.compile("(?:全部|全面|基本|如期|按时)?完成(?:任务)?")
STRICTLY = re.compile("严格(?!履行)")
# What tells nothing of its own.
EMPTY = re.compile(
    r"(?:加强|强化|提高|统一|深化)(?:组织)?(?:领导|认识|重视|思想|协调|管理|监督|宣传|配合|沟通|协作)|(?:认真|抓好|狠抓)?(?:贯彻)?(?:组织|具体)?(?:落实|实施|执行)(?:到位)?"
    r"|(?:明确|落实|压实|细化)(?:工作)?(?:专人负责|责任人?|职责|任务|目标|措施|分工)|(?:完善|改进|推进|总结|做好|抓好)(?:工作|各项工作|措施|方法|提高|整改|衔接|协调|配合|经验)"
)
# For whom a condition holds is no act: 对连续两次考核不合格的，予以解聘.
CONDITION = re.compile(r"[^，,。；;]{4,30}的[，,]$")
# What is called, or ended, by some day: 代表大会于6月底前召开, 换届9月底前完成.
CALLED = re.compile(
    r"(?P<what>(?:第[一二三四五六七八九十]{1,3}次)?(?:残疾人)?(?:代表大会|残代会)|换届(?:选举)?(?:工作)?|[^，,。；;]{0,10}(?:考核|自查|核查|普查|评估|验收|补选|备案|审核|清理|登记|建档|更新)(?:工作)?(?=[在于\d]))(?:要|应|须|力争|确保|原则上)?[^，,。；;]{0,16}(?P<verb>召开|举行|启动|完成)"
)
BEGINS = "启动"  # untranslated: a word of circulars
HOPED = "力争"  # untranslated: a word of circulars
# To when the same is put off for some: 海州区残联延至10月底.
POSTPONED = re.compile("可?(?:延|延期|延长|推迟|放宽|提前)(?:至|到)[^，,。；;]{0,16}$")
HELPING = re.compile(r"(?:积极)?(?:做好)?(?:配合|协助|协同|参与|协办)(?:工作)?")
# What all of several things, each with its own time, are for: 3月10日前将方案、6月20日前将总结报县残联.
TAKEN_THING = re.compile(
    r"(?:之前|以前|前)?(?P<thing>(?:将|把)[^，,。；;、将把]{2,24})(?P<more>[、和及])?"
)
PAPER = re.compile(
    "(?:将|把)[^，,。；;将把]{0,36}(?:方案|计划|总结|报告|名单|台账|报表|情况|材料|清单|统计表|汇总表|信息|意见|数据|影像资料|资料)"
)
HANDED_BEHIND = re.compile(rf"(?:一并|统一)?(?:{HANDED_IN.pattern})$")
# What is handed in, before a comma: 将半年和全年工作总结，报市残联.
THING = re.compile(r"(?P<thing>(?:将|把)[^，,。；;将把]{2,36})[，,]?$")
FOR_ALL = re.compile(VERB)
# What stands beside a time and says no more than it: 9月第四个星期日“国际聋人日”期间.
AROUND_TIME = re.compile(
    "“[^“”]{1,12}”|第[一二三四五]个(?:星期|周)[一二三四五六日天]|期间|前后|左右|当天|当日|[上中下]旬|每(?:半?年|季度|月|周)"
)
CUTS = frozenset("、，,")
# Marks of a keyboard in Chinese words, which a title writes as print does.
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fa5”》）)])[,;:()]|[()](?=[\u4e00-\u9fa5])")
FULL_WIDTH = str.maketrans(",;:()", "，；：（）")


@lru_cache(REMEMBERED)
def title_of(text: str, heading: str = "") -> str:
    """The title of a duty: its first act with what follows it closely; a bare act says of what, by the clause's heading.

    >>> title_of("认真贯彻《甲、乙的意见》精神，在要求时间内筹备召开代表大会，完成换届任务。")
    '筹备召开代表大会，完成换届任务'
    """
    parts = [
        part
        for sentence in cut_after(SENTENCES, _without_notes(text))
        for part in segments(sentence)
    ]
    if not parts:
        return ""
    starts = [act_start(part) for part in parts]
    first = _first_act(parts, starts)
    words = act_words(parts[first], starts[first])
    if (
        first
        and is_open(parts[first - 1])
        and (is_ended(words) or not ROLE.fullmatch(_of_whom(parts[first - 1])))
        and (led := _led_to(parts[first - 1], words, starts[first - 1]))
    ):
        return shortened(_of_batch(led, heading))
    is_wished = bool(WISHED.match(words))
    for place in range(first + 1, len(parts)):
        further = hoped(parts[place], starts[place])
        is_part = is_wished and bool(WISH.match(parts[place]))
        if (
            not (is_part or follows(parts, starts, place))
            or len(words) + 1 + len(further) > TOGETHER
        ):
            break
        words += "，" + further
    if first and is_bare(words) and (standard := STANDARD.search(parts[first - 1])):
        return shortened(f"{standard[0]}，{words}")
    if CONDITION.search(parts[first]) and first + 1 < len(parts):
        words = f"{parts[first].strip(STOPS)}，{act_words(parts[first + 1], starts[first + 1])}"
    words = ended(as_called(words), parts[first:])
    words = telling(parts, starts, first) + AND.sub("", IN_PARTS.sub("", words))
    if is_bare(words) and heading:
        head = segments(heading)[0].strip(STOPS)
        words = f"{words}（{head}）" if head and len(head) <= LONGEST - len(words) - 2 else words
    return shortened(COMPOSED.sub("", words))


def title_after(before: str, title: str, text: str) -> str:
    """The title of a duty whose words lean on the one before: 此后每月召开一次 (a meeting), 其他县年底前1个 (of the same).

    >>> title_after("召开一次联席会议", "召开一次", "此后每月召开一次。"), title_after("建立名单", "报市残联", "10月底前报市残联。")
    ('召开一次联席会议', '建立名单，报市残联')
    """
    if not before:
        return title
    if POSTPONED.match(title):
        return before
    if HELPING.fullmatch(helped := title.partition("，")[0]):
        return shortened(f"{helped}：{before}")
    if HANDED_IN.fullmatch(title):
        # What the level below hands in is handed on: 报县级残联 is no part of that.
        made, _comma, handed = before.rpartition("，")
        made = made if made and HANDED_IN.fullmatch(handed) else before
        return shortened(f"{made}，{title}")
    if OPENS.match(text.strip()) and not says_act(text) and not weight(text):
        return before
    opening = opening_actor(text)
    if (opening.is_some and ENDED.fullmatch(title_of(text))) or (opening and is_ended(title)):
        return before
    # 智协每半年组织一次 is what 盲协每季度组织一次联谊活动 is.
    if RECURS.match(text[opening.end :].strip()) and (
        _is_the_same(title_of(text), before) if says_act(text) else not weight(text)
    ):
        return before
    return before if opening_actor(text).is_some and not says_act(text) else title


def with_verb(title: str, following: str) -> str:
    """The title of what is handed in with what the next of its sentence says of it.

    >>> with_verb("将实施方案", "将全年总结报市残联"), with_verb("将残联工作纳入规划", "将全年总结报市残联")
    ('将实施方案报市残联', '将残联工作纳入规划')
    """
    if not PAPER.fullmatch(title):
        return title
    handed = HANDED_BEHIND.search(following)
    return shortened(title + handed[0]) if handed else title


def _is_the_same(act: str, before: str) -> bool:
    """Whether a bare act (召开一次) has no verb but those of the one before it (召开一次联席会议)."""
    return is_bare(act) and all(match[0] in before for match in FOR_ALL.finditer(act))


def title_of_thing(text: str, time: str) -> str:
    """The title of what is to be done by one of several times, each with its own thing; "" where there is no such thing.

    >>> title_of_thing("3月10日前将方案、6月20日前将总结报县残联。", "3月10日")
    '将方案报县残联'
    """
    place = text.find(time) + len(time)
    match = TAKEN_THING.match(text, place) if time and CHAIN_OF_THINGS.search(text) else None
    if match is None or not match["more"]:
        return shortened(match["thing"]) if match else ""
    last = segments(cut_after(SENTENCES, text[place:])[0])[0].strip(STOPS)
    verbs = list(FOR_ALL.finditer(last, max(last.rfind("将"), last.rfind("把")) + 1))
    return shortened(match["thing"] + last[verbs[-1].start() :]) if verbs else ""


def _of_batch(words: str, heading: str) -> str:
    """Words that say but which batch is meant (为第一批), by what their heading says of it."""
    batch = BATCH.fullmatch(words) if heading else None
    return f"{segments(heading)[0].strip(STOPS)}（{batch['which']}）" if batch else words


def _led_to(before: str, words: str, start_before: int | None) -> str:
    """The title of an act that says its matter only with the segment before it; "" where it stands for itself."""
    matter = act_words(before, None)
    if start_before is None and (thing := THING.search(before)) and HANDED_IN.fullmatch(words):
        return thing["thing"] + words
    if ENDED.fullmatch(words) and start_before is None and not is_circumstance(before):
        return matter
    if is_bare(words) and not is_circumstance(before):
        undone = UNDONE.fullmatch(matter)
        return (
            undone["who"] + undone["what"]
            if undone and undone["what"].startswith(words)
            else f"{matter}，{words}"
        )
    if start_before is not None or len(matter) + len(words) >= TOGETHER:
        return ""
    if WHOM.match(before):
        return matter + words
    is_result = DONE_SO.match(words) and not is_circumstance(before)
    return f"{matter}，{words}" if is_result else ""


def _first_act(parts: list[str], starts: list[int | None]) -> int:
    """The place of the act that a duty is about: what somebody named is told to do, else the first, else the first words."""
    # Who leads and who helps (县残联牵头，民政局配合) is not what is done.
    acts = [
        place
        for place, start in enumerate(starts)
        if start is not None and not ROLE.fullmatch(_of_whom(parts[place]))
    ]
    # How strictly something is done is not what is done.
    acts = [place for place in acts if not STRICTLY.match(parts[place], starts[place] or 0)] or acts
    told_more = [
        place for place in acts if not EMPTY.fullmatch(act_words(parts[place], starts[place]))
    ]
    acts = told_more or acts
    for place in acts:
        words = act_words(parts[place], starts[place])
        if opening_actor(parts[place]) and not (is_bare(words) or COUNTED_ONLY.fullmatch(words)):
            return place
    if acts:
        return acts[0]
    told = [place for place, part in enumerate(parts) if part.strip(STOPS)]
    told = [place for place in told if not is_time_alone(_of_whom(parts[place]))] or told
    said = [
        place
        for place in told
        if not ROLE.fullmatch(whom := _of_whom(parts[place])) and not names_helpers(whom)
    ] or told
    return next(
        (place for place in said if not is_circumstance(parts[place])), said[0] if said else 0
    )


def is_time_alone(part: str) -> bool:
    """Whether a segment says nothing but by when: 到2027年底，"""
    untimed = without_times(AROUND_TIME.sub("", part))
    return not untimed.strip(STOPS + "到至于在截止底末前自起要应须每")


def _of_whom(part: str) -> str:
    return part[opening_actor(part).end :].strip(STOPS)


def _without_notes(text: str) -> str:
    match = NOTE.search(text)
    return text[: match.start()].rstrip("（(【[ 　") if match and match.start() > 1 else text


def as_called(words: str) -> str:
    """An act with its verb before what it is done to.

    >>> as_called("代表大会于6月底前召开")
    '召开代表大会'
    """
    act, comma, more = words.partition("，")
    called = CALLED.fullmatch(act)
    return called["verb"] + called["what"] + comma + more if called else words


def ended(act: str, parts: list[str]) -> str:
    """An act that only begins, by its end where the words behind it say when that is (换届3月启动，6月底前全部完成)."""
    is_begun = act.startswith(BEGINS) and any(map(is_ended, parts[1:]))
    return act.replace(BEGINS, "完成", 1) if is_begun else act


def hoped(part: str, start: int | None) -> str:
    """A further act of a title, with the word that it is only hoped for: 至少配备1名，力争配备2名."""
    words = act_words(part, start)
    return f"{HOPED}{words}" if HOPED in part[: start or 0] else words


def is_ended(words: str) -> bool:
    """Whether words only say that something is to be finished, by some time or not (年底前全部完成)."""
    return bool(ENDED.fullmatch(without_times(words).strip(STOPS + "前底")))


def printed(words: str) -> str:
    """Words with the marks that print has.

    >>> printed("完善市、县(区)残联,建立协会(2个)")
    '完善市、县（区）残联，建立协会（2个）'
    """
    return HALF_WIDTH.sub(lambda match: match[0].translate(FULL_WIDTH), words)


def shortened(words: str) -> str:
    """Words of at most forty characters: whole, without the cited titles in them, or up to a comma where no bracket is open."""
    if len(words) <= LONGEST:
        return words
    without = NUMBER_BEHIND.sub("有关文件", CITED.sub("《〇》", words)).replace(
        "《〇》", "有关文件"
    )
    if len(without) <= LONGEST:
        return without
    kept = ""
    for piece in cut_after(CUTS, without):
        if len(kept) + len(piece) > LONGEST - 1:
            break
        kept += piece
    return (kept.rstrip("、，,") or without[: LONGEST - 1]) + "…"
