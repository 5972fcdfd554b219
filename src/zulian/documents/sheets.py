"""Forms to print and sign (表格): one description of a sheet, written as Word or as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

# One of the fonts that every PDF reader knows by name, so that the file stays small enough for a village line.
PDF_FONT = "STSong-Light"
BODY_FONT, HEAD_FONT = "宋体", "黑体"  # untranslated: names of fonts
MARGIN_MM, AREA_MM, LINE_MM = 20, 170, 8
PHOTO_MM = (35, 49)
BODY_PT, TITLE_PT, NOTE_PT = 10.5, 18, 9
GAP = "\u00a0" * 8


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
    return _Word(sheets, scale).write() if kind == "docx" else _Pdf(sheets, scale).write()


class _Word:
    def __init__(self, sheets: Sequence[Sheet], scale: float) -> None:
        self.sheets, self.scale = sheets, scale
        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(MARGIN_MM)
        section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
        style: Any = self.document.styles["Normal"]
        style.font.name, style.font.size = BODY_FONT, Pt(BODY_PT * scale)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)

    def write(self) -> bytes:
        for number, sheet in enumerate(self.sheets):
            if number:
                self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
            self._sheet(sheet)
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _sheet(self, sheet: Sheet) -> None:
        self._line(sheet.title, TITLE_PT, HEAD_FONT, WD_ALIGN_PARAGRAPH.CENTER)
        if sheet.note:
            self._line(sheet.note, NOTE_PT, BODY_FONT, WD_ALIGN_PARAGRAPH.CENTER)
        if sheet.photo:
            picture = self.document.add_paragraph()
            picture.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            picture.add_run().add_picture(BytesIO(sheet.photo), height=Mm(PHOTO_MM[1]))
        for part in sheet.parts:
            if isinstance(part, Grid):
                for row in part.rows:
                    self._row(row)
            elif isinstance(part, Words):
                if part.heading:
                    self._line(part.heading, BODY_PT + 1.5, HEAD_FONT)
                for text in part.text:
                    self._line(text).paragraph_format.first_line_indent = Pt(BODY_PT * self.scale * 2)
            else:
                self._listing(part)
        if sheet.signatures:
            self._line("")
            self._line("　　".join(f"{who}：＿＿＿＿＿＿＿" for who in sheet.signatures))
            self._line(_DATE_LINE, align=WD_ALIGN_PARAGRAPH.RIGHT)

    def _line(
        self,
        text: str,
        size: float = BODY_PT,
        font: str = BODY_FONT,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    ) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(4)
        run = paragraph.add_run(text)
        run.font.name, run.font.size = font, Pt(size * self.scale)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        return paragraph

    def _row(self, row: tuple[Blank, ...]) -> None:
        """One row is a table of its own, so that rows may have different numbers of places."""
        table = self.document.add_table(rows=1, cols=len(row) * 2, style="Table Grid")
        table.autofit = False
        _set_widths(table, _shares(len(row)) * len(row))
        cells = table.rows[0].cells
        for place, blank in enumerate(row):
            self._cell(cells[place * 2], blank.label, True)
            self._cell(cells[place * 2 + 1], blank.value, False)
        table.rows[0].height = Mm(LINE_MM * max(blank.lines for blank in row))
        # A hair of a paragraph: two tables without one between them would melt into one.
        gap = self.document.add_paragraph().paragraph_format
        gap.space_after = gap.space_before = Pt(0)
        gap.line_spacing = Pt(1)

    def _listing(self, part: Listing) -> None:
        table = self.document.add_table(rows=1, cols=len(part.head), style="Table Grid")
        table.autofit = False
        for number, texts in enumerate([part.head, *part.rows]):
            cells = table.rows[0].cells if number == 0 else table.add_row().cells
            for cell, text in zip(cells, texts, strict=True):
                self._cell(cell, text, number == 0)
        _set_widths(table, _widths(part))
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._line("")

    def _cell(self, cell: Any, text: str, bold: bool) -> None:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if bold else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(text)
        run.font.size = Pt(BODY_PT * self.scale)
        font = HEAD_FONT if bold else BODY_FONT
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


class _Pdf:
    def __init__(self, sheets: Sequence[Sheet], scale: float) -> None:
        if PDF_FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
        self.sheets = sheets
        size, title = BODY_PT * scale, TITLE_PT * scale
        self.body = ParagraphStyle("body", fontName=PDF_FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK")
        self.indented = ParagraphStyle("indented", parent=self.body, firstLineIndent=size * 2, spaceAfter=4)
        self.head = ParagraphStyle("head", parent=self.body, alignment=TA_CENTER)
        self.right = ParagraphStyle("right", parent=self.body, alignment=TA_RIGHT)
        self.title = ParagraphStyle("title", parent=self.head, fontSize=title, leading=title * 1.6)
        self.note = ParagraphStyle(
            "note", parent=self.head, fontSize=NOTE_PT * scale, leading=NOTE_PT * scale * 1.5, spaceAfter=6
        )

    def write(self) -> bytes:
        story: list[Any] = []
        for number, sheet in enumerate(self.sheets):
            if number:
                story.append(PageBreak())
            story += self._sheet(sheet)
        out = BytesIO()
        SimpleDocTemplate(
            out, pagesize=A4, leftMargin=MARGIN_MM * mm, rightMargin=MARGIN_MM * mm, topMargin=MARGIN_MM * mm,
            bottomMargin=MARGIN_MM * mm, title=self.sheets[0].title if self.sheets else "",
        ).build(story)  # fmt: skip
        return out.getvalue()

    def _sheet(self, sheet: Sheet) -> list[Any]:
        story: list[Any] = [Paragraph(escape(sheet.title), self.title)]
        if sheet.note:
            story.append(Paragraph(escape(sheet.note), self.note))
        if sheet.photo:
            story.append(Image(BytesIO(sheet.photo), PHOTO_MM[0] * mm, PHOTO_MM[1] * mm, hAlign="RIGHT"))
        for part in sheet.parts:
            story += self._part(part)
        if sheet.signatures:
            # A PDF paragraph folds wide blanks into one: hard ones keep the room to write in.
            signers = GAP.join(f"{escape(who)}：＿＿＿＿＿＿＿" for who in sheet.signatures)
            day = _DATE_LINE.strip().replace("　", GAP[:4])
            story += [Spacer(1, 6 * mm), Paragraph(signers, self.body), Spacer(1, 4 * mm), Paragraph(day, self.right)]
        return story

    def _part(self, part: Part) -> list[Any]:
        if isinstance(part, Words):
            heading = [Paragraph(escape(part.heading), self.body)] if part.heading else []
            return [*heading, *(Paragraph(escape(text), self.indented) for text in part.text)]
        if isinstance(part, Listing):
            rows = [[Paragraph(escape(c), self.head if n == 0 else self.body) for c in row]
                    for n, row in enumerate([part.head, *part.rows])]  # fmt: skip
            return [self._table(rows, _widths(part), repeat=1), Spacer(1, 4 * mm)]
        return [self._row(row) for row in part.rows]

    def _row(self, row: tuple[Blank, ...]) -> Any:
        label, value = _shares(len(row))
        cells, widths = [], []
        for blank in row:
            cells += [Paragraph(escape(blank.label), self.head), Paragraph(escape(blank.value), self.body)]
            widths += [label, value]
        lines = max(blank.lines for blank in row)
        return self._table([cells], widths, height=None if lines == 1 else lines * LINE_MM)

    def _table(self, rows: list[Any], widths: Sequence[float], repeat: int = 0, height: float | None = None) -> Any:
        table = Table(
            rows, colWidths=[w * mm for w in widths], rowHeights=[height * mm] if height else None, repeatRows=repeat
        )
        style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        table.setStyle(TableStyle(style))
        return table


_DATE_LINE = "　　　　年　　月　　日"  # untranslated: a form to be filled in by hand


def _set_widths(table: Any, widths: Sequence[float]) -> None:
    """Widths in millimetres on the columns and on their cells: office suites read one or the other."""
    for place, width in enumerate(widths):
        table.columns[place].width = Mm(width)
        for cell in table.columns[place].cells:
            cell.width = Mm(width)


def _shares(places: int) -> tuple[float, float]:
    """Millimetres of a label and of its value, where a row has so many places."""
    label = 28 if places < 3 else 22
    return label, AREA_MM / places - label


def _widths(part: Listing) -> list[float]:
    shares = part.widths or (1,) * len(part.head)
    return [AREA_MM * share / sum(shares) for share in shares]
