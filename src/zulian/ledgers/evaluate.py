"""Judging rows: each cell read by its column, each row found again, compared field by field, and given its verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.db.models import DecimalField, Model
from django.utils.translation import gettext as _

from zulian.foundation.bounds import Fault, all_fit, fault_of
from zulian.foundation.ledger import (
    MISTAKES,
    Column,
    Draft,
    Ledger,
    Unsaid,
    value_at,
)
from zulian.foundation.ledger_cells import CellError, CellLeft
from zulian.ledgers.models import Verdict
from zulian.ledgers.workbooks import MAX_TEXT

CHUNK = 1000
Beat = Callable[[int], None]


def judge(
    ledger: Ledger, places: dict[str, int], rows: list[Draft], beat: Beat = lambda n: None
) -> Iterator[list[Draft]]:
    """Chunks of rows with their verdicts; `places` says which cell each column reads.

    `beat` hears after each chunk how many rows are done, and may raise to stop.
    """
    ledger.prepare()
    seen = Seen()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        for column in ledger.taken:
            if column.key in places:
                _read(column, places[column.key], chunk)
        ledger.unmask([draft for draft in chunk if draft.masked])
        for draft in chunk:
            _identify(ledger, draft, seen)
        # Of two rows for one record the second is refused already; it must not take the place of the first.
        once = [draft for draft in chunk if "" not in draft.faults]
        ledger.find([draft for draft in once if not draft.faults])
        _find_refused(ledger, [draft for draft in once if draft.faults])
        for draft in once:
            _check(ledger, draft)
        _refuse_unfit(ledger, [draft for draft in once if not draft.faults])
        for draft in once:
            _refuse_locked(ledger, draft)
            _refuse_second(ledger, draft, seen)
        beat(start + len(chunk))
        yield chunk


class Seen:
    """The rows of a sheet so far by what tells them apart: their keys, and the row of the register that each means."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}
        self.rows: dict[Any, int] = {}


def _read(column: Column, place: int, chunk: list[Draft]) -> None:
    """Most columns repeat few texts, so each is read once for a chunk."""
    key, read, is_masked, is_nothing = (
        column.key,
        column.read,
        column.tells_masked(),
        column.tells_nothing(),
    )
    known: dict[str, Any] = {}
    notes: dict[str, str] = {}
    for draft in chunk:
        text = draft.cells[place] if place < len(draft.cells) else ""
        if not text:
            continue
        if text in known:
            draft.values[key] = known[text]
            if text in notes:
                draft.notes[key] = notes[text]
            continue
        if is_nothing(text):
            draft.left[key] = _("没有填写内容，不改动。")
            continue
        if is_masked(text):
            draft.masked[key] = text
            continue
        try:
            draft.values[key] = known[text] = read(_whole(text))
            if column.noted and (words := column.noted(text)):
                draft.notes[key] = notes[text] = words
        except CellLeft as error:
            draft.left[key] = str(error)
        except CellError as error:
            draft.refuse(key, str(error))
            draft.asks[key] = error.choices


def _whole(text: str) -> str:
    """The text of a cell; raises CellError where only its beginning was read, or a formula gave no value."""
    if MISTAKES.search(text):
        raise CellError(
            _("单元格里的公式出错了（%(text)s），请改成内容本身。") % {"text": text[:20]}
        )
    if len(text) > MAX_TEXT:
        raise CellError(_("一格最多 %(n)d 个字，请缩短。") % {"n": MAX_TEXT})
    return text


def _find_refused(ledger: Ledger, refused: list[Draft]) -> None:
    """Find what exists for refused rows, so that their other reasons are true; none takes the place of another."""
    while refused:
        once = {draft.key or f"row {draft.number}": draft for draft in reversed(refused)}
        ledger.find(list(once.values()))
        refused = [
            draft for draft in refused if once.get(draft.key or f"row {draft.number}") is not draft
        ]


