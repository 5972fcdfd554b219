"""Which department words mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.departments.rules import core, is_nobody, meant, names_in

KNOWN = [
    (1, ["民政局"]),
    (2, ["教育局", "教体局"]),
    (3, ["县委组织部"]),
    (4, ["卫生健康局"]),
    (5, ["县医院", "人民医院"]),
    (6, ["人力资源和社会保障局"]),
    (7, ["市场监督管理局"]),
    (8, ["共青团县委"]),
    (9, ["妇联"]),
]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("民政局", 1),
        ("民政", 1),
        ("民政部门", 1),
        ("阜蒙县民政局", 1),
        ("县民政局", 1),
        ("演山县民政局", 1),
        ("教育", 2),
        ("教体局", 2),
        ("组织部", 3),
        ("组织部门", 3),
        ("卫健委", 4),
        ("卫生健康部门", 4),
        ("人民医院", 5),
        ("人社局", 6),
        ("市场监管局", 7),
        ("妇女联合会", 9),
        ("财政局", None),
        ("有关部门", None),
        ("", None),
    ],
)
def test_words_mean_one_department_or_none(words: str, key: int | None) -> None:
    assert meant(words, KNOWN, ["阜蒙县"]) == key


def test_what_may_be_several_is_none() -> None:
    assert meant("民政", [(1, ["民政局"]), (2, ["民政办"])]) is None
    assert meant("民政办", [(1, ["民政局"]), (2, ["民政办"])]) == 2


def test_what_names_nobody() -> None:
    assert all(
        map(is_nobody, ["有关部门", "相关单位", "各专门协会", "县残联", "成员单位"])
    ) and not is_nobody("教育局")


@given(st.text("市县区委政府民政教育局部门办和、 团", max_size=12))
def test_a_name_is_found_by_itself_and_no_words_break_it(text: str) -> None:
    names = names_in(text)
    assert names == list(dict.fromkeys(names)) and all(names)
    for name in names:
        assert meant(name, [(1, [name])]) == 1
        assert core(name)
