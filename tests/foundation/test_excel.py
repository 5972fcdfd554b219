"""The Excel engine: what goes in comes out, and text stays text."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from zulian.foundation.excel import workbook


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
