"""A reading as JSON (docs/circular-json.md), which gives the paper's text back when it is joined."""

from __future__ import annotations

from typing import Any

from zulian.plans.reading.circular import Reading
from zulian.plans.reading.duties import Duty
from zulian.plans.reading.parts import Part
from zulian.plans.reading.tree import Node


def as_json(reading: Reading) -> dict[str, Any]:
    """All that was understood, in plain data."""
    return {
        "number": reading.number,
        "issuer": reading.issuer,
        "addressees": reading.addressees,
        "title": reading.title,
        "date": reading.date.isoformat() if reading.date else None,
        "preamble": reading.preamble,
        "header": [_part_json(part) for part in reading.header],
        "sections": [_node_json(node) for node in reading.sections],
        "tail": [_part_json(part) for part in reading.tail],
        "citations": [{"title": c.title, "number": c.number or None} for c in reading.citations],
        "duties": [_duty_json(duty) for duty in reading.duties],
        "titles": [duty.title for duty in reading.duties],
        "guesses": [sorted(duty.guesses) for duty in reading.duties],
        "units": [list(duty.actors.names) for duty in reading.duties],
        "attachments": reading.attachments,
        "cc": reading.cc or None,
        "warnings": reading.warnings,
    }


def joined(read: dict[str, Any]) -> str:
    """The text of the paper from the JSON of its reading: header, clauses, tail; every character but white space."""
    header, tail = ([part["text"] for part in read[place]] for place in ("header", "tail"))
    return "\n".join([*header, *(_node_text(node) for node in read["sections"]), *tail])


def _node_text(node: dict[str, Any]) -> str:
    paragraphs = node["text"].split("\n") if node["text"] else []
    tables = node.get("tables", [])
    for table, after in reversed(list(zip(tables, node.get("tables_after", []), strict=True))):
        paragraphs.insert(after, "\n".join("\t".join(row) for row in table))
    return "\n".join(
        [node["label"] + node["title"], *paragraphs, *(_node_text(item) for item in node["items"])]
    )


def _part_json(part: Part) -> dict[str, str]:
    return {"role": part.role, "text": part.text}


def _node_json(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": node.label,
        "title": node.title + node.stop,
        "text": node.text,
        "items": [_node_json(item) for item in node.items],
    }
    if node.tables:
        found["tables"] = [[list(row) for row in table.rows] for table in node.tables]
        found["tables_after"] = [
            sum(isinstance(part, str) for part in node.body[:place])
            for place, table in enumerate(node.body)
            if not isinstance(table, str)
        ]
    return found


def _duty_json(duty: Duty) -> dict[str, Any]:
    due = duty.deadline
    return {
        "clause": duty.clause,
        "actors": [*duty.actors.levels, *duty.actors.departments],
        "deadline": due.day.isoformat() if due and due.day else None,
        "recurring": {"every": due.rhythm.value, "day": due.month_day}
        if due and due.rhythm
        else None,
        "quantity": [{"number": q.number, "unit": q.unit, "what": q.what} for q in duty.quantity],
        "text": duty.text,
    }
