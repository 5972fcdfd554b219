"""Columns of an Excel ledger from the columns of a model: name, length, choices and bounds stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from zulian.foundation.bounds import integer_range
from zulian.foundation.days import ANY_DAY, Span
from zulian.foundation.ledger import (
    CellError,
    Column,
    choice_column,
    date_column,
    half_width,
    text_of,
    yes_column,
)

# A comma between thousands, as Excel shows large numbers.
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")


def model_column(model: type[models.Model], name: str, *, key: str = "", **more: Any) -> Column:
    """The ledger's column of a model's column; `more` is what `Column` takes. Raises TypeError for a kind that has no such column.

    >>> from zulian.regions.models import Region
    >>> str(model_column(Region, "name").name), model_column(Region, "name").read("a")
    ('名称', 'a')
    """
    field: Any = model._meta.get_field(name)
    key, label = key or name, field.verbose_name
    if field.choices:
        return choice_column(key, label, field.flatchoices, **more)
    if isinstance(field, models.BooleanField):
        return yes_column(key, label, **more)
    if isinstance(field, models.DateField):
        span = next((each for each in field.validators if isinstance(each, Span)), ANY_DAY)
        return date_column(key, label, span, **more)
    if isinstance(field, models.IntegerField):
        return Column(key, label, number_reader(field), **more)
    if isinstance(field, models.CharField | models.TextField):
        return Column(key, label, text_of(field.max_length or 0), **more)
    raise TypeError(f"{model.__name__}.{name}: a ledger has no column for {type(field).__name__}")


def number_reader(field: models.IntegerField[Any, Any]) -> Callable[[str], int]:
    """A reader of whole numbers within the bounds of a column."""
    low, high = integer_range(field) or (0, 0)
    for validator in field.validators:
        if isinstance(validator, MinValueValidator):
            low = max(low, validator.limit_value)
        elif isinstance(validator, MaxValueValidator):
            high = min(high, validator.limit_value)

    def read(text: str) -> int:
        number = THOUSANDS.sub("", half_width(text))
        if not number.isdecimal() or not low <= int(number) <= high:
            words = _("“%(text)s”不是 %(low)d 到 %(high)d 的整数。")
            raise CellError(words % {"text": text[:20], "low": low, "high": high})
        return int(number)

    return read


def new_row(model: type[models.Model]) -> dict[str, Any]:
    """What the columns of a new row hold before anything is said of it: their defaults, empty text, nothing."""
    row = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or isinstance(field, models.ForeignKey):
            continue
        if field.has_default() or field.null or field.blank:
            row[field.attname] = field.get_default()
    return row
