"""What a file may hold before it becomes a draft: it is read whole or refused with one sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests import builders
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.foundation.policy import versions
from zulian.indicators.registry import known, named
from zulian.plans.clauses import counted_clauses
from zulian.plans.models import Circular, Task
from zulian.plans.services import receiving, review
from zulian.plans.services.binding import WORDING
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "\n".join(f"{n % 90 + 1}、开展走访{n}。" for n in range(receiving.MAX_CLAUSES + 1)),
            "条款超过 2000 条",
        ),
        (
            "一、" + "县残联要走访。乡镇残联要登记。" * (receiving.MAX_TASKS // 2 + 1),
            "任务超过 4000 项",
        ),
    ],
)
def test_a_paper_of_too_many_parts_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        receiving.receive(text.encode(), "要点.txt", builders.post(Role.CITY_OFFICER))
    assert not Circular.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize("run", ["7" * 9_000, " " * 20_000, "由" * 20_000, "县区" * 20_000])
def test_a_long_line_is_received_like_any_other(run: str) -> None:
    text = builders.circular_text().replace("报送换届请示。", f"报送换届请示{run}。", 1)
    circular = receiving.receive(text.encode(), "要点.txt", builders.post(Role.CITY_OFFICER))
    assert [clause.path for clause in circular.clauses.filter(parent=None)] == ["一", "二"]
    assert circular.tasks.count() == 4


def tasks_of(*lines: str) -> list[Task]:
    """The tasks of a draft with these lines of text, addressed to the counties."""
    head = ("测残联〔2026〕3号", "2026年工作要点", "各县（区）残联：", "现印发。")
    text = "\n".join([*head, *lines, "测试市残疾人联合会", "2026年3月4日"])
    return list(
        receiving.receive(text.encode(), "要点.txt", builders.post(Role.CITY_OFFICER)).tasks.all()
    )


def test_a_task_keeps_what_was_assumed_of_it() -> None:
    read, assumed = tasks_of(
        "一、走访。乡镇（街道）残联要在9月底前开展规范化自查。", "二、宣传。做好信息宣传。"
    )
    assert (read.levels, read.guesses) == (["township"], [])
    assert (assumed.levels, assumed.guesses) == (["county"], ["addressees", "deadline", "measure"])


def test_a_measure_found_by_a_general_word_is_a_guess() -> None:
    (named,) = tasks_of("一、联络站。县（区）残联要在9月底前建立志愿者联络站10个。")
    assert named.guesses == [] and named.targets.get().measure == "volunteers.stations"
    (general,) = tasks_of(
        "一、志愿助残。县（区）残联要在9月底前开展残疾人日活动10次，做到有声有色。"
    )
    assert general.targets.get().measure == "volunteers.activities"
    assert "measure" in general.guesses
    (asked,) = tasks_of("一、无障碍。9月底前完成200户残疾人家庭无障碍改造。")
    assert "each" in asked.guesses


@pytest.mark.parametrize(
    ("text", "measure", "is_guess"),
    [
        # A thing that is found is not one that was brought up.
        ("县（区）残联要培育1个助残社会组织。", "social.supported", False),
        ("县（区）残联各培育1个助残社会组织。", "social.supported", False),
        ("县（区）残联要摸清3家助残社会组织。", "social.found", False),
        ("县（区）残联要评选3家助残社会组织。", "social.found", True),
        ("村（社区）联络站挂牌率达到100%。", "volunteers.stations_village", True),
        ("村（社区）联络站覆盖率达到100%。", "volunteers.stations_village", False),
        ("县（区）残联专职委员培训率达到90%。", "commissioners.trained", False),
        ("县（区）残联要举办专职委员培训班2期。", "commissioners.trainings", False),
        # The log of visits is the commissioners', who serve townships and villages.
        ("乡镇（街道）残联要走访残疾人50户。", "commissioners.homes_visited", False),
        ("县（区）残联要走访残疾人50户。", "commissioners.homes_visited", True),
    ],
)
def test_a_measure_of_another_act_is_a_guess(text: str, measure: str, is_guess: bool) -> None:
    task = tasks_of(f"一、助残工作。{text}9月底前完成。")[0]
    assert task.targets.get().measure == measure
    assert ("measure" in task.guesses) == is_guess


def test_a_number_is_counted_by_what_its_own_act_is_about() -> None:
    """A meeting is no visit, though a visit stands in the same sentence."""
    (task,) = tasks_of(
        "一、座谈。县（区）残联要在9月底前召开残疾人座谈会1次，并走访慰问困难残疾人。"
    )
    assert [target.measure for target in task.targets.all()] == [""]


def test_a_share_found_in_wider_words_must_be_of_its_kind() -> None:
    (task,) = tasks_of(
        "一、志愿者联络站。县（区）残联要在9月底前建立志愿者联络站，活动满意度达到90%。"
    )
    assert task.targets.get().measure == ""


def test_acts_of_a_clause_are_tasks_with_names_and_helpers_of_their_own() -> None:
    tasks = tasks_of(
        "一、后备干部",
        "（一）县（区）残联要建立名册。会同组织部门选拔后备干部。每两个月报送一次情况。",
    )
    assert [(task.name, task.partners, task.rhythm) for task in tasks] == [
        ("建立名册", "", ""),
        ("选拔后备干部", "组织部门", ""),
        ("报送一次情况", "", "bimonth"),
    ]


def test_a_task_of_every_two_months_has_six_periods() -> None:
    (task,) = tasks_of("一、走访。县（区）残联每两个月走访一次。")
    periods = [
        assignment.period
        for assignment in review.fan_out(task, list(Region.objects.filter(code=builders.COUNTY)))
    ]
    assert periods[-2:] == ["9-10月", "11-12月"] and len(periods) == 5, (
        "the first was over when the paper was issued"
    )


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("加强机构建设。乡镇、村要建立志愿者联络站。", "建立志愿者联络站"),
        (
            "加强协会规范化建设。市、县（区）要成立专门协会办公室，配备专兼职工作人员。",
            "成立专门协会办公室，配备专兼职工作人员",
        ),
        (
            "加强与残疾人社会组织的联系。创新社会管理方式。鼓励、支持、引导社会组织注册。",
            "鼓励、支持、引导社会组织注册",
        ),
        # Where the words say no act of their own the heading is the act.
        ("开展规范化自查。乡镇（街道）残联负责，10月底前。", "开展规范化自查"),
    ],
)
def test_the_act_of_a_clause_names_its_only_task_and_not_the_heading(
    clause: str, name: str
) -> None:
    (task,) = tasks_of("一、工作", f"（一）{clause}")
    assert task.name == name


def test_of_two_clauses_of_one_number_each_has_its_own_task() -> None:
    text = builders.circular_text(3).partition("一、")[0] + (
        "一、活跃协会\n（一）办活动。各县（区）残联每季度开展活动。\n"
        "（一）做好信息。各县（区）残联每月报送工作信息。\n（一）建档案。各县（区）残联6月底前建立档案。"
    )
    made = builders.draft(builders.post(Role.CITY_OFFICER), text)
    of = {clause.path: [task.name for task in clause.tasks.all()] for clause in made.clauses.all()}
    assert of["一（一）"] == ["开展活动"] and of["一（一）重"] == ["报送工作信息"]
    assert of["一（一）重3"] == ["建立档案"]


@pytest.mark.parametrize(
    ("issuer", "is_of_another"),
    [
        ("测试市残疾人联合会", True),
        ("", False),
        ("阜新市残疾人联合会", False),
        ("阜新市残联", False),
        ("阜新蒙古族自治县残疾人联合会", True),
        ("辽宁省残疾人联合会", True),
    ],
)
def test_a_paper_of_another_organisation_is_known(issuer: str, is_of_another: bool) -> None:
    circular = Circular(issuer=issuer, region=Region.objects.get(code=builders.CITY))
    assert receiving.is_of_another(circular) == is_of_another


def test_a_number_that_counts_several_times_is_one_at_each() -> None:
    first, second = tasks_of(
        "一、督查。市残联于6月和11月对各县（区）残联工作开展情况进行两次督查。"
    )
    assert [task.targets.get().number for task in (first, second)] == [1, 1]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("县残联要在3月底前兑现专职委员误工补贴。", ["commissioners.paid"]),
        ("县残联要在3月底前选聘空缺的专职委员。", ["commissioners.filled"]),
        ("县残联换届工作要在6月底前完成。", ["congress.held", "congress.on_time"]),
        ("县残联要在6月底前招募一批青年志愿者。", ["volunteers.real_name", "volunteers.active"]),
    ],
)
def test_other_offices_words_bind_a_clause_and_that_is_a_guess(
    text: str, measures: list[str]
) -> None:
    (task,) = tasks_of(f"一、事项。{text}")
    assert task.clause.indicators == measures
    assert "measure" in task.guesses


@pytest.mark.parametrize(
    ("text", "room", "is_guess"),
    [
        # 达标, 待遇, 上门服务 are said of other matters too.
        ("县残联要在3月底前使村（社区）残协达标。", "grassroots", False),
        ("县专门协会要在3月底前规范运行，聋人协会率先达标。", "associations", True),
        ("县残联要在3月底前落实专职委员待遇。", "commissioners", False),
        ("县残联要在3月底前培训专职委员，及时足额发放补贴。", "commissioners", False),
        ("县残联要在3月底前完成专职委员考核。", "commissioners", False),
        ("县残联要在3月底前组织志愿者上门服务。", "volunteers", True),
    ],
)
def test_words_of_several_matters_bind_for_sure_only_beside_what_they_are_said_of(
    text: str, room: str, is_guess: bool
) -> None:
    task = tasks_of(f"一、事项。{text}")[0]
    assert {code.partition(".")[0] for code in task.clause.indicators} == {room}
    assert ("measure" in task.guesses) == is_guess


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("县残联要在9月底前配备残疾人领导干部。", {"county"}),
        ("县残联指导乡镇残联在9月底前配备残疾人领导干部。", {"city", "county", "township"}),
        ("各级残联要在9月底前配备残疾人领导干部。", {"city", "county", "township"}),
        ("县残联要选好各级领导班子，配备残疾人领导干部。", {"city", "county", "township"}),
    ],
)
def test_the_posts_of_a_level_measure_what_is_asked_of_it(text: str, levels: set[str]) -> None:
    task = tasks_of(f"一、事项。{text}")[0]
    named_levels = {code.rpartition("_")[2] for code in task.clause.indicators}
    assert named_levels == levels


def test_every_measure_of_the_wordings_is_known() -> None:
    bound = [code for entry in versions(WORDING)[-1]["bound"] for code in entry["measures"]]
    assert [code for code in bound if named(code) is None] == []
    words = {word for measure in known() for word in measure.words}
    assert {entry["word"] for entry in versions(WORDING)[-1]["beside"]} <= words


class TestOfAnotherMatter:
    """What stands in a clause beside other numbers does not count this one because the unit is the same."""

    PAPER = (
        "一、目标任务。乡镇残联全年核发残疾人证300本。乡镇残联全年新增志愿服务人员200名。",
        "一、残疾人证核发。乡镇残联要做好核发。乡镇残联全年新增志愿服务人员200名。",
    )

    @pytest.mark.parametrize("words", PAPER)
    def test_of_wider_words(self, words: str) -> None:
        measures = {task.name: [t.measure for t in task.targets.all()] for task in tasks_of(words)}
        [of_volunteers] = [found for name, found in measures.items() if "志愿" in name]
        assert of_volunteers == [""]

    def test_blanks_within_a_cell_hide_nothing(self) -> None:
        (named,) = tasks_of("一、目标任务。乡镇残联全年新增注册 志愿者 200 名。")
        assert [target.measure for target in named.targets.all()] == ["volunteers.registered"]


def test_a_paper_of_lines_said_one_by_one_is_received_clause_by_clause() -> None:
    text = "\n".join(
        (
            "测残联〔2026〕3号",
            "2026年工作要点",
            "各县（区）残联：",
            "现印发。",
            "一是建强组织。各县（区）残联要在6月底前建立台账。",
            "二是县残联每季度走访残疾人家庭。",
            "三是报送总结。县残联12月底前报送总结。",
            "测试市残疾人联合会",
            "2026年1月12日",
        )
    )
    circular = receiving.receive(text.encode(), "要点.txt", builders.post(Role.CITY_OFFICER))
    assert [clause.path for clause in counted_clauses(circular.clauses.all())] == [
        "一是",
        "二是",
        "三是",
    ]
    assert [task.clause.path for task in circular.tasks.select_related("clause")] == [
        "一是",
        "二是",
        "三是",
    ]


class TestMoreThanARegisterHolds:
    """示范, 优秀 and the like are said of some of a kind alone, which no register tells from the others."""

    def test_a_measure_of_all_of_the_kind_is_a_guess(self) -> None:
        of_all, of_some = (
            tasks_of(f"一、事项。县残联要在12月20日前建成1个{word}志愿助残联络站。")[0]
            for word in ("", "示范")
        )
        assert [t.measure for t in of_all.targets.all()] == [
            t.measure for t in of_some.targets.all()
        ]
        assert "measure" in of_some.guesses and "measure" not in of_all.guesses

    def test_others_of_whom_no_number_is_said_have_that_of_the_first(self) -> None:
        first, others = tasks_of(
            "一、事项。海州区残联8月底前建成1个志愿助残联络站，其他县（区）残联于10月底前完成。"
        )
        assert [(t.number, t.unit) for t in first.targets.all()] == [(1, "个")]
        assert [(t.number, t.unit) for t in others.targets.all()] == [(1, "个")]

    def test_of_one_kind_of_townships_only_is_marked(self) -> None:
        (task,) = tasks_of("一、事项。各街道残联要在9月底前组织一次活动。")
        assert task.levels == ["township"] and "partly" in task.guesses
