"""What divisions ought to have of the volunteers' network: a unit at each level, a leading group in city and county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Model

from zulian.foundation import bulk
from zulian.foundation.policy import policy
from zulian.regions.due import among, due_rows
from zulian.regions.models import Level, Region
from zulian.volunteers.models import Group, Unit
from zulian.volunteers.proofs import POLICY

LEVEL_UNITS = {
    Level.CITY: Unit.Kind.CORPS,
    Level.COUNTY: Unit.Kind.HUB,
    Level.TOWNSHIP: Unit.Kind.STATION,
    Level.VILLAGE: Unit.Kind.STATION,
}
GROUPED = (Level.CITY, Level.COUNTY)


@due_rows
def units_and_groups(regions: Sequence[Region], day: date) -> list[Model]:
    """应建组织: what is not set up yet stands in the register as a hole."""
    present = set(among(Unit.objects.due(), regions).values_list("region_id", "kind"))
    wanted = [
        (region, LEVEL_UNITS[Level(region.level)])
        for region in regions
        if region.level in LEVEL_UNITS
    ]
    units = bulk.create(
        Unit(region=region, kind=kind)
        for region, kind in wanted
        if (region.code, kind) not in present
    )
    led = set(among(Group.objects.all(), regions).values_list("region_id", flat=True))
    grouped = [region for region in regions if region.level in GROUPED and region.code not in led]
    groups = bulk.create(Group(region=region) for region in grouped)
    return [*units, *_brigades(regions, day), *groups]


def _brigades(regions: Sequence[Region], day: date) -> list[Unit]:
    """The brigades of a city's departments and associations (相关科室、专门协会), by the policy."""
    rows = among(Unit.objects.due().filter(kind=Unit.Kind.BRIGADE), regions)
    present = set(rows.values_list("region_id", "host"))
    hosts = [str(host) for host in policy(POLICY, day)["brigades"]]
    cities = [region for region in regions if region.level == Level.CITY]
    return bulk.create(
        Unit(region=city, kind=Unit.Kind.BRIGADE, host=host)
        for city in cities
        for host in hosts
        if (city.code, host) not in present
    )
