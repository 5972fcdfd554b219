"""Duties (任务): what a clause makes whom do, by when; from its sentences, notes and task tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from zulian.plans.reading.actors import ASSOCIATION, Actors, Opening, at_or_below
from zulian.plans.reading.acts import act_start, says_act, segments
from zulian.plans.reading.blocks import by_month, noted_blocks
from zulian.plans.reading.bystanders import is_done_to_those_addressed, names_others
from zulian.plans.reading.columns import columns_of
from zulian.plans.reading.deadlines import deadline, points_in_time, whole_deadlines
from zulian.plans.reading.duty import (
    Duty,
    Guess,
    Usual,
    not_held_marks,
    overlooked,
    says_partly,
    several_marks,
    told_apart,
)
from zulian.plans.reading.groups import IN_BRACKETS, Group, groups_of
from zulian.plans.reading.headings import Heading, heading_levels
from zulian.plans.reading.helpers import Note, departments, note_of, without_helped
from zulian.plans.reading.levels import below_or_same
from zulian.plans.reading.quantities import quantities
from zulian.plans.reading.sharing import are_apart, each_its_own, is_apiece
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after, without_citations
from zulian.plans.reading.spoken import levels_spoken_of
from zulian.plans.reading.tables import of_table
from zulian.plans.reading.targets import held
from zulian.plans.reading.times import Deadline
from zulian.plans.reading.titles import (
    is_time_alone,
    shortened,
    title_after,
    title_of,
    title_of_thing,
    with_verb,
)
from zulian.plans.reading.tree import Node
from zulian.plans.reading.unread import KIND_ALONE, NO_DUTY, REFERS, heads_table, spurs_on
from zulian.plans.reading.untold import untold
from zulian.plans.reading.weight import times, without_times

__all__ = ["Duty", "Guess", "Usual", "duties", "of_table", "overlooked"]
# A stretch of the year, of which the items below tell what is done in it: 组织实施阶段（4月至10月）。
PHASE = re.compile(
    r"(?:第[一二三四五六]阶段[：:]?)?[^，,。；;：:（）()]{0,12}?(?P<kind>阶段|步骤|环节)?[（(](?P<time>[^（）()]{2,24})[)）][。：:]?"
)
# A time by which something is to be done, not one of which something is.
BY_TIME = re.compile("前|内|每|不迟于|最迟|最晚|至迟|截至")
# What leads to the items below it.
LEADS_TO = re.compile(
    r"(?:(?:做[好到]|抓好|完成|开展|落实)?(?:以下|下列|如下)[^，,。；;：:]{0,12}|(?:做到|做好|抓好)|(?:工作|事项|任务|方面|要求))[：:]\s*$"
)
# Beside units that are named the words speak of others: who of them does what is not told apart.
AND_OTHERS = re.compile("其[他余它]|全[省市县区](?!残联)|各(?=县|区|乡|镇|街道|村)")
# Who praises or blames units by how they did is the issuer, not they: 对排名后三位的乡镇进行约谈.
JUDGED = re.compile(
    r"对[^，,。；;]{1,24}?的(?:单位|地区|地方|县|区|乡|镇|街道|村|社区)[^，,。；;]{0,8}?(?:约谈|通报|问责|追责|表扬|表彰|奖励|批评)"
)
# Of a duty that its heading says its text may add but the time: 召开工作会议。（1月）
ASIDE = re.compile(r"[（(][^（）()]{1,40}[)）][。；;]?")
# A number of each of several associations, which one unit has: 五个专门协会各开展活动3次, 盲协、聋协各举办1场.
EACH_ASSOCIATION = re.compile(
    r"(?:[二三四五两]个|各)(?:残疾人)?专门协会[^。；;]{0,24}各[\u4e00-\u9fa5]{0,8}\d"
    rf"|{ASSOCIATION}[、和及][^。；;]{{0,40}}各[\u4e00-\u9fa5]{{0,8}}\d"
)
CONTACT = re.compile("联系(?:人|方式|电话|单位)|(?:咨询|监督|举报)?电话")
PARTS_OF_ONE = re.compile("负责[^，,。；;负责]{1,8}[，,][^，,。；;负责]{2,16}负责")
HALVES = re.compile("(半年|上半年)[、和及与](全年|年度|年终|下半年)")
HALF_NAMES = ("半年", "全年")  # untranslated: words of circulars
TIME_BEHIND = re.compile(r"[（(](?P<time>[^（）()]{1,20})[)）][。；;]?\s*$")
GOING_ON = ("，", ",", "：", ":", "；")
DECEMBER = 12
STAFF_NAMES = ("专职委员", "专职干事", "联络员", "协理员")  # untranslated: words of circulars
# How many signs of a title show where its act stands.
BEGINNING = 4


def duties(top: list[Node], usual: Usual) -> list[Duty]:
    """Duties of all clauses that have no items below them, and of task tables anywhere."""
    return [duty for section in top for duty in _of_node(section, [], usual)]


def _of_node(node: Node, above: list[Heading], usual: Usual, time: str = "") -> Iterator[Duty]:
    """The duties of a clause and of all below it; `time` is one that was named for them further up."""
    headings = [*above, heading_levels(node.title, usual.own)]
    words, lead = _without_lead(node, _words(node, usual))
    time = _time_of_phase(node.title, usual.year) or time
    if node.items and PHASE.fullmatch(words.strip()):
        words, time = "", due.words if (due := deadline(words, usual.year)) else time
    told = list[Duty]()
    if words and not (node.items and not _commands(words, usual)):
        told = _of_text(node, words, headings, usual, time)
    tables = [list(of_table(node.path, table, usual)) for table in node.tables]
    if told and not all(tables):
        # What a table says that is no list of tasks (各县任务数) is kept nowhere.
        told[-1] = replace(told[-1], guesses=told[-1].guesses | {Guess.TABLE})
    yield from told
    yield from chain.from_iterable(tables)
    if levels := _led(lead, usual):
        headings.append(Heading(levels))
    if (due := deadline(lead, usual.year)) and _leads(lead, node):
        time = due.words
    for item in node.items:
        yield from _of_node(item, headings, usual, time)


def _time_of_phase(title: str, year: int) -> str:
    """The time of the stage that a heading names (抽查阶段（8月）), in which all below it is done; "" where it names none."""
    match = PHASE.fullmatch(title.strip())
    is_stage = match and match["kind"] and points_in_time(match["time"], year)
    return match["time"] if match and is_stage else ""


def _leads(lead: str, node: Node) -> bool:
    """Whether words above items say by when these are done (9月底前做到：), and not only what is done besides them."""
    return lead.rstrip().endswith(("：", ":")) or node.items[0].style == "one_is"


def _without_lead(node: Node, words: str) -> tuple[str, str]:
    """The words of a clause, and of them what only leads to its items (县残联要做好以下工作：)."""
    if not node.items or not words:
        return words, ""
    sentences = cut_after(SENTENCE_ENDS, words)
    last = sentences[-1]
    acts = [part for part in segments(last) if act_start(part) is not None]
    if not LEADS_TO.search(last) or any(not LEADS_TO.search(part) for part in acts):
        goes_on = node.items[0].style == "one_is" or words.rstrip().endswith(GOING_ON)
        return words, words if goes_on else ""
    return "".join(sentences[:-1]), last


def _led(lead: str, usual: Usual) -> tuple[str, ...]:
    """The levels that the words above a list tell to act: 县残联要做到：一是…."""
    openings = [
        usual.opening(segment)
        for sentence in cut_after(SENTENCE_ENDS, lead)
        for segment in segments(sentence)
    ]
    return next((opening.levels for opening in reversed(openings) if opening.levels), ())


def _words(node: Node, usual: Usual) -> str:
    """The words of a clause that set duties; a heading that names an actor or a deadline is one of them."""
    if not node.text:
        return "" if node.items or _is_of_tasks(node) else node.title
    if node.title and ASIDE.fullmatch(node.text):
        return node.title + node.stop + node.text
    is_told = (
        node.title and not note_of(node.title).is_of_somebody and _heads_duty(node.title, usual)
    )
    return node.title + node.stop + node.text if is_told else node.text


def _is_of_tasks(node: Node) -> bool:
    """Whether below a clause stands a table of tasks, of which its heading says no more than what they are about."""
    return any(columns_of(table.filled) for table in node.tables) and not _heads_duty_alone(
        node.title
    )


def _heads_duty_alone(title: str) -> bool:
    return bool(deadline(title, 2000) and says_act(title))


def _heads_duty(title: str, usual: Usual) -> bool:
    """Whether a heading above its text sets a duty of its own; what names a season (年末走访) does not."""
    return _commands(title, usual) and (bool(BY_TIME.search(title)) or not deadline(title, 2000))


def _commands(words: str, usual: Usual) -> bool:
    """Whether text above a list of items, or a heading, sets a duty of its own: an actor or a deadline."""
    return bool(
        deadline(words, 2000)
        or any(
            usual.opening(segment)
            for sentence in cut_after(SENTENCE_ENDS, words)
            for segment in segments(sentence)
        )
    )


def _of_text(
    node: Node, words: str, headings: list[Heading], usual: Usual, time: str
) -> list[Duty]:
    duties = list[Duty]()
    if CONTACT.fullmatch(node.title.strip()):
        return duties
    headed = Note(Actors()) if words.startswith(node.title) else note_of(node.title)
    if not words.startswith(node.title) and (due := deadline(node.title, usual.year)):
        headed = replace(headed, time=headed.time or due.words)
    for block, month in chain.from_iterable(map(by_month, noted_blocks(words))):
        note = note_of(block)
        note = Note(
            note.actors or headed.actors,
            note.time or month or _time_behind(block) or headed.time or time,
            (*note.helpers, *headed.helpers),
        )
        for group in groups_of(block, usual.opening, usual.year):
            if spurs_on(group.text) or heads_table(group.text):
                continue
            if _is_no_duty(group.text) and not _says_more(group.text):
                continue
            before = duties[-1].title if duties else ""
            new_duties = _of_group(node, group, headings, note, usual, before)
            if duties and is_the_same_for_others(new_duties, duties[-1]):
                new_duties = [replace(duty, like=duties[-1].text) for duty in new_duties]
            duties += _asked_of_whom(new_duties, block)
    return told_apart(_with_acts(duties))


def is_the_same_for_others(duties: list[Duty], before: Duty) -> bool:
    """Whether duties have the act of the one before them, and say no number of their own beside its."""
    return bool(held(before.text)) and all(
        duty.title == before.title and not duty.quantity for duty in duties
    )


def _with_acts(duties: list[Duty]) -> list[Duty]:
    """Duties of one breath; of whom only the time is told (甲县3月底前，乙县4月底前完成换届) has the act of the next."""
    found = list[Duty]()
    for duty in reversed(duties):
        if duty.title and is_time_alone(duty.title) and found:
            own = found[-1]
            duty = replace(duty, title=own.title, quantity=own.quantity, like=own.text)
        elif found:
            duty = replace(duty, title=with_verb(duty.title, found[-1].title))
        found.append(duty)
    return found[::-1]


def _asked_of_whom(duties: list[Duty], block: str) -> list[Duty]:
    """Duties of words that share out one act (市残联负责培训，县残联负责组织): of whom their number is asked is not said."""
    if not PARTS_OF_ONE.search(block):
        return duties
    return [
        replace(duty, guesses=duty.guesses | {Guess.EACH}) if duty.quantity else duty
        for duty in duties
    ]


def _time_behind(block: str) -> str:
    """The time that stands alone in brackets behind all that is to be done by it: 召开会议，部署任务。（1月）"""
    match = TIME_BEHIND.search(block)
    is_time = match and times(match["time"]) and not without_times(match["time"]).strip()
    if match and any(times(aside[0]) for aside in IN_BRACKETS.finditer(block, 0, match.start())):
        # 建立制度（6月底前），开展评选（11月）: each act has its own.
        return ""
    return match["time"] if match and is_time else ""


def _says_more(text: str) -> bool:
    """Whether words say an act beside what nobody has to do."""
    return any(
        act_start(part) is not None and not NO_DUTY.search(part)
        for sentence in cut_after(SENTENCE_ENDS, text)
        for part in segments(sentence)
    )


def _is_no_duty(text: str) -> bool:
    """Whether words only refer to a table, or say who explains the paper."""
    words = text.strip()
    return bool(NO_DUTY.search(words) or REFERS.fullmatch(words) or KIND_ALONE.fullmatch(words))


def _of_group(
    node: Node, group: Group, headings: list[Heading], note: Note, usual: Usual, before: str
) -> list[Duty]:
    """The duties of a group, one for each time; `before` is the title of the duty before it, on which its words may lean."""
    text = group.text
    actors, guesses = _actors(group, text, headings, note, usual)
    counted = tuple(quantities(text))
    own, aside = whole_deadlines(text, usual.year, usual.issued), _time_behind(text)
    # 市残联3月、县残联4月召开: what the first of them is told is but when.
    aside = text if not (own or aside) and text.rstrip().endswith("、") else aside
    dues = own or (points_in_time(aside, usual.year, usual.issued) if aside else [])
    dues = dues or ([group.due] if group.due else [])
    noted = points_in_time(note.time, usual.year, usual.issued) if note.time else []
    is_noted = bool(noted) and (not dues or _is_by_the_end(dues, usual.year))
    if noted and not is_noted and note_of(text).time and not _is_among(noted, dues):
        # 6月底前完成。（完成时限：10月底）: the time of the words is taken.
        guesses |= {Guess.TIMES}
    if is_noted:
        dues = noted
    if not dues:
        guesses |= {Guess.DEADLINE}
    is_partly = says_partly(text, actors) or group.actor.is_some or actors.names
    if is_partly and Guess.OTHERS not in guesses:
        guesses |= {Guess.PARTLY}
    if counted and is_apiece(text, actors):
        guesses |= {Guess.APIECE}
    if counted and EACH_ASSOCIATION.search(text):
        guesses |= {Guess.APIECE}
    guesses |= several_marks(text, len(dues))
    if len(actors.levels) > 1 and counted and are_apart(text, len(counted)):
        # 县、乡分别不少于10户、5户: which number is whose is not told apart.
        guesses |= {Guess.APART}
    title = title_of(text, node.title)
    # Who is told but when (县残联每季度、市残联每半年检查一次) leans on what follows.
    title = title if text.rstrip().endswith("、") else title_after(before, title, text)
    untimed = TIME_BEHIND.sub("", text) if aside and (is_noted or not own) else text
    # Commissioners without a place have a mark of their own.
    named = (*actors.departments, *STAFF_NAMES) if Guess.STAFF in guesses else actors.departments
    known = replace(actors, departments=named)
    each = each_its_own(text, actors, dues)
    halves = HALVES.search(title) if len(dues) == len(HALF_NAMES) else None
    told = list[Duty]()
    for place, due in enumerate(dues or [None]):
        said = (
            _of_its_half(title, halves, place)
            or (title_of_thing(text, due.words) if due and len(dues) > 1 else "")
            or _with_rhythm(title, due, text)
        )
        marks = guesses | not_held_marks(due, text)
        marks |= overlooked(untimed, said, known, bool(dues), usual)
        if untold(text, said):
            marks |= {Guess.MORE}
        who = each[place] if each else actors
        told.append(Duty(node.path, who, due, counted, text.strip(), said, marks))
    return told


def _is_by_the_end(dues: list[Deadline], year: int) -> bool:
    """Whether times say no more than the year (年内, 全年): a note with a day says when."""
    return all(due.day == date(year, 12, 31) and not due.rhythm for due in dues)


def _is_among(noted: list[Deadline], dues: list[Deadline]) -> bool:
    """Whether the times of a note are among others, or say only that what recurs does so until the year's end."""
    days = {due.day for due in dues}
    recurs_only = all(due.rhythm for due in dues)
    return all(
        due.day in days or (recurs_only and due.day and due.day.month == DECEMBER) for due in noted
    )


