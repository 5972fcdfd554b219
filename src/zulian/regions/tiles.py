"""A map of tiles: each division is a square, laid out by where the divisions lie to each other.

No borders are drawn, for none of a free licence are at hand; what is north stays above, what is west stays left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sqrt

from zulian.regions.geo import Spot
from zulian.regions.models import Place, Region

# A phone shows so many tiles beside each other; a city's counties and a county's townships are laid out within that.
WIDEST = 8
# Where fewer divisions than this share have a known place, all of them stand in the order of their codes.
ENOUGH = 0.8


@dataclass(frozen=True)
class Tile:
    """A division with its row from the north and its column from the west, the first being 1."""

    region: Region
    row: int
    column: int


def tiles_of(regions: Sequence[Region]) -> list[Tile]:
    """Some divisions as tiles, in one statement."""
    places = Place.objects.filter(region__in=[region.code for region in regions])
    return laid_out(regions, {place.region_id: place.spot for place in places})


def laid_out(regions: Sequence[Region], spots: Mapping[str, Spot]) -> list[Tile]:
    """Divisions in rows from north to south, in each from west to east; by their codes where too few places are known."""
    known = [region for region in regions if region.code in spots]
    if len(known) < ENOUGH * len(regions) or not known:
        return _in_rows([list(regions)], ceil(sqrt(len(regions) * 2)))
    rows = _rows(len(regions), [spots[region.code] for region in known])
    ordered = sorted(known, key=lambda region: (-spots[region.code].latitude, region.code))
    ordered += [region for region in regions if region.code not in spots]
    size = ceil(len(ordered) / rows)
    lines = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    for line in lines:
        line.sort(key=lambda region: (_east(region, spots), region.code))
    return _in_rows(lines, size)


def _east(region: Region, spots: Mapping[str, Spot]) -> float:
    """How far east a division lies; one of an unknown place stands last."""
    spot = spots.get(region.code)
    return spot.longitude if spot else 360.0


def _rows(count: int, spots: Sequence[Spot]) -> int:
    """How many rows let the map be as wide and high as the country is."""
    up = [spot.latitude for spot in spots]
    across = [spot.longitude for spot in spots]
    height = max(up) - min(up)
    width = (max(across) - min(across)) * cos(radians(sum(up) / len(up)))
    wanted = sqrt(count * height / width) if width and height else sqrt(count / 2)
    return min(max(round(wanted), ceil(count / WIDEST), 1), count)


def _in_rows(lines: Sequence[Sequence[Region]], widest: int) -> list[Tile]:
    """Lines of divisions as tiles, none wider than a phone shows; a shorter line stands in the middle."""
    widest = min(max(widest, 1), WIDEST)
    cut = [line[start : start + widest] for line in lines for start in range(0, len(line), widest)]
    return [
        Tile(region, row, column + (widest - len(line)) // 2)
        for row, line in enumerate(cut, 1)
        for column, region in enumerate(line, 1)
    ]
