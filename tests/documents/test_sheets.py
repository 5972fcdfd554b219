"""Forms to print: the same words on Word and PDF, a page each, pictures and blanks in their places."""

from __future__ import annotations

import random
from io import BytesIO

import docx
import pypdfium2
import pytest

from zulian.documents.sheets import Blank, Grid, Listing, Sheet, Words, write
from zulian.people.demo import portrait


def sheets() -> list[Sheet]:
    parts = [
        Grid(((Blank("姓名", "演<张>&三"), Blank("性别", "女")), (Blank("事由", "", 3),))),
        Words(("本人承诺所填内容真实。",), "承诺"),
        Listing(("材料", "情况"), tuple((f"材料{n}", "已收") for n in range(60)), (4, 1)),
    ]
    return [
        Sheet("申请表", "说明", parts, portrait(random.Random(1)), ("申请人", "经办人")),
        Sheet("评定表"),
    ]


def words(data: bytes, kind: str) -> str:
    if kind == "pdf":
        pages = pypdfium2.PdfDocument(data)
        return "".join(page.get_textpage().get_text_bounded() for page in pages)
    paper = docx.Document(BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "".join([*(p.text for p in paper.paragraphs), *cells])


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_everything_is_printed(kind: str) -> None:
    text = words(write(sheets(), kind), kind)
    for expected in (
        "申请表",
        "评定表",
        "演<张>&三",
        "本人承诺所填内容真实。",
        "材料59",
        "申请人：",
        "经办人：",
    ):
        assert expected in text, expected


def test_each_sheet_begins_a_page_and_long_lists_run_on() -> None:
    pages = pypdfium2.PdfDocument(write(sheets(), "pdf"))
    assert len(pages) >= 3
    assert "评定表" in pages[len(pages) - 1].get_textpage().get_text_bounded()


def test_the_file_is_light_enough_for_a_village_line() -> None:
    assert len(write(sheets(), "pdf")) < 60_000
