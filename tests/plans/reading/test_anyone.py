"""A level with its other name in brackets (村（社区）) is told to act, wherever in the sentence it stands."""

from __future__ import annotations

from datetime import date

import pytest

from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import understand
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.times import Rhythm
from zulian.plans.reading.unread import unread

CIRCULAR = """测残联〔2027〕1号
2027年1月12日
2027年全市残联组织工作要点
一、办证
（一）{clause}
"""


@pytest.mark.parametrize(
    ("clause", "levels"),
    [
        ("对行动不便的重度残疾人,村(社区)实行上门办证服务。", ("village",)),
        ("对行动不便的重度残疾人，乡镇（街道）开展上门办证服务。", ("township",)),
        ("县（区）举办培训班。", ("county",)),
    ],
)
def test_who_is_named_in_passing_is_told(clause: str, levels: tuple[str, ...]) -> None:
    [duty] = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert duty.actors.levels == levels


def test_who_is_named_after_a_deadline_of_nobody_is_told() -> None:
    """The sentence before names nobody and has its own day: the actor of the next is that one's alone."""
    clause = "年底前组织专职委员培训不少于2次。村残协要每季度更新一次残疾人基本情况档案。"
    first, second = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert second.actors.levels == ("village",) and Guess.ADDRESSEES not in second.guesses
    assert first.actors.levels != ("village",) and first.guesses


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            "村（社区）要设立志愿助残联络站，并逐户走访重度残疾人家庭，12月底前完成。",
            "走访重度残疾人家庭",
        ),
        ("村残协要更新残疾人基本情况档案，同时入户核对残疾人需求。", "核对残疾人需求"),
    ],
)
def test_a_second_act_behind_an_adverb_is_not_lost(clause: str, said: str) -> None:
    duties = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert said in "，".join(duty.title for duty in duties), [duty.title for duty in duties]


def test_who_is_named_only_after_the_first_act_is_assumed_for_it() -> None:
    clause = "做好储备。建立优秀残疾人干部储备登记制度。县级残联要报送名单。"
    first, second = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert first.actors.levels == second.actors.levels == ("county",)
    assert Guess.NEXT in first.guesses and Guess.NEXT not in second.guesses


@pytest.mark.parametrize(
    ("clause", "levels", "title"),
    [
        ("市残联上半年举办1期培训班。", ("city",), "举办1期培训班"),
        (
            "各村（社区）残协元旦前走访慰问困难残疾人家庭2户。",
            ("village",),
            "走访慰问困难残疾人家庭2户",
        ),
        (
            "各村（社区）残协对辖区持证残疾人逐户核查。",
            ("village",),
            "对辖区持证残疾人逐户核查",
        ),
        ("各县（区）残联领导班子中至少配备1名残疾人干部。", ("county",), "配备1名残疾人干部"),
        (
            "除清河门区外，其他县（区）残联要在第三季度组织一次残疾人文艺汇演。",
            ("county",),
            "组织一次残疾人文艺汇演",
        ),
        (
            "各县（区）残联于12月15日前将工作总结报市残联组联部。",
            ("county",),
            "将工作总结报市残联组联部",
        ),
    ],
)
def test_what_stands_between_who_acts_and_the_verb_hides_nobody(
    clause: str, levels: tuple[str, ...], title: str
) -> None:
    [duty] = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert (duty.actors.levels, duty.title) == (levels, title)
    assert not {Guess.LEVELS, Guess.ADDRESSEES} & duty.guesses
    assert (Guess.PARTLY in duty.guesses) == ("除" in clause)


def test_what_recurs_is_no_part_of_what_is_done_once() -> None:
    clause = "市残联会同市民政局组建志愿服务领导小组，每季度召开一次联席会议。"
    first, second = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert (first.title, first.deadline) == ("组建志愿服务领导小组", None)
    assert second.deadline is not None and second.deadline.rhythm is Rhythm.QUARTER
    assert first.actors.levels == second.actors.levels == ("city",)


def test_one_step_after_another_is_asked_of_each_in_turn() -> None:
    clause = "各村（社区）残协逐户核查，两个月内完成；乡镇（街道）残联汇总后上报。"
    found = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties
    assert [duty.actors.levels for duty in found] == [("village",), ("township",)]


@pytest.mark.parametrize(
    ("clause", "left"),
    [
        ("村残协要设立联络站，贴出联络员名单，提高服务水平，12月底前完成。", ["贴出联络员名单"]),
        ("村残协要设立联络站。未完成的要说明原因。", ["未完成的要说明原因"]),
        ("村残协要设立联络站，充分发挥作用，每村不少于1个。", []),
        ("村残协要设立联络站。责任单位：组联部。", []),
    ],
)
def test_words_that_are_no_act_and_belong_to_none_leave_a_mark(
    clause: str, left: list[str]
) -> None:
    duty = understand(read_paper(CIRCULAR.format(clause=clause).encode())).duties[0]
    assert unread(duty.text) == left
    assert (Guess.REST in duty.guesses) == bool(left)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("春节前", date(2027, 2, 5)),
        ("元旦前", date(2027, 12, 31)),
        ("端午节前", date(2027, 6, 8)),
        ("中秋节之前", date(2027, 9, 14)),
        ("重阳节前", date(2027, 10, 7)),
        ("全国助残日前", date(2027, 5, 15)),
        ("自本文件印发之日起两个月内", date(2027, 3, 12)),
        ("文件印发后10日内", date(2027, 1, 22)),
        ("收到通知后5个工作日内", date(2027, 1, 19)),
    ],
)
def test_holidays_and_spans_from_the_issue_are_deadlines(words: str, due: date) -> None:
    text = CIRCULAR.format(clause=f"各村残协{words}走访困难残疾人家庭。").encode()
    [duty] = understand(read_paper(text)).duties
    assert duty.deadline is not None and duty.deadline.day == due
    assert Guess.DEADLINE not in duty.guesses and duty.actors.levels == ("village",)


def test_a_holiday_that_is_over_when_the_paper_comes_is_that_of_next_year() -> None:
    text = CIRCULAR.replace("1月12日", "3月1日").format(clause="各村春节前走访残疾人家庭。")
    [duty] = understand(read_paper(text.encode())).duties
    assert duty.deadline is not None and duty.deadline.day == date(2028, 1, 25)


def test_around_a_holiday_is_no_deadline() -> None:
    text = CIRCULAR.format(clause="各村春节前后走访残疾人家庭。")
    [duty] = understand(read_paper(text.encode())).duties
    assert duty.deadline is None
