"""Times that no plan holds are followed by the next greater one and marked; no number of theirs is taken for the year's."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plans.reading.papers import duties_of
from zulian.plans.reading.deadlines import deadline
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.targets import not_held, wanted
from zulian.plans.reading.times import Rhythm


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("每半月", Rhythm.MONTH),
        ("每半个月", Rhythm.MONTH),
        ("每旬", Rhythm.MONTH),
        ("每两周", Rhythm.MONTH),
        ("每日", Rhythm.MONTH),
        ("每15日", Rhythm.MONTH),
        ("每周", Rhythm.WEEK),
        ("每星期", Rhythm.WEEK),
        ("每四个月", Rhythm.HALF),
        ("每两年", Rhythm.YEAR),
        ("每季度首月5日前", Rhythm.QUARTER),
        ("每季度第一个月10日前", Rhythm.QUARTER),
        ("每季度末25日前", Rhythm.QUARTER),
        ("每季度末月二十日前", Rhythm.QUARTER),
        ("每半年首月10日前", Rhythm.HALF),
    ],
)
def test_what_no_plan_holds_has_the_next_greater_rhythm_and_a_mark(
    words: str, rhythm: Rhythm
) -> None:
    [duty] = duties_of(f"各县（区）残联{words}更新一次服务台账。")
    assert duty.deadline is not None and duty.deadline.rhythm is rhythm
    assert (duty.deadline.words, duty.title) == (words, f"{words}更新一次服务台账")
    assert duty.guesses == {Guess.RHYTHM} and duty.actors.levels == ("county",)


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("每月", Rhythm.MONTH),
        ("每两个月", Rhythm.TWO_MONTHS),
        ("每季度", Rhythm.QUARTER),
        ("每半年", Rhythm.HALF),
        ("每半年末", Rhythm.HALF),
        ("每年", Rhythm.YEAR),
    ],
)
def test_what_a_plan_holds_needs_no_mark(words: str, rhythm: Rhythm) -> None:
    [duty] = duties_of(f"各县（区）残联{words}更新一次服务台账。")
    assert duty.deadline is not None and duty.deadline.rhythm is rhythm and not duty.guesses


def test_the_first_of_two_rhythms_is_that_of_the_words_before_the_second() -> None:
    first, second = duties_of(
        "各村残协每旬探望一次独居残疾人，每季度首月5日前上报探望情况。".replace("探望", "走访")
    )
    assert first.deadline and first.deadline.rhythm is Rhythm.MONTH
    assert second.deadline and second.deadline.rhythm is Rhythm.QUARTER
    assert Guess.RHYTHM in first.guesses & second.guesses
    found = deadline("每月例会，每周碰头。", 2027)
    assert found is not None and found.rhythm is Rhythm.MONTH


@pytest.mark.parametrize(
    "words",
    [
        "每半月走访残疾人家庭不少于10户",
        "每周走访残疾人家庭至少3户",
        "每旬开展活动2次",
        "每两个月走访残疾人家庭20户",
        "每人每周走访至少2次",
    ],
)
def test_a_number_over_a_span_that_is_not_followed_is_no_target_of_the_year(words: str) -> None:
    [duty] = duties_of(f"县（区）残联{words}。")
    assert wanted(duty.text) == [] and Guess.RHYTHM in duty.guesses
    assert not_held(f"{words}。") == [words]


@pytest.mark.parametrize(
    ("words", "span"),
    [("每三个月走访20户", "quarter"), ("每6个月走访20户", "half"), ("每年走访20户", "")],
)
def test_a_number_over_a_span_that_is_followed_stays_a_target(words: str, span: str) -> None:
    [target] = wanted(f"{words}。")
    assert (target.number, target.span) == (20, span) and not not_held(words)


@pytest.mark.parametrize("word", ["此后", "之后", "此后，"])
def test_what_recurs_once_the_first_time_is_over_is_a_duty_of_its_own(word: str) -> None:
    first, then = duties_of(f"县（区）残联11月底前召开一次联席会议，{word}每月召开一次。")
    assert first.deadline and first.deadline.day == date(2027, 11, 30) and not first.guesses
    assert then.deadline and then.deadline.rhythm is Rhythm.MONTH
    assert then.title.endswith("每月召开一次联席会议") and then.actors.levels == ("county",)
    assert then.guesses == {Guess.RHYTHM}, "the plan has it recur from its beginning"


@pytest.mark.parametrize("words", ["每天补贴60元", "建会五周年", "学校周边"])
def test_what_is_no_rhythm(words: str) -> None:
    assert deadline(words, 2027) is None


@pytest.mark.parametrize(
    ("words", "day"), [("每月上旬", 10), ("每月中旬", 20), ("每月初", 10), ("每月8日前", 8)]
)
def test_a_part_of_each_month_is_a_day_of_it(words: str, day: int) -> None:
    found = deadline(f"各县（区）残联{words}报送情况。", 2027)
    assert found is not None and (found.rhythm, found.month_day) == (Rhythm.MONTH, day)


def test_a_rhythm_beside_another_act_is_no_word_of_the_title() -> None:
    [duty] = duties_of("县（区）残联要建立台账，情况每周梳理。")
    assert duty.title == "建立台账" and Guess.RHYTHM in duty.guesses


def test_a_number_that_recurs_behind_its_act_has_the_title_of_that() -> None:
    first, second = duties_of("县（区）残联要走访困难家庭，12月底前完成，每季度不少于5户。")
    assert first.title == "走访困难家庭（12月底）" and second.title == "走访困难家庭（每季度）"
    assert [one.number for one in wanted(second.text)] == [5] and not second.guesses
