"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite. The caller holds the transaction.

No `save` and no audit entry, but the same bounds (see `bounds`): whoever writes in bulk records what was written. Counts are kept (see `changes`),
new rows get the division of their parent, and children follow theirs (see `belonging`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import cache
from itertools import groupby
from types import NoneType
from typing import Any, TypeVar

from django.db import connection, models

from zulian.foundation import belonging, changes
from zulian.foundation.bounds import check_columns
from zulian.foundation.instances import instances
from zulian.foundation.sealing import SealedField, seal_many

M = TypeVar("M", bound=models.Model)
Row = dict[str, Any]
Beat = Callable[[int], None]
# Fields whose Python value is what the driver takes.
PLAIN = {
    "CharField",
    "TextField",
    "BigAutoField",
    "BigIntegerField",
    "IntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "PositiveBigIntegerField",
    "SmallIntegerField",
    "BooleanField",
    "FloatField",
}
STEP = 20_000


def insert(
    model: type[models.Model], rows: Sequence[Row], beat: Beat = lambda n: None
) -> list[Any]:
    """Insert rows {column: value}, all with the same columns; others take their default. Returns the keys in order."""
    if not rows:
        return []
    return insert_columns(
        model, {name: [row[name] for row in rows] for name in rows[0]}, len(rows), beat
    )


def create(rows: Iterable[M], beat: Beat = lambda n: None) -> list[M]:
    """Insert new rows given as instances of one model, many times as fast as `bulk_create`; they get their keys."""
    rows = list(rows)
    if not rows:
        return rows
    belonging.fill_all(rows)
    model = type(rows[0])
    key = model._meta.pk
    assert key is not None
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field is not key or not key.auto_created
    ]
    keys = insert_columns(
        model, {name: [getattr(row, name) for row in rows] for name in names}, len(rows), beat
    )
    for row, value in zip(rows, keys, strict=True):
        row.pk, row._state.adding = value, False
    belonging.written(rows, names)
    return rows


def save(rows: Iterable[models.Model], names: Sequence[str]) -> None:
    """Write some columns of rows given as instances of one model, many times as fast as `bulk_update`."""
    rows = list(rows)
    if rows:
        model = type(rows[0])
        attnames = [field.attname for field in model._meta.concrete_fields if field.name in names]
        update(model, [(row.pk, {name: getattr(row, name) for name in attnames}) for row in rows])
        belonging.written(rows, attnames)


def insert_columns(
    model: type[models.Model],
    columns: Mapping[str, Sequence[Any]],
    count: int,
    beat: Beat = lambda n: None,
) -> list[Any]:
    """Insert `count` rows given as {column: values}; columns not given take their default. Returns the keys in order.

    `beat` is called between steps with how many rows are written, and may raise to stop.
    """
    key = model._meta.pk
    assert key is not None
    keys = list(columns[key.attname]) if key.attname in columns else reserve(model, count)
    columns = {**belonging.filled(model, columns, count), key.attname: keys}

    with changes.adding(model, keys, lambda: instances(model, columns)):
        for start in range(0, count, STEP):
            beat(start)
            size = min(STEP, count - start)
            part = {name: values[start : start + size] for name, values in columns.items()}
            write(model, ready(model, part, size))
    return keys


def ready(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], count: int
) -> list[tuple[Any, ...]]:
    """Rows of all columns as the driver takes them, sealed where they are sealed; asks the database nothing."""
    fields = [_Field(field) for field in model._meta.concrete_fields]
    grid = [
        f.ready(columns[f.attname]) if f.attname in columns else f.defaults(count) for f in fields
    ]
    return list(zip(*grid, strict=True))


