"""An official document (公文) as .docx, by GB/T 9704: page, type area, fonts, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import floor
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from zulian.documents.official import Block, Heading, Official, Part, Table, plain
from zulian.foundation.policy import Policy, policy

POLICY = "documents/format"
TWIPS, POINTS_PER_MM = 20, 72 / 25.4
PAGE_NUMBER_MM = 28
RED = RGBColor(0xFF, 0x00, 0x00)


def write(official: Official) -> bytes:
    """The document as .docx, by the policy in force on its day."""
    return _Writer(official, policy(POLICY, official.day)).write()


class _Writer:
    """One document in the making."""

    def __init__(self, official: Official, form: Policy) -> None:
        self.official, self.form = official, form
        self.document: Document = docx.Document()
        # Rounded down to Word's twentieth of a point, so that the last line still fits.
        self.pitch = (
            floor(form["type_area_mm"][1] * POINTS_PER_MM / form["lines"] * TWIPS - 0.5) / TWIPS
        )

    def write(self) -> bytes:
        self._defaults()
        self._page()
        self._fonts()
        if self.official.is_letter:
            self._letter_head()
        elif self.official.number:
            self._red_head()
        self._line(
            self.official.title,
            self.form["title_font"],
            self.form["title_pt"],
            WD_ALIGN_PARAGRAPH.CENTER,
        )
        self._line("")
        if self.official.addressees:
            self._line(f"{self.official.addressees}：")
        for label, block in self.official.numbered():
            self._block(label, block)
        self._signature()
        self.document.core_properties.title = self.official.name
        self.document.core_properties.author = self.official.signer
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _defaults(self) -> None:
        """Body type and language as the default: Word counts the character grid from them."""
        style: Any = self.document.styles["Normal"]
        style.font.name, style.font.size = self.form["body_font"], Pt(self.form["body_pt"])
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), self.form["body_font"])
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        properties.append(language)
        # The characters of a line fit the type area by tightening; a character grid is read differently by each office suite.
        spare = (
            self.form["type_area_mm"][0] * POINTS_PER_MM / self.form["characters"]
            - self.form["body_pt"]
        )
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(floor(spare * TWIPS)))
        properties.append(spacing)

    def _page(self) -> None:
        section, form = self.document.sections[0], self.form
        width, height = form["page_mm"]
        text_width, text_height = form["type_area_mm"]
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.left_margin = Mm(form["top_mm"]), Mm(form["left_mm"])
        section.right_margin = Mm(width - form["left_mm"] - text_width)
        section.bottom_margin = Mm(height - form["top_mm"] - text_height)
        section.footer_distance = Mm(PAGE_NUMBER_MM)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(self.pitch * TWIPS)))
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(grid)
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)

    def _page_number(self, footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
        """— 1 — in the outer corner, one character in."""
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        indent = paragraph.paragraph_format
        indent.left_indent = indent.right_indent = Pt(self.form["page_number_pt"])
        for text, kind in (("— ", ""), ("", "begin"), ("PAGE", "code"), ("", "end"), (" —", "")):
            run = paragraph.add_run(text if kind == "" else "")
            _set_font(run, self.form["page_number_font"], self.form["page_number_pt"])
            if kind == "code":
                code = OxmlElement("w:instrText")
                code.text = text
                run._r.append(code)
            elif kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)

    def _fonts(self) -> None:
        """Name substitutes in the font table, for machines without the standard's fonts."""
        part = next(
            p
            for p in self.document.part.package.iter_parts()
            if p.partname == "/word/fontTable.xml"
        )
        table: Any = parse_xml(part.blob)
        for name, others in self.form["fallbacks"].items():
            table.append(
                parse_xml(
                    f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{",".join(others)}"/>'
                    '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
                )
            )
        part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _line(
        self,
        text: str,
        font: str = "",
        size: float = 0,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    ) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        self._spacing(paragraph, max(self.pitch, size * 1.5), on_grid=size <= self.form["body_pt"])
        _set_font(
            paragraph.add_run(text), font or self.form["body_font"], size or self.form["body_pt"]
        )
        return paragraph

    def _red_head(self) -> None:
        """The issuer's mark in red, the number below it, and the red line that parts both from the text."""
        form, centre = self.form, WD_ALIGN_PARAGRAPH.CENTER
        mark = self._line(
            _("%(who)s文件") % {"who": self.official.signer},
            form["title_font"],
            form["mark_pt"],
            centre,
        )
        mark.runs[0].font.color.rgb = RED
        self._line("")
        number = self._line(self.official.number, align=centre)
        number._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="4" w:color="{RED}"/></w:pBdr>'
            )
        )
        self._line("")
        self._line("")

    def _letter_head(self) -> None:
        """信函格式: the issuer's name between 30 mm and a red double line, the number at the right below it.

        The other double line stands at the foot of the first page, which bears no page number.
        """
        section: Any = self.document.sections[0]
        form = self.form
        section.different_first_page_header_footer = True
        section.header_distance, section.footer_distance = map(Mm, form["letter_lines_mm"])
        mark = section.first_page_header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = mark.add_run(self.official.signer)
        _set_font(run, form["title_font"], form["mark_pt"])
        run.font.color.rgb = RED
        self._double_line(mark, "bottom", "thickThinSmallGap")
        foot = section.first_page_footer.paragraphs[0]
        self._double_line(foot, "top", "thinThickSmallGap")
        # Nothing stands below the line: it is as far from the edge as the paragraph.
        self._spacing(foot, 1, on_grid=True)
        # Page numbers of the other pages stay where they are.
        above = Mm(PAGE_NUMBER_MM - form["letter_lines_mm"][1])
        for footer in (section.footer, section.even_page_footer):
            footer.paragraphs[0].paragraph_format.space_after = above
        self._line(self.official.number, align=WD_ALIGN_PARAGRAPH.RIGHT)
        self._line("")
        self._line("")

    def _double_line(self, paragraph: Paragraph, side: str, kind: str) -> None:
        """A red double line along a paragraph, as long as the standard says, over both edges of the type area."""
        over = (self.form["letter_line_mm"] - self.form["type_area_mm"][0]) / 2
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Mm(-over)
        border = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="24" w:space="4" w:color="{RED}"/></w:pBdr>'
        )
        properties: Any = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(border, "w:spacing", "w:ind", "w:jc")

    def _spacing(self, paragraph: Paragraph, exact: float, on_grid: bool) -> None:
        if not on_grid:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
            )
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(exact, 2))

    def _block(self, label: str, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
            return
        form = self.form
        if isinstance(block, Heading):
            font = {1: form["heading_font"], 2: form["subheading_font"], 3: form["body_font"]}[
                block.level
            ]
            paragraph = self._line(label + block.text, font)
            paragraph.paragraph_format.keep_with_next = True
        else:
            paragraph = self._line("".join(map(plain, block.parts)))
        _indent(paragraph, firstLineChars=200, firstLine=round(2 * form["body_pt"] * TWIPS))

    def _table(self, block: Table) -> None:
        table = self.document.add_table(rows=1, cols=len(block.head), style="Table Grid")
        table.autofit = False
        widths = self._widths(block)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        rows: list[Sequence[Part]] = [block.head, *block.rows]
        for number, row in enumerate(rows):
            cells = table.rows[0].cells if number == 0 else table.add_row().cells
            for cell, part, width in zip(cells, row, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._spacing(paragraph, self.form["table_pt"] * 1.6, on_grid=False)
                font = self.form["heading_font"] if number == 0 else self.form["body_font"]
                _set_font(paragraph.add_run(plain(part)), font, self.form["table_pt"])
        for line in table.rows:
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _widths(self, block: Table) -> list[Mm]:
        """Columns share the type area by their longest cell, a heading of more than four characters on two lines."""
        longest = [
            max(
                [
                    min(_width(name), max(4, _width(name) / 2)),
                    *(_width(plain(row[n])) for row in block.rows),
                ]
            )
            + 1.6
            for n, name in enumerate(block.head)
        ]
        area = self.form["type_area_mm"][0]
        return [Mm(area * own / sum(longest)) for own in longest]

    def _signature(self) -> None:
        """The name above the date, both set so that the date ends four characters from the edge."""
        day = self.official.day
        words = f"{day.year}年{day.month}月{day.day}日"  # untranslated: an official date is always Chinese
        self._line("")
        excess = (_width(self.official.signer) - _width(words)) / 2
        for text, away in (
            (self.official.signer, max(4 - excess, 0)),
            (words, 4 + max(excess - 4, 0)),
        ):
            paragraph = self._line(text, align=WD_ALIGN_PARAGRAPH.RIGHT)
            _indent(
                paragraph,
                rightChars=round(away * 100),
                right=round(away * self.form["body_pt"] * TWIPS),
            )


def _indent(paragraph: Paragraph, **values: int) -> None:
    indent = OxmlElement("w:ind")
    for name, value in values.items():
        indent.set(qn(f"w:{name}"), str(value))
    paragraph._p.get_or_add_pPr().append(indent)


def _set_font(run: Run, name: str, size: float) -> None:
    run.font.name, run.font.size = name, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _width(text: str) -> float:
    """The width of a text in Chinese characters: Latin letters and digits take half."""
    return sum(1 if ord(c) > 0x2E7F else 0.5 for c in text)
