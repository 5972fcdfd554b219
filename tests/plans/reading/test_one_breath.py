"""What circulars say in one breath: several times, several who act, each with what is theirs."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plans.reading.papers import CITY, COUNTY, duties_of
from zulian.documents.reading import Grid, read_paper
from zulian.plans.reading.circular import understand
from zulian.plans.reading.duties import Guess, Usual, of_table

CITY_ONLY, COUNTY_ONLY = ("city",), ("county",)
TOWNSHIP, VILLAGE = ("township",), ("village",)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("于6月底和11月底各报告一次进展情况", ["06-30", "11-30"]),
        ("于2027年11月底前完成档案归档，2027年12月15日前报市残联备案", ["11-30", "12-15"]),
        ("于12月底前完成归档，次年1月10日前报市残联备案", ["12-31", "01-10"]),
        (
            "最晚4月10日前报送名册；不迟于5月20日报送方案；最迟9月底报送总结",
            ["04-10", "05-20", "09-30"],
        ),
        ("国庆节前、春节前各走访慰问一次", ["09-30", "02-05"]),
        ("每年3月、9月各举办1期培训班", ["03-31", "09-30"]),
        ("上半年、下半年各举办1期培训班", ["06-30", "12-31"]),
        (
            "3月10日前将实施方案、6月20日前将半年总结、12月5日前将全年总结报市残联",
            ["03-10", "06-20", "12-05"],
        ),
        ("于3月、6月、9月、12月的20日前报送进展", ["03-20", "06-20", "09-20", "12-20"]),
        ("每年3、6、9、12月的20日前报送进展", ["03-20", "06-20", "09-20", "12-20"]),
        ("4、10月底前各开展一次督查", ["04-30", "10-31"]),
        ("于3月、9月上旬各走访一次", ["03-10", "09-10"]),
        ("4、5月份开展宣传", ["05-31"]),
        ("元旦、春节、中秋节前走访慰问困难家庭", ["12-31", "02-05", "09-14"]),
        ("分两批培训专职委员：第一批4月底前，第二批10月底前", ["04-30", "10-31"]),
    ],
)
def test_each_of_several_times_has_its_duty(words: str, days: list[str]) -> None:
    found = duties_of(f"各县（区）残联{words}。")
    assert [f"{duty.deadline.day:%m-%d}" for duty in found if duty.deadline] == days
    assert all(duty.actors.levels == COUNTY_ONLY for duty in found)


def test_times_that_share_what_stands_behind_the_last_are_told_apart_by_it() -> None:
    found = duties_of("各县（区）残联于3、9月的20日前报送进展。")
    assert [duty.title for duty in found] == ["报送进展（3月20日）", "报送进展（9月20日）"]
    assert not any(duty.guesses for duty in found)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("6月底、11月底", ["06-30", "11-30"]),
        ("6月底前，12月底前", ["06-30", "12-31"]),
        ("4月、10月", ["04-30", "10-31"]),
        ("3月、9月的20日前", ["03-20", "09-20"]),
        ("上半年、下半年各1次", ["06-30", "12-31"]),
        ("春节、中秋节前", ["02-05", "09-14"]),
        ("3月—11月", ["11-30"]),
        ("5月初启动，10月底前完成", ["10-31"]),
    ],
)
def test_each_time_of_a_cell_has_its_duty(cell: str, days: list[str]) -> None:
    rows = (("重点任务", "责任单位", "完成时限"), ("开展走访", "县（区）残联", cell))
    found = of_table("一", Grid(rows), Usual(2027, issued=date(2027, 1, 12)))
    assert [f"{duty.deadline.day:%m-%d}" for duty in found if duty.deadline] == days
    assert len({duty.title for duty in found}) == len(days)


def test_each_time_of_a_note_has_its_duty() -> None:
    found = duties_of("开展走访。（责任单位：县（区）残联；完成时限：6月底、11月底）")
    assert [f"{duty.deadline.day:%m-%d}" for duty in found if duty.deadline] == ["06-30", "11-30"]


def test_each_thing_has_the_verb_of_all() -> None:
    found = duties_of("各县（区）残联3月10日前将方案、6月20日前将总结报市残联。")
    assert [duty.title for duty in found] == ["将方案报市残联", "将总结报市残联"]


def test_one_time_at_the_end_is_that_of_all() -> None:
    text = "由市残联负责制定办法，由县（区）残联负责组织实施，由村残协负责公示，均于9月底前完成。"
    found = duties_of(text)
    assert [duty.actors.levels for duty in found] == [CITY_ONLY, COUNTY_ONLY, VILLAGE]
    assert [f"{duty.deadline.day:%m-%d}" for duty in found if duty.deadline] == ["09-30"] * 3


@pytest.mark.parametrize(
    ("words", "levels", "title"),
    [
        ("市残联争取资金10万元，用于改善活动室。", CITY_ONLY, "争取资金10万元"),
        ("县（区）残联调剂办公用房。", COUNTY_ONLY, "调剂办公用房"),
        ("乡镇（街道）残联选派2人参加。", TOWNSHIP, "选派2人参加"),
        ("村残协配合乡镇残联做好结对帮扶。", VILLAGE, "配合乡镇残联做好结对帮扶"),
        ("对工作不力的，市残联予以通报。", CITY_ONLY, "予以通报"),
        ("市残联、市财政局争取项目资金。", CITY_ONLY, "争取项目资金"),
    ],
)
def test_who_is_named_acts_whatever_verb_follows(
    words: str, levels: tuple[str, ...], title: str
) -> None:
    [duty] = duties_of(words)
    assert (duty.actors.levels, duty.title) == (levels, title)
    assert duty.guesses == {Guess.DEADLINE}


def test_who_leads_and_who_bears_do_it_together_and_who_helps_is_told_apart() -> None:
    [together] = duties_of("市残联牵头，县（区）残联具体负责，4月底前建成服务站。")
    assert (together.actors.levels, together.title) == (("city", "county"), "建成服务站")
    done, helped = duties_of("县（区）残联建立名册，乡镇残联配合，3月底前完成。")
    assert (done.actors.levels, helped.actors.levels) == (COUNTY_ONLY, TOWNSHIP)
    assert helped.title == "配合：建立名册" and helped.deadline == done.deadline


def test_each_unit_addressed_is_of_the_level_addressed() -> None:
    [duty] = duties_of("各单位要在6月底前完成自查。", COUNTY)
    assert duty.actors.levels == TOWNSHIP and not duty.guesses


def test_helpers_of_any_name_are_kept() -> None:
    [duty] = duties_of("市残联会同市委组织部、市编办、市人民医院开展调研。")
    assert duty.actors.departments == ("市委组织部", "市编办", "市人民医院")


def test_attachments_above_the_signature_are_no_clauses() -> None:
    paper = CITY.format(clause="各县（区）残联要做好换届。", heading="工作")
    head, body = paper.split("现印发。\n")
    signed = "附件：1.任务分解表\n2.花名册\n测试市残疾人联合会\n2027年1月12日\n"
    reading = understand(read_paper(f"{head}现印发。\n{signed}{body}".encode()))
    assert reading.attachments == ["任务分解表", "花名册"]
    assert [duty.title for duty in reading.duties] == ["做好换届"]
