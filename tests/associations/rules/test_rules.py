"""The pure rules of associations: gap to the norm, calendar, quorum, review, easy reading."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zulian.associations
from zulian.associations.rules import calendar, easy, norm, review

ROOT = Path(zulian.associations.__file__).parent
NORM: dict[str, Any] = tomllib.loads((ROOT / "policy/norms.toml").read_text(encoding="utf-8"))[
    "version"
][0]
ITEMS = [("a", "甲", 20), ("b", "乙", 15)]
FULL = norm.Facts(
    True, 10, {k for k, _w in NORM["equipment"]}, 1, True, set(NORM["papers"]), 1, True, 1, 5, True
)
counts = st.integers(0, 12)


@st.composite
def facts(draw: st.DrawFn) -> norm.Facts:
    keys, papers = [k for k, _w in NORM["equipment"]], NORM["papers"]
    return norm.Facts(
        draw(st.booleans()),
        draw(st.integers(0, 30)),
        draw(st.sets(st.sampled_from(keys))),
        draw(counts),
        draw(st.booleans()),
        draw(st.sets(st.sampled_from(papers))),
        draw(st.integers(0, 1)),
        draw(st.booleans()),
        draw(counts),
        draw(counts),
        draw(st.booleans()),
    )


def test_whoever_has_all_lacks_nothing() -> None:
    assert norm.gaps(FULL, NORM) == []


@given(facts())
def test_a_gap_is_where_there_is_less_than_wanted_and_names_what_is_missing(
    given_facts: norm.Facts,
) -> None:
    found = {gap.key: gap for gap in norm.gaps(given_facts, NORM)}
    assert all(0 <= gap.have < gap.want for gap in found.values())
    assert ("staff" in found) == (given_facts.staff < NORM["staff"])
    assert ("committee" in found) == (given_facts.committee < NORM["committee"])
    lacking = set(NORM["papers"]) - set(given_facts.papers)
    assert set(found["papers"].missing) == lacking if lacking else "papers" not in found


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_a_years_meetings_fall_due_within_it_in_order_one_in_each_part(
    year: int, times: int
) -> None:
    days = calendar.due_days(year, times)
    assert len(set(days)) == times and days == sorted(days)
    assert all(day.year == year for day in days) and (days[-1].month, days[-1].day) == (12, 31)


def test_a_year_has_no_more_than_twelve_meetings_of_a_kind() -> None:
    for times in (0, 13):
        with pytest.raises(ValueError, match="twelve"):
            calendar.due_days(2026, times)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 100))
def test_a_quorum_is_a_share_and_more_people_never_undo_it(
    present: int, members: int, quorum: int
) -> None:
    assert calendar.enough(present, members, quorum) == (
        present > 0 and present / members >= quorum / 100 - 1e-12
    )
    if calendar.enough(present, members, quorum):
        assert calendar.enough(present + 1, members, quorum)


@given(st.integers(1, 100), st.integers(0, 50), st.integers(0, 50))
def test_suggested_points_never_exceed_the_most_and_are_full_when_all_is_met(
    most: int, met: int, of: int
) -> None:
    points = review.suggested(most, met, of)
    assert 0 <= points <= most
    assert points == most if of and met >= of else points <= most


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(-5, 50)))
def test_a_total_counts_each_item_within_its_bounds(points: dict[str, int]) -> None:
    assert 0 <= review.total(points, ITEMS) <= 35


@given(st.integers(0, 100))
def test_every_total_has_one_grade_and_a_better_one_no_worse_grade(points: int) -> None:
    grades = [(90, "优秀"), (75, "良好"), (60, "合格"), (0, "不合格")]
    names = [name for _least, name in reversed(grades)]
    assert review.grade(points, grades) in names
    assert names.index(review.grade(points + 1, grades)) >= names.index(
        review.grade(points, grades)
    )


def test_easy_words_are_short_sentences() -> None:
    assert easy.is_easy("我们是盲人协会。有困难找我们。")
    assert not easy.is_easy("")
    assert easy.too_long("这一句话写得实在是太长太长太长了读起来很费劲。") != []
    assert not easy.is_easy("好。" * 13)


@given(st.text(alphabet="我们去看电影。，！", max_size=80))
def test_a_text_cut_into_its_sentences_says_the_same(text: str) -> None:
    joined = "".join(easy.sentences(text))
    assert joined == "".join(c for c in text if c not in "。！")
    assert easy.is_easy(text) == (
        0 < len(easy.sentences(text)) <= easy.MOST and not easy.too_long(text)
    )
