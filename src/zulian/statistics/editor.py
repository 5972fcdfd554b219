"""The table of a unit's own form as fields: what stands in them, and the layout that they say. Faults are told by field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zulian.statistics.bindings import said_by, value_of
from zulian.statistics.formulas import (
    FormulaError,
    check_words,
    formula_faults,
    formula_words,
    read_checks,
    read_formula,
)
from zulian.statistics.sheet_heads import tidy
from zulian.statistics.sheet_lines import MAX_NOTES, NUMBER, free_number

ACROSS, HAND = "across", "hand"
KEY = re.compile(r"c[0-9]{1,3}")
SPLIT = re.compile(r"[、，,;；]")


@dataclass(frozen=True)
class Said:
    """The layout that fields say, and by field what is wrong with them."""

    data: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict)


def texts_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields for a layout; those of columns and lines bear their places."""
    names = {column["key"]: column["name"] for column in data.get("columns", ())}
    texts: dict[str, Any] = {}
    for n, column in enumerate(data.get("columns", ())):
        narrow = _narrow(column)
        texts |= {f"c{n}_key": column["key"], f"c{n}_name": column["name"], f"c{n}_narrow": narrow}
    for n, line in enumerate(data.get("lines", ())):
        blank = "、".join(names[key] for key in line.get("blank", ()) if key in names)
        texts |= {
            f"l{n}_no": line["no"],
            f"l{n}_name": line["name"],
            f"l{n}_unit": line.get("unit", ""),
            f"l{n}_source": value_of(line),
            f"l{n}_formula": formula_words(line),
            f"l{n}_blank": blank,
        }
    texts["checks"] = "\n".join(map(check_words, data.get("checks", ())))
    texts["notes"] = "\n".join(data.get("notes", ()))
    return texts


def _narrow(column: Mapping[str, Any]) -> str:
    """What a column is filled with, as it is chosen."""
    if column.get("across"):
        return ACROSS
    return HAND if column.get("hand") else str(column.get("where", {}).get("level", ""))


def layout_of(texts: Mapping[str, Any], columns: int, lines: int) -> Said:
    """The layout that so many columns and lines of fields say; those without a name are left out."""
    said = Said({})
    said.data["columns"] = _columns(texts, columns, said.faults)
    placed = _lines(texts, lines, said)
    said.data["lines"] = [line for _n, line in placed]
    fields = {line["no"]: f"l{n}_formula" for n, line in placed}
    faults = formula_faults(said.data["lines"])
    said.faults.update({fields[no]: why for no, why in faults.items()})
    heads = [line["no"] for line in said.data["lines"] if line.get("head")]
    others = [line["no"] for line in said.data["lines"] if not line.get("head")]
    said.data["checks"], wrong = read_checks(texts.get("checks") or "", heads, others)
    if wrong:
        said.faults["checks"] = " ".join(wrong)
    notes = (note.strip() for note in (texts.get("notes") or "").splitlines())
    said.data["notes"] = [note for note in notes if note][:MAX_NOTES]
    return said


