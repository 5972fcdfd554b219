"""What somebody reads who calls a service: what it does, and what it raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/zulian"
SERVICES = sorted([*SOURCE.rglob("services/*.py"), *SOURCE.rglob("services.py")])


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions of a module that others call."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def raises(function: ast.FunctionDef) -> bool:
    """Whether a function itself raises something; what is caught and raised again is told by who raised it."""
    return any(isinstance(node, ast.Raise) and node.exc for node in ast.walk(function))


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_services_say_what_they_do_and_what_they_raise(path: Path) -> None:
    for function in functions(path):
        words = ast.get_docstring(function) or ""
        assert words, function.name
        assert not raises(function) or re.search(r"\braises?\b", words, re.IGNORECASE), (
            f"{function.name}: what does it raise?"
        )
