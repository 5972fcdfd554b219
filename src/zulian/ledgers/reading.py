"""From a file to the rows of a ledger: reading it bounded, finding the heading, matching its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation.bounded import BUSY, LARGE, SLOW, Limits, Unreadable, read_bounded
from zulian.foundation.ledger import Draft, Ledger
from zulian.foundation.ledger_cells import clean, half_width
from zulian.ledgers.marked import has_table, is_marked
from zulian.ledgers.marks import all_in
from zulian.ledgers.mhtml import is_mhtml
from zulian.ledgers.rows import Frame, Sorted, sort_rows
from zulian.ledgers.words import ASIDE, IGNORED, NOISE, TAILS
from zulian.ledgers.workbooks import MAX_COLUMNS, MAX_SHEETS, Grids, Merged, headings_of

SEARCHED = 25
LIMITS = Limits()


def sniff_sheet(data: bytes) -> str:
    """xlsx, xls or csv by the first bytes, xls also for markup that Excel opens; raises ValidationError for what is none of them."""
    if data[:4] == b"PK\x03\x04":
        return "xlsx"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "xls"
    if (is_marked(data) and has_table(data)) or is_mhtml(data):
        return "xls"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "csv"
    if data and b"\0" not in data[:4096] and not data.startswith((b"%PDF", b"{\\rtf", b"<")):
        return "csv"
    raise ValidationError(_("这不是 Excel 或 CSV 表格，请上传 .xlsx、.xls 或 .csv 文件。"))


def read_grids(data: bytes, kind: str) -> Grids:
    """All sheets as rows of texts with their merged cells, as ((top, left), (bottom, right)) from 0.

    Read in a bounded process; raises ValidationError with one sentence.
    """
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
        "field": _(
            "CSV 文件中有一格长得不合理，多半少了一个引号。请用 Excel 打开，另存为 .xlsx 再试。"
        ),
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
    unread: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    by_hand: dict[str, str] = field(default_factory=dict)
    by_words: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: dict[str, list[int]] = field(default_factory=dict)


def plain_heading(text: str) -> str:
    """A heading without blanks, stars and punctuation, so that 身份证号（必填） and *身份证号 meet."""
    plain = NOISE.sub("", half_width(clean(text)).lower())
    for tail in TAILS:
        plain = plain.removesuffix(tail)
    return plain


def key_of(head: str, labels: dict[str, str]) -> str:
    """The key of the column that a heading names, "" for none: as it stands, else without what it says in brackets."""
    plain = half_width(head)
    ways = (plain_heading(head), plain_heading(ASIDE.sub("", plain)))
    return next((labels[way] for way in ways if way in labels), "")


def vocabulary(ledger: Ledger) -> dict[str, str]:
    """Plain heading → column key, by names and synonyms."""
    found: dict[str, str] = {}
    for column in ledger.columns:
        for word in (str(column.name), *column.synonyms):
            found.setdefault(plain_heading(word), column.key)
    return found


class NoHeading(ValidationError):
    """No heading is one of the register's; `guess` is the row that looks most like one, as an import keeps its layout."""

    def __init__(self, words: str, guess: dict[str, Any]) -> None:
        super().__init__(words)
        self.guess = guess


def guess_heading(sheets: Grids) -> dict[str, Any]:
    """The first row with several texts and no numbers above rows of the largest sheet, as a layout without columns; {} for none."""
    name, rows, _merged = max(sheets, key=lambda sheet: len(sheet[1]), default=("", [], []))
    for at, row in enumerate(rows[:SEARCHED]):
        heads = [clean(cell) for cell in row]
        filled = [head for head in heads if head]
        if len(set(filled)) > 1 and not any(half_width(head)[:1].isdigit() for head in filled):
            return {"sheet": name, "heading": at + 1, "heads": heads, "places": {}, "extra": filled}
    return {}


