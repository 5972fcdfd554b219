"""The standard in a workbook: called in a bounded process, for what its sheets make of reading them is theirs to choose."""

from __future__ import annotations

from zulian.foundation.bounded import Unreadable
from zulian.grassroots.rules.sheet import read_standard
from zulian.grassroots.rules.sheet_items import Reading, SheetError, everything
from zulian.ledgers import workbooks

# Before the kind and the place of a SheetError, where it is a fault.
FAULT = "sheet:"


def read(data: bytes, kind: str) -> Reading:
    """The items of the sheet of which most can be read. Raises Unreadable, with the fault of the first sheet where none can."""
    best: Reading | None = None
    fault = SheetError("empty")
    for number, (_name, rows, merged) in enumerate(workbooks.read(data, kind)):
        try:
            workbooks.fill_sideways(rows, merged)
            reading = read_standard(rows, merged)
        except SheetError as error:
            fault = error if number == 0 else fault
            continue
        if best is None or count(reading) > count(best):
            best = reading
    if best is None:
        raise Unreadable(f"{FAULT}{fault.kind}:{fault.place}")
    return best


def count(reading: Reading) -> int:
    """How many items there are at all depths."""
    return sum(1 for _entry in everything(reading.entries))
