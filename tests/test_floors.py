"""Floors and circles that import-linter does not see: what templates name, and imports within one app, those in functions too."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/zulian"
LAYERS = [
    layer.split(" | ")
    for layer in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"][0]["layers"]
]
# How far up an app stands.
FLOOR = {app: len(LAYERS) - n for n, layer in enumerate(LAYERS) for app in layer}
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
# What a template takes from an app: another template by its folder, an address by its namespace.
OTHERS = re.compile(r"{% (?:extends|include) [\"'](\w+)/")
ADDRESSES = re.compile(r"{% url [\"']([\w-]+):")
# Imports of a function that may close a circle, each with why the two are no one module.
CLOSING = {
    ("zulian.cli", "zulian.__main__"): "a command run as a module is the program",
    ("zulian.documents.sheets", "zulian.documents.sheets_docx"): "its library loads late",
    ("zulian.documents.sheets", "zulian.documents.sheets_pdf"): "its library loads late",
    ("zulian.documents.official", "zulian.documents.official_docx"): "its library loads late",
    ("zulian.regions.models", "zulian.regions.naming"): "a manager asks by rules that name levels",
    ("zulian.registers.register", "zulian.registers.pages"): "a declaration gives its addresses",
}


def app_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def apps_of_namespaces() -> dict[str, str]:
    """The app whose views stand below each namespace."""
    found = {}
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        views = [pattern.callback for pattern in resolver.url_patterns if pattern.callback]
        homes = {view.__module__.split(".")[1] for view in views} - {"registers"}
        found[namespace] = homes.pop() if len(homes) == 1 else namespace
    return found


def may_take_from(app: str, other: str) -> bool:
    """Whether a template of one app may name what another one has: its own, or one of a floor below."""
    return other == app or FLOOR[other] < FLOOR[app]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{app_of(path)}/{path.name}")
def test_templates_name_nothing_of_a_floor_above(path: Path) -> None:
    text, homes = path.read_text(encoding="utf-8"), apps_of_namespaces()
    named = {*OTHERS.findall(text), *(homes[name] for name in ADDRESSES.findall(text))}
    assert not {other for other in named if not may_take_from(app_of(path), other)}


def modules() -> dict[str, Path]:
    found = {}
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            parts = path.relative_to(SOURCE.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(node: ast.AST) -> Iterator[str]:
    """What is imported when a module is, and when its functions are called; not what types alone are."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (name.name for name in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            yield child.module
            yield from (f"{child.module}.{name.name}" for name in child.names)
        else:
            yield from imported(child)


def test_no_module_imports_itself_by_way_of_others() -> None:
    """A function that imports a module which imports this one hides a circle; it is two halves of one thing, or one too many."""
    known = modules()
    graph = {
        name: ({*imported(ast.parse(path.read_text(encoding="utf-8")))} & known.keys()) - {name}
        for name, path in known.items()
    }
    assert not [(one, other) for one, other in CLOSING if other not in graph[one]]
    # A package stands for what is in it: importing from it is no way back to it.
    graph = {
        name: {
            other
            for other in others
            if not name.startswith(f"{other}.") and (name, other) not in CLOSING
        }
        for name, others in graph.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
