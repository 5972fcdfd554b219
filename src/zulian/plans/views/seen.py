"""The hidden field by which a form tells what its rows were like when it was opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from zulian.foundation.forms import BaseForm
from zulian.plans.models import Circular
from zulian.plans.services.seen import LENGTH, Shown, act_as_seen, digest

FIELD = "seen"


def only_as_seen(
    form: BaseForm,
    circular: Circular,
    shown: Sequence[Shown],
    act: Callable[[dict[str, Any]], Any],
) -> Callable[[dict[str, Any]], Any]:
    """`act` for a form of a draft, refused where what the form shows has been changed since it was opened."""
    field = forms.CharField(
        max_length=LENGTH, required=False, widget=forms.HiddenInput, initial=digest(shown)
    )
    form.add_field(FIELD, field)

    def guarded(data: dict[str, Any]) -> Any:
        values = {name: value for name, value in data.items() if name != FIELD}
        return act_as_seen(circular, shown, data[FIELD], lambda: act(values))

    return guarded
