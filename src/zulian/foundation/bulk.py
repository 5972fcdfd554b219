"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite. The caller holds the transaction.

No `save`, no signal, no audit entry: whoever writes in bulk records what was written, and keeps the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection, models

from zulian.foundation.sealing import SealedField

Row = dict[str, Any]
# Fields whose Python value is what the driver takes.
PLAIN = {
    "CharField", "TextField", "BigAutoField", "BigIntegerField", "IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField",
    "PositiveBigIntegerField", "SmallIntegerField", "BooleanField", "FloatField",
}  # fmt: skip
STEP = 20_000


def insert(model: type[models.Model], rows: Sequence[Row], beat: Callable[[int], None] = lambda n: None) -> list[Any]:
    """Insert rows {column: value}; columns not given take their default. Returns the keys in the same order.

    `beat` is called between steps with how many rows are written, and may raise to stop.
    """
    if not rows:
        return []
    key = model._meta.pk
    assert key is not None
    keys = [row[key.attname] for row in rows] if key.attname in rows[0] else _new_keys(model, len(rows))
    columns = [_Field(field) for field in model._meta.concrete_fields]
    place = next(n for n, column in enumerate(columns) if column.attname == key.attname)
    write = _copy if connection.vendor == "postgresql" else _execute_many
    for start in range(0, len(rows), STEP):
        beat(start)
        part = rows[start : start + STEP]
        grid = [column.values(part) for column in columns]
        grid[place] = keys[start : start + STEP]
        write(model, [column.column for column in columns], list(zip(*grid, strict=True)))
    return keys


def update(model: type[models.Model], changes: Sequence[tuple[Any, Row]]) -> None:
    """Write (key, {column: value}) pairs."""
    key = model._meta.pk
    assert key is not None
    quote = connection.ops.quote_name

    def shape(change: tuple[Any, Row]) -> tuple[str, ...]:
        return tuple(change[1])

    for names, group in groupby(sorted(changes, key=shape), key=shape):
        if not names:
            continue
        columns = [_Field(_concrete(model, name)) for name in names]
        part = list(group)
        grid = [column.values([row for _key, row in part]) for column in columns]
        settings = ", ".join(f"{quote(column.column)} = %s" for column in columns)
        sql = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE {quote(str(key.column))} = %s"  # noqa: S608  (names from models)
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(zip(*grid, [pk for pk, _row in part], strict=True)))


class _Field:
    """How the values of one column are made ready for the driver."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.field, self.attname, self.column = field, field.attname, str(field.column)
        target: Any = field
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        kind = target.get_internal_type()
        self.default = field.get_default
        if isinstance(field, SealedField):
            self.convert: Callable[[Any], Any] | None = field.get_prep_value
        elif kind in PLAIN:
            self.convert = None
        elif kind == "DateField":
            self.convert = None if connection.vendor == "postgresql" else _iso
        else:
            self.convert = lambda value: field.get_db_prep_save(value, connection)

    def values(self, rows: Sequence[Row]) -> list[Any]:
        name = self.attname
        if all(name in row for row in rows[:1]) and all(name in row for row in rows):
            raw = [row[name] for row in rows]
        else:
            default = self.default
            raw = [row[name] if name in row else default() for row in rows]
        convert = self.convert
        return raw if convert is None else [convert(value) for value in raw]


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _concrete(model: type[models.Model], attname: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    """Keys that nobody else gets: from the sequence, or after the last one while the write lock is held."""
    table = model._meta.db_table
    pk = model._meta.pk
    assert pk is not None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


def _execute_many(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", rows)  # noqa: S608  (names from models)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)
