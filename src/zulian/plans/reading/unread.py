"""What of a duty's words was read neither as an act nor as what belongs to one: it may be a duty that was overlooked."""

from __future__ import annotations

import re

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import (
    LEADS,
    STOPS,
    WISH,
    WISHED,
    act_start,
    says_act,
    segments,
)
from zulian.plans.reading.helpers import begins_with_note, names_helpers
from zulian.plans.reading.quantities import quantities
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.targets import FARTHEST
from zulian.plans.reading.titles import printed, shortened
from zulian.plans.reading.weight import times, weight, without_times

# Segments shorter than this say no act.
SHORTEST = 4
DIGIT = re.compile(r"\d")
# Beside a time or a number two characters are a verb (必访).
LIGHTEST = 2
# The number of a table's cell, with its head where that names no unit; it has a mark of its own.
NUMBER_OF_HEAD = re.compile(r"\d{1,9}(?:\.\d{1,2})?（[^（）]{1,20}）?")
# What is counted is named in so many characters (队员不少于10人); what is longer says an act too.
LONGEST_SUBJECT = 4
# What begins so says with which aim, how or for whom something is done, which is no act of its own.
AIM = re.compile(
    r"(?:要|应|须|进一步|切实|着力|努力|积极|不断|全面|大力|有效|真正|以|来|从而|进而|并|也|都|更好地?|尽可能|最大(?:程度|限度)地?|认真){0,6}"
    r"(?:提高|提升|提供|加大|发挥|增强|加强|强化|深化|优化|细化|改善|充分|凝聚|加快|规范|推动|促进|营造|形成|使|让|确保|保证|保持|坚持|突出|把握|用于|"
    r"丰富|拓展|扩大|满足|维护|引导|发扬|弘扬|贯彻|履行|融入|服务|创新|调动|做到|实现|达到|力争|争取|着力|力求|面向|针对|立足|本着|围绕|按照?|对照|根据|依照|依据|参照|通过|依托|结合|利用|借助|随着|"
    r"除|不得(?=少于|低于|超过|多于|高于|弄虚作假|流于形式|走过场|敷衍|搞形式主义)|不能|不断|最(?!迟|晚)|遇|如|若|凡|因|无|有|具体|详见|见|含|包括|特别是|尤其是|重点|主要|即|等|有关|相关|电话|联系|邮箱|地址|时间|认真|严格|狠抓|树立|体现|展示|激发|防止|杜绝|避免|减少|"
    r"其中|其他|其余|以[^，,。；;]{1,16}为|为(?!残疾人|困难)|保障(?![^，,。；;]{0,6}(?:经费|待遇|资金))|高度|精心|优先)"
    r"|在[^，,。；;]{2,24}?(?:中|期间|上|下)(?:要|应|须|更好|更加|进一步)?(?:充分|切实)?(?:发挥|体现|展示|提高|提升|增强|加强|形成|营造|树立|突出)"
    r"|(?:将|把|与)[^，,。；;]{2,36}?(?:融入|融合|结合|相衔接|列入[^，,。；;]{0,8}日程|摆上[^，,。；;]{0,8}日程)"
)
# What tells how much or how many of what: it belongs to the act as far as its number is kept.
AMOUNT = re.compile(
    r"(?:不少于|不低于|不超过|至少|最少|最多|达到|达|为|有|共|各|占|保持在|控制在)$"
)
# What closes a condition or an attribute, not an act: 未签订责任书的，….
CONDITION = re.compile(
    r"(?:的|时|后|前|起|中|下|上|来说|而言|为主|为辅|为重点|为核心|期间|过程|时机|之际|契机|的(?:残疾人证|证件|对象|家庭|问题|组织|协会|乡镇|街道|县区|地方|地区|单位|个人|人员|残疾人|村|社区|县|区))$"
)
# What joins an act to the one before it: 上门走访并建立台账 is read whole, 在村部贴出名单并开展走访 is not.
AND_THEN = ("并", "同时", "以及", "再")
# What says how, where, with or for whom an act is done, before it.
HOW = re.compile(
    r"(?:在|于|以|对|将|把|按照?|根据|依据|围绕|结合|利用|依托|通过|为|由|与|同|向|从|会同|联合|协同|商请|商(?=[省市县区旗])|抓住|严格|自|收到|本?文件|当|经|就|针对|面向|[^，,。；;]{1,10}(?:后|时|前|的|内|中)$)"
)
# Behind a time (每半年与公安部门开展比对) 与 joins no second time.
WITH_WHOM = re.compile("(?:与|和|同)[^，,。；;]{2,40}(?:部门|单位|局|委|办|院|中心|组织)")
# How often, behind the times that say when: 于6月和11月两次对各县区进行督查.
SO_OFTEN = re.compile("^(?:共|分)?[两二三四五六]次")
HAN = re.compile("[\u4e00-\u9fa5]")
TOLD_APART = re.compile(r"（[^（）]{1,20}）$")
# What nobody has to do.
NO_DUTY = re.compile(
    r"未尽事宜|由[^，,。；;]{2,20}负责解释|自[^，,。；;]{1,14}起(?:(?:正式)?(?:施行|执行|实施|生效)|[。；;]?$)"
    r"|另行(?:通知|安排|制定|下发)|特此(?:通知|函告|报告|函复|批复)|^(?:以上[^，,。；;]{0,10}，)?请[^，,。；;]{0,8}(?:遵照|贯彻|认真|抓好)[^，,。；;]{0,4}(?:执行|落实)[。]?$"
    r"|^[^，,。；;]{2,24}为(?:第一|直接|主要|具体)?责任人[。；;]?$"
    r"|^(?:联系人|联系电话|联系方式|电话|传真|邮箱|电子邮箱)[:：]|(?:上级|领导|市残联|县残联)交办的?(?:其[他它])?(?:各项)?(?:工作|任务|事项)"
)
# What only spurs on: 要积极探索，勇于创新，努力开创工作新局面.
SPURS = re.compile(
    r"(?:要|应|并|切实|不断|努力|积极|大胆|勇于|敢于|善于|奋力|扎实){0,4}(?:(?:探索|创新|进取|开拓|担当|作为|争先|实践|钻研){1,4}(?:实践|进取|创新|前行)?"
    r"|(?:开创|谱写|打开|书写)[^，,。；;]{0,24}(?:局面|篇章|华章)|(?:推动|推进|促进)[^，,。；;]{0,24}(?:再上新?台阶|迈上新?台阶|取得新[^，,。；;]{1,6}|高质量发展)|再上新?台阶|再创[^，,。；;]{1,6}|作出[^，,。；;]{0,10}贡献)"
)
# A heading that says but what kind of things follow: 主要任务, 任务分解表, 其他事项.
KIND_ALONE = re.compile(
    r"(?:(?:19|20)\d{2}年|全年|年度|本年度)?(?:主要|重点|工作|目标|任务|内容|事项|要求|安排|措施|举措|分工|分解|责任|清单|一览|表|指标|计划|其[他它]|有关|相关|具体|[及和与、]){1,8}[:：。]?"
)
# What only refers to a table or a list.
REFERS = re.compile(
    r"(?:各项|具体|主要|有关|现将)?(?:工作|重点|任务|目标|责任|内容|事项|指标|安排|分工|要求|名额|计划|时限|进度|和|及){0,4}(?:分解|安排|要求|分配)?(?:情况)?(?:如下(?:表)?|见(?:下|附)?(?:表|件)|详见[^，,。；;]{1,12})[：:。]?"
)

