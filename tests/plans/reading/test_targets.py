"""Numbers that a duty asks for become targets; bounds, times and money do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.plans.reading.quantities import value_of
from zulian.plans.reading.targets import wanted


@pytest.mark.parametrize(
    ("text", "number", "unit", "span", "is_each"),
    [
        (
            "县（区）残联全年新增注册助残志愿者不少于100名，每月10日前报送上月数据。",
            100,
            "名",
            "",
            True,
        ),
        ("年底前组织专职委员培训不少于2次。", 2, "次", "", True),
        ("班子中残疾人及残疾人亲属的比例要达到30%以上。", 30, "%", "", True),
        ("利用助残日等时机组织活动，县（区）残联每半年至少集中开展一次。", 1, "次", "half", True),
        ("各专门协会结合会员需要，每季度至少组织一次活动。", 1, "次", "quarter", True),
        ("各县（区）残联每季度至少走访50户。要建立走访台账。", 50, "户", "quarter", True),
        ("全市新增志愿者一千二百名。", 1200, "名", "", False),
        ("全年累计扶持3万名残疾人就业。", 30000, "名", "", False),
        ("改造3,000户。", 3000, "户", "", True),
        ("改造3 200户。", 3200, "户", "", True),
        ("培训1.2万人次。", 12000, "人次", "", True),
        ("每个村培训2名专职委员。", 2, "名", "", True),
        ("培训率提高到95%。", 95, "%", "", True),
        ("全年志愿服务时长不少于1万小时。", 10000, "小时", "", True),
        ("选拔后备干部5-10名。", 5, "名", "", True),
        ("力争服务两万余人次。", 20000, "人次", "", True),
        ("参训率力争达到90%。", 90, "%", "", True),
        ("培训率达到百分之九十五以上。", 95, "%", "", True),
    ],
)
def test_what_a_sentence_asks_for(
    text: str, number: int, unit: str, span: str, is_each: bool
) -> None:
    (found,) = wanted(text)
    assert (found.number, found.unit, found.span, found.is_each) == (
        Decimal(number),
        unit,
        span,
        is_each,
    )
    assert found.is_share == (unit == "%")
    assert found.phrase in text and found.near[0] == found.phrase


@pytest.mark.parametrize(
    "text",
    [
        "信访件控制在5件以内。",
        "投诉不超过3件。",
        "每少1篇扣0.5分。",
        "考核结果占年度绩效的5%。",
        "10户以上残疾人的村要设立联络站。",
        "县残联每组检查3个县。",
        "15个工作日办结。",
        "每人补贴400元。",
        "培训不少于8小时。",
        "每季度更新一次。",
        "志愿者培训率较上年增长10%。",
        "比上年提高10个百分点。",
        "每次参加人数不少于30人。",
        "在第三十七次全国助残日开展宣传。",
        "其中海州区80名、阜蒙县150名。",
        "其中党员志愿者10名。",
    ],
)
def test_what_is_no_target(text: str) -> None:
    assert wanted(text) == []


def test_two_numbers_of_one_duty_are_two_targets_in_their_order() -> None:
    found = wanted("举办专职委员培训班2期，培训200人次。")
    assert [(t.number, t.unit) for t in found] == [(2, "期"), (200, "人次")]


def test_what_is_counted_is_no_cut_word() -> None:
    (first,) = wanted("力争完成200户困难重度残疾人家庭无障碍改造。")
    assert first.what == "困难重度残疾人家庭" and not first.is_each_said
    second = wanted("班子中至少配备1名残疾人干部;后备干部不少于3名。")[1]
    assert second.what == "后备干部"


def test_a_fraction_is_a_share() -> None:
    (found,) = wanted("委员中残疾人占比不低于三分之二。")
    assert found.is_share and found.number == Decimal("66.67")


def test_two_shares_of_one_measure_keep_their_name() -> None:
    found = wanted("专职委员培训率上半年达到50%，全年达到100%。")
    assert [(t.number, t.what, t.kind) for t in found] == [
        (50, "专职委员培训率", "培训"),
        (100, "专职委员培训率", "培训"),
    ]


@given(st.integers(1, 9999))
def test_numbers_in_figures_and_in_characters_are_the_same(number: int) -> None:
    assert value_of(str(number)) == number
    assert value_of(f"{number:,}") == number
    assert value_of(_in_characters(number)) == number
    assert value_of(f"{number}万") == number * 10**4


def _in_characters(number: int) -> str:
    digits = "零一二三四五六七八九"
    words = "".join(
        digits[int(d)] + unit
        for d, unit in zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
        if d != "0"
    )
    return words.removeprefix("一") if words.startswith("一十") else words


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("每县创建示范村2个、示范乡镇1个。", ["创建示范村", "示范乡镇"]),
        ("县（区）残联要打造示范村（社区）2个。", ["打造示范村（社区）"]),
        ("核发准确率、及时率分别达到100%、98%。", ["核发准确率", "及时率"]),
        ("走访残疾人家庭，每季度不少于1次。", [""]),
    ],
)
def test_what_a_number_counts_is_named_without_its_neighbours(text: str, named: list[str]) -> None:
    """A name is empty where its segment says none: the task's own stands for it."""
    assert [one.what for one in wanted(text)] == named


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("各县区残联召开座谈会1次，并走访慰问30户。", [1, 1]),
        ("轮训专职委员，全年培训不少于2期。", [3]),
    ],
)
def test_a_bare_verb_says_of_whom_with_the_words_before_it(text: str, contexts: list[int]) -> None:
    assert [len(one.near) for one in wanted(text)] == contexts
