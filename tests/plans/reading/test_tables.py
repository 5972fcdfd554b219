"""Task tables under heads of any usual name: who, with whom, by when and how much each row asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.documents.reading import Grid
from zulian.plans.reading.duties import Duty, Guess, Usual, of_table
from zulian.plans.reading.duties import duties as read_duties
from zulian.plans.reading.targets import wanted
from zulian.plans.reading.tree import Node

USUAL = Usual(2027, ("county",), issued=date(2027, 1, 12), issuer="测试市残疾人联合会")
TASK = (
    "任务",
    "工作任务",
    "重点任务",
    "目标任务",
    "任务名称",
    "任务事项",
    "重点工作",
    "工作内容",
    "主要举措",
    "具体措施",
    "工作要点",
)
BEARER = (
    "责任主体",
    "责任单位",
    "牵头单位",
    "牵头部门",
    "承办单位",
    "承担单位",
    "落实单位",
    "落实主体",
    "主责单位",
    "责任科室",
    "实施单位",
)
HELPER = (
    "协作单位",
    "配合单位",
    "协办单位",
    "协助部门",
    "协同单位",
    "参与单位",
    "参加部门",
    "联合单位",
    "会同单位",
    "支持单位",
)
TIME = (
    "时间节点",
    "完成时限",
    "时限要求",
    "完成时间",
    "截止日期",
    "截止时间",
    "办结时限",
    "时间进度",
    "推进时间",
    "完成期限",
)
NUMBER = (
    "量化目标",
    "目标值",
    "量化指标",
    "数量",
    "任务量",
    "任务数",
    "目标",
    "指标",
    "预期目标",
    "目标数量",
)


def duties(*rows: tuple[str, ...]) -> list[Duty]:
    return of_table("一", Grid(rows), USUAL)


@given(
    st.sampled_from(TASK),
    st.sampled_from(BEARER),
    st.sampled_from(HELPER),
    st.sampled_from(TIME),
    st.sampled_from(NUMBER),
    st.permutations(range(6)),
)
def test_a_column_is_known_by_any_usual_name_of_it(
    task: str, bearer: str, helper: str, time: str, number: str, order: list[int]
) -> None:
    heads = ("序号", task, bearer, helper, time, number)
    row = ("1", "走访困难残疾人家庭", "乡镇（街道）残联", "市民政局、团市委", "10月底前", "50户")
    [duty] = duties(tuple(heads[n] for n in order), tuple(row[n] for n in order))
    assert (duty.actors.levels, duty.actors.departments) == (("township",), ("市民政局", "团市委"))
    assert duty.deadline is not None and duty.deadline.day == date(2027, 10, 31)
    assert [(one.number, one.unit) for one in wanted(duty.text)] == [(50, "户")]
    # Whether each does so many, or all together, no table says.
    assert duty.title == "走访困难残疾人家庭" and duty.guesses == {Guess.EACH}


def test_measures_are_duties_under_a_task_that_says_no_act_or_is_that_of_several_rows() -> None:
    heads = ("重点任务", "主要举措", "责任主体", "时间节点")
    found = duties(
        heads,
        ("志愿助残", "组织志愿者走访残疾人", "乡镇残联", "6月底"),
        ("开展慰问", "走访困难家庭", "县残联", "9月底"),
        ("开展慰问", "发放慰问品", "县残联", "9月底"),
    )
    assert [duty.title for duty in found] == ["组织志愿者走访残疾人", "走访困难家庭", "发放慰问品"]


def test_what_a_row_says_beside_its_task_is_kept_or_marked() -> None:
    heads = ("工作任务", "具体措施", "责任单位", "完成时限")
    [whole] = duties(heads, ("完成换届", "召开代表大会", "县残联", "8月底"))
    assert whole.title == "完成换届，召开代表大会"
    [marked] = duties(heads, ("残疾人证核发", "上门代办到家", "县残联", "8月底"))
    assert Guess.REST in marked.guesses and "上门代办到家" in marked.text


def test_numbers_take_their_unit_from_the_head_or_are_marked() -> None:
    row = ("走访残疾人", "县残联", "8月底", "50")
    [known] = duties(("任务", "责任单位", "时限", "数量（户）"), row)
    assert [(one.number, one.unit) for one in wanted(known.text)] == [(50, "户")]
    [unknown] = duties(("任务", "责任单位", "时限", "数量"), row)
    assert unknown.guesses == {Guess.NUMBERS} and not wanted(unknown.text)


def test_rows_above_the_heads_and_between_the_duties_are_none() -> None:
    found = duties(
        ("任务分解表",) * 4,
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("一、组织建设",) * 4,
        ("1", "建立台账", "县残联", "6月底"),
        ("2", "1.开展走访；2.更新档案。", "村残协", "每季度"),
        ("合计", "2", "", ""),
        ("", "合计", "", ""),
    )
    assert [duty.title for duty in found] == ["建立台账", "开展走访", "更新档案"]


def test_heads_in_two_rows_are_read_together() -> None:
    [duty] = duties(
        ("任务", "责任单位", "责任单位", "时限"),
        ("任务", "牵头单位", "配合单位", "时限"),
        ("建立台账", "市残联", "市民政局", "6月底"),
    )
    assert (duty.actors.levels, duty.actors.departments) == (("city",), ("市民政局",))


def test_who_is_responsible_by_name_bears_nothing() -> None:
    heads = ("任务", "责任单位", "责任人", "时限")
    [duty] = duties(heads, ("建立台账", "乡镇残联", "孙某某", "6月底"))
    assert (duty.actors.levels, duty.actors.departments) == (("township",), ())


def test_who_leads_and_who_helps_may_stand_in_one_cell_or_in_the_remarks() -> None:
    heads = ("任务", "责任单位", "时限", "备注")
    [duty] = duties(heads, ("建立台账", "县残联牵头，市教育局配合", "6月底", "市民政局配合"))
    assert (duty.actors.levels, duty.actors.departments) == (("county",), ("市教育局", "市民政局"))


@pytest.mark.parametrize(
    "heads",
    [("姓名", "单位", "职务"), ("单位", "残疾人之家（个）", "完成时间"), ("序号", "名称", "备注")],
)
def test_other_tables_are_no_tables_of_tasks(heads: tuple[str, ...]) -> None:
    assert not duties(heads, ("甲", "2", "乙"))


def test_a_remark_stands_with_the_words_of_its_row() -> None:
    heads = ("任务", "责任单位", "完成时限", "备注")
    [duty] = duties(heads, ("创建80个示范残协", "县级残联", "9月底", "每县不少于10个"))
    assert "备注：每县不少于10个" in duty.text and Guess.EACH in duty.guesses


def test_a_table_of_numbers_by_county_is_marked_on_the_words_above_it() -> None:
    rows = (("县区", "走访户数", "培训人次"), ("东山区", "25", "100"), ("西河区", "20", "90"))
    words = "各县（区）要对照下表完成年度目标任务。"
    node = Node(label="一、", title="目标任务", body=[words, Grid(rows)], path="一")
    [duty] = read_duties([node], USUAL)
    assert Guess.TABLE in duty.guesses
