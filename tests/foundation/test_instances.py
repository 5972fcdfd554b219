"""Rows made from whole columns are what the model's constructor makes of each."""

from __future__ import annotations

import pytest

from zulian.foundation.clock import today
from zulian.foundation.instances import instances
from zulian.people.models import Person
from zulian.regions.models import Region


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Region, {"code": ["1", "2"], "name": ["甲", "乙"], "level": [4, 6]}),
        (Person, {"id": [7], "name": ["演试"], "region_id": ["210921000000"], "phone": ["120"]}),
    ],
)
def test_they_are_as_the_constructor_makes_them(
    model: type[Region] | type[Person], columns: dict[str, list[object]]
) -> None:
    rows = instances(model, columns)
    assert len(rows) == len(next(iter(columns.values())))
    for n, row in enumerate(rows):
        alike = model(**{name: values[n] for name, values in columns.items()})
        for field in model._meta.concrete_fields:
            mine, theirs = getattr(row, field.attname), getattr(alike, field.attname)
            # What is made anew for each row, as a moment or a key, is of its kind.
            assert mine == theirs or (callable(field.default) and type(mine) is type(theirs))
        assert row._state.adding and row._state.db is None
        assert row.get_deferred_fields() == set()


def test_each_row_keeps_its_own_state() -> None:
    first, second = instances(Region, {"code": ["1", "2"], "valid_from": [today()] * 2})
    first._state.adding = False
    assert second._state.adding
