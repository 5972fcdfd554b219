"""Five columns with merged cells and nested scores come in whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.grassroots.rules.sheet import read_standard
from zulian.grassroots.rules.sheet_items import SheetError, everything
from zulian.grassroots.rules.sheet_words import HEADS

HEAD = ["项目", "分值", "考核内容", "评分标准", "责任单位"]


def fill(
    rows: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[str]]:
    """As the reader hands it over: merged cells all say what the first one says."""
    for (top, left), (bottom, right) in merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows[row][column] = rows[top][left]
    return rows


def test_merged_projects_and_scores_nest() -> None:
    rows = [
        ["演示评估标准", "", "", "", ""],
        HEAD,
        ["一、组织建设（30分）", "20", "成立残联（10分）", "未成立扣10分", "组联部"],
        ["", "", "1.配备干部（6分）\n2.配备专职委员（4分）", "每少1人扣1分", "组联部"],
        ["", "10", "有牌子", "无牌不得分", "组联部"],
        ["二、队伍建设", "70", "待遇落实", "查账", "就业处"],
        ["", "", "培训到位", "查档", "就业处"],
        ["", "否决", "虚报瞒报", "一票否决", "纪检"],
        ["合计", "100", "", "", ""],
    ]
    merged = [
        ((0, 0), (0, 4)),
        ((2, 0), (4, 0)),
        ((2, 1), (3, 1)),
        ((5, 0), (7, 0)),
        ((5, 1), (6, 1)),
    ]
    found = read_standard(fill(rows, merged), merged)
    first, second = found.entries
    assert (first.title, first.points, found.total) == ("一、组织建设", 30, 100)
    pair, sign = first.children
    assert (pair.points, sign.asked, sign.points) == (20, "有牌子", 10)
    assert pair.children[0].points == 10
    assert [(c.asked, c.points) for c in pair.children[1].children] == [
        ("1.配备干部（6分）", 6),
        ("2.配备专职委员（4分）", 4),
    ]
    assert sum((e.worth for e in second.children), Decimal(0)) == 70 and found.shared == [6, 7]
    assert second.children[-1].veto and second.children[-1].worth == 0
    assert sign.checker == "组联部"


def test_blank_cells_below_are_as_good_as_merged_ones() -> None:
    rows = [
        HEAD,
        ["甲", "5", "一", "a", "x"],
        ["", "5", "二", "b", ""],
        ["乙", "5", "三", "c", "y"],
    ]
    found = read_standard(rows, [])
    assert [(e.title, [c.asked for c in e.children]) for e in found.entries] == [
        ("甲", ["一", "二"]),
        ("乙", ["三"]),
    ]
    assert found.entries[0].children[1].checker == "x"


def test_one_content_with_several_scored_rules_is_a_group() -> None:
    rows = [HEAD, ["甲", "3", "场所", "有门牌", "x"], ["甲", "2", "场所", "有坡道", "x"]]
    merged = [((1, 0), (2, 0)), ((1, 2), (2, 2)), ((1, 4), (2, 4))]
    content = read_standard(rows, merged).entries[0].children[0]
    assert content.asked == "场所" and [(c.rule, c.points) for c in content.children] == [
        ("有门牌", 3),
        ("有坡道", 2),
    ]


def test_titles_across_the_sheet_are_groups() -> None:
    rows = [
        HEAD,
        ["第一部分"] * 5,
        ["甲", "5", "一", "a", "x"],
        ["第二部分"] * 5,
        ["乙", "5", "二", "b", "x"],
    ]
    found = read_standard(rows, [((1, 0), (1, 4)), ((3, 0), (3, 4))])
    assert [e.title for e in found.entries] == ["第一部分", "第二部分"]


def test_columns_may_stand_in_any_order_and_be_called_otherwise() -> None:
    rows = [
        ["序号", "责任部门", "评估内容", "评分办法", "标准分", "考核项目"],
        ["1", "x", "一", "a", "5分", "甲"],
    ]
    entry = read_standard(rows, []).entries[0]
    assert (
        entry.title,
        entry.children[0].asked,
        entry.children[0].points,
        entry.children[0].checker,
    ) == (
        "甲",
        "一",
        5,
        "x",
    )


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["甲", "乙"]], "heading"),
        ([HEAD], "empty"),
        ([HEAD, ["甲", "五", "一", "a", "x"]], "points"),
        ([HEAD, ["甲", "", "一", "a", "x"]], "missing"),
        (
            [
                HEAD,
                ["甲", "5", "一", "a", "x"],
                ["乙", "5", "二", "b", "x"],
                ["乙", "5", "三", "c", "x"],
            ],
            "points",
        ),
    ],
)
def test_what_can_not_be_read_is_said(rows: list[list[str]], kind: str) -> None:
    merged = [((1, 1), (2, 1)), ((2, 0), (3, 0))] if len(rows) > 3 else []
    with pytest.raises(SheetError) as error:
        read_standard(rows, merged)
    assert error.value.kind == kind


WORDS = st.text("走访服务场所牌子培训档案", min_size=2, max_size=8)


@given(
    st.lists(
        st.tuples(
            WORDS, st.lists(st.tuples(WORDS, WORDS, st.integers(1, 20)), min_size=1, max_size=4)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_every_text_and_every_point_comes_in(
    groups: list[tuple[str, list[tuple[str, str, int]]]],
) -> None:
    rows, merged = [HEAD.copy()], []
    for n, (title, lines) in enumerate(groups):
        top = len(rows)
        rows += [
            [f"{n}{title}", str(points), f"{m}{asked}", f"{m}{rule}", "部门"]
            for m, (asked, rule, points) in enumerate(lines)
        ]
        if len(lines) > 1:
            merged += [((top, 0), (len(rows) - 1, 0)), ((top, 4), (len(rows) - 1, 4))]
    found = read_standard(rows, merged)
    texts = {
        text for e in everything(found.entries) for text in (e.title, e.asked, e.rule, e.checker)
    }
    assert {cell for row in rows[1:] for k, cell in enumerate(row) if k != 1} <= texts
    assert sum(e.worth for e in found.entries) == sum(
        points for _t, lines in groups for *_texts, points in lines
    )


@pytest.mark.parametrize(
    "heads",
    [
        ("考评项目", "考评内容", "标准分数", "评分办法", "负责考核部门"),
        ("考核项目", "具体内容", "各项分值", "评分标准及办法", "责任科室"),
        ("一级指标", "评价要点", "分值（分）", "扣分标准", "考评单位"),
        ("项目名称", "目标任务", "基本分", "计分方法", "牵头部门"),
    ],
)
def test_headings_as_offices_write_them(heads: tuple[str, ...]) -> None:
    [entry] = read_standard([list(heads), ["甲", "一", "5分", "a", "x"]], []).entries
    [item] = entry.children
    assert (entry.title, item.asked, item.points, item.rule, item.checker) == (
        "甲",
        "一",
        5,
        "a",
        "x",
    )


@given(st.text("备考注完时限成因", min_size=2, max_size=4), st.integers(0, 5))
def test_no_column_with_something_in_it_is_dropped(head: str, place: int) -> None:
    rows = [list(HEAD), ["甲", "5", "一", "a", "x"], ["乙", "5", "二", "b", "y"]]
    for row, text in zip(rows, (head, "三月底前", ""), strict=True):
        row.insert(place, text)
    found = read_standard(rows, [])
    if found.beside:
        first, second = found.entries
        assert found.beside == [head]
        assert (
            first.children[0].rule == f"a\n{head}：三月底前"
            and sum(e.worth for e in found.entries) == 10
        )
        assert second.children[0].asked == "二"
    else:
        assert head in {word for words in HEADS.values() for word in words}


def test_columns_for_whoever_marks_are_no_part_of_a_standard() -> None:
    rows = [[*HEAD, "自评分", "得分"], ["甲", "5", "一", "a", "x", "", "0"]]
    found = read_standard(rows, [])
    assert not found.beside and found.entries[0].children[0].rule == "a"


@pytest.mark.parametrize("text", ["加3分", "最高加分", "加 2 分", "加1.5分"])
def test_a_bonus_adds_nothing_to_the_whole_and_is_told(text: str) -> None:
    rows = [HEAD, ["甲", "10", "一", "a", "x"], ["加分项", text, "受表彰", "每次加1分", "x"]]
    found = read_standard(rows, [])
    assert (sum(e.worth for e in found.entries), found.bonus) == (10, [3])
    assert text in found.entries[1].children[0].rule
