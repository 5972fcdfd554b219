"""Numbers beside a target: hopes, divisions over times, conditions, and what each unit below is asked for."""

from __future__ import annotations

import pytest

from tests.plans.reading.papers import duties_of
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.targets import wanted


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("全年不少于200人，力争达到260人。", [200]),
        ("全年力争达到260人。", [260]),
        ("培训200人，力争走访260户。", [200, 260]),
        ("每县办2期，6月底和11月底各1期。", [2]),
        ("6月底和11月底各办1期。", [1]),
        ("对完成率低于80%的县区进行约谈。", []),
        ("办证率不低于80%。", [80]),
    ],
)
def test_hopes_divisions_and_conditions_are_no_targets(text: str, numbers: list[int]) -> None:
    assert [int(one.number) for one in wanted(text)] == numbers


def test_a_bracket_behind_a_level_is_not_what_is_counted() -> None:
    assert [one.what for one in wanted("走访残疾人，每个乡镇（街道）不少于5户。")] == [""]


@pytest.mark.parametrize(
    "clause", ["配备专职委员，每村至少1名。", "走访，每个乡镇（街道）不少于5户。"]
)
def test_a_number_of_each_unit_below_is_marked(clause: str) -> None:
    [duty] = duties_of(f"县（区）残联{clause}")
    assert Guess.APIECE in duty.guesses