def find_layout(
    ledger: Ledger, sheets: Grids, wanted: str = "", by_hand: Mapping[str, str] | None = None
) -> tuple[Layout, list[list[str]]]:
    """The sheet, the heading (of one row or two) and the columns; raises ValidationError when no heading fits.

    `by_hand` is how headings (plain_heading) were matched to columns by hand.
    Of several sheets the `wanted` one is read, else the one with the most columns; `unread` names the others that have rows under such a heading.
    """
    by_hand = by_hand or {}
    labels = vocabulary(ledger) | dict(by_hand)
    needed = min(2, len(ledger.taken))
    fitting = [
        found
        for sheet in sheets
        if (found := _best_heading(*sheet, labels)) and len(found[0].places) >= needed
    ]
    if not fitting:
        raise NoHeading(
            _("没有找到表头：前 %(n)d 行里没有“%(names)s”等列名，请下载模板对照。")
            % {"n": SEARCHED, "names": "、".join(str(c.name) for c in ledger.columns[:4])},
            guess_heading(sheets),
        )
    plain = joined_columns(ledger)
    fitting = [(replace(layout, joined=plain), rows) for layout, rows in fitting]
    layout, rows = max(fitting, key=lambda found: (found[0].sheet == wanted, len(found[0].places)))
    others = (
        other.sheet
        for other, lines in fitting
        if other.sheet != layout.sheet and drafts(other, lines)
    )
    heads = [head for head in layout.heads if plain_heading(head) in by_hand]
    matched = {head: by_hand[plain_heading(head)] for head in heads}
    extra = [head for head in layout.extra if head not in matched]
    return replace(layout, unread=tuple(others), by_hand=matched, extra=extra), rows


def _best_heading(
    name: str, rows: list[list[str]], merged: list[Merged], labels: dict[str, str]
) -> tuple[Layout, list[list[str]]] | None:
    """The heading of a sheet that names the most columns, the first one of them, with the sheet's rows; None for none."""
    best: Layout | None = None
    for depth in (1, 2):
        for at in range(min(SEARCHED, len(rows))):
            heads = _heads(rows, merged, at, depth)
            places = _places(heads, labels)
            if places and (best is None or len(places) > len(best.places)):
                best = _layout(name, at, at + depth, places, heads, labels)
    return None if best is None else (best, rows)


def _heads(rows: list[list[str]], merged: list[Merged], at: int, depth: int) -> list[str]:
    if depth == 1 or at + 1 >= len(rows):
        return [clean(cell) for cell in rows[at]]
    high = headings_of(rows[at], at, merged)
    return [clean(low) or clean(above) for above, low in zip(high, rows[at + 1], strict=False)]


def _places(heads: list[str], labels: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        key = key_of(head, labels)
        if key:
            found.setdefault(key, place)
    return found


def _layout(
    name: str, at: int, first: int, places: dict[str, int], heads: list[str], words: dict[str, str]
) -> Layout:
    taken = set(places.values())
    extra = [
        h for n, h in enumerate(heads) if h and n not in taken and plain_heading(h) not in IGNORED
    ]
    return Layout(name, at + 1, first, places, heads, list(dict.fromkeys(extra)))


def sort(layout: Layout, rows: list[list[str]]) -> Sorted:
    """The rows of data of a sheet, and what was left out."""
    # Of a heading of two rows the upper one may say nothing that is read; a title above it is one cell.
    upper = rows[max(layout.heading - 2, 0) : layout.heading - 1]
    heads = [
        [clean(cell) for cell in row] for row in (*upper, *rows[layout.heading - 1 : layout.first])
    ]
    keys = {place: key for key, place in layout.places.items()}
    joined = frozenset(layout.places[key] for key in layout.joined if key in layout.places)
    above = (cell for row in rows[: layout.heading - 1] for cell in row)
    is_own = any(number for cell in above for number in all_in(cell))
    return sort_rows(Frame(layout.first, frozenset(keys), joined, heads, keys, is_own), rows)


def drafts(layout: Layout, rows: list[list[str]]) -> list[Draft]:
    """The rows of data of a sheet."""
    return sort(layout, rows).drafts


def joined_columns(ledger: Ledger) -> tuple[str, ...]:
    """The columns of plain words that tell nobody whose row it is: what they say may go on in the row below."""
    return tuple(
        column.key
        for column in ledger.taken
        if column.is_text
        and not (column.text or column.required or column.choices or column.several)
        and column.key != "name"
    )
