"""What was seen when a form or a button of a draft was shown: nobody saves over, or settles, what has been changed since.

Each carries its draft and the digest of what it shows of its rows (`services/shown.py` for buttons); it is compared under the
lock of the draft, before anything is written.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular

T = TypeVar("T")
CHANGED = _("打开以后，草稿已被改动。请重新打开再改。")
FIELD = "seen"
LENGTH = 20
MARK = re.compile(r"(\d{1,18})-[0-9a-f]{20}")
# The key of a draft, and the digest.
MARK_LENGTH = 18 + 1 + LENGTH


class ChangedError(ValidationError):
    """A draft is no longer as it was seen; what somebody wanted to do was decided on what it was before."""

    def __init__(self) -> None:
        super().__init__(CHANGED)


@dataclass(frozen=True)
class Shown:
    """A row with the names of its fields that a form shows."""

    row: Model
    names: tuple[str, ...]


def digest_of(values: Any) -> str:
    """What tells one state of some values from another."""
    told = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:LENGTH]


def digest(shown: Sequence[Shown]) -> str:
    """What tells one state of what a form shows from another."""
    return digest_of(
        [[one.row.pk, *(getattr(one.row, name) for name in one.names)] for one in shown]
    )


def mark(circular: Circular, digest: str) -> str:
    """What a form or a button sends along: of which draft it is, and the digest of what it shows."""
    return f"{circular.pk}-{digest}"


def draft_marked(seen: str) -> int | None:
    """The key of the draft that what was sent along tells; None where it tells none."""
    found = MARK.fullmatch(seen)
    return int(found[1]) if found else None


def act_as_seen(circular: Circular, shown: Sequence[Shown], seen: str, act: Callable[[], T]) -> T:
    """Do `act` on rows of a draft, which it is handed as they are now.

    Raises ValidationError where they are not as they were seen, or gone, and what `act` raises.
    """
    return click_as_seen(circular, [one.row for one in shown], lambda: digest(shown), seen, act)


@unit_of_work
def click_as_seen(
    circular: Circular,
    rows: Sequence[Model],
    told: Callable[[], str],
    seen: str,
    act: Callable[[], T],
) -> T:
    """Do `act` on rows of a draft, which it is handed as they are now, where their digest `told` then is what was seen.

    Raises ValidationError where it is not, or where they are gone, and what `act` raises.
    """
    if not Circular._base_manager.select_for_update(no_key=True).filter(pk=circular.pk):
        raise ChangedError
    _look_again(rows)
    if seen != mark(circular, told()):
        raise ChangedError
    return act()


def _look_again(rows: Sequence[Model]) -> None:
    """Let rows have the values that the database has now; a statement for each model."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, known in by_model.items():
        now = model._base_manager.in_bulk([row.pk for row in known])
        for row in known:
            fresh = now.get(row.pk)
            if fresh is None:
                raise ChangedError
            for field in model._meta.concrete_fields:
                setattr(row, field.attname, getattr(fresh, field.attname))
