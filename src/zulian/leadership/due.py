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
                body=post["body"],
                rank=post["rank"],
                number=number,
                leading=post["leading"],
                for_disabled=post["for_disabled"] and number == 1,
            )
            for region in regions
            for number, post in foreseen(region, day)
            if (region.code, post["body"], post["rank"], number) not in known
        )
    ]


def foreseen(region: Region, day: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and particulars of each office of a federation by the policy; nothing at a level without one."""
    level = LEVEL_NAMES.get(Level(region.level))
    for post in policy("leadership/posts", day)["post"]:
        if level in post["levels"]:
            for number in range(1, post["number"] + 1):
                yield number, post
