"""Units called by their names are those of their level, some of it; others than ours are marked and act not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plans.reading.papers import CITY, COUNTY, duties_of
from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.targets import wanted


@pytest.mark.parametrize(
    ("words", "paper", "level"),
    [
        ("东山区、西河区残联要", CITY, "county"),
        ("东山区和西河区要", CITY, "county"),
        ("东山区残联", CITY, "county"),
        ("东山、西河区残联应", CITY, "county"),
        ("试点乡镇要", CITY, "township"),
        ("石桥镇、柳树沟镇要", COUNTY, "township"),
        ("石桥镇、城关街道残联", COUNTY, "township"),
        ("其余乡镇", COUNTY, "township"),
        ("其他县（区）力争", CITY, "county"),
        ("脱贫村要", COUNTY, "village"),
    ],
)
def test_named_units_are_some_of_their_level(words: str, paper: str, level: str) -> None:
    [duty] = duties_of(f"{words}在6月底前建立服务站。", paper)
    assert duty.actors.levels == (level,) and duty.guesses == {Guess.PARTLY}
    assert duty.deadline is not None and duty.deadline.day == date(2027, 6, 30)


@pytest.mark.parametrize(
    "clause",
    [
        "东山区、西河区残联要在12月15日前各培育1个助残社会组织，其他县(区)力争年底前培育1个。",
        "培育助残社会组织，东山区、西河区12月15日前各1个，其他县(区)力争年底前1个。",
    ],
)
def test_some_units_and_the_others_have_their_own_times(clause: str) -> None:
    found = duties_of(clause)
    assert [duty.deadline and duty.deadline.day for duty in found] == [
        date(2027, 12, 15),
        date(2027, 12, 31),
    ]
    for duty in found:
        assert duty.actors.levels == ("county",) and duty.guesses == {Guess.PARTLY}
        assert duty.title.startswith("培育") and [one.number for one in wanted(duty.text)] == [1]


def test_a_number_of_some_beside_that_of_all_is_marked() -> None:
    all_of_them, one = duties_of("各县（区）残联培育社会组织1个，东山区残联培育社会组织2个。")
    assert Guess.PARTLY in all_of_them.guesses and not all_of_them.actors.names
    assert Guess.PARTLY in one.guesses and one.actors.names == ("东山区",)
    first, second = duties_of("各县（区）残联9月底前设立联络站，东山区残联6月底前设立联络站。")
    assert Guess.PARTLY in first.guesses and second.actors.names == ("东山区",)


@pytest.mark.parametrize(
    ("words", "paper"),
    [
        ("南江、北江市残联要", CITY),
        ("南江市、北江市要", CITY),
        ("南江、北江市残联要", COUNTY),
        ("旧测县残联要", COUNTY),
    ],
)
def test_units_that_are_neither_the_issuer_nor_below_it_have_nobody_here_act(
    words: str, paper: str
) -> None:
    [duty] = duties_of(f"{words}在6月底前建立示范基地。", paper)
    assert duty.actors.levels == () and duty.guesses == {Guess.OTHERS}
    assert duty.title == "建立示范基地"


@pytest.mark.parametrize(
    ("words", "paper", "level"),
    [
        ("测试市残联要", CITY, "city"),
        ("新测县残联要", COUNTY, "county"),
        ("县残联办证窗口要", COUNTY, "county"),
        ("县残联办公室要", COUNTY, "county"),
        ("市残联组联科要", CITY, "city"),
        ("市残联服务大厅要", CITY, "city"),
    ],
)
def test_the_issuer_and_its_rooms_are_its_level_without_a_mark(
    words: str, paper: str, level: str
) -> None:
    [duty] = duties_of(f"{words}在6月底前公示办理流程。", paper)
    assert duty.actors.levels == (level,) and not duty.guesses


@pytest.mark.parametrize(
    "words",
    [
        "老旧小区要开展宣传",
        "全市要开展宣传",
        "推动东山区要开展宣传",
        "教育、卫生部门和乡镇要开展宣传",
        "辖区要开展宣传",
        "社区康复工作要加强",
        "为东山区残联举办培训",
    ],
)
def test_what_names_no_unit(words: str) -> None:
    assert not opening_actor(words).names


@pytest.mark.parametrize(
    ("clause", "levels", "is_apiece"),
    [
        ("市残联每县（区）抽查2个乡镇、4个村。", ("city",), True),
        ("市残联年底前对各县（区）进行抽查，每县(区)抽查2个乡镇、4个村。", ("city",), True),
        ("市残联年底前开展检查，每县抽查2个乡镇、4个村。", ("city",), True),
        ("县（区）残联年底前走访困难家庭，每个村5户。", ("county",), True),
        ("每县(区)抽查2个乡镇、4个村。", ("county",), False),
        ("每个村培训2名专职委员。", ("village",), False),
        (
            "县（区）残联、乡镇（街道）残联要走访困难家庭，每个乡镇5户。",
            ("county", "township"),
            False,
        ),
    ],
)
def test_a_number_of_each_unit_below_is_marked(
    clause: str, levels: tuple[str, ...], is_apiece: bool
) -> None:
    duty = duties_of(clause)[0]
    assert duty.actors.levels == levels and (Guess.APIECE in duty.guesses) == is_apiece
    assert all(target.is_each and target.is_each_said for target in wanted(duty.text))


def test_an_inspection_of_each_unit_is_no_act_of_that_unit() -> None:
    [duty] = duties_of("年底前开展抽查，每县(区)抽查2个乡镇、4个村。")
    assert [(one.number, one.what, one.is_each) for one in wanted(duty.text)] == [
        (2, "乡镇", True),
        (4, "村", True),
    ]
    assert duty.deadline is not None and duty.guesses == {Guess.ADDRESSEES}


def test_how_large_an_inspection_is_belongs_to_it() -> None:
    [duty] = duties_of("市残联对各县（区）专职委员进行抽查，抽查比例不低于10%。")
    assert duty.title == "对各县（区）专职委员进行抽查" and duty.guesses == {Guess.DEADLINE}
    assert [one.number for one in wanted(duty.text)] == [10]


@pytest.mark.parametrize("time", ["最迟9月底", "不迟于9月30日", "最晚9月底前", "次年1月10日前"])
def test_who_speaks_for_a_federation_is_told_before_any_time(time: str) -> None:
    words = f"市残联开展入户走访，各县（区）残联理事长{time}开展入户走访。"
    assert [duty.actors.levels for duty in duties_of(words)] == [("city",), ("county",)]


@pytest.mark.parametrize("name", ["海州区残联", "海州区、东山区残联", "银州区残联"])
def test_the_word_of_a_level_within_a_name_names_nobody_else(name: str) -> None:
    [duty] = duties_of(f"{name}要在9月底前召开会员会议。")
    assert duty.actors.levels == ("county",) and Guess.ACTORS not in duty.guesses


@pytest.mark.parametrize(
    "clause",
    [
        "东山区、西河区残联每月15日前报送进度，其他县区每旬报送。",
        "东山区、西河区残联6月底前建成服务站，其他县（区）年底前完成选址。",
    ],
)
def test_the_others_are_not_those_who_are_named(clause: str) -> None:
    named, others = duties_of(clause)
    assert named.actors.names == ("东山区", "西河区") and others.actors.names == ()
    assert Guess.PARTLY in others.guesses and others.actors.levels == ("county",)


@pytest.mark.parametrize(
    "clause",
    [
        "全市共建示范点30个，东山区6个，西河区8个，其他县区各3个，10月底前完成。",
        "全市发展志愿者2000名，东山区500名、西河区400名；各区不少于150名。",
        "各县（区）残联建成残疾人之家30个，其中东山区6个、西河区8个。",
    ],
)
def test_a_share_of_a_total_limits_nothing(clause: str) -> None:
    for duty in duties_of(clause):
        assert duty.actors.names == () and Guess.PARTLY in duty.guesses


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("请东山区残联", ("东山区",)),
        ("责成东山区残联", ("东山区",)),
        ("请东山区残联、西河区残联于", ("东山区", "西河区")),
        ("东山区残联、西河区残联", ("东山区", "西河区")),
        ("东山、西河两区残联", ("东山", "西河区")),
        ("东山县、阜新蒙古族自治县残联", ("东山县", "阜新蒙古族自治县")),
    ],
)
def test_units_are_named_in_many_ways(words: str, names: tuple[str, ...]) -> None:
    [duty] = duties_of(f"{words}6月10日前上报经验材料。")
    assert (duty.actors.levels, duty.actors.names) == (("county",), names)
    assert duty.title == "上报经验材料"


def test_a_unit_is_named_with_those_below_it() -> None:
    [duty] = duties_of("东山区残联（含各乡镇）于11月底前完成档案整理。")
    assert duty.actors.levels == ("county", "township") and Guess.PARTLY in duty.guesses


def test_asking_again_and_again_takes_no_time() -> None:
    assert duties_of("请" * 20_000 + "东山区残联6月10日前上报经验材料。")
