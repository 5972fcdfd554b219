"""Tables as data: sources of cells, formulas, checks with their tolerances."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zulian.statistics.rules import Kind, Layout, computed, findings, percent, total

COLUMNS = [
    {"key": "t", "name": "合计", "across": ["a", "b"]},
    {"key": "a", "name": "甲", "where": {"level": "county"}},
    {"key": "b", "name": "乙", "where": {"level": "township"}},
]
LINES = [
    {"no": "1", "name": "总数", "sum": ["2", "3"]},
    {"no": "2", "name": "其中", "measure": "x.y", "part": "met", "where": {"kind": "blind"}},
    {"no": "3", "name": "手填", "blank": ["b"]},
    {"no": "4", "name": "比例", "ratio": ["2", "1"]},
]
NUMBERS = st.integers(0, 10**6).map(Decimal)


def layout(*checks: dict[str, Any], columns: list[dict[str, Any]] | None = None) -> Layout:
    return Layout.of({"columns": columns or COLUMNS, "lines": LINES, "checks": checks})


def test_each_cell_knows_where_its_number_comes_from() -> None:
    sources = layout().sources()
    assert sources["1", "t"].kind is Kind.ACROSS and sources["1", "a"].kind is Kind.SUM
    measure = sources["2", "b"]
    assert measure.kind is Kind.MEASURE and (measure.measure, measure.part) == ("x.y", "met")
    assert dict(measure.where) == {"level": "township", "kind": "blind"}
    assert sources["3", "a"].kind is Kind.HAND and sources["3", "b"].kind is Kind.NONE
    assert sources["4", "t"].kind is Kind.RATIO
    assert set(layout().kept()) == {("2", "a"), ("2", "b"), ("3", "a")}


@given(NUMBERS, NUMBERS, NUMBERS)
def test_formulas_add_up_whichever_way(two: Decimal, other: Decimal, three: Decimal) -> None:
    kept = {("2", "a"): two, ("2", "b"): other, ("3", "a"): three}
    values = computed(layout(), kept)
    assert values["1", "t"] == two + other + three
    assert values["4", "t"] == percent(two + other, two + other + three)
    assert values["3", "b"] is None


def test_what_is_not_known_stays_unknown_and_a_circle_ends() -> None:
    assert set(computed(layout(), {}).values()) == {None}
    circle = Layout.of(
        {
            "columns": [{"key": "n", "name": "数"}],
            "lines": [
                {"no": "1", "name": "甲", "sum": ["2"]},
                {"no": "2", "name": "乙", "sum": ["1"]},
            ],
        }
    )
    assert computed(circle, {})["1", "n"] is None
    assert total([]) is None and percent(Decimal(1), None) is None


def check(**more: Any) -> dict[str, Any]:
    return {"left": ["2"], "op": "=", "right": ["3"], "words": "相等"} | more


def test_a_check_is_asked_at_each_column_that_both_sides_know() -> None:
    values = computed(
        layout(), {("2", "a"): Decimal(5), ("2", "b"): Decimal(1), ("3", "a"): Decimal(4)}
    )
    found = findings(layout(check()), values)
    assert [(f.column, f.left, f.right) for f in found] == [("合计", 6, 4), ("甲", 5, 4)]
    assert not findings(layout(check(op=">=")), values)
    assert len(findings(layout(check(left=["2.t"])), values)) == 1
    assert findings(layout(check(right=["#5"], left=["2.a"], op="<=")), values) == []


def test_tolerances_are_numbers_or_per_cent_of_the_right_side() -> None:
    values = computed(layout(), {("2", "a"): Decimal(110), ("3", "a"): Decimal(100)})
    for more, fails in (
        ({"tolerance": 9}, 2),
        ({"tolerance": 10}, 0),
        ({"percent": 9}, 2),
        ({"percent": 10}, 0),
    ):
        assert len(findings(layout(check(**more)), values)) == fails, more


def test_other_tables_are_asked_only_where_they_are_there() -> None:
    values = computed(layout(), {("2", "a"): Decimal(10)})
    asked = layout(check(left=["2.a"], right=["last:2.a"], percent=20))
    assert not findings(asked, values)
    assert len(findings(asked, values, {"last": {("2", "a"): Decimal(5)}})) == 1
    assert not findings(asked, values, {"last": {("2", "a"): Decimal(9)}})


def test_no_measure_fills_a_column_by_hand() -> None:
    found = layout(columns=[{"key": "a", "name": "男", "hand": True}, {"key": "b", "name": "数量"}])
    sources = found.sources()
    assert sources["2", "a"].kind is Kind.HAND and sources["2", "b"].kind is Kind.MEASURE
    assert sources["1", "a"].kind is Kind.SUM


def test_rates_do_not_add_up_and_a_line_of_totals_alone_is_filled_in_there() -> None:
    lines = [
        {"no": "1", "name": "培训率", "unit": "%"},
        {"no": "2", "name": "机构数", "unit": "个", "blank": ["a", "b"]},
        {"no": "3", "name": "人数", "unit": "人", "blank": ["b"]},
    ]
    sources = Layout.of({"columns": COLUMNS, "lines": lines}).sources()
    assert sources["1", "t"].kind is Kind.HAND
    assert sources["2", "t"].kind is Kind.HAND and sources["2", "a"].kind is Kind.NONE
    assert sources["3", "t"].kind is Kind.ACROSS and sources["3", "t"].of == ("a",)
