"""The rows below the heading of an office's table as lines of a form: numbers, indents, heads, units, notes; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zulian.statistics.sheet_heads import Heads, is_marks
from zulian.statistics.sheet_words import CROSSED, NOTE, SIGNED

NUMERALS = "一二三四五六七八九十"  # untranslated: how tables count their parts
PART = re.compile(rf"^([{NUMERALS}]{{1,3}})[、.．]\s*(.+)$")
ONLY_NUMERAL = re.compile(rf"^[（(]?([{NUMERALS}]{{1,3}})[）)]?$")
# What a line may be called: what formulas and checks take for a sign is none of it.
NUMBER = re.compile(r"[^\W_](?:[^\W_]|-){0,11}")
COUNTED = re.compile(r"^\d{1,2}[.、．]\s*")
MAX_NAME, MAX_UNIT, MAX_NOTES = 80, 10, 20


@dataclass(frozen=True)
class Row:
    """A row of the table: what its cells say, and which part of it they are."""

    number_text: str
    group: str
    name: str
    unit: str
    cells: dict[int, str]

    def number(self, place: int) -> float | None:
        """The number in a column; None where none stands there."""
        try:
            return float(self.cells.get(place, "").replace(",", "").replace("%", ""))
        except ValueError:
            return None

    @property
    def is_filled(self) -> bool:
        """Whether a number stands anywhere in it."""
        return any(self.number(place) is not None for place in self.cells)


@dataclass
class Read:
    """The rows of a table, and the notes below it."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def rows_of(texts: Sequence[list[str]], heads: Heads) -> Read:
    """The rows of a table up to its notes and signatures."""
    read = Read()
    for row in texts[heads.first :]:
        said = [cell.strip() for cell in row if cell.strip()]
        if not said or is_marks(row, heads.names[-1]):
            continue
        if SIGNED.match(said[0]):
            break
        if read.notes or (NOTE.match(said[0]) and len(set(said)) == 1):
            read.notes.append(COUNTED.sub("", NOTE.sub("", said[0])))
            continue
        found = _row(row, heads)
        if found.name:
            read.rows.append(found)
    read.notes = [note[:200] for note in read.notes if note][:MAX_NOTES]
    return read


def _row(row: Sequence[str], heads: Heads) -> Row:
    def at(place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""

    words = list(dict.fromkeys(at(place) for place in heads.names if at(place).strip()))
    name = words[-1] if words else ""
    group = words[0].strip() if len(words) > 1 else ""
    cells = {place: at(place).strip() for place, _name in heads.numbers}
    return Row(at(heads.number).strip(), group, name, at(heads.unit).strip(), cells)


def lines_of(
    rows: Sequence[Row], heads: Heads, unit: str
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The lines of a form, and what was guessed of them by `l:` and their numbers."""
    lines: list[dict[str, Any]] = []
    guesses: dict[str, str] = {}
    taken: set[str] = set()
    wanted = {_number(row.number_text) for row in rows} - {""}
    for row in _with_groups(rows):
        line, doubt = _line(row, heads, unit)
        no = line["no"]
        if not no or no in taken:
            free = free_number(taken | wanted, is_head=line.get("head", False))
            if no:
                doubt = doubt or _("原来的行次 %(no)s 重复，已另编。") % {"no": no}
            line["no"] = no = free
        taken.add(no)
        lines.append(line)
        if doubt:
            guesses[f"l:{no}"] = doubt
    return lines, guesses


def _with_groups(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, before those of each group a row that names it."""
    last = ""
    for row in rows:
        if row.group and row.group != last:
            yield Row("", "", row.group, "", {})
        last = row.group
        yield Row(row.number_text, "", f"  {row.name}", row.unit, row.cells) if row.group else row


def _line(row: Row, heads: Heads, unit: str) -> tuple[dict[str, Any], str]:
    """A row as a line of a form, with what is doubtful of it."""
    no, name, doubt = _number(row.number_text), row.name.rstrip()[:MAX_NAME], ""
    numbered, part = ONLY_NUMERAL.match(no), PART.match(name.strip())
    has_numbers = bool(row.unit) or row.is_filled
    is_part = bool(numbered or part) and not has_numbers
    if is_part or (not has_numbers and heads.unit is not None and not no):
        if part and not no:
            no, name = part[1], part[2]
        elif numbered:
            no = numbered[1]
        if not is_part:
            doubt = _("没有计量单位和数，推定为标题行。")
        return {"no": no, "name": name, "head": True}, doubt
    if not no and row.number_text:
        doubt = _("原来的行次“%(no)s”不能用在公式里，已另编。") % {"no": row.number_text[:20]}
    line: dict[str, Any] = {"no": no, "name": name, "unit": (row.unit or unit)[:MAX_UNIT]}
    if not row.unit and unit:
        doubt = doubt or _("计量单位取自表头。")
    elif not line["unit"] and heads.unit is not None:
        doubt = doubt or _("没有计量单位，请核对是不是标题行。")
    crossed = [n for n, (place, _name) in enumerate(heads.numbers, 1) if _is_crossed(row, place)]
    if crossed:
        line["blank"] = [f"c{n}" for n in crossed]
    return line, doubt


def _is_crossed(row: Row, place: int) -> bool:
    return row.cells.get(place, "") in CROSSED


def _number(text: str) -> str:
    """The number of a line as formulas take it: 1.1 is 1-1; "" where it is none."""
    bare = "".join(text.split()).strip("()（）、.．").replace(".", "-").replace("．", "-")
    return bare if NUMBER.fullmatch(bare) else ""


def free_number(taken: set[str], *, is_head: bool) -> str:
    """The first number that no line has: 一 for a head, 1 for any other."""
    if is_head:
        for numeral in NUMERALS:
            if numeral not in taken:
                return numeral
    n = 1
    while str(n) in taken:
        n += 1
    return str(n)
