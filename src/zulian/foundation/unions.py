"""Several queries asked in one statement, whatever their models: what is told of each comes with its place among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet


def ask_together(select: str, queries: Sequence[QuerySet[Any]], *parameters: Any) -> list[Any]:
    """The rows of `select` over each query, in one statement.

    `select` has two places to fill: the query's own statement, and a number for its alias. Its first parameter is the place of
    the query, then come `parameters`. All selects need the same types in their columns, of which PostgreSQL is strict.

    >>> ask_together("SELECT %s, id FROM ({}) AS asked_{}", [])
    []
    """
    selects: list[str] = []
    given: list[Any] = []
    alias = ""
    for place, rows in enumerate(queries):
        alias = rows.db
        try:
            sql, own = rows.query.get_compiler(alias).as_sql()
        except EmptyResultSet:
            continue
        selects.append(select.format(sql, place))
        given += [place, *parameters, *own]
    if not selects:
        return []
    with connections[alias].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), given)
        return list(cursor.fetchall())
