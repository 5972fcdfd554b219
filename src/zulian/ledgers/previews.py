"""The rows of an import as its page shows them: cells with their faults, what they change, and personal data masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.ledger import Column
from zulian.ledgers.models import Import

NUMBER = re.compile(r"[0-9]{7}")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Cell:
    """One cell of a preview: its text, the fault at it, what it was before; whether it shows what was hidden and says nothing."""

    head: str
    text: str
    key: str = ""
    filled: str = ""
    was: str = ""
    fault: str = ""
    before: str | None = None
    masked: bool = False
    note: str = ""


def cells_of(source: Import, row: dict[str, Any], post: Post) -> list[Cell]:
    """The columns of a kept row, personal data masked; what a register kept is shown to who may read it there."""
    cells = []
    places, faults, changes = source.layout["places"], row.get("f", {}), row.get("d", {})
    notes = row.get("g", {}) | row.get("l", {})
    for column in source.register.taken:
        if column.key not in places:
            continue
        place = places[column.key]
        text = row["c"][place] if place < len(row["c"]) else ""
        change = changes.get(_attname(column))
        before = _before(column, change, post) if change else None
        fault = faults.get(column.key, "")
        # What is no number at all is shown as it stands, so that the fault can be seen.
        shown = (
            text
            if fault and not column.secret and not NUMBER.search(text)
            else _masked(column, text)
        )
        if before is not None and before == shown:
            # Masks hide the difference: 已登记 → 已登记 says nothing.
            shown = _("新内容（已填写）")
        cells.append(
            Cell(
                str(column.name),
                shown,
                column.key,
                "" if column.mask or column.secret else text,
                _was(column, row),
                fault,
                before,
                column.key in row.get("m", ()),
                notes.get(column.key, ""),
            )
        )
    return cells


def _was(column: Column, row: dict[str, Any]) -> str:
    """What stood in a cell that was filled in by hand, masked; "" for one that was not."""
    if column.key not in row.get("o", {}):
        return ""
    return _masked(column, row["o"][column.key]) or _("空")


def lacking(source: Import, row: dict[str, Any]) -> list[tuple[str, str]]:
    """The columns that the sheet lacks and for which a row is refused, by key and name: they can be filled in here."""
    places, faults = source.layout["places"], row.get("f", {})
    return [
        (column.key, str(column.name))
        for column in source.register.taken
        if column.key in faults and column.key not in places
    ]


def offered(source: Import, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What can stand in the cells that were refused, by the columns that have so many words and no more."""
    faulty = {key for row in rows for key in row.get("f", {})}
    return {
        column.key: list(column.choices())
        for column in source.register.taken
        if column.choices and column.key in faulty
    }


def _before(column: Column, change: list[Any], post: Post) -> str:
    """What a register kept, as its export writes it, masked."""
    kept = change[0]
    if column.reader and not post.may(column.reader):
        return _("原来的内容")
    if kept in (None, ""):
        return _("空")
    if isinstance(kept, str) and ISO_DAY.fullmatch(kept):
        return kept
    shown = kept if column.show is None or column.mask is not None else column.show(kept)
    return _masked(column, str(shown))


def row_faults(source: Import, row: dict[str, Any]) -> list[str]:
    """The reasons that no cell of the preview shows: those of the whole row, and of columns that the sheet lacks."""
    places = source.layout["places"]
    return [
        source.register.titled(key, words)
        for key, words in row.get("f", {}).items()
        if key not in places
    ]


def _attname(column: Column) -> str:
    return (column.get or column.key).rsplit(".", 1)[-1]


def _masked(column: Column, text: str) -> str:
    if column.secret:
        return "••••" if text else ""
    return column.mask(text) if column.mask and text else text
