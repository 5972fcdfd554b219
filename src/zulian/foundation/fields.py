"""Columns that are compared byte by byte (codes, blind indexes, what is searched by its beginning), and lists of choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q

BEFORE_SURROGATES, AFTER_SURROGATES, LAST_CHARACTER = "\ud7ff", "\ue000", "\U0010ffff"


class PlainField(models.CharField[str, str]):
    """Text in the order of its bytes on every database, so that a plain index serves ranges and beginnings."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def begins(column: str, words: str) -> Q:
    """The condition that a plain column begins with `words`, as a range that its index serves on every database."""
    if not words:
        return Q()
    condition = Q(**{f"{column}__gte": words})
    head = words.rstrip(LAST_CHARACTER)
    return condition & Q(**{f"{column}__lt": head[:-1] + _next(head[-1])}) if head else condition


def _next(character: str) -> str:
    """The character that follows in the order of UTF-8, past the halves of surrogate pairs, which are none."""
    return AFTER_SURROGATES if character == BEFORE_SURROGATES else chr(ord(character) + 1)


class ManyField(models.JSONField):
    """A list of some of the values of `of`, choices as `choices` has them; a form offers them as boxes.

    What may be chosen is a matter of the form: the column is one of JSON, and stays so in migrations.
    """

    def __init__(self, *args: Any, of: Sequence[tuple[Any, Any]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.of = of

    def deconstruct(self) -> Any:
        name, _path, args, more = super().deconstruct()
        return name, "django.db.models.JSONField", args, more

    def formfield(self, **more: Any) -> Any:
        options: dict[str, Any] = {
            "label": self.verbose_name,
            "help_text": self.help_text,
            "required": not self.blank,
        }
        kind: Any = type(self.of[0][0]) if self.of else str
        return forms.TypedMultipleChoiceField(
            choices=self.of, coerce=kind, widget=forms.CheckboxSelectMultiple, **options | more
        )
