"""Who acts may stand behind the time, behind what is done, or in the name of what is called together."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plans.reading.papers import COUNTY, duties_of
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.labels import label_of
from zulian.plans.reading.targets import wanted


def read(duties: list[Duty]) -> list[tuple[str, tuple[str, ...], date | None]]:
    return [
        (duty.title, duty.actors.levels, duty.deadline.day if duty.deadline else None)
        for duty in duties
    ]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "市残联负责督促落实。12月10日前，各县（区）残联报送全年工作总结。",
            [
                ("负责督促落实", ("city",), None),
                ("报送全年工作总结", ("county",), date(2027, 12, 10)),
            ],
        ),
        (
            "县（区）残联代表大会于6月底前召开，市残联代表大会9月中旬召开。",
            [
                ("召开代表大会（6月底）", ("county",), date(2027, 6, 30)),
                ("召开代表大会（9月中旬）", ("city",), date(2027, 9, 20)),
            ],
        ),
        (
            "专职委员由乡镇（街道）残联考核，12月20日前完成。",
            [("专职委员由乡镇（街道）残联考核", ("township",), date(2027, 12, 20))],
        ),
        (
            "请各县（区）残联于12月15日前报送全年工作总结。",
            [("报送全年工作总结", ("county",), date(2027, 12, 15))],
        ),
        (
            "各级残联要于3月中旬前完成换届，并将情况报市残联组联科。",
            [
                (
                    "完成换届，将情况报市残联组联科",
                    ("city", "county", "township"),
                    date(2027, 3, 20),
                )
            ],
        ),
        (
            "佛寺镇、大巴镇作为示范镇，要于5月底前举办现场会。",
            [("举办现场会", ("township",), date(2027, 5, 31))],
        ),
        (
            "县级残联换届3月启动，6月底前全部完成；乡镇（街道）残联换届于9月底前完成。",
            [
                ("完成换届（6月底）", ("county",), date(2027, 6, 30)),
                ("完成换届（9月底）", ("township",), date(2027, 9, 30)),
            ],
        ),
        (
            "鼓励有条件的乡镇6月底前设立残疾人服务站。",
            [("设立残疾人服务站", ("township",), date(2027, 6, 30))],
        ),
        (
            "乡镇残联要在一个月内收回证件并报县残联注销，年底前完成。",
            [("收回证件并报县残联注销", ("township",), date(2027, 12, 31))],
        ),
        (
            "换发率市级达到90%，县级达到95%。",
            [("换发率市级达到90%", ("city", "county"), None)],
        ),
        (
            "4月上旬召开县残联第八次代表大会。",
            [("召开县残联第八次代表大会", ("county",), date(2027, 4, 10))],
        ),
        (
            "市里3月底前举办示范班2期；县区对乡镇专职委员每年轮训一遍。",
            [
                ("举办示范班2期", ("city",), date(2027, 3, 31)),
                ("对乡镇专职委员每年轮训一遍", ("county",), None),
            ],
        ),
        (
            "县区6月底前完成协会法人登记，市级五个专门协会年底前全部完成。",
            [
                ("完成协会法人登记（6月底）", ("county",), date(2027, 6, 30)),
                ("完成协会法人登记（年底）", ("city",), date(2027, 12, 31)),
            ],
        ),
        (
            "4月15日前，社区上报改造需求，街道残联审核汇总后于4月底报区残联。",
            [
                ("上报改造需求", ("village",), date(2027, 4, 15)),
                ("审核汇总后于4月底报区残联", ("township",), date(2027, 4, 30)),
            ],
        ),
        (
            "村自查、乡镇核查、县抽查、市督查，9月底前完成。",
            [
                (
                    "村自查、乡镇核查、县抽查、市督查",
                    ("city", "county", "township", "village"),
                    date(2027, 9, 30),
                )
            ],
        ),
    ],
)
def test_whoever_stands_there_acts(
    clause: str, expected: list[tuple[str, tuple[str, ...], date | None]]
) -> None:
    assert read(duties_of(clause)) == expected


def test_several_levels_with_as_many_times_have_one_each() -> None:
    duties = duties_of("县、乡、村三级残联分别于3月底、4月底、5月底前完成规范化建设自查。")
    assert [(duty.actors.levels, duty.deadline and duty.deadline.day) for duty in duties] == [
        (("county",), date(2027, 3, 31)),
        (("township",), date(2027, 4, 30)),
        (("village",), date(2027, 5, 31)),
    ]


@pytest.mark.parametrize(
    "clause",
    [
        "各乡镇残联、村残协分别走访重度残疾人家庭不少于10户、5户。",
        "各级残联新增注册助残志愿者：市本级50名，各县（区）不少于80名。",
    ],
)
def test_numbers_of_several_levels_are_marked(clause: str) -> None:
    assert any(Guess.APART in duty.guesses for duty in duties_of(clause))


def test_of_a_span_of_days_the_last_counts() -> None:
    [duty] = duties_of("县（区）残联每月20日至25日更新数据。")
    assert duty.title == "更新数据" and duty.deadline and duty.deadline.month_day == 25


def test_how_many_act_is_no_number_of_each() -> None:
    assert not wanted("24个乡镇所属村（社区）残协全部完成换届。")
    assert [one.number for one in wanted("编印宣传册200册。")] == [200]
    [growth] = [
        one
        for one in wanted("每季度开展一次活动，新增注册助残志愿者不少于80名。")
        if one.number == 80
    ]
    assert growth.span == ""


def test_the_associations_of_several_levels_act() -> None:
    [duty] = duties_of("市、县（区）专门协会每年召开委员会议不少于两次，开展活动不少于4次。")
    assert duty.title == "召开委员会议不少于两次，开展活动不少于4次"
    assert (duty.actors.levels, duty.actors.departments) == (("city", "county"), ("专门协会",))


def test_a_rate_is_nobodys_act() -> None:
    [duty] = duties_of("到2027年底，全县乡镇残联达标率达到85%，村残协组建率保持100%。", COUNTY)
    assert duty.title == "全县乡镇残联达标率达到85%"
    assert duty.actors.levels == ("township",) and Guess.LEVELS not in duty.guesses - {
        Guess.ADDRESSEES
    }


def test_who_helps_by_name_is_a_helper_of_who_leads() -> None:
    [duty] = duties_of("彰武县残联牵头，阜蒙县残联、海州区残联配合，5月底前办好培训班。")
    assert (duty.title, duty.actors.names) == ("办好培训班", ("彰武县",))
    assert duty.actors.departments == ("阜蒙县残联", "海州区残联")


def test_a_time_in_brackets_behind_all_is_that_of_each() -> None:
    duties = duties_of("召开全县残联工作会议，总结上年工作，部署今年任务。（1月）")
    assert {duty.deadline.day for duty in duties if duty.deadline} == {date(2027, 1, 31)}
    assert len(duties) == 3


@pytest.mark.parametrize(
    ("clause", "titles"),
    [
        ("各县（区）残联要严格推选条件，4月底前完成代表推选。", ["完成代表推选"]),
        ("每季度向乡镇残联报一次需求清单，重大情况随时报告。", ["报一次需求清单"]),
        ("县残联将于6月开展督查，并下发通报。", ["开展督查，下发通报"]),
        (
            "对行动不便的重度残疾人上门评定、上门送证，每季度报送一次情况。",
            ["上门评定、上门送证", "报送一次情况"],
        ),
        (
            "对持证情况开展一次全面核查，核查率100%，做到人证相符。",
            ["对持证情况开展一次全面核查"],
        ),
        (
            "阜蒙县2月底前完成名册核对，其余乡镇3月底前完成。",
            ["完成名册核对（2月底）", "完成名册核对（3月底）"],
        ),
        ("每村上报信息不少于2条。", ["上报信息不少于2条"]),
        (
            "除海州区外，各县（区）残联5月20日前完成协会换届；海州区残联延至10月底。",
            ["完成协会换届（5月20日）", "完成协会换届（10月底）"],
        ),
        ("对连续两次考核不合格的，予以解聘。", ["对连续两次考核不合格的，予以解聘"]),
    ],
)
def test_titles_say_the_act(clause: str, titles: list[str]) -> None:
    assert [duty.title for duty in duties_of(clause)] == titles


def test_federations_of_another_level_in_the_words_are_marked() -> None:
    [duty] = duties_of("重点做好海州区、细河区残联的试点工作。", heading="乡镇残联换届")
    assert duty.actors.levels == ("township",) and Guess.PARTLY in duty.guesses


def test_of_whom_a_number_is_asked_is_marked_where_an_act_is_shared_out() -> None:
    duties = duties_of(
        "市残联负责培训，县（区）残联负责组织，乡镇（街道）残联负责落实，8月10日前完成培训，不少于800人。"
    )
    assert all(Guess.EACH in duty.guesses for duty in duties if duty.quantity)
    assert any(duty.quantity for duty in duties)


@pytest.mark.parametrize(
    ("clause", "day", "is_marked"),
    [
        ("举办第三届技能大赛。（6月）", date(2027, 6, 30), False),
        ("年内完成村残协提档升级。（完成时限：10月底）", date(2027, 10, 31), False),
        ("6月底前完成村残协提档升级。（完成时限：10月底）", date(2027, 6, 30), True),
        ("每季度走访困难残疾人一次。（完成时限：12月底）", None, False),
    ],
)
def test_the_time_of_a_note_is_kept_or_marked(
    clause: str, day: date | None, is_marked: bool
) -> None:
    """A note with a day says more than 年内; another day than the words' own is told."""
    (duty,) = duties_of(clause)
    assert duty.deadline is not None and duty.deadline.day == day
    assert (Guess.TIMES in duty.guesses) == is_marked


