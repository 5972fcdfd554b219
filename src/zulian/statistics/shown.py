"""A return as it is shown: its grid with what was counted and what is reported, and its grid beside last year's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zulian.foundation.clock import today
from zulian.foundation.numbers import plain
from zulian.regions.models import Region
from zulian.statistics.counting import (
    LEVEL,
    LEVELS,
    Period,
    categories,
    counted,
    measure_of,
    part_words,
)
from zulian.statistics.models import Cell, Filing, number_words
from zulian.statistics.rules import Column, Kind, Layout, Line, Place, Source, Values, computed

EMPTY = "—"


@dataclass(frozen=True)
class Shown:
    """A cell of the grid: where it is, its words, and what is kept of it, if anything is."""

    place: Place
    label: str
    is_kept: bool
    is_none: bool
    reported: Decimal | None
    kept: Cell | None

    @property
    def words(self) -> str:
        """The number as it is shown."""
        return number_words(self.reported)

    @property
    def note(self) -> str:
        """What was counted where something else is reported."""
        if self.kept is None or not self.kept.is_corrected:
            return ""
        return _("统计数 %(n)s") % {"n": self.kept.counted_words}


@dataclass(frozen=True)
class Grid:
    """The lines of a return with their cells."""

    columns: tuple[Column, ...]
    lines: list[tuple[Line, list[Shown]]]

    def cells(self) -> Iterator[Shown]:
        """All cells, line by line."""
        return (cell for _line, cells in self.lines for cell in cells)


def grid_of(filing: Filing) -> Grid:
    """The grid of a return as it is kept."""
    layout, values = filing.form, filing.values()
    known = {(cell.line, cell.column): cell for cell in filing.cells.all()}
    sources = layout.sources()
    several = len(layout.columns) > 1

    def shown(line: Line, column: Column) -> Shown:
        place = (line.no, column.key)
        name = f"{line.no} {line.name.strip()}"
        return Shown(
            place,
            f"{name} · {column.name}" if several else name,
            sources[place].is_kept,
            sources[place].kind == "none",
            values[place],
            known.get(place),
        )

    return Grid(
        layout.columns,
        [(line, [shown(line, column) for column in layout.columns]) for line in layout.lines],
    )


@dataclass(frozen=True)
class Beside:
    """A number of this period, the one a year before, and by how much it grew."""

    now: str
    before: str
    change: str


def compared(layout: Layout, now: Values, before: Values) -> list[tuple[Line, list[Beside]]]:
    """The lines with their numbers beside those of a year before."""
    return [
        (line, [_beside(now, before, (line.no, column.key)) for column in layout.columns])
        for line in layout.lines
        if not line.head
    ]


def _beside(now: Values, before: Values, place: Place) -> Beside:
    new, old = now.get(place), before.get(place)
    if new is None or old is None:
        return Beside(number_words(new), number_words(old), EMPTY)
    change = new - old
    sign = "+" if change > 0 else ""
    return Beside(number_words(new), number_words(old), f"{sign}{plain(change)}")


def origins(filing: Filing) -> str:
    """How many of its numbers come from where, in words."""
    counts = Counter(cell.how for cell in filing.cells.all())
    words = [
        _("%(how)s（%(n)d 个数）") % {"how": how.label, "n": counts[how]}
        for how in Cell.How
        if counts[how]
    ]
    return "、".join(words)


def described(layout: Layout, *, heads: bool = False) -> list[tuple[Line, str]]:
    """The lines with where their numbers come from, in words; those that head a part where they are asked for."""
    lines = [line for line in layout.lines if heads or not line.head]
    return [(line, "" if line.head else "；".join(_sources_of(layout, line))) for line in lines]


def column_words(column: Column) -> str:
    """A column with what stands in it, where that is not the whole number."""
    if column.across:
        what = _("其余各列之和")
    elif column.hand:
        what = _("手工填写")
    else:
        level = next((LEVELS[value].label for name, value in column.where if name == LEVEL), "")
        what = _("只统计%(level)s的") % {"level": level} if level else ""
    return f"{column.name}（{what}）" if what else column.name


def previewed(layout: Layout, region: Region, period: Period) -> list[tuple[Line, list[str]]]:
    """The lines with what measures count in a division now; nothing is kept, and what is filled in by hand is open."""
    sources = layout.kept()
    measures = {place: source for place, source in sources.items() if source.kind is Kind.MEASURE}
    told = {place: one.number for place, one in counted(region, period, measures).items()}
    values = computed(layout, told)
    blank = {place for place, source in layout.sources().items() if source.kind is Kind.NONE}
    return [
        (line, [_word(values, (line.no, column.key), blank) for column in layout.columns])
        for line in layout.lines
    ]


def _word(values: Values, place: Place, blank: set[Place]) -> str:
    return "" if place in blank else number_words(values.get(place))


def _sources_of(layout: Layout, line: Line) -> list[str]:
    sources = [layout.source(line, column) for column in layout.columns]
    words = [_words_of(source) for source in sources]
    return list(dict.fromkeys(filter(None, words)))


def _words_of(source: Source) -> str:
    """A source in words; "" for what columns alone say."""
    if source.kind is Kind.RATIO:
        return _("第 %(met)s 行 ÷ 第 %(of)s 行") % {"met": source.of[0], "of": source.of[1]}
    if source.kind is Kind.SUM:
        return _("第 %(lines)s 行之和") % {"lines": "、".join(source.of)}
    if source.kind is Kind.HAND:
        return _("手工填写")
    measure = measure_of(source)
    if source.kind is not Kind.MEASURE or measure is None:
        return ""
    named = part_words(measure, source.part)
    return _("台账：%(what)s") % {"what": named} + _categories(source)


def _categories(source: Source) -> str:
    measure = measure_of(source)
    known = categories(measure, today()) if measure else {}
    words = [
        known.get(name, {}).get(value) or _("没有登记")
        for name, value in source.where
        if name != LEVEL
    ]
    return f"（{'、'.join(words)}）" if words else ""
