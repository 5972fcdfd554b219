"""Reading a standard from the usual sheet: 项目｜分值｜考核内容｜评分标准｜责任单位, with merged cells and nested scores. Pure.

What belongs together is told by how far cells reach down: a merged cell, or one with blank cells below it, holds for all
rows it covers. A score belongs to the item or group that covers the same rows; （5分） inside a text scores that text.
"""

from __future__ import annotations

from collections.abc import Iterator

from zulian.grassroots.rules.sheet_grid import Grid, Ranges, runs
from zulian.grassroots.rules.sheet_items import Entry, Reading, SheetError
from zulian.grassroots.rules.sheet_points import note_bonus, place_points, read_number
from zulian.grassroots.rules.sheet_shares import finish


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
        place_points(grid, block, items)
        note_bonus(grid, block, items, reading)
        if title:
            reading.entries.append(Entry(block[0], block[-1], title=title, children=items))
        else:
            reading.entries += items
    if not reading.entries:
        raise SheetError("empty")
    for entry in reading.entries:
        finish(entry, reading)
    return reading


def _sections(grid: Grid, reading: Reading) -> Iterator[tuple[str, list[int]]]:
    """The rows of data by the titles that stand across the sheet above them."""
    title, block = "", list[int]()
    for row in grid.data:
        if grid.is_subtotal(row):
            continue
        if grid.is_aside(row):
            number = next(
                (n for text in grid.rows[row] if (n := read_number(text)) is not None), None
            )
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
    entries: list[Entry] = []
    for part in runs(rows, lambda row: grid.cell(row, columns[0]).top):
        text = grid.cell(part[0], columns[0]).text
        below = _build(grid, part, columns[1:])
        kind = next(key for key, place in grid.columns if place == columns[0])
        if kind == "project":
            entries += [_titled(text, part, below)] if text else below
        elif kind == "asked" and len(below) > 1:
            entries.append(Entry(part[0], part[-1], asked=text, children=below))
        else:
            entries.append(_leaf(grid, part, kind, text, below))
    return entries


def _titled(text: str, rows: list[int], below: list[Entry]) -> Entry:
    return Entry(rows[0], rows[-1], title=text, children=below)


def _leaf(grid: Grid, rows: list[int], kind: str, text: str, below: list[Entry]) -> Entry:
    entry = below[0] if below else Entry(rows[0], rows[-1])
    setattr(entry, kind, text)
    for key in ("checker", "evidence", "method"):
        for place in grid.places(key)[:1]:
            setattr(entry, key, grid.cell(rows[0], place).text)
    # What was made of the cells further right has these words already.
    for head, place in () if below else grid.beside:
        if text := grid.cell(rows[0], place).text:
            line = f"{head}：{text}"
            entry.rule = f"{entry.rule}\n{line}" if entry.rule else line
    return entry
