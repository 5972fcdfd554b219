"""Workbooks of a ledger: the template to fill in, the export, the refused rows. All of them text that never runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from zulian.foundation.excel import HEAD, MAX_WIDTH, OPTIONS, SMALL, TITLE, cell_body, safe_title
from zulian.foundation.ledger import Column, Ledger
from zulian.ledgers.marks import hidden

ROWS_IN_TEMPLATE = 5000
MARK_EVERY = 20
BEAT_EVERY = 500
RISKY = ("=", "+", "-", "@", "\t", "\r")
MAX_LIST = 255
KNOWN = 5000
LISTS = "lists"


def template(ledger: Ledger, out: IO[bytes]) -> None:
    """An empty sheet with headings, notes, drop-downs and text columns, and a sheet of explanations."""
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True})
    sheet = book.add_worksheet(safe_title(str(ledger.name)))
    must = book.add_format({**HEAD, "bg_color": "#FDE9D9"})
    may = book.add_format(HEAD)
    as_text = book.add_format({"num_format": "@"})
    for place, column in enumerate(ledger.taken):
        head = _heading(column)
        wide = min(max(column.width, 2 * len(head) + 3), MAX_WIDTH)
        sheet.set_column(place, place, wide, as_text if column.text else None)
        sheet.write_string(0, place, head, must if column.required or column.sometimes else may)
        if column.note:
            sheet.write_comment(0, place, str(column.note), {"x_scale": 2})
        _drop_down(book, sheet, place, column)
    sheet.freeze_panes(1, 0)
    _explain(book, ledger, must)
    book.close()


def _heading(column: Column) -> str:
    """The heading of a column: a star where a new row needs it, a word where it needs it at times."""
    if column.required:
        return f"{column.name}*"
    return f"{column.name}（{column.sometimes}）" if column.sometimes else str(column.name)


def _drop_down(book: Any, sheet: Any, place: int, column: Column) -> None:
    words = list(column.choices()) if column.choices else []
    if not words:
        return
    source: Any = words
    if len(",".join(words)) > MAX_LIST:
        # Excel takes longer lists only from cells.
        from xlsxwriter.utility import xl_col_to_name

        lists = book.get_worksheet_by_name(LISTS) or book.add_worksheet(LISTS)
        lists.write_column(0, place, words)
        letter = xl_col_to_name(place)
        source = f"={LISTS}!${letter}$1:${letter}${len(words)}"
    rule = {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "error_title": _("请从列表中选择"),
        "error_message": _("“%(name)s”只能填列表中的内容。") % {"name": column.name},
    }
    sheet.data_validation(1, place, ROWS_IN_TEMPLATE, place, rule)


def _explain(book: Any, ledger: Ledger, head: Any) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 70)
    for place, word in enumerate((_("列名"), _("必填"), _("怎么填"))):
        sheet.write_string(0, place, word, head)
    for line, column in enumerate(ledger.taken, 1):
        sheet.write_string(line, 0, str(column.name), wrap)
        sheet.write_string(
            line, 1, _("新增必填") if column.required else str(column.sometimes), wrap
        )
        sheet.write_string(line, 2, _note(column), wrap)
    if ledger.note:
        sheet.merge_range(
            len(ledger.taken) + 2, 0, len(ledger.taken) + 2, 2, str(ledger.note), wrap
        )
        sheet.set_row(len(ledger.taken) + 2, 48)


def _note(column: Column) -> str:
    parts = [str(column.note)]
    if column.choices and len(words := list(column.choices())) <= 12:
        parts.append(_("可填：%(words)s。") % {"words": "、".join(words)})
    if column.several:
        parts.append(
            _("可填一项或多项，用顿号隔开：%(words)s。") % {"words": "、".join(column.several())}
        )
    if column.fixed:
        parts.append(_("已有记录的这一项不能用导入更改。"))
    if column.synonyms:
        parts.append(_("表头也可写作：%(words)s。") % {"words": "、".join(column.synonyms)})
    return " ".join(part for part in parts if part)


class Taken:
    """Who took an export, when and under which number: printed on the sheet, and hidden in it."""

    def __init__(self, number: int, who: str, when: str, why: str) -> None:
        self.number, self.who, self.when, self.why = number, who, when, why

    @property
    def line(self) -> str:
        """The visible mark."""
        facts = {"who": self.who, "when": self.when, "n": self.number}
        said = _("导出人：%(who)s　时间：%(when)s　编号：%(n)d") % facts
        return f"{said}　{_('用途：')}{self.why}" if self.why else said


def export(
    ledger: Ledger,
    rows: Iterable[Sequence[Any]],
    path: Path,
    taken: Taken,
    masked: bool,
    beat: Callable[[int], None],
) -> int:
    """Stream rows, each the values of the given columns, into a workbook; returns how many. Memory does not grow with them."""
    import xlsxwriter

    from zulian.foundation.stream_sheet import StreamSheet

    columns = ledger.given
    book = xlsxwriter.Workbook(str(path), {**OPTIONS, "constant_memory": True})
    book.set_properties(
        {"title": str(ledger.name), "author": taken.who, "comments": str(taken.number)}
    )
    book.set_custom_property("zulian-export", str(taken.number))
    sheet = book.add_worksheet(safe_title(str(ledger.name)), StreamSheet)
    _dress(book, sheet, ledger, columns, taken)
    cells = [_Cells(book, place, column, masked) for place, column in enumerate(columns)]
    mark = hidden(taken.number)
    number = 0
    for number, values in enumerate(rows, 1):
        sheet.take_row(
            number + 2,
            _line(cells, values, number + 3, mark if number % MARK_EVERY == 1 else ""),
            len(cells),
        )
        if not number % BEAT_EVERY:
            beat(number)
    sheet.autofilter(2, 0, number + 2, len(columns) - 1)
    book.close()
    return number


def _line(cells: Sequence[_Cells], values: Sequence[Any], row: int, mark: str) -> str:
    """A row's cells. Its first words carry the mark; a number with it would be no number any more."""
    parts = []
    for cell, value in zip(cells, values, strict=True):
        body = cell.body(value, mark)
        if body is None:
            continue
        if mark and cell.marked:
            mark = ""
        parts.append(f'<c r="{cell.letter}{row}"{body}')
    return "".join(parts)


