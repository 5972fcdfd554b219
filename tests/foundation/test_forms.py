"""Forms speak one language."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.urls import get_resolver

from zulian.foundation.forms import SENTENCES, HouseForm, speak


def test_no_form_of_the_house_says_a_stock_sentence() -> None:
    """Every field of every form, sent empty and with nonsense, speaks the house's own sentences."""
    assert get_resolver().url_patterns  # loads the forms of all rooms
    stock = {str(words) for kind in (forms.Field, *_kinds(forms.Field)) for words in _own_stock(kind).values()}
    for form in _kinds(HouseForm):
        for name, field in form.base_fields.items():
            field = copy.deepcopy(field)
            speak(field)
            said = {str(field.error_messages[code]) for code in field.error_messages if code in SENTENCES}
            assert not said & stock, (form, name, said & stock)


def _kinds(kind: type[Any]) -> set[type[Any]]:
    return {kind} | {each for child in kind.__subclasses__() for each in _kinds(child)}


def _own_stock(kind: type[Any]) -> dict[str, Any]:
    return getattr(kind, "default_error_messages", {}) if kind.__module__.startswith("django.") else {}
