"""Clauses as offices write them over a year: who acts, by when, under which title, and what of it was assumed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plans.reading.papers import CITY, COUNTY, duties_of
from zulian.plans.reading.blocks import by_month
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.overlooked import left
from zulian.plans.reading.targets import wanted


def told(duty: Duty) -> str:
    """Levels, time, title and marks of a duty in one line."""
    due = duty.deadline
    when = "" if due is None else str(due.rhythm or due.day)
    marks = ",".join(sorted(guess.value for guess in duty.guesses))
    # A mark on words that were not read has words to show.
    kept_nowhere = left(
        duty.text,
        duty.title,
        duty.actors.levels,
        duty.actors.departments,
        2027,
        is_timed=Guess.TIMES in duty.guesses,
    )
    assert Guess.REST not in duty.guesses or kept_nowhere.rest
    assert Guess.NUMBERS not in duty.guesses or kept_nowhere.numbers
    return f"{','.join(duty.actors.levels)} | {when} | {duty.title} | {marks}"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        # What commissioners get is asked of whoever pays, once; not of them, nor each month anew.
        (
            "落实专职委员补贴，村专职委员每人每月不低于300元；各县区专职委员年度考核于12月15日前完成。",
            [
                "county |  | 落实专职委员补贴 | addressees,deadline,numbers",
                "county | 2027-12-15 | 完成县区专职委员年度考核 | addressees",
            ],
        ),
        (
            "县区财政按照每村每年不低于1000元标准安排残协工作经费。",
            ["county | year | 按照每村每年不低于1000元标准安排残协工作经费 | apiece"],
        ),
        # What comes before somebody is named is only assumed to be theirs, and has not their time.
        (
            "举办全市专职委员业务技能大赛，各县区6月底前完成初赛，选拔3名选手。",
            [
                "county |  | 举办全市专职委员业务技能大赛 | deadline,next",
                "county | 2027-06-30 | 完成初赛 | ",
                "county | 2027-06-30 | 选拔3名选手 | ",
            ],
        ),
        (
            "各评定医院每季度开展一次质量自查，市残联、市卫健委半年联合抽检一次。",
            [
                "county | quarter | 评定医院每季度开展一次质量自查 | addressees",
                "city | half | 半年联合抽检一次 | ",
            ],
        ),
        (
            "市里办班一期，时间在5月；县区办班时间自定，年底前不得少于一次。",
            [
                "city | 2027-05-31 | 办班一期 | ",
                "county | 2027-12-31 | 办班时间自定 | ",
            ],
        ),
        (
            "市级轮训骨干50人，县级全员轮训。",
            ["city |  | 轮训骨干50人 | deadline", "county |  | 全员轮训 | deadline"],
        ),
        (
            "4月底前各县区组织学习，9月底前市残联组织考评。",
            ["county | 2027-04-30 | 组织学习（做法） | ", "city | 2027-09-30 | 组织考评 | "],
        ),
        (
            "加强对评定医院的监管，市卫健委、市残联每年联合检查1次。",
            ["city | year | 检查1次 | more"],
        ),
        # Who is guided, or for whom something is made, does not do it.
        (
            "指导各县区做好换届工作。为各县区统一制作标识牌，6月底前安装到位。",
            [
                "city |  | 指导各县区做好换届工作 | deadline,levels",
                "city | 2027-06-30 | 制作标识牌 | levels,more",
            ],
        ),
        (
            "开展市级示范乡镇残联创建，各县区申报2个。",
            ["county |  | 开展市级示范乡镇残联创建 | deadline,next"],
        ),
        (
            "每年12月底前，由各乡镇残联对专职委员进行年度考核，考核结果报县残联备案。",
            ["township | 2027-12-31 | 对专职委员进行年度考核 | rest"],
        ),
        (
            "各县区协会每年至少打造1个品牌项目。",
            ["county | year | 打造1个品牌项目 | "],
        ),
        (
            "县区残联每月召开一次例会，每半年组织一次考评；有条件的县区6月底前完成登记。",
            [
                "county | month | 召开一次例会 | ",
                "county | half | 组织一次考评 | ",
                "county | 2027-06-30 | 完成登记（做法） | partly",
            ],
        ),
        (
            "乡镇残联逐月考勤专职委员，按季度考核专职委员。",
            [
                "township | month | 考勤专职委员 | ",
                "township | quarter | 考核专职委员 | ",
            ],
        ),
        # Of whom more is told behind a colon, each is told for itself.
        (
            "市、县、乡三级都要落实报送制度：乡镇每月向县报1条，县残联每月编发1期简报。",
            [
                "city,county,township |  | 落实报送制度 | deadline",
                "township | month | 向县报1条 | ",
                "county | month | 编发1期简报 | ",
            ],
        ),
        # What those who are named behind an act are told is but how much of it: whose the act is, is assumed.
        (
            "建立人才库，县（区）每年6月底前推荐不少于5人，市残联9月前完成审核入库。",
            [
                "county | 2027-06-30 | 建立人才库 | next",
                "city | 2027-09-30 | 完成审核入库 | ",
            ],
        ),
        (
            "推荐残疾人担任人大代表，全市不少于10人，其中市级2人。",
            ["county |  | 推荐残疾人担任人大代表 | addressees,deadline,numbers,partly,total"],
        ),
        (
            "市残联3月份、县（区）残联4月份分别召开推进会。",
            [
                "city | 2027-03-31 | 召开推进会（3月份） | times",
                "county | 2027-04-30 | 召开推进会（4月份） | ",
            ],
        ),
        (
            "市残联每年评选“十佳专职委员”，候选人由县（区）残联等额推荐，11月10日前报送材料。",
            [
                "city | year | 评选“十佳专职委员” | ",
                "county | 2027-11-10 | 候选人由县（区）残联等额推荐 | more",
            ],
        ),
        (
            "各县（区）残联从4月起，每月27日前报送统计表。",
            ["county | month | 报送统计表 | times"],
        ),
        (
            "市残联机关各部（室）按照职责分工，密切配合：组联部负责统筹协调，教就部负责培训。",
            ["city |  | 按照职责分工 | deadline,rest"],
        ),
        # Units in batches, each with its time.
        (
            "海州区、细河区为第一批，3月底前完成；两县为第二批，5月底前完成。",
            [
                "county | 2027-03-31 | 做法（第一批） | partly",
                "county | 2027-05-31 | 做法（第二批） | partly",
            ],
        ),
        (
            "一季度核对身份信息，二季度核对残疾信息，各县（区）每季度末将核对结果报市残联。",
            [
                "county | 2027-03-31 | 核对身份信息 | addressees",
                "county | 2027-06-30 | 核对残疾信息 | next",
                "county | quarter | 将核对结果报市残联 | ",
            ],
        ),
        (
            "开展“岗位大练兵”，各县（区）、各直属单位每季度组织一次业务测试，市残联年底统一抽考。",
            [
                "county | quarter | 组织一次业务测试 | more",
                "city |  | 年底统一抽考 | deadline",
            ],
        ),
        # Who bears it is told last, and is not what is done.
        (
            "国际志愿者日前，评选最美助残志愿者10名，县（区）于11月10日前推荐上报。",
            ["county | 2027-11-10 | 评选最美助残志愿者10名 | next"],
        ),
        (
            "县（区）建服务支队、乡镇建大队、村建小队，6月底前完成。",
            ["county,township,village | 2027-06-30 | 县（区）建服务支队、乡镇建大队、村建小队 | "],
        ),
        (
            "县（区）残联每年开展两次监督检查，检查发现的问题限期整改。",
            ["county | year | 开展两次监督检查 | rest"],
        ),
        (
            "每个县（区）选取2个乡镇开展试点，4月上旬确定名单报市残联。",
            [
                "county | 2027-04-10 | 选取2个乡镇开展试点 | more",
            ],
        ),
        # A number that is yet to be shared out is no number of each.
        (
            "完成新办4000本任务，分解到各县区。",
            ["county |  | 完成新办4000本任务 | addressees,deadline,rest,total"],
        ),
        # Those who have not done it yet have a time of their own.
        (
            "县区残联机关至少配备1名残疾人干部，力争配备2名；尚未配备的，须于第三季度结束前拿出计划。",
            [
                "county |  | 配备1名残疾人干部，力争配备2名 | deadline",
                "county | 2027-09-30 | 拿出计划 | ",
            ],
        ),
        # A day around which something is, is no day by which.
        (
            "盲协负责10月15日国际盲人节活动，智协、精协负责各自节日活动。",
            [
                "city,county |  | 负责10月15日国际盲人节活动 | bodies,deadline",
                "city,county |  | 负责各自节日活动 | bodies,deadline",
            ],
        ),
        ("县区残联3月3日前后开展爱耳活动。", ["county |  | 开展爱耳活动 | deadline"]),
        # How strictly, and that somebody is put in charge, is not what is done.
        (
            "各县区残联要加强领导，明确专人负责，于3月10日前将工作方案报送市残联。",
            ["county | 2027-03-10 | 将工作方案报送市残联 | "],
        ),
        (
            "各县区对2017年以前核发的残疾人证逐一核查，6月底前完成。",
            ["county | 2027-06-30 | 对2017年以前核发的残疾人证逐一核查 | "],
        ),
        (
            "年底前活跃率达到70%。表彰优秀志愿者。",
            [
                "county | 2027-12-31 | 活跃率达到70% | addressees",
                "county |  | 表彰优秀志愿者 | addressees,deadline",
            ],
        ),
        (
            "县区残联每月28日前将考勤、走访记录汇总上报市残联。",
            ["county | month | 将考勤、走访记录汇总上报市残联 | "],
        ),
    ],
)
def test_a_years_clauses(clause: str, expected: list[str]) -> None:
    assert [told(duty) for duty in duties_of(clause)] == expected


def test_a_countys_own() -> None:
    clause = "注册志愿者名单由各乡镇残联每季度更新，县残联组织验收。"
    assert [duty.actors.levels for duty in duties_of(clause, COUNTY)] == [
        ("township",),
        ("county",),
    ]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("残疾人证办理时限压缩至15个工作日，其中县区残联受理3个工作日。", []),
        ("活动均须提前10天报方案，收到后15个工作日内批复。", []),
        ("5个城区残联4月中旬前报，每季度下基层不少于3个工作日。", ["3个工作日"]),
        ("市残联抽查2个乡镇。", ["2个"]),
    ],
)
def test_spans_and_units_are_no_numbers_of_what_is_done(words: str, numbers: list[str]) -> None:
    found = {f"{one.number}{one.unit}" for duty in duties_of(words) for one in duty.quantity}
    assert found == set(numbers)


def test_a_number_may_stand_before_a_month() -> None:
    duties = duties_of(
        "\n1.召开会议。\n2.5月第三周为服务周，县（区）残联要组织活动。\n3.2027年年底前完成登记。"
    )
    assert [duty.title for duty in duties] == ["召开会议", "组织活动", "完成登记"]


def test_what_another_year_asks_is_no_target_of_this_one() -> None:
    text = "达标率今年达到80%，2028年达到90%。三年培养50名，今年先行选拔15名。"
    assert [str(one.number) for one in wanted(text)] == ["80", "15"]


def test_lines_of_months_are_times() -> None:
    words = "1月：召开组联工作会议。\n3月：各县区开展活动不少于2场。\n10—12月：迎接年度考核。"
    assert [told(duty) for duty in duties_of(words)] == [
        "county | 2027-01-31 | 召开组联工作会议 | addressees",
        "county | 2027-03-31 | 开展活动不少于2场 | ",
        "county | 2027-12-31 | 迎接年度考核 | addressees",
    ]
    assert by_month("3月：开展宣传。") == [("3月：开展宣传。", "")]


@pytest.mark.parametrize(
    ("clause", "mark"),
    [
        ("县（区）残联按5%、乡镇（街道）残联按20%的比例复核，11月底完成。", "actors"),
        ("市级打造10个品牌、县区打造100个站点、乡镇组建1000支小队。", "actors"),
        ("走访慰问残疾人家庭200户（春节前100户、助残日100户）。", "several"),
        ("端午、中秋、春节前走访慰问困难残疾人不少于60户。", "several"),
        ("4月份、9月份各开展一次入户，走访率分别达到50%、100%。", "several"),
        ("每月学习1次、每季度考试1次、每年评优1次。", "several"),
        ("轮训率2026年达到80%、2027年达到90%。", "several"),
        ("比例年内达到80%，2028年达到100%。", "numbers"),
        ("应于每年3月、9月的第一周报送信息。", "times"),
        ("年初制定计划、年中开展评估、年末进行总结。", "times"),
        ("要争取经费支持，不得挪用工作经费，不得截留补贴。", "rest"),
        ("县（区）残联、市直有关单位要在7月10日前完成自查。", "rest"),
        ("县区残联年内新增注册志愿者200人以上（城区）、300人以上（县）。", "several"),
    ],
)
def test_what_is_not_told_apart_is_marked(clause: str, mark: str) -> None:
    assert all(mark in {guess.value for guess in duty.guesses} for duty in duties_of(clause))


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        # The parts of a number are no targets, and have not the time of the whole.
        (
            "年内动态更新率达98%，其中一季度达到30%，上半年达到60%。",
            ["county | 2027-12-31 | 动态更新率达98% | addressees,times"],
        ),
        ("6月底和11月底各举办1期培训班。", 2),
        # A time in brackets is of the act before them.
        (
            "建立认证制度（6月底前），落实嘉许激励措施，开展评选（11月）。",
            [
                "county | 2027-06-30 | 建立认证制度（6月底前） | addressees",
                "county |  | 落实嘉许激励措施 | addressees,deadline",
                "county | 2027-11-30 | 开展评选（11月） | addressees",
            ],
        ),
        # Of whom only the time is told has the act of the next.
        (
            "太平区残联要在4月底以前，清河门区残联要在5月底以前补齐缺额。",
            [
                "county | 2027-04-30 | 补齐缺额（4月底） | partly",
                "county | 2027-05-31 | 补齐缺额（5月底） | partly",
            ],
        ),
        (
            "街道残联“五一”前建立志愿者队伍，每个社区不少于1支。",
            ["township | 2027-04-30 | 建立志愿者队伍 | apiece"],
        ),
        (
            "县（区）残联及所辖乡镇（街道）残联于4.15前完成登记表。",
            ["county,township | 2027-04-15 | 完成登记表 | "],
        ),
        # A month alone before somebody is theirs; to how many of each unit it goes names nobody.
        (
            "10月份，市残联对县（区）换届进行检查，11月上旬通报。",
            [
                "city | 2027-10-31 | 对县（区）换届进行检查 | ",
                "city | 2027-11-10 | 通报（做法） | ",
            ],
        ),
        (
            "6月、9月，县（区）残联到乡镇开展巡回评残，每个乡镇至少到一次。",
            ["county |  | 到乡镇开展巡回评残 | deadline"],
        ),
        # Each with its part behind a colon.
        (
            "（1）社区残协：核对信息；（2）街道残联：复核信息；（3）区残联：抽检5%。",
            [
                "village |  | 核对信息 | deadline",
                "township |  | 复核信息 | deadline",
                "county |  | 抽检5% | deadline",
            ],
        ),
        (
            "县残联于每季度第一周的周三召开例会。",
            ["county | quarter | 召开例会 | times"],
        ),
        (
            "对长期不开展活动的协会，6月底前完成整顿工作。",
            ["county | 2027-06-30 | 完成整顿工作 | addressees"],
        ),
        # Each with its day, all with the act that comes last.
        (
            "市盲协于10月15日“国际盲人节”期间，市肢协于8月11日“肢残人活动日”期间分别组织开展主题活动。",
            [
                "city | 2027-10-15 | 组织开展主题活动（10月15日） | times",
                "city | 2027-08-11 | 组织开展主题活动（8月11日） | ",
            ],
        ),
        # What is handed in by several days, each with its own paper.
        (
            "请于2月20日前将实施方案，6月20日前将半年总结，12月10日前将全年总结报市残联。",
            [
                "county | 2027-02-20 | 将实施方案报市残联 | addressees",
                "county | 2027-06-20 | 将半年总结报市残联 | addressees",
                "county | 2027-12-10 | 将全年总结报市残联 | addressees",
            ],
        ),
        # Who inspects does not by the time of those who report.
        (
            "各县区残联开展专项清理，10月10日前上报清理报告，市残联视情组织抽查。",
            [
                "county | 2027-10-10 | 开展专项清理 | more",
                "city |  | 视情组织抽查 | deadline",
            ],
        ),
        (
            "从4月1日起至9月30日止，集中开展专项清理，10月10日前上报清理报告，市残联视情组织抽查。",
            [
                "county | 2027-09-30 | 开展专项清理 | addressees,rest",
                "city | 2027-10-10 | 上报清理报告 | next",
                "city |  | 视情组织抽查 | deadline",
            ],
        ),
        # What comes after something is of no name.
        (
            "换届后县级残联要召开民主生活会。",
            ["county |  | 召开民主生活会 | deadline"],
        ),
        # What counts for the appraisal at the year's end is not done then; each of several times is its own.
        (
            "市残联每月抽查一次窗口，抽查结果纳入年终考核。年底市残联组织总评。",
            [
                "city | month | 抽查一次窗口 | rest",
                "city | 2027-12-31 | 组织总评 | ",
            ],
        ),
        (
            "市残联举办培训班：第一期4月份，培训办证业务；第二期9月份，培训信息系统操作。",
            [
                "city | 2027-04-30 | 举办培训班：第一期4月份，培训办证业务 | ",
                "city | 2027-09-30 | 培训信息系统操作 | rest",
            ],
        ),
        (
            "每月28日前村专职委员向乡镇报告。",
            ["village | month | 向乡镇报告 | "],
        ),
        # Each level by a time of its own, all with one act.
        (
            "市残联每年、县（区）残联每半年、乡镇（街道）残联每季度召开一次座谈会。",
            [
                "city | year | 召开一次座谈会（每年） | ",
                "county | half | 召开一次座谈会（每半年） | ",
                "township | quarter | 召开一次座谈会（每季度） | ",
            ],
        ),
        (
            "村残协每月10日前、乡镇残联每月15日前，分别将上月服务台账录入信息系统。",
            [
                "village | month | 将上月服务台账录入信息系统（每月10日前） | ",
                "township | month | 将上月服务台账录入信息系统（每月15日前） | ",
            ],
        ),
        (
            "县（区）残联3月底前、乡镇（街道）残联4月底前分别完成制度修订。",
            [
                "county | 2027-03-31 | 完成制度修订（3月底） | ",
                "township | 2027-04-30 | 完成制度修订（4月底） | ",
            ],
        ),
        (
            "全面推行电子证照应用，各县区9月底前、各乡镇11月底前实现“亮证即办”。",
            [
                "county | 2027-09-30 | 推行电子证照应用 | next",
                "township | 2027-11-30 | 实现“亮证即办” | ",
            ],
        ),
        (
            "村3月底前、乡镇4月底前、县区5月底前完成残协换届。",
            [
                "village | 2027-03-31 | 完成残协换届（3月底） | ",
                "township | 2027-04-30 | 完成残协换届（4月底） | ",
                "county | 2027-05-31 | 完成残协换届（5月底） | ",
            ],
        ),
        # Who guides, watches or takes part takes no act over from who bears it.
        (
            "县残联监督，乡镇残联承办，村残协参与，9月底前举办残疾人运动会。",
            [
                "county |  | 监督 | deadline",
                "township | 2027-09-30 | 举办残疾人运动会 | actors",
            ],
        ),
        (
            "由村残协组织，乡镇残联指导，每月开展“邻里助残”活动。",
            ["village | month | 开展“邻里助残”活动 | actors"],
        ),
        (
            "由乡镇残联实施，县残联督导，6月底前完成无障碍改造50户。",
            ["township | 2027-06-30 | 完成无障碍改造50户 | actors"],
        ),
        (
            "各乡镇残联理事长配备率达到100%，县残联配合。",
            ["county |  | 各乡镇残联理事长配备率达到100% | addressees,deadline"],
        ),
        # What goes to each of some is given by who is named before.
        (
            "县（区）残联要支持村（社区）残协开展活动，每村每年补助500元。",
            ["county | year | 支持村（社区）残协开展活动 | apiece,rest"],
        ),
        # So many are all that there are, or some of them.
        (
            "35个乡镇残联全部设立服务窗口，于第一季度完成，所需设备由县残联统一配发。",
            [
                "township | 2027-03-31 | 设立服务窗口 | numbers",
                "county |  | 所需设备由县残联统一配发 | deadline",
            ],
        ),
        (
            "2个县区先行开展试点，6月底前完成。",
            ["county | 2027-06-30 | 开展试点 | partly,rest"],
        ),
        # Those who are taught do not teach; what is done to whom keeps its preposition.
        (
            "3月底前培训县区残联专职委员35人。",
            ["city | 2027-03-31 | 培训县区残联专职委员35人 | levels"],
        ),
        (
            "县（区）残联会同同级卫健部门对评定机构进行一次检查。",
            ["county |  | 对评定机构进行一次检查 | deadline"],
        ),
        # A room's name ends before 部署.
        (
            "2月：县残联制定方案；3月：乡镇残联动员部署。",
            [
                "county | 2027-02-28 | 制定方案 | ",
                "township | 2027-03-31 | 动员部署 | ",
            ],
        ),
        (
            "乡镇残联每周五报送进度，遇节假日顺延。",
            ["township | week | 每周五报送进度 | rhythm"],
        ),
        (
            "聋协牵头、各县区聋协配合，在国际聋人日当周举办手语推广活动。",
            ["city,county |  | 在国际聋人日当周举办手语推广活动 | bodies,deadline,rest"],
        ),
        (
            "市残联二季度对各县区办证档案进行抽查。",
            ["city | 2027-06-30 | 二季度对各县区办证档案进行抽查 | "],
        ),
        (
            "村残协活动阵地覆盖率：县区驻地达到100%。",
            ["county |  | 村残协活动阵地覆盖率：县区驻地达到100% | addressees,deadline"],
        ),
        (
            "全年服务残疾人1000人次；县级残联每季度、市残联每半年检查一次活动。",
            [
                "county | 2027-12-31 | 服务残疾人1000人次 | addressees",
                "county | quarter | 检查一次活动（每季度） | ",
                "city | half | 检查一次活动（每半年） | ",
            ],
        ),
        # What is done at the year's end is no rhythm's; what was not done in time is a condition.
        (
            "市残联每季度末通报一次进展，年底组织综合考核。",
            [
                "city | quarter | 通报一次进展 | ",
                "city | 2027-12-31 | 组织综合考核 | ",
            ],
        ),
        (
            "县级残联应自知悉之日起5个工作日内注销证件，注销不及时造成损失的，依规追责。",
            ["county |  | 注销证件 | deadline,rest"],
        ),
        (
            "4月底前召开组织工作会议，6月和12月向市残联报送工作情况各1份。",
            [
                "county | 2027-04-30 | 召开组织工作会议 | addressees",
                "county | 2027-06-30 | 报送工作情况各1份（6月） | addressees",
                "county | 2027-12-31 | 报送工作情况各1份（12月） | addressees",
            ],
        ),
        # For whom something holds stands with what is told them.
        (
            "各县（区）在9月末前建立协会活动场所，建成率90%以上；未建成的，年内必须建成。",
            [
                "county | 2027-09-30 | 建立协会活动场所 | ",
                "county | 2027-12-31 | 未建成的，建成 | ",
            ],
        ),
        (
            "村残协6月底前通知本人换证，逾期未换的，乡镇残联上门核实情况。",
            [
                "village | 2027-06-30 | 通知本人换证 | ",
                "township |  | 核实情况 | deadline,rest",
            ],
        ),
        # How often is no act of its own, and what is forbidden to everybody none either.
        (
            "市残联于6月和11月两次对各县区进行督查，不得走过场。",
            [
                "city | 2027-06-30 | 对各县区进行督查（6月） | ",
                "city | 2027-11-30 | 对各县区进行督查（11月） | ",
            ],
        ),
    ],
)
def test_parts_and_times_of_their_own(clause: str, expected: list[str] | int) -> None:
    duties = duties_of(clause)
    if isinstance(expected, int):
        assert len(duties) == expected
        assert not any("several" in {guess.value for guess in duty.guesses} for duty in duties)
    else:
        assert [told(duty) for duty in duties] == expected


def test_a_stage_named_by_a_heading_is_when_all_below_it_is_done() -> None:
    paper = CITY.replace("（一）做法。{clause}", "（一）抽查阶段（8月）\n1.{clause}")
    [duty] = duties_of("市残联组成3个检查组。", paper)
    assert duty.deadline and duty.deadline.day == date(2027, 8, 31)


def test_who_has_but_a_time_has_the_number_of_the_next_as_well() -> None:
    first, second = duties_of("县区残联6月底前、乡镇残联9月底前新增志愿者100名。")
    assert (first.like, first.quantity) == (second.text, second.quantity)
    assert [one.number for one in wanted(first.like)] == [100]


def test_whom_to_call_is_no_duty() -> None:
    assert duties_of("4月底前建立名册。\n（二）联系人：组联部张×；电话：××××。")[1:] == []
