"""A sheet of an office's Excel read as a form: its head, columns and lines, with what was guessed; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zulian.statistics.sheet_heads import Heads, Merged, find_heads, tidy
from zulian.statistics.sheet_lines import Row, lines_of, rows_of
from zulian.statistics.sheet_words import AND, LEVELS, TOTALS, WHOLE, plain, title_of

MAX_LINES, MAX_COLUMNS = 150, 20
LONGEST = 80
# How much a sum may differ from its column by what was rounded.
SLACK = 0.05
# What parts the names of columns where they are told.
SEPARATORS = re.compile("[、，,;；]")


@dataclass(frozen=True)
class Table:
    """A form as it was read: what it is called, its layout, and by field what was guessed, in sentences."""

    sheet: str
    head: dict[str, Any]
    data: dict[str, Any]
    guesses: dict[str, str] = field(default_factory=dict)


def table_of(sheet: str, rows: Sequence[Sequence[str]], merged: Sequence[Merged]) -> Table | None:
    """The form on a sheet; None where none of its rows heads a table, or nothing stands below it."""
    texts = [[tidy(cell) for cell in row] for row in rows]
    heads = find_heads(texts, merged)
    if heads is None:
        return None
    read = rows_of(texts, heads)
    if not read.rows:
        return None
    head, guesses = title_of(texts[: heads.top], sheet)
    lines, told = lines_of(read.rows, heads, head.pop("unit", ""))
    columns, asked = _columns(heads, read.rows)
    for line in lines:
        # Strokes all along a line say that nothing was filled in yet.
        if len(line.get("blank", ())) == len(columns):
            del line["blank"]
    data = {"columns": columns, "lines": lines, "checks": [], "notes": read.notes}
    return Table(sheet, head, data, guesses | told | asked)


def _columns(heads: Heads, rows: Sequence[Row]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The columns of numbers, and what was guessed of them by their keys."""
    columns: list[dict[str, Any]] = []
    guesses: dict[str, str] = {}
    for n, (_place, name) in enumerate(heads.numbers, 1):
        column: dict[str, Any] = {"key": f"c{n}", "name": SEPARATORS.sub(AND, name)[:LONGEST]}
        level = LEVELS.get(plain(name))
        if level and len(heads.numbers) > 1:
            column["where"] = {"level": level}
            guesses[f"c{n}"] = _("按列名推定只统计这一级。")
        elif len(heads.numbers) > 1 and plain(name) not in TOTALS | WHOLE:
            column["hand"] = True
            guesses[f"c{n}"] = _("台账不按“%(name)s”分列，推定为手工填写。") % {"name": name}
        columns.append(column)
    if not columns:
        guesses["c1"] = _("表里没有数字列，推定为一列。")
        return [{"key": "c1", "name": _("数量")}], guesses
    return columns, guesses | _totals(columns, heads, rows)


def _totals(columns: list[dict[str, Any]], heads: Heads, rows: Sequence[Row]) -> dict[str, str]:
    """Let a column of totals add up the others where that is sure, and ask where it is not."""
    totals = [n for n, column in enumerate(columns) if plain(column["name"]) in TOTALS]
    others = [n for n in range(len(columns)) if n not in totals]
    if not totals or len(others) < 2:
        return {}
    if len(totals) > 1:
        words = _("有几列合计，请选择它们是不是“各列之和”。")
        return {columns[n]["key"]: words for n in totals}
    total = totals[0]
    by_level = all("where" in columns[n] for n in others)
    proved = _adds_up(total, others, heads, rows)
    if proved or (by_level and proved is None):
        columns[total]["across"] = [columns[n]["key"] for n in others]
        return {columns[total]["key"]: _("推定为其余各列之和。")}
    words = _("是不是其余各列之和，看不出来；是的请选“各列之和”。")
    return {columns[total]["key"]: words}


def _adds_up(total: int, others: Sequence[int], heads: Heads, rows: Sequence[Row]) -> bool | None:
    """Whether numbers that were filled in show that a column is the sum of others; None where there are none."""
    places = [place for place, _name in heads.numbers]
    told = [
        (row.number(places[total]), [row.number(places[n]) for n in others])
        for row in rows
        if row.unit != "%"
    ]
    known = [(whole, parts) for whole, parts in told if whole is not None and any(parts)]
    if not known:
        return None
    return all(abs(whole - sum(n or 0 for n in parts)) <= SLACK for whole, parts in known)
