"""What is left undone when a plan is closed, by unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q

from zulian.plans.models import Assignment, Circular, State
from zulian.regions.models import Children, Region


@dataclass
class Group:
    """The organisations of a division below the issuer that have unfinished tasks, itself first."""

    region: Region
    units: list[dict[str, Any]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many tasks they have not finished."""
        return sum(unit["count"] for unit in self.units)

    @property
    def reported(self) -> int:
        """How many of these wait to be judged."""
        return sum(unit["reported"] for unit in self.units)


def unfinished_groups(plan: Circular, units: Sequence[dict[str, Any]]) -> list[Group]:
    """Organisations with unfinished tasks by the division below the issuer in which they lie, in the order of their codes."""
    children = Children.of(plan.region)
    regions = Region.objects.in_bulk([unit["region_id"] for unit in units])
    groups: dict[str, Group] = {}
    for unit in units:
        place = children.place(unit["region_id"][: children.length])
        groups.setdefault(place.code, Group(place)).units.append(
            {**unit, "region": regions[unit["region_id"]]}
        )
    return [groups[code] for code in sorted(groups)]


def unfinished_units(circulars: Iterable[Circular]) -> list[dict[str, Any]]:
    """The organisations that have unfinished tasks, from above downwards, with how many and how many wait to be judged."""
    rows = Assignment.objects.filter(circular__in=list(circulars)).open().order_by()
    counted: Any = rows.values("region_id").annotate(
        level=F("region__level"),
        count=Count("pk"),
        reported=Count("pk", filter=Q(state=State.REPORTED)),
    )
    return sorted(counted, key=lambda row: (row["level"], row["region_id"]))
