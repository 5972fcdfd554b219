"""What a number is not: the number of each unit where it is the sum of all or that of a person, nor the hour of a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans.reading.papers import duties_of
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.targets import totals, wanted

SUMS = (
    "全市共",
    "全市共计",
    "全市总计",
    "全市合计",
    "一共",
    "全市累计",
    "全市力争",
    "全市",
    "各县（区）残联共",
)


@given(st.sampled_from(SUMS), st.integers(2, 999))
def test_a_sum_is_asked_of_all_together_and_marked_as_undivided(words: str, number: int) -> None:
    [duty] = duties_of(f"{words}走访残疾人家庭{number}户。")
    [target] = wanted(duty.text)
    assert (target.number, target.is_each, target.is_each_said) == (number, False, True)
    assert target.what == "走访残疾人家庭" and Guess.TOTAL in duty.guesses


@pytest.mark.parametrize(
    "words",
    [
        "市残联全年共举办培训班10期",
        "各县（区）残联走访30户",
        "全市每个县（区）建站2个",
        "全市培训率达到90%以上",
    ],
)
def test_what_is_no_sum_to_be_divided(words: str) -> None:
    [duty] = duties_of(f"{words}。")
    assert Guess.TOTAL not in duty.guesses


def test_a_share_of_each_beside_a_sum_stays_one_of_each() -> None:
    text = "全县共建成残疾人之家20个，每个乡镇不少于2个。"
    assert [(one.number, one.is_each) for one in wanted(text)] == [(20, False), (2, True)]
    assert totals(text) == ["全县共建成残疾人之家20个"]


@pytest.mark.parametrize(
    "who",
    [
        "每名志愿者",
        "每位理事",
        "每人",
        "每名专职委员每月",
        "每个志愿服务队",
        "每个党员",
        "每名工作人员至少",
    ],
)
def test_the_number_of_a_person_is_none_of_the_unit(who: str) -> None:
    [duty] = duties_of(f"各县（区）残联组织走访，{who}联系10户残疾人家庭。")
    assert not wanted(duty.text) and "10户" in duty.text


@given(
    st.integers(0, 23),
    st.sampled_from(
        ["{}点", "{}时", "{}:00", "{}：30", "{}点30分", "{}点半", "下午{}点", "上午{}时"]
    ),
    st.sampled_from(["前报送名单", "召开工作会议"]),
)
def test_the_hour_of_a_day_is_no_number(hour: int, spelling: str, act: str) -> None:
    [duty] = duties_of(f"各县（区）残联5月20日{spelling.format(hour)}{act}。")
    assert duty.deadline is not None and duty.deadline.day == date(2027, 5, 20)
    assert not duty.quantity and not duty.guesses and duty.title == act.removeprefix("前")


def test_that_it_is_finished_is_no_part_of_a_title() -> None:
    [duty] = duties_of("县（区）残联工作人员包保困难家庭，6月底前完成。")
    assert "完成" not in duty.title
