"""Moments are kept in UTC and shown as the clock on the wall says: nothing formats one without `localtime` around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import zulian

SOURCE = Path(zulian.__file__).parent
# What is hashed or signed is not shown, or stands in the anchor as text.
HASHED = {"foundation/audit.py", "foundation/anchors.py"}
CUT = {"isoformat", "strftime", "date", "time"}


def names_of(*kinds: type[models.Field]) -> set[str]:
    """The names of our models' fields of exactly these kinds."""
    own = (model for model in apps.get_models() if model.__module__.startswith("zulian."))
    return {
        field.name for model in own for field in model._meta.concrete_fields if type(field) in kinds
    }


def shown(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that a piece of source turns into words."""
    match node:
        case ast.FormattedValue(value=value):
            yield value
        case ast.BinOp(op=ast.Mod(), right=ast.Dict(values=values)):
            yield from values
        case ast.Call(func=ast.Name(id="str"), args=arguments):
            yield from arguments
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in CUT:
            yield value


def unconverted(path: Path, moments: set[str]) -> list[int]:
    """The lines of a file that show a moment as it is kept."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        value.lineno
        for node in ast.walk(tree)
        for value in shown(node)
        if isinstance(value, ast.Attribute) and value.attr in moments
    ]


def test_every_moment_is_shown_as_local_time() -> None:
    moments = names_of(models.DateTimeField) - names_of(models.DateField, models.TimeField)
    assert {"at", "started_at", "ended_at"} <= moments
    files = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    found = {
        str(path.relative_to(SOURCE)): lines
        for path in files
        if str(path.relative_to(SOURCE)) not in HASHED and (lines := unconverted(path, moments))
    }
    # The command line says that its moments are UTC.
    assert found.pop("commands.py", None) is not None
    assert found == {}


@pytest.mark.parametrize(
    "source", ['f"{x.at:%H:%M}"', '"%(a)s" % {"a": x.at}', "str(x.at)", "x.at.date()"]
)
def test_the_search_finds_each_way_of_showing_one(source: str, tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(source, encoding="utf-8")
    assert unconverted(path, {"at"}) == [1]
    path.write_text(source.replace("x.at", "localtime(x.at)"), encoding="utf-8")
    assert unconverted(path, {"at"}) == []
