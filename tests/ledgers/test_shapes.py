"""Sheets as offices keep them: whatever stands around, between and below the data, the data is read, and what is left out is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders
from tests.builders import VILLAGE
from tests.ledgers.books import HEADS, book, faults, hand_in, number, people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.bounded import Unreadable
from zulian.ledgers import services
from zulian.ledgers.marked import MAX_CELLS, read_marked
from zulian.ledgers.reading import Layout, sort
from zulian.ledgers.workbooks import read, unquoted


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


ASIDES: dict[str, list[Any]] = {
    "totals": ["合计", 2, 30, 40, 50],
    "notes": ["（以下空白）"],
    "headings": ["序号", *HEADS],
    "blank": [9],
    "groups": ["", "二、演二镇（共3人）"],
}


@pytest.mark.parametrize("kind", ASIDES)
def test_what_is_no_data_is_left_out_and_told(clerk: Post, kind: str) -> None:
    lines = [[n, *row] for n, row in enumerate(people(4), 1)]
    made = hand_in(
        "people",
        clerk,
        book(["序号", *HEADS], [*lines[:2], ASIDES[kind], *lines[2:], ASIDES[kind]]),
    )
    assert (made.new, made.refused) == (4, 0), faults(made)
    assert made.layout["left_out"] == {kind: [4, 7]}
    client = Client()
    client.force_login(clerk.user)
    assert "4、7 行" in client.get(f"/ledgers/imports/{made.pk}/").content.decode()


@pytest.mark.parametrize(
    "row",
    [
        ["演合计", number(9), VILLAGE, "", ""],
        ["合计", number(9), VILLAGE, "", ""],
        ["演村", number(9), VILLAGE, "", ""],
        ["演一", "", "", "12000000001", ""],
    ],
)
def test_a_row_of_data_is_never_left_out(clerk: Post, row: list[str]) -> None:
    made = hand_in("people", clerk, book(HEADS, [*people(2), row]))
    assert made.total == 3 and not made.layout["left_out"]


def test_a_row_that_runs_on_goes_to_the_row_above_and_says_so(clerk: Post) -> None:
    heads = [*HEADS, "家庭住址"]
    lines = [[*row, "演示路"] for row in people(2)]
    made = hand_in(
        "people", clerk, book(heads, [lines[0], ["", "", "", "", "", "一号院"], lines[1]])
    )
    assert (made.new, made.layout["left_out"]) == (2, {"joined": [3]})
    first = services.preview(made, "", 0, 1)[0]
    assert first["c"][5] == "演示路一号院" and "第 3 行" in first["g"]["address"]


def test_a_heading_of_two_rows_with_merged_cells_on_each_page(clerk: Post) -> None:
    out = BytesIO()
    file = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = file.add_worksheet()

    def head(at: int) -> None:
        sheet.merge_range(at, 0, at, 1, "本人")
        sheet.merge_range(at, 2, at + 1, 2, "户籍所在地")
        sheet.write_row(at + 1, 0, ["姓名", "身份证号"])

    sheet.merge_range(0, 0, 0, 2, "演示花名册")
    head(1)
    for line, row in zip((3, 4, 7, 8), people(4), strict=True):
        sheet.write_row(line, 0, row[:3])
    head(5)
    file.close()
    made = hand_in("people", clerk, out.getvalue())
    assert (made.new, made.refused) == (4, 0), faults(made)
    assert made.layout["left_out"] == {"headings": [6, 7]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_data_is_read_whatever_stands_between(data: st.DataObject) -> None:
    lines = [[str(n), *row] for n, row in enumerate(people(6), 1)]
    rows = list(lines)
    for kind in data.draw(st.lists(st.sampled_from(sorted(ASIDES)), max_size=6)):
        row = [str(cell) for cell in ASIDES[kind]]
        rows.insert(data.draw(st.integers(0, len(rows))), row + [""] * (6 - len(row)))
    heads = ["序号", *HEADS]
    places = {"name": 1, "id_number": 2, "region": 3, "phone": 4, "ethnicity": 5}
    found = sort(Layout("", 1, 1, places, heads, []), [heads, *rows])
    assert [draft.cells for draft in found.drafts] == lines
    assert sum(map(len, found.left_out.values())) == len(rows) - 6


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_texts_of_every_coding(clerk: Post, coding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(row) for row in [list(HEADS), *people(2)])
    assert hand_in("people", clerk, text.encode(coding), "花名册.csv").new == 2


def test_merged_cells_of_a_page_reach_right_and_down() -> None:
    page = (
        "<html><style>x{}</style><table><tr><th rowspan=2>姓名<th colspan=2>住址</tr>"
        "<tr><td>村<td>门牌</tr><tr><td>演&nbsp;一<td>甲<br>乙<td>1</tr></table></html>"
    )
    [(_name, rows, merged)] = read_marked(page.encode())
    assert rows == [["姓名", "住址", ""], ["", "村", "门牌"], ["演 一", "甲\n乙", "1"]]
    assert merged == [((0, 0), (1, 0)), ((0, 1), (0, 2))]


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr>{'<td colspan=200 rowspan=1000>x' * 40}</table>",
        "<table>" + "<tr><td>x" * 300_000 + "</table>",
        "<table><tr>" + "<td>x" * 300 + "</table>",
        "<table></table>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><a",
    ],
)
def test_markup_is_bounded(page: str) -> None:
    with pytest.raises(Unreadable):
        read_marked(page.encode())
    assert MAX_CELLS


def test_an_entity_of_a_spreadsheet_is_not_read() -> None:
    text = (
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>"
        "<Worksheet ss:Name='一'><Table><Row ss:Index='2'><Cell ss:Index='2'><Data>&a;甲</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    [(name, rows, _merged)] = read(text.encode(), "xls")
    assert name == "一" and rows[0] == ["", ""] and rows[1][1] in {"甲", "&a;甲"}


@given(st.text(max_size=30))
def test_only_signs_that_keep_digits_are_taken_off(text: str) -> None:
    assert unquoted(f'="{text}"') == text or '"' in text or "\n" in text
    assert (
        unquoted(f"'210900196005060011{text}") == f"'210900196005060011{text}"
        or text in ("", *"0123456789xX")
        or text.isdigit()
    )
