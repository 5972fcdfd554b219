"""Numerals, brackets and runs of level words that no circular should have: read one way or the other, never a fault."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zulian.documents.reading import squeeze
from zulian.documents.reading.paper import Line, Paper
from zulian.plans.reading.actors import opening_levels
from zulian.plans.reading.circular import understand
from zulian.plans.reading.deadlines import deadline
from zulian.plans.reading.helpers import joint_names
from zulian.plans.reading.labels import label_of, numeral
from zulian.plans.reading.quantities import Quantity, quantities
from zulian.plans.reading.splitting import split_outside_brackets


@pytest.mark.parametrize(
    ("text", "value"), [("2十1", 21), ("二0", 20), ("１", 1), ("③", 3), ("一百二十", 120)]
)
def test_numerals_of_every_kind(text: str, value: int) -> None:
    assert numeral(text) == value


def test_a_month_of_mixed_digits_is_a_deadline() -> None:
    found = deadline("1十月2日前", 2014)
    assert found and found.day and found.day.isoformat() == "2014-10-02"


@pytest.mark.parametrize(
    "line", ["第" + "9" * 5000 + "条 总则", "第1一条 总则", "一" * 10 + "、总则"]
)
def test_what_no_circular_counts_to_is_no_label(line: str) -> None:
    assert label_of(line) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县（市、区）残联、乡镇", ["县（市、区）残联", "乡镇"]),
        ("甲、乙（丙", ["甲", "乙（丙"]),
        ("甲、乙）丙、丁", ["甲、乙）丙", "丁"]),
        ("", [""]),
    ],
)
def test_lists_are_cut_outside_brackets(text: str, names: list[str]) -> None:
    separator = re.compile("[、，]")
    assert split_outside_brackets(separator, text) == names
    assert names == re.split("[、，](?![^(（]*[)）])", text), (
        "the same as by looking ahead at each separator"
    )


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("区县（市、区）要上报", ("city", "county")),
        ("县区县区乡镇要上报", ("county", "township")),
        ("县 （ 市 、 区 ） 应上报", ("county",)),
    ],
)
def test_runs_of_level_words(text: str, levels: tuple[str, ...]) -> None:
    assert opening_levels(text) == levels


def test_departments_stand_between_two_words_of_one_sentence() -> None:
    assert list(joint_names("由由教育、民政等部门配合，由妇联单位负责。由文化；局部门")) == [
        "由教育、民政",
        "妇联",
    ]


def test_numbers_are_read_to_their_end() -> None:
    assert quantities("完成1.2.3个") == [Quantity("2.3", "个", "")]
    assert quantities("达到 12.5 %") == [Quantity("12.5%", "%", "")]


PIECES = st.sampled_from(
    [
        *"县市区乡镇村各和、，。；： （）()由要应在每年月日前底第条章一二三十百0123456789０３①.%《》〈〉以上率名个家人",
        "残联",
        "一是",
        "二是",
        "（一）",
        "一、",
        "1.",
        "〔2013〕17号",
        "附件：",
        "责任单位：",
        "等部门",
        "季度",
        "年底前",
        "13月前",
        "2月30日前",
    ]
)


@settings(max_examples=300)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=25).map("".join), min_size=1, max_size=6))
def test_any_text_is_read_without_a_fault_and_nothing_is_lost(lines: list[str]) -> None:
    # Also where lines 一是…, 二是… are its only clauses.
    for heads in (["一、工作"], ["一是办好，", "二是办实，"]):
        blocks = tuple(Line(line.strip()) for line in [*heads, *lines] if line.strip())
        paper = Paper("txt", blocks)
        assert squeeze(understand(paper).text()) == squeeze(paper.text)
