"""Workbooks and CSV as rows of texts: called by `ledgers.reading` in a bounded process, for its engine may be aborted by a file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from zulian.foundation.bounded import BROKEN, LARGE, Unreadable
from zulian.ledgers.marked import is_marked, read_marked
from zulian.ledgers.mhtml import is_mhtml, read_mhtml

MAX_UNPACKED, MAX_MEMBERS, MAX_SHEETS = 600 * 2**20, 500, 12
MAX_CELLS, MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 6_000_000, 200_100, 200, 2000
# From here on a float no longer holds every whole number: what stands there has lost digits.
EXACT = 1e15
KEPT_DIGITS = re.compile(r"""=\s*"([^"]*)"|'([0-9]{6,}[0-9Xx])""")


Merged = tuple[tuple[int, int], tuple[int, int]]
Grids = list[tuple[str, list[list[str]], list[Merged]]]


def read(data: bytes, kind: str) -> Grids:
    """All sheets as (name, rows of texts, merged cells) of a file of this kind: xlsx, xls or csv. Raises Unreadable."""
    if kind == "csv":
        return read_csv(data)
    if is_mhtml(data):
        return read_markup(read_mhtml(data))
    return read_markup(read_marked(data)) if is_marked(data) else read_workbook(data, kind)


def read_markup(tables: Grids) -> Grids:
    """Tables of pages or sheets of an XML spreadsheet, with what merged cells say downwards."""
    found = []
    for name, rows, merged in tables:
        texts = [narrow([unquoted(plain(cell)) for cell in row]) for row in rows]
        fill_merged(texts, merged)
        found.append((name, texts, merged))
    return found


def read_workbook(data: bytes, kind: str) -> Grids:
    """All sheets with something in them; hidden ones keep what is old."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    if kind == "xlsx":
        check_zip(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    if len(book.sheet_names) > MAX_SHEETS:
        raise Unreadable("sheets")
    shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
    for name in shown or book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > MAX_ROWS:
            raise Unreadable("rows")
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise Unreadable(LARGE)
        rows = [
            narrow([plain(cell) for cell in row]) for row in sheet.to_python(skip_empty_area=False)
        ]
        merged = sheet.merged_cell_ranges or []
        fill_merged(rows, merged)
        if any(any(row) for row in rows):
            found.append((name, rows, merged))
    return found


def check_zip(data: bytes) -> None:
    """Unpack once, counting: what a file says of its own size may be a lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise Unreadable(LARGE)
            left = MAX_UNPACKED
            for member in members:
                with archive.open(member) as source:
                    while part := source.read(2**20):
                        left -= len(part)
                        if left < 0:
                            raise Unreadable(LARGE)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        raise Unreadable(BROKEN) from error


def fill_merged(rows: list[list[str]], ranges: list[Any]) -> None:
    """Merged cells say what their first one says: downwards in their column, for it may hold for several rows.

    Sideways they stand for no other column: whoever reads headings asks `headings_of` for what stands above several of them.
    """
    for (top, left), (bottom, _right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left]
        for row in rows[top : min(bottom, top + 20_000) + 1]:
            if left < len(row):
                row[left] = row[left] or text


def headings_of(row: list[str], number: int, ranges: Sequence[Merged]) -> list[str]:
    """A row as a heading reads: a merged cell stands above all columns that it covers."""
    heads = list(row)
    for (top, left), (bottom, right) in ranges:
        if top <= number <= bottom and left < len(heads):
            for column in range(left, min(right + 1, len(heads))):
                heads[column] = heads[column] or heads[left]
    return heads


def fill_sideways(rows: list[list[str]], ranges: Sequence[Merged]) -> None:
    """Copy the text of merged cells into every cell that they cover sideways."""
    for (top, left), (bottom, right) in ranges:
        for row in rows[top : min(bottom, top + 20_000) + 1]:
            for column in range(left + 1, min(right + 1, len(row))):
                row[column] = row[column] or row[left]


def read_csv(data: bytes) -> Grids:
    """A CSV of UTF-8 or GB18030, with commas, semicolons or tabs."""
    codings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for coding in codings:
        try:
            text = data.decode(coding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("coding")
    if "\0" in text:
        raise Unreadable(BROKEN)
    head = text[:4096].splitlines()[:5]
    mark = max(",\t;", key=lambda m: sum(line.count(m) for line in head))
    rows = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if number >= MAX_ROWS:
                raise Unreadable("rows")
            rows.append(narrow([unquoted(plain(cell)) for cell in row]))
    except csv.Error as error:
        raise Unreadable("field") from error
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise Unreadable(LARGE)
    return [("CSV", [row + [""] * (width - len(row)) for row in rows], [])]


def unquoted(text: str) -> str:
    """A text without the signs by which people keep its digits from Excel: ="0123", '0123."""
    if match := KEPT_DIGITS.fullmatch(text):
        return match[1] if match[1] is not None else match[2]
    return text


def narrow(row: list[str]) -> list[str]:
    """A row without the empty cells to the right of what a table may have."""
    if any(row[MAX_COLUMNS:]):
        raise Unreadable("columns")
    return row[:MAX_COLUMNS]


def plain(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without point, and numbers that lost digits as Excel shows them.

    Of a longer text than MAX_TEXT one character more is kept: whoever reads the cell sees that it was longer.
    """
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else value[: MAX_TEXT + 1]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= EXACT:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return ""
