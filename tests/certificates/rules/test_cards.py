"""Numbers, combinations, terms, and which business may begin when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.test_rules import numbers
from zulian.certificates.rules.cards import (
    LIVE,
    PRINTING,
    CardState,
    Category,
    Kind,
    Made,
    NumberError,
    Standing,
    base_number,
    combine,
    losses_of,
    mask_number,
    months_later,
    number_after,
    obstacle,
    read_number,
    valid_until,
)

TODAY = date(2026, 11, 24)
days = st.dates(date(2008, 1, 1), date(2040, 12, 31))
parts = st.dictionaries(
    st.sampled_from([c for c in Category if c != Category.MULTIPLE]), st.integers(1, 4), min_size=1
)


@given(numbers, st.integers(1, 7), st.integers(1, 4), st.integers(0, 99))
def test_a_number_says_what_it_was_made_of(
    id_number: str, category: int, grade: int, issued: int
) -> None:
    number = number_after(base_number(id_number, category, grade), issued, "B")
    found = read_number(number, TODAY)
    assert (found.id_number, found.category, found.grade, found.reissue) == (
        id_number,
        category,
        grade,
        issued,
    )
    assert mask_number(number)[6:14] == "********"
    assert id_number[6:14] not in mask_number(number) or set(id_number[6:14]) == {"*"}


@given(numbers, st.integers(0, 40), st.integers(0, 40))
def test_a_number_says_how_many_were_lost(id_number: str, a: int, b: int) -> None:
    base = base_number(id_number, 4, 2)
    assert (number_after(base, a, "B") == number_after(base, b, "B")) is (a == b)


businesses = st.lists(st.sampled_from(PRINTING), max_size=12)


@given(st.integers(0, 5), businesses)
def test_marks_count_losses_and_nothing_else(taken_in: int, kinds: list[Kind]) -> None:
    """A person's cards with the same 20 characters: the first was taken in with its mark, or made out here."""
    cards = [Made(taken_in, None)]
    for kind in kinds:
        cards[-1] = replace(cards[-1], is_lost=kind is Kind.REPLACEMENT)
        losses = losses_of(cards)
        assert losses - cards[-1].reissue == (kind is Kind.REPLACEMENT)
        cards.append(Made(losses, kind))
    assert cards[-1].reissue == taken_in + kinds.count(Kind.REPLACEMENT)


def test_marks_given_without_a_loss_do_not_go_on_and_are_not_used_again() -> None:
    """Earlier versions gave B1 at renewal: the next card loses it, but after a loss no number comes twice."""
    first, marked = Made(0, Kind.FIRST), Made(1, Kind.RENEWAL)
    assert losses_of([first, marked]) == 0
    assert losses_of([first, replace(marked, is_lost=True)]) == 2
    after = [first, replace(marked, is_lost=True), Made(2, Kind.REPLACEMENT)]
    assert losses_of(after) == 2, "B1 was lost"


def test_a_loss_counts_whatever_came_after_it() -> None:
    """A lost card was cancelled, or renewed after its last day, or the card in its place was never handed over."""
    lost = Made(0, Kind.FIRST, is_lost=True)
    assert losses_of([lost]) == losses_of([lost, Made(1, Kind.REPLACEMENT)]) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from(PRINTING), st.booleans()),
        min_size=1,
        max_size=9,
    ),
    st.lists(st.booleans(), max_size=12),
)
def test_no_number_of_a_lost_card_is_given_again(
    before: list[tuple[int, Kind, bool]], losses: list[bool]
) -> None:
    """Whatever marks earlier versions gave."""
    cards = [Made(*one) for one in before]
    for is_lost in losses:
        cards[-1] = replace(cards[-1], is_lost=cards[-1].is_lost or is_lost)
        new = losses_of(cards)
        assert new not in {one.reissue for one in cards if one.is_lost}
        cards.append(Made(new, Kind.RENEWAL))


@pytest.mark.parametrize("kind", [Kind.DAMAGE, Kind.REPLACEMENT])
@pytest.mark.parametrize("state", [CardState.VALID, CardState.LOST])
def test_who_holds_an_expired_card_renews_it_though_it_is_damaged_or_lost(
    kind: Kind, state: CardState
) -> None:
    day = date(2026, 5, 4)
    over = Standing(state, date(2026, 5, 3))
    assert "到期换领" in obstacle(kind, over, day, 12, 6)
    assert obstacle(Kind.RENEWAL, over, day, 12, 6) == ""


def test_a_damaged_card_is_exchanged_as_long_as_the_new_one_would_hold() -> None:
    day = date(2026, 5, 4)
    tomorrow = day + timedelta(days=1)
    assert obstacle(Kind.DAMAGE, Standing(CardState.VALID, tomorrow), day, 12, 6) == ""
    assert "到期换领" in obstacle(Kind.DAMAGE, Standing(CardState.VALID, day), day, 12, 6)
    assert "已挂失" in obstacle(Kind.DAMAGE, Standing(CardState.LOST, tomorrow), day, 12, 6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12345", "20 位"),
        ("", "20 位"),
        ("21090019700101001X4", "20 位"),
        ("21090019700101001X42B0", "20 位"),
    ],
)
def test_what_is_no_number_has_its_sentence(text: str, words: str) -> None:
    with pytest.raises(NumberError, match=words):
        read_number(text, TODAY)


@given(parts)
def test_the_most_severe_grade_counts(found: dict[int, int]) -> None:
    category, grade = combine(found)
    assert grade == min(found.values())
    assert category == (Category.MULTIPLE if len(found) > 1 else next(iter(found)))


def test_nothing_found_is_nothing_to_combine() -> None:
    with pytest.raises(ValueError, match="No finding"):
        combine({})


@given(days, st.integers(-240, 240))
def test_months_later_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(days)
def test_ten_years_end_on_the_day_before(issued: date) -> None:
    end = valid_until(issued, 10)
    assert months_later(issued, 120) - end == timedelta(days=1)


@given(st.sampled_from(list(Kind)), st.sampled_from([None, *LIVE]), days, days, st.booleans())
def test_only_one_way_in_for_who_has_no_card(
    kind: Kind, card: CardState | None, day: date, until: date, cancelled: bool
) -> None:
    standing = Standing(card, until if card else None, until if cancelled and not card else None)
    why = obstacle(kind, standing, day, 12, 6)
    if card is None and kind is not Kind.FIRST:
        assert "首次申领" in why
    if card is not None and kind is Kind.FIRST:
        assert "已有残疾人证" in why
    if kind is Kind.CANCEL and card is not None:
        assert why == ""
    if kind is Kind.UNFREEZE and card is CardState.VALID:
        assert why


@given(days, st.integers(0, 500))
def test_the_bar_after_cancelling_is_a_year_to_the_day(cancelled: date, later: int) -> None:
    day = cancelled + timedelta(days=later)
    why = obstacle(Kind.FIRST, Standing(cancelled_on=cancelled), day, 12, 6)
    assert bool(why) is (day < months_later(cancelled, 12))


@given(days, st.integers(0, 4000))
def test_renewal_opens_half_a_year_before_the_end(until: date, before: int) -> None:
    day = until - timedelta(days=before)
    why = obstacle(Kind.RENEWAL, Standing(CardState.VALID, until), day, 12, 6)
    assert bool(why) is (day < months_later(until, -6))
