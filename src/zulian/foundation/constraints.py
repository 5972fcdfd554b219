"""What a constraint of the database refuses, in the sentence that stands at the constraint (`violation_error_message`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils.translation import gettext as _

# How the embedded database names what refused: a check or an index by its name, a unique constraint by its columns.
BY_NAME = re.compile(r"(?:CHECK constraint failed: |index ')(\w+)")
BY_COLUMNS = re.compile(r"UNIQUE constraint failed: (\w+\.\w+(?:, \w+\.\w+)*)")

# The model of a constraint, and the constraint.
Refused = tuple[Any, BaseConstraint]


def refusal_of(error: IntegrityError) -> ValidationError:
    """The refusal of a constraint as a ValidationError, at its field; a general one where none is known."""
    model, constraint = _refused_by(error) or (None, None)
    if (
        constraint is None
        or constraint.violation_error_message == constraint.default_violation_error_message
    ):
        return ValidationError(_("同样的记录已经存在，或刚被别人改动，请刷新页面后再试。"))
    words = str(constraint.violation_error_message)
    field = _field_of(model, constraint)
    return ValidationError({field: words} if field else words)


def _field_of(model: Any, constraint: BaseConstraint) -> str:
    """The field of a constraint that somebody fills in: the first that holds no other row; "" for none."""
    fields = constraint.fields if isinstance(constraint, UniqueConstraint) else ()
    return next((name for name in fields if not model._meta.get_field(name).is_relation), "")


def _refused_by(error: IntegrityError) -> Refused | None:
    """The constraint that refused, None where the error does not tell of one of ours."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return _by_name().get(diagnosis.constraint_name or "")
    text = str(error)
    if named := BY_NAME.search(text):
        return _by_name().get(named[1])
    columns = BY_COLUMNS.search(text)
    return _by_columns().get(frozenset(columns[1].split(", "))) if columns else None


def _constraints() -> list[Refused]:
    return [
        (model, constraint) for model in apps.get_models() for constraint in model._meta.constraints
    ]


@cache
def _by_name() -> dict[str, Refused]:
    return {constraint.name: (model, constraint) for model, constraint in _constraints()}


@cache
def _by_columns() -> dict[frozenset[str], Refused]:
    """Unique constraints by their columns, as the embedded database names them."""
    return {
        frozenset(
            f"{model._meta.db_table}.{model._meta.get_field(name).column}"
            for name in constraint.fields
        ): (
            model,
            constraint,
        )
        for model, constraint in _constraints()
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    }
