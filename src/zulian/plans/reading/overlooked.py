"""What of a duty's words was kept nowhere: times, numbers and actors beside those of the duty, each with its words.

Nothing that a clause says may be lost without a mark. What is read here is therefore wider than what is understood: any
wording of a time, any number, anybody named as one who acts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zulian.plans.reading.actors import MUST, OF_THEM, VERBS, opening_actor
from zulian.plans.reading.acts import STOPS, act_start, segments
from zulian.plans.reading.deadlines import CLOCK, OF_A_THING, whole_deadlines
from zulian.plans.reading.helpers import DEPARTMENTS, begins_with_note
from zulian.plans.reading.levels import ANY, PROVINCE, in_order, levels_in
from zulian.plans.reading.quantities import UNITS, quantities
from zulian.plans.reading.splitting import REMEMBERED, SENTENCE_ENDS, cut_after, without_citations
from zulian.plans.reading.targets import SPAN_OF, held, not_held, wanted
from zulian.plans.reading.titles import printed, shortened
from zulian.plans.reading.unread import LONGEST_SUBJECT, NO_DUTY, unread
from zulian.plans.reading.verbs import VERB
from zulian.plans.reading.weight import times, weight

# A number with whatever it counts; a year, a place in an order, a label or a telephone number is none.
ANY_NUMBER = re.compile(
    rf"(?<![第\dA-Za-z.—－\-])\d++(?:\.\d++)?(?!年|[.．、)）\-—－]|月|日|号)(?=\s?(?:[（(]?[\u4e00-\u9fa5%％]|{UNITS}))"
)
OF_DAY = re.compile(CLOCK)
SPOKEN = re.compile(r"^[\d\-—]{7,}")
# Federations named anywhere: 各县（区）残联, 村残协, 市、县残联.
NAMED = re.compile(
    rf"(?P<run>(?>(?:自治区|省|各?{ANY})(?:[、和及]?各?{ANY}){{0,6}}))(?:[两三四]?级)?(?:残疾人联合会|残疾人协会|残联|残协)(?:专职委员|专干)?"
    r"|各(?:单位|地)(?![区方])|(?:[盲聋肢智精]协|(?:盲人|聋人|肢残人|亲友|五大)?专?门?协会)"
)
STAFF = re.compile(
    r"(?:残疾人)?(?:专职委员|专职干事|联络员|协理员|志愿者)"
    rf"(?={MUST}|{VERBS}|捐赠|不迟于|最迟|最晚|每?逢|次|2)"
)
# Who is named behind one of these gets, is told of or is helped, and does not act.
NOT_ACTING = re.compile(
    r"(?:报|送|报送|上报|报告|汇报|呈报|交|发|下发|发放|反馈|通报|至|到|向|对|给|为|与|同|跟|比|配合|协助|协同|指导|督促|帮助|支持|督导|督查|考核|检查|评估|抽查|听取|培训|"
    r"走访|下拨|迎接|规范|加强|建设|推进|完成|做好|开展|抓好|选派|摸清|召开|推动|推荐|健全|完善|打造|创建|建立|成立|组建|全部|所有|示范|依托|通过|围绕|结合|在|从|以|是|"
    r"鼓励|引导|组织|发挥|参加|加入|纳入|列入|解决|落实|提高|提升|强化|深化|夯实|延伸|覆盖)(?:好|各|所属|相关|有关|全市|全县|全省|全区|年?度?|的|[^由经，,。；;：:、（(]{1,4})?$"
)
# 市级打造10个、县区打造100个: a bare level beside another, with what it is to do.
BARE_BESIDE = re.compile(rf"(?<=、)各?(?P<run>(?>{ANY}))(?:级)?(?={VERB})")
BESIDE = re.compile(rf"按|每|{MUST}|{VERBS}|\d")
NOUN_BEHIND = re.compile(rf"(?!和|及|与|[，,。；;：:、])(?:{OF_THEM})")
# The time of a note (完成时限：9月底) is kept with the note.
NOTED = re.compile("(?:时限|时间|期限)[:：]$")
# Seasons are no times of a plan: 每年春、秋两季各开展一次.
SEASONS = re.compile("[春夏秋冬]季?[、和及][春夏秋冬](?:[两二]?季)")
LOOKED_BACK = 9
BY_OTHERS = re.compile(
    r"(?:由|经)(?P<who>(?:(?!残联|残协|联合会)[^，,。；;由经]){2,24}?(?:部门?|局|委|办|院|所|中心|科|股|室|学校|机构|公司|单位|专班|小组|组))(?!等?[^，,。；;]{0,16}(?:组成|参加|参与))"
)
JOIN = re.compile("[、和及与]|以及")


@dataclass(frozen=True)
class Left:
    """The pieces of a duty's words that are kept nowhere, each told once."""

    rest: list[str]
    times: list[str]
    numbers: list[str]
    actors: list[str]


