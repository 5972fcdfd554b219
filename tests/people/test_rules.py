"""Citizen ID numbers: what is accepted, what is refused and why; masks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.people.rules import (
    IdNumberError,
    Sex,
    age,
    check_character,
    complete,
    mask_id,
    mask_name,
    mask_phone,
    read_id_number,
    tidy,
)

TODAY = date(2026, 11, 24)


def numbered(birth: date, serial: int) -> str:
    """A number valid by rule in the division 210900, which was never issued."""
    first = f"210900{birth:%Y%m%d}{serial:03}"
    return first + check_character(first)


numbers = st.builds(numbered, st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))


@given(numbers)
def test_a_valid_number_says_birth_sex_and_division(number: str) -> None:
    found = read_id_number(number, TODAY)
    assert found.number == number
    assert found.birth.strftime("%Y%m%d") == number[6:14]
    assert found.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)
    assert found.division == "210900"


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_one_wrong_character_is_noticed(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        with pytest.raises(IdNumberError):
            read_id_number(wrong, TODAY)


@given(numbers, st.integers(0, 16))
def test_two_neighbours_exchanged_are_noticed(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if wrong != number:
        with pytest.raises(IdNumberError):
            read_id_number(wrong, TODAY)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_an_old_number_is_completed(birth: date, serial: int) -> None:
    whole = numbered(birth, serial)
    short = whole[:6] + whole[8:17]
    assert complete(short) == read_id_number(short, TODAY).number == whole


@pytest.mark.parametrize(
    "typed",
    [
        "210900 19900101 0011",
        "２１０９００199001010011",
        "210900-19900101-0011",
        " 210900199001010011\t",
    ],
)
def test_what_people_type_is_tidied(typed: str) -> None:
    assert tidy(typed) == "210900199001010011"


def test_a_small_x_counts() -> None:
    number = next(
        n for n in (numbered(date(1990, 1, 1), s) for s in range(1000)) if n.endswith("X")
    )
    assert read_id_number(number.lower(), TODAY).number == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("2.10902E+17", "科学计数"),
        ("", "18 位"),
        ("21090019900101001", "18 位"),
        ("99" + "0" * 16, "省级代码"),
        ("210900199013010011", "不是一个日期"),
        ("210900199002300011", "不是一个日期"),
        ("210900203001010011", "不合理"),
        ("210900170001010011", "不合理"),
        ("男", "18 位"),
    ],
)
def test_each_fault_has_its_sentence(number: str, words: str) -> None:
    with pytest.raises(IdNumberError, match=words):
        read_id_number(number, TODAY)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_id_number(text, TODAY)
    except IdNumberError as error:
        assert str(error)


@given(st.dates(date(1900, 1, 1), TODAY), st.dates(date(1900, 1, 1), TODAY))
def test_age_grows_by_one_each_birthday(birth: date, day: date) -> None:
    if day >= birth:
        years = age(birth, day)
        assert 0 <= years <= 127
        assert age(birth, date(day.year + 1, day.month, min(day.day, 28))) in {years, years + 1}


def test_masks() -> None:
    assert mask_id("210900199001010011") == "210900********0011"
    assert mask_phone("13800000000") == "138****0000"
    assert (mask_name("张三"), mask_name("欧阳演示"), mask_name("张")) == ("张*", "欧阳**", "*")