def _identify(ledger: Ledger, draft: Draft, seen: Seen) -> None:
    """The row's key; a second row with the same one is refused, so that the file says everything once."""
    draft.key = ledger.identify(draft.values)
    if not draft.key or draft.faults:
        return
    before = seen.keys.setdefault(draft.key, draft.number)
    if before != draft.number:
        _refuse_twice(draft, before)


def _refuse_second(ledger: Ledger, draft: Draft, seen: Seen) -> None:
    """Refuse a row that means the same row of the register, or the same new one, as a row before it, whatever their keys are."""
    if draft.faults:
        return
    existing = draft.found.get(ledger.model)
    if existing is not None:
        before: int | None = seen.rows.setdefault(existing.pk, draft.number)
    else:
        down, same = ledger.alike(draft.values)
        before = next((seen.keys[key] for key in same if key in seen.keys), None)
        for key in down:
            seen.keys.setdefault(key, draft.number)
    if before not in {None, draft.number}:
        _refuse_twice(draft, before)


def _refuse_twice(draft: Draft, before: int | None) -> None:
    draft.refuse("", _("与第 %(n)d 行是同一条记录，请只保留一行。") % {"n": before})


def _check(ledger: Ledger, draft: Draft) -> None:
    if "" in draft.faults:
        return
    existing = draft.found.get(ledger.model)
    if existing is None:
        for key in draft.masked:
            draft.refuse(key, _("这一项是遮掩过的内容，不能用来新增记录，请填写完整内容。"))
        for column in ledger.columns:
            if column.required and column.key not in draft.values:
                draft.refuse(column.key, _("新增记录必须填写“%(name)s”。") % {"name": column.name})
    _plan(ledger, draft)
    if existing is not None and not draft.faults:
        _refuse_fixed(ledger, draft, existing)
        if draft.faults and (fault := ledger.locked(draft)):
            draft.faults = dict([fault])
    _refuse_barred(ledger, draft, existing)
    if not draft.faults:
        _compare(draft)


def _refuse_locked(ledger: Ledger, draft: Draft) -> None:
    """Refuse what would change a row of the register that takes no change now."""
    if draft.faults or not draft.puts or ledger.model not in draft.found:
        return
    if fault := ledger.locked(draft):
        draft.refuse(*fault)


def _plan(ledger: Ledger, draft: Draft) -> None:
    """Hold a row against the ledger's rules; a refused one too, as far as it says what it is about."""
    if draft.faults and not draft.key:
        return
    try:
        ledger.plan(draft)
    except Unsaid:
        if not draft.faults:
            raise


def _refuse_unfit(ledger: Ledger, drafts: list[Draft]) -> None:
    """Refuse what the register's columns cannot hold, whatever the ledger's own reader let through.

    Column by column: all values of a chunk are looked at together, one by one only where not all of them fit.
    """
    shapes: dict[tuple[type[Model], tuple[str, ...]], list[Draft]] = {}
    for draft in drafts:
        for model, put in draft.puts.items():
            shapes.setdefault((model, tuple(put)), []).append(draft)
    for (model, names), alike in shapes.items():
        for field, name, fault in _faults(model, names):
            if not all_fit(field, [draft.puts[model][name] for draft in alike]):
                key = _key_of(ledger, name)
                for draft in alike:
                    if words := fault(draft.puts[model][name]):
                        draft.refuse(key, words if key else f"{field.verbose_name}：{words}")


@cache
def _faults(model: type[Model], names: tuple[str, ...]) -> list[tuple[Any, str, Fault]]:
    """The columns among `names` that cannot hold everything, with what says why."""
    columns = [(_column(model, name), name) for name in names]
    return [(field, name, fault) for field, name in columns if (fault := fault_of(field))]


def _column(model: type[Model], name: str) -> Any:
    return next(
        field for field in model._meta.concrete_fields if name in {field.attname, field.name}
    )


def _key_of(ledger: Ledger, name: str) -> str:
    """The ledger's column from which a column of the register is written, "" where none bears its name."""
    names = {name, name.removesuffix("_id")}
    for column in ledger.columns:
        if column.key in names or (column.get and column.get.rpartition(".")[2] in names):
            return column.key
    return ""


