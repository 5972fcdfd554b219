"""Workbooks as counties hand them in, made of plain rows, and invented people to fill them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import VILLAGE
from zulian.accounts.models import Post
from zulian.foundation.ledger import Ledger, ledger_named
from zulian.ledgers import services
from zulian.ledgers.models import Import, Job
from zulian.people.rules import check_character

HEADS = ("姓名", "身份证号", "户籍所在地", "联系电话", "民族")
CARD_HEADS = (
    "姓名",
    "公民身份号码",
    "户籍所在地",
    "残疾人证号",
    "发证日期",
    "残疾类别",
    "残疾等级",
    "状态",
)


def number(n: int, birth: date = date(1960, 5, 6)) -> str:
    """The nth invented ID number of a birth date."""
    first = f"210900{birth:%Y%m%d}{n:03}"
    return first + check_character(first)


def people(count: int, place: str = VILLAGE) -> list[list[Any]]:
    """Rows under HEADS."""
    return [[f"演试{n}", number(n), place, f"1200000{n:04}", "汉族"] for n in range(1, count + 1)]


def cards(count: int, place: str = VILLAGE) -> list[list[Any]]:
    """Rows under CARD_HEADS."""
    return [
        [
            f"演证{n}",
            number(n),
            place,
            f"{number(n)}{1 + n % 6}{1 + n % 4}",
            "2020.3.19",
            "",
            "",
            "有效",
        ]
        for n in range(1, count + 1)
    ]


def book(heads: Sequence[Any], rows: Sequence[Sequence[Any]], title: str = "") -> bytes:
    """An .xlsx of a heading and rows, under a merged title row where one is given."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet()
    top = 0
    if title:
        sheet.merge_range(0, 0, 0, len(heads) - 1, title)
        top = 1
    sheet.write_row(top, 0, heads)
    for line, row in enumerate(rows, top + 1):
        sheet.write_row(line, 0, row)
    made.close()
    return out.getvalue()


def sheets(*tables: tuple[str, list[list[Any]]], hidden: str = "") -> bytes:
    """An .xlsx of several sheets, by name."""
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in tables:
        sheet = made.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        if name == hidden:
            sheet.hide()
        elif hidden:
            sheet.activate()
            sheet.set_first_sheet()
    made.close()
    return out.getvalue()


def old_book(heads: Sequence[Any], rows: Sequence[Sequence[Any]], title: str) -> bytes:
    """The same as Excel 97 wrote it: a real .xls, dates as Excel's numbers with a format."""
    out = BytesIO()
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(0, 0, 0, len(heads) - 1, title)
    for line, row in enumerate([heads, *rows], 1):
        for place, cell in enumerate(row):
            sheet.write(
                line, place, cell, day if isinstance(cell, date) else xlwt.Style.default_style
            )
    made.save(out)
    return out.getvalue()


def ledger(key: str) -> Ledger:
    found = ledger_named(key)
    assert found is not None
    return found


def hand_in(key: str, post: Post, data: bytes, name: str = "台账.xlsx") -> Import:
    """Upload a file; its preview, or why there is none."""
    job = Job.objects.get(pk=services.hand_in(ledger(key), post, SimpleUploadedFile(name, data)).pk)
    assert job.source is not None
    return Import.objects.get(pk=job.source_id)


def agree(made: Import, mode: str = "all") -> Import:
    """Let a preview be written."""
    services.agree(made, made.post, mode)
    return Import.objects.get(pk=made.pk)


def faults(made: Import) -> list[dict[str, str]]:
    """The reasons of the refused rows."""
    return [row["f"] for row in services.rows_of(made) if row["v"] == "refused"]


def last_job(made: Import) -> Job:
    return Job.objects.filter(source=made).order_by("-pk")[0]
