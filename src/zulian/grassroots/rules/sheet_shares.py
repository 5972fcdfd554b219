"""What an item's texts say of its points, and what a group leaves for items without any. Pure."""

from __future__ import annotations

from decimal import Decimal

from zulian.grassroots.rules.sheet_items import Entry, Reading, SheetError
from zulian.grassroots.rules.sheet_words import SCORED, VETO

CENT = Decimal("0.01")


def finish(entry: Entry, reading: Reading) -> None:
    """Scores inside texts, items inside a cell, vetoes; and what a group's score leaves for items without one."""
    if entry.title and (match := SCORED.search(entry.title)):
        entry.points = Decimal(match[1]) if entry.points is None else entry.points
        entry.title = SCORED.sub("", entry.title).strip()
    if not entry.children:
        _split_cell(entry)
    if not entry.children:
        _finish_leaf(entry)
    for child in entry.children:
        finish(child, reading)
    _share_out(entry, reading)


def _finish_leaf(entry: Entry) -> None:
    texts = entry.asked + entry.rule
    if VETO in texts:
        entry.veto = entry.passes = True
    if entry.points is None:
        inside = [Decimal(m) for m in SCORED.findall(entry.asked)] or [
            Decimal(m) for m in SCORED.findall(entry.rule)
        ]
        if inside:
            entry.points = sum(inside, Decimal(0))
        elif entry.veto:
            entry.points = Decimal(0)


def _split_cell(entry: Entry) -> None:
    """Several scored lines in one cell are items of their own, when their scores make up the whole."""
    for key in ("asked", "rule"):
        lines = [line.strip() for line in getattr(entry, key).splitlines() if line.strip()]
        scores = [sum((Decimal(m) for m in SCORED.findall(line)), Decimal(0)) for line in lines]
        scored = [n for n, score in enumerate(scores) if score]
        if len(scored) < 2 or entry.points not in (None, sum(scores, Decimal(0))) or scored[0] != 0:
            continue
        others = (
            [line.strip() for line in entry.rule.splitlines() if line.strip()]
            if key == "asked"
            else []
        )
        paired = others if len(others) == len(scored) else []
        for n, start in enumerate(scored):
            end = scored[n + 1] if n + 1 < len(scored) else len(lines)
            child = Entry(
                entry.top,
                entry.bottom,
                points=scores[start],
                checker=entry.checker,
                method=entry.method,
                evidence=entry.evidence,
            )
            setattr(child, key, "\n".join(lines[start:end]))
            if paired:
                child.rule = paired[n]
            entry.children.append(child)
        setattr(entry, key, "")
        if paired:
            entry.rule = ""
        return


def _share_out(entry: Entry, reading: Reading) -> None:
    """What a group's score leaves, in equal parts, the last one taking what is over."""
    blank = [child for child in entry.children if child.points is None and not child.worth]
    if not blank:
        return
    if entry.points is None:
        raise SheetError("missing", str(blank[0].top + 1))
    left = entry.points - sum((child.worth for child in entry.children), Decimal(0))
    if left <= 0:
        raise SheetError("missing", str(blank[0].top + 1))
    part = (left / len(blank)).quantize(CENT)
    for child in blank:
        child.points = part
    blank[-1].points = left - part * (len(blank) - 1)
    reading.shared += [child.top + 1 for child in blank]
