"""Marks item by item come to one mark of a hundred."""

from __future__ import annotations

from decimal import Decimal

from zulian.commissioners.forms import OwnForm

ITEMS = [["走访", 30], ["台账", 10]]


def test_items_are_added_up_and_stretched_to_a_hundred() -> None:
    form = OwnForm({"item-0": "27", "item-1": "5", "text": "走访到位"}, items=ITEMS)
    assert form.is_valid() and form.total() == Decimal(80)
    assert form.marks() == [("走访", "27"), ("台账", "5")]


def test_an_item_takes_no_more_than_its_points() -> None:
    form = OwnForm({"item-0": "31", "item-1": "", "text": "x"}, items=ITEMS)
    assert not form.is_valid() and set(form.errors) == {"item-0", "item-1"}
