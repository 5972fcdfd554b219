"""Generated circulars: whatever level, act, helper, time or number a sentence is put together from is read from it again."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.papers import as_txt
from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.deadlines import deadline
from zulian.plans.reading.duties import Duty, Guess

YEAR = 2026
HEAD = ("测残联〔2026〕3号", "2026年工作要点")
CHARACTERS = "零一二三四五六七八九"

# By which words each level is called, alone.
LEVEL_WORDS = {
    "city": ["市残联", "市级残联"],
    "county": ["县（区）残联", "县、区残联", "各县（市、区）残联", "各区县残联", "县残联"],
    "township": ["乡镇（街道）残联", "各街镇残联", "各乡镇残联", "乡（镇、街道）残联"],
    "village": ["村（社区）残协", "各社区残协", "村（社区）专职委员", "每个村"],
}
RUNS = {
    "市、县（区）残联": ("city", "county"),
    "市、县、乡残联": ("city", "county", "township"),
    "县（区）、乡镇（街道）残联": ("county", "township"),
    "乡镇（街道）、村（社区）": ("township", "village"),
    "各级残联": ("city", "county", "township"),
    "市残联、各县（区）残联": ("city", "county"),
    "各县（区）残联和各乡镇残联": ("county", "township"),
    "各县（区）残联、市残联各部室": ("city", "county"),
}
# An act, as it is asked for.
ACTS = [
    "开展换届检查",
    "召开代表大会",
    "举办专职委员培训班",
    "建立走访台账",
    "签订目标责任书",
    "更新电子档案",
    "报送工作情况",
    "走访重度残疾人",
    "摸清社会组织底数",
    "落实办公场所",
    "查找存在问题",
    "整改突出问题",
]
LEADS = ["", "认真", "进一步", "按照规定", "在调查摸底基础上，"]
SLOGANS = ["充分发挥基层作用", "切实提高服务水平", "加强组织领导"]
DEPARTMENTS = ["民政局", "司法局", "教育局", "财政局", "卫健委", "团委", "妇联", "人社局"]
HEADINGS = {
    "做好市、县、乡残联换届工作": ("city", "county", "township"),
    "加强县、乡残联建设": ("county", "township"),
    "建强乡镇残联": ("township",),
    "规范村级残协": ("village",),
    "抓好各级残联领导班子建设": ("city", "county", "township"),
}
ADDRESSEES = {
    "各县（区）残联": ("county",),
    "各县、区残联": ("county",),
    "各乡镇残联，县直各有关单位": ("township",),
    "各市（州）残联": ("city",),
    "各街道残联、市残联机关各部室": ("township",),
    "各县（市、区）残联，市直各单位": ("county",),
}

actors = st.one_of(
    st.sampled_from([(word, (level,)) for level, words in LEVEL_WORDS.items() for word in words]),
    st.sampled_from(list(RUNS.items())),
)
acts = st.lists(st.sampled_from(ACTS), min_size=1, max_size=5, unique=True)
days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


def paper(*lines: str, addressees: str = "各县（区）残联") -> Reading:
    return understand(
        read_paper(
            as_txt(
                [*HEAD, f"{addressees}：", "现印发。", *lines, "测试市残疾人联合会", "2026年3月4日"]
            )
        )
    )


def duties(sentence: str, heading: str = "一、工作。") -> list[Duty]:
    return paper(heading + sentence).duties


def month_end(month: int) -> date:
    return date(YEAR, month, calendar.monthrange(YEAR, month)[1])


def in_characters(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else CHARACTERS[tens])
        + ("十" if tens else "")
        + (CHARACTERS[ones] if ones else "")
    )


def spellings_of(day: date) -> st.SearchStrategy[str]:
    """A day as a circular may say it."""
    number, dots = f"{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"
    words = f"{in_characters(day.month)}月{in_characters(day.day)}日"
    wide = f"{day.month}月{day.day}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    return st.sampled_from(
        [
            f"{number}前完成",
            f"{number}之前完成",
            f"{number}以前完成",
            f"在{number}前完成",
            f"不迟于{number}报送",
            f"截至{number}完成",
            f"最迟{number}完成",
            f"{words}前完成",
            f"{wide}前完成",
            f"{day.year}年{number}前完成",
            f"于{dots}前完成",
            f"{number}（含）前报送",
            f"力争{number}完成",
            f"于{date(day.year, 1, 1).month}月1日至{number}开展",
        ]
    )


@given(st.data(), days)
def test_a_day_is_read_in_every_spelling(data: st.DataObject, day: date) -> None:
    found = deadline(f"各县（区）残联要{data.draw(spellings_of(day))}。", YEAR)
    assert found is not None and found.day == day


@given(
    st.integers(1, 12),
    st.sampled_from(["", "底", "末"]),
    st.sampled_from(["{}前完成", "最迟{}完成", "力争{}完成", "在{}前报送"]),
    st.booleans(),
)
def test_a_month_ends_on_its_last_day(month: int, part: str, frame: str, in_words: bool) -> None:
    name = in_characters(month) if in_words else str(month)
    found = deadline(f"各县（区）残联要{frame.format(f'{name}月{part}')}。", YEAR)
    assert found is not None and found.day == month_end(month)


@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=4, unique=True).map(sorted),
    st.sampled_from(["、", "和"]),
)
def test_times_joined_in_one_breath_are_a_duty_each(months: list[int], joint: str) -> None:
    times = joint.join(f"{month}月底前" for month in months)
    found = duties(f"各县（区）残联要在{times}各检查一次。")
    assert [duty.deadline and duty.deadline.day for duty in found] == [
        month_end(month) for month in months
    ]
    assert len({duty.title for duty in found}) == len(months)


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("每周", "week"),
        ("每月", "month"),
        ("每个月", "month"),
        ("每两个月", "bimonth"),
        ("每2个月", "bimonth"),
        ("每季度", "quarter"),
        ("每三个月", "quarter"),
        ("每半年", "half"),
        ("每六个月", "half"),
        ("每年", "year"),
    ],
)
def test_rhythms(words: str, rhythm: str) -> None:
    (found,) = duties(f"县（区）残联要{words}走访一次。")
    assert (
        found.deadline is not None
        and found.deadline.rhythm == rhythm
        and Guess.DEADLINE not in found.guesses
    )


@given(actors, st.sampled_from(ACTS), st.sampled_from(["要", "应", "须", "负责", ""]))
def test_who_is_told_to_act_is_read(
    actor: tuple[str, tuple[str, ...]], act: str, must: str
) -> None:
    name, levels = actor
    (found,) = duties(f"{name}{must or ('要' if name in RUNS and '残' not in name else '')}{act}。")
    assert found.actors.levels == levels
    assert found.guesses == {Guess.DEADLINE}
    assert found.title == act


@given(acts, actors, st.sampled_from(LEADS), st.sampled_from(SLOGANS))
def test_each_sentence_that_says_an_act_is_a_duty(
    said: list[str], actor: tuple[str, tuple[str, ...]], lead: str, slogan: str
) -> None:
    name, levels = actor
    sentences = [f"{name}要{said[0]}，{slogan}。", *(f"{lead}{act}。" for act in said[1:])]
    found = duties("".join(sentences))
    assert [duty.title for duty in found] == said
    assert [duty.actors.levels for duty in found] == [levels] * len(said), "the same actor goes on"
    assert "".join(duty.text for duty in found) == "".join(sentences)


@given(
    st.lists(st.sampled_from(ACTS), min_size=3, max_size=5, unique=True),
    st.sampled_from(["", "加快", "及时"]),
    days,
)
def test_acts_listed_in_a_sentence_are_a_duty_each_and_share_its_time(
    said: list[str], lead: str, day: date
) -> None:
    sentence = f"县（区）残联要在{day.month}月{day.day}日前" + "，".join(
        [said[0], *(lead.replace("加快", "") + a for a in said[1:])]
    )
    found = duties(sentence + "。")
    assert [duty.title for duty in found] == said
    assert {duty.deadline and duty.deadline.day for duty in found} == {day}


@given(
    st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3, unique=True),
    st.sampled_from(["会同{}", "联合{}", "配合{}", "会同{}等部门"]),
    st.sampled_from(ACTS),
)
def test_helpers_are_read(names: list[str], frame: str, act: str) -> None:
    (found,) = duties(f"县（区）残联要{frame.format('、'.join(names))}{act}。")
    assert found.actors.levels == ("county",) and found.actors.departments == tuple(names)
    assert found.title == act


@given(st.sampled_from(list(HEADINGS)), st.sampled_from(ACTS), st.booleans())
def test_who_is_named_in_a_heading_acts_below_it(heading: str, act: str, deep: bool) -> None:
    lines = (
        [f"一、{heading}", "（一）工作", f"1.{act}。"]
        if deep
        else [f"一、{heading}", f"（一）{act}。"]
    )
    (found,) = paper(*lines).duties
    assert found.actors.levels == HEADINGS[heading] and found.guesses == {Guess.DEADLINE}


@given(st.sampled_from(list(ADDRESSEES)), st.sampled_from(ACTS))
def test_where_nobody_is_named_those_addressed_act_and_that_is_said(
    addressees: str, act: str
) -> None:
    (found,) = paper(f"一、工作。{act}。", addressees=addressees).duties
    assert found.actors.levels == ADDRESSEES[addressees]
    assert found.guesses == {Guess.ADDRESSEES, Guess.DEADLINE}


@given(st.sampled_from(["市直各单位", "直属各单位", "机关各部室"]), st.sampled_from(ACTS))
def test_a_level_that_nothing_names_is_a_guess(addressees: str, act: str) -> None:
    (found,) = paper(f"一、工作。{act}。", addressees=addressees).duties
    assert found.actors.levels == ("county",) and found.guesses == {Guess.LEVELS, Guess.DEADLINE}


NOTES = [
    "（责任单位：{}）",
    "【责任单位：{}】",
    "（牵头单位：{}；完成时限：9月底）",
    "（{}牵头负责）",
    "（{}按职责分工负责）",
    "责任单位：{}",
]


@given(
    st.sampled_from(NOTES),
    st.sampled_from(ACTS),
    st.lists(st.sampled_from(DEPARTMENTS), max_size=2, unique=True),
    st.lists(
        st.sampled_from(["市残联", "各县（区）残联", "各乡镇（街道）"]),
        min_size=1,
        max_size=3,
        unique=True,
    ),
)
def test_a_note_names_who_is_responsible(
    note: str, act: str, departments: list[str], bodies: list[str]
) -> None:
    known = {"市残联": "city", "各县（区）残联": "county", "各乡镇（街道）": "township"}
    (found,) = duties(f"{act}。{note.format('、'.join([*bodies, *departments]))}")
    assert set(found.actors.levels) == {known[body] for body in bodies}
    assert found.actors.departments == tuple(departments)
    assert (Guess.DEADLINE in found.guesses) == (
        "9月底" not in note
    ) and Guess.LEVELS not in found.guesses


NUMBERS = st.one_of(
    st.integers(2, 9999).map(lambda n: (str(n), n)),
    st.integers(1000, 99999).map(lambda n: (f"{n:,}", n)),
    st.integers(2, 99).map(lambda n: (f"{n}万", n * 10**4)),
    st.integers(10, 99).map(lambda n: (in_characters(n), n)),
    st.integers(2, 9).map(lambda n: (f"{CHARACTERS[n]}万余", n * 10**4)),
    st.integers(2, 9).map(lambda n: (f"{n}00余", n * 100)),
    st.tuples(st.integers(2, 9), st.integers(10, 90)).map(
        lambda pair: (f"{pair[0]}-{pair[1]}", pair[0])
    ),
    st.just(("两", 2)),
)


@given(
    NUMBERS,
    st.sampled_from(["名", "户", "人次", "场"]),
    st.sampled_from(["不少于", "至少", "力争达到", ""]),
)
def test_a_number_is_read_in_every_spelling(number: tuple[str, int], unit: str, bound: str) -> None:
    printed, value = number
    (found,) = duties(f"县（区）残联要完成服务{bound}{printed}{unit}。")
    assert [(q.value, q.unit) for q in found.quantity] == [(value, unit)]


@given(
    st.integers(1, 100),
    st.sampled_from(["{}%", "{} %", "百分之{}", "{}％"]),
    st.sampled_from(["达到", "不低于", "力争达到", "要达到"]),
)
def test_a_share_is_read_in_every_spelling(number: int, frame: str, bound: str) -> None:
    printed = frame.format(
        in_characters(number)
        if "之" in frame and number < 100
        else number
        if "之" not in frame
        else "一百"
    )
    (found,) = duties(f"专职委员培训率{bound}{printed}以上。")
    assert [(q.value, q.unit, q.what) for q in found.quantity] == [(number, "%", "专职委员培训率")]


def test_two_numbers_on_one_measure_are_two_duties_with_a_time_each() -> None:
    found = duties("县（区）残联专职委员培训率上半年达到50%，全年达到100%。")
    assert [
        (str(d.deadline and d.deadline.day), [q.number for q in d.quantity]) for d in found
    ] == [
        ("2026-06-30", ["50%"]),
        ("2026-12-31", ["100%"]),
    ]
    assert all(duty.actors.levels == ("county",) for duty in found)


LONG_TITLES = st.text(
    st.sampled_from("关于进一步做好残疾人组织建设工作的意见、，"), min_size=20, max_size=90
)


@settings(max_examples=60)
@given(LONG_TITLES, st.sampled_from(ACTS))
def test_a_title_says_the_act_and_never_a_cut_citation(cited: str, act: str) -> None:
    (found,) = duties(f"认真贯彻落实《{cited}》（测残联〔2025〕8号）精神，{act}。")
    assert found.title == act
    alone = duties(f"认真贯彻落实《{cited}》（测残联〔2025〕8号）精神。")[0].title
    assert len(alone) <= 40 and alone.count("《") == alone.count("》")


CLAUSES = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(
    CLAUSES,
    st.sampled_from(
        [
            ("一二三四", "{}、工作", "{}.做好工作。"),
            ("一二三四", "第{}章 工作", "第{}条 做好工作。"),
        ]
    ),
)
def test_numbers_that_run_through_are_no_gap(
    counts: list[int], style: tuple[str, str, str]
) -> None:
    numerals, section, item = style
    lines, number = [], 0
    for place, count in enumerate(counts):
        lines.append(section.format(numerals[place]))
        for _n in range(count):
            number += 1
            lines.append(item.format(number))
    assert not paper(*lines).warnings


@given(
    st.lists(
        st.sampled_from(["- 3 -", "（此件公开）", "第3页", "抄送：市民政局。", "联系人：某某"]),
        max_size=3,
        unique=True,
    )
)
def test_the_tail_is_known_whatever_stands_last(last: list[str]) -> None:
    lines = [
        *HEAD,
        "各县（区）残联：",
        "一、工作。要做好换届。",
        "附件：1.分解表",
        "2.名单",
        "测试市残疾人联合会",
        "2026年3月4日",
        *last,
    ]
    reading = understand(read_paper(as_txt(lines)))
    assert (reading.issuer, reading.date) == ("测试市残疾人联合会", date(2026, 3, 4))
    assert reading.attachments == ["分解表", "名单"]
    assert [section.text for section in reading.sections] == [
        "要做好换届。"
    ] and not reading.warnings


@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=6, unique=True),
    st.integers(1, 28),
    st.sampled_from(["、", "和", "及"]),
    st.sampled_from(["", "月"]),
    st.sampled_from(["", "的"]),
    st.sampled_from(["", "于", "每年"]),
)
def test_a_day_behind_several_months_is_that_of_each(
    months: list[int], day: int, last: str, word: str, of: str, lead: str
) -> None:
    several = "、".join(f"{month}{word}" for month in sorted(months)[:-1])
    words = f"{lead}{several}{last}{max(months)}月{of}{day}日前"
    found = duties(f"县残联{words}上报进展。")
    assert [duty.deadline and duty.deadline.day for duty in found] == [
        date(YEAR, month, day) for month in sorted(months)
    ]
    assert not any(duty.guesses for duty in found)


@given(actors, st.lists(st.sampled_from(ACTS), min_size=2, max_size=4, unique=True))
def test_who_is_told_above_a_list_does_what_it_lists(
    actor: tuple[str, tuple[str, ...]], said: list[str]
) -> None:
    name, levels = actor
    listed = "；".join(f"{CHARACTERS[place]}是{act}" for place, act in enumerate(said, 1))
    found = duties(f"{name}要做好以下工作：{listed}。")
    assert [duty.actors.levels for duty in found] == [levels] * len(said)
    assert [duty.title for duty in found] == said
    assert all(duty.guesses == {Guess.DEADLINE} for duty in found)


@pytest.mark.parametrize(
    "words",
    ["县残联全年举办专职委员培训班4次", "每个村全年培训2名专职委员", "各街道残联举办培训3期"],
)
def test_who_acts_without_a_must_is_read(words: str) -> None:
    (found,) = duties(f"{words}。")
    expected = {"县": "county", "每": "village", "各": "township"}[words[0]]
    assert found.actors.levels == (expected,) and Guess.ADDRESSEES not in found.guesses
    assert len(found.quantity) == 1


@given(
    st.sampled_from(
        [
            ("2027年底前完成", 2027),
            ("到2027年底，实现全覆盖", 2027),
            ("明年底前完成", 2027),
            ("2027年年底前完成", 2027),
            ("今年底前完成", YEAR),
        ]
    )
)
def test_the_end_of_a_named_year(words: tuple[str, int]) -> None:
    found = deadline(f"各县（区）残联要{words[0]}。", YEAR)
    assert found is not None and found.day == date(words[1], 12, 31)
