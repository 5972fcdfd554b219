"""Looking across a campaign (对比分析): heat map, weakest items, change since the campaign before, one organisation's profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q
from django.db.models.functions import Substr

from zulian.grassroots.models import Assessment, AssessmentState, Campaign, Item, Mark, Standard
from zulian.grassroots.models.campaigns import CHECKED
from zulian.grassroots.rules.scoring import score, share_of
from zulian.grassroots.services.campaigns import before
from zulian.regions.models import Children, Region

HANDED_IN = (AssessmentState.SUBMITTED, *CHECKED)
SEEN = Decimal("0.005")
COUNTED = ("total", "handed_in", "checked", "sampled", "visited", "settled", "reached")


@dataclass(frozen=True)
class Heat:
    """Mean shares (0 to 1) of the items of a standard by division: `cells[item.pk][region]`, and over all in `whole`."""

    standard: Standard
    regions: list[Region]
    lines: list[tuple[str, Item]]
    cells: dict[int, dict[Region, Decimal]]
    whole: dict[int, Decimal]

    def weakest(self, size: int) -> list[tuple[str, Item, Decimal]]:
        """The items of which the least is earned."""
        known = [(n, item, self.whole[item.pk]) for n, item in self.lines if item.pk in self.whole]
        return sorted(known, key=lambda row: (row[2], row[0]))[:size]


def _marks(campaign: Campaign, standard: Standard, region: Region) -> Any:
    """Marks that count: of sheets that were handed in."""
    rows = Mark.objects.within(region).filter(
        assessment__campaign=campaign, item__standard=standard, share__isnull=False
    )
    return rows.filter(assessment__state__in=HANDED_IN)


def heat(campaign: Campaign, standard: Standard, region: Region) -> Heat:
    """Items against the divisions one level below `region`; a village's township is as far down as it goes."""
    children = Children.of(region)
    tree = standard.tree()
    lines = [(tree.numbers[item.pk], item) for item in tree.leaves]
    rows = _marks(campaign, standard, region).order_by()
    placed = rows.annotate(place=Substr("region_id", 1, children.length)).values("item_id", "place")
    sums: dict[tuple[int, Region], tuple[Decimal, int]] = {}
    for row in placed.annotate(mean=Avg("share"), n=Count("pk")):
        spot = row["item_id"], children.place(row["place"])
        total, n = sums.get(spot, (Decimal(0), 0))
        sums[spot] = total + Decimal(row["mean"]) * row["n"], n + row["n"]
    cells: dict[int, dict[Region, Decimal]] = {item.pk: {} for _n, item in lines}
    totals: dict[int, tuple[Decimal, int]] = {}
    for (key, place), (total, n) in sums.items():
        cells[key][place] = total / n
        all_before, n_before = totals.get(key, (Decimal(0), 0))
        totals[key] = all_before + total, n_before + n
    shown = {place for found in cells.values() for place in found}
    regions = [r for r in [region, *children.regions] if r in shown]
    return Heat(
        standard, regions, lines, cells, {key: total / n for key, (total, n) in totals.items()}
    )


@dataclass(frozen=True)
class Change:
    """How an item fares against the campaign before, as mean shares; None where it was not asked then."""

    number: str
    item: Item
    now: Decimal
    then: Decimal | None

    @property
    def by(self) -> Decimal | None:
        """The change, nothing where it is too small to be seen."""
        if self.then is None:
            return None
        change = self.now - self.then
        return change if abs(change) >= SEEN else Decimal(0)


def changes(campaign: Campaign, heat: Heat, region: Region) -> tuple[Campaign | None, list[Change]]:
    """The items of a heat map against the campaign before by the same federation: the same items by their keys."""
    earlier = before(campaign)
    if earlier is None:
        return None, []
    rows = Mark.objects.within(region).filter(
        assessment__campaign=earlier,
        assessment__standard__level=heat.standard.level,
        share__isnull=False,
    )
    then = {
        row["item__key"]: Decimal(row["mean"])
        for row in rows.order_by().values("item__key").annotate(mean=Avg("share"))
    }
    lines = [
        Change(number, item, heat.whole[item.pk], then.get(item.key))
        for number, item in heat.lines
        if item.pk in heat.whole
    ]
    return earlier, sorted(lines, key=lambda change: (change.by is None, change.by or 0))


@dataclass(frozen=True)
class Axis:
    """One group of items of an organisation: its share, and the mean of its neighbours."""

    name: str
    own: Decimal
    mean: Decimal | None


def profile(assessment: Assessment) -> list[Axis]:
    """The groups of a sheet against those of the organisations of the same county and level. Requirements without points are no axis."""
    tree = assessment.standard.tree()
    own = {mark.item_id: mark.counts for mark in assessment.marks.select_related("item")}
    county = (
        Region.objects.filter(code=assessment.region_id[:6].ljust(12, "0")).first()
        or assessment.region
    )
    means = {
        row["item_id"]: Decimal(row["mean"])
        for row in _marks(assessment.campaign, assessment.standard, county)
        .order_by()
        .values("item_id")
        .annotate(mean=Avg("share"))
    }
    axises = []
    for group in tree.groups:
        node = tree.node(group)
        share = share_of(node, own)
        if node.worth and share is not None:
            leaves = {leaf.pk for leaf in tree.leaves_of(group)}
            known = {key: means.get(key) for key in leaves}
            mean = (
                score((node,), known).share if any(v is not None for v in known.values()) else None
            )
            axises.append(Axis(str(group), share, mean))
    return axises


@dataclass(frozen=True)
class Progress:
    """How far the sheets of a division are."""

    region: Region
    total: int
    handed_in: int
    checked: int
    sampled: int
    visited: int
    settled: int
    reached: int

    @property
    def percent(self) -> int:
        return 100 * self.handed_in // self.total if self.total else 0


def progress(campaign: Campaign, region: Region) -> list[Progress]:
    """How far a campaign is in each division one level below `region`; the division itself first where it has a sheet."""
    children = Children.of(region)
    rows = Assessment.objects.within(region).filter(campaign=campaign).order_by()
    placed = rows.annotate(place=Substr("region_id", 1, children.length)).values("place")
    seen = Q(sampled=True, state__in=[AssessmentState.VISITED, AssessmentState.SETTLED])
    wanted = {
        "total": None,
        "handed_in": Q(state__in=HANDED_IN),
        "checked": Q(state__in=CHECKED),
        "sampled": Q(sampled=True),
        "visited": seen,
        "settled": Q(state=AssessmentState.SETTLED),
        "reached": Q(grade__in=["good", "reached"]),
    }
    counted: Any = placed.annotate(
        **{f"n_{name}": Count("pk", filter=condition) for name, condition in wanted.items()}
    )
    sums: dict[Region, list[int]] = {}
    for row in counted:
        place = children.place(row["place"])
        old = sums.get(place, [0] * len(COUNTED))
        sums[place] = [a + row[f"n_{name}"] for a, name in zip(old, COUNTED, strict=True)]
    return [Progress(place, *sums[place]) for place in [region, *children.regions] if place in sums]


def summed(rows: Iterable[Progress], region: Region) -> Progress:
    """All of them together."""
    found = list(rows)
    return Progress(region, *(sum(getattr(row, name) for row in found) for name in COUNTED))
