"""Sealed data: opens only with its key and in its column, is found by its blind index, never shows in the trail."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from zulian.foundation.audit import _values
from zulian.foundation.sealing import SealedField, SealError, blind, mask, seal, unseal

CIPHERS = ["aes", "sm4"]


@pytest.mark.parametrize("cipher", CIPHERS)
def test_what_is_sealed_opens_again_and_looks_different_each_time(
    settings: Any, cipher: str
) -> None:
    settings.SEAL_CIPHER = cipher
    first, second = seal("210900199001010011", "x.y"), seal("210900199001010011", "x.y")
    assert first != second
    assert "2109" not in first
    assert unseal(first, "x.y") == unseal(second, "x.y") == "210900199001010011"


@given(st.text(max_size=200))
def test_any_text_comes_back(text: str) -> None:
    assert unseal(seal(text, "x.y"), "x.y") == text


@pytest.mark.parametrize("cipher", CIPHERS)
def test_another_column_or_an_altered_value_does_not_open(settings: Any, cipher: str) -> None:
    settings.SEAL_CIPHER = cipher
    value = seal("13800000000", "x.phone")
    with pytest.raises(SealError):
        unseal(value, "x.address")
    raw = bytearray(base64.b64decode(value))
    for place in range(len(raw)):
        changed = bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(SealError):
            unseal(base64.b64encode(changed).decode(), "x.phone")


@pytest.mark.parametrize("value", ["", "plain", "AQ==", "AgAA", "====", "号"])
def test_what_was_never_sealed_is_an_error(value: str) -> None:
    with pytest.raises(SealError):
        unseal(value, "x.y")


def test_both_ciphers_stay_readable_after_a_switch(settings: Any) -> None:
    settings.SEAL_CIPHER = "sm4"
    value = seal("甲", "x.y")
    settings.SEAL_CIPHER = "aes"
    assert unseal(value, "x.y") == "甲"


@pytest.mark.parametrize("cipher", CIPHERS)
def test_a_blind_index_is_the_same_for_the_same_text_only(settings: Any, cipher: str) -> None:
    settings.SEAL_CIPHER = cipher
    assert blind("a") == blind("a") != blind("b")
    assert len(blind("a")) == 32
    assert blind("") == ""


class Sealed(models.Model):
    """A model without a table, for the field alone."""

    phone = SealedField(blank=True)

    class Meta:
        app_label = "tests"
        managed = False

    def __str__(self) -> str:
        return "sealed"


def test_the_field_seals_on_the_way_in_and_refuses_to_be_searched() -> None:
    field = Sealed._meta.get_field("phone")
    stored = field.get_prep_value("13800000000")
    assert "138" not in stored
    assert field.from_db_value(stored, None, None) == "13800000000"
    assert field.get_prep_value("") == ""
    with pytest.raises(SealError, match="blind index"):
        Sealed.objects.filter(phone="13800000000")


def test_the_trail_holds_only_that_it_changed() -> None:
    one, other = (
        _values(Sealed(phone=number))["phone"] for number in ("13800000000", "13900000000")
    )
    assert "138" not in one and one != other


@given(st.text("0123456789", max_size=20), st.integers(0, 6), st.integers(0, 4))
def test_a_mask_keeps_the_length_and_always_hides_something(
    text: str, head: int, tail: int
) -> None:
    masked = mask(text, head, tail)
    assert len(masked) == len(text)
    assert not text or "*" in masked
