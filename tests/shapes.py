"""What is left of a regular expression for texts of a few letters alone: its shape.

Whether a pattern takes a letter decides each of its single places; where the letter is known, every place either takes it
or ends the way there. What ends a way before any repetition without an upper bound has begun, costs the same however long
the text is, and is left out. So two letters with one shape take equally long, but for a constant, and a shape without an
open repetition takes a bounded time from each beginning: linear time for any run. Both are facts about how the engine
walks a pattern, and hold for letters that make up the whole text alone.
"""

from __future__ import annotations

import re
from functools import cache
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ONE_LETTER = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
# The part takes no text of these letters, and has cost next to nothing when it says so; it takes the empty one.
ENDS: tuple[Any, ...] = ("ends",)
NOTHING: tuple[Any, ...] = ()
OPEN = "open"


@cache
def parsed(pattern: re.Pattern[Any]) -> Any:
    return parser.parse(
        pattern.pattern,
        pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags,
    )


def shape(pattern: re.Pattern[str], letters: str) -> tuple[Any, ...]:
    """The shape of a pattern for texts made up of `letters`; where there are several, each place may take any of them."""
    return _sequence(parsed(pattern), pattern.flags, letters)


def is_open(shape: Any) -> bool:
    """Whether a repetition without an upper bound may be walked."""
    return isinstance(shape, tuple) and (shape[:1] == (OPEN,) or any(map(is_open, shape)))


def _sequence(tree: Any, flags: int, letters: str) -> tuple[Any, ...]:
    found: list[Any] = []
    for code, value in tree:
        part = _part(code, value, flags, letters)
        if part == ENDS:
            return (*found, ENDS) if is_open(tuple(found)) else ENDS
        if part != NOTHING:
            found.append(part)
    return tuple(found)


def _part(code: Any, value: Any, flags: int, letters: str) -> tuple[Any, ...]:
    if code in ONE_LETTER:
        return ("takes",) if _takes(code, _Hashed(value), flags, letters) else ENDS
    if code is op.BRANCH:
        ways = dict.fromkeys(_sequence(way, flags, letters) for way in value[1])
        ways.pop(ENDS, None)
        return ("either", *ways) if ways else ENDS
    if code in REPEATS:
        return _repeat(code, value, flags, letters)
    if code is op.SUBPATTERN:
        _group, more, fewer, inside = value
        return _sequence(inside, (flags | more) & ~fewer, letters)
    if code is op.ATOMIC_GROUP:
        inner = _sequence(value, flags, letters)
        return inner if inner in (ENDS, NOTHING) else ("at once", inner)
    if code in (op.ASSERT, op.ASSERT_NOT):
        inner = _sequence(value[1], flags, letters)
        if inner == ENDS:
            return NOTHING if code is op.ASSERT_NOT else ENDS
        return (str(code), value[0], inner)
    return (str(code), str(value))


def _repeat(code: Any, value: Any, flags: int, letters: str) -> tuple[Any, ...]:
    least, most, what = value
    inner = _sequence(what, flags, letters)
    if inner == ENDS:
        return ENDS if least else NOTHING
    if most is op.MAXREPEAT:
        return (OPEN, str(code), least, inner)
    return ("times", str(code), least, most, inner)


class _Hashed:
    """The value of a place, which may be a list: equal by how it is written."""

    def __init__(self, value: Any) -> None:
        self.value, self.written = value, str(value)

    def __hash__(self) -> int:
        return hash(self.written)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self.written == other.written


@cache
def _place(code: Any, value: _Hashed, flags: int) -> re.Pattern[str]:
    """A pattern of this place alone."""
    state = parser.State()
    state.flags, state.str = flags, ""
    return compiler.compile(parser.SubPattern(state, [(code, value.value)]), flags)  # type: ignore[no-any-return]


def _takes(code: Any, value: _Hashed, flags: int, letters: str) -> bool:
    place = _place(code, value, flags)
    return any(place.match(letter) for letter in letters)
