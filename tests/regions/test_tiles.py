"""The map of tiles: what is north stays above, what is west stays left, and nobody is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zulian.regions.geo import Spot
from zulian.regions.models import Region
from zulian.regions.tiles import WIDEST, laid_out

SPOTS = st.builds(Spot, st.floats(18, 53, allow_nan=False), st.floats(73, 135, allow_nan=False))


def regions(count: int) -> list[Region]:
    return [Region(code=f"2109{n:02d}000000", name=f"{n}县", level=6) for n in range(count)]


@given(st.lists(SPOTS, min_size=1, max_size=60))
def test_each_has_a_tile_of_its_own_within_the_width_of_a_phone(spots: list[Spot]) -> None:
    places = regions(len(spots))
    tiles = laid_out(places, {r.code: spot for r, spot in zip(places, spots, strict=True)})
    assert sorted(tile.region.code for tile in tiles) == [region.code for region in places]
    assert len({(tile.row, tile.column) for tile in tiles}) == len(places)
    assert all(1 <= tile.column <= WIDEST and tile.row >= 1 for tile in tiles)


@given(st.lists(SPOTS, min_size=2, max_size=40))
def test_rows_go_south_and_columns_east(spots: list[Spot]) -> None:
    places = regions(len(spots))
    known = {region.code: spot for region, spot in zip(places, spots, strict=True)}
    tiles = laid_out(places, known)
    for one in tiles:
        for other in tiles:
            north, south = known[one.region.code], known[other.region.code]
            if one.row == other.row and one.column < other.column:
                assert north.longitude <= south.longitude


def test_a_north_and_a_south_stand_above_each_other() -> None:
    north, south = regions(2)
    spots = {north.code: Spot(43.0, 121.0), south.code: Spot(41.0, 121.1)}
    tiles = {tile.region.code: tile for tile in laid_out([south, north], spots)}
    assert tiles[north.code].row < tiles[south.code].row


def test_without_places_the_order_of_codes_stands() -> None:
    places = regions(7)
    tiles = laid_out(places, {})
    assert [tile.region for tile in sorted(tiles, key=lambda t: (t.row, t.column))] == places
    assert laid_out([], {}) == []
