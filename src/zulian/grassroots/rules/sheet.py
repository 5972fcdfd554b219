"""Reading a standard from the usual sheet: 项目｜分值｜考核内容｜评分标准｜责任单位, with merged cells and nested scores. Pure.

What belongs together is told by how far cells reach down: a merged cell, or one with blank cells below it, holds for all
rows it covers. A score belongs to the item or group that covers the same rows; （5分） inside a text scores that text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from zulian.grassroots.rules.sheet_words import (
    ASIDE,
    BONUS,
    FEWEST,
    FOOTERS,
    FORM,
    HEADS,
    NOISE,
    NOTHING,
    NUMBER,
    PASSES,
    SCORED,
    SEARCHED,
    SUBTOTALS,
    TOTALS,
    VETO,
)

Ranges = Sequence[tuple[tuple[int, int], tuple[int, int]]]
CENT = Decimal("0.01")


class SheetError(ValueError):
    """Why a sheet can't be read as a standard: `kind` names the reason, `place` says where."""

    def __init__(self, kind: str, place: str = "") -> None:
        super().__init__(kind, place)
        self.kind, self.place = kind, place


@dataclass
class Entry:
    """An item as read: a group has children. `top` and `bottom` are the rows of the sheet it covers, from 0."""

    top: int
    bottom: int
    title: str = ""
    asked: str = ""
    rule: str = ""
    points: Decimal | None = None
    veto: bool = False
    passes: bool = False
    checker: str = ""
    evidence: str = ""
    method: str = ""
    children: list[Entry] = field(default_factory=list)

    def walk(self) -> Iterator[Entry]:
        """Itself and everything below, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def worth(self) -> Decimal:
        """Its points, or those of its children together."""
        return (
            self.points
            if self.points is not None
            else sum((c.worth for c in self.children), Decimal(0))
        )


@dataclass
class Reading:
    """The items of a sheet, the total it names itself, and the rows (from 1) whose points were shared out by us.

    bonus: the rows that add to the whole, which are worth nothing by themselves. beside: the headings of columns that no item has a
    place for; what they say stands in its rule.
    """

    entries: list[Entry]
    total: Decimal | None = None
    shared: list[int] = field(default_factory=list)
    bonus: list[int] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """A text and the rows that it covers."""

    text: str
    top: int
    bottom: int


class Grid:
    """The data rows of a sheet below its heading, each cell with how far it reaches."""

    def __init__(self, rows: list[list[str]], ranges: Ranges) -> None:
        self.rows = [[cell.strip() for cell in row] for row in rows]
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        for (top, left), (bottom, right) in ranges:
            for row in range(top, min(bottom, len(rows) - 1) + 1):
                for column in range(left, right + 1):
                    self.spans[row, column] = top, bottom
        self.heading, self.columns = self._find_heading()
        self.data = [n for n in range(self.heading + 1, len(self.rows)) if any(self.rows[n])]

    def _find_heading(self) -> tuple[int, list[tuple[str, int]]]:
        """The row of headings and its known columns; a heading of two rows counts as its lower one."""
        best: tuple[int, list[tuple[str, int]]] = (0, [])
        for n, row in enumerate(self.rows[:SEARCHED]):
            found = [(key, place) for place, text in enumerate(row) if (key := head_key(text))]
            if len({key for key, _place in found}) >= max(
                FEWEST, len({key for key, _place in best[1]})
            ):
                best = n, found
        kinds = {key for key, _place in best[1]}
        if not best[1] or "points" not in kinds or not kinds & {"asked", "rule"}:
            raise SheetError("heading")
        return best

    def places(self, key: str) -> list[int]:
        return [place for kind, place in self.columns if kind == key]

    def cell(self, row: int, column: int) -> Cell:
        """The cell with its reach: merged, or a text with blank cells below it."""
        top, bottom = self.spans.get((row, column), (row, row))
        text = self._text(top, column)
        while not text and top > self.data[0]:
            top = self.spans.get((top - 1, column), (top - 1, 0))[0]
            text = self._text(top, column)
        while (
            bottom + 1 < len(self.rows)
            and not self._text(bottom + 1, column)
            and self._goes_on(bottom + 1)
        ):
            bottom = self.spans.get((bottom + 1, column), (0, bottom + 1))[1]
        return Cell(text, top, bottom)

    def _text(self, row: int, column: int) -> str:
        found = self.rows[row]
        return found[column] if column < len(found) else ""

    def _goes_on(self, row: int) -> bool:
        """Whether a row is one of data: neither blank nor a title across the sheet nor a total."""
        return any(self.rows[row]) and not self.is_section(row) and not self.is_aside(row)

    def is_section(self, row: int) -> bool:
        """Whether a row is a title across the sheet."""
        texts = {self._text(row, place) for _key, place in self.columns}
        return len(texts) == 1 and bool(next(iter(texts))) and len(self.columns) > 1

    def is_aside(self, row: int) -> bool:
        """Whether a row is a total or a footnote."""
        first = next((text for text in self.rows[row] if text), "").replace(" ", "")
        return first.startswith((*TOTALS, *FOOTERS)) or self.is_subtotal(row)

    def is_subtotal(self, row: int) -> bool:
        """Whether a row sums up the rows above it, in whichever column it says so."""
        return any("".join(text.split()) in SUBTOTALS for text in self.rows[row])

    @cached_property
    def beside(self) -> list[tuple[str, int]]:
        """The columns that no item has a place for though something stands in them, by their headings."""
        known = {place for _key, place in self.columns}
        found = []
        for place, head in enumerate(self.rows[self.heading]):
            plain = "".join(head.split())
            if place in known or not plain or plain in FORM:
                continue
            if any(self._text(row, place) for row in self.data if not self.is_section(row)):
                found.append((plain, place))
        return found


def head_key(text: str) -> str:
    """What a heading stands for, "" for an unknown one."""
    own = "".join(text.split())
    plain = NOISE.sub("", ASIDE.sub("", own)) or NOISE.sub("", own)
    return next((key for key, words in HEADS.items() if plain in words or own in words), "")


def read_standard(rows: list[list[str]], ranges: Ranges) -> Reading:
    """The items of a sheet. `ranges` are its merged cells as ((top, left), (bottom, right)), all filled with their text."""
    grid = Grid(rows, ranges)
    reading = Reading([], beside=[head for head, _place in grid.beside])
    for title, block in _sections(grid, reading):
        items = _build(
            grid,
            block,
            [*grid.places("project"), *grid.places("asked")[:1], *grid.places("rule")[:1]],
        )
        _place_points(grid, block, items)
        _note_bonus(grid, block, items, reading)
        if title:
            reading.entries.append(Entry(block[0], block[-1], title=title, children=items))
        else:
            reading.entries += items
    if not reading.entries:
        raise SheetError("empty")
    for entry in reading.entries:
        _finish(entry, reading)
    return reading


def _sections(grid: Grid, reading: Reading) -> Iterator[tuple[str, list[int]]]:
    """The rows of data by the titles that stand across the sheet above them."""
    title, block = "", list[int]()
    for row in grid.data:
        if grid.is_subtotal(row):
            continue
        if grid.is_aside(row):
            number = next((n for text in grid.rows[row] if (n := _number(text)) is not None), None)
            reading.total = reading.total or number
            continue
        if not grid.is_section(row):
            block.append(row)
            continue
        if block:
            yield title, block
        title, block = grid.rows[row][grid.columns[0][1]], []
    if block:
        yield title, block


def _build(grid: Grid, rows: list[int], columns: list[int]) -> list[Entry]:
    """Entries of some rows by the reach of their cells, column by column from the left."""
    if not columns:
        return []
    found: list[Entry] = []
    for part in _runs(rows, lambda row: grid.cell(row, columns[0]).top):
        text = grid.cell(part[0], columns[0]).text
        below = _build(grid, part, columns[1:])
        kind = next(key for key, place in grid.columns if place == columns[0])
        if kind == "project":
            found += [_titled(text, part, below)] if text else below
        elif kind == "asked" and len(below) > 1:
            found.append(Entry(part[0], part[-1], asked=text, children=below))
        else:
            found.append(_leaf(grid, part, kind, text, below))
    return found


def _runs(rows: list[int], key: Callable[[int], int]) -> list[list[int]]:
    found: list[list[int]] = []
    last: Any = None
    for row in rows:
        if not found or key(row) != last:
            found.append([])
        last = key(row)
        found[-1].append(row)
    return found


def _titled(text: str, rows: list[int], below: list[Entry]) -> Entry:
    return Entry(rows[0], rows[-1], title=text, children=below)


def _leaf(grid: Grid, rows: list[int], kind: str, text: str, below: list[Entry]) -> Entry:
    made = below[0] if below else Entry(rows[0], rows[-1])
    setattr(made, kind, text)
    for key in ("checker", "evidence", "method"):
        for place in grid.places(key)[:1]:
            setattr(made, key, grid.cell(rows[0], place).text)
    # What was made of the cells further right has these words already.
    for head, place in () if below else grid.beside:
        if text := grid.cell(rows[0], place).text:
            line = f"{head}：{text}"
            made.rule = f"{made.rule}\n{line}" if made.rule else line
    return made


def _note_bonus(grid: Grid, rows: list[int], entries: list[Entry], reading: Reading) -> None:
    """Keep what a bonus adds in the words of its rule; it is worth nothing of the whole."""
    for place in grid.places("points"):
        for row in rows:
            text = grid.cell(row, place).text
            if not BONUS.fullmatch(text) or grid.cell(row, place).top != row:
                continue
            reading.bonus.append(row + 1)
            for entry in (e for top in entries for e in top.walk() if e.top <= row <= e.bottom):
                if not entry.children:
                    entry.points = entry.points or Decimal(0)
                    entry.rule = f"{entry.rule}（{text}）" if entry.rule else text


def _number(text: str) -> Decimal | None:
    match = NUMBER.fullmatch(text.strip())
    try:
        return Decimal(match[1]) if match else None
    except InvalidOperation:
        return None


def _place_points(grid: Grid, rows: list[int], entries: list[Entry]) -> None:
    """Give each score to what covers the same rows; scores inside one item add up, scores over several make a group."""
    for column in grid.places("points"):
        for part in _runs(rows, lambda row, c=column: grid.cell(row, c).top):  # type: ignore[misc]
            text = grid.cell(part[0], column).text
            if text:
                _give(entries, part[0], part[-1], text)


def _give(entries: list[Entry], top: int, bottom: int, text: str) -> None:
    number = _number(text)
    if (
        number is None
        and VETO not in text
        and not text.startswith(PASSES)
        and not BONUS.fullmatch(text)
        and not set(text) <= NOTHING
    ):
        raise SheetError("points", f"{top + 1}|{text[:20]}")
    if number is None and BONUS.fullmatch(text):
        return
    same = [e for entry in entries for e in entry.walk() if (e.top, e.bottom) == (top, bottom)]
    if same:
        _score(same[-1], number, text)
        return
    around = next(
        (
            e
            for entry in entries
            for e in entry.walk()
            if not e.children and e.top <= top and bottom <= e.bottom
        ),
        None,
    )
    if around is not None:
        _score(around, (around.points or Decimal(0)) + (number or Decimal(0)), text)
        return
    _wrap(entries, top, bottom, number)


def _score(entry: Entry, number: Decimal | None, text: str) -> None:
    if number is None and not entry.children:
        entry.veto, entry.passes, entry.points = VETO in text, True, Decimal(0)
    elif number is not None:
        entry.points = number


def _wrap(entries: list[Entry], top: int, bottom: int, number: Decimal | None) -> None:
    """Items that share a score become a group of their own."""
    holders = [entries, *(e.children for entry in entries for e in entry.walk() if e.children)]
    for siblings in holders:
        inside = [e for e in siblings if top <= e.top and e.bottom <= bottom]
        if inside and inside[0].top == top and inside[-1].bottom == bottom:
            at = siblings.index(inside[0])
            siblings[at : at + len(inside)] = [Entry(top, bottom, points=number, children=inside)]
            return
    raise SheetError("points", f"{top + 1}|")


def _finish(entry: Entry, reading: Reading) -> None:
    """Scores inside texts, items inside a cell, vetoes; and what a group's score leaves for items without one."""
    if entry.title and (match := SCORED.search(entry.title)):
        entry.points = Decimal(match[1]) if entry.points is None else entry.points
        entry.title = SCORED.sub("", entry.title).strip()
    if not entry.children:
        _split_cell(entry)
    if not entry.children:
        _finish_leaf(entry)
    for child in entry.children:
        _finish(child, reading)
    _share_out(entry, reading)


