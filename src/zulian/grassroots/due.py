"""The entry of each grassroots organisation: one for every county, township and village."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Model

from zulian.foundation import bulk
from zulian.grassroots.models import Organisation
from zulian.grassroots.models.standards import LEVELS
from zulian.regions.due import among, due_rows
from zulian.regions.models import Region

MANAGED = [level for level, _name in LEVELS]


@due_rows
def organisations(regions: Sequence[Region], day: date) -> list[Model]:
    """Entries that are missing; what nobody has said in them is empty."""
    known = set(among(Organisation.objects.all(), regions).values_list("region_id", flat=True))
    wanted = [region for region in regions if region.level in MANAGED and region.code not in known]
    return [*bulk.create(Organisation(region=region) for region in wanted)]