# The name of a table with what may stand around it: 附件1：2027年重点任务分解表, 工作任务分解表如下：
HEADS_TABLE = re.compile(
    r"(?P<appended>附(?:\s?[件表]\s?[0-9一二三四五六七八九十]{0,2}\s?[:：、.．]?|\s?[:：])|表\s?[0-9一二三四五六七八九十]{1,2}[:：、.．\s])?\s?"
    r"(?P<name>[^，,。；;：:\s]{0,40}(?:(?:分解|分配|分工|安排|一览|责任|任务|计划|指标|目标|进度)表|(?:任务|责任|工作|事项|目标|分工)清单))?"
    r"(?P<note>[（(][^（）()]{1,16}[)）])?(?P<below>如下|附后|见附件|见下|见后)?[：:]?。?"
)
NAMES_TABLE = re.compile(
    r"(?:19|20)\d{2}年|(?:本|全)?年度?|全[省市县区]|各|[省市县区]|重点|主要|组织|组联|工作|任务|责任|目标|具体|走访|培训"
)
# Behind these a table is what somebody is to make: 各县（区）残联制作任务分解表.
MAKES = re.compile(
    r"前|[制拟编设][定订制作立写印]|报送|上报|填报|填写|建立|健全|形成|印发|下发|出台|公示|公布|公开|张贴|完善|细化|列出|签订|完成|落实|提交|更新|做好"
    r"|推行|实行|实施|执行|梳理|明确|汇总|收集|发放|研究|提出|下达|审核|核对|录入|对照|按照?|用好"
)


def heads_table(text: str) -> bool:
    """Whether a line is but the heading of a table, or of what is appended, and asks for nothing by itself.

    >>> heads_table("工作任务分解表如下："), heads_table("附件：任务分解表"), heads_table("各县（区）残联制作任务分解表")
    (True, True, False)
    """
    words = text.strip()
    found = HEADS_TABLE.fullmatch(words) if words else None
    if found is None:
        return False
    name = found["name"]
    if found["appended"] or name is None:
        return bool(found["appended"])
    if found["below"]:
        return "前" not in name
    return not words.endswith("。") and bool(NAMES_TABLE.match(name)) and not MAKES.search(name)


