"""Tables of the statistical reporting (报表制度) as data: lines, columns, where each cell's number comes from, and checks; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

# A cell's place: the number of its line and the key of its column.
Place = tuple[str, str]
Values = Mapping[Place, Decimal | None]
HUNDRED = Decimal(100)
TENTH = Decimal("0.1")
# What a term of a check that is no line begins with: "#100" is the number itself.
CONSTANT = "#"
# The table of the same unit a year before, as checks name it.
LAST_YEAR = "last"
# Units of shares, as tables write them.
RATES = frozenset(["%", "％", "百分比", "‰"])  # untranslated


class Kind(StrEnum):
    """Where the number of a cell comes from."""

    HAND = "hand"
    MEASURE = "measure"
    SUM = "sum"
    ACROSS = "across"
    RATIO = "ratio"
    NONE = "none"


@dataclass(frozen=True)
class Source:
    """A cell's source: a measure of the registry with the part and the categories of it, or other cells by their lines or columns."""

    kind: Kind
    measure: str = ""
    part: str = ""
    where: tuple[tuple[str, str], ...] = ()
    of: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether a number is kept for it: what is computed from other cells is not."""
        return self.kind in (Kind.HAND, Kind.MEASURE)


@dataclass(frozen=True)
class Column:
    """A column: its key, head, the categories it narrows measures to, and the columns that it adds up.

    No measure fills a column by `hand`: it is about a category that registers do not part by.
    """

    key: str
    name: str
    where: tuple[tuple[str, str], ...] = ()
    across: tuple[str, ...] = ()
    hand: bool = False


@dataclass(frozen=True)
class Line:
    """A line: its number, name and unit, and what it says of its cells; a `head` names a part of the table and has none."""

    no: str
    name: str
    unit: str = ""
    head: bool = False
    said: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def is_rate(self) -> bool:
        """Whether its numbers are shares of something, which add up to nothing."""
        return self.unit in RATES


@dataclass(frozen=True)
class Check:
    """What must hold: the sums of both sides as `op` says, within a tolerance or so many per cent of the right side.

    A `hard` one bars handing in, another needs a word of explanation.
    """

    left: tuple[str, ...]
    op: str
    right: tuple[str, ...]
    words: str
    hard: bool = False
    tolerance: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)

    def holds(self, left: Decimal, right: Decimal) -> bool:
        """Whether two sums satisfy it."""
        slack = max(self.tolerance, self.percent * abs(right) / HUNDRED)
        if self.op == "<=":
            return left <= right + slack
        if self.op == ">=":
            return left >= right - slack
        return abs(left - right) <= slack


@dataclass(frozen=True)
class Finding:
    """A check that fails, at a column, with the sums of both sides."""

    check: Check
    column: str
    left: Decimal
    right: Decimal


@dataclass(frozen=True)
class Layout:
    """One version of a table: what it is made of."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Layout:
        """The layout that a version's data say."""
        columns = tuple(
            Column(
                c["key"],
                c["name"],
                _pairs(c.get("where", {})),
                tuple(c.get("across", ())),
                c.get("hand", False),
            )
            for c in data["columns"]
        )
        lines = tuple(
            Line(one["no"], one["name"], one.get("unit", ""), one.get("head", False), one)
            for one in data["lines"]
        )
        checks = tuple(map(_check, data.get("checks", ())))
        return cls(columns, lines, checks, tuple(data.get("notes", ())))

    def source(self, line: Line, column: Column) -> Source:
        """Where the number of a cell comes from."""
        said = line.said | line.said.get("cells", {}).get(column.key, {})
        if line.head or column.key in said.get("blank", ()):
            return Source(Kind.NONE)
        if "ratio" in said:
            return Source(Kind.RATIO, of=tuple(said["ratio"]))
        parts = tuple(key for key in column.across if key not in said.get("blank", ()))
        # Rates do not add up; and a line that says nothing but its total is filled in there.
        if parts and not line.is_rate:
            return Source(Kind.ACROSS, of=parts)
        if "sum" in said:
            return Source(Kind.SUM, of=tuple(said["sum"]))
        if said.get("measure") and not column.hand:
            where = dict(column.where) | said.get("where", {})
            return Source(Kind.MEASURE, said["measure"], said.get("part", ""), _pairs(where))
        return Source(Kind.HAND)

    def sources(self) -> dict[Place, Source]:
        """The sources of all cells, line by line."""
        return {
            (line.no, column.key): self.source(line, column)
            for line in self.lines
            for column in self.columns
        }

    def kept(self) -> dict[Place, Source]:
        """Those of them for which a number is kept."""
        return {place: source for place, source in self.sources().items() if source.is_kept}

    def name_of(self, place: Place) -> str:
        """A cell in words: its line, and its column where there are several."""
        line = next(one for one in self.lines if one.no == place[0])
        column = next(one for one in self.columns if one.key == place[1])
        name = f"{line.no} {line.name.strip()}"
        return f"{name} · {column.name}" if len(self.columns) > 1 else name