@pytest.mark.parametrize(
    ("clause", "departments"),
    [
        ("县残联会同消防、住建等部门6月底前排查一次。", ("消防", "住建")),
        ("县残联会同住房城乡建设、民政等部门6月底前排查一次。", ("住房城乡建设", "民政")),
        (
            "县残联联合交通运输、退役军人和民政部门6月底前排查一次。",
            ("交通运输", "退役军人", "民政"),
        ),
        ("县残联会同组织部门6月底前选拔干部。", ("组织部门",)),
    ],
)
def test_departments_of_any_name_in_a_row_help(clause: str, departments: tuple[str, ...]) -> None:
    (duty,) = duties_of(clause)
    assert duty.actors.departments == departments
    assert duty.deadline and duty.deadline.day == date(2027, 6, 30)


@pytest.mark.parametrize("stop", ["，", "；", "。"])
def test_what_is_told_behind_helpers_is_told_those_whom_they_help(stop: str) -> None:
    found = duties_of(
        f"各县（区）残联6月底前排查一次{stop}乡镇残联协助{stop}排查情况于7月12日前报市残联。"
    )
    assert [duty.actors.levels for duty in found] == [("county",), ("township",), ("county",)]


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("县残联要在春节前20天足额发放专职委员补贴。", date(2027, 1, 17)),
        ("县残联要在国庆节前一周完成走访。", date(2027, 9, 24)),
        ("各县（区）残联要认真总结全年工作，于12月20日前将总结报市残联。", date(2027, 12, 20)),
        ("各县（区）残联务于12月8日（星期三）前完成入户。", date(2027, 12, 8)),
        ("自即日起至6月30日，各县（区）残联走访困难家庭3户。", date(2027, 6, 30)),
        ("各县（区）残联12月上旬排查一次。", date(2027, 12, 10)),
        ("各县（区）残联负责同志第四季度向市残联书面述职。", date(2027, 12, 31)),
    ],
)
def test_further_times(clause: str, day: date) -> None:
    assert [duty.deadline.day for duty in duties_of(clause) if duty.deadline] == [day]