def _finish_leaf(entry: Entry) -> None:
    texts = entry.asked + entry.rule
    if VETO in texts:
        entry.veto = entry.passes = True
    if entry.points is None:
        inside = [Decimal(m) for m in SCORED.findall(entry.asked)] or [
            Decimal(m) for m in SCORED.findall(entry.rule)
        ]
        if inside:
            entry.points = sum(inside, Decimal(0))
        elif entry.veto:
            entry.points = Decimal(0)


def _split_cell(entry: Entry) -> None:
    """Several scored lines in one cell are items of their own, when their scores make up the whole."""
    for key in ("asked", "rule"):
        lines = [line.strip() for line in getattr(entry, key).splitlines() if line.strip()]
        scores = [sum((Decimal(m) for m in SCORED.findall(line)), Decimal(0)) for line in lines]
        scored = [n for n, score in enumerate(scores) if score]
        if len(scored) < 2 or entry.points not in (None, sum(scores, Decimal(0))) or scored[0] != 0:
            continue
        others = (
            [line.strip() for line in entry.rule.splitlines() if line.strip()]
            if key == "asked"
            else []
        )
        paired = others if len(others) == len(scored) else []
        for n, start in enumerate(scored):
            end = scored[n + 1] if n + 1 < len(scored) else len(lines)
            child = Entry(
                entry.top,
                entry.bottom,
                points=scores[start],
                checker=entry.checker,
                method=entry.method,
                evidence=entry.evidence,
            )
            setattr(child, key, "\n".join(lines[start:end]))
            if paired:
                child.rule = paired[n]
            entry.children.append(child)
        setattr(entry, key, "")
        if paired:
            entry.rule = ""
        return


def _share_out(entry: Entry, reading: Reading) -> None:
    """What a group's score leaves, in equal parts, the last one taking what is over."""
    blank = [child for child in entry.children if child.points is None and not child.worth]
    if not blank:
        return
    if entry.points is None:
        raise SheetError("missing", str(blank[0].top + 1))
    left = entry.points - sum((child.worth for child in entry.children), Decimal(0))
    if left <= 0:
        raise SheetError("missing", str(blank[0].top + 1))
    part = (left / len(blank)).quantize(CENT)
    for child in blank:
        child.points = part
    blank[-1].points = left - part * (len(blank) - 1)
    reading.shared += [child.top + 1 for child in blank]


def everything(entries: Iterable[Entry]) -> Iterator[Entry]:
    """All entries, groups before what is in them."""
    for entry in entries:
        yield from entry.walk()
