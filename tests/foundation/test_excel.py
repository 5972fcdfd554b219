"""The Excel engine: what goes in comes out, and text stays text."""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from zulian.foundation.excel import OPTIONS, cell_body, workbook
from zulian.foundation.stream_sheet import StreamSheet


def test_title_heads_and_rows_come_back() -> None:
    data = workbook("进度：表/1", ["条款", "数"], [["一（一）", 3], ["=1+1", date(2026, 1, 2)]])
    sheet = load_workbook(BytesIO(data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "进度：表/1"
    assert rows[1] == ["条款", "数"]
    assert rows[2] == ["一（一）", 3]
    assert rows[3][0] == "=1+1"
    assert sheet.cell(4, 1).data_type == "s"
    assert rows[3][1].date() == date(2026, 1, 2)


@given(
    st.lists(
        st.one_of(
            st.text(min_size=1, max_size=40),
            st.integers(-(10**9), 10**9),
            st.dates(date(1901, 1, 1), date(2099, 1, 1)),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=120)
def test_whole_rows_are_read_as_they_were_given(values: list[Any]) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {**OPTIONS, "constant_memory": True})
    sheet = book.add_worksheet("x", StreamSheet)
    day = book.add_format({"num_format": "yyyy-mm-dd"})._get_xf_index()
    sheet.write_string(0, 0, "head")
    cells = [
        f'<c r="{chr(65 + n)}2"{cell_body(v, day if isinstance(v, date) else 0)}'
        for n, v in enumerate(values)
        if v != ""
    ]
    sheet.take_row(1, "".join(cells), len(values))
    book.close()
    rows = list(load_workbook(BytesIO(out.getvalue())).active.iter_rows(values_only=True))
    assert rows[0][0] == "head"
    read = [v.date() if isinstance(v, datetime) else v for v in rows[1]]
    assert [_spelled(v) for v in read[: len(values)]] == values


def _spelled(value: Any) -> Any:
    """Text with the signs that XML can't hold spelled again."""
    return (
        re.sub("_x([0-9a-fA-F]{4})_", lambda m: chr(int(m[1], 16)), value)
        if isinstance(value, str)
        else value
    )
