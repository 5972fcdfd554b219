"""Acts that a duty's title does not say are marked, never lost."""

from __future__ import annotations

import pytest

from tests.plans.reading.papers import duties_of
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.untold import untold

HEALTH = "县（区）残联要建立健全残疾人康复服务台账，逐户登记，对行动不便的残疾人实行上门办证服务，建立上门服务登记册。"


@pytest.mark.parametrize(
    ("text", "title", "acts"),
    [
        ("设立联络站，走访残疾人家庭。", "设立联络站，走访残疾人家庭", []),
        ("设立联络站，走访残疾人家庭。", "设立联络站", ["走访残疾人家庭"]),
        ("建立名单，10月20日前报市残联。", "建立名单", []),
        ("查找问题，加快整改。", "查找问题，加快整改", []),
        ("要健全基层网络，村要设立联络站。", "设立联络站", []),
        ("建立由民政、教育等部门组成的领导小组。", "建立领导小组", []),
        ("建立台账（试行）,更新名册", "建立台账(试行)，更新名册", []),
    ],
)
def test_acts_beside_those_of_the_title(text: str, title: str, acts: list[str]) -> None:
    assert untold(text, title) == acts


def test_each_act_of_a_text_is_in_a_title_or_marked() -> None:
    found = duties_of(HEALTH)
    titles = "".join(duty.title for duty in found)
    for act in ("建立健全残疾人康复服务台账", "实行上门办证服务", "建立上门服务登记册"):
        marked = any(
            Guess.MORE in duty.guesses and act in "".join(untold(duty.text, duty.title))
            for duty in found
        )
        assert act in titles or marked, act
