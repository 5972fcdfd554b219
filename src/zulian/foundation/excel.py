"""The one Excel engine: rows of plain values to a workbook with a title, bold head, filters and fitted columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_WIDTH, MIN_WIDTH = 60, 8
# Text is written as text: a cell never becomes a formula or a link.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "remove_timezone": True}


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx file of one sheet. Text is written as text: a cell never becomes a formula."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True})
    sheet = book.add_worksheet(safe_title(title))
    heading = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter"})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "vcenter", "align": "left"})
    sheet.write_string(0, 0, title, heading)
    sheet.set_row(0, 28)
    widths = [_width(name) for name in head]
    for column, name in enumerate(head):
        sheet.write_string(1, column, name, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            sheet.write(count + 1, column, value, day if isinstance(value, date | datetime) else plain)
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
    return max((sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in str(value).splitlines()), default=0)