def left(
    text: str,
    title: str,
    levels: Iterable[str],
    helpers: Iterable[str],
    year: int,
    issued: date | None = None,
    *,
    is_timed: bool = True,
) -> Left:
    """What of a duty's words is neither in its title nor in its levels, helpers, deadline and targets.

    A time is no news where none is known (not `is_timed`), for it is asked for anyway.
    """
    told = set[str]()

    def new(pieces: list[str]) -> list[str]:
        found = [piece for piece in pieces if piece.strip(STOPS) and shortened(piece) not in told]
        told.update(map(shortened, found))
        return found

    return Left(
        new(unread(text, title)),
        new(times_left(text, year, issued) if is_timed else []),
        new(numbers_left(text, title)),
        # Who else acts is told whatever else is told of the same words.
        actors_left(text, title, levels, helpers),
    )


def times_left(text: str, year: int, issued: date | None = None) -> list[str]:
    """The pieces of a text that name a time which is not the text's deadline, nor the span of one of its targets.

    >>> times_left("每季度抽查一次，抽查结果于次月15日前通报。", 2027)
    ['抽查结果于次月15日前通报']
    """
    words = without_citations(text)
    said = {due.words for due in whole_deadlines(text, year, issued)}
    kept = _covered(words, (span for one in said for span in _places(words, one)))
    spans = {one.span for one in wanted(text)}
    others = [
        match.start()
        for match in times(words)
        if not any(kept[match.start() : match.end()])
        and not OF_A_THING.match(words, match.end())
        and not NOTED.search(words[max(0, match.start() - LOOKED_BACK) : match.start()])
        and not (SPAN_OF.get(match[0]) in spans and _is_span(text, match))
    ]
    others = sorted([*others, *(match.start() for match in SEASONS.finditer(words))])
    told_otherwise = set(not_held(text))
    return [piece for piece in _pieces_at(text, others) if piece not in told_otherwise]


def _is_span(text: str, time: re.Match[str]) -> bool:
    """Whether a time is but that of a number (每季度不少于1次), not of an act."""
    pieces = _pieces_at(text, [time.start()])
    return bool(SPAN_OF.get(time[0])) and all(
        act_start(piece) is None and len(weight(piece)) <= LONGEST_SUBJECT for piece in pieces
    )


def numbers_left(text: str, title: str = "") -> list[str]:
    """The pieces of a text with a number that is neither a target nor part of the title.

    >>> numbers_left("举办2期培训班，每期不少于3天。", "举办2期培训班")
    ['每期不少于3天']
    """
    words = without_citations(text)
    said = _plain(title)
    taken = _covered(
        words,
        [(one.start, one.end) for one in held(text)]
        + [found.span() for found in times(words)]
        + [found.span() for found in OF_DAY.finditer(words)],
    )
    found = [(one.start, one.end) for one in quantities(text)]
    found += [match.span() for match in ANY_NUMBER.finditer(words)]
    others = [
        start
        for start, end in sorted(found)
        if not any(taken[start:end]) and not _says_number(said, _plain(text[start:end]))
    ]
    told_otherwise = set(not_held(text))
    return [piece for piece in _pieces_at(text, others) if piece not in told_otherwise]


def _says_number(said: str, number: str) -> bool:
    """Whether a title says a number, not only one that ends so: 12篇 is no 2篇."""
    place = said.find(number)
    while place >= 0:
        if not said[max(0, place - 1) : place].isdecimal():
            return True
        place = said.find(number, place + 1)
    return False


