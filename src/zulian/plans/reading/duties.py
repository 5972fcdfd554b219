"""Duties (任务): what a clause makes whom do, by when; from its sentences, notes and task tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from zulian.documents.reading import Grid
from zulian.plans.reading.actors import (
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
    levels_spoken_of,
    named_actors,
    opening_actor,
)
from zulian.plans.reading.acts import RECURS, says_act, segments, series
from zulian.plans.reading.deadlines import OPENS, Deadline, deadline, deadlines, point_in_time
from zulian.plans.reading.helpers import Note, begins_with_note, departments, note_of
from zulian.plans.reading.quantities import Quantity, quantities
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after, without_citations
from zulian.plans.reading.titles import shortened, title_of
from zulian.plans.reading.tree import Node
from zulian.plans.reading.unread import unread

TASK_HEADS = ("任务", "工作内容", "事项", "内容", "工作要点", "项目", "措施")
ACTOR_HEADS = ("责任", "牵头", "承办", "落实单位", "单位", "配合", "协办", "科室")
TIME_HEADS = ("时限", "完成时间", "时间", "期限", "完成时限", "进度")
# No circular has so many duties; what goes beyond stays with the last.
MOST_GROUPS = 5000
# What is done for the grass roots by those above them.
FROM_ABOVE = re.compile("培训|待遇|报酬|岗位设置|指导|督导|考核|扶持|保障|解决")

# Some units are left out, or asked for another number.
PARTLY = re.compile(
    r"除[^，,。；;]{1,20}(?:外|以外)|其中[^。；;]{0,20}?(?:县|区|市|旗|乡|镇|街道)[^，,。；;、]{0,4}\d"
)

# A second deadline of the same act, no act of its own.
FINISHED = re.compile(rf"{OPENS.pattern}(?:全部|全面|基本)?完成(?:任务)?[。；;，,！]?\s*")


class Guess(StrEnum):
    """What of a task was not read but assumed."""

    LEVELS = "levels"  # nobody is named: the level below the issuer
    ADDRESSEES = "addressees"  # nobody is named in clause and headings: those to whom the circular is addressed
    BODIES = "bodies"  # nobody is named: those levels that have what it is about (专门协会)
    NEXT = "next"  # nobody is named before the next sentence: who acts there
    DEADLINE = "deadline"  # no time is named: the plan's default
    REST = "rest"  # words that were read neither as an act nor as part of one: perhaps a duty of its own
    PARTLY = (
        "partly"  # some units are excepted, or have numbers of their own: all have the same here
    )
    EACH = "each"  # whether a number is asked of each unit or of all together is not said: of each
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
    """What holds where a clause says nothing: the year, the levels addressed, the level below the issuer, the issuer's own; the paper's day."""

    year: int
    addressed: tuple[str, ...] = ()
    below: str = "county"
    own: str = "city"
    issued: date | None = None

    def opening(self, segment: str) -> Opening:
        """Whom a segment tells to act: nobody above the issuer; 各级 means the issuer as well."""
        found = opening_actor(segment)
        if found.is_everyone:
            return replace(found, levels=all_levels(self.own))
        below = below_or_same(found.levels, self.own)
        return replace(found, levels=below) if below or not found.levels else Opening()

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
                return in_order([*rest, *heading.levels]), guess
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


@dataclass
class _Group:
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


def _of_text(node: Node, words: str, headings: list[Heading], usual: Usual) -> list[Duty]:
    found = []
    for block in _noted_blocks(words):
        note = note_of(block)
        groups = [act for group in _groups(block, usual) for act in _acts(group, usual.year)]
        found += [
            duty for group in groups for duty in _of_group(node, group, headings, note, usual)
        ]
    return _told_apart(found)


def _noted_blocks(words: str) -> list[str]:
    """The words cut behind each note on who is responsible, when there are several; with one or none it holds for all."""
    blocks, current, noted = list[str](), "", False
    for sentence in cut_after(SENTENCE_ENDS, words):
        if noted and not begins_with_note(sentence) and len(blocks) < MOST_GROUPS:
            blocks.append(current)
            current, noted = "", False
        current += sentence
        noted = noted or bool(note_of(sentence).actors)
    blocks.append(current)
    return blocks if sum(bool(note_of(block).actors) for block in blocks) > 1 else [words]


def _groups(words: str, usual: Usual) -> list[_Group]:
    """The words cut where another actor begins, or where the same one is given a second deadline."""
    groups: list[_Group] = []
    for piece, actor in _pieces(words, usual):
        last = groups[-1] if groups else None
        if last and len(groups) >= MOST_GROUPS:
            last.pieces.append(piece)
        elif last is None or (
            actor and (last.actor or actor.is_everyone) and _is_other(actor, last.actor)
        ):
            rooms_of = (
                last.actor.levels if last and actor.rooms and not actor.levels else actor.levels
            )
            groups.append(_Group(Opening(rooms_of, actor.rooms), [piece]))
        elif last.has_deadline(usual.year) and _begins_anew(piece, actor, last, usual.year):
            # A second deadline in one breath is a second duty of the same actor, or of the first that is named.
            groups.append(_Group(last.actor or actor, [piece]))
        else:
            if actor and not last.actor:
                last.actor = actor
                last.named_after = len(last.text) if says_act(last.text) else 0
            last.pieces.append(piece)
    return groups


def _begins_anew(piece: str, actor: Opening, last: _Group, year: int) -> bool:
    """Whether a piece of the same actor sets a deadline at its beginning, be the actor named again or not.

    What says nothing but that the same is to be finished (12月底前完成) is no duty of its own; what recurs keeps its rhythm.
    """
    if actor:
        return bool(deadline(piece, year))
    if not OPENS.match(piece):
        return False
    before = deadline(last.text, year)
    return not FINISHED.fullmatch(piece) or bool(before and before.rhythm)


def _is_other(actor: Opening, last: Opening) -> bool:
    return (actor.levels, actor.rooms) != (last.levels, last.rooms)


def _pieces(words: str, usual: Usual) -> list[tuple[str, Opening]]:
    """Cut text where a new actor opens a sentence or a segment of one; what leads up to an actor stays with it."""
    found: list[tuple[list[str], Opening]] = []
    for sentence in cut_after(SENTENCE_ENDS, words):
        first = len(found)
        for segment in segments(sentence):
            if not segment.strip():
                continue
            actor = usual.opening(segment)
            if (
                actor
                and len(found) == first + 1
                and not found[-1][1]
                and not deadline(found[-1][0][-1], 2000)
            ):
                found[-1] = ([*found[-1][0], segment], actor)
            elif actor or len(found) == first or OPENS.match(segment):
                found.append(([segment], actor))
            else:
                found[-1][0].append(segment)
    return [("".join(parts), actor) for parts, actor in found]


def _acts(group: _Group, year: int) -> list[_Group]:
    """A group cut into its acts: one for each sentence that says one, one for each of a series within a sentence."""
    found: list[_Group] = []
    has_act, place = False, 0
    for sentence in cut_after(SENTENCE_ENDS, group.text):
        is_act = not begins_with_note(sentence) and says_act(sentence)
        listed = series(sentence) if is_act else [sentence]
        # What recurs has its time for itself.
        once = "".join(part for part in listed if not RECURS.match(part.strip()))
        shared = deadline(once, year) if len(listed) > 1 else None
        for part in listed:
            if found and not (is_act and has_act and len(found) < MOST_GROUPS):
                found[-1].pieces.append(part)
                found[-1].due = found[-1].due or shared
            else:
                is_assumed = place < group.named_after
                found.append(_Group(group.actor, [part], shared, is_assumed=is_assumed))
            has_act = has_act or is_act
            place += len(part)
    return found


def _of_group(
    node: Node, group: _Group, headings: list[Heading], note: Note, usual: Usual
) -> list[Duty]:
    text = group.text
    actors, guesses = _actors(group, text, headings, note, usual)
    dues = deadlines(text, usual.year, usual.issued) or ([group.due] if group.due else [])
    if not dues and note.time and (noted := point_in_time(note.time, usual.year)):
        dues = [noted]
    if not dues:
        guesses |= {Guess.DEADLINE}
    if PARTLY.search(text):
        guesses |= {Guess.PARTLY}
    if unread(text):
        guesses |= {Guess.REST}
    title = title_of(text, node.title)
    counted = tuple(quantities(text))
    return [
        Duty(node.path, actors, due, counted, text.strip(), title, guesses)
        for due in (dues or [None])  # type: ignore[list-item]
    ]


def _actors(
    group: _Group, text: str, headings: list[Heading], note: Note, usual: Usual
) -> tuple[Actors, frozenset[Guess]]:
    """Who acts: by the note, by who opens the words, by the bodies that they speak of, by headings, by the addressees."""
    noted = at_or_below(note.actors, usual.own)
    helpers = tuple(dict.fromkeys([*noted.departments, *group.actor.rooms, *departments(text)]))
    if noted.levels:
        return Actors(noted.levels, helpers), frozenset()
    if noted.departments:
        return Actors((usual.own,), helpers), frozenset({Guess.LEVELS})
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
    return Duty(path, named, due, tuple(quantities(text)), text, title_of(text), guesses)


def _column(heads: list[str], names: tuple[str, ...]) -> int | None:
    for name in names:
        for place, head in enumerate(heads):
            if name in head:
                return place
    return None


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
