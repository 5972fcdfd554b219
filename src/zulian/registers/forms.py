"""Forms from the columns of a model: label, help, length, choices and bounds stand there, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.foundation.days import Span
from zulian.foundation.forms import BaseForm, NumberField, YesNoField
from zulian.foundation.sealing import SealedField
from zulian.regions.models import Region

# A text of more characters is written on several lines.
LONG_TEXT = 200
LINES = 3
# Sealed are numbers, telephones and addresses.
SEALED_LENGTH = 100
CHOOSE, NO_CHOICE = _("请选择"), _("不选")


class BaseModelForm(BaseForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form of columns of `Meta.model`. It checks what is filled in against the model's constraints as well, and saves nothing:
    a service does. Whether something must be filled in is the column's `blank`, unless `required` or `optional` names it.
    What `unshown` names, a telephone mostly, is not shown again: where nothing is typed it stays as it is kept.

    >>> from zulian.regions.models import Place
    >>> class PlaceForm(HouseModelForm):
    ...     class Meta:
    ...         model = Place
    ...         fields = ("latitude",)
    """

    required: ClassVar[Sequence[str]] = ()
    optional: ClassVar[Sequence[str]] = ()
    unshown: ClassVar[Sequence[str]] = ()

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        meta = cls.__dict__.get("Meta")
        if meta is not None:
            cls.models = (meta.model,)
            meta.formfield_callback = staticmethod(form_field)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        columns = {column.name for column in self._meta.model._meta.concrete_fields}
        for name, field in self.fields.items():
            field.required = name in self.required or (field.required and name not in self.optional)
            if name in self.required:
                _name_nothing(field)
            if (
                isinstance(field, RegionField)
                and name in columns
                and (region := getattr(self.instance, name, None))
            ):
                # As it is chosen from the suggestions: its name, its code.
                self.initial[name] = f"{region.name} {region.pk}"
            if (
                isinstance(field, forms.ModelChoiceField)
                and field.queryset is not None
                and name in columns
            ):
                # What may be seen depends on who asks: the rows are asked for when the form is, with what they are called by.
                rows: Any = field.queryset.model._default_manager.all()
                field.queryset = rows.with_names() if hasattr(rows, "with_names") else rows
        for name in self.unshown if self.instance.pk else ():
            self.initial[name], self.fields[name].help_text = "", _("不改就留空。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_kept = self.instance.pk is not None
        return {
            name: value
            for name, value in data.items()
            if value or not is_kept or name not in self.unshown
        }

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("A form saves nothing: hand its cleaned_data to a service")


@cache
def model_form(
    model: type[models.Model],
    fields: tuple[str, ...],
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
) -> type[BaseModelForm]:
    """The form of some columns of a model, in their order."""
    meta = type("Meta", (), {"model": model, "fields": fields})
    own = {"Meta": meta, "__module__": model.__module__, "__doc__": f"{fields}"}
    return type(
        f"{model.__name__}Form",
        (BaseModelForm,),
        own | {"required": required, "optional": optional},
    )


def form_field(column: Any, **more: Any) -> forms.Field | None:
    """The field of a form for a column."""
    if isinstance(column, models.ForeignKey) and column.related_model is Region:
        own: dict[str, Any] = {"help_text": column.help_text} if column.help_text else {}
        return RegionField(label=column.verbose_name, required=not column.blank, **own)
    if isinstance(column, models.ForeignKey):
        rows = column.related_model._base_manager.none()
        return forms.ModelChoiceField(
            rows, label=column.verbose_name, required=not column.blank, empty_label=CHOOSE
        )
    if isinstance(column, models.BooleanField) and column.null:
        return YesNoField(label=column.verbose_name, help_text=column.help_text)
    field: forms.Field | None = column.formfield(**more | _options(column))
    if field is not None:
        _bound(field, column)
        _name_nothing(field)
    return field


def _name_nothing(field: Any) -> None:
    """What stands for no choice says so, in the place of Django's dashes; a choice of its own keeps its words."""
    if isinstance(field, forms.ChoiceField):
        words, choices = CHOOSE if field.required else NO_CHOICE, cast("Any", field.choices)
        said = (BLANK_CHOICE_DASH[0][1], CHOOSE, NO_CHOICE)
        # Choices that a policy says are asked for anew whenever they are shown.
        field.choices = lambda: [
            ("", words) if not value and label in said else (value, label)
            for value, label in choices
        ]


def _options(column: Any) -> dict[str, Any]:
    """What the house does otherwise than Django."""
    if isinstance(column, SealedField):
        return {"max_length": SEALED_LENGTH, "widget": forms.TextInput}
    if isinstance(column, models.DecimalField):
        return {"form_class": NumberField}
    if isinstance(column, models.TimeField):
        return {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}
    options: dict[str, Any] = {"show_hidden_initial": False} if callable(column.default) else {}
    if isinstance(column, models.TextField | models.CharField) and not column.choices:
        if isinstance(column, models.TextField) and column.max_length is None:
            options["max_length"] = None
        elif (column.max_length or 0) > LONG_TEXT:
            options["widget"] = forms.Textarea(attrs={"rows": LINES})
    return options


def _bound(field: Any, column: Any) -> None:
    """Bounds of the column at the field too, where the widget shows them and the sentence names them first."""
    for validator in column.validators:
        if isinstance(validator, Span):
            field.validators = [*field.validators, validator]
        elif isinstance(validator, MinValueValidator) and isinstance(
            field, forms.IntegerField | forms.DecimalField
        ):
            field.min_value = validator.limit_value
            field.validators = [*field.validators, MinValueValidator(validator.limit_value)]
            field.widget.attrs.update(field.widget_attrs(field.widget))
        elif isinstance(validator, MaxValueValidator) and isinstance(
            field, forms.IntegerField | forms.DecimalField
        ):
            field.max_value = validator.limit_value
            field.validators = [*field.validators, MaxValueValidator(validator.limit_value)]
            field.widget.attrs.update(field.widget_attrs(field.widget))
