"""Workbooks that Excel or WPS saved as a web page in one file: read as what they are, whatever they call themselves."""

from __future__ import annotations

from collections.abc import Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest

from tests import builders
from tests.ledgers.books import HEADS, faults, hand_in, people
from zulian.accounts.roles import Role
from zulian.foundation.bounded import Unreadable
from zulian.ledgers.mhtml import is_mhtml, read_mhtml
from zulian.ledgers.reading import sniff_sheet
from zulian.ledgers.workbooks import read

FRAME = "file:///C:/a/a.htm"


def table(rows: Sequence[Sequence[Any]]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<html><head></head><body><table>{cells}</table></body></html>"


def mhtml(tables: dict[str, list[list[Any]]], coding: str = "gb2312") -> bytes:
    """As Excel writes it: a page that holds the others and names their sheets, the sheets, and the strip of their tabs."""
    whole = MIMEMultipart("related")
    whole["X-Document-Type"] = "Workbook"
    sheets = "".join(
        f'<x:ExcelWorksheet>\r\n<x:Name>{name}</x:Name>\r\n <x:WorksheetSource HRef="a.files/sheet00{n}.htm"/>'
        for n, name in enumerate(tables, 1)
    )
    pages = {FRAME: f"<html><xml><x:ExcelWorkbook>{sheets}</x:ExcelWorkbook></xml></html>"}
    for n, rows in enumerate(tables.values(), 1):
        pages[f"file:///C:/a/a.files/sheet00{n}.htm"] = table(rows)
    pages["file:///C:/a/a.files/tabstrip.htm"] = table([list(tables)])
    for place, text in pages.items():
        part = MIMEText(text, "html", coding)
        part["Content-Location"] = place
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("coding", ["utf-8", "gb2312"])
def test_a_web_page_in_one_file_is_read(regions: None, coding: str) -> None:
    data = mhtml({"花名册": [list(HEADS), *people(2)], "说明": [["填表说明"], ["不空项"]]}, coding)
    assert sniff_sheet(data) == "xls"
    assert [name for name, _rows, _merged in read(data, "xls")] == ["花名册", "说明"]
    made = hand_in("people", builders.post(Role.CERTIFICATE_CLERK), data, "花名册.xls")
    assert (made.new, made.layout["sheet"]) == (2, "花名册"), faults(made)


def test_one_without_a_table_is_told() -> None:
    data = mhtml({})
    # The strip of tabs is no sheet.
    with pytest.raises(Unreadable):
        read_mhtml(data)
    assert is_mhtml(data) and not is_mhtml(b"\xff\xfe" + data[:20]) and not is_mhtml(b"a,b\n1,2")


def test_a_letter_that_is_cut_off_costs_a_sentence() -> None:
    data = mhtml({"一": [["姓名", "民族"], ["演", "汉族"]]})
    for end in range(200, len(data), 97):
        try:
            read(data[:end], "xls")
        except Unreadable:
            continue
