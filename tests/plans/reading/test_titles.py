"""Titles that tell a duty apart, acts that are no duty of their own, and acts that were overlooked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plans.reading.papers import COUNTY, duties_of
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.targets import wanted


def titles(clause: str) -> list[str]:
    return [duty.title for duty in duties_of(clause)]


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        (
            "以重要节日为载体，结合社区运动会开展文体活动。",
            "以重要节日为载体，结合社区运动会开展文体活动",
        ),
        ("结合社区运动会，积极开展文体活动。", "结合社区运动会，开展文体活动"),
        ("围绕中心任务，大力开展协会工作。", "围绕中心任务，开展协会工作"),
        ("在助残日期间，组织志愿服务活动。", "在助残日期间，组织志愿服务活动"),
        ("依托服务站开展服务。", "依托服务站开展服务"),
        ("按照有关要求，开展文体活动。", "开展文体活动"),
        ("结合社区运动会，举办残疾人乒乓球比赛。", "举办残疾人乒乓球比赛"),
    ],
)
def test_an_act_of_any_kind_keeps_what_tells_it_apart(clause: str, title: str) -> None:
    assert titles(clause) == [title]


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        (
            "认真贯彻落实《注册管理办法（试行）》，规范注册，使管理常态化。",
            "贯彻落实《注册管理办法（试行）》",
        ),
        ("贯彻执行《管理规定》。", "贯彻执行《管理规定》"),
        ("贯彻落实《意见》（测残联〔2026〕8号）精神，召开代表大会。", "召开代表大会"),
        ("贯彻落实《意见》有关要求，召开代表大会。", "召开代表大会"),
    ],
)
def test_to_carry_out_a_document_is_an_act_its_spirit_is_not(clause: str, title: str) -> None:
    assert titles(clause) == [title]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "将服务站建设成为学习型、服务型阵地，组织残疾人开展适合其特点的文化体育和就业创业专项活动。",
            [
                "将服务站建设成为学习型、服务型阵地",
                "组织残疾人开展适合其特点的文化体育和就业创业专项活动",
            ],
        ),
        ("把协会打造成残疾人之家。", ["把协会打造成残疾人之家"]),
        ("鼓励社会组织依法登记，承担社会事务。", ["鼓励社会组织依法登记，承担社会事务"]),
        (
            "鼓励社会组织依法登记，参与公共服务。调动社会力量提供更多，更贴心的服务。",
            ["鼓励社会组织依法登记，参与公共服务", "调动社会力量提供更多，更贴心的服务"],
        ),
    ],
)
def test_no_act_of_a_sentence_is_lost(clause: str, expected: list[str]) -> None:
    found = duties_of(clause)
    assert [duty.title for duty in found] == expected
    assert not any(Guess.REST in duty.guesses for duty in found)


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        (
            "县（区）残联对专职委员轮训一遍，培训不少于16学时。",
            "对专职委员轮训一遍，培训不少于16学时",
        ),
        (
            "县（区）残联将专职委员轮训一遍，培训不少于16学时。",
            "将专职委员轮训一遍，培训不少于16学时",
        ),
        ("全部专职委员轮训一遍，培训不少于16学时。", "全部专职委员轮训一遍，培训不少于16学时"),
    ],
)
def test_to_teach_all_in_turn_is_an_act_with_its_lessons_as_target(clause: str, title: str) -> None:
    [duty] = duties_of(clause)
    assert duty.title == title
    assert [(one.number, one.unit) for one in wanted(duty.text)] == [(16, "学时")]
    assert Guess.REST not in duty.guesses


@pytest.mark.parametrize("words", ["每人培训不少于16学时", "人均培训16学时", "每名委员培训16课时"])
def test_lessons_of_each_person_are_no_number_of_a_unit(words: str) -> None:
    assert wanted(f"{words}。") == []


@pytest.mark.parametrize(
    "clause",
    [
        "摸清社会组织底数，建立名单，于10月20日前报区残联。",
        "摸清社会组织底数，建立名单，10月20日前一并上报市残联备案。",
        "摸清社会组织底数，建立名单。10月20日前报区残联。",
        "10月20日前摸清社会组织底数，建立名单，报送县残联。",
        "10月20日前摸清社会组织底数，建立名单。10月20日前报送县残联。",
    ],
)
def test_handing_in_what_was_made_is_no_duty_beside_making_it(clause: str) -> None:
    [duty] = duties_of(clause, COUNTY)
    assert duty.title.startswith("摸清社会组织底数，建立名单")
    assert duty.deadline is not None and duty.deadline.day == date(2027, 10, 20)


def test_handing_it_in_at_a_later_time_is_one_and_says_what() -> None:
    first, second = duties_of("9月底前建立社会组织名单，10月20日前报区残联。", COUNTY)
    assert (first.title, second.title) == ("建立社会组织名单", "建立社会组织名单，报区残联")
    assert second.deadline is not None and second.deadline.day == date(2027, 10, 20)


def test_handing_in_what_is_named_stays_a_duty() -> None:
    assert titles("9月底前建立台账。10月20日前将工作总结报市残联。") == [
        "建立台账",
        "将工作总结报市残联",
    ]


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("开展助残演出3场次。", [(3, "场", "助残演出")]),
        ("组织助残演出1次3场。", [(1, "次", "助残演出"), (3, "场", "助残演出")]),
        ("召开座谈会，并走访残疾人家庭5户。", [(5, "户", "走访残疾人家庭")]),
    ],
)
def test_what_a_target_counts_is_no_word_of_the_number_before_it(
    clause: str, names: list[tuple[int, str, str]]
) -> None:
    assert [(int(one.number), one.unit, one.what) for one in wanted(clause)] == names


def test_levels_taken_from_a_heading_are_said_to_be() -> None:
    heading = "以基层行政村、社区为重点，推进组织建设"
    [duty] = duties_of("开展达标检查。", heading=heading)
    assert duty.actors.levels == ("county", "township", "village")
    assert duty.guesses == {Guess.HEADINGS, Guess.DEADLINE}
    [alone] = duties_of("开展达标检查。", heading="以县（区）为重点，推进组织建设")
    assert (alone.actors.levels, alone.guesses) == (
        ("county",),
        {Guess.ADDRESSEES, Guess.DEADLINE},
    )
