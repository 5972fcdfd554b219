"""Acts (事项): which segments of a sentence say what is to be done, and what only says how, why or with which aim."""

from __future__ import annotations

import re

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.deadlines import OPENS
from zulian.plans.reading.splitting import SEGMENT_ENDS, cut_after, without_citations

# What can be checked afterwards: somebody did it or did not.
CHECKABLE = (
    "建立|建成|建好|建强|成立|设立|组建|创建|设置|配备|配齐|配强|选配|选拔|选聘|选好|选举|补齐|落实|签订|召开|筹备|举办|开展|组织|实施|实行|"
    "制定|制订|编制|印发|出台|完成|完善|健全|更新|核对|核准|核查|核定|对照检查|检查|自查|查找|排查|摸清|摸底|整改|改进|迎接|巩固|培训|轮训|"
    "报送|上报|报备|登记|注册|统计|录入|采集|发放|办理|办好|走访|慰问|帮扶|扶持|推荐|评选|表彰|宣传|学习|招募|调研|改造|购买|联系|设计|"
    "搞好|做好|抓好|推行|打造|鼓励|支持|解决|兑现|公示|审核|评定|核发|换发|受理|清理|归档|汇总|总结|评估|考核|督导|督查|指导|"
    "列出|新增|发展|吸纳|培育|推进|修订|明确|公布|收集|征求|答复|维修|建设|维护"
)
# What is no verb although it begins like one.
NO_VERB = r"(?:组织(?:部|建设|达标|覆盖|率|机构|体系|领导|网络|和|、|负责)|建设(?:成|工作)|培训(?:计划|班|率|工作|任务)|登记率|注册率|宣传(?:部|栏))"
VERB = rf"(?!{NO_VERB})(?:{CHECKABLE})"
LEADS = re.compile(
    r"(?:要|应当|应|须|必须|需|并且|并|同时|还|继续|进一步|认真|切实|积极|大力|深入|扎实|全面|广泛|及时|逐步|逐项|逐一|逐级|加快(?=完善|健全|推进|建设|改进|落实|整改|建立)|努力|着力|"
    r"抓紧|尽快|集中|统一|定期|按时|依法|加大|做细|有序|稳步|进行|不断|主动|重点|至少|每年|每季度|每月|每半年|分别|各|共同|联合|力争|确保)"
)
DONE_SO = re.compile(r"(?:做到|实现)")
# Without one of these a segment says no act: most segments are spared the rest.
ANY_VERB = re.compile(rf"{CHECKABLE}|做到|实现")
STARTS = re.compile(VERB)
# Behind a preposition (在节日开展…, 结合运动会举办…) the verb comes later in the segment.
PREPOSITION = re.compile(
    r"(?:在|以|对|将|按照|按|根据|围绕|结合|利用|依托|通过|为|把|由|与|向|从|于|会同|联合|严格|抓住|\d|[一二三四五六七八九十]{1,2}月)"
)
LATER = re.compile(
    rf"(?<!发挥)(?!{NO_VERB})(?:列出|制定|开展|举办|组织|召开|筹备召开|筹备|建立|实施|实行|完成|报送|上报|落实|成立|配备|配齐|核准|培训|走访|检查|建成|办好|"
    r"做好|选拔|选配|核对|更新|摸清|推荐|整改|购买|发放|评定|签订|登记)(?=[\u4e00-\u9fa5〇“《])"
)
# What is taken up before the verb belongs to the act: 把请示报送上级.
TAKEN = re.compile("把|将")
BARE = re.compile(rf"(?:{CHECKABLE}|使用|及时|一次|进行|并|和)+")
MODAL = re.compile(r"[^，,。；;：:]{2,16}?(?:要|应当|应|须|必须)(?=[\u4e00-\u9fa5])")
# Two acts side by side (成立办公室，配备人员) are mostly one piece of work; from three on each is followed by itself.
SERIES = 3


def act_start(segment: str) -> int | None:
    """Where in a segment the act begins that it says, None when it says none.

    >>> act_start("要认真查找问题不足，"), act_start("充分发挥作用，"), act_start("按照培训计划，")
    (3, None, None)
    """
    if not ANY_VERB.search(segment):
        return None
    words = without_citations(segment)
    start = len(words) - len(words.lstrip())
    starts = [opening_actor(words).end or start]
    if modal := MODAL.match(words, start):
        starts.append(modal.end())
    for place in starts:
        if (found := _act_at(words, place)) is not None:
            return found
    return None


def _act_at(words: str, start: int) -> int | None:
    begun = _leads_end(words, start)
    if timed := OPENS.match(words, begun):
        begun = _leads_end(words, timed.end())
    if STARTS.match(words, begun) or DONE_SO.match(words, begun):
        return begun
    if PREPOSITION.match(words, begun) or PREPOSITION.match(words, start):
        later = LATER.search(words, begun + 1)
        if later and (taken := TAKEN.match(words, begun)):
            return taken.start()
        return later.start() if later else None
    return None


def is_bare(act: str) -> bool:
    """Whether an act is verbs alone: 完善改进, 推荐使用 do not say of what."""
    return bool(BARE.fullmatch(act))


def _leads_end(words: str, start: int) -> int:
    """The end of the adverbs and auxiliaries from `start` on."""
    while found := LEADS.match(words, start):
        if STARTS.match(words, start):
            break
        start = found.end()
    return start


def segments(sentence: str) -> list[str]:
    return cut_after(SEGMENT_ENDS, sentence)


def says_act(sentence: str) -> bool:
    """Whether a sentence says an act of its own, so that it is a duty and no remark on the one before."""
    return any(act_start(segment) is not None for segment in segments(sentence))


def series(sentence: str) -> list[str]:
    """A sentence cut into its acts when it lists at least three; what comes between goes with the act before it.

    >>> series("进行对照检查，查找问题，加快整改。")
    ['进行对照检查，', '查找问题，', '加快整改。']
    """
    parts = segments(sentence)
    acts = [act_start(part) is not None for part in parts]
    if sum(acts) < SERIES:
        return [sentence]
    found, has_act = [""], False
    for part, is_act in zip(parts, acts, strict=True):
        if is_act and has_act:
            found.append(part)
        else:
            found[-1] += part
        has_act = has_act or is_act
    return found
