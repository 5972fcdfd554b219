"""Distances on the ground: great circles between centres of divisions, and a road's length where one is known."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Spot:
    """A place on the earth: degrees north and east."""

    latitude: float
    longitude: float


def great_circle(a: Spot, b: Spot) -> float:
    """Kilometres between two spots along the great circle (haversine).

    >>> round(great_circle(Spot(42.0, 121.6), Spot(42.0, 121.6)), 3)
    0.0
    """
    up, across = radians(b.latitude - a.latitude) / 2, radians(b.longitude - a.longitude) / 2
    part = sin(up) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(across) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))