def actors_left(
    text: str, title: str = "", levels: Iterable[str] = (), helpers: Iterable[str] = ()
) -> list[str]:
    """The pieces of a text that name somebody as acting who is neither of the levels nor a helper, nor in the title.

    >>> actors_left("县残联举办培训班，结业后由乡镇残联选人。", "举办培训班", ["county"])
    ['结业后由乡镇残联选人']
    """
    named, said, place, others = set(levels), _plain(title), 0, list[int]()
    known = [name for name in helpers if name]
    for sentence in cut_after(SENTENCE_ENDS, text):
        if not begins_with_note(sentence):
            others += [
                place + start
                for start, end, of, is_opening in _acting(without_citations(sentence))
                if not (of and named.issuperset(of))
                and (is_opening or _plain(sentence[start:end]) not in said)
                and not any(_is_helper(sentence[start:end], name) for name in known)
            ]
        place += len(sentence)
    pieces = _pieces_at(text, sorted(others))
    return [piece for piece in pieces if not NO_DUTY.search(piece)]


def _run(sentence: str, match: re.Match[str]) -> str:
    """The words of levels that name who acts; of 海州区 and 锦州市 the 州 is part of a name."""
    run = match["run"] or ""
    is_in_name = (
        run[:1] == "州" and len(run) > 1 and sentence[match.start("run") - 1 :][:1].isalpha()
    )
    return run[1:] if is_in_name and match.start("run") else run


def _levels(run: str) -> tuple[str, ...]:
    is_province = run.startswith(("省", "自治区"))
    below = levels_in(run.removeprefix("自治区"))
    return in_order([*below, *([PROVINCE] if is_province else [])])


def _is_helper(words: str, name: str) -> bool:
    """Whether some words name a helper, or the helpers are several of them."""
    return name in words or words in name


def _acting(sentence: str) -> Iterator[tuple[int, int, tuple[str, ...], bool]]:
    """Where a sentence names somebody as acting, and of which levels they are (none for who is of no level), and whether they open it."""
    for match in NAMED.finditer(sentence):
        before = sentence[max(0, match.start() - LOOKED_BACK) : match.start()]
        if not NOT_ACTING.search(before) and not NOUN_BEHIND.match(sentence, match.end()):
            if match["run"] is None and opening_actor(sentence).is_addressed:
                continue
            # 县残联按5%、乡镇残联按20%复核: a second one beside the first acts, be it in the title or not.
            levels = _levels(_run(sentence, match))
            is_beside = (
                bool(levels) and before.endswith("、") and bool(BESIDE.match(sentence, match.end()))
            )
            yield match.start(), match.end(), levels, is_beside
    for match in BARE_BESIDE.finditer(sentence):
        yield match.start(), match.end(), levels_in(match["run"]), True
    for match in BY_OTHERS.finditer(sentence):
        yield match.start("who"), match.end("who"), (), False
    start = 0
    for segment in segments(sentence):
        lead = len(segment) - len(segment.lstrip())
        for pattern in (DEPARTMENTS, STAFF):
            if opened := pattern.match(segment, lead):
                yield start + opened.start(), start + opened.end(), (), True
        start += len(segment)


def _pieces_at(text: str, places: list[int]) -> list[str]:
    """The pieces of a text between its stops in which some places lie, each once."""
    found: dict[str, None] = {}
    parts = _parts(text)
    starts = [start for start, _part in parts]
    for number in dict.fromkeys(bisect_right(starts, place) - 1 for place in places):
        found.setdefault(shortened(parts[number][1].strip(STOPS)))
    return [piece for piece in found if piece]


@lru_cache(REMEMBERED)
def _parts(text: str) -> tuple[tuple[int, str], ...]:
    """The pieces of a text between its stops, each with its place."""
    found, start = list[tuple[int, str]](), 0
    for sentence in cut_after(SENTENCE_ENDS, text):
        for segment in segments(sentence):
            found.append((start, segment))
            start += len(segment)
    return tuple(found)


def _covered(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """For each place of a text whether one of some spans covers it."""
    found = bytearray(len(text) + 1)
    for start, end in spans:
        found[start:end] = b"\1" * (end - start)
    return found


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where some words stand in a text."""
    found, start = list[tuple[int, int]](), text.find(words) if words else -1
    while start >= 0:
        found.append((start, start + len(words)))
        start = text.find(words, start + len(words))
    return found


def _plain(words: str) -> str:
    return "".join(printed(words).split())
