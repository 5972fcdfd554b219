"""The forms that come with the house: what they name is there, and they are marked as what they are."""

from __future__ import annotations

from datetime import date

import pytest

from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators.registry import Indicator
from zulian.statistics.counting import categories, measure_of
from zulian.statistics.models import Filing
from zulian.statistics.packaged import Version, all_versions, in_force
from zulian.statistics.rules import CONSTANT, LAST_YEAR, Kind

FORMS = all_versions()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.version}")
def test_every_measure_and_category_of_a_form_is_known(form: Version) -> None:
    for place, source in form.layout.kept().items():
        if source.kind is not Kind.MEASURE:
            continue
        measure = measure_of(source)
        assert measure is not None, place
        assert source.part in (("of", "met") if isinstance(measure, Indicator) else ("",)), place
        with scope(EVERYTHING):
            known = categories(measure, today())
        for name, value in source.where:
            assert value in known.get(name, {}), (place, name, value)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.version}")
def test_formulas_and_checks_name_lines_that_are_there(form: Version) -> None:
    lines = {line.no for line in form.layout.lines}
    assert len(lines) == len(form.layout.lines)
    columns = {column.key for column in form.layout.columns}
    for source in form.layout.sources().values():
        assert set(source.of) <= lines | columns
    for check in form.layout.checks:
        for term in (*check.left, *check.right):
            table, _colon, cell = term.rpartition(":")
            if not term.startswith(CONSTANT) and table in ("", LAST_YEAR):
                no, _dot, key = cell.partition(".")
                assert no in lines and (not key or key in columns), term


def test_forms_say_what_they_stand_on() -> None:
    for form in FORMS:
        assert form.source and form.kind in Filing.Kind.values
        assert form.is_background and "未见原表" in form.source


def test_a_form_is_asked_for_by_the_day() -> None:
    assert {form.code for form in in_force(today())} == {"annual", "quick"}
    assert not in_force(date(1999, 1, 1))
