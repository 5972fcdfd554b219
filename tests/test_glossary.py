"""The glossary knows every model under the name that users read, and no model twice."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `(\w+\.\w+)` \|$", re.MULTILINE)
ROWS = ROW.findall((Path(__file__).parents[1] / "docs/glossary.md").read_text(encoding="utf-8"))
MODELS = [model for model in apps.get_models() if model.__module__.startswith("zulian.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_each_model_stands_under_its_name(model: type[Model]) -> None:
    terms = {label: term for term, _english, label in ROWS}
    name = str(model._meta.verbose_name)
    assert model._meta.label in terms, f"docs/glossary.md: a row for {model._meta.label} is missing"
    assert name.isascii() or terms[model._meta.label] == name


def test_each_english_term_means_one_model() -> None:
    rows = [
        (english, label)
        for _term, english, label in ROWS
        if re.fullmatch(r"[a-z]+\.[A-Z]\w+", label)
    ]
    times = Counter(english for english, _label in rows)
    assert not {label for _english, label in rows} - {model._meta.label for model in MODELS}
    assert [english for english, count in times.items() if count > 1] == []


def test_no_module_imports_two_models_of_one_name() -> None:
    names = Counter(model.__name__ for model in MODELS)
    twice = {name for name, count in names.items() if count > 1}
    for path in (Path(__file__).parents[1] / "src/zulian").rglob("*.py"):
        imports = (
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and ".models" in (node.module or "")
        )
        bound = {
            (name.name, (node.module or "").split(".")[1])
            for node in imports
            for name in node.names
        }
        times = Counter(name for name, _app in bound if name in twice)
        assert [name for name, count in times.items() if count > 1] == [], path
