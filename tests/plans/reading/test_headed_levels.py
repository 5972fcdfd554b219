"""A heading that only says for whom it is, circles in one line, and the numbers of a table's cells."""

from __future__ import annotations

import pytest

from zulian.documents.reading import Grid
from zulian.plans.reading.duties import Guess, Usual, of_table
from zulian.plans.reading.duty import PARTLY
from zulian.plans.reading.headings import heading_levels
from zulian.plans.reading.labels import Label, split_enumeration, split_following

ALL = ("city", "county", "township", "village")


@pytest.mark.parametrize(
    ("title", "levels"),
    [
        ("乡镇（街道）", ("township",)),
        ("村（社区）", ("village",)),
        ("乡镇（街道）任务", ("township",)),
        ("市、县两级", ("city", "county")),
        ("关于专职委员（各级）", None),
        ("推进乡村振兴", ()),
    ],
)
def test_a_heading_that_says_who_it_is_for(title: str, levels: tuple[str, ...] | None) -> None:
    found = heading_levels(title).levels
    assert found == levels if levels is not None else "city" in found and "township" in found


def test_circles_in_one_line_are_items_of_their_own() -> None:
    text = "甲负责制定方案；②乙负责验收；③丙归档。"
    assert [
        (one.printed, words) for one, words in split_following(Label("①", "circle", 1), text)
    ] == [
        ("①", "甲负责制定方案；"),
        ("②", "乙负责验收；"),
        ("③", "丙归档。"),
    ]
    assert len(split_following(Label("②", "circle", 2), text)) == 2


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (Label("（一）", "chinese_bracket", 1), "各市要建立制度。（二）6月开展抽查。（三）总结。"),
        (Label("（1）", "number_bracket", 1), "各市要建立制度；（2）6月开展抽查；（3）总结。"),
    ],
)
def test_items_in_brackets_in_one_line_are_items_of_their_own(label: Label, text: str) -> None:
    """A heading's paragraph may hold all its items, as may the line of the first of them."""
    words = [item.lstrip("（一二三123）") for _label, item in split_following(label, text)]
    lead, items = split_enumeration(f"加强管理：{label.printed}{text}")
    assert len(words) == 3 and lead == "加强管理："
    assert [label.printed + items[0][1]] == [label.printed + words[0]]
    assert [one.value for one, _text in items] == [1, 2, 3]


def test_the_number_of_a_row_belongs_to_its_duty() -> None:
    table = Grid(
        (
            ("工作任务", "牵头单位", "完成时间", "数量指标"),
            ("建设残疾人之家", "各县（区）残联", "10月底", "不少于2个"),
            ("走访困难残疾人", "村（社区）残协", "每月", "每月不少于10户"),
        )
    )
    first, second = of_table("一", table, Usual(2027))
    assert [one.number for one in first.quantity] == ["2"] and first.text.endswith("，不少于2个")
    assert [one.number for one in second.quantity] == ["10"]
    assert Guess.NUMBERS not in first.guesses | second.guesses


@pytest.mark.parametrize(
    ("text", "is_partly"),
    [
        ("每县2个、每区1个，春节前确定选址。", True),
        ("沙拉镇、东梁镇各建1个残疾人之家。", True),
        ("甲县新增200名，其他区各不少于50名。", True),
        ("各县（区）新增志愿者不少于100名。", False),
        ("每县举办2期培训班。", False),
    ],
)
def test_numbers_of_some_units_alone_are_marked(text: str, is_partly: bool) -> None:
    assert bool(PARTLY.search(text)) is is_partly