def _refuse_fixed(ledger: Ledger, draft: Draft, existing: Any) -> None:
    for column in ledger.columns:
        if not column.fixed or column.key not in draft.values:
            continue
        kept = value_at(existing, column.get or column.key)
        if kept != draft.values[column.key]:
            shown = (
                column.mask(kept)
                if column.mask and kept
                else column.show(kept)
                if column.show
                else kept
            )
            draft.refuse(
                column.key,
                _("台账中是“%(kept)s”，导入不能更改这一项，请到该记录的页面办理。")
                % {"kept": shown},
            )


def _refuse_barred(ledger: Ledger, draft: Draft, existing: Any) -> None:
    for column in ledger.barring:
        if column.barred is None or column.key not in draft.values:
            continue
        value = draft.values[column.key]
        kept = value_at(existing, column.get or column.key)
        if value != kept and (reason := column.barred(value)):
            draft.refuse(column.key, reason)


def _compare(draft: Draft) -> None:
    """Keep of `puts` what differs from the rows found; the changes by column, before and after."""
    for model, put in draft.puts.items():
        existing = draft.found.get(model)
        if existing is None:
            continue
        kept = {name: getattr(existing, name) for name in put}
        for name, value in put.items():
            put[name] = _as_kept(model, name, value)
        for name in [name for name in put if kept[name] == put[name]]:
            del put[name]
        for name in put:
            draft.changes[name] = (kept[name], put[name])
    draft.puts = {model: put for model, put in draft.puts.items() if put}


def _as_kept(model: type[Model], attname: str, value: Any) -> Any:
    """A value as its column keeps it: an amount with the column's decimals."""
    field = (
        model._meta.get_field(attname.removesuffix("_id")) if isinstance(value, Decimal) else None
    )
    if isinstance(field, DecimalField) and field.decimal_places is not None:
        return value.quantize(Decimal(1).scaleb(-field.decimal_places), ROUND_HALF_UP)
    return value


def verdict(draft: Draft, main: type[Model]) -> Verdict:
    """What becomes of a row: new where the register's own model has no row for it yet."""
    if draft.faults:
        return Verdict.REFUSED
    if not draft.puts:
        return Verdict.SAME
    return Verdict.CHANGED if main in draft.found else Verdict.NEW


def digest(draft: Draft, ledger: Ledger) -> str:
    """What a row would write, as a preview shows it: the same again as long as the file says it and nobody changed the register.

    Left out is what is drawn anew each time (keys of pages, hashes of passwords, the first vacant post).
    """
    values = draft.values
    read = [(c.key, _told(values[c.key])) for c in ledger.taken if c.key in values]
    meant = sorted((model._meta.label_lower, row.pk) for model, row in draft.found.items())
    changes = sorted((name, _told(a), _told(b)) for name, (a, b) in draft.changes.items())
    text = repr((str(verdict(draft, ledger.model)), read, meant, changes))
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:24]


def _told(value: Any) -> str:
    """A value in a text that is the same in every process."""
    return value if type(value) is str else repr(simple(value))


def draft_of(row: dict[str, Any]) -> Draft:
    """The row of a sheet again that `kept_row` kept, before it was judged."""
    return Draft(row["n"], row["c"], notes=row.get("g", {}), mended=row.get("o", {}))


def kept_row(draft: Draft, ledger: Ledger) -> dict[str, Any]:
    """A row as an import keeps it."""
    row: dict[str, Any] = {
        "n": draft.number,
        "c": draft.cells,
        "v": str(verdict(draft, ledger.model)),
    }
    if draft.faults:
        row["f"] = draft.faults
    if draft.masked:
        row["m"] = sorted(draft.masked)
    if draft.left:
        row["l"] = draft.left
    if draft.notes:
        row["g"] = draft.notes
    if draft.mended:
        row["o"] = draft.mended
    if draft.changes:
        row["d"] = {name: [simple(a), simple(b)] for name, (a, b) in draft.changes.items()}
    return row


def simple(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float | bool | dict | list) or value is None:
        return value
    return value.pk if isinstance(value, Model) else str(value)
