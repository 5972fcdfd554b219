"""Columns of an Excel ledger from the columns of a model: name, help, length, choices, bounds and checks stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import (
    DecimalValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.foundation.bounds import decimal_limit, integer_range
from zulian.foundation.days import ANY_DAY, Span
from zulian.foundation.ledger import Column
from zulian.foundation.ledger_cells import (
    CellError,
    half_width,
    month_note,
    one_of,
    read_date,
    read_yes,
    show_date,
    show_yes,
    shown_as,
    text_of,
    words_of,
)
from zulian.foundation.phones import read_contact
from zulian.foundation.sealing import SealedField

Reader = Callable[[str], Any]
# Digits, by threes where commas part them, as Excel shows large numbers; decimals behind the point.
NUMBER = re.compile(r"([0-9]{1,19}|[0-9]{1,3}(?:,[0-9]{3}){1,6})(?:\.([0-9]{1,12}))?")
# What a reader of a kind of column asks for by itself, in its own sentence.
ASKED_BY_KIND = (
    Span,
    MinValueValidator,
    MaxValueValidator,
    MaxLengthValidator,
    DecimalValidator,
)


def model_column(
    model: type[models.Model],
    path: str,
    *,
    key: str = "",
    limit: int = 0,
    around: tuple[str, str] = ("", ""),
    **more: Any,
) -> Column:
    """The ledger's column of a model's column; by a dotted path, of a column of a row that it points to.

    The column is called as its path unless `key` calls it otherwise. `limit` is the length of a text whose model's column
    has none; `around`, what may stand before and behind a number (¥, 元). `more` is what `Column` takes, and goes before
    what stands at the model. Raises TypeError for a kind that has no such column, and for sealed data that says no mask, or
    neither `limit` nor how it is read.

    >>> from zulian.regions.models import Region
    >>> str(model_column(Region, "name").name), model_column(Region, "name").read("a")
    ('名称', 'a')
    """
    field = field_at(model, path)
    if isinstance(field, SealedField) and not ("mask" in more and (limit or "read" in more)):
        raise TypeError(f"{model.__name__}.{path} is sealed: its column needs a mask and a length")
    at_model = {"key": key or path, "name": field.verbose_name, "note": field.help_text}
    if key and key != path:
        at_model["get"] = path
    return Column(**(at_model | cells_of(field, limit, around) | more))


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of a dotted path of relations; raises FieldDoesNotExist."""
    *way, last = path.split(".")
    for name in way:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model._meta.get_field(last)


def cells_of(field: Any, limit: int, around: tuple[str, str]) -> dict[str, Any]:
    """How a column of a model reads its cells and writes them, as `Column` takes it; raises TypeError for a kind without cells."""
    if field.choices:
        # What was not said is an empty cell, which changes nothing.
        pairs = [pair for pair in field.flatchoices if pair[0] not in ("", None)]
        return {"read": one_of(pairs), "show": shown_as(pairs), "choices": words_of(pairs)}
    if isinstance(field, models.BooleanField):
        return {"read": read_yes, "show": show_yes, "choices": lambda: [_("是"), _("否")]}
    if isinstance(field, models.DateTimeField):
        read: Reader = read_moment
        cells: dict[str, Any] = {"show": show_moment, "text": True, "width": 18}
    elif isinstance(field, models.DateField):
        span = next((each for each in field.validators if isinstance(each, Span)), ANY_DAY)
        read, cells = partial(read_date, span=span), {"show": show_date, "noted": month_note}
    elif isinstance(field, models.DecimalField):
        read, cells = decimal_reader(field, around), {"show": show_decimal}
    elif isinstance(field, models.IntegerField):
        read, cells = number_reader(field), {}
    elif isinstance(field, models.CharField | models.TextField):
        is_phone = field.name.endswith("phone")
        read = text_reader(field.max_length or limit, is_phone)
        cells = {"text": True} if is_phone else {}
    else:
        raise TypeError(f"{field}: a ledger has no column for {type(field).__name__}")
    return cells | {"read": checked(read, field)}


