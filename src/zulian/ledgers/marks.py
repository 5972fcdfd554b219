"""Marks of who took an export: a number hidden in invisible characters, which copying a part of the sheet keeps."""

from __future__ import annotations

from collections.abc import Iterator

ZERO, ONE, START, END = "\u200b", "\u200c", "\u2060", "\u2062"
BITS = 40


def hidden(number: int) -> str:
    """A number of at most 40 bits as invisible characters."""
    return START + "".join(ONE if digit == "1" else ZERO for digit in f"{number:0{BITS}b}") + END


def all_in(text: str) -> Iterator[int]:
    """The numbers hidden in a text."""
    for part in text.split(START)[1:]:
        bits = part[:BITS]
        if len(part) > BITS and part[BITS] == END and set(bits) <= {ZERO, ONE}:
            yield int("".join("1" if c == ONE else "0" for c in bits), 2)
