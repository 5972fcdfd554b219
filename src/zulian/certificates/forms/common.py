"""What the forms of this room share: categories as numbers, choices of a row, the reason, somebody by number and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.certificates.models import Case, DeathReport
from zulian.foundation.forms import BaseForm
from zulian.people.disabilities import GRADES, SINGLE
from zulian.people.models import Person
from zulian.registers.forms import BaseModelForm


class Numbers(forms.TypedMultipleChoiceField):
    """Several categories, as numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SINGLE, coerce=int, **kwargs)


class KeyedBoxes(forms.CheckboxSelectMultiple):
    """Boxes that are ticked by the key of their number."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = str(option["value"])
        return option


def choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Let a field choose among the choices of a row."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class ReasonForm(BaseForm):
    """A reason."""

    models = (Case,)
    reason = forms.CharField(label=_("原因"), max_length=200)


class NamedForm(BaseModelForm):
    """Somebody by number and name, beside the fields of a model."""

    columns = {"name": (Person, "name")}
    id_number = forms.CharField(label=_("身份证号"), max_length=30)
    name = forms.CharField(label=_("姓名"), max_length=60)

    class Meta:
        model = DeathReport
        fields: tuple[str, ...] = ()


class PartsForm(BaseForm):
    """All findings of a person: the grade of each category, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category, name in SINGLE:
            self.add_field(part(category), grade_of(name))
        self.order_fields(self.field_order)

    @property
    def parts(self) -> dict[int, int]:
        """What was chosen: {category: grade}."""
        chosen = {category: self.cleaned_data.get(part(category)) for category, _name in SINGLE}
        return {category: grade for category, grade in chosen.items() if grade}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {**data, "parts": self.parts}


def part(category: int | str) -> str:
    """The name of the field of a category."""
    return f"part_{category}"


def parts_begun(parts: Mapping[int, int]) -> dict[str, int]:
    """What a `PartsForm` begins with."""
    return {part(category): grade for category, grade in parts.items()}


def grade_of(label: Any) -> forms.TypedChoiceField:
    """The grade that was found, or none."""
    choices = [("", _("无")), *GRADES]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False
    )