class _Cells:
    """The cells of one column. What is shown for few different values is made once."""

    def __init__(self, book: Any, place: int, column: Column, masked: bool) -> None:
        from xlsxwriter.utility import xl_col_to_name

        self.letter = xl_col_to_name(place)
        self.show, self.mask = column.show, column.mask if masked else None
        self.text = column.text
        style = {"num_format": "@"} if column.text else {}
        self.plain = book.add_format(style)._get_xf_index()
        self.quoted = book.add_format({**style, "quote_prefix": True})._get_xf_index()
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})._get_xf_index()
        self.known: dict[Any, str | None] = {}
        self.marked = False

    def body(self, value: Any, mark: str) -> str | None:
        """The XML of a value's cell, None for an empty one; `marked` says whether it took the mark."""
        self.marked = False
        if mark:
            return self._make(value, mark)
        try:
            return self.known[value]
        except KeyError:
            made = self._make(value, "")
            if len(self.known) < KNOWN:
                self.known[value] = made
            return made
        except TypeError:  # a list or a dict
            return self._make(value, "")

    def _make(self, value: Any, mark: str) -> str | None:
        if self.mask is not None:
            value = self.mask(value) if value else ""
        elif self.show is not None:
            value = self.show(value)
        if value is None or value == "":
            return None
        if isinstance(value, date):
            return cell_body(value, self.day)
        if isinstance(value, int | float):
            return cell_body(value, self.plain)
        text = str(value)
        if mark and not self.text:
            text, self.marked = text + mark, True
        return cell_body(text, self.quoted if text.startswith(RISKY) else self.plain)


def _dress(book: Any, sheet: Any, ledger: Ledger, columns: Sequence[Column], taken: Taken) -> None:
    title = book.add_format(TITLE)
    small = book.add_format(SMALL)
    bold = book.add_format(HEAD)
    as_text = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        sheet.set_column(
            place,
            place,
            max(column.width, 2 * len(str(column.name)) + 3),
            as_text if column.text else None,
        )
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer(f"&L{taken.line.replace('&', '&&')}&R&P/&N")
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, f"{ledger.name}{hidden(taken.number)}", title)
    sheet.write_string(1, 0, taken.line, small)
    for place, column in enumerate(columns):
        sheet.write_string(2, place, str(column.name), bold)


def refused(
    ledger: Ledger, layout: dict[str, Any], rows: Iterable[dict[str, Any]], out: IO[bytes]
) -> None:
    """The refused rows as they came in, the faulty cells marked, the reasons beside them: to be mended and handed in again."""
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True})
    sheet = book.add_worksheet(_("退回的行"))
    bold = book.add_format(HEAD)
    plain = book.add_format({"num_format": "@", "quote_prefix": True})
    wrong = book.add_format(
        {
            "num_format": "@",
            "quote_prefix": True,
            "bg_color": "#FFD6D6",
            "border": 1,
            "border_color": "#C02020",
        }
    )
    reason = book.add_format({"text_wrap": True, "font_color": "#A01818"})
    heads, places = layout["heads"], layout["places"]
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    sheet.write_string(0, len(heads), _("问题"), bold)
    sheet.set_column(0, max(len(heads) - 1, 0), 16)
    sheet.set_column(len(heads), len(heads), 60)
    for line, row in enumerate(rows, 1):
        faulty = {places[key]: words for key, words in row["f"].items() if key in places}
        for place, cell in enumerate(row["c"]):
            sheet.write_string(line, place, cell, wrong if place in faulty else plain)
            if place in faulty:
                sheet.write_comment(line, place, faulty[place])
        for place in faulty:
            if place >= len(row["c"]):
                sheet.write_blank(line, place, None, wrong)
        words = [ledger.titled(key, text) for key, text in row["f"].items()]
        sheet.write_string(line, len(heads), "；".join(words), reason)
    sheet.freeze_panes(1, 0)
    book.close()
