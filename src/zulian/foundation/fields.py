"""Columns that are compared byte by byte: codes, blind indexes, what is searched by its beginning."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


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
    return Q(**{f"{column}__gte": words, f"{column}__lt": words[:-1] + chr(ord(words[-1]) + 1)})
