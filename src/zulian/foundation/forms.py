"""One form layout for the whole house: label, help, field, and the error at the field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import (
    DecimalValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
)
from django.db.models import CharField, DecimalField, Model, TextField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from zulian.foundation.bounds import integer_range, stored_as
from zulian.foundation.days import bound_day
from zulian.foundation.form_messages import speak
from zulian.foundation.keys import new_key
from zulian.foundation.numbers import plain
from zulian.foundation.phones import validate_contact
from zulian.foundation.sealing import SealedField
from zulian.foundation.widgets import drawn


class FieldRenderer(TemplatesSetting):
    """Renders every form and field through the house's own templates."""

    form_template_name = "foundation/form.html"
    field_template_name = "foundation/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Inputs and selects are drawn at once; everything else by its template."""
        html = drawn(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if html is None else html


class BaseForm(forms.Form):
    """A form whose widgets carry the house's classes; services' errors land at their fields.

    A field that bears the name of a column holds no more than the column does. The column is looked up in `models`,
    then, where one name stands for one bound there, in the room of the form. `columns` names the column of a field
    that bears another name; None is for a field that is kept in none. A field whose name ends in "phone" takes what can be
    telephoned.
    """

    models: ClassVar[Sequence[type[Model]]] = ()
    columns: ClassVar[Mapping[str, tuple[type[Model], str] | None]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        # The token of the page on which the form stands; one that comes back with a fault keeps it.
        self.once = str(self.data.get("once") or new_key())
        for name, field in self.fields.items():
            make_ready(type(self), name, field)

    def get_context(self) -> dict[str, Any]:
        """What the form is drawn with: where something is wrong the hand goes there first."""
        if self.is_bound and self.errors:
            for field in self.fields.values():
                field.widget.attrs.pop("autofocus", None)
            wrong = next((bound for bound in self.visible_fields() if bound.errors), None)
            if wrong is not None and not wrong.use_fieldset:
                wrong.field.widget.attrs["autofocus"] = True
        return super().get_context()

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that is known only now; it is bounded, speaks and looks as all others do."""
        self.fields[name] = field
        make_ready(type(self), name, field)

    def fit_to(self, row: Any) -> None:
        """Fit the form to the row that it is about, None for a new one: what its fields may choose from."""

    def accept(self, error: ValidationError) -> None:
        """Show a service's error: at its field where it names one that the form has, else above the form."""
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        else:
            self.add_error(None, error)


def make_ready(form: type[BaseForm], name: str, field: forms.Field) -> None:
    """Bound a field of a form, and let it speak and look as all fields of the house do."""
    kind: Any = type(field)
    found = columns_of(form, name, kind)
    if len(found) == 1:
        bound_by(field, found[0])
    elif isinstance(field, forms.DateField):
        bound_day(field)
    if name.endswith("id_number") or any(isinstance(column, SealedField) for column in found):
        # Sealed data is not kept in a browser either (static/typed.js).
        field.widget.attrs["data-private"] = True
    if name.endswith("phone") and isinstance(field, forms.CharField):
        field.validators.append(validate_contact)
    speak(field)
    style_widget(field)


@cache
def columns_of(form: type[BaseForm], name: str, kind: Any) -> tuple[Any, ...]:
    """The columns that bound a form's field, one for each different bound; where there are more, the form must choose."""
    if name in form.columns:
        column = form.columns[name]
        return (column[0]._meta.get_field(column[1]),) if column else ()
    for model in form.models:
        if found := _columns_named(name, kind, [model]):
            return tuple(found)
    room = apps.get_containing_app_config(form.__module__)
    found = _columns_named(name, kind, room.get_models() if room else ())
    return tuple({bound_of(column): column for column in found}.values())


def _columns_named(name: str, kind: type[forms.Field], models: Iterable[type[Model]]) -> list[Any]:
    """The columns of a name that can hold what a field of this kind gives."""
    return [
        column
        for model in models
        for column in model._meta.concrete_fields
        if name in (column.name, column.attname) and _fits(kind, column)
    ]


def _fits(kind: type[forms.Field], column: Any) -> bool:
    """Whether a field of this kind gives what is stored in the column; what points to a row gives the row."""
    if column.is_relation:
        return False
    if issubclass(kind, forms.DecimalField):
        return isinstance(column, DecimalField)
    if issubclass(kind, forms.IntegerField):
        return not issubclass(kind, forms.FloatField) and integer_range(column) is not None
    return issubclass(kind, forms.CharField) and isinstance(column, CharField | TextField)


def bound_of(column: Any) -> Any:
    """What a column lets in, to be compared: digits and places, the least and the greatest number, or a length."""
    column = stored_as(column)
    if isinstance(column, DecimalField):
        return column.max_digits, column.decimal_places
    return integer_range(column) or column.max_length


def bound_by(field: Any, column: Any) -> None:
    """Let a field hold no more than its column; a field that is narrower by itself stays so."""
    bound = bound_of(column)
    if isinstance(field, forms.DecimalField):
        _bound_decimal(field, *bound)
    elif isinstance(field, forms.IntegerField):
        _bound_integer(field, *bound)
    elif bound is not None:
        _bound_text(field, bound)
    field.widget.attrs.update(field.widget_attrs(field.widget))


def _bound_text(field: Any, limit: int) -> None:
    if field.max_length is None or field.max_length > limit:
        field.max_length = limit
        _replace(field, MaxLengthValidator(limit))


def _bound_integer(field: Any, low: int, high: int) -> None:
    if field.min_value is None or field.min_value < low:
        field.min_value = low
        _replace(field, MinValueValidator(low))
    if field.max_value is None or field.max_value > high:
        field.max_value = high
        _replace(field, MaxValueValidator(high))


def _bound_decimal(field: Any, digits: int, places: int) -> None:
    whole = digits - places
    if field.max_digits is not None:
        whole = min(whole, field.max_digits - (field.decimal_places or 0))
    if field.decimal_places is not None:
        places = min(places, field.decimal_places)
    field.max_digits, field.decimal_places = whole + places, places
    _replace(field, DecimalValidator(whole + places, places))


def _replace(field: forms.Field, validator: Any) -> None:
    """Put a validator in the place of the one of its kind, so that a fault is said once."""
    field.validators = [*(v for v in field.validators if type(v) is not type(validator)), validator]


class ManyFilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of uploaded files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class SearchableCheckboxes(forms.CheckboxSelectMultiple):
    """Many boxes under the names of their groups, with a search that hides the others and a button to save above them.

    Without scripts all of them are shown and there is no search.
    """

    template_name = "foundation/searchable_choices.html"

    def __init__(self, *args: Any, button: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.button = button

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # What would have the focus is the search, not each of the boxes.
        focus = self.attrs.pop("autofocus", False)
        return {**super().get_context(name, value, attrs), "button": self.button, "focus": focus}


# A number as it is written: digits, with one point at most.
DIGITS = re.compile(r"[+-]?(?:\d{1,60}(?:\.\d{0,60})?|\.\d{1,60})")


class NumberField(forms.DecimalField):
    """A number that is shown without zeros which say nothing, and taken with them: 120.00 is 120.

    It is written in digits, as people do: 1e9 and 1_000 are slips.
    """

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs follow IntegerField
        if isinstance(value, str) and value.strip() and not DIGITS.fullmatch(value.strip()):
            raise ValidationError(_("请只填数字，例如 120 或 2.5。"), code="invalid")
        number: Decimal | None = super().to_python(value)
        return Decimal(plain(number)) if number is not None and number.is_finite() else number

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) and value.is_finite() else value


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said: None."""

    def __init__(self, **more: Any) -> None:
        words = [("", _("未填")), ("yes", _("是")), ("no", _("否"))]
        super().__init__(
            choices=words,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            **more,
        )

    def prepare_value(self, value: Any) -> Any:
        """The choice that stands for a value of the column; what was sent in stays as it is."""
        return ("yes" if value else "no") if isinstance(value, bool) else value or ""


MARKS = [(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))]


def area_of(label: Any, limit: int, rows: int = 3, **more: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


# What stands beside a field's name where others might think that it can be left out.
MUST = _("必填")


def mark(field: Any, words: Any) -> None:
    """Say beside a field's name when it must be filled in, in the place of （选填）."""
    field.condition = words


def leave_unmarked(field: Any) -> None:
    """Say nothing beside a field's name though it may be left empty: emptying it means something."""
    field.is_unmarked = True


# What a list of choices says where nothing was chosen yet; anything else there is an answer.
NOTHING_CHOSEN = {"", "---------", "未填"}  # untranslated: compared with what is shown


def can_be_left_out(bound: forms.BoundField) -> bool:
    """Whether a field is left out where it is not filled in; a list that always holds an answer is not."""
    field: Any = bound.field
    if field.required or getattr(field, "is_unmarked", False):
        return False
    if isinstance(field, forms.ModelChoiceField):
        empty = field.empty_label
    elif isinstance(field.widget, forms.Select) and not field.widget.allow_multiple_selected:
        empty = next((words for value, words in field.choices if value in ("", None)), None)
    else:
        return True
    return empty is not None and str(empty) in NOTHING_CHOSEN


def decision(label: Any, yes: Any, no: Any, **more: Any) -> forms.TypedChoiceField:
    """One of two answers, true or false."""
    choices = [("yes", yes), ("no", no)]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=lambda v: v == "yes", widget=forms.RadioSelect, **more
    )


def style_widget(field: forms.Field) -> None:
    """Give a field's widget the class and attributes that its kind has everywhere."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        css = "choices"  # stands on the list; the stylesheet reaches its boxes from there
    elif isinstance(widget, forms.CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    widget.attrs["class"] = css
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", 4)
    if isinstance(widget, forms.ClearableFileInput):
        # What is there already is not taken away by what is sent beside a file (file-clear=on): no form of the house offers it.
        field.widget = forms.FileInput(attrs=widget.attrs)
    if isinstance(field, forms.DateField) and not widget.is_hidden:
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**widget.attrs, "type": "date"})
