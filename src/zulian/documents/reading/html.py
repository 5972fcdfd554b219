"""Web pages as government sites publish circulars: the article's body, without menus and scripts."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from lxml import html
from lxml.html import HtmlElement

from zulian.documents.reading.paper import Block, Grid, Line, Paper, ReadError, span_of
from zulian.documents.reading.text import decode

META_CHARSET = re.compile(rb"<meta[^<>]+charset=[\"']?([\w-]+)", re.I)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
DROPPED = {
    "script",
    "style",
    "noscript",
    "nav",
    "header",
    "footer",
    "form",
    "iframe",
    "template",
    "svg",
    "button",
}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "tr",
    "td",
    "center",
    "blockquote",
    "dd",
    "dt",
    "dl",
    "body",
    "pre",
    "figure",
    "table",
    "tbody",
    "hr",
}
# Ids and classes under which the common publishing systems keep the article.
CONTAINERS = (
    "UCAP-CONTENT",
    "TRS_Editor",
    "zoom",
    "Zoom",
    "article-content",
    "article_content",
    "pages_content",
)
MAX_DEPTH = 200


def read_html(data: bytes) -> Paper:
    """Read a web page; raises ReadError when it holds no text."""
    text = _decode(data)
    try:
        root = html.document_fromstring(
            text, parser=html.HTMLParser(no_network=True, huge_tree=False)
        )
    except (ValueError, html.etree.LxmlError) as error:
        raise ReadError(
            _("网页文件无法解析，请在浏览器中打开后另存为 PDF 或文本再上传。")
        ) from error
    blocks: list[Block] = []
    pending: list[str] = []
    _walk(_article(root), blocks, pending, 0)
    _flush(blocks, pending)
    return Paper("html", tuple(blocks))


def _decode(data: bytes) -> str:
    match = META_CHARSET.search(data[:4096])
    if match and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = match[1].decode("ascii").lower()
        try:
            text = data.decode("gb18030" if name in {"gb2312", "gbk", "gb18030"} else name)
        except (LookupError, UnicodeDecodeError):
            text = decode(data)
    else:
        text = decode(data)
    # A declaration of encoding inside a str is refused by the parser.
    return XML_DECLARATION.sub("", text)


def _article(root: HtmlElement) -> HtmlElement:
    for name in CONTAINERS:
        for node in root.iter():
            names = (
                (node.get("id") or "", *(node.get("class") or "").split())
                if isinstance(node.tag, str)
                else ()
            )
            if name in names and len(node.text_content().strip()) > 20:
                return node
    for tag in ("article", "main", "body"):
        if (node := next(root.iter(tag), None)) is not None and node.text_content().strip():
            return node
    return root


def _walk(node: HtmlElement, blocks: list[Block], pending: list[str], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ReadError(_("网页结构嵌套过深，无法读取，请另存为 PDF 或文本再上传。"))
    if not isinstance(node.tag, str) or node.tag in DROPPED:
        return
    if node.tag == "table" and (grid := _grid(node)):
        _flush(blocks, pending)
        blocks.append(grid)
        return
    block = node.tag in BLOCKS
    if block:
        _flush(blocks, pending)
    pending.append(node.text or "")
    for child in node:
        _walk(child, blocks, pending, depth + 1)
        pending.append(child.tail or "")
    if block:
        _flush(blocks, pending)


def _grid(table: HtmlElement) -> Grid | None:
    """A data table as a grid; a table used for page layout (nested, or of one column) is not one."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows: list[tuple[str, ...]] = []
    merged: set[tuple[int, int]] = set()
    below: dict[int, int] = {}
    widest = 0
    for row in table.iter("tr"):
        cells, continued = _cells(row, below)
        widest = max(widest, len(list(row.iter("td", "th"))))
        if any(cells):
            merged |= {(len(rows), place) for place in continued}
            rows.append(tuple(cells))
    return Grid(tuple(rows), frozenset(merged)) if rows and widest > 1 else None


def _cells(row: HtmlElement, below: dict[int, int]) -> tuple[list[str], list[int]]:
    """The cells of a row, column by column, and the columns that belong to the row above.

    `below` says for how many more rows a cell of an earlier row goes on in each column, and is brought up to date.
    """
    cells: list[str] = []
    continued: list[int] = []

    def go_on() -> None:
        while below.get(len(cells), 0):
            below[len(cells)] -= 1
            continued.append(len(cells))
            cells.append("")

    for cell in row.iter("td", "th"):
        go_on()
        place, width = len(cells), span_of(cell.get("colspan"))
        for column in range(place, place + width):
            below[column] = span_of(cell.get("rowspan")) - 1
        cells += [" ".join(cell.text_content().split()), *[""] * (width - 1)]
    go_on()
    return cells, continued


def _flush(blocks: list[Block], pending: list[str]) -> None:
    text = " ".join("".join(pending).split())
    pending.clear()
    if text:
        blocks.append(Line(text))