def test_of_several_days_of_a_month_one_is_held_and_that_is_told() -> None:
    (duty,) = duties_of("村残协每月5日、20日各召开一次例会。")
    assert duty.title == "每月5日各召开一次例会" and Guess.RHYTHM in duty.guesses


def test_those_who_are_inspected_do_not_inspect() -> None:
    (duty,) = duties_of("对各县（区）残联工作开展情况6月底前进行督查。")
    assert duty.actors.levels == ("city",) and Guess.LEVELS in duty.guesses
    assert duty.title.startswith("对各县（区）残联工作开展情况")


def test_commissioners_without_a_place_are_taken_for_those_of_villages() -> None:
    (duty,) = duties_of("专职委员每月至少入户走访10户。")
    assert duty.actors.levels == ("village",)
    assert Guess.STAFF in duty.guesses and not {Guess.ADDRESSEES, Guess.ACTORS} & duty.guesses


def test_zeal_is_no_duty() -> None:
    text = "各县（区）残联要积极探索，勇于创新，努力开创组联工作新局面。"
    assert duties_of(text) == []
    (duty,) = duties_of(f"各县（区）残联6月底前建立名册。{text}")
    assert duty.title == "建立名册"


def test_half_and_whole_year_each_have_their_time() -> None:
    found = duties_of("各县（区）残联于6月20日、12月10日前报送半年、全年工作总结。")
    assert [duty.title for duty in found] == ["报送半年工作总结", "报送全年工作总结"]


