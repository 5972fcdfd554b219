"""The offices that the policy foresees for each federation (应设职务)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from zulian.foundation import bulk
from zulian.foundation.policy import policy
from zulian.leadership.models import Office
from zulian.regions.due import among, due_rows
from zulian.regions.models import Level, Region

LEVEL_NAMES = {Level.CITY: "city", Level.COUNTY: "county", Level.TOWNSHIP: "township"}


@due_rows
def offices(regions: Sequence[Region], day: date) -> list[Model]:
    """Offices that were never there: one that was abolished stays so."""
    known = set(
        among(Office.objects.all(), regions).values_list("region_id", "body", "rank", "number")
    )
    return [
        *bulk.create(
            Office(
                region=region,
                body=office["body"],
                rank=office["rank"],
                number=number,
                leading=office["leading"],
                for_disabled=office["for_disabled"] and number == 1,
            )
            for region in regions
            for number, office in foreseen(region, day)
            if (region.code, office["body"], office["rank"], number) not in known
        )
    ]


def foreseen(region: Region, day: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and particulars of each office of a federation by the policy; nothing at a level without one."""
    level = LEVEL_NAMES.get(Level(region.level))
    for office in policy("leadership/offices", day)["office"]:
        if level in office["levels"]:
            for number in range(1, office["number"] + 1):
                yield number, office
