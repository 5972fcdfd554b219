"""Tables in markup that calls itself .xls: web pages of other systems, and the XML spreadsheet of 2003. In a bounded process."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lxml import etree

from zulian.foundation.bounded import BROKEN, LARGE, Unreadable

Merged = tuple[tuple[int, int], tuple[int, int]]
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,20})", re.I)
TABLE = re.compile(rb"<table[\s>]|<(?:ss:)?worksheet[\s>]", re.I)
MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_SHEETS, MAX_REACH = 200_100, 200, 6_000_000, 12, 1000
DECLARATION = re.compile(r"^<\?xml[^>]{0,200}\?>")
UNSEEN = {"script", "style", "title"}


def is_marked(head: bytes) -> bool:
    """Whether a file begins as markup with a table may: a tag, behind a byte order mark or blanks."""
    text = head[:4096].removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text[2:].replace(b"\0", b"")
    text = text.lstrip().lower()
    return text.startswith(
        (b"<html", b"<table", b"<!doctype html", b"<meta", b"<head", b"<?xml", b"<workbook")
    )


def has_table(data: bytes) -> bool:
    """Whether there is a table, or a sheet, anywhere in markup."""
    plain = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    return TABLE.search(plain) is not None


def text_of(data: bytes) -> str:
    """The text of a file by its byte order mark, by what it says of itself, or by trying. Raises Unreadable."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codings = ["utf-16"]
    else:
        said = CHARSET.search(data[:4096])
        named = said[1].decode("ascii", "ignore").lower() if said else ""
        codings = [
            "utf-8-sig",
            "gb18030" if named.startswith("gb") or not named else named,
            "gb18030",
        ]
    for coding in codings:
        try:
            return data.decode(coding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable("coding")


class Cells:
    """A table as it is read, cell by cell, each put where the cells that reach down from above leave room."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Merged] = []
        self.taken: set[tuple[int, int]] = set()
        self.count = 0

    def begin_row(self) -> None:
        if len(self.rows) >= MAX_ROWS:
            raise Unreadable("rows")
        self.rows.append([])

    def put(self, text: str, across: int = 1, down: int = 1, at: int = 0) -> None:
        """A cell behind the last one, or at column `at` (from 1), that reaches so far. Raises Unreadable for too many."""
        if not self.rows:
            self.begin_row()
        line, row = len(self.rows) - 1, self.rows[-1]
        if at:
            row += [""] * (min(at, MAX_COLUMNS + 1) - 1 - len(row))
        while (line, len(row)) in self.taken:
            row.append("")
        left, across, down = (
            len(row),
            min(max(across, 1), MAX_COLUMNS),
            min(max(down, 1), MAX_REACH),
        )
        if left + across > MAX_COLUMNS and text:
            raise Unreadable("columns")
        self.count += across * down
        if self.count > MAX_CELLS:
            raise Unreadable(LARGE)
        row += [text, *[""] * (across - 1)]
        if across * down > 1:
            self.merged.append(((line, left), (line + down - 1, left + across - 1)))
            self.taken |= {(line + n, left + k) for n in range(1, down) for k in range(across)}

    def grid(self) -> list[list[str]]:
        """The rows, all as wide as the widest."""
        width = max(map(len, self.rows), default=0)
        if width * len(self.rows) > MAX_CELLS:
            raise Unreadable(LARGE)
        return [row + [""] * (width - len(row)) for row in self.rows]


class _Page(HTMLParser):
    """The outermost tables of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Cells] = []
        self.depth, self.unseen = 0, 0
        self.cell: tuple[list[str], int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(Cells())
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].begin_row()
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            said = dict(attrs)
            self.cell = [], _reach(said.get("colspan")), _reach(said.get("rowspan"))
        elif tag == "br" and self.cell is not None:
            self.cell[0].append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "table" and self.depth:
            if self.depth == 1:
                self._end_cell()
            self.depth -= 1
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.unseen:
            self.cell[0].append(data)

    def _end_cell(self) -> None:
        if self.cell is not None:
            parts, across, down = self.cell
            self.cell = None
            lines = ("".join(parts)).replace("\xa0", " ").split("\n")
            self.tables[-1].put(
                "\n".join(filter(None, (line.strip() for line in lines))), across, down
            )


def _reach(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1


def read_marked(data: bytes) -> list[tuple[str, list[list[str]], list[Merged]]]:
    """The tables of a page, or the sheets of an XML spreadsheet. Raises Unreadable."""
    text = text_of(data)
    if SPREADSHEET in text[:4096] and "<html" not in text[:4096].lower():
        found = _sheets(text)
    else:
        page = _Page()
        page.feed(text)
        page.close()
        found = [(f"{n}", table) for n, table in enumerate(page.tables, 1)]
    filled = [(name, table) for name, table in found if any(map(any, table.rows))]
    if len(filled) > MAX_SHEETS:
        filled = sorted(filled, key=lambda each: -each[1].count)[:MAX_SHEETS]
    if not filled:
        raise Unreadable(BROKEN)
    return [(name, table.grid(), table.merged) for name, table in filled]


def _sheets(text: str) -> list[tuple[str, Cells]]:
    """The visible sheets of an XML spreadsheet; entities of its own and files beside it are not read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(DECLARATION.sub("", text.lstrip(), count=1).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(BROKEN) from error
    space = f"{{{SPREADSHEET}}}"
    found = []
    for sheet in root.iter(f"{space}Worksheet"):
        table = Cells()
        for row in sheet.iter(f"{space}Row"):
            at = _reach(row.get(f"{space}Index"))
            while len(table.rows) < at - 1:
                table.begin_row()
            table.begin_row()
            for cell in row.iter(f"{space}Cell"):
                _put(table, cell, space)
        found.append((sheet.get(f"{space}Name") or "", table))
    return found


def _put(table: Cells, cell: etree._Element, space: str) -> None:
    data = cell.find(f"{space}Data")
    words = "".join(str(part) for part in data.itertext()).strip() if data is not None else ""
    if data is not None and data.get(f"{space}Type") == "DateTime":
        words = words.partition(".")[0].removesuffix("T00:00:00").replace("T", " ")
    across, down = (int(cell.get(f"{space}{name}") or 0) for name in ("MergeAcross", "MergeDown"))
    at = cell.get(f"{space}Index")
    table.put(words, across + 1, down + 1, _reach(at) if at else 0)
