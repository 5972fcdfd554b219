"""Policies: versions by date of force, each with its source."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from zulian.foundation.chosen import Choice, Choices
from zulian.foundation.figures import Figure
from zulian.foundation.policy import (
    PACKAGE,
    PolicyError,
    _over,
    figures,
    names,
    packaged,
    policy,
    title_of,
    versions,
)

FILES = [f"{path.parent.parent.name}/{path.stem}" for path in Path(PACKAGE).glob("*/policy/*.toml")]


@pytest.mark.parametrize("name", FILES)
def test_every_version_of_every_policy_names_its_source_and_day(name: str) -> None:
    assert versions(name)
    for version in versions(name):
        assert version.source
        assert isinstance(version.since, date)


def test_the_version_in_force_on_the_day_counts() -> None:
    assert policy("plans/supervision", date(2026, 1, 1))["remind_workdays_before"]


def test_before_the_first_version_there_is_none() -> None:
    with pytest.raises(PolicyError):
        policy("plans/supervision", date(1990, 1, 1))


def test_an_unknown_policy_is_an_error() -> None:
    with pytest.raises(PolicyError):
        versions("plans/nothing")


ALL_FIGURES = [figure for name in FILES for figure in figures(name).values()]


@pytest.mark.parametrize("name", FILES)
def test_every_policy_has_a_title(name: str) -> None:
    assert title_of(name)
    assert name in names()


@pytest.mark.parametrize("figure", ALL_FIGURES, ids=lambda f: f"{f.policy} {f.key}")
def test_every_figure_stands_in_all_versions_within_its_bounds(figure: Figure) -> None:
    assert figure.title
    for version in versions(figure.policy):
        value = figure.of(version.values)
        if figure.by:
            assert figure.check(value) == value
        assert figure.words(value)


def test_a_version_fixes_figures_that_there_are() -> None:
    for name in FILES:
        for version in versions(name):
            assert version.fixed <= set(figures(name))


@pytest.mark.parametrize("figure", [f for f in ALL_FIGURES if f.by], ids=lambda f: f.key)
def test_a_figure_that_may_be_set_is_told_at_a_place_alone(figure: Figure) -> None:
    day = versions(figure.policy)[-1].since
    with pytest.raises(PolicyError):
        policy(figure.policy, day)[figure.root]


def test_packaged_figures_are_read_by_nobody_but_who_knows_of_choices() -> None:
    """Elsewhere each figure is asked for with `policy` or `by_place`, so that no choice is passed over."""
    # The last one reads words of clauses, which nobody sets.
    may = {"foundation/policy.py", "policies", "plans/services/binding.py"}
    for path in PACKAGE.rglob("*.py"):
        where = path.relative_to(PACKAGE).as_posix()
        if where in may or where.split("/")[0] in may:
            continue
        called = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"packaged", "versions"}, where


@pytest.mark.parametrize(
    "value", [None, "", "x", True, float("nan"), float("inf"), 1e400, [], -1, 11, 2.5]
)
def test_a_value_that_a_figure_cannot_have_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        figures("commissioners/positions")["contract_years"].check(value)


CITY, DAY = "210900000000", date(2026, 1, 1)
CHOSEN = Choices([Choice(DAY, 1, CITY, "commissioners/positions", "contract_years", 5)])


def test_an_update_of_the_packaged_version_leaves_what_was_chosen() -> None:
    found = packaged("commissioners/positions", DAY)
    newer = replace(found, since=date(2027, 1, 1), values=found.values | {"contract_years": 4})
    assert _over(newer, CHOSEN, CITY, newer.since)["contract_years"] == 5


def test_what_a_version_fixes_is_not_what_was_chosen() -> None:
    found = packaged("commissioners/positions", DAY)
    fixed = replace(found, fixed=frozenset({"contract_years"}))
    assert _over(found, CHOSEN, CITY, DAY)["contract_years"] == 5
    assert _over(fixed, CHOSEN, CITY, DAY)["contract_years"] == found["contract_years"] == 3
