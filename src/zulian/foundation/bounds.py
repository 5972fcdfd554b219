"""What a column can hold. Forms, ledger cells, page addresses and every write take their bounds from here.

PostgreSQL refuses text that is too long, numbers that are too large, and characters that are none; the embedded
database keeps or trips over them. The same bounds are held on both, before either is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext as _

Fault = Callable[[Any], str]


def is_storable(text: str) -> bool:
    """Whether a database takes the text: no NUL, and no half of a surrogate pair, which UTF-8 cannot write."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def stored_as(field: Any) -> Any:
    """The field whose type a column has: for a relation, the key that it points to."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def integer_range(field: Any) -> tuple[int, int] | None:
    """The least and the greatest integer of a column on every database; None for a column of another kind."""
    return BaseDatabaseOperations.integer_field_ranges.get(stored_as(field).get_internal_type())


def decimal_limit(field: Any) -> Decimal:
    """The first number that has too many digits before the point for a decimal column."""
    return Decimal(1).scaleb(field.max_digits - field.decimal_places)


@cache
def fault_of(field: Any) -> Fault | None:
    """What says why a column cannot hold a value, "" where it can; None for a column that holds all of its kind."""
    column = stored_as(field)
    if isinstance(column, models.CharField | models.TextField):
        return _text_fault(column.max_length)
    if (bounds := integer_range(column)) is not None:
        return _integer_fault(*bounds)
    if isinstance(column, models.DecimalField):
        return _decimal_fault(column)
    if isinstance(column, models.DateTimeField):
        return _moment_fault
    return None


def _text_fault(limit: int | None) -> Fault:
    def fault(value: Any) -> str:
        if not isinstance(value, str):
            return ""
        if limit is not None and len(value) > limit:
            return _("最多 %(n)d 个字，现有 %(have)d 个，请缩短。") % {
                "n": limit,
                "have": len(value),
            }
        return "" if is_storable(value) else _("含有无法保存的字符，请删去后再试。")

    return fault


def _integer_fault(low: int, high: int) -> Fault:
    def fault(value: Any) -> str:
        if isinstance(value, int) and not low <= value <= high:
            return _("请填 %(low)d 到 %(high)d 之间的整数。") % {"low": low, "high": high}
        return ""

    return fault


def _decimal_fault(column: Any) -> Fault:
    limit, places = decimal_limit(column), Decimal(1).scaleb(-column.decimal_places)
    whole = column.max_digits - column.decimal_places

    def fault(value: Any) -> str:
        if not isinstance(value, Decimal | int | float):
            return ""
        number = Decimal(value)
        # What is stored is rounded: 999.996 with two places becomes 1000.00.
        if not number.is_finite() or abs(number) >= limit or abs(number.quantize(places)) >= limit:
            return _("小数点前最多 %(n)d 位。") % {"n": whole}
        return ""

    return fault


def _moment_fault(value: Any) -> str:
    """Moments are stored in universal time, which ends with the year 9999 as well."""
    if not isinstance(value, datetime):
        return ""
    try:
        value.astimezone(UTC)
    except (OverflowError, ValueError):
        return _("不是可以保存的时间。")
    return ""


def check_row(instance: models.Model, names: Iterable[str] | None = None) -> None:
    """Raise ValidationError, by field, where a row holds what its columns cannot; `names` are those to be written."""
    wanted = None if names is None else set(names)
    faults: dict[str, str] = {}
    held = instance.__dict__
    for field in instance._meta.concrete_fields:
        # Columns that were never read from the database are not written either.
        if field.attname not in held or (
            wanted is not None and not wanted & {field.name, field.attname}
        ):
            continue
        check = fault_of(field)
        if check is not None and (words := check(held[field.attname])):
            faults[field.name] = f"{field.verbose_name}：{words}"
    if faults:
        raise ValidationError(faults)


def check_columns(field: Any, values: Iterable[Any]) -> None:
    """The same for the values of one column of very many rows."""
    check = fault_of(field)
    if check is None or all_fit(field, values):
        return
    for value in values:
        if words := check(value):
            raise ValidationError({field.name: f"{field.verbose_name}：{words}"})


def all_fit(field: Any, values: Iterable[Any]) -> bool:
    """A quick look at all values together; False also where it cannot tell."""
    column = stored_as(field)
    given = [value for value in values if value]
    try:
        if isinstance(column, models.CharField | models.TextField):
            whole, limit = "".join(given), column.max_length
            return (
                limit is None or len(whole) <= limit or max(map(len, given)) <= limit
            ) and is_storable(whole)
        if given and (bounds := integer_range(column)) is not None:
            return bool(bounds[0] <= min(given) and max(given) <= bounds[1])
        if isinstance(column, models.DecimalField) and (check := fault_of(field)) is not None:
            # Few different amounts stand in many rows.
            return not any(check(value) for value in set(given))
    except TypeError:
        return False
    return not given


def check_before_save(
    sender: Any, instance: models.Model, raw: bool, update_fields: Any, **_more: Any
) -> None:
    """No row of ours is saved with what its columns cannot hold, wherever it came from."""
    if not raw and sender.__module__.startswith("zulian."):
        check_row(instance, update_fields)
