"""Telephone numbers: what is too short for a mobile number is none, in ledgers and forms alike; landlines stay."""

from __future__ import annotations

import pytest
from django import forms

from zulian.foundation.forms import BaseForm
from zulian.foundation.ledger import ledgers
from zulian.foundation.ledger_cells import CellError
from zulian.foundation.phones import contact_fault, read_phone

SHORT = [
    "1380013",
    "13800138",
    "138001380",
    "1380013800",
    "138-0013-800",
    "１３８００１３８００",
    "138001380001",
]
RIGHT = [
    "13800138000",
    "138 0013 8000",
    "0418-2812345",
    "2812345",
    "28123456",
    "024-22812345",
    "（0418）2812345",
    "4008001234",
]


@pytest.mark.parametrize("text", SHORT)
def test_a_short_mobile_number_is_none(text: str) -> None:
    with pytest.raises(CellError, match="11 位"):
        read_phone(text)
    assert "11 位" in contact_fault(text)


@pytest.mark.parametrize("text", RIGHT)
def test_mobile_numbers_and_landlines_are_taken(text: str) -> None:
    assert read_phone(text).isdigit()
    assert contact_fault(text) == ""


def test_words_may_stand_beside_a_number_and_not_for_one() -> None:
    assert contact_fault("0418-2812345 转 8012") == ""
    for text in ("电话", "无", "12385"):
        assert contact_fault(text)
        with pytest.raises(CellError):
            read_phone(text)


class _Form(BaseForm):
    phone = forms.CharField(max_length=30, required=False)
    guardian_phone = forms.CharField(max_length=30, required=False)


def test_every_form_refuses_a_short_number() -> None:
    assert _Form({"phone": "", "guardian_phone": "0418-2812345"}).is_valid()
    form = _Form({"phone": "1380013", "guardian_phone": "138001380"})
    assert set(form.errors) == {"phone", "guardian_phone"}


def test_every_ledger_refuses_a_short_number() -> None:
    columns = [c for one in ledgers() for c in one.taken if c.key.endswith("phone")]
    assert len(columns) > 5
    for column in columns:
        with pytest.raises(CellError, match="11 位"):
            column.read("138001380")
