"""What a line of a unit's own form may be filled from, as its name suggests it."""

from __future__ import annotations

import pytest

from zulian.statistics.bindings import MOST_ALIKE, label_of_value, measure_groups, suggested


def labels(name: str, unit: str = "人") -> list[str]:
    return [label for _value, label in suggested(name, unit, measure_groups())]


@pytest.mark.parametrize(
    ("name", "unit", "first"),
    [
        ("培训专职委员人次", "人次", "培训专职委员人次"),
        ("助残志愿者人数", "名", "注册志愿者（“志愿者实名率”的分母）"),
        ("专职委员人数", "名", "专职委员岗位（“专职委员到岗率”的分母）"),
        ("新增注册志愿者人数", "人", "新增注册志愿者"),
        ("成立的专门协会数", "个", "成立专门协会"),
    ],
)
def test_what_is_called_nearly_so_stands_first(name: str, unit: str, first: str) -> None:
    assert labels(name, unit)[0] == first


def test_words_that_tell_nothing_suggest_nothing() -> None:
    assert labels("合计") == [] and labels("") == [] and labels("道路长度和面积") == []


def test_no_more_than_a_few_and_each_once() -> None:
    found = suggested("志愿者", "人", measure_groups())
    assert 1 < len(found) <= MOST_ALIKE + 2
    assert len({value for value, _label in found}) == len(found)
    assert all(label == label_of_value(value) for value, label in found)
