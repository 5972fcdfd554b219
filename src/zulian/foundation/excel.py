"""The one Excel engine: rows of plain values to a workbook with a title, bold head, filters and fitted columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_WIDTH, MIN_WIDTH = 60, 8
# The dress of every sheet: its title, the heads of its columns, what stands below the title.
TITLE = {"bold": True, "font_size": 16, "valign": "vcenter"}
HEAD = {"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter"}
SMALL = {"font_color": "#5B6770", "font_size": 9}
# Text is written as text: a cell never becomes a formula or a link.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
LOOKS_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
LONGEST = 32_767
DAY_ZERO = date(1899, 12, 30).toordinal()


def cell_body(value: Any, style: int) -> str:
    """All of a cell's XML behind its place; text is text whatever it looks like."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        part = (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
        return f' s="{style}"><v>{value.toordinal() - DAY_ZERO + part}</v></c>'
    if isinstance(value, date):
        return f' s="{style}"><v>{value.toordinal() - DAY_ZERO}</v></c>'
    if isinstance(value, int | float):
        return f' s="{style}"><v>{value}</v></c>'
    text = str(value)[:LONGEST]
    if "_x" in text:
        text = LOOKS_ESCAPED.sub(r"_x005F\1", text)
    if not text.isprintable():
        text = ILLEGAL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    keep = ' xml:space="preserve"' if text != text.strip() else ""
    return f' s="{style}" t="inlineStr"><is><t{keep}>{escape(text)}</t></is></c>'


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx file of one sheet. Text is written as text: a cell never becomes a formula."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True})
    sheet = book.add_worksheet(safe_title(title))
    heading = book.add_format(TITLE)
    bold = book.add_format(HEAD)
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format(
        {"border": 1, "num_format": "yyyy-mm-dd", "valign": "vcenter", "align": "left"}
    )
    sheet.write_string(0, 0, title, heading)
    sheet.set_row(0, 28)
    widths = [_width(name) for name in head]
    for column, name in enumerate(head):
        sheet.write_string(1, column, name, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            sheet.write(
                count + 1, column, value, day if isinstance(value, date | datetime) else plain
            )
            widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, MIN_WIDTH), MAX_WIDTH))
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, count + 1, max(len(head) - 1, 0))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return out.getvalue()


def excel_response(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The workbook as a download named by its title."""
    response = HttpResponse(workbook(title, head, rows), content_type=MEDIA_TYPE)
    header = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx")
    response["Content-Disposition"] = header or "attachment"
    return response


def safe_title(title: str) -> str:
    """A title as the name of a sheet: 31 characters, none that Excel refuses."""
    return title[:31].translate({ord(c): "-" for c in r"[]:*?/\\"}).strip("'") or "Sheet1"


def _width(value: Any) -> int:
    """Columns a value takes: a Chinese character is two wide."""
    if isinstance(value, datetime | date):
        return 11
    return max(
        (sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in str(value).splitlines()),
        default=0,
    )
