"""Duties (任务): what a clause makes whom do, by when; from its sentences, notes and task tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zulian.documents.reading import Grid
from zulian.plans.reading.actors import Actors, departments, named_actors, opening_levels, responsible
from zulian.plans.reading.deadlines import Deadline, deadline
from zulian.plans.reading.quantities import Quantity, quantities
from zulian.plans.reading.tree import Node

SENTENCE = re.compile(r"[^。；;！\n]*[。；;！\n]?")
SEGMENT = re.compile(r"[^，,]*[，,]?")
# A segment that begins with a deadline of its own.
OPENS = re.compile(
    r"(?:并?在)?(?:今年|本年)?(?:年(?:底|末|终)|\d{1,2}月(?:\d{1,2}日|底|末|份|上旬|中旬|下旬)?)(?:之前|以前|前)"
)
TASK_HEADS = ("任务", "工作内容", "事项", "内容", "工作要点", "项目", "措施")
ACTOR_HEADS = ("责任单位", "责任部门", "牵头单位", "承办单位", "落实单位", "单位", "责任科室")
TIME_HEADS = ("时限", "完成时间", "时间", "期限", "完成时限", "进度")


@dataclass(frozen=True)
class Duty:
    """One duty: the path of its clause, who acts, by when, how much, in which words."""

    clause: str
    actors: Actors
    deadline: Deadline | None
    quantity: tuple[Quantity, ...]
    text: str


def duties(top: list[Node], year: int, default: tuple[str, ...]) -> list[Duty]:
    """Duties of all clauses that have no items below them, and of task tables anywhere."""
    found: list[Duty] = []
    for section in top:
        for node in section.walk():
            words = node.text or ("" if node.items else node.title)
            if words and not (node.items and not _commands(words)):
                found += _of_text(node, words, year, default)
            for table in node.tables:
                found += of_table(node.path, table, year, default)
    return found


def _commands(words: str) -> bool:
    """Whether text above a list of items sets a duty of its own: an actor or a deadline."""
    return bool(deadline(words, 2000) or any(opening_levels(s) for s in SENTENCE.findall(words)))


def _of_text(node: Node, words: str, year: int, default: tuple[str, ...]) -> list[Duty]:
    noted = responsible(words)
    if noted:
        return [_duty(node, words, noted, year)]
    groups: list[_Group] = []
    for piece, levels in _pieces(words):
        last = groups[-1] if groups else None
        if last is None or (levels and last.levels and levels != last.levels):
            groups.append(_Group(levels, [piece]))
        elif not levels and OPENS.match(piece) and last.has_deadline(year):
            # A second deadline in one breath is a second duty of the same actor.
            groups.append(_Group(last.levels, [piece]))
        else:
            last.levels = last.levels or levels
            last.pieces.append(piece)
    return [_duty(node, group.text, Actors(group.levels or default, departments(group.text)), year) for group in groups]


@dataclass
class _Group:
    """Pieces of a text that say one duty, and who must act."""

    levels: tuple[str, ...]
    pieces: list[str]
    _timed: bool = False
    _looked_at: int = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def has_deadline(self, year: int) -> bool:
        """Whether a piece sets a deadline; each piece is looked at once, however often this is asked."""
        self._timed = self._timed or any(deadline(piece, year) for piece in self.pieces[self._looked_at :])
        self._looked_at = len(self.pieces)
        return self._timed


def _pieces(words: str) -> list[tuple[str, tuple[str, ...]]]:
    """Cut text where a new actor opens a sentence or a segment of one."""
    found: list[tuple[list[str], tuple[str, ...]]] = []
    for sentence in SENTENCE.findall(words):
        for place, segment in enumerate(SEGMENT.findall(sentence)):
            if not segment.strip():
                continue
            levels = opening_levels(segment)
            if levels or place == 0 or not found or OPENS.match(segment):
                found.append(([segment], levels))
            else:
                found[-1][0].append(segment)
    return [("".join(segments), levels) for segments, levels in found]


def _duty(node: Node, text: str, actors: Actors, year: int) -> Duty:
    return Duty(node.path, actors, deadline(text, year), tuple(quantities(text)), text.strip())


def of_table(path: str, table: Grid, year: int, default: tuple[str, ...]) -> list[Duty]:
    """Duties of a table 任务｜责任单位｜时限; none when its first row has no such heads."""
    if len(table.rows) < 2:
        return []
    heads = ["".join(cell.split()) for cell in table.rows[0]]
    what, who, when = (_column(heads, names) for names in (TASK_HEADS, ACTOR_HEADS, TIME_HEADS))
    if what is None or (who is None and when is None):
        return []
    found = []
    for row in table.rows[1:]:
        text = _cell(row, what)
        if not text:
            continue
        actors = named_actors(_cell(row, who)) if who is not None else Actors()
        if not actors.levels:
            actors = replace(actors, levels=default)
        due = deadline(_cell(row, when) + "前", year) or deadline(_cell(row, when), year) if when is not None else None
        found.append(Duty(path, actors, due or deadline(text, year), tuple(quantities(text)), text))
    return found


def _column(heads: list[str], names: tuple[str, ...]) -> int | None:
    for name in names:
        for place, head in enumerate(heads):
            if name in head:
                return place
    return None


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