def test_numbers_with_their_levels_in_brackets_are_marked() -> None:
    (duty,) = duties_of(
        "市、县、乡残联服务残疾人不少于500人次（市级）、100人次（县级）、20人次（乡级）。"
    )
    assert Guess.APART in duty.guesses


@pytest.mark.parametrize(
    ("line", "label"),
    [("二、二级评审。先县后市。", "二、"), ("三、三级联动。", "三、"), ("一、二级残疾人补贴", "")],
)
def test_a_heading_may_begin_with_a_grade(line: str, label: str) -> None:
    found = label_of(line)
    assert (found[0].printed if found else "") == label


def test_the_rhythm_that_stands_first_holds() -> None:
    (duty,) = duties_of("各县区残联每半年开展一次抽查；对迁出人员的证件每月25日前注销。")[:1]
    assert duty.deadline and duty.deadline.rhythm == "half"


def test_a_bare_act_with_a_time_of_its_own_is_told() -> None:
    (duty,) = duties_of("各乡镇（街道）残联要指导村残协完善阵地，5月底前完成自查。")
    assert Guess.MORE in duty.guesses


@pytest.mark.parametrize(
    ("clause", "titles"),
    [
        ("各县（区）残联组织部门负责同志年底前述职。", ["组织部门负责同志年底前述职"]),
        (
            "县残联对2017年12月31日前核发的残疾人证于9月底前全部换发完毕。",
            ["对2017年12月31日前核发的残疾人证于9月底前全部换发完毕"],
        ),
        (
            "村残协于每季度首月10日前将上季度走访情况报乡镇残联。",
            ["将上季度走访情况报乡镇残联"],
        ),
        ("全县专职委员轮训一遍，乡镇专职委员不少于24学时。", ["专职委员轮训一遍"]),
    ],
)
def test_titles_are_whole(clause: str, titles: list[str]) -> None:
    assert [duty.title.removeprefix("每季度首月10日前") for duty in duties_of(clause)] == titles


def test_a_number_within_another_is_not_said_by_it() -> None:
    (duty,) = duties_of("各县（区）残联报送信息不少于12篇，其中被媒体采用2篇，6月底前完成。")
    assert Guess.NUMBERS in duty.guesses


def test_what_all_do_together_counts_what_follows() -> None:
    found = wanted("举办全市残疾人专职委员培训班2期，培训不少于120人次。")
    assert [one.is_each for one in found] == [False, False]


@pytest.mark.parametrize(
    "clause",
    [
        "各县（区）五个专门协会6月底前各开展活动3次。",
        "县盲协、聋协、肢协6月底前各开展活动不少于4次。",
    ],
)
def test_a_number_of_each_association_is_marked(clause: str) -> None:
    assert all(Guess.APIECE in duty.guesses for duty in duties_of(clause))
