"""Blocks of an official document as JSON, and the words of a paragraph as people edit them: its figures stand in brackets."""

from __future__ import annotations

import re
from typing import Any

from django.urls import get_script_prefix

from zulian.documents.official import Block, Figure, Heading, Part, Table, Text

# Not used by mainland papers, so that what stands between them is a figure.
LEFT, RIGHT = "「", "」"
MARKED = re.compile(f"{LEFT}([^{LEFT}{RIGHT}]{{0,40}}){RIGHT}")
# What takes the place of such brackets in a text of others.
QUOTES = str.maketrans({LEFT: "“", RIGHT: "”"})


class StrayMarkError(ValueError):
    """A mark of figures that stands alone, the other of its pair is gone: which figure it was cannot be told."""


class UnknownFigureError(ValueError):
    """Words name a figure that the paragraph does not have; the argument is the figure as typed."""


def to_json(block: Block) -> dict[str, Any]:
    """A block as plain data."""
    if isinstance(block, Heading):
        return {"heading": block.text, "level": block.level}
    if isinstance(block, Text):
        return {"parts": [_part_to_json(part) for part in block.parts]}
    rows = [[_part_to_json(part) for part in row] for row in block.rows]
    return {"head": list(block.head), "rows": rows, "chart": block.chart}


def from_json(data: dict[str, Any]) -> Block:
    """The block that `to_json` was given."""
    if "heading" in data:
        return Heading(data["heading"], data["level"])
    if "parts" in data:
        return Text(tuple(_part_from_json(part) for part in data["parts"]))
    rows = tuple(tuple(_part_from_json(part) for part in row) for row in data["rows"])
    return Table(tuple(data["head"]), rows, data["chart"])


def _prefix() -> str:
    """What the site hangs below: addresses are kept without it, for it may be another tomorrow."""
    return get_script_prefix().rstrip("/")


def _part_to_json(part: Part) -> str | dict[str, str]:
    return (
        {"figure": part.text, "url": part.url.removeprefix(_prefix())}
        if isinstance(part, Figure)
        else part
    )


def _part_from_json(part: str | dict[str, str]) -> Part:
    return (
        part
        if isinstance(part, str)
        else Figure(part["figure"], part["url"] and _prefix() + part["url"])
    )


def to_words(text: Text) -> str:
    """A paragraph as it is edited.

    >>> to_words(Text(("共", Figure("3", "/x"), "项。")))
    '共「3」项。'
    """
    return "".join(
        f"{LEFT}{p.text}{RIGHT}" if isinstance(p, Figure) else p.translate(QUOTES)
        for p in text.parts
    )


def from_words(words: str, before: Text) -> list[Text]:
    """The paragraphs that were made of one: each line is one, and figures keep the addresses that they had.

    Raises UnknownFigureError for a figure that the paragraph did not have, or did not have as often, StrayMarkError where
    one of a pair of marks is gone.
    """
    left = [part for part in before.parts if isinstance(part, Figure)]
    return [Text(tuple(_parts(line.strip(), left))) for line in words.splitlines() if line.strip()]


def _parts(line: str, left: list[Figure]) -> list[Part]:
    """The parts of a line; the figures it uses are taken from those left, the first of the same text first."""
    parts: list[Part] = []
    end = 0
    for mark in MARKED.finditer(line):
        figure = next((figure for figure in left if figure.text == mark[1]), None)
        if figure is None:
            raise UnknownFigureError(mark[1])
        left.remove(figure)
        if words := _plain(line[end : mark.start()]):
            parts.append(words)
        parts.append(figure)
        end = mark.end()
    if words := _plain(line[end:]):
        parts.append(words)
    return parts


def _plain(words: str) -> str:
    """Words between figures."""
    if any(mark in words for mark in "「」"):
        raise StrayMarkError(words)
    return words