def _columns(texts: Mapping[str, Any], count: int, faults: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    names: set[str] = set()
    sums: list[tuple[int, dict[str, Any]]] = []
    kept = {str(texts.get(f"c{n}_key") or "") for n in range(count) if texts.get(f"c{n}_name")}
    taken: set[str] = set()
    for n in range(count):
        name = " ".join((texts.get(f"c{n}_name") or "").split())
        if not name:
            continue
        if name in names:
            faults[f"c{n}_name"] = _("已有一列叫“%(name)s”。") % {"name": name}
        elif SPLIT.search(name):
            faults[f"c{n}_name"] = _("列名里不要用顿号、逗号和分号。")
        names.add(name)
        key = str(texts.get(f"c{n}_key") or "")
        if not KEY.fullmatch(key) or key in taken:
            key = _free_key(kept | taken)
        taken.add(key)
        column: dict[str, Any] = {"key": key, "name": name}
        narrow = texts.get(f"c{n}_narrow") or ""
        if narrow == ACROSS:
            sums.append((n, column))
        elif narrow == HAND:
            column["hand"] = True
        elif narrow:
            column["where"] = {"level": narrow}
        found.append(column)
    if not found:
        faults["c0_name"] = _("至少要有一列。")
    _add_across(found, sums, faults)
    return found


def _add_across(
    columns: Sequence[dict[str, Any]],
    sums: Sequence[tuple[int, dict[str, Any]]],
    faults: dict[str, str],
) -> None:
    """Let columns of sums add up all that are none."""
    keys = [column["key"] for _n, column in sums]
    others = [column["key"] for column in columns if column["key"] not in keys]
    for n, column in sums:
        column["across"] = others
        if not others:
            faults[f"c{n}_narrow"] = _("没有可以相加的其他列。")


def _free_key(taken: set[str]) -> str:
    n = 1
    while f"c{n}" in taken:
        n += 1
    return f"c{n}"


def _lines(texts: Mapping[str, Any], count: int, said: Said) -> list[tuple[int, dict[str, Any]]]:
    """The lines with their places among the fields, in their order: a new one stands behind the one that it names."""
    named = [n for n in range(count) if (texts.get(f"l{n}_name") or "").strip()]
    wanted = {"".join((texts.get(f"l{n}_no") or "").split()) for n in named}
    taken: set[str] = set()
    placed: list[tuple[int, dict[str, Any]]] = []
    keys = {column["name"]: column["key"] for column in said.data["columns"]}
    for n in named:
        line = _line(texts, n, keys, said.faults)
        no = line["no"]
        if not no:
            no = line["no"] = free_number(taken | wanted, is_head=line.get("head", False))
        elif not NUMBER.fullmatch(no):
            said.faults[f"l{n}_no"] = _("行次用数字、字母、汉字和短横，如 3、1-1，最多 12 个字。")
        elif no in taken:
            said.faults[f"l{n}_no"] = _("行次 %(no)s 重复。") % {"no": no}
        taken.add(no)
        _place(placed, n, line, "".join((texts.get(f"l{n}_after") or "").split()), said.faults)
    return placed


def _place(
    placed: list[tuple[int, dict[str, Any]]],
    n: int,
    line: dict[str, Any],
    after: str,
    faults: dict[str, str],
) -> None:
    at = len(placed)
    if after:
        places = [place for place, (_n, other) in enumerate(placed, 1) if other["no"] == after]
        if not places:
            faults[f"l{n}_after"] = _("没有第 %(no)s 行。") % {"no": after}
        at = places[0] if places else at
    placed.insert(at, (n, line))


def _line(
    texts: Mapping[str, Any], n: int, keys: Mapping[str, str], faults: dict[str, str]
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "no": "".join((texts.get(f"l{n}_no") or "").split()),
        "name": tidy(texts.get(f"l{n}_name") or ""),
    }
    source = said_by(texts.get(f"l{n}_source") or "")
    try:
        formula = read_formula(texts.get(f"l{n}_formula") or "")
    except FormulaError as fault:
        faults[f"l{n}_formula"] = str(fault)
        formula = {}
    if formula and source:
        faults[f"l{n}_formula"] = _("有公式的行，来源请选“手工填写或按公式”。")
    if source.get("head"):
        return line | {"head": True}
    line["unit"] = " ".join((texts.get(f"l{n}_unit") or "").split())
    line |= source | formula
    blank, unknown = _blank(texts.get(f"l{n}_blank") or "", keys)
    if unknown:
        faults[f"l{n}_blank"] = _("没有“%(names)s”这一列。") % {"names": "、".join(unknown)}
    elif blank and len(blank) == len(keys):
        faults[f"l{n}_blank"] = _("每一列都不填的，来源请选“标题行”。")
    return line | {"blank": blank} if blank else line


def _blank(text: str, keys: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The keys of the columns that a text names, and what it names else."""
    names = _names(text)
    wanted = {keys[name] for name in names if name in keys}
    return [key for key in keys.values() if key in wanted], [n for n in names if n not in keys]


def _names(text: str) -> list[str]:
    return [name for part in SPLIT.split(text) if (name := " ".join(part.split()))]
