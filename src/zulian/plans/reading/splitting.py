"""Cutting lists of names where no bracket is open, in one pass over the text."""

from __future__ import annotations

import re


def split_outside_brackets(separator: re.Pattern[str], text: str) -> list[str]:
    """Split at a separator unless a closing bracket comes after it before any opening one.

    >>> split_outside_brackets(re.compile("[、，]"), "县（市、区）残联、乡镇")
    ['县（市、区）残联', '乡镇']
    """
    inside = _before_closing(text)
    pieces, start = [], 0
    for mark in separator.finditer(text):
        if not inside[mark.end()]:
            pieces.append(text[start : mark.start()])
            start = mark.end()
    return [*pieces, text[start:]]


def _before_closing(text: str) -> bytearray:
    """For every place whether the next bracket from there on closes; walked from the end, so that each is seen once."""
    inside = bytearray(len(text) + 1)
    for place in range(len(text) - 1, -1, -1):
        char = text[place]
        inside[place] = char in ")）" or (inside[place + 1] and char not in "(（")
    return inside
