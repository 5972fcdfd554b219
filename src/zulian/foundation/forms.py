"""One form layout for the whole house: label, help, field, and the error at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class FieldRenderer(TemplatesSetting):
    """Renders every form and field through the house's own templates."""

    form_template_name = "foundation/form.html"
    field_template_name = "foundation/field.html"


class HouseForm(forms.Form):
    """A form whose widgets carry the house's classes; services' errors land at their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def accept(self, error: ValidationError) -> None:
        """Show a service's error: at its field where it names one that the form has, else above the form."""
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        else:
            self.add_error(None, error)


class ManyFilesInput(forms.ClearableFileInput):
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


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said: None."""

    def __init__(self, **more: Any) -> None:
        words = [("", _("未填")), ("yes", _("是")), ("no", _("否"))]
        super().__init__(choices=words, coerce=lambda value: value == "yes", empty_value=None, required=False, **more)

    def prepare_value(self, value: Any) -> Any:
        """The choice that stands for a value of the column; what was sent in stays as it is."""
        return ("yes" if value else "no") if isinstance(value, bool) else value or ""


MARKS = [(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))]


def area_of(label: Any, limit: int, rows: int = 3, **more: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)


def decision(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    """One of two answers, true or false."""
    choices = [("yes", yes), ("no", no)]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=lambda v: v == "yes", widget=forms.RadioSelect)


def dress(field: forms.Field) -> None:
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
    if isinstance(field, forms.DateField) and not widget.is_hidden:
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**widget.attrs, "type": "date"})


def first_message(error: ValidationError) -> str:
    """The sentences of an error in one line, for a message above a page without a form."""
    return "".join(error.messages)
