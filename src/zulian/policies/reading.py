"""How choices are read: all of them in one statement, once for a request or a unit of work.

They are few, and nothing is kept between requests: what one process sets, all others know from their next request on.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, Value
from django.db.models.functions import Cast, Left

from zulian.foundation.chosen import Choice, Choices, reads_choices
from zulian.foundation.recall import recall
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import current_work
from zulian.policies.models import Setting
from zulian.regions.models import Level, Region

CHOICES, COUNTY_DIGITS = "choices", int(Level.COUNTY)


@reads_choices
def choices() -> Choices:
    """All choices, and the divisions that went over to another county."""
    work = current_work()
    if work is None:
        return recall(CHOICES, _read)
    known: Choices | None = work.known.get(CHOICES)
    if known is None:
        known = work.known[CHOICES] = _read()
    return known


def forget_choices() -> None:
    """Read them anew in the unit of work that is open: one was added."""
    if work := current_work():
        work.known.pop(CHOICES, None)


def _read() -> Choices:
    made: list[Choice] = []
    moved: dict[str, tuple[date, str]] = {}
    for code, policy, key, text, day, number in _rows():
        if number:
            value: Any = json.loads(text) if text else None
            made.append(Choice(day, number, code, policy, key, value, bool(text)))
        else:
            moved[code] = day, text
    return Choices(made, moved)


def _rows() -> Any:
    """Choices, and where there are any the divisions that went over, with no number: day and taker stand in their places."""
    with scope(EVERYTHING):
        made = Setting.objects.order_by()
        # A division that stays in its county stays below the same choices.
        gone = (
            Region.objects.filter(Exists(Setting.objects.all()), valid_to__isnull=False)
            .exclude(successor=None)
            .alias(here=Left("code", COUNTY_DIGITS), there=Left("successor_id", COUNTY_DIGITS))
            .exclude(here=F("there"))
            .order_by()
        )
        nothing = Cast(Value(""), CharField(max_length=60))
        return made.values_list("region_id", "policy", "key", "text", "since", "pk").union(
            gone.values_list(
                "code",
                nothing,
                nothing,
                "successor_id",
                "valid_to",
                Cast(Value(0), IntegerField()),
            ),
            all=True,
        )
