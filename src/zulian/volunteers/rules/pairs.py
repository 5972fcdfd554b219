"""What matching (供需匹配) is told and what it answers. Apart from `matching.py`, so that only who plans loads NumPy and the solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from zulian.regions.geo import Spot


@dataclass(frozen=True)
class Helper:
    """A volunteer: what they offer and may do until when, when they have time, where they are, how far they go (km)."""

    key: int
    spot: Spot
    radius: float
    times: int
    sex: str
    skills: frozenset[str]
    qualified: Mapping[str, date] = field(default_factory=dict)
    busy: frozenset[date] = frozenset()
    recent: int = 0
    away_until: date | None = None


@dataclass(frozen=True)
class Ask:
    """One service to be matched. `sex` is set where only the same will do; `not_again` were asked and declined."""

    key: int
    kind: str
    on: date
    start: time
    end: time
    spot: Spot
    risk: str = "low"
    sex: str = ""
    wished: int = 0
    known: frozenset[int] = frozenset()
    not_again: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Weights:
    """The policy: what counts how many kilometres."""

    unmet: Mapping[str, float]
    known: float
    wished: float
    each_recent: float
    each_more: float
    per_plan: int
    trained: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """A proposal: whom for which service, how far it is, what it costs, and how many others could come."""

    ask: int
    helper: int
    kilometres: float
    cost: float
    others: int


@dataclass(frozen=True)
class Plan:
    """All proposals, the services nobody can take by reason, and the value of the whole in kilometres."""

    pairs: list[Pair]
    unmet: dict[int, str]
    cost: float
