"""Who must act, by when, how much, citing what."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.papers import as_html
from zulian.documents.reading import read_paper
from zulian.plans.reading.actors import opening_levels
from zulian.plans.reading.circular import understand
from zulian.plans.reading.citations import Citation, citations
from zulian.plans.reading.deadlines import deadline
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.helpers import responsible
from zulian.plans.reading.labels import numeral
from zulian.plans.reading.named import named_actors
from zulian.plans.reading.quantities import quantities
from zulian.plans.reading.times import Rhythm


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月底前完成", date(2013, 6, 30)),
        ("2月底前完成", date(2013, 2, 28)),
        ("年底前完成", date(2013, 12, 31)),
        ("2013年10月31日前报送", date(2013, 10, 31)),
        ("2014年3月底前", date(2014, 3, 31)),
        ("5月20日前上报", date(2013, 5, 20)),
        ("九月十日前上报", date(2013, 9, 10)),
        ("十一月底前", date(2013, 11, 30)),
        ("第三季度末前", date(2013, 9, 30)),
        ("上半年完成", date(2013, 6, 30)),
    ],
)
def test_single_deadlines(words: str, day: date) -> None:
    found = deadline(words, 2013)
    assert found is not None and found.day == day


@pytest.mark.parametrize(
    ("words", "rhythm", "day"),
    [
        ("每季度报送一次", Rhythm.QUARTER, None),
        ("每月10日前报送", Rhythm.MONTH, 10),
        ("每半年一次", Rhythm.HALF, None),
        ("每年组织", Rhythm.YEAR, None),
        ("每月召开例会", Rhythm.MONTH, None),
    ],
)
def test_recurring_deadlines(words: str, rhythm: Rhythm, day: int | None) -> None:
    found = deadline(words, 2013)
    assert found is not None and (found.rhythm, found.month_day) == (rhythm, day)


@pytest.mark.parametrize("words", ["13月底前", "2月30日前", "做好日常工作", "三个月以前的事"])
def test_what_is_no_deadline(words: str) -> None:
    found = deadline(words, 2013)
    assert found is None or found.day is None


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("市、县（区）残联要制定措施", ("city", "county")),
        ("各县(区)要按时上报", ("county",)),
        ("乡镇（街道）、村（社区）要设立联络站", ("township", "village")),
        ("各级残联要高度重视", ("city", "county", "township")),
        ("社区康复工作稳步推进", ()),
        ("围绕中心开展活动", ()),
    ],
)
def test_levels_that_open_a_sentence(words: str, levels: tuple[str, ...]) -> None:
    assert opening_levels(words) == levels


def test_a_responsibility_note_names_levels_and_departments() -> None:
    found = responsible("开展培训。（责任单位：市残联、各县（区）残联、教育局）")
    assert found.levels == ("city", "county")
    assert found.departments == ("教育局",)


def test_names_in_a_cell() -> None:
    assert named_actors("各乡镇（街道）、民政局").levels == ("township",)


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十一", 21), ("十", 10), ("３", 3), ("③", 3), ("一百零二", 102), ("〇", 0)],
)
def test_numerals(text: str, value: int) -> None:
    assert numeral(text) == value


def test_nested_citations_keep_their_inner_title_and_number() -> None:
    found = citations(
        "按照《关于印发〈管理办法〉的通知》（测残联〔2012〕8号）和《条例》执行，再看《条例》。"
    )
    assert found == [
        Citation("关于印发〈管理办法〉的通知", "测残联〔2012〕8号"),
        Citation("条例", ""),
    ]


def test_what_a_notice_sends_out_is_no_citation() -> None:
    found = citations("现将《2027年工作要点》印发给你们，按照《管理办法》执行。转发《意见》。")
    assert [one.title for one in found] == ["管理办法", "意见"]


def test_quantities_say_what_they_count() -> None:
    found = {
        (q.number, q.unit)
        for q in quantities("培训率达到95%以上，新增志愿者不少于100名，组织一次活动")
    }
    assert ("95%", "%") in found and ("100", "名") in found
    assert len(found) == 2


def test_a_clause_with_two_actors_makes_two_duties() -> None:
    page = as_html(
        [
            "2026年工作要点",
            "一、网络。县（区）残联要在4月底前建立联席会议；乡镇（街道）、村（社区）要在6月底前设立联络站。",
        ]
    )
    duties = understand(read_paper(page)).duties
    assert [d.actors.levels for d in duties] == [("county",), ("township", "village")]
    assert [d.deadline.day for d in duties if d.deadline] == [date(2026, 4, 30), date(2026, 6, 30)]


def test_a_task_table_makes_a_duty_a_row() -> None:
    page = """<html><body><p>2026年工作要点</p><p>一、任务分解。</p><table><tr><td>任务</td><td>责任单位</td><td>时限</td></tr>
    <tr><td>换届请示</td><td>各县（区）残联</td><td>5月底</td></tr><tr><td>名册</td><td>乡镇（街道）</td><td>每季度</td></tr></table></body></html>"""
    found = [
        d for d in understand(read_paper(page.encode())).duties if d.text in {"换届请示", "名册"}
    ]
    assert [d.actors.levels for d in found] == [("county",), ("township",)]
    assert found[0].deadline is not None and found[0].deadline.day == date(2026, 5, 31)
    assert found[1].deadline is not None and found[1].deadline.rhythm is Rhythm.QUARTER


def test_a_second_deadline_in_one_sentence_makes_a_second_duty_of_the_same_actor() -> None:
    page = as_html(
        ["2026年工作要点", "一、岗位。县（区）残联要在3月底前核准名册，年底前组织培训不少于2次。"]
    )
    duties = understand(read_paper(page)).duties
    assert [d.actors.levels for d in duties] == [("county",), ("county",)]
    assert [d.deadline.day for d in duties if d.deadline] == [date(2026, 3, 31), date(2026, 12, 31)]
    assert duties[1].text.startswith("年底前组织培训")


def test_the_same_actor_named_again_with_another_day_has_a_second_duty() -> None:
    found = of_county(
        "一、志愿助残",
        "（一）制度。县残联要在12月20日前建立志愿服务制度。",
        "县残联要在12月15日前采购服装20套。",
    )
    assert [(duty.title, duty.deadline.day if duty.deadline else None) for duty in found] == [
        ("建立志愿服务制度", date(2026, 12, 20)),
        ("采购服装20套", date(2026, 12, 15)),
    ]


def test_by_when_the_same_is_to_be_finished_is_no_second_duty() -> None:
    (found,) = of_county(
        "一、志愿助残", "（一）扩大队伍。县残联全年新增注册志愿者不少于10名，12月底前完成。"
    )
    assert found.title == "新增注册志愿者不少于10名"


def test_one_deadline_after_a_preface_stays_one_duty() -> None:
    page = as_html(
        ["2026年工作要点", "一、协会。市、县（区）残联要落实办公场所，8月底前配齐工作人员。"]
    )
    (duty,) = understand(read_paper(page)).duties
    assert duty.deadline is not None and duty.deadline.day == date(2026, 8, 31)


def of_county(*lines: str) -> list[Duty]:
    head = ["新测残联〔2026〕3号", "2026年工作要点", "各乡镇（街道）残联：", "现印发。"]
    return understand(
        read_paper(as_html([*head, *lines, "新测县残疾人联合会", "2026年3月4日"]))
    ).duties


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        (["一、市、县残联要建立台账。"], ("county",)),
        (["一、做好市、县、乡残联换届工作", "（一）筹备召开代表大会。"], ("county", "township")),
        (["一、各级残联要建立台账。"], ("county", "township")),
        (["一、工作。完成市、县残联换届。"], ("county",)),
    ],
)
def test_a_county_tasks_nobody_above_itself(lines: list[str], levels: tuple[str, ...]) -> None:
    assert [duty.actors.levels for duty in of_county(*lines)] == [levels]


def test_who_stands_above_the_issuer_helps() -> None:
    (duty,) = of_county("一、工作。建立台账。（责任单位：市残联、各乡镇残联）")
    assert (duty.actors.levels, duty.actors.departments) == (("township",), ("市残联",))


@pytest.mark.parametrize(
    ("lines", "levels", "guess"),
    [
        (["一、活跃专门协会工作", "（一）举办品牌活动。"], ("county",), Guess.BODIES),
        (["一、工作。完善专门协会工作机制。"], ("county",), Guess.BODIES),
        (
            ["一、活跃专门协会工作", "（一）加强与社会组织的联系。建立联系名单。"],
            ("township",),
            Guess.ADDRESSEES,
        ),
        (["一、工作。联合专门协会开展走访。"], ("township",), Guess.ADDRESSEES),
    ],
)
def test_what_is_about_associations_goes_where_there_are_some(
    lines: list[str], levels: tuple[str, ...], guess: Guess
) -> None:
    (duty,) = of_county(*lines)
    assert duty.actors.levels == levels and guess in duty.guesses
