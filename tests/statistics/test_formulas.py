"""Formulas and checks in words: what is read, what is refused with which sentence."""

from __future__ import annotations

import pytest

from zulian.statistics.formulas import (
    FormulaError,
    check_words,
    formula_faults,
    formula_words,
    read_check,
    read_checks,
    read_formula,
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("3+4+5", {"sum": ["3", "4", "5"]}),
        ("3＋ 4", {"sum": ["3", "4"]}),
        ("7", {"sum": ["7"]}),
        ("5/4", {"ratio": ["5", "4"]}),
        ("1-1÷2", {"ratio": ["1-1", "2"]}),
        ("", {}),
    ],
)
def test_formulas_are_read(words: str, said: dict[str, list[str]]) -> None:
    assert read_formula(words) == said
    assert read_formula(formula_words(said)) == said


@pytest.mark.parametrize("words", ["5/4/3", "3+", "(3+4)", "3*4", "/", "5/4+1", "#3+4"])
def test_what_is_no_formula_is_refused(words: str) -> None:
    with pytest.raises(FormulaError, match="3\\+4\\+5"):
        read_formula(words)


def test_formulas_name_lines_with_numbers_and_never_themselves() -> None:
    lines = [
        {"no": "一", "name": "头", "head": True},
        {"no": "1", "name": "甲", "sum": ["2", "3"]},
        {"no": "2", "name": "乙", "ratio": ["3", "1"]},
        {"no": "3", "name": "丙"},
        {"no": "4", "name": "丁", "sum": ["9"]},
        {"no": "5", "name": "戊", "sum": ["一"]},
        {"no": "6", "name": "己", "sum": ["6"]},
    ]
    faults = formula_faults(lines)
    assert set(faults) == {"1", "2", "4", "5", "6"}
    assert "绕回" in faults["1"] and "没有第 9 行" in faults["4"] and "标题行" in faults["5"]


@pytest.mark.parametrize(
    ("words", "check"),
    [
        (
            "2 <= 1 已召开的不应多于到期的",
            {"left": ["2"], "op": "<=", "right": ["1"], "words": "已召开的不应多于到期的"},
        ),
        (
            "1=2+3 合计（必须）",
            {"left": ["1"], "op": "=", "right": ["2", "3"], "words": "合计", "hard": True},
        ),
        (
            "3 ≤ #100 不超过 100%",
            {"left": ["3"], "op": "<=", "right": ["#100"], "words": "不超过 100%"},
        ),
        ("3>=1", {"left": ["3"], "op": ">=", "right": ["1"], "words": "第 3 行不应小于第 1 行"}),
    ],
)
def test_checks_are_read(words: str, check: dict[str, object]) -> None:
    assert read_check(words, ["一"], ["1", "2", "3"]) == check
    assert read_check(check_words(check), ["一"], ["1", "2", "3"]) == check


def test_checks_are_refused_line_by_line() -> None:
    text = "2 <= 1\n9 <= 1\n\n一 = 1\n说明文字\n1 = #x"
    checks, faults = read_checks(text, ["一"], ["1", "2"])
    assert len(checks) == 1
    assert [fault.partition("：")[0] for fault in faults] == [
        "第 2 条",
        "第 4 条",
        "第 5 条",
        "第 6 条",
    ]
    assert "没有第 9 行" in faults[0] and "标题行" in faults[1] and "写成" in faults[2]
