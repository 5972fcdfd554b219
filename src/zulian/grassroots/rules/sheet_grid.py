"""The rows of a standard's sheet below its heading, each cell with how far it reaches down. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zulian.grassroots.rules.sheet_items import SheetError
from zulian.grassroots.rules.sheet_words import (
    ASIDE,
    FEWEST,
    FOOTERS,
    FORM,
    HEADS,
    NOISE,
    SEARCHED,
    SUBTOTALS,
    TOTALS,
)

Ranges = Sequence[tuple[tuple[int, int], tuple[int, int]]]


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


def runs(rows: list[int], key: Callable[[int], int]) -> list[list[int]]:
    """Rows that stand below each other and have the same key, together."""
    found: list[list[int]] = []
    last: Any = None
    for row in rows:
        if not found or key(row) != last:
            found.append([])
        last = key(row)
        found[-1].append(row)
    return found
