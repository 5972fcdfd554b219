"""Duties (任务): what a clause makes whom do, by when; from its sentences, notes and task tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zulian.documents.reading import Grid
from zulian.plans.reading.actors import (
    ANY,
    Actors,
    Heading,
    Opening,
    all_levels,
    association_levels,
    at_or_below,
    below_or_same,
    heading_levels,
    in_order,
    is_of_associations,
    levels_in,
    levels_spoken_of,
    named_actors,
    opening_actor,
)
from zulian.plans.reading.acts import segments
from zulian.plans.reading.deadlines import Deadline, deadline, deadlines, point_in_time
from zulian.plans.reading.groups import Group, groups_of, noted_blocks
from zulian.plans.reading.helpers import Note, departments, note_of
from zulian.plans.reading.quantities import Quantity, quantities
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after, without_citations
from zulian.plans.reading.targets import not_held
from zulian.plans.reading.titles import shortened, title_after, title_of
from zulian.plans.reading.tree import Node
from zulian.plans.reading.unread import unread
from zulian.plans.reading.untold import untold

TASK_HEADS = ("任务", "工作内容", "事项", "内容", "工作要点", "项目", "措施")
ACTOR_HEADS = ("责任", "牵头", "承办", "落实单位", "单位", "配合", "协办", "科室")
TIME_HEADS = ("时限", "完成时间", "时间", "期限", "完成时限", "进度")
# What is done for the grass roots by those above them.
FROM_ABOVE = re.compile("培训|待遇|报酬|岗位设置|指导|督导|考核|扶持|保障|解决")

# Some units are left out, or asked for another number.
PARTLY = re.compile(
    r"除[^，,。；;]{1,20}(?:外|以外)|其中[^。；;]{0,20}?(?:县|区|市|旗|乡|镇|街道)[^，,。；;、]{0,4}\d"
)

# How many signs of a title show where its act stands.
BEGINNING = 4
# For how many units each a number is asked.
EACH_UNIT = re.compile(rf"每一?个?(?P<run>(?>{ANY}))[^，,。；;]{{0,16}}?\d")


class Guess(StrEnum):
    """What of a task was not read but assumed."""

    LEVELS = "levels"  # nobody is named: the level below the issuer
    ADDRESSEES = "addressees"  # nobody is named in clause and headings: those to whom the circular is addressed
    HEADINGS = (
        "headings"  # nobody is named: those addressed, and those whom a heading above names as well
    )
    BODIES = "bodies"  # nobody is named: those levels that have what it is about (专门协会)
    NEXT = "next"  # nobody is named before the next sentence: who acts there
    DEADLINE = "deadline"  # no time is named: the plan's default
    RHYTHM = "rhythm"  # the words name a rhythm, or a span of a number, that no plan holds
    MORE = "more"  # the words ask for acts that the title does not say: perhaps duties of their own
    REST = "rest"  # words that were read neither as an act nor as part of one: perhaps a duty of its own
    OTHERS = "others"  # units are named that are neither the issuer nor below it: nobody here acts
    PARTLY = (
        "partly"  # some units are excepted, or have numbers of their own: all have the same here
    )
    EACH = "each"  # whether a number is asked of each unit or of all together is not said: of each
    APIECE = "apiece"  # a number is asked for each unit below those who act: it is not multiplied
    TEXT = "text"  # the words of its clause were changed in the review: who, when and how much may have changed too
    MEASURE = "measure"  # no register is named: measures that suit any clause, or one found by a general word


@dataclass(frozen=True)
class Duty:
    """One duty: the path of its clause, who acts, by when, how much, in which words, its title, and what was guessed."""

    clause: str
    actors: Actors
    deadline: Deadline | None
    quantity: tuple[Quantity, ...]
    text: str
    title: str = ""
    guesses: frozenset[Guess] = frozenset()


@dataclass(frozen=True)
class Usual:
    """What holds where a clause says nothing: the year, the levels addressed, the level below the issuer, the issuer's own.

    And what the paper says of itself: the day of its issue, its issuer's name.
    """

    year: int
    addressed: tuple[str, ...] = ()
    below: str = "county"
    own: str = "city"
    issued: date | None = None
    issuer: str = ""

    def opening(self, segment: str) -> Opening:
        """Whom a segment tells to act: nobody above the issuer; 各级 means the issuer as well."""
        found = opening_actor(segment)
        if found.is_everyone:
            return replace(found, levels=all_levels(self.own))
        if found.is_addressed:
            return replace(found, levels=self.addressed or (self.below,))
        if found.names:
            return self._named(found)
        below = below_or_same(found.levels, self.own)
        return replace(found, levels=below) if below or not found.levels else Opening()

    def _named(self, found: Opening) -> Opening:
        """Whom names tell to act: some of a level below the issuer, the issuer itself, or nobody here."""
        if any(name in self.issuer for name in found.names if len(name) > 2):
            return replace(found, levels=(self.own,), names=(), is_some=False)
        below = tuple(level for level in found.levels if level != self.own)
        return replace(found, levels=below_or_same(below, self.own))

    def levels(
        self, headings: Sequence[Heading], text: str
    ) -> tuple[tuple[str, ...], frozenset[Guess]]:
        """The levels of a duty that names nobody: by its headings (the nearest last), by what it is about, by the addressees."""
        rest = self.addressed or (self.below,)
        guess = frozenset({Guess.ADDRESSEES if self.addressed else Guess.LEVELS})
        titles = [title_of(text), *(heading.title for heading in reversed(headings))]
        bodies = association_levels(self.own) if is_of_associations(titles) else ()
        for heading in reversed(headings):
            if heading.levels and not heading.is_focus:
                return _within(heading.levels, bodies), frozenset()
            if bodies:
                continue
            if heading.levels and not FROM_ABOVE.search(text):
                levels = in_order([*rest, *heading.levels])
                return levels, guess if set(levels) == set(rest) else frozenset({Guess.HEADINGS})
        return (bodies, frozenset({Guess.BODIES})) if bodies else (rest, guess)


def _within(levels: tuple[str, ...], bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some levels that have what a duty is about; all of them where none has."""
    return tuple(level for level in levels if level in bodies) or levels


