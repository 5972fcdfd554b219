"""How alike two tasks are: whether what two plans ask of a unit is surely one thing, perhaps, or not.

Only what is surely the same goes along by itself; what is in doubt is asked for. So what only sounds alike (更新残疾儿童康复档案,
更新残疾人基本情况档案) is nobody's report on something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from zulian.plans.models import Task
from zulian.plans.reading.acts import acts_in, count_acts
from zulian.plans.reading.titles import title_of
from zulian.plans.reading.verbs import VERB

# From SURE on two tasks ask for the same; from ALIKE on they may do so; below it they have words in common at most.
SURE, ALIKE = 1.0, 0.4
# Two tasks of one issuer share more words than those of two: from here on they may be one.
PERHAPS = 0.5
# What is in doubt, however alike its words are.
DOUBTFUL = 0.9
# Above any likeness of words: the issuer has said that the task goes along with one from above.
SAID = 2.0
# What tells nothing of what is to be done: how many, how often, by when, and with which of the usual verbs.
NUMBERS = re.compile(
    r"(?:不少于|不低于|至少|达到|达)?\d+(?:\.\d+)?[%％]?[名人次个场家户套份条项期所]?(?:以上)?"  # untranslated: quantities
    r"|在?(?:\d+年)?\d+月(?:\d+日)?(?:底|前|底前|之前|以前)+"  # untranslated: deadlines
    r"|[一两]次|本(?:辖区|单位|地区?|县|乡|镇|街道|村|社区)"  # untranslated: how often and where
    r"|每(?:半?年|季度?|月|周)"  # untranslated: how often
)
OPENING_VERBS = re.compile(rf"^(?:{VERB})+")
# What the trade calls by several names.
VOLUNTEERS = re.compile("助残志愿者?|志愿者?助残|志愿者")  # untranslated: words of clauses
AT_ONCE = re.compile("随(?:来|到|报|时)随?(?:办|批|受理)")  # untranslated: words of clauses
# Verbs of one meaning: what they do with the same thing is the same act. Others say an act of their own.
GENERAL_VERBS = (
    "召开|举办|开展|组织|实施|实行|推进|完成|做好|搞好|抓好|办好"  # untranslated: words of clauses
)
MEANINGS = tuple(
    frozenset(words.split("|"))
    for words in (
        "建立|建成|建好|建强|成立|设立|组建|创建|设置|健全|完善|建设",  # untranslated: words of clauses
        "配备|配齐|配强|选配|补齐",  # untranslated: words of clauses
        "报送|上报|报备|汇总",  # untranslated: words of clauses
        GENERAL_VERBS,
        "更新|核对|核准|核查|核定|摸清|摸底|登记|统计|录入|采集",  # untranslated: words of clauses
        "检查|自查|查找|排查|对照检查",  # untranslated: words of clauses
        "督导|督查|指导",  # untranslated: words of clauses
        "签订|签署",  # untranslated: words of clauses
        "培训|轮训",  # untranslated: words of clauses
        "走访|慰问|联系",  # untranslated: words of clauses
        "制定|制订|编制|修订|印发|出台",  # untranslated: words of clauses
    )
)
IN_GENERAL = frozenset(GENERAL_VERBS.split("|"))
FIRST_VERB = re.compile(rf"^({VERB})")
# The opposite of any other act.
ENDING = re.compile("撤销|取消|停止|注销|撤并|清退|解散|暂停")  # untranslated: words of clauses
# For whom something is done, of a wider circle: 重度残疾人, 青年志愿者, 新任专职委员. A report on one is none on the other.
NARROWER = re.compile(
    r"重度|轻度|儿童|青年|青少年|老年|高龄|妇女|女性|党员|团员|新任|新招|困难|贫困|特困|低保"  # untranslated: words of clauses
    r"|孤独症|自闭症|智力|精神|视力|听力|言语|肢体|多重|盲人|聋人|[一二三四]级(?!残联)"  # untranslated: words of clauses
    r"|示范|优秀|星级|精品|标杆|样板|模范|十佳|最美"  # untranslated: words of clauses
    r"|大学生|学生|农村|城镇|骨干|家长|亲属|监护人|留守|失能|独居|退役|就业|每[次户人场]"  # untranslated: words of clauses
)
# From so many signs on an act, and the thing that it is done with, are told by their words alone.
LONG_ACT, LONG_THING = 6, 4
# So short a thing is told from another by each sign.
HEAD = 2


def is_general_act(verb: str) -> bool:
    """Whether a verb only says that something is done: 召开, 举办, 开展, 完成."""
    return verb in IN_GENERAL


def says_act(words: str, verb: str) -> bool:
    """Whether words say the act of a verb, with it or with another of its meaning."""
    alike = next((meaning for meaning in MEANINGS if verb in meaning), frozenset({verb}))
    return any(one in words for one in alike)


def of_words(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def of_tasks(own: Task, upper: Task) -> float:
    """How alike two tasks are: from SURE on surely the same, from ALIKE on perhaps.

    They are where one register counts both, or where the same act is done with the same thing. A task that asks for more
    acts than the other, for more of them, or for others to be cared for, is in doubt: it would be asked of nobody.
    `own.goes_along` is what the issuer said, and with which one of several.
    """
    if own.goes_along and own.goes_with_id is not None:
        return SAID + 1.0 if own.goes_with_id == upper.pk else 0.0
    if own.goes_along is not None:
        return SAID + of_words(own.name, upper.name) if own.goes_along else 0.0
    return _of_contents(own, upper)


def _of_contents(own: Task, upper: Task) -> float:
    """How alike two tasks are, whatever their issuers say."""
    told = _of_acts(own, upper)
    if told is not None:
        return told
    one, other = plain(_act(own)), plain(_act(upper))
    least = DOUBTFUL if share_an_act(own.text, upper.text) else 0.0
    if not least and _are_other_matters(one, other):
        return 0.0
    return min(
        max(least, (of_words(one, other) + of_words(_thing(one), _thing(other))) / 2), DOUBTFUL
    )


def same_order(own: Task, other: Task) -> bool:
    """Whether two tasks ask the same levels for what is called the same, by the same day: whatever stands in their texts."""
    return (own.name, own.due, own.rhythm) == (other.name, other.due, other.rhythm) and bool(
        set(own.levels) & set(other.levels)
    )


def likest(own: Task, others: Iterable[Task]) -> Task | None:
    """Of some tasks that ask a level of one for something the likest, None where none may ask for the same."""
    scores = [
        (_of_contents(own, other), -place, other)
        for place, other in enumerate(others)
        if set(own.levels) & set(other.levels)
    ]
    score, _place, best = max(scores, key=lambda one: one[:2], default=(0.0, 0, own))
    return best if score >= PERHAPS else None


def may_be_one(own: Task, other: Task) -> bool:
    """Whether two tasks may ask for the same, of whichever levels: one register counts both, or their words are alike."""
    return _of_contents(own, other) >= PERHAPS


def share_an_act(one: str, other: str) -> bool:
    """Whether an act of one text stands in the other, whatever else both ask for: that is asked about, never joined by itself.

    Acts of few signs (召开会议) stand in many texts and tell nothing.
    """
    return not _long_acts(one).isdisjoint(_long_acts(other))


@lru_cache(maxsize=4096)
def _long_acts(text: str) -> frozenset[tuple[str, str]]:
    """The acts of a text that tell something: what their first verb means, and the thing."""
    acts = [plain(act) for act in acts_in(text)]
    return frozenset(
        (_meaning_of(act), _thing(act))
        for act in acts
        if len(act) >= LONG_ACT and len(_thing(act)) >= LONG_THING
    )


def _meaning_of(act: str) -> str:
    """The first of the verbs that mean what an act opens with; empty where it opens with none."""
    match = FIRST_VERB.match(act)
    if match is None:
        return ""
    return min(next((meaning for meaning in MEANINGS if match[1] in meaning), {match[1]}))


def are_the_same(own: Task, other: Task) -> bool:
    """Whether two tasks surely ask some level for the same, whatever their issuers say."""
    return bool(set(own.levels) & set(other.levels)) and _of_acts(own, other) == SURE


def _of_acts(own: Task, upper: Task) -> float | None:
    """How alike two tasks are by their acts, things and registers; None where only the likeness of their words tells."""
    one, other = plain(_act(own)), plain(_act(upper))
    asks_for_more = (
        acts_of(own) > acts_of(upper)
        or narrowing(own) != narrowing(upper)
        or _asks_a_higher_number(own, upper)
    )
    surely = DOUBTFUL if asks_for_more else SURE
    if one == other or _measures(own) & _measures(upper):
        return surely
    if bool(ENDING.match(one)) != bool(ENDING.match(other)):
        return 0.0
    things = _thing(one), _thing(other)
    is_same = all(things) and _is_one_act(one, other) and _is_one_thing(*things)
    return SURE if is_same and surely == SURE else None


def _thing(words: str) -> str:
    """With what something is done: the words behind the verbs that they open with; where nothing else stands, behind the first.

    So 完成自查 and 开展宣传 are two things, though both are nothing but verbs.
    """
    return OPENING_VERBS.sub("", words) or FIRST_VERB.sub("", words)


def _is_one_act(one: str, other: str) -> bool:
    """Whether two texts open with verbs of one meaning."""
    first, second = FIRST_VERB.match(one), FIRST_VERB.match(other)
    if first is None or second is None:
        return first is second
    return first[1] == second[1] or any(
        first[1] in words and second[1] in words for words in MEANINGS
    )


def _is_one_thing(one: str, other: str) -> bool:
    """Whether two texts name one thing: they are the same but for one sign before it (残协会议, 村残协会议)."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > HEAD and long[1:] == short)


