"""Forms to print and sign as Word."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zulian.documents.sheets import (
    BODY_FONT,
    BODY_PT,
    DATE_LINE,
    HEAD_FONT,
    LINE_MM,
    MARGIN_MM,
    NOTE_PT,
    PHOTO_MM,
    TITLE_PT,
    Blank,
    Grid,
    Listing,
    Sheet,
    Words,
    shares,
    widths,
)


def write(sheets: Sequence[Sheet], scale: float) -> bytes:
    """The sheets as .docx, each on a page of its own."""
    return _Word(sheets, scale).write()


class _Word:
    """The document in the making."""

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
                    self._line(text).paragraph_format.first_line_indent = Pt(
                        BODY_PT * self.scale * 2
                    )
            else:
                self._listing(part)
        if sheet.signatures:
            self._line("")
            self._line("　　".join(f"{who}：＿＿＿＿＿＿＿" for who in sheet.signatures))
            self._line(DATE_LINE, align=WD_ALIGN_PARAGRAPH.RIGHT)

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
        _set_widths(table, shares(len(row)) * len(row))
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
        _set_widths(table, widths(part))
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


def _set_widths(table: Any, millimetres: Sequence[float]) -> None:
    """Widths in millimetres on the columns and on their cells: office suites read one or the other."""
    for place, width in enumerate(millimetres):
        table.columns[place].width = Mm(width)
        for cell in table.columns[place].cells:
            cell.width = Mm(width)
