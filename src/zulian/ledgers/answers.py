"""What somebody says of a file once it was read: the sheet, columns matched by hand, words for unknown values, mended cells. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from zulian.foundation.ledger import Column, Draft, Ledger
from zulian.ledgers.reading import Layout

# So many questions are asked at once, those of most rows first; an answer may bring new ones.
MOST_ASKED = 40


@dataclass
class Answers:
    """What is said of one file.

    columns: plain headings → the column that each is read as, "" for none. words: column → text of a cell → what it means, "" for a
    cell that is left out. cells: number of a row → column → the text of that one cell.
    """

    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


def fill_in(ledger: Ledger, layout: Layout, rows: list[Draft], answers: Answers) -> Layout:
    """Put what was said into the rows; a column that the sheet lacks is added behind the others where a cell of it was said."""
    layout = replace(layout, by_words=_say_words(layout, rows, answers))
    said = {int(number): cells for number, cells in answers.cells.items()}
    if not said:
        return layout
    layout = _with_places(ledger, layout, {key for cells in said.values() for key in cells})
    for draft in rows:
        for key, text in said.get(draft.number, {}).items():
            if key in layout.places and text != _text(draft, layout.places[key]):
                _say(draft, key, layout.places[key], text)
    return layout


def _say_words(layout: Layout, rows: list[Draft], answers: Answers) -> dict[str, dict[str, str]]:
    """Put what is meant in the place of words; those found, by column."""
    found: dict[str, dict[str, str]] = {}
    for key, labels in answers.words.items():
        if key not in layout.places or not labels:
            continue
        place = layout.places[key]
        for draft in rows:
            text = _text(draft, place)
            if text in labels:
                _say(draft, key, place, labels[text])
                found.setdefault(key, {})[text] = labels[text]
    return found


def _with_places(ledger: Ledger, layout: Layout, keys: Iterable[str]) -> Layout:
    places, heads = dict(layout.places), list(layout.heads)
    for column in ledger.taken:
        if column.key in keys and column.key not in places:
            places[column.key] = len(heads)
            heads.append(str(column.name))
    return replace(layout, places=places, heads=heads)


def _text(draft: Draft, place: int) -> str:
    return draft.cells[place] if place < len(draft.cells) else ""


def _say(draft: Draft, key: str, place: int, text: str) -> None:
    draft.mended.setdefault(key, _text(draft, place))
    draft.cells += [""] * (place + 1 - len(draft.cells))
    draft.cells[place] = text


def questions(ledger: Ledger, layout: Layout, rows: Iterable[Draft]) -> list[dict[str, Any]]:
    """The values that no row could be read with, each once with how many rows hold it, why, and what it may mean.

    Numbers and addresses of people are mended in their cells alone.
    """
    columns = {column.key: column for column in ledger.taken}
    counts: Counter[tuple[str, str]] = Counter()
    asked: dict[tuple[str, str], dict[str, Any]] = {}
    for draft in rows:
        for key, near in draft.asks.items():
            column = columns[key]
            if column.mask or column.secret:
                continue
            text = _text(draft, layout.places[key])
            counts[key, text] += 1
            if (key, text) not in asked:
                why = draft.faults[key]
                asked[key, text] = {"key": key, "text": text, "near": list(near), "why": why}
    worth = [
        (each, n)
        for each, n in counts.most_common()
        if n > 1 or _may_choose(columns[each[0]], asked[each])
    ]
    return [{**asked[each], "n": n} for each, n in worth[:MOST_ASKED]]


def _may_choose(column: Column, question: Mapping[str, Any]) -> bool:
    """Whether there is something to choose from; what stands in one cell alone is mended there otherwise."""
    return bool(question["near"] or column.choices or column.several)


def merged(answers: Answers, more: Mapping[str, Any]) -> Answers:
    """What was said before and what is said now; the later word stands, and words to `forget` are taken back."""
    labels = {key: dict(said) for key, said in answers.words.items()}
    for key, said in more.get("words", {}).items():
        labels.setdefault(key, {}).update(said)
    cells = {number: dict(said) for number, said in answers.cells.items()}
    for number, said in more.get("cells", {}).items():
        cells.setdefault(number, {}).update(said)
    columns = answers.columns | dict(more.get("columns", {}))
    for key, gone in more.get("forget", {}).items():
        labels[key] = {text: said for text, said in labels.get(key, {}).items() if text not in gone}
    return Answers(more.get("sheet") or answers.sheet, columns, labels, cells)
