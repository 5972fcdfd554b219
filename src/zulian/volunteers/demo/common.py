"""What all parts of the demo need: where it plays, names of people who do not exist, moments of a day."""

from __future__ import annotations

import random
from datetime import date, datetime, time
from functools import cache

from django.utils import timezone

SEED = 20130403
CITY, COUNTY = "210900000000", "210921000000"
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ("演春", "演夏", "演秋", "演冬", "演松", "演柏")


def invented_name(chance: random.Random) -> str:
    """A name of nobody."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


@cache
def moment(day: date, hour: int) -> datetime:
    """An hour of a day."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
