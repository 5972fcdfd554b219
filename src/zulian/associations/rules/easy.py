"""Easy reading (易读): whether words are short enough for people with intellectual disability. No database here."""

from __future__ import annotations

import re

LONGEST, MOST = 18, 12
STOP = re.compile(r"[。！？；!?;\n]+")
SIGNS = re.compile(r"[，、：“”（）,:()\s]")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in STOP.split(text) if part.strip()]


def too_long(text: str) -> list[str]:
    """The sentences of more than LONGEST characters, signs not counted."""
    return [s for s in sentences(text) if len(SIGNS.sub("", s)) > LONGEST]


def is_easy(text: str) -> bool:
    """Whether a text is easy to read: a few short sentences."""
    return 0 < len(sentences(text)) <= MOST and not too_long(text)
