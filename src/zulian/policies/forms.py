"""The form by which a figure of a policy is set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.figures import Figure, written
from zulian.foundation.forms import BaseForm, NumberField
from zulian.policies.models import Setting


class SettingForm(BaseForm):
    """A value of a figure, from which day on, and on what ground; or that the division above counts again."""

    models = (Setting,)

    since = DayField(label=gettext_lazy("执行日期"), span=DEADLINE)
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=120,
        help_text=gettext_lazy("文件名称和文号，或会议决定。"),
    )

    def __init__(
        self, figure: Figure, value: Any, *args: Any, has_own: bool, **kwargs: Any
    ) -> None:
        """`value` is what is in force now, `has_own` whether the division ever set the figure itself."""
        super().__init__(*args, **kwargs)
        self.initial["value"] = written(value) if figure.options else value
        self.figure = figure
        if has_own:
            follow = _("本级不再另行规定，从这一天起恢复按上级的执行")
            self.add_field("follow", forms.BooleanField(label=follow, required=False))
        self.add_field("value", value_field(figure, is_needed=not has_own))
        order = ["value", "follow", "since", "basis"]
        self.order_fields([name for name in order if name in self.fields])
        if figure.counted:
            self.fields["since"].help_text = _("这一项只能从明天或以后的某一天起执行，以前的不变。")
        elif not self.is_bound:
            self.initial["since"] = today()

    def clean(self) -> dict[str, Any]:
        """The value as the figure keeps it; None where the division above counts again."""
        data = super().clean() or self.cleaned_data
        if data.pop("follow", False):
            return data | {"value": None}
        value = data.get("value")
        if value in (None, "") and "value" not in self.errors:
            raise ValidationError({"value": _("请填写数值。")})
        if "value" in data and self.figure.options:
            data["value"] = next(v for v, _words in self.figure.options if written(v) == value)
        return data


def value_field(figure: Figure, *, is_needed: bool) -> forms.Field:
    """The field of a figure's value: a number within its bounds, or one of its options."""
    if figure.options:
        choices = [(written(value), words) for value, words in figure.options]
        choices = choices if is_needed else [("", "—"), *choices]
        return forms.ChoiceField(label=figure.title, choices=choices, required=is_needed)
    words = _("%(least)s 至 %(most)s%(unit)s。") % figure.bounds
    facts: dict[str, Any] = {"label": figure.title, "help_text": words, "required": is_needed}
    if figure.is_whole:
        return forms.IntegerField(min_value=int(figure.least), max_value=int(figure.most), **facts)
    return NumberField(
        min_value=figure.least, max_value=figure.most, max_digits=8, decimal_places=2, **facts
    )
