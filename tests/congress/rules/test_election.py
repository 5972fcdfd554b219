"""Election arithmetic: papers add up, nobody is elected by half, equal votes elect neither, two tellers agree or are told where not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.congress.rules.election import (
    Count,
    Fault,
    Terms,
    Votes,
    differences,
    enough_candidates,
    faults,
    outcome,
    present_enough,
)

TERMS = Terms()


@st.composite
def counts(draw: st.DrawFn, tidy: bool = True) -> tuple[Count, int]:
    """A ballot that adds up, made paper by paper, and its seats."""
    seats = draw(st.integers(1, 6))
    names = [f"候选{n}" for n in range(draw(st.integers(seats, seats + 4)))]
    due = draw(st.integers(3, 60))
    present = draw(st.integers(-(-2 * due // 3), due))
    issued = draw(st.integers(0, present))
    back = draw(st.integers(0, issued))
    papers = [
        draw(
            st.lists(
                st.sampled_from(["favour", "against", "abstain"]),
                min_size=len(names),
                max_size=len(names),
            )
        )
        for _paper in range(back)
    ]
    good = [paper for paper in papers if paper.count("favour") <= seats]
    votes = {
        name: Votes(
            *(
                sum(paper[place] == mark for paper in good)
                for mark in ("favour", "against", "abstain")
            )
        )
        for place, name in enumerate(names)
    }
    return Count(due, present, issued, back, back - len(good), votes, {}), seats


@given(counts())
def test_papers_counted_one_by_one_add_up(made: tuple[Count, int]) -> None:
    count, seats = made
    assert faults(count, seats, TERMS) == []


@given(counts())
def test_whoever_is_elected_has_more_than_half_and_more_than_who_is_not(
    made: tuple[Count, int],
) -> None:
    count, seats = made
    found = outcome(count, seats, TERMS)
    assert found.holds and len(found.elected) + found.open_seats == seats
    favour = {name: votes.favour for name, votes in count.votes.items()}
    others = favour.keys() - set(found.elected)
    for name in (*found.elected, *found.tied):
        assert 2 * favour[name] > count.present
    if found.elected:
        worst = min(favour[name] for name in found.elected)
        assert all(2 * favour[name] <= count.present or favour[name] < worst for name in others)
    if found.tied:
        assert (
            len(found.tied) > found.open_seats > 0
            and len({favour[name] for name in found.tied}) == 1
        )
    else:
        assert found.open_seats == seats - len(found.elected)
        assert not found.open_seats or all(2 * favour[name] <= count.present for name in others)


@given(counts(), st.sampled_from(["present", "issued", "back", "invalid", "votes"]))
def test_a_count_that_does_not_add_up_elects_nobody(made: tuple[Count, int], what: str) -> None:
    count, seats = made
    wrong = {
        "present": replace(
            count, present=0, issued=0, back=0, invalid=0, votes={n: Votes(0) for n in count.votes}
        ),
        "issued": replace(count, issued=count.present + 1),
        "back": replace(count, back=count.issued + 1),
        "invalid": replace(count, invalid=count.back + 1),
        "votes": replace(
            count, votes={n: replace(v, favour=v.favour + 1) for n, v in count.votes.items()}
        ),
    }[what]
    found = outcome(wrong, seats, TERMS)
    assert not found.holds and found.elected == () and found.open_seats == seats


def ballot(
    present: int, seats_votes: dict[str, int], write_ins: dict[str, int] | None = None
) -> Count:
    votes = {name: Votes(n, present - n) for name, n in seats_votes.items()}
    return Count(present, present, present, present, 0, votes, write_ins or {})


def test_exactly_half_is_not_enough_and_one_more_is() -> None:
    assert outcome(ballot(100, {"甲": 50}), 1, TERMS).open_seats == 1
    assert outcome(ballot(100, {"甲": 51}), 1, TERMS).elected == ("甲",)


def test_equal_votes_at_the_last_seat_stand_again() -> None:
    found = outcome(ballot(99, {"甲": 70, "乙": 60, "丙": 60}), 2, TERMS)
    assert (found.elected, found.tied, found.open_seats) == (("甲",), ("丙", "乙"), 1)
    both = outcome(ballot(99, {"甲": 70, "乙": 60, "丙": 60}), 3, TERMS)
    assert both.elected == ("甲", "丙", "乙") and not both.tied


def test_a_name_that_voters_added_may_win() -> None:
    found = outcome(ballot(10, {"甲": 2, "乙": 3}, {"丙": 7}), 2, TERMS)
    assert (found.elected, found.open_seats) == (("丙",), 1)
    assert Fault.MARKS in faults(ballot(10, {"甲": 9}, {"丙": 2}), 1, TERMS)


@given(st.integers(1, 2000), st.integers(0, 2000))
def test_the_quorum_is_reached_at_two_thirds(due: int, present: int) -> None:
    assert present_enough(present, due, TERMS) == (3 * present >= 2 * due)


@pytest.mark.parametrize(
    ("candidates", "seats", "surplus", "fits"),
    [
        (5, 5, "0", True),
        (6, 5, "0", False),
        (6, 5, "1/5", True),
        (5, 5, "1/5", False),
        (12, 10, "1/5", True),
        (11, 10, "1/5", False),
        (13, 11, "1/5", False),
        (14, 11, "1/5", True),
        (2, 1, "3/20", True),
    ],
)
def test_candidates_are_as_many_as_the_kind_of_election_asks(
    candidates: int, seats: int, surplus: str, fits: bool
) -> None:
    assert enough_candidates(candidates, seats, Fraction(surplus)) is fits


@given(counts(), st.data())
def test_two_tellers_are_told_every_place_where_they_differ(
    made: tuple[Count, int], data: st.DataObject
) -> None:
    first, _seats = made
    assert differences(first, first) == []
    wrong = data.draw(st.sets(st.sampled_from(sorted(first.votes)), min_size=1))
    votes = {
        n: replace(v, against=v.against + 1) if n in wrong else v for n, v in first.votes.items()
    }
    second = replace(first, votes=votes, invalid=first.invalid + 1, write_ins={"另选": 1})
    assert set(differences(first, second)) == wrong | {"invalid", "另选"}
