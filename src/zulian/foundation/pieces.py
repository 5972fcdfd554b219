"""Long reads in bounded pieces: no cursor stays open between two pieces, so that whoever reads may write in between.

The embedded database refuses a write on a connection whose open cursor reads an older state than the newest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

IN_PIECE = 2000


def in_pieces(rows: QuerySet[Any], size: int = IN_PIECE) -> Iterator[Any]:
    """The rows of a query in its order, read by their keys `size` at a time; a row deleted meanwhile is left out."""
    for part in _keys(rows, size):
        found = {row.pk: row for row in rows.filter(pk__in=part).order_by()}
        yield from (found[key] for key in part if key in found)


def values_in_pieces(
    rows: QuerySet[Any], names: Sequence[str], size: int = IN_PIECE
) -> Iterator[Sequence[Any]]:
    """The same with the values of some columns in place of rows."""
    for part in _keys(rows, size):
        values = rows.filter(pk__in=part).order_by().values_list("pk", *names)
        found = {key: rest for key, *rest in values}
        yield from (found[key] for key in part if key in found)


def _keys(rows: QuerySet[Any], size: int) -> Iterator[list[Any]]:
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