def duties(top: list[Node], usual: Usual) -> list[Duty]:
    """Duties of all clauses that have no items below them, and of task tables anywhere."""
    return [duty for section in top for duty in _of_node(section, [], usual)]


def _of_node(node: Node, above: list[Heading], usual: Usual) -> Iterator[Duty]:
    headings = [*above, heading_levels(node.title, usual.own)]
    words = _words(node, usual)
    if words and not (node.items and not _commands(words, usual)):
        yield from _of_text(node, words, headings, usual)
    for table in node.tables:
        yield from of_table(node.path, table, usual)
    if lead := _lead(node, usual):
        headings.append(Heading(lead))
    for item in node.items:
        yield from _of_node(item, headings, usual)


def _lead(node: Node, usual: Usual) -> tuple[str, ...]:
    """The levels that the words above 一是…二是… tell to act: 县残联要做到：一是…."""
    if not node.items or node.items[0].style != "one_is":
        return ()
    openings = [
        usual.opening(segment)
        for sentence in cut_after(SENTENCE_ENDS, node.text)
        for segment in segments(sentence)
    ]
    return next((opening.levels for opening in reversed(openings) if opening.levels), ())


def _words(node: Node, usual: Usual) -> str:
    """The words of a clause that set duties; a heading that names an actor or a deadline is one of them."""
    if not node.text:
        return "" if node.items else node.title
    return (
        node.title + node.stop + node.text
        if node.title and _commands(node.title, usual)
        else node.text
    )


def _commands(words: str, usual: Usual) -> bool:
    """Whether text above a list of items, or a heading, sets a duty of its own: an actor or a deadline."""
    return bool(
        deadline(words, 2000) or any(usual.opening(s) for s in cut_after(SENTENCE_ENDS, words))
    )


def _of_text(node: Node, words: str, headings: list[Heading], usual: Usual) -> list[Duty]:
    found = list[Duty]()
    for block in noted_blocks(words):
        note = note_of(block)
        for group in groups_of(block, usual.opening, usual.year):
            before = found[-1].title if found else ""
            found += _of_group(node, group, headings, note, usual, before)
    return _told_apart(found)


def _of_group(
    node: Node, group: Group, headings: list[Heading], note: Note, usual: Usual, before: str
) -> list[Duty]:
    """The duties of a group, one for each time; `before` is the title of the duty before it, on which its words may lean."""
    text = group.text
    actors, guesses = _actors(group, text, headings, note, usual)
    counted = tuple(quantities(text))
    dues = deadlines(text, usual.year, usual.issued) or ([group.due] if group.due else [])
    if not dues and note.time and (noted := point_in_time(note.time, usual.year)):
        dues = [noted]
    if not dues:
        guesses |= {Guess.DEADLINE}
    if (PARTLY.search(text) or group.actor.is_some) and Guess.OTHERS not in guesses:
        guesses |= {Guess.PARTLY}
    if counted and _is_apiece(text, actors):
        guesses |= {Guess.APIECE}
    if unread(text):
        guesses |= {Guess.REST}
    title = title_after(before, title_of(text, node.title), text)
    if untold(text, title):
        guesses |= {Guess.MORE}
    return [
        Duty(
            node.path,
            actors,
            due,
            counted,
            text.strip(),
            _with_rhythm(title, due, text),
            guesses | _not_held(due, text),
        )
        for due in (dues or [None])  # type: ignore[list-item]
    ]


