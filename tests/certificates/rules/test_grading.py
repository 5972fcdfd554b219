"""Warnings beside a finding: the bounds of the standard, and that they never grade."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zulian.certificates.rules import grading
from zulian.certificates.rules.visits import covers, eligible
from zulian.foundation.policy import policy

RULES = policy("certificates/grading", date(2026, 1, 1))


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
        (5, 6, ("dq",)),
        (5, 7, ("iq",)),
        (5, 18, ("iq", "whodas")),
        (6, 30, ("whodas",)),
        (4, 30, ("limb",)),
    ],
)
def test_what_is_measured_depends_on_category_and_age(
    category: int, age: int, wanted: tuple[str, ...]
) -> None:
    assert grading.measures_of(category, age, RULES) == wanted


@given(st.sampled_from([1, 2, 3, 5, 6]), st.integers(0, 90), st.integers(1, 4), st.floats(0, 120))
def test_a_warning_is_given_exactly_where_they_differ(
    category: int, age: int, grade: int, value: float
) -> None:
    measure = grading.measures_of(category, age, RULES)[0]
    suggested = grading.suggested_grade(measure, value, RULES)
    assert bool(grading.warnings(category, grade, {measure: value}, age, RULES)) is (
        suggested != grade
    )
    assert bool(grading.warnings(category, None, {measure: value}, age, RULES)) is (suggested != 0)


def test_the_more_severe_of_acuity_and_field_decides() -> None:
    assert grading.warnings(1, 1, {"acuity": 0.2, "field_radius": 4}, 30, RULES) == []
    assert grading.warnings(1, 4, {"acuity": 0.2, "field_radius": 4}, 30, RULES)


def test_limbs_by_condition_and_nothing_measured() -> None:
    assert grading.warnings(4, 3, {"limb": ["hemiplegia"]}, 30, RULES) == []
    assert "二级" in grading.warnings(4, 3, {"limb": ["hemiplegia", "walk_hardly"]}, 30, RULES)[0]
    assert "没有填写测量结果" in grading.warnings(4, 3, {}, 30, RULES)[0]


VISITS = policy("certificates/visits", date(2026, 1, 1))


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
