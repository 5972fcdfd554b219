"""Widgets are drawn as Django's own templates would have them, whatever is put into them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from zulian.foundation.forms import FieldRenderer
from zulian.foundation.widgets import INPUTS, drawn

TEXT = st.text(alphabet=st.sampled_from("ab 残<>&\"'%{}"), max_size=8)
# What is safe stays as it is, what is lazy is translated, numbers are told as a template tells them.
VALUES = st.one_of(
    TEXT,
    TEXT.map(lambda text: mark_safe(text.replace("<", "").replace('"', ""))),  # noqa: S308  (made up)
    st.integers(-10_000, 10_000),
    st.sampled_from([None, True, False, Decimal("1.50"), gettext_lazy("是"), ("a", "b")]),
)
NAMES = st.sampled_from(["class", "data-x", "required", "disabled", "aria-label"])
ATTRIBUTES = st.dictionaries(NAMES, VALUES.filter(lambda value: value is not None), max_size=3)
LABELS = st.one_of(TEXT, st.integers(), st.just(gettext_lazy("全部")))
OPTIONS = st.tuples(VALUES, LABELS)
GROUPS = st.tuples(TEXT.filter(bool), st.lists(OPTIONS, max_size=2))
CHOICES = st.lists(st.one_of(OPTIONS, GROUPS), max_size=4)


def alike(widget: forms.Widget, value: Any, attributes: dict[str, Any]) -> None:
    ours = widget.render("x", value, attributes, renderer=FieldRenderer())
    theirs = widget.render("x", value, attributes, renderer=TemplatesSetting())
    assert parse_html(ours) == parse_html(theirs), (ours, theirs)


@given(choices=CHOICES, value=VALUES, attributes=ATTRIBUTES)
def test_a_select_is_that_of_django(
    choices: list[Any], value: Any, attributes: dict[str, Any]
) -> None:
    alike(forms.Select(choices=choices), value, attributes)
    alike(forms.SelectMultiple(choices=choices), [value], attributes)


@given(value=VALUES, attributes=ATTRIBUTES)
@pytest.mark.parametrize(
    "widget",
    [forms.TextInput, forms.NumberInput, forms.EmailInput, forms.HiddenInput, forms.PasswordInput],
)
def test_an_input_is_that_of_django(
    widget: type[forms.Widget], value: Any, attributes: dict[str, Any]
) -> None:
    alike(widget(), value, attributes)


def test_what_has_a_template_of_its_own_keeps_it() -> None:
    class Named(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    context = Named(choices=[("a", "b")]).get_context("x", "a", {})
    assert drawn("django/forms/widgets/select.html", context["widget"]) is None
    assert drawn("django/forms/widgets/textarea.html", {}) is None
    assert len(INPUTS) == 5
