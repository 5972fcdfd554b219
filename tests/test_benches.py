"""Benchmarks, which no test runs: what they ask of the product is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[1]
FILES = sorted((SOURCE / "bench").glob("*.py"))


def asked_by(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """What a file imports from the product: module, name, and the name that it bears in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("zulian", "bench")):
            for alias in (alias for alias in node.names if alias.name != "*"):
                yield node.module or "", alias.name, alias.asname or alias.name


def of(module: str, name: str) -> object:
    """A name of a module, or the module of that name in a package; None where there is neither."""
    package = import_module(module)
    if hasattr(package, name):
        return getattr(package, name)
    try:
        return import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_benchmark_asks_for_is_there(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = list(asked_by(tree))
    lacking = [f"{module}.{name}" for module, name, _as in asked if of(module, name) is None]
    assert not lacking
    modules = {
        alias: found
        for module, name, alias in asked
        if isinstance(found := of(module, name), ModuleType)
    }
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    lacking = [
        f"{node.value.id}.{node.attr}"
        for node in used
        if isinstance(node.value, ast.Name)
        and node.value.id in modules
        and not hasattr(modules[node.value.id], node.attr)
    ]
    assert not lacking


def test_there_are_benchmarks() -> None:
    assert len(FILES) > 10
