"""Each kind of word is read however it is written, and never as another one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CITY, COUNTY, DIVISIONS, TOWN, VILLAGE
from zulian.commissioners.models import Commissioner
from zulian.foundation.ledger_cells import (
    CellError,
    listed,
    month_note,
    one_of,
    read_date,
    read_end,
    read_party,
    read_start,
    several_of,
)
from zulian.foundation.phones import numbers_of, read_phone, second_note
from zulian.foundation.spellings import CATEGORIES, EDUCATION, NUMERALS, POLITICS, SEXES, spellings
from zulian.people import disabilities
from zulian.people.ethnicities import ETHNICITIES
from zulian.regions.called import Called, whole_code
from zulian.volunteers.models.registry import Education, Politics

PAIRS = {
    "sex": [("male", "男"), ("female", "女")],
    "category": list(disabilities.CATEGORIES),
    "grade": [(n, f"{numeral}级") for n, numeral in enumerate("一二三四", 1)],
    "politics": list(Politics.choices),
    "education": list(Education.choices),
    "schooling": list(Commissioner.Education.choices),
    "ethnicity": list(ETHNICITIES),
}
PADDING = st.text(" \u3000\t", max_size=2)


@pytest.mark.parametrize("kind", PAIRS)
@given(data=st.data())
def test_every_way_to_write_a_word_means_it_alone(kind: str, data: st.DataObject) -> None:
    pairs = PAIRS[kind]
    ways = spellings(pairs)
    text = data.draw(st.sampled_from(sorted(ways)))
    before, behind = data.draw(PADDING), data.draw(PADDING)
    assert one_of(pairs)(before + text.upper() + behind) == ways[text]


@pytest.mark.parametrize("kind", PAIRS)
def test_no_other_way_hides_a_word_of_the_column(kind: str) -> None:
    for value, word in PAIRS[kind]:
        assert one_of(PAIRS[kind])(str(word)) == value


@pytest.mark.parametrize("kind", PAIRS)
@given(text=st.text("甲乙丙丁戊", min_size=1, max_size=6))
def test_what_nobody_writes_is_asked_for(kind: str, text: str) -> None:
    with pytest.raises(CellError) as asked:
        one_of(PAIRS[kind])(text)
    assert set(asked.value.choices) <= {str(word) for _value, word in PAIRS[kind]}


def test_the_ways_of_one_kind_are_apart() -> None:
    for ways in (SEXES.values(), CATEGORIES.values(), NUMERALS, (w for _o, w in EDUCATION)):
        known = [each for group in ways for each in group]
        assert len(known) == len(set(known))
    assert len({offered for offered, _ways in POLITICS}) == len(POLITICS)


def test_choices_that_hold_the_sign_are_not_joined_by_it() -> None:
    assert listed(["大专", "本科"]) == "大专、本科"
    assert listed(["初中及以下", "高中、中专"]) == "初中及以下；高中、中专"
    with pytest.raises(CellError, match="初中及以下；高中、中专；"):
        one_of(Education.choices)("火星")


@given(st.dates(date(1950, 1, 1), date(2040, 12, 31)), st.sampled_from([".", "-", "/", "年"]))
def test_a_month_is_its_first_day_and_says_so(day: date, sign: str) -> None:
    text = f"{day.year}{sign}{day.month}{'月' if sign == '年' else ''}"
    assert read_date(text) == day.replace(day=1)
    assert "按" in month_note(text) and not month_note(f"{day.year}{sign}{day.month}{sign}1日")


@given(
    st.dates(date(1950, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["-", "—", "至", "～", " - ", "到"]),
)
def test_of_a_period_each_end_is_read(day: date, sign: str) -> None:
    until = day.replace(year=day.year + 9, day=1)
    text = f"{day:%Y.%m.%d}{sign}{until:%Y.%m.%d}"
    assert (read_start(text), read_end(text)) == (day, until)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.data())
def test_a_mobile_number_however_it_is_written(number: str, data: st.DataObject) -> None:
    ways = [
        f"+86{number}",
        f"+86 {number}",
        f"0086-{number}",
        f"{number[:3]} {number[3:7]} {number[7:]}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"{number}（女儿）",
        f"本人：{number}",
    ]
    assert read_phone(data.draw(st.sampled_from(ways))) == number
    text = number + data.draw(st.sampled_from(["/", "、", " ", "，", "或", ""])) + "04182800001"
    if numbers_of(text)[1:]:
        assert read_phone(text) == number and "第一个" in second_note(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(0418)2800001", "04182800001"),
        ("（0418）280 0001", "04182800001"),
        ("13900000001 13900000002", "13900000001"),
    ],
)
def test_brackets_and_two_numbers(text: str, wanted: str) -> None:
    assert read_phone(text) == wanted


def test_a_member_of_the_party_by_any_word() -> None:
    assert [read_party(text) for text in ("是", "中共党员", "预备党员", "群众", "团员", "否")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(CellError):
        read_party("火星")


def test_one_wrong_word_of_several_is_asked_for_with_the_others_kept() -> None:
    pairs = [("company", "陪伴聊天"), ("clean", "家政保洁")]
    with pytest.raises(CellError) as asked:
        several_of("家政保洁、陪伴", pairs, "没有%(what)s：%(names)s")
    assert asked.value.choices == ("家政保洁、陪伴聊天",)


NAMES = dict(DIVISIONS) | {"210921001000": "城区街道", "210921001001": "富民社区居委会"}
BOOK = Called(NAMES, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "演一村",
        "演一村委会",
        "演一村村民委员会",
        "演一镇演一村",
        "阜新县演一镇演一村",
        "阜蒙县演一村",
        "阜新市阜新蒙古族自治县演一镇演一村委会",
        "阜新市/阜新蒙古族自治县/演一镇/演一村",
    ],
)
def test_a_village_by_name_and_path(text: str) -> None:
    assert BOOK.find(text) == [VILLAGE]


@pytest.mark.parametrize(
    "text", ["富民社区", "城区街道富民社区", "城区街道办事处富民社区居民委员会"]
)
def test_a_community_by_name_and_path(text: str) -> None:
    assert BOOK.find(text) == ["210921001001"]


@pytest.mark.parametrize("text", ["演二镇演一村", "彰武县演一村", "演一", "没有的村"])
def test_what_contradicts_itself_names_nothing(text: str) -> None:
    assert BOOK.find(text) == []


def test_two_of_one_name_are_both_told_and_a_near_one_is_offered() -> None:
    names = NAMES | {"210921101201": "演一村委会"}
    assert BOOK.like("演一村二组")[0] == VILLAGE or VILLAGE in BOOK.like("演一村二组")
    assert Called(names, names).find("演一村") == sorted([VILLAGE, "210921101201"])


@given(st.sampled_from([CITY, COUNTY, TOWN, VILLAGE]))
def test_zeros_behind_a_code_may_be_left_out(code: str) -> None:
    short = {CITY: 4, COUNTY: 6, TOWN: 9, VILLAGE: 12}[code]
    assert whole_code(code[:short]) == code == whole_code(code)
