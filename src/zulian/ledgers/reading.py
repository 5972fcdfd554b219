"""From a file to the rows of a ledger: reading it bounded, finding the heading, matching its columns."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.bounded import BUSY, LARGE, SLOW, Limits, Unreadable, read_bounded
from zulian.foundation.ledger import Draft, Ledger, clean, half_width
from zulian.ledgers.words import FOOTERS, IGNORED, NOISE, TAILS
from zulian.ledgers.workbooks import MAX_COLUMNS, MAX_SHEETS

SEARCHED = 25
LIMITS = Limits()
MAX_FOOTER_CELLS = 3
Sheets = list[tuple[str, list[list[str]]]]
Merged = list[tuple[tuple[int, int], tuple[int, int]]]
Grids = list[tuple[str, list[list[str]], Merged]]


def sniff_sheet(data: bytes) -> str:
    """xlsx, xls or csv by the first bytes; raises ValidationError for what is none of them."""
    if data[:4] == b"PK\x03\x04":
        return "xlsx"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "xls"
    if data and b"\0" not in data[:4096] and not data.startswith((b"%PDF", b"{\\rtf", b"<")):
        return "csv"
    raise ValidationError(_("这不是 Excel 或 CSV 表格，请上传 .xlsx、.xls 或 .csv 文件。"))


def read_sheets(data: bytes, kind: str) -> Sheets:
    """All sheets as rows of texts, read in a bounded process; raises ValidationError with one sentence."""
    return [(name, rows) for name, rows, _merged in read_grids(data, kind)]


def read_grids(data: bytes, kind: str) -> Grids:
    """The same with the merged cells of each sheet, as ((top, left), (bottom, right)) from 0."""
    try:
        grids: Grids = read_bounded("zulian.ledgers.workbooks:read", data, kind, limits=LIMITS)
    except Unreadable as fault:
        raise ValidationError(fault_sentence(str(fault))) from fault
    return grids


def fault_sentence(fault: str) -> str:
    """What to say of a workbook that cannot be read."""
    return {
        "rows": _("表格超过 20 万行，请拆分成几个文件再导入。"),
        "sheets": _("一个文件最多 %(n)d 张工作表，请只留下要导入的那一张。") % {"n": MAX_SHEETS},
        "columns": _("表格最多 %(n)d 列，请删去多余的列。") % {"n": MAX_COLUMNS},
        "coding": _("CSV 文件的编码无法识别，请另存为 UTF-8 或 GB18030（ANSI）。"),
        LARGE: _("表格展开后太大，请删去多余的工作表和空白区域，或拆分成几个文件。"),
        SLOW: _("表格读取超时，请拆分成几个文件再导入。"),
        BUSY: _("正在读取的文件较多，请过一会儿再上传。"),
    }.get(fault, _("表格已损坏或加了密码，无法读取，请用 Excel 打开后另存一份再试。"))


@dataclass(frozen=True)
class Layout:
    """Where a ledger's columns stand: column key → place, the first row of data, headings that no column knows."""

    sheet: str
    heading: int
    first: int
    places: dict[str, int]
    heads: list[str]
    extra: list[str]


def plain_heading(text: str) -> str:
    """A heading without blanks, stars and punctuation, so that 身份证号（必填） and *身份证号 meet."""
    plain = NOISE.sub("", half_width(clean(text)).lower())
    for tail in TAILS:
        plain = plain.removesuffix(tail)
    return plain


def vocabulary(ledger: Ledger) -> dict[str, str]:
    """Plain heading → column key, by names and synonyms."""
    found: dict[str, str] = {}
    for column in ledger.columns:
        for word in (str(column.name), *column.synonyms):
            found.setdefault(plain_heading(word), column.key)
    return found


def find_layout(ledger: Ledger, sheets: Sheets) -> tuple[Layout, list[list[str]]]:
    """The sheet, the heading (of one row or two) and the columns; raises ValidationError when no heading fits."""
    words = vocabulary(ledger)
    best: tuple[int, Layout, list[list[str]]] | None = None
    for name, rows in sheets:
        for depth in (1, 2):
            for at in range(min(SEARCHED, len(rows))):
                heads = _heads(rows, at, depth)
                places = _places(heads, words)
                if places and (best is None or len(places) > best[0]):
                    best = len(places), _layout(name, at, at + depth, places, heads, words), rows
    if best is None or best[0] < min(2, len(ledger.taken)):
        raise ValidationError(
            _("没有找到表头：前 %(n)d 行里没有“%(names)s”等列名，请下载模板对照。")
            % {"n": SEARCHED, "names": "、".join(str(c.name) for c in ledger.columns[:4])}
        )
    return best[1], best[2]


def _heads(rows: list[list[str]], at: int, depth: int) -> list[str]:
    if depth == 1 or at + 1 >= len(rows):
        return [clean(cell) for cell in rows[at]]
    return [clean(low) or clean(high) for high, low in zip(rows[at], rows[at + 1], strict=False)]


def _places(heads: list[str], words: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        key = words.get(plain_heading(head)) if head else None
        if key:
            found.setdefault(key, place)
    return found


def _layout(name: str, at: int, first: int, places: dict[str, int], heads: list[str], words: dict[str, str]) -> Layout:
    taken = set(places.values())
    extra = [h for n, h in enumerate(heads) if h and n not in taken and plain_heading(h) not in IGNORED]
    return Layout(name, at + 1, first, places, heads, list(dict.fromkeys(extra)))


def drafts(layout: Layout, rows: list[list[str]]) -> list[Draft]:
    """The rows of data, blank ones and footers left out."""
    made = []
    for number, row in enumerate(rows[layout.first :], layout.first + 1):
        cells = [clean(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        if not filled or (len(filled) <= MAX_FOOTER_CELLS and filled[0].replace(" ", "").startswith(FOOTERS)):
            continue
        made.append(Draft(number, cells))
    return made
