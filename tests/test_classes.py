"""Every class that a page bears is known to a style sheet or a script: a rule that was renamed leaves nothing bare behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import zulian

SOURCE = Path(zulian.__file__).parent
STATIC = SOURCE / "static"
TAG, VALUE = "\0", "\1"
TAGS = re.compile(r"\{%.*?%\}", re.DOTALL)
VALUES = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}")
CLASS = re.compile(r'\bclass="([^"]*)"')
LIST = re.compile(r'<[uo]l class="([^"]*)"')
SELECTOR = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def classes_in(text: str) -> Iterator[str]:
    """The classes that a template, or HTML in Python, names in full; what a value ends or begins is not known.

    >>> list(classes_in('<a class="event {% if d.done == "x" %}s-done{% else %}s-late{% endif %} {{ more }}">'))
    ['event', 's-done', 's-late']
    >>> list(classes_in('<b class="state s-{% if late %}overdue{% endif %}"><i class="l-{}">'))
    ['state', 's-overdue']
    """
    plain = VALUES.sub(VALUE, TAGS.sub(TAG, text))
    for names in CLASS.findall(plain):
        for name in names.split():
            before, *choices = name.split(TAG)
            # A part that ends in a hyphen is what the choices behind it begin with.
            start = before if before.endswith("-") else ""
            parts = [start + part for part in choices if part] + ([before] if not start else [])
            yield from sorted(part for part in parts if part and VALUE not in part)


# A class that has rules itself, not only as what something else stands in.
STYLED = re.compile(r"\.(-?[A-Za-z_][\w-]*)(?=\s*[,{])")
SHEETS = [*STATIC.glob("*.css"), STATIC / "vendor" / "tabler" / "tabler.min.css"]


def known() -> set[str]:
    """The classes that a style sheet has a rule for, or a script looks for."""
    return {
        name
        for path in [*SHEETS, *STATIC.glob("*.js")]
        for name in SELECTOR.findall(path.read_text())
    }


@pytest.mark.parametrize("ending", ["html", "py"])
def test_every_class_is_known_to_a_sheet_or_a_script(ending: str) -> None:
    defined = known()
    unknown = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path in SOURCE.rglob(f"*.{ending}")
        for name in classes_in(path.read_text())
        if name not in defined
    }
    assert not unknown


def test_a_list_that_has_a_class_is_itself_styled_by_it() -> None:
    """`.chips a` alone leaves the list its bullets."""
    styled = {name for path in SHEETS for name in STYLED.findall(path.read_text())}
    bare = {
        f"{path.relative_to(SOURCE)}: {names}"
        for path in SOURCE.rglob("*.html")
        for names in LIST.findall(TAGS.sub(" ", path.read_text()))
        if not styled & set(names.split())
    }
    assert not bare
