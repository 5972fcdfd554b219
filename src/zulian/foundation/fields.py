"""Columns that are compared byte by byte: codes, blind indexes, what is searched by its beginning."""

from __future__ import annotations

from typing import Any

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
