"""Forms to print and sign as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    Image,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from zulian.documents.sheets import (
    BODY_PT,
    DATE_LINE,
    LINE_MM,
    MARGIN_MM,
    NOTE_PT,
    PDF_FONT,
    PHOTO_MM,
    TITLE_PT,
    Blank,
    Listing,
    Part,
    Sheet,
    Words,
    shares,
    widths,
)

GAP = "\u00a0" * 8


def write(sheets: Sequence[Sheet], scale: float) -> bytes:
    """The sheets as PDF, each on a page of its own."""
    return _Pdf(sheets, scale).write()


class _Pdf:
    """The file in the making."""

    def __init__(self, sheets: Sequence[Sheet], scale: float) -> None:
        if PDF_FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
        self.sheets = sheets
        size, title = BODY_PT * scale, TITLE_PT * scale
        self.body = ParagraphStyle(
            "body", fontName=PDF_FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK"
        )
        self.indented = ParagraphStyle(
            "indented", parent=self.body, firstLineIndent=size * 2, spaceAfter=4
        )
        self.head = ParagraphStyle("head", parent=self.body, alignment=TA_CENTER)
        self.right = ParagraphStyle("right", parent=self.body, alignment=TA_RIGHT)
        self.title = ParagraphStyle("title", parent=self.head, fontSize=title, leading=title * 1.6)
        self.note = ParagraphStyle(
            "note",
            parent=self.head,
            fontSize=NOTE_PT * scale,
            leading=NOTE_PT * scale * 1.5,
            spaceAfter=6,
        )

    def write(self) -> bytes:
        story: list[Any] = []
        for number, sheet in enumerate(self.sheets):
            if number:
                story.append(PageBreak())
            story += self._sheet(sheet)
        out = BytesIO()
        SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=MARGIN_MM * mm,
            rightMargin=MARGIN_MM * mm,
            topMargin=MARGIN_MM * mm,
            bottomMargin=MARGIN_MM * mm,
            title=self.sheets[0].title if self.sheets else "",
        ).build(story)
        return out.getvalue()

    def _sheet(self, sheet: Sheet) -> list[Any]:
        story: list[Any] = [Paragraph(escape(sheet.title), self.title)]
        if sheet.note:
            story.append(Paragraph(escape(sheet.note), self.note))
        if sheet.photo:
            story.append(
                Image(BytesIO(sheet.photo), PHOTO_MM[0] * mm, PHOTO_MM[1] * mm, hAlign="RIGHT")
            )
        for part in sheet.parts:
            story += self._part(part)
        if sheet.signatures:
            # A PDF paragraph folds wide blanks into one: hard ones keep the room to write in.
            signers = GAP.join(f"{escape(who)}：＿＿＿＿＿＿＿" for who in sheet.signatures)
            day = DATE_LINE.strip().replace("　", GAP[:4])
            story += [
                Spacer(1, 6 * mm),
                Paragraph(signers, self.body),
                Spacer(1, 4 * mm),
                Paragraph(day, self.right),
            ]
        return story

    def _part(self, part: Part) -> list[Any]:
        if isinstance(part, Words):
            heading = [Paragraph(escape(part.heading), self.body)] if part.heading else []
            return [*heading, *(Paragraph(escape(text), self.indented) for text in part.text)]
        if isinstance(part, Listing):
            rows = [
                [Paragraph(escape(c), self.head if n == 0 else self.body) for c in row]
                for n, row in enumerate([part.head, *part.rows])
            ]
            return [self._table(rows, widths(part), repeat=1), Spacer(1, 4 * mm)]
        return [self._row(row) for row in part.rows]

    def _row(self, row: tuple[Blank, ...]) -> Any:
        label, value = shares(len(row))
        cells, millimetres = [], []
        for blank in row:
            cells += [
                Paragraph(escape(blank.label), self.head),
                Paragraph(escape(blank.value), self.body),
            ]
            millimetres += [label, value]
        lines = max(blank.lines for blank in row)
        return self._table([cells], millimetres, height=None if lines == 1 else lines * LINE_MM)

    def _table(
        self,
        rows: list[Any],
        millimetres: Sequence[float],
        repeat: int = 0,
        height: float | None = None,
    ) -> Any:
        table = Table(
            rows,
            colWidths=[w * mm for w in millimetres],
            rowHeights=[height * mm] if height else None,
            repeatRows=repeat,
        )
        style = [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
        table.setStyle(TableStyle(style))
        return table
