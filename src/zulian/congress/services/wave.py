"""The wave (换届进度): how far each county and its townships are, and who waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from zulian.congress.models import Congress, CongressState, Round, Step, Unit
from zulian.congress.models.delegates import OUT
from zulian.congress.models.rounds import DONE
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Level, Region


@dataclass(frozen=True)
class Wave:
    """One county of a round: its own congress, and those of its townships by how far they have come."""

    place: Region
    own: Congress | None
    townships: list[Congress]
    next_steps: dict[int, Step]

    @property
    def done(self) -> int:
        return sum(c.state in DONE for c in self.townships)

    @property
    def due(self) -> int:
        """Townships that take part."""
        return sum(c.state != CongressState.EXEMPT for c in self.townships)

    @property
    def late(self) -> list[Congress]:
        return [c for c in self.townships if c.is_late]

    @property
    def blocking(self) -> list[Congress]:
        """Townships for which the county's congress waits."""
        return [c for c in self.townships if c.state == CongressState.PREPARING]


def waves(the_round: Round, region: Region) -> list[Wave]:
    """The round as a division sees it: one wave for each county at or below it."""
    rows = list(
        Congress.objects.with_names().filter(round=the_round).within(region).order_by("region_id")
    )
    steps: dict[int, Step] = {}
    for step in (
        Step.objects.open()
        .filter(congress__in=[c.pk for c in rows if c.state not in DONE])
        .order_by("congress_id", "order")
    ):
        steps.setdefault(step.congress_id, step)
    counties: dict[str, list[Congress]] = {}
    for congress in rows:
        if congress.region.level >= Level.COUNTY:
            counties.setdefault(congress.region_id[:6], []).append(congress)
    places = Region.objects.in_bulk([prefix.ljust(12, "0") for prefix in counties])
    return [
        Wave(
            places[prefix.ljust(12, "0")],
            next((c for c in group if c.region.level == Level.COUNTY), None),
            [c for c in group if c.region.level == Level.TOWNSHIP],
            steps,
        )
        for prefix, group in counties.items()
    ]


@dataclass(frozen=True)
class Sender:
    """Who sends delegates to a congress (选举单位; to a township's its villages): its seats, and how many names it has for them."""

    name: str
    seats: int
    named: int

    @property
    def is_full(self) -> bool:
        return self.named >= self.seats


def senders(congress: Congress) -> list[Sender]:
    """The electoral units of a congress, in one statement."""
    named = Count("delegates", filter=Q(delegates__listed=True) & ~Q(delegates__state__in=OUT))
    units = Unit.objects.filter(congress=congress).annotate(named=named)
    return [
        Sender(*row)
        for row in units.order_by("place_id", "pk").values_list("name", "seats", "named")
    ]


def tally(rows: Sequence[Congress]) -> Counter[str]:
    """How many congresses are in each state, the late ones apart."""
    return Counter("late" if c.is_late else c.state for c in rows)


def at_top(the_round: Round) -> Congress | None:
    """The congress of the federation that opened the round."""
    with scope(EVERYTHING):
        return (
            Congress.objects.with_names()
            .filter(round=the_round, region=the_round.region_id)
            .first()
        )
