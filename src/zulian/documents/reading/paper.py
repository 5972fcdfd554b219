"""What every reader returns: a paper is the visible text of a document, block by block, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

# No table of a circular is wider; a file that says more is not believed.
MOST_SPANNED = 30


class ReadError(ValueError):
    """The file cannot be read; the message is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One paragraph. Automatic numbering is already part of the text, as the reader of the paper sees it."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: rows of cell texts. `merged` are the places (row, column) that belong to the cell above them, and are empty."""

    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows)

    @property
    def filled(self) -> list[tuple[str, ...]]:
        """The rows with the text of a merged cell in each row that it spans."""
        found: list[tuple[str, ...]] = []
        for number, row in enumerate(self.rows):
            above = found[-1] if found else ()
            found.append(
                tuple(
                    above[place] if (number, place) in self.merged and place < len(above) else cell
                    for place, cell in enumerate(row)
                )
            )
        return found


Block = Line | Grid


@dataclass(frozen=True)
class Paper:
    """A document read: its kind (docx, pdf, html, txt), blocks, and what the reader had to leave out."""

    kind: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, one block a line."""
        return "\n".join(block.text for block in self.blocks)


def squeeze(text: str) -> str:
    """Text without any white space: the form in which two readings are compared."""
    return "".join(text.split())


def span_of(value: str | None) -> int:
    """How many columns or rows a cell says that it spans; anything strange is one."""
    return (
        min(max(int(value), 1), MOST_SPANNED)
        if value and len(value) < 5 and value.isdecimal()
        else 1
    )
