"""The points of a standard's sheet: each score goes to what covers the same rows; what adds to the whole is noted. Pure."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from zulian.grassroots.rules.sheet_grid import Grid, runs
from zulian.grassroots.rules.sheet_items import Entry, Reading, SheetError
from zulian.grassroots.rules.sheet_words import BONUS, NOTHING, NUMBER, PASSES, VETO


def note_bonus(grid: Grid, rows: list[int], entries: list[Entry], reading: Reading) -> None:
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


def read_number(text: str) -> Decimal | None:
    """The score that a text is, None for another text."""
    match = NUMBER.fullmatch(text.strip())
    try:
        return Decimal(match[1]) if match else None
    except InvalidOperation:
        return None


def place_points(grid: Grid, rows: list[int], entries: list[Entry]) -> None:
    """Give each score to what covers the same rows; scores inside one item add up, scores over several make a group."""
    for column in grid.places("points"):
        for part in runs(rows, lambda row, c=column: grid.cell(row, c).top):  # type: ignore[misc]
            text = grid.cell(part[0], column).text
            if text:
                _give(entries, part[0], part[-1], text)


def _give(entries: list[Entry], top: int, bottom: int, text: str) -> None:
    number = read_number(text)
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
