"""What was read of a standard's sheet: its items, groups before what is in them, and why a sheet cannot be read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal


class SheetError(ValueError):
    """Why a sheet can't be read as a standard: `kind` names the reason, `place` says where."""

    def __init__(self, kind: str, place: str = "") -> None:
        super().__init__(kind, place)
        self.kind, self.place = kind, place


@dataclass
class Entry:
    """An item as read: a group has children. `top` and `bottom` are the rows of the sheet it covers, from 0."""

    top: int
    bottom: int
    title: str = ""
    asked: str = ""
    rule: str = ""
    points: Decimal | None = None
    veto: bool = False
    passes: bool = False
    checker: str = ""
    evidence: str = ""
    method: str = ""
    children: list[Entry] = field(default_factory=list)

    def walk(self) -> Iterator[Entry]:
        """Itself and everything below, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def worth(self) -> Decimal:
        """Its points, or those of its children together."""
        return (
            self.points
            if self.points is not None
            else sum((c.worth for c in self.children), Decimal(0))
        )


@dataclass
class Reading:
    """The items of a sheet, the total it names itself, and the rows (from 1) whose points were shared out by us.

    bonus: the rows that add to the whole, which are worth nothing by themselves. beside: the headings of columns that no item has a
    place for; what they say stands in its rule.
    """

    entries: list[Entry]
    total: Decimal | None = None
    shared: list[int] = field(default_factory=list)
    bonus: list[int] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def everything(entries: Iterable[Entry]) -> Iterator[Entry]:
    """All entries, groups before what is in them."""
    for entry in entries:
        yield from entry.walk()
