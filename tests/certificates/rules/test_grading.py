"""Warnings beside a finding: the bounds of the standard, and that they never grade."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.certificates.rules import grading
from zulian.certificates.rules.visits import covers, eligible
from zulian.foundation.policy import packaged

RULES = packaged("certificates/grading", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("measure", "value", "grade"),
    [
        ("acuity", 0.0, 1),
        ("acuity", 0.019, 1),
        ("acuity", 0.02, 2),
        ("acuity", 0.05, 3),
        ("acuity", 0.1, 4),
        ("acuity", 0.3, 0),
        ("field_radius", 4.9, 1),
        ("field_radius", 9, 2),
        ("field_radius", 10, 0),
        ("decibel", 91, 1),
        ("decibel", 90, 2),
        ("decibel", 81, 2),
        ("decibel", 80, 3),
        ("decibel", 61, 3),
        ("decibel", 41, 4),
        ("decibel", 40, 0),
        ("intelligibility", 10, 1),
        ("intelligibility", 11, 2),
        ("intelligibility", 26, 3),
        ("intelligibility", 65, 4),
        ("intelligibility", 66, 0),
        ("dq", 25, 1),
        ("dq", 26, 2),
        ("dq", 40, 3),
        ("dq", 75, 4),
        ("dq", 76, 0),
        ("iq", 19, 1),
        ("iq", 20, 2),
        ("iq", 35, 3),
        ("iq", 50, 4),
        ("iq", 70, 0),
        ("whodas", 116, 1),
        ("whodas", 106, 2),
        ("whodas", 96, 3),
        ("whodas", 52, 4),
        ("whodas", 51, 0),
    ],
)
def test_the_bounds(measure: str, value: float, grade: int) -> None:
    assert grading.suggested_grade(measure, value, RULES) == grade


@pytest.mark.parametrize(
    ("category", "age", "wanted"),
    [
        (1, 30, ("acuity", "field_radius")),
        (2, 2, ("decibel",)),
        (4, 30, ("limb",)),
        (5, 6, ("dq", "adaptive")),
        (5, 7, ("iq", "adaptive")),
        (5, 17, ("iq", "adaptive")),
        (5, 18, ("iq", "adaptive", "whodas")),
        (6, 17, ("adaptive",)),
        (6, 18, ("whodas", "adaptive")),
    ],
)
def test_what_is_measured_depends_on_category_and_age(
    category: int, age: int, wanted: tuple[str, ...]
) -> None:
    assert grading.measures_of(category, age, RULES) == wanted


def guess(category: int, age: int, **measured: object) -> int | None:
    return grading.expected(category, measured, age, RULES).grade


@pytest.mark.parametrize(
    ("decibel", "age", "grade"),
    [(95, 2, 1), (61, 2, 3), (45, 2, 0), (60, 2, 0), (45, 3, 4), (30, 2, 0)],
)
def test_under_three_hearing_knows_three_grades(decibel: int, age: int, grade: int) -> None:
    assert guess(2, age, decibel=decibel) == grade


@pytest.mark.parametrize(("age", "grade"), [(0, 0), (2, 0), (3, 1)])
def test_under_three_speech_is_not_graded(age: int, grade: int) -> None:
    assert guess(3, age, intelligibility=5) == grade
    assert bool(grading.warnings(3, 1, {"intelligibility": 5}, age, RULES)) is (age < 3)


@pytest.mark.parametrize(
    ("dq", "adaptive", "grade"),
    [
        (71, None, 4),
        (72, None, None),
        (74, None, None),
        (75, None, None),
        (76, None, 0),
        (72, 4, 4),
        (74, 0, 0),
        (75, 3, 3),
        (50, 2, 3),
        (76, 4, 0),
    ],
)
def test_between_72_and_75_adaptive_behaviour_grades_a_child(
    dq: int, adaptive: int | None, grade: int | None
) -> None:
    assert guess(5, 4, dq=dq, adaptive=adaptive) == grade


@pytest.mark.parametrize(
    ("iq", "adaptive", "grade"),
    [(40, None, 3), (40, 3, 3), (40, 2, 2), (40, 4, 4), (40, 0, 0), (None, 3, None)],
)
def test_where_they_disagree_adaptive_behaviour_decides(
    iq: int | None, adaptive: int | None, grade: int | None
) -> None:
    assert guess(5, 10, iq=iq, adaptive=adaptive) == guess(5, 40, iq=iq, adaptive=adaptive) == grade


@pytest.mark.parametrize(
    ("iq", "adaptive", "grade", "words"),
    [
        (69, 4, 4, ""),
        (70, 4, 4, "智商在 70 至 75 之间，按适应行为分级"),
        (75, 3, 3, "按适应行为分级"),
        (72, 0, 0, "按适应行为分级"),
        (72, None, None, "请评定适应行为"),
        (76, 4, 0, "智商高于 75，按智商"),
        (76, 0, 0, ""),
    ],
)
def test_just_above_the_bound_it_is_said_which_scale_decides_and_why(
    iq: int, adaptive: int | None, grade: int | None, words: str
) -> None:
    found = grading.expected(5, {"iq": iq, "adaptive": adaptive}, 10, RULES)
    assert found.grade == grade
    assert words in "".join(found.notes)
    assert bool(found.notes) is bool(words)


def test_whodas_is_for_adults() -> None:
    assert guess(6, 17, whodas=120) is None
    assert [guess(6, 17, adaptive=n) for n in (0, 1, 4)] == [0, 1, 4]
    assert guess(6, 18, whodas=120) == guess(6, 18, whodas=120, adaptive=2) == 1
    assert guess(6, 18, adaptive=2) is None
    assert grading.expected(6, {"whodas": 120, "adaptive": 2}, 18, RULES).notes
    assert grading.expected(5, {"iq": 40, "adaptive": 3, "whodas": 120}, 30, RULES).notes
    assert not grading.expected(5, {"iq": 40, "adaptive": 3, "whodas": 100}, 30, RULES).notes


@given(
    st.sampled_from([1, 2, 3, 5, 6]),
    st.integers(0, 90),
    st.sampled_from([None, 1, 2, 3, 4]),
    st.floats(0, 120),
    st.integers(0, 4),
)
def test_a_warning_is_given_exactly_where_they_differ_or_nothing_is_known(
    category: int, age: int, grade: int | None, value: float, adaptive: int
) -> None:
    measure = grading.measures_of(category, age, RULES)[0]
    measured = {measure: adaptive if measure == "adaptive" else value}
    found = grading.expected(category, measured, age, RULES)
    assert found.grade in {None, 0, 1, 2, 3, 4}
    said = grading.warnings(category, grade, measured, age, RULES)
    assert bool(said) is (found.grade != (grade or 0) or not found.is_clear)


def test_the_more_severe_of_acuity_and_field_decides() -> None:
    assert grading.warnings(1, 1, {"acuity": 0.2, "field_radius": 4}, 30, RULES) == []
    assert grading.warnings(1, 4, {"acuity": 0.2, "field_radius": 4}, 30, RULES)


@pytest.mark.parametrize(
    ("conditions", "age", "grade"),
    [
        (["both_shanks"], 40, 3),
        (["one_shank"], 40, 4),
        (["both_thighs"], 40, 2),
        (["both_arms_whole"], 40, 1),
        (["one_shank", "one_forearm"], 40, 3),
        (["dwarfism"], 17, 0),
        (["dwarfism"], 18, 4),
        (["dwarfism", "short_leg"], 17, 4),
        ([], 40, None),
    ],
)
def test_limbs_by_condition(conditions: list[str], age: int, grade: int | None) -> None:
    assert guess(4, age, limb=conditions) == grade


def test_the_list_of_conditions_is_whole() -> None:
    """Amputations by level, paralysis, function, spine, length and stature, each once and in the order of its grade."""
    items = RULES["limb"]
    keys = [item["key"] for item in items]
    assert len(keys) == len(set(keys)) > 30
    assert not set(keys) & {item["key"] for item in RULES["limb_before"]}
    grades = [item["grade"] for item in items]
    assert grades == sorted(grades)
    assert set(grades) == {1, 2, 3, 4}


def test_nothing_measured_is_said() -> None:
    assert "没有填写测量结果" in grading.warnings(4, 3, {}, 30, RULES)[0]
    assert "适应行为" in grading.warnings(5, 4, {"dq": 74}, 4, RULES)[0]


@given(st.dictionaries(st.integers(1, 6), st.sampled_from([None, 0, 1, 2, 3, 4]), max_size=4))
def test_findings_of_one_person_together(grades: dict[int, int | None]) -> None:
    found = {category: grade for category, grade in grades.items() if grade}
    both = grading.together(grades)
    assert (both is None) is (not found)
    if both:
        assert both[1] == min(found.values())
        assert (both[0] == 7) is (len(found) > 1)


VISITS = packaged("certificates/visits", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("grade", "age", "cannot", "expected"),
    [
        (1, 30, True, True),
        (3, 30, True, False),
        (3, 80, True, True),
        (None, 30, True, True),
        (1, 30, False, False),
    ],
)
def test_who_is_visited(grade: int | None, age: int, cannot: bool, expected: bool) -> None:
    found, why = eligible(grade, age, cannot, VISITS)
    assert found is expected
    assert why


@given(st.sets(st.integers(1, 6)), st.sets(st.integers(1, 6)))
def test_a_team_covers_what_its_doctor_may(team: set[int], needed: set[int]) -> None:
    assert covers(tuple(team), tuple(needed)) is (needed <= team)