def write(model: type[models.Model], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows that `ready` made; nobody is told."""
    names = [str(field.column) for field in model._meta.concrete_fields]
    (_copy if connection.vendor == "postgresql" else _execute_many)(model, names, rows)


def update(model: type[models.Model], changed: Sequence[tuple[Any, Row]]) -> None:
    """Write (key, {column: value}) pairs."""
    with changes.changing(model, [pk for pk, _row in changed]):
        _update(model, changed)
    belonging.updated(model, changed)


def delete(rows: models.QuerySet[Any]) -> int:
    """Delete rows and what goes along with them, many times as fast as by themselves; returns how many.

    Raises what deleting raises, ProtectedError for one.
    """
    found = list(rows.order_by("pk"))
    with changes.removing(rows.model, found):
        rows.delete()
    return len(found)


def _update(model: type[models.Model], changed: Sequence[tuple[Any, Row]]) -> None:
    def shape(change: tuple[Any, Row]) -> tuple[str, ...]:
        return tuple(change[1])

    for names, group in groupby(sorted(changed, key=shape), key=shape):
        if not names:
            continue
        columns = [_Field(_concrete(model, name)) for name in names]
        part = list(group)
        grid = [column.ready([row[column.attname] for _key, row in part]) for column in columns]
        keys = [pk for pk, _row in part]
        if connection.vendor == "postgresql":
            grid = [_alike(values) for values in grid]
            write_part = (
                _update_arrays if all(len(_kinds(values)) <= 1 for values in grid) else _update_rows
            )
        else:
            write_part = _update_rows
        write_part(model, columns, grid, keys)


def _kinds(values: Sequence[Any]) -> set[type]:
    """The types of values beside None."""
    return set(map(type, values)) - {NoneType}


def _alike(values: Sequence[Any]) -> list[Any]:
    """Values of one type where they can be, as an array of the driver wants them: members of enumerations as what they stand for."""
    plain = [value.value if isinstance(value, Enum) else value for value in values]
    kinds = _kinds(plain)
    if len(kinds) < 2:
        return plain
    for common in (str, int, float):
        if all(issubclass(kind, (common, int) if common is float else common) for kind in kinds):
            return [None if value is None else common(value) for value in plain]
    return plain


def _update_rows(
    model: type[models.Model],
    columns: Sequence[_Field],
    grid: Sequence[Sequence[Any]],
    keys: Sequence[Any],
) -> None:
    quote, key = connection.ops.quote_name, str(model._meta.pk.column)
    settings = ", ".join(f"{quote(column.column)} = %s" for column in columns)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE {quote(key)} = %s"  # noqa: S608  (names from models)
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*grid, keys, strict=True)))


def _update_arrays(
    model: type[models.Model],
    columns: Sequence[_Field],
    grid: Sequence[Sequence[Any]],
    keys: Sequence[Any],
) -> None:
    """One statement for all rows: the values come as an array of each column, planned and read once."""
    quote, key = connection.ops.quote_name, _Field(model._meta.pk)
    settings = ", ".join(f"{quote(column.column)} = new.v{n}" for n, column in enumerate(columns))
    names = ", ".join(f"v{n}" for n in range(len(columns)))
    arrays = ", ".join(
        f"%s::{column.field.cast_db_type(connection)}[]" for column in (*columns, key)
    )
    table = quote(model._meta.db_table)
    sql = (
        f"UPDATE {table} SET {settings} FROM unnest({arrays}) AS new ({names}, key) "  # noqa: S608  (names from models)
        f"WHERE {table}.{quote(key.column)} = new.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*map(list, grid), list(keys)])


@contextmanager
def loading(*of: type[models.Model]) -> Iterator[None]:
    """A load of very many rows: indexes that are no constraints, and PostgreSQL's foreign keys, are dropped and made again after it.

    Both are checked and built at once for all rows then. The caller holds the transaction, so that others see them all the time.
    """
    indexes, quote = _indexes(of), connection.ops.quote_name
    with keys_checked_together(*of), connection.cursor() as cursor:
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {quote(name)}")
        yield
        _settle()
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cursor.execute(definition)


@contextmanager
def keys_checked_together(*of: type[models.Model]) -> Iterator[None]:
    """A load of many rows: PostgreSQL's foreign keys of some models are dropped and made again after it, checked for all rows at once.

    Meanwhile others wait who ask for these tables or those that they point to. The caller holds the transaction; the
    embedded database has nothing to be dropped, and checks at the end.
    """
    foreign, quote = _foreign_keys(of), connection.ops.quote_name
    with connection.cursor() as cursor:
        _settle()
        for table, name, _definition in foreign:
            cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(name)}")
        yield
        _settle()
        for table, name, definition in foreign:
            cursor.execute(f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(name)} {definition}")


def _indexes(of: Sequence[type[models.Model]]) -> list[tuple[str, str]]:
    """Name and definition of the indexes of some models that stand for no constraint."""
    if connection.vendor == "postgresql":
        sql = (
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text = ANY(%s) "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"
        )
    else:
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(%s))"
    tables = [model._meta.db_table for model in of]
    with connection.cursor() as cursor:
        cursor.execute(sql, [tables if connection.vendor == "postgresql" else json.dumps(tables)])
        return list(cursor.fetchall())


def _foreign_keys(of: Sequence[type[models.Model]]) -> list[tuple[str, str, str]]:
    """Table, name and definition of the foreign keys of some models; none on the embedded database, which checks at the end."""
    if connection.vendor != "postgresql":
        return []
    sql = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[model._meta.db_table for model in of]])
        return list(cursor.fetchall())


def _settle() -> None:
    """PostgreSQL changes no index while foreign keys of the transaction are still to be checked."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


class _Field:
    """How the values of one column are made ready for the driver."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.field, self.attname, self.column = field, field.attname, str(field.column)
        target: Any = field
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        kind = target.get_internal_type()
        postgres = connection.vendor == "postgresql"
        self.convert: Callable[[Any], Any] | None = None
        if kind == "DateField" and not postgres:
            self.convert = lambda value: None if value is None else value.isoformat()
        elif kind not in PLAIN | {"JSONField"} and not (
            postgres and kind in {"DateField", "DateTimeField"}
        ):
            # Few different values stand in many rows: each is made ready once.
            self.convert = cache(lambda value: field.get_db_prep_save(value, connection))

    def ready(self, values: Sequence[Any]) -> Sequence[Any]:
        """Values as the driver takes them; raises ValidationError for what the column cannot hold."""
        check_columns(self.field, values)
        if isinstance(self.field, SealedField):
            return seal_many(values, self.field.context())
        if isinstance(self.field, models.JSONField):
            return _json(values)
        convert = self.convert
        return values if convert is None else [convert(value) for value in values]

    def defaults(self, count: int) -> Sequence[Any]:
        """The column's default so many times: one value for all where it is no function."""
        if self.field.has_default() and callable(self.field.default):
            return self.ready([self.field.get_default() for _n in range(count)])
        return list(self.ready([self.field.get_default()])) * count


# Made once: `json.dumps` would make an encoder for each value.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(values: Sequence[Any]) -> list[str | None]:
    """Values as JSON; one that stands in many rows is written once."""
    known: dict[int, str | None] = {id(None): None}
    found = []
    for value in values:
        text = known.get(id(value), "")
        if text == "":
            text = known[id(value)] = _encode(value)
        found.append(text)
    return found


def _concrete(model: type[models.Model], attname: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys that nobody else gets: from the sequence, or after the last one while the write lock is held."""
    table = model._meta.db_table
    pk = model._meta.pk
    assert pk is not None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "WITH keys AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence) "
                "SELECT nextval(sequence) FROM keys, generate_series(1, %s)",
                [f'"{table}"', pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


def _execute_many(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608  (names from models)
            rows,
        )


def _copy(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as out,
    ):
        for row in rows:
            out.write_row(row)
