"""Which choice counts where and when: the nearest division's, from its day on, through mergers, and over packaged versions."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CITY, COUNTY, OTHER_CITY, OTHER_COUNTY, PROVINCE, TOWN, VILLAGE
from zulian.foundation.chosen import Choice, Choices

NAME, KEY = "commissioners/positions", "contract_years"
NEW_YEAR = date(2026, 1, 1)


def choice(place: str, value: int | None, since: date = NEW_YEAR, number: int = 1) -> Choice:
    return Choice(since, number, place, NAME, KEY, value, value is not None)


def value_at(choices: Choices, place: str, on: date = NEW_YEAR) -> int | None:
    found = choices.in_force(NAME, place, on).get(KEY)
    return found.value if found else None


def test_the_nearest_division_counts() -> None:
    choices = Choices([choice(PROVINCE, 5), choice(CITY, 2), choice(COUNTY, 1)])
    assert [value_at(choices, place) for place in (VILLAGE, TOWN, COUNTY)] == [1, 1, 1]
    assert value_at(choices, OTHER_COUNTY) == value_at(choices, CITY) == 2
    assert value_at(choices, OTHER_CITY) == value_at(choices, PROVINCE) == 5
    assert value_at(choices, "220000000000") is value_at(choices, "") is None


def test_it_counts_from_its_day_on_and_a_later_row_of_the_same_day_corrects_it() -> None:
    later = date(2026, 7, 1)
    choices = Choices([choice(CITY, 4, later, 3), choice(CITY, 2), choice(CITY, 3, number=2)])
    assert value_at(choices, CITY, date(2025, 12, 31)) is None
    assert value_at(choices, CITY) == 3
    assert value_at(choices, CITY, later) == 4


def test_who_chooses_nothing_follows_the_division_above_again() -> None:
    later = date(2026, 7, 1)
    choices = Choices([choice(PROVINCE, 5), choice(CITY, 2), choice(CITY, None, later, 2)])
    assert value_at(choices, COUNTY) == 2
    assert value_at(choices, COUNTY, later) == 5


def test_a_division_that_went_over_follows_who_took_it_from_that_day_on() -> None:
    day = date(2026, 3, 1)
    made = [choice(CITY, 2), choice(COUNTY, 1), choice(OTHER_CITY, 4)]
    choices = Choices(made, {COUNTY: (day, "211021000000")})
    assert value_at(choices, VILLAGE, date(2026, 2, 28)) == 1
    assert value_at(choices, VILLAGE, day) == value_at(choices, COUNTY, day) == 4


@given(
    st.lists(
        st.tuples(
            st.sampled_from([PROVINCE, CITY, COUNTY, OTHER_COUNTY]),
            st.one_of(st.none(), st.integers(1, 9)),
            st.dates(date(2026, 1, 1), date(2026, 1, 9)),
        ),
        max_size=8,
    ),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
)
def test_what_counts_is_the_last_word_of_the_nearest_that_has_one(
    rows: list[tuple[str, int | None, date]], on: date
) -> None:
    choices = Choices(choice(*row, number=n) for n, row in enumerate(rows, 1))
    expected = None
    for place in (COUNTY, CITY, PROVINCE):
        words = [(day, n, value) for n, (p, value, day) in enumerate(rows) if p == place]
        known = [word for word in sorted(words, key=lambda w: w[:2]) if word[0] <= on]
        if known and known[-1][2] is not None:
            expected = known[-1][2]
            break
    assert value_at(choices, VILLAGE, on) == expected
