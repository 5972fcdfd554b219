"""Tables come from the models or from the migrations; both ways make the same, and migrations stand by themselves."""

from __future__ import annotations

import ast
import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from tools import keep_dump

import zulian

# Small demos of past versions, each kept by tools/keep_dump.py when its version was released.
DUMPS = sorted((Path(__file__).parent / "data").glob("zulian-*.sql.gz"))
MIGRATIONS = sorted(Path(zulian.__file__).parent.glob("*/migrations/[0-9]*.py"))
# What a migration may name of this project: a column's collation, and the operation that makes tables.
STABLE = {"zulian.foundation.fields", "zulian.foundation.schema.operations"}
FROM_MODELS = "from zulian.foundation.schema.tables import prepare_tables; prepare_tables()"
# Every row of every model, sealed columns opened.
READ_ALL = """
from django.apps import apps
from zulian.foundation.scopes import EVERYTHING, scope
with scope(EVERYTHING):
    for model in apps.get_models():
        for row in model._base_manager.all():
            str(row)
"""
# Every column, constraint and index of PostgreSQL, with its definition and place.
# A column that was added later stands last in its table, and no matter.
CATALOGUE = """
SELECT 'column', attrelid::regclass::text, attname,
       format_type(atttypid, atttypmod), attnotnull::text, coalesce(collname, ''), attidentity::text, coalesce(pg_get_expr(adbin, adrelid), '')
  FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  JOIN pg_class ON pg_class.oid = attrelid
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid), '', '', ''
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', tablename, indexname, indexdef, '', '', '', '' FROM pg_indexes WHERE schemaname = 'public'
"""


def run(place: dict[str, str], *words: str) -> None:
    """Run Python in a process of its own against another database."""
    subprocess.run([sys.executable, *words], env=os.environ | place, check=True)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[list[dict[str, str]]]:
    """Two places with an empty database each, of the kind that the tests run on."""
    homes = [tmp_path / name for name in ("models", "migrations")]
    for home in homes:
        home.mkdir()
    if connection.vendor == "sqlite":
        yield [
            {"ZULIAN_HOME": str(h), "DATABASE_URL": f"sqlite:///{h / 'zulian.sqlite3'}"}
            for h in homes
        ]
        return
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    names = [f"zulian_{home.name}_{os.getpid()}" for home in homes]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}")
        yield [
            {"ZULIAN_HOME": str(home), "DATABASE_URL": f"{server}/{name}"}
            for home, name in zip(homes, names, strict=True)
        ]
        for name in names:
            admin.execute(f"DROP DATABASE {name}")


def definitions(sql: str) -> list[str]:
    """The columns and constraints of a table, sorted: a column that was altered stands last in its table, and no matter."""
    parts, depth = [""], 0
    for character in sql:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 1 or character == "(" and depth == 1 and len(parts) == 1:
            parts.append("")
        elif character != ")" or depth:
            parts[-1] += character
    return sorted(part.strip() for part in parts)


def schema(place: dict[str, str]) -> list[tuple[str, ...]]:
    """Everything that defines the tables of a place, in a fixed order."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(Path(place["ZULIAN_HOME"]) / "zulian.sqlite3")) as database:
            rows = database.execute(
                "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
            )
            return sorted((*row, *definitions(sql)) for *row, sql in rows)
    with psycopg.connect(place["DATABASE_URL"]) as database:
        return sorted(database.execute(CATALOGUE))


@pytest.mark.postgresql
def test_tables_from_the_models_equal_those_of_the_migrations_to_the_letter(
    places: list[dict[str, str]],
) -> None:
    from_models, migrated = places
    run(from_models, "-c", f"import django; django.setup(); {FROM_MODELS}")
    run(migrated, "-m", "zulian", "manage", "migrate", "-v0")
    assert len(schema(migrated)) > 700
    assert schema(from_models) == schema(migrated)
    # Nothing is left to migrate where tables came from the models.
    run(from_models, "-m", "zulian", "manage", "migrate", "--check")


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_migrations_name_no_code_that_is_changed_later(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    outside = {
        name for name in named if name.partition(".")[0] not in {*sys.stdlib_module_names, "django"}
    }
    assert outside <= STABLE


@pytest.fixture(params=DUMPS, ids=lambda path: path.name)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """A place as a past version left it, on the embedded database."""
    home = tmp_path / "kept"
    home.mkdir()
    with closing(sqlite3.connect(home / "zulian.sqlite3")) as database:
        database.executescript(gzip.decompress(request.param.read_bytes()).decode())
    return {
        "ZULIAN_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'zulian.sqlite3'}",
        "ZULIAN_DATA_KEY": keep_dump.KEY,
    }


def columns(place: dict[str, str]) -> dict[str, set[tuple[str, str, int, int]]]:
    """Name, type, NOT NULL and key of each column by table, in whatever order."""
    with closing(sqlite3.connect(Path(place["ZULIAN_HOME"]) / "zulian.sqlite3")) as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            table: {
                (row[1], row[2], row[3], row[5])
                for row in database.execute(f'PRAGMA table_info("{table}")')
            }
            for table in tables
        }


def rows(place: dict[str, str]) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(Path(place["ZULIAN_HOME"]) / "zulian.sqlite3")) as database:
        return {
            table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in columns(place)
        }


def test_a_kept_place_of_a_past_version_is_brought_up_to_date(
    kept: dict[str, str], tmp_path: Path
) -> None:
    fresh = {
        "ZULIAN_HOME": str(tmp_path / "fresh"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/fresh/zulian.sqlite3",
    }
    (tmp_path / "fresh").mkdir()
    before = rows(kept)
    assert before["people_person"] > 100
    for place in (kept, fresh):
        run(place, "-c", f"import django; django.setup(); {FROM_MODELS}")
    assert columns(kept) == columns(fresh)
    # Django's own notes of models and permissions may grow.
    ours = [table for table in before if not table.startswith(("django_", "auth_", "sqlite_"))]
    after = rows(kept)
    # What counts as done has changed since: no kept count stands until the day's work has counted anew.
    assert before["indicators_built"] > 0 and after.pop("indicators_built") == 0
    ours.remove("indicators_built")
    assert {table: after[table] for table in ours} == {table: before[table] for table in ours}
    # Its trail was chained without a key: it is taken over once.
    run(kept, "-m", "zulian", "audit", "seal")
    run(kept, "-m", "zulian", "audit", "verify")
    run(kept, "-m", "zulian", "counts", "rebuild")
    run(kept, "-m", "zulian", "counts", "verify")
    assert rows(kept)["indicators_built"] >= before["indicators_built"]
    run(kept, "-c", "import django; django.setup()\n" + READ_ALL)