def _is_apiece(text: str, actors: Actors) -> bool:
    """Whether a number is asked for each unit below all who act: 市残联每县（区）抽查2个乡镇."""
    below = [level for found in EACH_UNIT.finditer(text) for level in levels_in(found["run"])]
    return bool(actors.levels) and any(
        level not in actors.levels and below_or_same([level], actors.levels[-1]) for level in below
    )


def _with_rhythm(title: str, due: Deadline | None, text: str) -> str:
    """A title with the words of a rhythm that no plan holds where they stand by its act, so that its number is not misread."""
    if due is None or not due.is_nearest or due.words in title:
        return title
    behind = text.partition(due.words)[2]
    is_beside = any(title[:BEGINNING] in part for part in segments(behind)[:1])
    return shortened(due.words + title) if is_beside else title


def _not_held(due: Deadline | None, text: str) -> frozenset[Guess]:
    """The mark of a time, or of a number over a time, that no plan holds."""
    is_nearest = due is not None and due.is_nearest
    return frozenset({Guess.RHYTHM} if is_nearest or not_held(text) else ())


def _is_nobody_here(actor: Opening) -> bool:
    """Whether units are named that are neither the issuer nor below it."""
    return bool(actor.names and not actor.levels)


def _actors(
    group: Group, text: str, headings: list[Heading], note: Note, usual: Usual
) -> tuple[Actors, frozenset[Guess]]:
    """Who acts: by the note, by who opens the words, by the bodies that they speak of, by headings, by the addressees."""
    noted = at_or_below(note.actors, usual.own)
    helpers = tuple(dict.fromkeys([*noted.departments, *group.actor.rooms, *departments(text)]))
    if noted.levels:
        return Actors(noted.levels, helpers), frozenset()
    if noted.departments:
        return Actors((usual.own,), helpers), frozenset({Guess.LEVELS})
    if _is_nobody_here(group.actor):
        return Actors((), helpers), frozenset({Guess.OTHERS})
    levels = group.actor.levels or levels_spoken_of(without_citations(text), usual.own)
    if levels:
        is_assumed = group.is_assumed and bool(group.actor.levels)
        return Actors(levels, helpers), frozenset({Guess.NEXT} if is_assumed else ())
    levels, guesses = usual.levels(headings, text)
    return Actors(levels, helpers), guesses


def _told_apart(found: list[Duty]) -> list[Duty]:
    """Duties of one clause with the same title, told apart by their deadlines."""
    titles = Counter(duty.title for duty in found)
    return [
        replace(duty, title=shortened(f"{duty.title}（{duty.deadline.words}）"))
        if duty.deadline and titles[duty.title] > 1
        else duty
        for duty in found
    ]


def of_table(path: str, table: Grid, usual: Usual) -> list[Duty]:
    """Duties of a table 任务｜责任单位｜时限; none when its first row has no such heads."""
    if len(table.rows) < 2:
        return []
    rows = table.filled
    heads = ["".join(cell.split()) for cell in rows[0]]
    what, when = _column(heads, TASK_HEADS), _column(heads, TIME_HEADS)
    who = [
        n
        for n, head in enumerate(heads)
        if n not in {what, when} and any(name in head for name in ACTOR_HEADS)
    ]
    if what is None or (not who and when is None):
        return []
    return [_of_row(path, row, what, who, when, usual) for row in rows[1:] if _cell(row, what)]


def _of_row(
    path: str, row: tuple[str, ...], what: int, who: list[int], when: int | None, usual: Usual
) -> Duty:
    text = _cell(row, what)
    guesses: frozenset[Guess] = frozenset()
    words = "、".join(_cell(row, place) for place in who if _cell(row, place))
    named = at_or_below(named_actors(words), usual.own)
    if not named.levels:
        if named.departments:
            named, guesses = replace(named, levels=(usual.own,)), frozenset({Guess.LEVELS})
        else:
            levels, guesses = usual.levels([], text)
            named = replace(named, levels=levels)
    due = point_in_time(_cell(row, when), usual.year) or deadline(text, usual.year)
    if due is None:
        guesses |= {Guess.DEADLINE}
    guesses |= _not_held(due, text)
    return Duty(path, named, due, tuple(quantities(text)), text, title_of(text), guesses)


def _column(heads: list[str], names: tuple[str, ...]) -> int | None:
    for name in names:
        for place, head in enumerate(heads):
            if name in head:
                return place
    return None


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