def text_reader(limit: int, is_phone: bool) -> Reader:
    """A reader of text of at most `limit` characters, 0 for any number of them; as in forms, what is called a phone is one."""
    if is_phone:
        return read_contact(limit)
    return text_of(limit) if limit else str


def checked(read: Reader, field: Any) -> Reader:
    """`read`, and then the checks that stand at a column besides those of its kind."""
    checks = [each for each in field.validators if not isinstance(each, ASKED_BY_KIND)]

    def read_and_check(text: str) -> Any:
        value = read(text)
        try:
            for check in checks:
                check(value)
        except ValidationError as error:
            raise CellError("".join(error.messages)) from error
        return value

    return read_and_check if checks else read


def number_reader(field: models.IntegerField[Any, Any]) -> Callable[[str], int]:
    """A reader of whole numbers within the bounds of a column."""
    low, high = bounds_of(field, *(integer_range(field) or (0, 0)))

    def read(text: str) -> int:
        number = NUMBER.fullmatch(half_width(text))
        value = int(number[1].replace(",", "")) if number and number[2] is None else None
        if value is None or not low <= value <= high:
            words = _("“%(text)s”不是 %(low)d 到 %(high)d 的整数。")
            raise CellError(words % {"text": text[:20], "low": low, "high": high})
        return value

    return read


def decimal_reader(
    field: models.DecimalField[Any, Any], around: tuple[str, str] = ("", "")
) -> Callable[[str], Decimal]:
    """A reader of numbers within the digits and the bounds of a column; `around` is what may stand before and behind them."""
    places = field.decimal_places
    largest = decimal_limit(field) - Decimal(1).scaleb(-places)
    low, high = bounds_of(field, Decimal(0), largest)
    asked = {"low": str(low), "high": str(high), "places": places}

    def read(text: str) -> Decimal:
        number = NUMBER.fullmatch(half_width(text).removeprefix(around[0]).removesuffix(around[1]))
        if number and len(number[2] or "") <= places:
            value = Decimal(number[0].replace(",", ""))
            if low <= value <= high:
                return value
        words = _("“%(text)s”不是 %(low)s 到 %(high)s 的数，小数最多 %(places)d 位。")
        raise CellError(words % {"text": text[:20], **asked})

    return read


def bounds_of(field: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """The least and the greatest number between `low` and `high` that the validators of a column let in."""
    for validator in field.validators:
        if isinstance(validator, MinValueValidator):
            low = max(low, validator.limit_value)
        elif isinstance(validator, MaxValueValidator):
            high = min(high, validator.limit_value)
    return low, high


def show_decimal(value: Decimal | None) -> float | str:
    """A number for a cell, nothing for none."""
    return "" if value is None else float(value)


def read_moment(text: str) -> datetime:
    """A day and a time: 2026-03-05 09:00; raises CellError."""
    day, _blank, hour = text.strip().replace("T", " ").partition(" ")
    try:
        return timezone.make_aware(
            datetime.combine(read_date(day), time.fromisoformat(half_width(hour)[:5]))
        )
    except ValueError as error:
        raise CellError(
            _("“%(text)s”不是时间，请写成 2026-03-05 09:00 这样。") % {"text": text[:20]}
        ) from error


def show_moment(value: datetime | None) -> str:
    """A moment for a cell, nothing for none."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def new_row(model: type[models.Model]) -> dict[str, Any]:
    """What the columns of a new row hold before anything is said of it: their defaults, empty text, nothing."""
    fixed, made = _defaults(model)
    return {**fixed, **{name: make() for name, make in made.items()}}


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The defaults of a model's columns that are the same for each row, and what makes the others."""
    fixed: dict[str, Any] = {}
    made: dict[str, Callable[[], Any]] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or isinstance(field, models.ForeignKey):
            continue
        if field.has_default() and callable(field.default):
            made[field.attname] = field.get_default
        elif field.has_default() or field.null or field.blank:
            fixed[field.attname] = field.get_default()
    return fixed, made
