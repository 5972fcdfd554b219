"""When the words of a clause are changed in the review: what its tasks say follows, and they are marked to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from zulian.foundation.audit import audited
from zulian.plans.models import Clause, Task
from zulian.plans.reading.actors import Actors, opening_actor
from zulian.plans.reading.acts import says_act, segments
from zulian.plans.reading.blocks import noted_blocks
from zulian.plans.reading.duties import Guess, Usual, overlooked
from zulian.plans.reading.groups import Group, groups_of
from zulian.plans.reading.levels import level_below, level_of_issuer
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.unread import NO_DUTY, REFERS, heads_table, spurs_on, stands_alone
from zulian.plans.reading.untold import untold
from zulian.plans.services import likeness

# Spaces and stops change nothing of what is asked for.
NO_WORDS = re.compile(r"[\s，,。；;、：:！!]+")
# A task's words are found again in a sentence that is at least so alike.
ALIKE = 0.5
# So many signs on both sides of a cut tell where it lies in the paper.
BESIDE = 12


@dataclass(frozen=True)
class Words:
    """Heading and text of a clause without what changes nothing, and the pieces of its text that say one duty each, with who acts.

    Whoever opens a sentence acts in all of its pieces.
    """

    plain: str
    pieces: dict[str, tuple[str, ...]]


def words_of(clause: Clause) -> Words:
    """The words of a clause as they are now."""
    pieces = {
        _plain(group.text): (*group.actor.levels, *group.actor.names) for group in _groups(clause)
    }
    return Words(_plain(clause.title + clause.text), pieces)


def is_said(task: Task, clause: Clause) -> bool:
    """Whether the words of a task stand in a clause."""
    return _plain(task.text) in words_of(clause).plain


def follow(clause: Clause, before: Words) -> list[Task]:
    """After the words of a clause changed: mark the tasks whose own words stood there `before` and do so no longer, or go on.

    They say from now on what the clause says; where that is what the paper says, as it came in, there is nothing to be looked
    at. Returns them.
    """
    now = words_of(clause)
    if now == before:
        return []
    tasks = list(clause.tasks.all())
    changed = [task for task in tasks if _is_changed(_plain(task.text), before, now)]
    original = _plain("".join(_lines(clause.circular.paper)))
    for task in changed:
        own = _plain(task.text)
        is_of_others = own in now.pieces and now.plain not in original
        with audited("task.reword", task):
            task.text = _reworded(task, clause, is_alone=len(tasks) == 1)
            task.guesses = sorted(_marks(task, original, is_of_others=is_of_others))
            task.save(update_fields=["text", "guesses"])
    return changed


def _is_changed(own: str, before: Words, now: Words) -> bool:
    """Whether a task's own words are gone, were a whole duty and now go on (名册 → 名册，签订责任书), or are said of others."""
    is_gone = own in before.plain and own not in now.plain
    return is_gone or (own in before.pieces and before.pieces[own] != now.pieces.get(own))


def _marks(task: Task, original: str, *, is_of_others: bool) -> set[str]:
    """What is to be looked at of a task whose words were changed, or are said of others now."""
    marks = set(task.guesses) - {
        Guess.TEXT,
        Guess.MORE,
        Guess.REST,
        Guess.TIMES,
        Guess.NUMBERS,
        Guess.ACTORS,
    }
    if is_of_others or _plain(task.text) not in original:
        marks.add(Guess.TEXT)
    if untold(task.text, task.name):
        marks.add(Guess.MORE)
    circular = task.circular
    return marks | overlooked(
        task.text,
        task.name,
        Actors(tuple(task.levels), tuple(task.partners.split("、"))),
        bool(task.due or task.rhythm),
        Usual(circular.year, issued=circular.issued_on),
    )


def _lines(paper: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The words of a paper as it came in, line by line, cell by cell."""
    for block in paper:
        yield block.get("line", "")
        yield from (cell for row in block.get("table", []) for cell in row)


def without_task(clause: Clause, tasks: Sequence[Task]) -> list[str]:
    """The sentences of a clause that ask for an act and stand in the words of none of its tasks; none where it has no task."""
    if not tasks:
        return []
    # An act of several times is a task for each of them.
    texts = list(dict.fromkeys(_plain(task.text) for task in tasks))
    said = "".join(texts)
    return [
        sentence.strip()
        for line in clause.text.split("\n")
        # Of a table's row the cell with the duty stands in a task.
        if not _is_told([_plain(cell) for cell in line.split("\t")], texts)
        for sentence in cut_after(SENTENCE_ENDS, line)
        if _asks_for_something(sentence)
        and _plain(sentence) not in said
        and not REFERS.fullmatch(sentence.strip())
    ]


def _asks_for_something(sentence: str) -> bool:
    """Whether a sentence says an act, or tells somebody to do what is no known act (将奖牌分发到乡镇, 及时沟通).

    An aim (做到…), a condition, a number or a time alone asks for nothing; neither do words of zeal.
    """
    if spurs_on(sentence) or NO_DUTY.search(sentence) or heads_table(sentence):
        return False
    return says_act(sentence) or any(
        opening_actor(part) or stands_alone(part) for part in segments(sentence)
    )


def _is_told(cells: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether a task says the words of a cell of a row, with the number of the row behind them or without."""
    ends = {"", *cells}
    return any(
        text.startswith(cell) and text[len(cell) :] in ends
        for cell in cells[:-1]
        if cell
        for text in texts
    )


def break_between(before: Clause, clause: Clause) -> str:
    """What stands between two clauses that become one: what was cut off goes back into its paragraph, unless the paper breaks there."""
    if not clause.is_cut_off or clause.title:
        return "\n"
    end, start = before.text[-BESIDE:], clause.text[:BESIDE]
    lines = [line.strip() for line in _lines(clause.circular.paper)]
    is_there = any(one.endswith(end) and other.startswith(start) for one, other in pairwise(lines))
    return "\n" if is_there else ""


def share_out(clause: Clause, new: Clause, before: Words) -> None:
    """After the end of a clause became one of its own: tasks whose words went there go along; those cut in two are marked."""
    rest, moved = words_of(clause).plain, words_of(new).plain
    for task in clause.tasks.all():
        own = _plain(task.text)
        if own and own in moved and own not in rest:
            with audited("task.move", task):
                task.clause = new
                task.save(update_fields=["clause"])
    follow(clause, before)


def _plain(text: str) -> str:
    return NO_WORDS.sub("", text)


def _reworded(task: Task, clause: Clause, *, is_alone: bool) -> str:
    """What a clause says now in the place of a task's words: all of it where it has no other, else the likest of its pieces.

    It is cut as the reading cuts it, so that words which are put back give the same pieces again.
    """
    if is_alone:
        return clause.text or task.text
    pieces = [group.text for group in _groups(clause)]
    if not pieces:
        return task.text
    score, best = max((likeness.of_words(task.text, one), one) for one in pieces)
    return best.strip().rstrip("，,；;、") if score >= ALIKE else task.text


def _groups(clause: Clause) -> Iterator[Group]:
    """The pieces of a clause's words that say one duty each."""
    circular = clause.circular
    own = level_of_issuer(circular.issuer)
    usual = Usual(
        circular.year,
        below=level_below(own),
        own=own or "city",
        issued=circular.issued_on,
        issuer=circular.issuer,
    )
    for block in noted_blocks(clause.text):
        yield from groups_of(block, usual.opening, circular.year)