def _pairs(where: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(value)) for key, value in where.items())


def _check(said: Mapping[str, Any]) -> Check:
    return Check(
        tuple(said["left"]),
        said["op"],
        tuple(said["right"]),
        said["words"],
        said.get("hard", False),
        Decimal(str(said.get("tolerance", 0))),
        Decimal(str(said.get("percent", 0))),
    )


def computed(layout: Layout, kept: Values) -> dict[Place, Decimal | None]:
    """The numbers of all cells: those that are kept, and what formulas make of them; None for what is not known."""
    sources = layout.sources()
    known: dict[Place, Decimal | None] = {}

    def value(place: Place, open_: frozenset[Place] = frozenset()) -> Decimal | None:
        if place in known:
            return known[place]
        # A formula that leads back to itself says nothing.
        if place not in sources or place in open_:
            return None
        source, inside = sources[place], open_ | {place}
        if source.kind is Kind.SUM:
            found = total(value((no, place[1]), inside) for no in source.of)
        elif source.kind is Kind.ACROSS:
            found = total(value((place[0], key), inside) for key in source.of)
        elif source.kind is Kind.RATIO:
            found = percent(*(value((no, place[1]), inside) for no in source.of))
        else:
            found = kept.get(place)
        known[place] = found
        return found

    return {place: value(place) for place in sources}


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is.

    >>> total([Decimal(1), None, Decimal(2)]), total([None])
    (Decimal('3'), None)
    """
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def percent(met: Decimal | None, of: Decimal | None) -> Decimal | None:
    """met ÷ of in per cent with one decimal, None over nothing.

    >>> percent(Decimal(1), Decimal(3)), percent(Decimal(1), Decimal(0))
    (Decimal('33.3'), None)
    """
    if met is None or not of:
        return None
    return (HUNDRED * met / of).quantize(TENTH)


def findings(
    layout: Layout, values: Values, others: Mapping[str, Values] | None = None
) -> list[Finding]:
    """The checks that fail.

    `others` are the numbers of other tables by the words that checks call them: `last` a year before, or a form's code. A check
    is asked at each column that both sides know; one that names a table which is not there is not asked.
    """
    tables = dict(others or {}) | {"": values}
    found = []
    for check in layout.checks:
        for column in _columns(layout, check):
            left, right = (_side(side, column.key, tables) for side in (check.left, check.right))
            if left is None or right is None or check.holds(left, right):
                continue
            found.append(Finding(check, column.name, left, right))
    return found


def _columns(layout: Layout, check: Check) -> Sequence[Column]:
    """The columns at which a check is asked: the one that its left side names, or all."""
    named = {term.partition(".")[2] for term in check.left if "." in term}
    return [c for c in layout.columns if c.key in named] if named else layout.columns


def _side(terms: Sequence[str], column: str, tables: Mapping[str, Values]) -> Decimal | None:
    return total(_term(term, column, tables) for term in terms)


def _term(term: str, column: str, tables: Mapping[str, Values]) -> Decimal | None:
    """The number of a term: "4" a line at the column, "4.total" at another, "last:4" of another table, "#100" itself."""
    if term.startswith(CONSTANT):
        return Decimal(term.removeprefix(CONSTANT))
    table, _colon, cell = term.rpartition(":")
    no, _dot, named = cell.partition(".")
    return tables.get(table, {}).get((no, named or column))
