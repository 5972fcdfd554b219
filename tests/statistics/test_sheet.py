"""Tables of offices read as forms: headings of one row and two, marks, parts, indents, units, totals, notes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.statistics.own_forms import MERGED, YEARLY
from zulian.ledgers.workbooks import Merged, fill_merged
from zulian.statistics.rules import Layout
from zulian.statistics.sheet import Table, table_of
from zulian.statistics.sheet_words import title_of


def merged_cells(names: tuple[str, ...]) -> list[Merged]:
    from openpyxl.utils import range_boundaries

    found = []
    for name in names:
        left, top, right, bottom = range_boundaries(name)
        found.append(((top - 1, left - 1), (bottom - 1, right - 1)))
    return found


def read(rows: Any, merged: tuple[str, ...] = ()) -> Table:
    """As files are read: cells as texts, all rows as wide, merged cells filled downwards."""
    width = max(map(len, rows))
    texts = [[str(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    ranges = merged_cells(merged)
    fill_merged(texts, ranges)
    table = table_of("表一", texts, ranges)
    assert table is not None
    Layout.of(table.data)
    return table


def test_a_yearly_table_with_a_merged_heading_of_two_rows() -> None:
    table = read(YEARLY, MERGED)
    assert table.head["name"] == "辽宁省残疾人组织建设情况年报表"
    assert table.head["number"] == "辽残组联1表" and table.head["source"] == "制定机关：演示省残联"
    assert (table.head["kind"], table.head["period"]) == ("annual", "year")
    assert [column["name"] for column in table.data["columns"]] == ["合计", "县级", "乡级", "村级"]
    assert table.data["columns"][0]["across"] == ["c2", "c3", "c4"]
    assert table.data["columns"][1]["where"] == {"level": "county"}
    assert [
        (line["no"], line["name"], line.get("head", False)) for line in table.data["lines"]
    ] == [
        ("一", "基层组织", True),
        ("01", "残联、残协", False),
        ("02", "  其中：规范化达标", False),
        ("二", "专职委员", True),
        ("03", "专职委员岗位", False),
    ]
    assert table.data["lines"][2]["blank"] == ["c2"]
    assert table.data["notes"] == ["由县级残联填报。", "截至12月31日。"]
    assert {"name", "c1", "c2", "c3", "c4"} <= set(table.guesses)


def test_a_csv_knows_no_merged_cells() -> None:
    table = read(
        [
            ["序号", "项目", "单位", "本年", "", "上年"],
            ["", "", "", "市级", "县级", ""],
            ["1", "培训班", "期", "", "", ""],
            ["2", "培训人次", "人次", "", "", ""],
        ]
    )
    names = [column["name"] for column in table.data["columns"]]
    assert names == ["市级", "县级", "上年"]
    assert table.data["columns"][2]["hand"] and "手工填写" in table.guesses["c3"]
    assert [line["no"] for line in table.data["lines"]] == ["1", "2"]
    assert table.head["name"] == "表一" and "工作表名" in table.guesses["name"]


def test_a_column_of_totals_is_proved_by_its_numbers_or_asked() -> None:
    head = ["项目", "计量单位", "合计", "男", "女"]
    filled = read([head, ["委员", "人", "5", "3", "2"], ["代表", "人", "7", "4", "3"]])
    assert filled.data["columns"][0]["across"] == ["c2", "c3"]
    assert [column.get("hand") for column in filled.data["columns"]] == [None, True, True]
    wrong = read([head, ["委员", "人", "9", "3", "2"]])
    empty = read([head, ["委员", "人", "", "", ""]])
    for table in (wrong, empty):
        assert "across" not in table.data["columns"][0] and "看不出来" in table.guesses["c1"]


def test_lines_without_numbers_get_some_and_a_unit_above_is_that_of_all() -> None:
    table = read([["助残活动快报"], ["单位：人次"], ["项目", "数量"], ["培训", "3"], ["走访", ""]])
    assert [(line["no"], line["unit"]) for line in table.data["lines"]] == [
        ("1", "人次"),
        ("2", "人次"),
    ]
    assert table.head["kind"] == "quick" and table.head["period"] == "quarter"
    assert "表头" in table.guesses["l:1"] and "unit" not in table.head


def test_numbers_that_formulas_cannot_take_and_twins_are_changed_and_said() -> None:
    rows = [
        ["代码", "指标", "单位"],
        ["1.1", "甲项", "个"],
        ["2+", "乙项", "个"],
        ["1.1", "丙项", "个"],
    ]
    table = read(rows)
    assert [line["no"] for line in table.data["lines"]] == ["1-1", "1", "2"]
    assert "重复" in table.guesses["l:2"] and "公式" in table.guesses["l:1"]
    assert (
        table.data["columns"] == [{"key": "c1", "name": "数量"}] and "推定" in table.guesses["c1"]
    )


def test_groups_in_a_column_of_their_own_become_heads() -> None:
    table = read(
        [
            ["指标名称", "", "计量单位", "数量"],
            ["代表大会", "到期", "个", ""],
            ["", "已召开", "个", ""],
            ["领导班子", "应设", "个", ""],
        ],
        ("A1:B1", "A2:A3"),
    )
    assert [(line["name"], line.get("head", False)) for line in table.data["lines"]] == [
        ("代表大会", True),
        ("  到期", False),
        ("  已召开", False),
        ("领导班子", True),
        ("  应设", False),
    ]


@pytest.mark.parametrize("rows", [[["a", "b"], ["1", "2"]], [["项目", "数量"]], []])
def test_what_is_no_table_is_none(rows: list[list[str]]) -> None:
    assert table_of("表", rows, []) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("阜新市残联组织建设情况季报表", "quick"),
        ("残疾人组织建设快报", "quick"),
        ("专职委员台账", "book"),
        ("残疾人组织建设情况年报表", "annual"),
        ("残疾人组织建设情况表", "annual"),
    ],
)
def test_the_title_says_what_kind_of_form_it_is(name: str, kind: str) -> None:
    head, _guessed = title_of([[name]], "表1")
    assert head["kind"] == kind
