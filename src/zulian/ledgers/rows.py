"""Which rows of a sheet are data: sums, notes, headings of each page, titles of groups and blank numbered rows are left out, and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zulian.foundation.ledger import Draft
from zulian.foundation.ledger_cells import clean, half_width
from zulian.ledgers.words import BLANK_BELOW, FOOTERS, GROUP, NOISE, TOTALS

MAX_FOOTER_CELLS = 3
# What a row of data has and a footer has not: an ID number or a code, whole or masked.
NUMBERED = re.compile(r"[0-9]{6}[0-9*＊]{6,11}[0-9Xx]")
HAN = re.compile(r"[\u3400-\u9fff]")
HEAD_COUNT = re.compile(r"共?\d{1,6}人?")  # untranslated: people of a group
# So many row numbers of a kind are told.
TOLD = 12


@dataclass
class Sorted:
    """The rows of data of a sheet, and the numbers of the rows left out, by kind."""

    drafts: list[Draft] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """What is known of a sheet's columns: `known` are those that the register reads, `joined` those of plain words.

    heads: the rows of the heading as they stand. keys: the columns by their places. is_own: the sheet was given out by this
    system, which writes neither groups nor sums: each of its rows is one of the register, however little it says.
    """

    first: int
    known: frozenset[int]
    joined: frozenset[int]
    heads: list[list[str]]
    keys: dict[int, str]
    is_own: bool = False


def sort_rows(frame: Frame, rows: list[list[str]]) -> Sorted:
    """Tell rows of data from what stands between and below them."""
    sorted_rows = Sorted()
    for number, row in enumerate(rows[frame.first :], frame.first + 1):
        cells = [clean(cell) for cell in row]
        if not any(cells):
            continue
        kind = next((kind for kind, is_such in KINDS if is_such(frame, cells)), "")
        if kind:
            sorted_rows.left_out.setdefault(kind, []).append(number)
        elif sorted_rows.drafts and _runs_on(frame, cells):
            _join(frame, sorted_rows.drafts[-1], cells, number)
            sorted_rows.left_out.setdefault("joined", []).append(number)
        else:
            sorted_rows.drafts.append(Draft(number, cells))
    return sorted_rows


def told(left_out: dict[str, list[int]]) -> list[str]:
    """The rows left out in words, a line for each kind."""
    labels = {
        "totals": _("合计"),
        "notes": _("落款、说明和“以下空白”"),
        "headings": _("重复的表头"),
        "blank": _("只有序号的空行"),
        "unused": _("没有要导入的内容的行"),
        "groups": _("分组标题"),
        "joined": _("上一行的续行，已并入上一行"),
    }
    lines = []
    for kind, numbers in left_out.items():
        shown = "、".join(map(str, numbers[:TOLD]))
        more = _("等 %(n)d 行") % {"n": len(numbers)} if len(numbers) > TOLD else _("行")
        lines.append(f"{labels.get(kind, kind)}（{shown} {more}）")
    return lines


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _is_numbered(cells: Iterable[str]) -> bool:
    return any(NUMBERED.fullmatch(half_width(cell)) for cell in cells if cell)


def _is_total(_frame: Frame, cells: list[str]) -> bool:
    """A row that begins with 合计, however many sums stand behind it; never one with an ID number."""
    first = NOISE.sub("", half_width(next(iter(_filled(cells[:4])), "")))
    return first in TOTALS and not _is_numbered(cells)


def _is_note(_frame: Frame, cells: list[str]) -> bool:
    """A row of few cells below the data: names of who made the sheet, notes, 以下空白."""
    filled = _filled(cells)
    if NOISE.sub("", half_width(filled[0])).startswith(BLANK_BELOW):
        return True
    if len(filled) > MAX_FOOTER_CELLS or _is_numbered(filled):
        return False
    return filled[0].replace(" ", "").startswith(FOOTERS)


def _is_heading(frame: Frame, cells: list[str]) -> bool:
    """A row that says the same as the heading in most of its cells, and in two at least."""
    filled = [(place, cell) for place, cell in enumerate(cells) if cell]
    for head in frame.heads:
        same = sum(1 for place, cell in filled if place < len(head) and head[place] == cell)
        if same >= 2 and 2 * same >= len(filled):
            return True
    return False


def _is_group(frame: Frame, cells: list[str]) -> bool:
    """One text alone that names a place or a part of the sheet, perhaps with how many people follow."""
    if frame.is_own:
        return False
    filled = _filled(cells)
    if all(place in frame.joined for place, cell in enumerate(cells) if cell):
        return False
    if len(set(filled)) > 2 or len(frame.known) < 3 or _is_numbered(filled):
        return False
    rest = [cell for cell in dict.fromkeys(filled) if not HEAD_COUNT.fullmatch(half_width(cell))]
    return len(rest) == 1 and GROUP.search(rest[0].replace(" ", "")) is not None


def _is_blank(frame: Frame, cells: list[str]) -> bool:
    """A row of which nothing but a number in a column that the register does not read is filled."""
    filled = [(place, cell) for place, cell in enumerate(cells) if cell]
    return all(place not in frame.known for place, _cell in filled) and all(
        half_width(cell).isdigit() for _place, cell in filled
    )


def _is_unused(frame: Frame, cells: list[str]) -> bool:
    return not any(cell for place, cell in enumerate(cells) if place in frame.known)


def _runs_on(frame: Frame, cells: list[str]) -> bool:
    """Whether a row only goes on with words of the row above: nothing in it tells whose row it is."""
    filled = [place for place, cell in enumerate(cells) if cell and place in frame.known]
    return all(place in frame.joined and HAN.search(cells[place]) for place in filled)


def _join(frame: Frame, draft: Draft, cells: list[str], number: int) -> None:
    for place, cell in enumerate(cells):
        if cell and place in frame.joined and place < len(draft.cells):
            draft.cells[place] += cell
            draft.notes[frame.keys[place]] = _("与第 %(n)d 行合并。") % {"n": number}


KINDS: tuple[tuple[str, Callable[[Frame, list[str]], bool]], ...] = (
    ("totals", _is_total),
    ("notes", _is_note),
    ("headings", _is_heading),
    ("blank", _is_blank),
    ("groups", _is_group),
    ("unused", _is_unused),
)
