"""What a paper says that nobody has to do, and what belongs to the act before it, is no task of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans.reading.papers import CITY, duties_of
from zulian.documents.reading import Grid, Line, Paper, read_paper
from zulian.plans.reading.circular import understand
from zulian.plans.reading.duties import Duty, Guess

NOTHING = (
    "本通知自下发之日起执行。",
    "本通知自下发之日起。",
    "本办法自印发之日起施行，有效期三年。",
    "未尽事宜由市残联负责解释。",
    "其他事项另行通知。",
    "特此通知。",
    "请遵照执行。",
    "以上要求，请认真贯彻落实。",
    "上级交办的其他工作。",
    "完成上级交办的其他任务。",
    "联系人：孙某某，电话：0418-1234567。",
    "主要任务如下表：",
    "主要任务",
    "其他事项",
    "其他",
    "2027年重点工作任务分解表",
    "工作任务分解表如下：",
    "附件：任务分解表",
    "附件1：2027年全市残联组织工作任务分解表",
    "附表：工作任务分解表",
    "附表1",
    "表1 重点任务分解表",
    "各县（区）残联任务分解表",
    "走访任务分配表（县残联）",
    "任务分解表（单位：户）",
    "开展走访活动安排表如下：",
    "任务分解表附后。",
)
# What looks like a heading and asks for the table itself.
TABLES_TO_MAKE = (
    "各县（区）残联制作任务分解表。",
    "各县（区）残联制作任务分解表：",
    "制定任务分解表",
    "县残联6月底前报送任务分解表。",
    "各县（区）残联建立工作任务清单。",
)
ITEMS = (
    "建立台账",
    "走访残疾人家庭",
    "悬挂宣传横幅",
    "更新档案",
    "粉刷宣传标语",
    "张贴公益海报",
    "举办培训班2期",
)


@pytest.mark.parametrize("words", NOTHING)
def test_what_nobody_has_to_do_is_no_duty(words: str) -> None:
    assert not duties_of(words)


@given(st.sampled_from(NOTHING[:11]))
def test_nor_is_it_a_rest_of_the_duty_before(words: str) -> None:
    [duty] = duties_of(f"各县（区）残联6月底前建立台账。{words}")
    assert duty.title == "建立台账" and not duty.guesses


def test_what_is_to_be_done_is_read_beside_it() -> None:
    [duty] = duties_of("各县（区）残联6月底前建立台账，其他事项另行通知。")
    assert duty.title == "建立台账" and duty.actors.levels == ("county",)


def under_heading(heading: str) -> list[Duty]:
    lines = [Line(line) for line in CITY.format(clause="开展走访。", heading="工作").splitlines()]
    table = Grid((("任务", "责任单位", "时限"), ("建立台账", "县残联", "6月底")))
    blocks = [*lines[:5], Line(f"二、{heading}"), table, *lines[6:]]
    return [duty for duty in understand(Paper("", blocks)).duties if duty.clause.startswith("二")]


@pytest.mark.parametrize("heading", ["主要任务", "组织建设任务", "重点任务及分工", "加强组织建设"])
def test_a_heading_above_a_table_of_tasks_is_no_task(heading: str) -> None:
    assert [duty.title for duty in under_heading(heading)] == ["建立台账"]


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        ("各县（区）残联评选优秀专职委员，推荐3名。", "评选优秀专职委员，推荐3名"),
        ("各县（区）残联评选优秀专职委员。推荐3名。", "评选优秀专职委员"),
        ("各县（区）残联评选优秀专职委员，每个县（区）推荐3名。", "评选优秀专职委员"),
        ("各县（区）残联组织参赛，建立名册，选派5人。", "组织参赛，建立名册"),
    ],
)
def test_how_many_are_named_is_no_act_beside_what_they_are_named_for(
    clause: str, title: str
) -> None:
    [duty] = duties_of(clause)
    assert duty.title.startswith(title) and [one.number for one in duty.quantity] in (["3"], ["5"])
    assert not {Guess.REST, Guess.MORE} & duty.guesses


@given(st.lists(st.sampled_from(ITEMS), min_size=3, max_size=6, unique=True))
def test_each_item_of_a_list_of_semicolons_is_a_duty(items: list[str]) -> None:
    found = duties_of(f"各县（区）残联{'；'.join(items)}。")
    assert [duty.title for duty in found] == items
    assert all(duty.actors.levels == ("county",) for duty in found)
    assert all(duty.guesses == {Guess.DEADLINE} for duty in found)


def test_an_item_without_an_act_stays_with_the_one_before() -> None:
    [duty, other] = duties_of("县残联举办培训班2期；每期不少于3天；建立台账。")
    assert "每期不少于3天" in duty.text and other.title == "建立台账"


def test_the_text_of_a_task_without_a_known_act_is_not_marked_as_unread() -> None:
    [duty] = duties_of(
        "残疾人之家、辅助性就业机构和托养机构等各类服务残疾人的基层阵地建设提档升级扩面提质。"
    )
    assert Guess.REST not in duty.guesses


def test_a_paper_of_nothing_but_a_list_is_read() -> None:
    text = CITY.format(clause="悬挂横幅标语；张贴公益海报；更新档案。", heading="工作")
    assert len(understand(read_paper(text.encode())).duties) == 3  # noqa: PLR2004


@pytest.mark.parametrize("words", TABLES_TO_MAKE)
def test_a_table_that_somebody_is_to_make_is_a_task(words: str) -> None:
    assert len(duties_of(words)) == 1
