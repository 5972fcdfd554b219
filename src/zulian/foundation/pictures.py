"""Pictures of how things stand: a table whose rows bear their bars, so that the same figures are read without colour, sight or script.

Bars are SVG drawn on the server and filled with patterns, which print; the numbers stand beside them in the same row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The highest column, in pixels; what is there at all is to be seen.
TALL, LEAST = 48.0, 2.0
# Above a list stand so many; the others are folded, so that the list begins on the first screen.
OPEN = 2
# The thinnest part of a bar, in per cent.
THIN = 1.0


class Look(StrEnum):
    """How a part of a bar is filled: plainly, with lines of two kinds, with dots, not at all, or as what is late."""

    FULL = "full"
    HATCH = "hatch"
    CROSS = "cross"
    DOTS = "dots"
    EMPTY = "empty"
    LATE = "late"

    @property
    def fill(self) -> str:
        """What the attribute `fill` of its shapes says; the patterns stand in the template."""
        return f"url(#look-{self})"


def _words(number: float | None) -> str:
    """A number with a sign at each thousand and one decimal where it is not whole.

    >>> _words(1234567.0), _words(2.5), _words(None)
    ('1,234,567', '2.5', '—')
    """
    if number is None:
        return "—"
    return f"{number:,.0f}" if round(number, 1) == round(number) else f"{number:,.1f}"


@dataclass(frozen=True)
class Part:
    """What is counted: its words, and how its bars are filled. Without a look it is told in numbers alone."""

    name: StrOrPromise
    look: Look | None = None


@dataclass(frozen=True)
class Line:
    """One row, or one column of a picture of columns: its name, the numbers of its parts, and where its rows are listed."""

    name: StrOrPromise
    numbers: Sequence[float | None]
    url: str = ""

    @property
    def shown(self) -> list[str]:
        """The numbers as people read them."""
        return [_words(number) for number in self.numbers]


@dataclass(frozen=True)
class Shape:
    """A rectangle: where it begins, how long it is (or how high, from the bottom), and how it is filled."""

    start: str
    length: str
    fill: str


@dataclass(frozen=True)
class Picture:
    """Lines of the same parts under a title. `is_share` draws each line in its full length, `is_upright` as columns side by side.

    `url` leads to the page that tells more.
    """

    title: StrOrPromise
    parts: Sequence[Part]
    lines: Sequence[Line]
    is_share: bool = False
    is_upright: bool = False
    url: str = ""
    note: StrOrPromise = field(default="")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not any(number for line in self.lines for number in line.numbers)

    @property
    def legend(self) -> list[tuple[StrOrPromise, str]]:
        """The parts with how they are filled, "" for those that are told in numbers."""
        return [(part.name, part.look.fill if part.look else "") for part in self.parts]

    @property
    def bars(self) -> list[tuple[Line, list[Shape]]]:
        """Each line with the parts of its bar."""
        lengths = [sum(self._drawn(line)) for line in self.lines]
        longest = max(lengths, default=0)
        return [
            (line, self._shapes(line, length if self.is_share else longest))
            for line, length in zip(self.lines, lengths, strict=True)
        ]

    def _drawn(self, line: Line) -> list[float]:
        """The numbers that are drawn; what is told in numbers alone counts for none."""
        return [
            number or 0 if part.look else 0
            for part, number in zip(self.parts, line.numbers, strict=True)
        ]

    def _shapes(self, line: Line, whole: float) -> list[Shape]:
        start, shapes = 0.0, []
        for part, number in zip(self.parts, self._drawn(line), strict=True):
            if part.look is None or not number:
                continue
            length = max(100 * number / whole, THIN)
            start = min(start, 100 - length)
            shapes.append(Shape(f"{start:.1f}%", f"{length:.1f}%", part.look.fill))
            start += length
        return shapes

    @property
    def columns(self) -> list[tuple[Part, list[tuple[str, Shape | None]]]]:
        """Each part with its numbers as words and as columns, the highest of the part as high as there is place."""
        found = []
        for n, part in enumerate(self.parts):
            numbers = [line.numbers[n] or 0 for line in self.lines]
            highest = max(numbers, default=0)
            shown = [
                (line.shown[n], _column(number, highest, part.look) if part.look else None)
                for line, number in zip(self.lines, numbers, strict=True)
            ]
            found.append((part, shown))
        return found


def _column(number: float, highest: float, look: Look) -> Shape | None:
    if not number:
        return None
    height = max(TALL * number / highest, LEAST)
    return Shape(f"{TALL - height:.1f}", f"{height:.1f}", look.fill)


def drawn(pictures: Sequence[Picture], *, above_list: bool = False) -> SafeString:
    """Pictures side by side; nothing where there is nothing to be seen.

    Above a list some are open and the others folded, and on a phone a link leads past them to the list.
    """
    shown = [picture for picture in pictures if not picture.is_empty]
    if not shown:
        return SafeString()
    open_ones = OPEN if above_list else len(shown)
    context = {
        "pictures": shown[:open_ones],
        "folded": shown[open_ones:],
        "tall": f"{TALL:g}",
        "above_list": above_list,
    }
    return SafeString(render_to_string("foundation/pictures.html", context))
