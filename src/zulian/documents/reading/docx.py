"""Word files (.docx): paragraphs with their automatic labels, tables, text boxes."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element as Element

from zulian.documents.reading.numbering import Numbering, W, number_of, read_numbering
from zulian.documents.reading.paper import Block, Grid, Line, Paper, ReadError, span_of

MAX_UNPACKED = 80 * 2**20
MAX_PARTS = 3000
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", FALLBACK}
TEXT_BOX = f"{W}txbxContent"


def open_parts(data: bytes) -> zipfile.ZipFile:
    """Open an Office package after checking that it is one, and that it does not swell when unpacked."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ReadError(_("Word 文件已损坏，无法打开，请在 Word 中另存后重新上传。")) from error
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ReadError(_("文件解压后过大，疑似异常文件，已拒绝读取。"))
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(_("文件已加密，请解除密码后重新上传。"))
    return package


def read_part(package: zipfile.ZipFile, name: str) -> Element | None:
    """Parse one XML part safely (no entities, no network, no declared document type); None when absent."""
    if name not in package.namelist():
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        with package.open(name) as part:
            raw = part.read(MAX_UNPACKED + 1)
        root = etree.fromstring(raw, parser)
    except (
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise ReadError(_("Word 文件内容不完整，无法读取，请在 Word 中另存后重新上传。")) from error
    if len(raw) > MAX_UNPACKED or _declares_doctype(root):
        raise ReadError(_("文件含有不允许的内容（外部实体或异常结构），已拒绝读取。"))
    return root


def _declares_doctype(root: Element) -> bool:
    info: Any = root.getroottree().docinfo
    return bool(info.doctype)


def read_docx(data: bytes) -> Paper:
    """Read a .docx; raises ReadError for damaged, encrypted or hostile files."""
    package = open_parts(data)
    document = read_part(package, "word/document.xml")
    if document is None or (body := document.find(f"{W}body")) is None:
        raise ReadError(_("这不是 Word 文档，请上传 .docx、PDF、网页或文本文件。"))
    numbering = read_numbering(
        read_part(package, "word/numbering.xml"), read_part(package, "word/styles.xml")
    )
    blocks = tuple(block for block in _blocks(body, numbering) if block.text.strip())
    if not blocks and any(name.startswith("word/media/") for name in package.namelist()):
        raise ReadError(_("文档里只有图片、没有文字，请先做文字识别（OCR）后再上传。"))
    notes = "word/footnotes.xml" in package.namelist() and read_part(package, "word/footnotes.xml")
    has_notes = (
        notes is not False and notes is not None and "".join(map(str, notes.itertext())).strip()
    )
    return Paper("docx", blocks, (_("文档含有脚注，脚注未列入正文。"),) if has_notes else ())


def _blocks(parent: Element, numbering: Numbering) -> Iterator[Block]:
    for node in parent:
        if node.tag == f"{W}p":
            yield from _paragraph(node, numbering)
        elif node.tag == f"{W}tbl":
            yield _table(node, numbering)
        elif node.tag not in SKIPPED:
            yield from _blocks(node, numbering)


def _paragraph(node: Element, numbering: Numbering) -> Iterator[Block]:
    properties = node.find(f"{W}pPr")
    own = number_of(properties)
    if (
        own is None
        and properties is not None
        and (style := properties.find(f"{W}pStyle")) is not None
    ):
        own = numbering.styles.get(style.get(f"{W}val", ""))
    text = _text(node).strip()
    # An empty numbered paragraph shows its label in Word, but carries nothing: it still counts.
    label = numbering.label(*own) if own and own[0] != "0" else ""
    for part in (label + text).split("\n") if text else ():
        if part.strip():
            yield Line(" ".join(part.split()))
    for box in _boxes(node):
        yield from _blocks(box, numbering)


def _text(node: Element) -> str:
    out = []
    for child in node:
        if child.tag in SKIPPED or child.tag == TEXT_BOX:
            continue
        if child.tag == f"{W}t":
            out.append(child.text or "")
        elif child.tag in {f"{W}br", f"{W}cr"}:
            out.append("\n" if child.get(f"{W}type") in {None, "textWrapping"} else "")
        elif child.tag in {f"{W}tab", f"{W}ptab"}:
            out.append(" ")
        elif child.tag == f"{W}noBreakHyphen":
            out.append("-")
        else:
            out.append(_text(child))
    return "".join(out)


def _boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag not in SKIPPED:
            yield from _boxes(child)


def _table(node: Element, numbering: Numbering) -> Grid:
    rows: list[tuple[str, ...]] = []
    merged: set[tuple[int, int]] = set()
    for row in node.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not node:
            continue  # a row of a table inside a cell: it is read with that cell
        cells: list[str] = []
        continued: list[int] = []
        for cell in (child for child in row if child.tag == f"{W}tc"):
            if _goes_on(cell):
                continued.append(len(cells))
            cells.append(" ".join(block.text for block in _blocks(cell, numbering)))
            cells += [""] * (_columns(cell) - 1)
        if any(cell.strip() for cell in cells):
            merged |= {(len(rows), place) for place in continued if not cells[place].strip()}
            rows.append(tuple(cells))
    return Grid(tuple(rows), frozenset(merged))


def _goes_on(cell: Element) -> bool:
    """Whether a cell belongs to the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _columns(cell: Element) -> int:
    """How many columns a cell spans."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return span_of(span.get(f"{W}val")) if span is not None else 1
