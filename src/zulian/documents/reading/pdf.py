"""PDF with text: lines put together again into paragraphs by where they end on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2 as pdfium
from django.utils.translation import gettext as _

from zulian.documents.reading.paper import Line, Paper, ReadError

MAX_PAGES = 500
PAGE_NUMBER = re.compile(
    r"^[\s\-—–―·.]*+(第\s*+)?\d{1,4}(\s*页)?(\s*[/／共]\s*+\d++(?:\s*页)?)?[\s\-—–―·.]*+$"
)
UNDIVIDED = re.compile(r"[《“（(「『]{0,3}(?:[!-~]{1,60}|.)[，。、；：！？》”）)」』%％]{0,3}|")
STOPS = ("。", "；", "：", "！", "？", ";", ":")


@dataclass(frozen=True)
class _Row:
    text: str
    left: float
    right: float
    size: float
    font: float
    # How wide the first words are that no line break may divide.
    run: float


def read_pdf(data: bytes) -> Paper:
    """Read a PDF; raises ReadError when it is locked, damaged, too long, or only holds pictures of pages."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(_("PDF 文件设有密码，请解除密码后重新上传。")) from error
        raise ReadError(_("PDF 文件已损坏，无法打开，请重新导出后上传。")) from error
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(_("PDF 超过 %(max)d 页，请只上传文件正文部分。") % {"max": MAX_PAGES})
        pages = [_rows(document[number]) for number in range(len(document))]
    finally:
        document.close()
    rows = [row for page in pages for row in page]
    if not rows:
        raise ReadError(_("PDF 里只有图片、没有文字，请先做文字识别（OCR）或改传 Word 文件。"))
    return Paper("pdf", tuple(Line(text) for text in _paragraphs(pages)))


def _rows(page: pdfium.PdfPage) -> list[_Row]:
    text = page.get_textpage()
    content = text.get_text_range()
    rows, start = [], 0
    for raw in content.splitlines(keepends=True):
        line = raw.strip()
        if line and not PAGE_NUMBER.match(line):
            first = start + len(raw) - len(raw.lstrip())
            last = start + len(raw.rstrip()) - 1
            left, bottom, _right, top = text.get_charbox(first, loose=True)
            right = text.get_charbox(last, loose=True)[2]
            end = first + max(len(UNDIVIDED.match(line)[0]) - 1, 0)  # type: ignore[index]
            run = text.get_charbox(end, loose=True)[2] - left
            font = pdfium.raw.FPDFText_GetFontSize(text, first)
            rows.append(_Row(line, left, right, max(top - bottom, 1.0), font, run))
        start += len(raw)
    text.close()
    return rows


def _paragraphs(pages: list[list[_Row]]) -> list[str]:
    """Join the lines of a paragraph again."""
    rows = [row for page in pages for row in page]
    margin, edge = min(row.left for row in rows), max(row.right for row in rows)
    done: list[list[_Row]] = []
    for row in rows:
        if done and _goes_on(done[-1], row, margin, edge):
            done[-1].append(row)
        else:
            done.append([row])
    return ["".join(row.text for row in paragraph) for paragraph in done]


def _goes_on(paragraph: list[_Row], row: _Row, margin: float, edge: float) -> bool:
    """Whether a line belongs to the paragraph above it: letters of one size, not indented, and the line above ran to the margin.

    It ran there too when the next words, which are not divided, had no room in it. Where a paragraph began with an indent
    what is not indented goes on with it, unless a sentence had just ended.
    """
    first, before = paragraph[0], paragraph[-1]
    if row.left - margin >= 1.2 * row.size or abs(before.font - row.font) > 0.1 * max(
        before.font, row.font
    ):
        return False
    if edge - before.right < max(2.2 * before.size, row.run + 0.5 * before.size):
        return True
    is_indented = 1.2 * first.size <= first.left - margin <= 3 * first.size
    return is_indented and not before.text.endswith(STOPS) and not row.text.endswith(("：", ":"))
