"""The positions of commissioners that the quota of the policy wants (编配标准)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Model

from zulian.commissioners.models import Position
from zulian.commissioners.models.archive import rules
from zulian.foundation import bulk
from zulian.regions.due import among, due_rows
from zulian.regions.models import Level, Region

LEVELS = {Level.TOWNSHIP: "township", Level.VILLAGE: "village"}


@due_rows
def positions(regions: Sequence[Region], day: date) -> list[Model]:
    """Positions that were never there: one that was abolished stays so."""
    known = set(among(Position.objects.all(), regions).values_list("region_id", "number"))
    return [
        *bulk.create(
            Position(region=region, number=number, since=day)
            for region in regions
            if region.level in LEVELS
            for number in range(
                1, rules(day, region.code)["quota"][LEVELS[Level(region.level)]] + 1
            )
            if (region.code, number) not in known
        )
    ]
