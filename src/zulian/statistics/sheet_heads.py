"""The heading of an office's table, of one row or several: which columns hold numbers, names and units; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zulian.ledgers.workbooks import headings_of
from zulian.statistics.sheet_words import ASIDE, LETTERS, NAMES, NUMBERS, OF_IT, ORDER, UNITS, plain

Merged = tuple[tuple[int, int], tuple[int, int]]
Grid = Sequence[list[str]]
SEARCHED, DEEPEST = 30, 4
BLANK = "\u3000"


@dataclass(frozen=True)
class Heads:
    """Where a table begins and what its columns are: `names` from the widest group to the line itself."""

    top: int
    first: int
    names: tuple[int, ...]
    unit: int | None
    number: int | None
    numbers: tuple[tuple[int, str], ...]


def tidy(text: str) -> str:
    """A cell on one line, with the blanks by which its beginning is indented."""
    body = text.replace(BLANK, "  ").replace("\t", "  ")
    indent = len(body) - len(body.lstrip())
    return " " * indent + " ".join(body.split())


def find_heads(rows: Grid, merged: Sequence[Merged]) -> Heads | None:
    """The first row with a heading of names and another beside it, with the rows that belong to it; None for none."""
    for top, row in enumerate(rows[:SEARCHED]):
        words = [plain(cell) for cell in row]
        is_name = [word in NAMES for word in words]
        if any(is_name) and len({word for word in words if word}) > 1:
            return _heads(rows, merged, top, is_name.index(True))
    return None


def _heads(rows: Grid, merged: Sequence[Merged], top: int, name: int) -> Heads:
    first = _end(rows, merged, top, name)
    names = _names(merged, top, name)
    width = max(len(row) for row in rows[top:first])
    joined = [_joined(rows, merged, (top, first), place) for place in range(width)]
    texts = [part[-1] if part else "" for part in joined]
    unit = next((n for n, text in enumerate(texts) if plain(text) in UNITS), None)
    known = {*names, unit}
    ways = [n for n, text in enumerate(texts) if plain(text) in NUMBERS and n not in known]
    # The code of a line is what formulas call it by; 序号 counts what may begin anew.
    ways.sort(key=lambda n: plain(texts[n]) in ORDER)
    aside = {n for n, text in enumerate(texts) if plain(text) in ASIDE}
    places = [n for n, text in enumerate(texts) if text and n not in known | aside | {*ways}]
    return Heads(top, first, names, unit, ways[0] if ways else None, _named(places, joined))


def _end(rows: Grid, merged: Sequence[Merged], top: int, name: int) -> int:
    """The first row below a heading: it goes on where the heading of names is merged, or stands above an empty cell."""
    for (above, left), (bottom, _right) in merged:
        if above <= top <= bottom and left == name:
            return bottom + 1
    end = top + 1
    while (
        end < min(len(rows), top + DEEPEST)
        and not _cell(rows, end, name).strip()
        and any(cell.strip() for cell in rows[end])
        and not any(_is_number(cell) for cell in rows[end])
    ):
        end += 1
    return end


def _names(merged: Sequence[Merged], top: int, name: int) -> tuple[int, ...]:
    """The columns under the heading of names, which may be merged over several."""
    for (above, left), (bottom, right) in merged:
        if above <= top <= bottom and left == name:
            return tuple(range(left, right + 1))
    return (name,)


def _joined(rows: Grid, merged: Sequence[Merged], span: tuple[int, int], place: int) -> list[str]:
    """What the rows of a heading say above a column, from the top, each once."""
    said: list[str] = []
    for n in range(*span):
        row = headings_of(list(rows[n]), n, merged) if merged else _spread(rows, n, span[1])
        text = row[place].strip() if place < len(row) else ""
        if text and text not in said and plain(text) != OF_IT:
            said.append(text)
    return said


def _spread(rows: Grid, n: int, end: int) -> list[str]:
    """A row of a heading in a file that knows no merged cells: it stands above what is named below, up to the next one."""
    row, last = [cell.strip() for cell in rows[n]], ""
    if n + 1 >= end:
        return row
    for place, text in enumerate(row):
        last = text or last
        if not text and _cell(rows, n + 1, place).strip():
            row[place] = last
    return row


def _named(places: Sequence[int], joined: Sequence[Sequence[str]]) -> tuple[tuple[int, str], ...]:
    """Columns with their names: the lowest word, with what stands above it where two would be called the same."""
    times = Counter(joined[place][-1] for place in places)
    found = []
    for place in places:
        parts = joined[place]
        name = parts[-1] if times[parts[-1]] == 1 else "".join(parts[-2:])
        found.append((place, "".join(name.split())))
    return tuple(found)


def is_marks(row: Sequence[str], name: int) -> bool:
    """Whether a row counts the columns: 甲 乙 丙 1 2 3."""
    said = [cell.strip().strip("()（）") for cell in row if cell.strip()]
    head = _at(row, name).strip()
    if len(said) < 2 or (head not in LETTERS and not head.isdigit()):
        return False
    return all(text in LETTERS or (text.isdigit() and len(text) < 3) for text in said)


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdigit()


def _cell(rows: Grid, n: int, place: int) -> str:
    return _at(rows[n], place) if n < len(rows) else ""


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
