"""A return as Excel: a cover, the table in its usual form, a page for signatures and the seal."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from zulian.foundation.excel import HEAD, OPTIONS, SMALL, TITLE, safe_title
from zulian.registers.shown import in_words
from zulian.statistics.models import Filing
from zulian.statistics.rules import Layout

BORDER = {"border": 1, "valign": "vcenter"}
CENTRED = {"align": "center", "valign": "vcenter"}
NAME_WIDTH, NUMBER_WIDTH, COVER_WIDTH = 44, 14, 80
COVER_ROWS, SEAL_ROWS = 6, 12


class Book:
    """A workbook that is being written, with the dress of its cells."""

    def __init__(self) -> None:
        import xlsxwriter

        self.out = BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {**OPTIONS, "in_memory": True})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def dress(self, **more: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(more.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(more)
        return self._formats[key]

    def sheet(self, name: str) -> Any:
        """A new sheet, to be printed on one page in width."""
        sheet = self.book.add_worksheet(safe_title(name))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.out.getvalue()


def write(filing: Filing) -> bytes:
    """The return as it is kept, a draft of one too."""
    book = Book()
    _cover(book, filing)
    _table(book, filing, filing.form)
    _seal(book, filing)
    return book.bytes()


def _facts(filing: Filing) -> list[tuple[str, str]]:
    period = {"since": in_words(filing.since), "until": in_words(filing.until)}
    return [
        (_("填报单位"), filing.region.organisation),
        (_("报告期"), _("%(since)s至%(until)s") % period),
        (_("单位负责人"), filing.leader),
        (_("制表人"), filing.by.user.name if filing.by else ""),
        (_("填报日期"), in_words(filing.handed_on) if filing.handed_on else ""),
    ]


def _cover(book: Book, filing: Filing) -> None:
    sheet = book.sheet(_("封面"))
    sheet.set_column(0, 0, COVER_WIDTH)
    small = book.dress(**SMALL)
    sheet.write_string(0, 0, _("表号：%(number)s") % {"number": filing.number}, small)
    sheet.set_row(COVER_ROWS, 40)
    title = book.dress(**(TITLE | CENTRED | {"font_size": 24}))
    sheet.write_string(COVER_ROWS, 0, filing.name, title)
    period = book.dress(**CENTRED, font_size=14)
    sheet.write_string(COVER_ROWS + 1, 0, f"（{filing.period_words}）", period)
    for n, (name, value) in enumerate(_facts(filing)):
        sheet.write_string(COVER_ROWS + 6 + 2 * n, 0, f"{name}：{value}", period)
    if filing.layout.get("background"):
        sheet.write_string(COVER_ROWS + 18, 0, filing.layout.get("source", ""), small)


def _table(book: Book, filing: Filing, layout: Layout) -> None:
    sheet = book.sheet(filing.name)
    last = len(layout.columns) + 2
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, NAME_WIDTH)
    sheet.set_column(2, last, NUMBER_WIDTH)
    sheet.merge_range(0, 0, 0, last, filing.name, book.dress(**TITLE, align="center"))
    small = book.dress(**SMALL)
    facts = {"who": filing.region.organisation, "when": filing.period_words}
    sheet.write_string(1, 0, _("填报单位：%(who)s　　%(when)s") % facts, small)
    right = book.dress(**SMALL, align="right")
    sheet.write_string(1, last, _("表号：%(number)s") % {"number": filing.number}, right)
    heads = [_("序号"), _("指标名称"), _("计量单位"), *(column.name for column in layout.columns)]
    for n, name in enumerate(heads):
        sheet.write_string(2, n, name, book.dress(**HEAD, align="center"))
    row = _lines(book, sheet, filing, layout)
    row = _foot(book, sheet, filing, row)
    for note in layout.notes:
        sheet.write_string(row, 0, _("说明：%(note)s") % {"note": note}, small)
        row += 1
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    if len(layout.columns) > 1:
        sheet.set_landscape()


def _lines(book: Book, sheet: Any, filing: Filing, layout: Layout) -> int:
    values, row = filing.values(), 3
    for line in layout.lines:
        bold = {"bold": True} if line.head else {}
        sheet.write_string(row, 0, line.no, book.dress(**BORDER, align="center", **bold))
        indent = (len(line.name) - len(line.name.lstrip())) // 2
        name = book.dress(**BORDER, indent=indent, text_wrap=True, **bold)
        sheet.write_string(row, 1, line.name.strip(), name)
        sheet.write_string(row, 2, line.unit, book.dress(**BORDER, align="center"))
        for n, column in enumerate(layout.columns, 3):
            number = values[line.no, column.key]
            if number is None:
                sheet.write_string(
                    row, n, "" if line.head else "—", book.dress(**(BORDER | CENTRED))
                )
            else:
                sheet.write_number(row, n, float(number), book.dress(**BORDER, align="right"))
        row += 1
    return row


def _foot(book: Book, sheet: Any, filing: Filing, row: int) -> int:
    """Who made the table, behind its lines."""
    words = "　　".join(f"{name}：{value}" for name, value in _facts(filing)[2:])
    sheet.write_string(row, 0, words, book.dress(font_size=10))
    return row + 1


def _seal(book: Book, filing: Filing) -> None:
    sheet = book.sheet(_("签章页"))
    sheet.set_column(0, 0, COVER_WIDTH)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, _("签章页"), book.dress(**TITLE, align="center"))
    plain = book.dress(font_size=12, text_wrap=True, valign="vcenter")
    known = dict(_facts(filing))
    said = _("本单位对“%(what)s”所填数据的真实性、准确性和完整性负责。") % {"what": filing}
    sheet.write_string(2, 0, said, plain)
    signed = [_("单位负责人"), _("部门负责人"), _("制表人")]
    for n, name in enumerate(signed):
        value = known.get(name, "")
        words = _("%(name)s（签字）：%(value)s") % {"name": name, "value": value}
        sheet.write_string(4 + 2 * n, 0, words, plain)
    sheet.write_string(SEAL_ROWS, 0, filing.region.organisation, book.dress(align="right"))
    sheet.write_string(SEAL_ROWS + 1, 0, _("（盖章）"), book.dress(align="right"))
    day = in_words(filing.handed_on) if filing.handed_on else _("　　　年　　月　　日")
    sheet.write_string(SEAL_ROWS + 2, 0, day, book.dress(align="right"))
    if filing.explanation:
        words = _("情况说明：%(words)s") % {"words": filing.explanation}
        sheet.write_string(SEAL_ROWS + 4, 0, words, plain)