def spurs_on(text: str) -> bool:
    """Whether all that words ask for is zeal, which nobody can be held to.

    >>> spurs_on("各县（区）残联要积极探索，勇于创新，努力开创组联工作新局面。"), spurs_on("要积极探索，建立名册。")
    (True, False)
    """
    parts = [part for sentence in cut_after(SENTENCE_ENDS, text) for part in segments(sentence)]
    told = [part[opening_actor(part).end :].strip(STOPS) for part in parts]
    return any(told) and all(SPURS.fullmatch(words) for words in told if words)


def unread(text: str, title: str = "") -> list[str]:
    """The pieces of a duty's words that say neither its act nor how, how much or when, without the stops around them.

    >>> unread("村要设立联络站，贴出联络员名单，提高服务水平，12月底前完成。")
    ['贴出联络员名单']
    """
    found: list[str] = []
    # What tells duties of one title apart (（6月底）) is none of their words.
    said = _plain(TOLD_APART.sub("", title))
    is_told = says_act(text)
    for sentence in cut_after(SENTENCE_ENDS, text):
        if begins_with_note(sentence):
            continue
        parts = segments(sentence)
        for place, part in enumerate(parts):
            words = part.strip(STOPS)
            start = act_start(part)
            if start is not None:
                found += _before_act(part, start, said)
            elif HAN.search(words) and not (
                _is_known(part) or _is_wished(parts, place) or _is_said(words, said)
            ):
                found.append(words)
    # Where no act is read at all, the first words are the title, be they shortened in it.
    is_first_said = bool(found) and not is_told and _is_first(found[0], text, said)
    return found[1:] if is_first_said or not (is_told or said) else found


def _is_first(words: str, text: str, said: str) -> bool:
    """Whether some words are all that a text says before its first stop, and a title begins to say them."""
    return text.lstrip(STOPS).startswith(words) and _plain(words)[:SHORTEST] in said


def _is_said(words: str, said: str) -> bool:
    """Whether a title says some words, or consists of their end."""
    plain = _plain(words)
    return bool(said) and (plain in said or said.rstrip("…") in plain)


def _before_act(part: str, start: int, said: str) -> list[str]:
    """The words of a segment before its act that say another one: 到村部贴出名单并开展走访."""
    before = part[opening_actor(part).end : start]
    timeless = without_times(before)
    bare = timeless.strip(STOPS)
    if timeless != before:
        bare = SO_OFTEN.sub("", timeless.lstrip("于在和、及与各分别").strip(STOPS), count=1)
    while led := LEADS.match(bare):
        bare = bare[led.end() :]
    if len(weight(bare)) >= LIGHTEST and not (
        HOW.match(bare)
        or WITH_WHOM.match(timeless.lstrip(STOPS))
        or AIM.match(bare)
        or CONDITION.search(bare.removesuffix("分别"))
    ):
        return [] if _plain(bare) in said else [shortened(part.strip(STOPS))]
    own = before[: max(0, *(before.rfind(join) for join in AND_THEN))]
    if len(weight(own)) < SHORTEST:
        return []
    return [] if AIM.match(own) or CONDITION.search(own) or _is_said(own, said) else [own]


def _is_wished(parts: list[str], place: int) -> bool:
    """Whether a segment says what those are to do whom the one before encourages."""
    if not place or not WISH.match(parts[place]):
        return False
    start = act_start(parts[place - 1])
    return start is not None and bool(WISHED.match(parts[place - 1], start))


def _is_known(part: str) -> bool:
    """Whether a segment that says no act belongs to one: as a condition, an aim, a number or a time."""
    words = part[opening_actor(part).end :].strip(STOPS)
    if (
        len(words) < SHORTEST
        or NO_DUTY.search(part)
        or names_helpers(words)
        or REFERS.fullmatch(words)
        or heads_table(part)
        or NUMBER_OF_HEAD.fullmatch(words)
    ):
        return True
    if AIM.match(words) or CONDITION.search(words):
        return True
    rest = weight(words)
    is_counted = bool(DIGIT.search(words)) or bool(times(words))
    if not is_counted:
        return len(rest) < SHORTEST
    # A number that is no target has a mark of its own.
    if any(
        _is_amount(words[max(0, one.start - FARTHEST) : one.start]) for one in quantities(words)
    ):
        return True
    return len(rest) < LIGHTEST


def stands_alone(item: str) -> bool:
    """Whether an item of a list says something of its own that is no aim, condition, number or time: 悬挂宣传横幅.

    >>> stands_alone("悬挂宣传横幅；"), stands_alone("提高服务水平；"), stands_alone("每期不少于3天；")
    (True, False, False)
    """
    return any(
        not _is_known(part) and len(part.strip(STOPS)) >= SHORTEST for part in segments(item)[:1]
    )


def _is_amount(before: str) -> bool:
    """Whether the words before a number say nothing but that so much of something is asked for."""
    return bool(AMOUNT.search(before)) and len(weight(before)) <= LONGEST_SUBJECT


def _plain(words: str) -> str:
    """Words without their stops and times, for a title may have a time of its own."""
    return "".join(printed(without_times(words)).translate(str.maketrans("", "", STOPS)).split())
