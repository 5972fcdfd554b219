"""What every reader returns: a paper is the visible text of a document, block by block, in reading order."""

from __future__ import annotations

from dataclasses import dataclass


class ReadError(ValueError):
    """The file cannot be read; the message is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One paragraph. Automatic numbering is already part of the text, as the reader of the paper sees it."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: rows of cell texts."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows)


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
