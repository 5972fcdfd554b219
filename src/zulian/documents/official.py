"""Official documents out (公文): one text of headings, paragraphs and tables, written as .docx by GB/T 9704.

The same `Official` is shown on the web with its figures as links; on paper they are plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from string import Formatter

from zulian.documents.reading.numbering import chinese


@dataclass(frozen=True)
class Figure:
    """A number in the text and the address of the rows behind it."""

    text: str
    url: str = ""


Part = str | Figure


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、), 2（（一）） or 3 (1.); its number is given by its place."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph of words and figures."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Table:
    """A table: heads and rows of cells. `chart` is the column that a page draws as bars beside it, named by the second one."""

    head: tuple[str, ...]
    rows: tuple[tuple[Part, ...], ...]
    chart: int | None = None


Block = Heading | Text | Table


@dataclass
class Official:
    """An official document: title (lines apart where it should break), addressees, body, who signs and when.

    One with a `number` (文号) bears the issuer's red head; a letter (函) bears its own, numbered or not.
    """

    title: str
    addressees: str
    signer: str
    day: date
    blocks: list[Block] = field(default_factory=list)
    number: str = ""
    is_letter: bool = False

    @property
    def name(self) -> str:
        """The title in one line."""
        return "".join(line.strip() for line in self.title.splitlines())

    def numbered(self) -> list[tuple[str, Block]]:
        """The blocks, each with the printed number of its heading (empty for text and tables)."""
        counters = [0, 0, 0, 0]
        found = []
        for block in self.blocks:
            label = ""
            if isinstance(block, Heading):
                counters[block.level] += 1
                counters[block.level + 1 :] = [0] * (3 - block.level)
                label = _label(block.level, counters[block.level])
            found.append((label, block))
        return found


def compose(words: str, **values: Part | int | float) -> Text:
    """A paragraph from a sentence with {names}: figures stay figures, numbers become text."""
    parts: list[Part] = []
    for literal, name, _spec, _conversion in Formatter().parse(words):
        if literal:
            parts.append(literal)
        if name is not None:
            value = values[name]
            parts.append(value if isinstance(value, str | Figure) else str(value))
    return Text(tuple(parts))


def _label(level: int, number: int) -> str:
    """一、 （一） 1. as the standard numbers its headings."""
    return {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}."}[level]


def plain(part: Part) -> str:
    """A part as printed."""
    return part.text if isinstance(part, Figure) else part


def write_docx(official: Official) -> bytes:
    """The document as .docx: page, type area, fonts and page numbers by the policy."""
    from zulian.documents.official_docx import write  # only who writes one loads python-docx

    return write(official)
