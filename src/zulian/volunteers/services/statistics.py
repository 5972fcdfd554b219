"""The monthly real-name table (志愿者实名制统计月报) by division, and how quickly help came."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left

from zulian.foundation.dates import months_before
from zulian.people.hooks import count_of, counts_in
from zulian.regions.models import Children, Region
from zulian.volunteers.models import Activity, HelpNeed, Stint, Volunteer
from zulian.volunteers.services.common import figures

IN = ("active", "away")


@dataclass
class Line:
    """One division's line. `people` are the files of disabled people, None where nobody keeps the count."""

    region: Region
    registered: int = 0
    new: int = 0
    verified: int = 0
    trained: int = 0
    active: int = 0
    stars: int = 0
    hours: Decimal = Decimal(0)
    year_hours: Decimal = Decimal(0)
    served: int = 0
    activities: int = 0
    people: int | None = None

    @property
    def real_name(self) -> float | None:
        """The share whose identity was checked."""
        return self.verified / self.registered if self.registered else None

    @property
    def hours_each(self) -> float | None:
        """Hours of the year for each disabled person."""
        return float(self.year_hours) / self.people if self.people else None


COUNTED = (
    "registered",
    "new",
    "verified",
    "trained",
    "active",
    "stars",
    "hours",
    "year_hours",
    "served",
    "activities",
)


def month_table(region: Region, first: date) -> tuple[list[Line], Line]:
    """One line for each division below, for the month that begins on `first`, and the line of all together."""
    children = Children.of(region)
    after = months_before(first, -1)
    lines: dict[str, Line] = {r.code: Line(r) for r in children.regions}

    def put(rows: Any, names: dict[str, Any]) -> None:
        named = {f"sum_{name}": value for name, value in names.items()}
        grouped = (
            rows.annotate(prefix=Left("region_id", children.length))
            .values("prefix")
            .order_by()
            .annotate(**named)
        )
        for row in grouped:
            place = children.place(row["prefix"])
            line = lines.setdefault(place.code, Line(place))
            for name in names:
                setattr(line, name, getattr(line, name) + (row[f"sum_{name}"] or 0))

    joined = Volunteer.objects.within(region).filter(registered_on__lt=after, status__in=IN)
    put(
        joined,
        {
            "registered": Count("pk"),
            "new": Count("pk", filter=Q(registered_on__gte=first)),
            "verified": Count("pk", filter=Q(verified_on__lt=after)),
            "trained": Count("pk", filter=Q(trained_on__lt=after)),
            "stars": Count("pk", filter=Q(stars__gt=0)),
            "active": Count(
                "pk", filter=Q(last_served_on__gte=months_before(after, figures()["active_months"]))
            ),
        },
    )
    stints = (
        Stint.objects.within(region)
        .confirmed()
        .filter(day__lt=after, day__gte=date(first.year, 1, 1))
    )
    this = Q(day__gte=first)
    put(
        stints,
        {
            "hours": Sum("hours", filter=this),
            "served": Count("pk", filter=this),
            "year_hours": Sum("hours"),
        },
    )
    put(
        Activity.objects.within(region).filter(
            on__gte=first, on__lt=after, state__in=["held", "summed"]
        ),
        {"activities": Count("pk")},
    )
    kept = counts_in(children.regions)
    for line in lines.values():
        line.people = (kept or {}).get(line.region.code)
    return list(lines.values()), _together(region, list(lines.values()))


def _together(region: Region, lines: list[Line]) -> Line:
    whole = Line(region, people=count_of(region))
    for line in lines:
        for name in COUNTED:
            setattr(whole, name, getattr(whole, name) + getattr(line, name))
    return whole


def days_to_help(region: Region, since: date) -> float | None:
    """The median of the days from asking to the first confirmed service, None where nobody was helped yet."""
    days = list(
        HelpNeed.objects.within(region)
        .filter(at__date__gte=since)
        .exclude(help_days=None)
        .values_list("help_days", flat=True)
    )
    return float(median(int(n) for n in days if n is not None)) if days else None


def by_occasion(region: Region, year: int) -> dict[str, int]:
    """Activities held in a year by occasion."""
    rows = Activity.objects.within(region).filter(on__year=year, state__in=["held", "summed"])
    found: dict[str, int] = defaultdict(int)
    for key, count in rows.values_list("occasion").order_by().annotate(n=Count("pk")):
        found[key] = count
    return found


def months(day: date, count: int = 12) -> list[date]:
    """The first days of the last months, this one first."""
    first = day.replace(day=1)
    return [months_before(first, n) for n in range(count)]


def last_day(first: date) -> date:
    """The last day of a month."""
    return months_before(first, -1) - timedelta(days=1)