def _of_its_half(title: str, halves: re.Match[str] | None, place: int) -> str:
    """The title of one of two times that are of the half and of the whole year: 报送半年、全年总结; "" where they are not."""
    return title.replace(halves[0], halves[place + 1], 1) if halves else ""


def _with_rhythm(title: str, due: Deadline | None, text: str) -> str:
    """A title with the words of a rhythm that no plan holds where they stand by its act, so that its number is not misread."""
    if due is None or not due.is_nearest or due.words in title:
        return title
    behind = text.partition(due.words)[2]
    is_beside = any(title[:BEGINNING] in part for part in segments(behind)[:1])
    return shortened(due.words + title) if is_beside else title


def _is_nobody_here(actor: Opening) -> bool:
    """Whether units are named that are neither the issuer nor below it."""
    return bool(actor.names and not actor.levels)


def _actors(
    group: Group, text: str, headings: list[Heading], note: Note, usual: Usual
) -> tuple[Actors, frozenset[Guess]]:
    """Who acts: by the note, by who opens the words, by the bodies that they speak of, by headings, by the addressees."""
    noted = at_or_below(note.actors, usual.own)
    helpers = tuple(
        dict.fromkeys([*noted.departments, *note.helpers, *group.actor.rooms, *departments(text)])
    )
    if noted.levels:
        return Actors(noted.levels, helpers, usual.some(noted.names)), frozenset()
    if noted.departments:
        return Actors((usual.own,), helpers), frozenset({Guess.LEVELS})
    if _is_nobody_here(group.actor):
        return Actors((), helpers), frozenset({Guess.OTHERS})
    if not group.actor and is_done_to_those_addressed(text, usual):
        return Actors((usual.own,), helpers), frozenset({Guess.LEVELS})
    if group.actor.is_staff:
        levels = below_or_same(group.actor.levels, usual.own)
        return Actors(levels, helpers), frozenset({Guess.STAFF})
    levels = group.actor.levels or levels_spoken_of(
        without_helped(without_citations(text)), usual.own
    )
    if levels:
        is_assumed = group.is_assumed and bool(group.actor.levels)
        guess = {Guess.NEXT} if is_assumed else {Guess.BODIES} if group.actor.is_bodies else set()
        is_alone = group.actor.levels and not AND_OTHERS.search(text)
        names = group.actor.names if is_alone else ()
        return Actors(levels, helpers, names), frozenset(guess)
    if JUDGED.match(text.strip()):
        return Actors((usual.own,), helpers), frozenset({Guess.LEVELS})
    levels, guesses = usual.levels(headings, text)
    if names_others(text, levels):
        guesses |= {Guess.PARTLY}
    return Actors(levels, helpers), guesses
