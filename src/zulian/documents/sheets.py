"""Forms to print and sign (表格): one description of a sheet, written as Word or as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# One of the fonts that every PDF reader knows by name, so that the file stays small enough for a village line.
PDF_FONT = "STSong-Light"
BODY_FONT, HEAD_FONT = "宋体", "黑体"  # untranslated: names of fonts
MARGIN_MM, AREA_MM, LINE_MM = 20, 170, 8
PHOTO_MM = (35, 49)
BODY_PT, TITLE_PT, NOTE_PT = 10.5, 18, 9
DATE_LINE = "　　　　年　　月　　日"  # untranslated: a form to be filled in by hand


@dataclass(frozen=True)
class Blank:
    """A labelled place of a sheet: what is known is printed, the rest is written by hand. `lines` is its height."""

    label: str
    value: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Grid:
    """Rows of labelled places; the places of a row share its width."""

    rows: tuple[tuple[Blank, ...], ...]


@dataclass(frozen=True)
class Words:
    """A heading, where given, and paragraphs."""

    text: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Listing:
    """A table with a head; `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


Part = Grid | Words | Listing


@dataclass
class Sheet:
    """One sheet: its title, a line below it, its parts, a picture in the corner, who signs at the end."""

    title: str
    note: str = ""
    parts: list[Part] = field(default_factory=list)
    photo: bytes = b""
    signatures: tuple[str, ...] = ()


def write(sheets: Sequence[Sheet], kind: str, scale: float = 1) -> bytes:
    """The sheets, each on a page of its own, as "docx" or "pdf"; `scale` enlarges the print for people who see little."""
    # Only who writes a sheet loads python-docx or ReportLab.
    if kind == "docx":
        from zulian.documents import sheets_docx

        return sheets_docx.write(sheets, scale)
    from zulian.documents import sheets_pdf

    return sheets_pdf.write(sheets, scale)


def shares(places: int) -> tuple[float, float]:
    """Millimetres of a label and of its value, where a row has so many places."""
    label = 28 if places < 3 else 22
    return label, AREA_MM / places - label


def widths(part: Listing) -> list[float]:
    """Millimetres of the columns of a table."""
    parts = part.widths or (1,) * len(part.head)
    return [AREA_MM * share / sum(parts) for share in parts]