def _are_other_matters(one: str, other: str) -> bool:
    """Whether two acts differ in what is done and with what: 发放专职委员补贴 and 培训专职委员 share but for whom.

    The noun that a thing is called by stands at its end.
    """
    first, second = FIRST_VERB.match(one), FIRST_VERB.match(other)
    if first is None or second is None or {first[1], second[1]} & IN_GENERAL:
        return False
    if _meaning_of(one) == _meaning_of(other):
        return False
    things = _thing(one), _thing(other)
    return all(things) and things[0][-HEAD:] != things[1][-HEAD:]


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Words without what tells nothing, things of several names under one."""
    words = AT_ONCE.sub("随到随办", words)  # untranslated: words of clauses
    return VOLUNTEERS.sub("志愿", NUMBERS.sub("", words)).strip(
        "，,。；; "
    )  # untranslated: words of clauses


def _act(task: Task) -> str:
    """What is to be done: the task's name, or what its text asks for where it is called by the heading of its clause."""
    return (title_of(task.text) if task.name == task.clause.name else "") or task.name


def narrowing(task: Task) -> frozenset[str]:
    """The words by which a task speaks of some of a kind alone, in its name or its text."""
    return frozenset(NARROWER.findall(task.name + task.text))


def says_more_than(words: str, known: str) -> bool:
    """Whether words ask for some of a kind alone (示范联络站, 优秀志愿者) of which a register that is known by others counts all."""
    return bool(set(NARROWER.findall(words)) - set(NARROWER.findall(known)))


def _asks_a_higher_number(own: Task, upper: Task) -> bool:
    """Whether one task asks for more of a unit that both count (座谈会2次, 1次)."""
    wanted = {target.unit: target.number for target in upper.targets.all()}
    return any(
        target.number > wanted[target.unit]
        for target in own.targets.all()
        if target.unit in wanted and not (target.measure or target.is_rate)
    )


def acts_of(task: Task) -> int:
    """How many acts a task asks for, in its name or in its text; at least the one that it is."""
    return max(_acts_in(task.name), _acts_in(task.text), 1)


_acts_in = lru_cache(maxsize=4096)(count_acts)


def _measures(task: Task) -> set[str]:
    return {target.measure for target in task.targets.all() if target.measure}


def tasks_of(keys: Iterable[int]) -> Mapping[int, Task]:
    """Some tasks with their targets, by their keys."""
    return (
        Task.objects.select_related("clause", "circular")
        .prefetch_related("targets")
        .in_bulk(list(keys))
    )
