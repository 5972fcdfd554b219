"""What an association lacks against the norm. No database here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What an association has: square metres, keys of equipment and papers, heads, yuan, the committee."""

    office: bool
    area: int
    equipment: Collection[str]
    staff: int
    budget: bool
    papers: Collection[str]
    chairs: int
    chairs_tied: bool
    vices: int
    committee: int
    within_term: bool


@dataclass(frozen=True)
class Gap:
    """One thing that falls short: its key, what is there, what is wanted; `missing` names what is not there of a list."""

    key: str
    have: int
    want: int
    missing: tuple[str, ...] = ()


def gaps(facts: Facts, norm: Mapping[str, Any]) -> list[Gap]:
    """Everything that falls short of the norm, in the order in which it is asked for."""
    return [gap for gap in checks(facts, norm) if gap.have < gap.want]


def checks(facts: Facts, norm: Mapping[str, Any]) -> list[Gap]:
    """Everything that the norm asks for, met or not."""
    wanted = [str(key) for key, _words in norm["equipment"]]
    lacking = tuple(key for key in wanted if key not in facts.equipment)
    without = tuple(key for key in norm["papers"] if key not in facts.papers)
    return [
        Gap("office", int(facts.office), 1),
        Gap("area", facts.area, norm["office_area"]),
        Gap("equipment", len(wanted) - len(lacking), len(wanted), lacking),
        Gap("staff", facts.staff, norm["staff"]),
        Gap("budget", int(facts.budget), 1),
        Gap("papers", len(norm["papers"]) - len(without), len(norm["papers"]), without),
        Gap("chair", facts.chairs, 1),
        Gap("tied", int(facts.chairs_tied), 1),
        Gap("vices", facts.vices, norm["vices"]),
        Gap("committee", facts.committee, norm["committee"]),
        Gap("term", int(facts.within_term), 1),
    ]
