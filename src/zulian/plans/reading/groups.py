"""Groups (一件事一组) of a clause's words: cut where another actor or another time begins, then into acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain

from zulian.plans.reading.actors import Opening
from zulian.plans.reading.acts import (
    COUNTED_ONLY,
    INSPECTED,
    INSPECTION,
    RECURS,
    ROLE,
    STOPS,
    act_start,
    acts_in,
    counts_only,
    hands_in,
    is_bare,
    is_open,
    says_act,
    segments,
    series,
)
from zulian.plans.reading.deadlines import MONTH, OPENS, deadline, deadlines
from zulian.plans.reading.helpers import begins_with_note, names_helpers
from zulian.plans.reading.levels import ANY, in_order
from zulian.plans.reading.sharing import each_with_its_time, taken_condition
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.times import Deadline
from zulian.plans.reading.unread import NO_DUTY, stands_alone

# Whom a segment tells to act, in a circular of some level.
Opened = Callable[[str], Opening]
# No circular has so many duties; what goes beyond stays with the last.
MOST_GROUPS = 5000
# How many segments before an inspection of each unit may say that there is one.
LOOKED_BACK = 4
LISTED = 3
LEADS = "牵头"  # untranslated: a word of circulars
# So many signs tell an act: its verb, and what is done.
ACT_SIGNS = 4
# To how many of each unit an act goes that somebody above does: 县残联走访残疾人家庭，每个村5户.
SHARED_OUT = re.compile(
    rf"每一?个?(?>{ANY})(?:(?:各|至少|不少于|不低于)?(?:[到去](?=[一二两三]))?[\d一二两三]"
    # So much goes to each of them: 每村每年补助500元.
    r"|(?:每[年月])?(?:给予|补助|补贴|资助|奖励|扶持|核拨|拨付|安排)[^，,。；;\d]{0,8}\d{1,7}(?:\.\d{1,2})?万?元)"
)

# A second deadline of the same act, no act of its own.
TIME_ALONE = re.compile(rf"(?:{OPENS.pattern}|{MONTH}(?:[、和及]{MONTH}){{0,5}})[，,]")
FINISHED = re.compile(rf"{OPENS.pattern}(?:全部|全面|基本)?完成(?:任务)?[。；;，,！]?\s*")

ALL_FINISHED = re.compile(
    rf"(?:以上|上述|各项)?[^，,。；;]{{0,6}}?(?:均|都|一律|全部)(?:要|应|须)?{OPENS.pattern}(?:全部|全面|基本)?完成(?:任务)?[。；;，,！]?\s*"
)
IN_BRACKETS = re.compile(r"[（(][^（）()]{1,20}[)）]")
# How far something is to come, for itself: 年底前活跃率达到70%。
RATE_ALONE = re.compile(
    rf"(?:{OPENS.pattern})?[，,]?[\u4e00-\u9fa5]{{2,14}}[率度面](?:要|应|须)?(?:力争|确保)?(?:达到|达|不低于|保持在|提高到|保持)\d{{1,3}}(?:\.\d)?[%％](?:以上)?[。；;]"
)


@dataclass
class Group:
    """Pieces of a text that say one duty, and who must act."""

    actor: Opening
    pieces: list[str] = field(default_factory=list)
    due: Deadline | None = None
    # How many signs come before the words that name the actor, where they say an act already.
    named_after: int = 0
    is_assumed: bool = False
    _timed: bool = False
    _looked_at: int = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def has_deadline(self, year: int) -> bool:
        """Whether a piece sets a deadline; each piece is looked at once, however often this is asked."""
        self._timed = self._timed or any(
            deadline(piece, year) for piece in self.pieces[self._looked_at :]
        )
        self._looked_at = len(self.pieces)
        return self._timed


def groups_of(words: str, opening: Opened, year: int) -> list[Group]:
    """The groups of a text in their order, each one act; joined, their texts are the text."""
    groups = [act for group in _by_actor(words, opening, year) for act in _acts(group, year)]
    _share_last_time(groups, year)
    return groups


def _share_last_time(groups: list[Group], year: int) -> None:
    """What several are told in one sentence and is to be finished by one time at its end has that time (均于9月底前完成)."""
    due, is_of_all = None, False
    for group in reversed(groups):
        if group.text.rstrip().endswith("。") or (
            group.text.rstrip().endswith(("；", ";")) and not is_of_all
        ):
            last = segments(group.text)[-1].strip()
            finished = ALL_FINISHED.fullmatch(last) or FINISHED.fullmatch(last)
            due = deadline(last, year) if finished else None
            is_of_all = bool(ALL_FINISHED.fullmatch(last))
        elif due and not group.due and not deadline(group.text, year):
            group.due = due


def _by_actor(words: str, opening: Opened, year: int) -> list[Group]:
    """The words cut where another actor begins, or where the same one is given a second deadline."""
    groups: list[Group] = []
    for piece, actor, named_at in _pieces(words, opening):
        last = groups[-1] if groups else None
        if last and len(groups) >= MOST_GROUPS:
            last.pieces.append(piece)
        elif last and _is_of_others_before(piece, actor, last, year):
            last.actor, last.named_after = actor, len(last.text)
            groups.append(Group(actor, [piece]))
        elif last is None or (
            actor and (last.actor or actor.is_everyone) and _is_other(actor, last.actor, piece)
        ):
            rooms_of = (
                last.actor.levels if last and actor.rooms and not actor.levels else actor.levels
            )
            own = actor if rooms_of == actor.levels else replace(actor, levels=rooms_of)
            if last and actor.names and not last.actor.names and _says_the_same(last.text, piece):
                # 各县残联培育1个，东山区残联培育2个: not all are asked for the same.
                last.actor = replace(last.actor, is_some=True)
            groups.append(Group(own, [piece], named_after=named_at))
        elif (last.has_deadline(year) and _begins_anew(piece, actor, last, year)) or (
            not actor and _has_times_of_its_own(piece, last, year)
        ):
            # A second deadline in one breath is a second duty of the same actor, or of the first that is named.
            said = actor or last.actor
            own = replace(last.actor or actor, is_some=said.is_some, names=said.names)
            groups.append(Group(own, [*taken_condition([(last.pieces, actor)]), piece]))
        else:
            if actor.is_some and last.actor:
                last.actor = _some_of(last.actor)
            if actor and not last.actor:
                last.actor = _as_told(actor, piece)
                is_said = named_at or says_act(last.text)
                last.named_after = len(last.text) + named_at if is_said else 0
            last.pieces.append(piece)
    return groups


def _is_of_others_before(piece: str, actor: Opening, last: Group, year: int) -> bool:
    """Whether somebody is told an act with a time of its own, behind one with its time for which nobody is named.

    各医院每季度自查，市残联每半年抽检一次: two duties; of the first it is only assumed whose it is. Who inspects needs no time of
    their own for that: 10月10日前上报清理报告，市残联视情组织抽查.
    """
    return bool(
        actor
        and not last.actor
        and is_open(last.pieces[-1])
        and last.has_deadline(year)
        and (deadline(piece, year) or INSPECTION.search(piece))
        and says_act(last.text)
        and says_act(piece)
    )


def _begins_anew(piece: str, actor: Opening, last: Group, year: int) -> bool:
    """Whether a piece of the same actor sets a deadline at its beginning, be the actor named again or not.

    What says nothing but that the same is to be finished (12月底前完成) is no duty of its own; what recurs keeps its rhythm.
    """
    first = deadline(last.pieces[0], year)
    if first and hands_in(piece) and _is_same_time(deadline(piece, year), first):
        return False
    if "其中" in last.pieces[-1] and not says_act(piece):
        # 其中一季度达到30%，上半年达到60%: parts of what is told before.
        return False
    if actor:
        return bool(deadline(piece, year))
    if not OPENS.match(piece.strip()):
        return False
    before = deadline(last.text, year)
    return not FINISHED.fullmatch(piece) or bool(before and before.rhythm)


def _has_times_of_its_own(piece: str, last: Group, year: int) -> bool:
    """Whether an act that follows another without a time is done at several times, or again and again."""
    if not OPENS.match(piece.strip()) or not (says_act(piece) and says_act(last.text)):
        return False
    if last.has_deadline(year) or hands_in(piece):
        return False
    return len(deadlines(piece, year)) > 1 or (
        piece.lstrip().startswith("并") and bool(deadline(piece, year))
    )


def _is_other(actor: Opening, last: Opening, piece: str) -> bool:
    """Whether somebody else acts: of other levels, or other units of one level that are told an act of their own."""
    is_part = actor.is_some or piece.lstrip().startswith("其中")
    if is_part and set(actor.levels) < set(last.levels) and not says_act(piece):
        # 其中彰武县6个 divides what those are told who lead and bear it together.
        return False
    if (actor.levels, actor.rooms) != (last.levels, last.rooms):
        return True
    is_of_others = actor.names != last.names or actor.is_some != last.is_some
    return is_of_others and bool(actor.levels) and says_act(piece)


def _says_the_same(one: str, other: str) -> bool:
    """Whether two pieces tell the same act, by how it begins."""
    starts = act_start(one), act_start(other)
    if starts[0] is None or starts[1] is None:
        return False
    return one[starts[0] :][:ACT_SIGNS] == other[starts[1] :][:ACT_SIGNS]


def _some_of(actor: Opening) -> Opening:
    """Somebody beside whom others of the level are named: who of them does what is not told apart."""
    return replace(actor, is_some=True, names=())


def _as_told(actor: Opening, piece: str) -> Opening:
    """Who acts by a piece; units that it only counts for (彰武县6个) are none that act alone."""
    return actor if says_act(piece) or not actor.names else _some_of(actor)


def _pieces(words: str, opening: Opened) -> list[tuple[str, Opening, int]]:
    """Cut text where a new actor opens a sentence or a segment of one; what leads up to an actor stays with it.

    With each piece who acts, and how many signs of it say an act before they are named.
    """
    found: list[tuple[list[str], Opening]] = []
    for sentence in cut_after(SENTENCE_ENDS, words):
        first, is_led = len(found), False
        for segment, actor in _opened(sentence, opening):
            before = found[first:] or ([] if says_act(sentence) else found[-1:])
            if _is_of_those_before(segment, before) or NO_DUTY.search(segment):
                actor = Opening()
            if (role := _role(segment, actor)) or is_led:
                # Who leads and who bears what one sentence tells of are told it together.
                if is_led and (role or actor or first == len(found) - 1):
                    levels = actor.levels if role != "help" else ()
                    led = found[-1][1]
                    found[-1] = (
                        [*found[-1][0], segment],
                        replace(led, levels=in_order([*led.levels, *levels])),
                    )
                    is_led = bool(role) or names_helpers(segment.strip(STOPS))
                    continue
                is_first = all(map(_only_helps, found[first:]))
                is_led = role == "lead" and (is_first or LEADS in segment)
            if helped_only(found) and not actor and not FINISHED.fullmatch(segment.strip()):
                # What is told behind 乡镇残联协助 is told those whom they help.
                found.append(([segment], found[-2][1]))
                continue
            if (
                actor
                and len(found) == first + 1
                and not found[-1][1]
                and not deadline(found[-1][0][-1], 2000)
            ):
                # Whom 县残联配合 helps with a rate of theirs is not told to do it.
                told = Opening() if role == "help" else _as_told(actor, segment)
                found[-1] = ([*found[-1][0], segment], told)
            elif actor or len(found) == first or OPENS.match(segment):
                found.append(([*taken_condition(found[first:]), segment], actor))
            else:
                found[-1][0].append(segment)
    return [("".join(parts), actor, _named_at(parts, opening)) for parts, actor in found]


def _named_at(parts: list[str], opening: Opened) -> int:
    """How many signs of a piece say an act before somebody is named: 举办技能大赛，各县区完成初赛; 0 where none do."""
    untimed = [TIME_ALONE.sub("", part, count=1) for part in parts]
    opened = next((place for place, part in enumerate(untimed) if opening(part)), 0)
    before = "".join(parts[:opened])
    return len(before) if says_act(before) else 0


def helped_only(found: list[tuple[list[str], Opening]]) -> bool:
    """Whether the last piece says nothing but that somebody helps those of the piece before it."""
    return len(found) > 1 and _only_helps(found[-1])


def _only_helps(piece: tuple[list[str], Opening]) -> bool:
    """Whether a piece says nothing but that somebody helps others (县残联监督，)."""
    return len(piece[0]) == 1 and _role(piece[0][0], piece[1]) == "help"


def _opened(sentence: str, opening: Opened) -> list[tuple[str, Opening]]:
    """The segments of a sentence with whom each tells to act; a time alone before somebody (12月10日前，县残联…) is theirs."""
    found, time = list[tuple[str, Opening]](), ""
    for segment in chain.from_iterable(map(each_with_its_time, segments(sentence))):
        if not segment.strip():
            continue
        if (head := _heads(segment, opening)) and not time:
            found.append((head, opening(head)))
            segment = segment[len(head) :]
        actor = opening(segment)
        if time and not actor:
            found.append((time, Opening()))
            time = ""
        if not actor and TIME_ALONE.fullmatch(segment.strip()):
            time = segment
            continue
        found.append((time + segment, actor))
        time = ""
    return [*found, (time, Opening())] if time else found


def _heads(segment: str, opening: Opened) -> str:
    """What stands before a colon behind which somebody else is told to act: 三级都要落实报送制度：村每月报1条; "" where nobody is."""
    head, colon, rest = segment.partition("：")
    told = opening(rest) if colon else Opening()
    is_other = bool(told.levels) and bool(own := opening(head)) and own.levels != told.levels
    return head + colon if is_other else ""


def _is_of_those_before(segment: str, before: list[tuple[list[str], Opening]]) -> bool:
    """Whether a segment that names each unit says to how many of them an act goes that others do, earlier in the sentence."""
    if not before:
        return False
    if INSPECTED.match(segment):
        return any(INSPECTION.search(part) for part in before[-1][0][-LOOKED_BACK:])
    return bool(SHARED_OUT.match(segment)) and bool(before[0][1] or before[-1][1])


def _role(segment: str, actor: Opening) -> str:
    """The part that somebody has in what others are told as well: "lead" for 市残联牵头, "help" for 乡镇残联配合, else ""."""
    match = ROLE.fullmatch(segment[actor.end :].strip()) if actor else None
    return (match.lastgroup or "") if match else ""


def _is_told_number_only(part: str, named_at: int) -> bool:
    """Whether those who are named behind an act are told no more than how much of it: 建立人才库，每个县区推荐5人."""
    told = part[max(0, named_at) :]
    return 0 < named_at < len(part) and all(
        is_bare(words) or COUNTED_ONLY.fullmatch(words) for words in acts_in(told)
    )


def is_list(sentences: list[str]) -> bool:
    """Whether a text is nothing but items joined by semicolons, at least three."""
    return len(sentences) >= LISTED and all(
        one.rstrip().endswith(("；", ";")) for one in sentences[:-1]
    )


def _is_same_time(one: Deadline | None, other: Deadline | None) -> bool:
    """Whether two times do not differ: one is not said, or both are the same."""
    return (
        one is None
        or other is None
        or (one.day, one.rhythm, one.month_day) == (other.day, other.rhythm, other.month_day)
    )


def _acts(group: Group, year: int) -> list[Group]:
    """A group cut into its acts: one for each sentence that says one, one for each of a series within a sentence."""
    groups: list[Group] = []
    has_act, place = False, 0
    sentences = cut_after(SENTENCE_ENDS, group.text)
    is_listed = is_list(sentences)
    for sentence in sentences:
        is_act = not begins_with_note(sentence) and (
            says_act(sentence)
            or (is_listed and stands_alone(sentence))
            or (not groups and bool(RATE_ALONE.fullmatch(sentence.strip())))
        )
        if groups and is_act and counts_only(sentence) and not group.named_after:
            is_act = False
        if groups and is_act and hands_in(sentence):
            is_act = not _is_same_time(
                deadline(sentence, year), deadline(groups[-1].pieces[0], year)
            )
        listed = series(sentence) if is_act else [sentence]
        # What recurs has its time for itself.
        once = "".join(part for part in listed if not RECURS.match(part.strip()))
        # A time in brackets is of the act before them: 建立制度（6月底前），落实措施，开展评选（11月）.
        once = IN_BRACKETS.sub("", once) if IN_BRACKETS.search(once.rstrip("。；;")[:-1]) else once
        shared = deadline(once, year) if len(listed) > 1 else None
        for part in listed:
            if groups and not (is_act and has_act and len(groups) < MOST_GROUPS):
                groups[-1].pieces.append(part)
                groups[-1].due = groups[-1].due or shared
            else:
                is_before = place + len(part) <= group.named_after
                due = None if is_before else shared
                is_assumed = is_before or (
                    not group.actor.is_some
                    and _is_told_number_only(part, group.named_after - place)
                )
                groups.append(Group(group.actor, [part], due, is_assumed=is_assumed))
            has_act = has_act or is_act
            place += len(part)
    return groups
